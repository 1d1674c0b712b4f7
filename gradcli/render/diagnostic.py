"""An error as text: one line, then the line of the expression with a caret."""


def diagnostic(error) -> str:
    help = f" ({error.help})" if error.help else ""
    text = f"Error: {error.message}{help}"
    if error.source and error.span:
        start, end = error.span
        first = error.source.rfind("\n", 0, start) + 1
        last = error.source.find("\n", start)
        line = error.source[first:None if last < 0 else last]
        if len(line) <= 500:
            text += f"\n  {line}\n  {' ' * (start - first)}{'^' * max(1, min(end, first + len(line)) - start)}"
    return text
