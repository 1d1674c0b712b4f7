"""What was read of LaTeX, written in the language."""

from gradcli.core.trampoline import Work, finish
from gradcli.syntax.nodes import Code, Fold, Program, tree
from gradcli.syntax.printer import text


def written(program: Program) -> str:
    """Return the text of the language for a program without definitions."""

    def write(code: Code) -> Work:
        entries: Code = []
        for head, count, span in code:
            if isinstance(head, Fold):
                parts = []
                for part in (head.code, *head.bounds):
                    parts.append((yield write(part)))
                # the printer takes it for a name
                head = f"{head.name}({parts[0]}, {head.index}, {parts[1]}, {parts[2]})"
            entries.append((head, count, span))
        return text(tree(entries))

    found: str = finish(write(program.code))
    return found
