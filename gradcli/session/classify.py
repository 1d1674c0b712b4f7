"""What a line of a session is: a pure function of the line and of the names that the session knows."""

import re
from collections.abc import Collection
from typing import NamedTuple

from gradcli.errors import GradcliError
from gradcli.syntax.lexer import normalize_name
from gradcli.syntax.parser import parse

WORDS = ("vars", "clear", "save", "help", "quit", "exit")  # commands of the session alone
HEAD = re.compile(r"\s*([^\W\d]\w*)\s*(\([^()=]*\))?\s*=(?!=)\s*")  # of a definition or a binding
_FIRST = re.compile(r"([^\W\d]\w*)(?!\w)")
# After a name, what makes it an operand: an operator with blanks on both sides or none, or what no expression begins with.
_OPERATOR = re.compile(r"(?:\s+(?=[-+*/^%<>]\s))?[-+*/^%<>]|\s*(?:[,;)!²³⁰-⁹⁺⁻]|[=<>]=|(?:if|and|or|else)\b)")
_OPTION = re.compile(r"\s(?:--[a-z][a-z-]+|-f\s*(?:auto|rich|plain|json|csv|latex)(?!\S)|-n\s+[0-9]+(?!\S))")
_GRADCLI = re.compile(r"\s*(gradcli)\s+(?=\S)")  # as one pastes it
_CONTINUES = re.compile(r"\s*[*/^+-]")


class Known(NamedTuple):
    """Names: of commands, of what is bound or defined, of functions among these; with `answered`, `ans` too."""

    commands: Collection[str]
    values: Collection[str]
    functions: Collection[str]
    answered: bool


class Line(NamedTuple):
    """What a line is.

    `kind` is nothing, definition (also a binding), several (definitions), word (a command of the session), command,
    continuation (of the last answer) or expression; one with options is a command without a name. `name` is that of the
    definition or the command, `text` what follows it, which begins at `start`; `head` is the left side of a definition.
    """

    kind: str
    text: str = ""
    start: int = 0
    name: str = ""
    head: str = ""


def classify(line: str, known: Known) -> Line:
    """Return what a line is."""
    whole = line.partition("#")[0].rstrip(" \t;")
    if not whole.strip():
        return Line("nothing")
    begin = len(whole) - len(whole.lstrip())
    if whole.split() in (["--help"], ["gradcli", "--help"]):
        return Line("word", "", len(whole), "help")
    if (own := _GRADCLI.match(whole)) and not _OPERATOR.match(whole, own.end(1)) and not HEAD.match(whole):
        begin = own.end()
    first = _FIRST.match(whole, begin)
    if first and (kind := _command(whole, first, known)):
        typed = line.rstrip() if kind == "command" else whole  # a # may stand in a quoted word of a command
        start = first.end() + len(typed[first.end():]) - len(typed[first.end():].lstrip())
        return Line(kind, typed[start:], start, first[1])
    parts = split_parts(whole)
    if len(parts) > 1 and all(HEAD.match(part) for part in parts):
        return Line("several", whole[begin:], begin)
    if len(parts) == 1 and (head := HEAD.match(whole)):
        return Line("definition", whole[head.end():], head.end(), normalize_name(head[1]), f"{head[1]}{head[2] or ''}")
    if whole[begin] in "\"'" or _OPTION.search(whole):
        return Line("command", line[begin:].rstrip(), begin)
    return Line("continuation" if known.answered and _CONTINUES.match(whole) else "expression", whole[begin:], begin)


def split_parts(text: str) -> list[str]:
    """Return the parts of a text between semicolons, without empty ones."""
    return [part for part in text.split(";") if part.strip()]


def _command(whole: str, first: re.Match[str], known: Known) -> str | None:
    """Return word or command if the first word of a line is that of one, and what follows does not make it an operand."""
    name, rest = first[1], whole[first.end():]
    kind = "word" if name in WORDS else "command" if name in known.commands else None
    if kind is None or HEAD.match(whole, first.start(1)) or _OPERATOR.match(rest):
        return None
    own = normalize_name(name)
    if own in known.functions and rest.lstrip()[:1] in ("(", "'"):
        return None
    if own in known.values and own not in known.functions and not _OPTION.search(rest) and is_expression(whole):
        return None
    return kind


def is_expression(text: str) -> bool:
    """Return whether a text can be read as an expression."""
    try:
        parse(text)
    except GradcliError:
        return False
    return True
