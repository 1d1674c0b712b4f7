"""Ranges of the command line, 0:1 and 0:1:0.1 and 0:1#11, to programs of constants."""

from typing import NamedTuple

from gradcli.errors import GradcliError
from gradcli.syntax.bindings import parse_constant
from gradcli.syntax.nodes import Program


class Range(NamedTuple):
    """The range of the variable `name`: START:STOP with a step or a number of points, or with neither.

    `word` is how messages call it: --at x=0:1:0.1.
    """

    name: str
    word: str
    start: Program
    stop: Program
    step: Program | None = None
    number: Program | None = None


def parse_range(value: str, name: str, word: str) -> Range:
    """Read START:STOP, START:STOP:STEP or START:STOP#COUNT, each part an expression of constants.

    Raises GradcliError, with a span within `value`.
    """
    text, hash, count = value.partition("#")
    parts = text.split(":")
    if len(parts) < 2:
        raise GradcliError("a range is START:STOP", span=(0, len(value)), source=value, help="as in x=0:1")
    if len(parts) > 3 or hash and len(parts) > 2:
        raise GradcliError("a range is START:STOP:STEP or START:STOP#COUNT", span=(len(":".join(parts[:2])), len(value)),
                           source=value, help="as in x=0:1:0.1 or x=0:1#11")
    programs, start = [], 0
    for part, role in zip([*parts, count] if hash else parts, ["START", "STOP", "COUNT" if hash else "STEP"], strict=False):
        if not part.strip():
            raise GradcliError(f"{role} is missing in the range", span=(start, start + 1), source=value,
                               help="a range is START:STOP:STEP or START:STOP#COUNT, as in x=0:1:0.1 or x=0:1#11")
        try:
            programs.append(parse_constant(part))
        except GradcliError as error:
            begin, end = error.span or (0, 0)
            raise GradcliError(error.message, span=(begin + start, end + start), source=value, help=error.help) from None
        start += len(part) + 1
    return Range(name, word, *programs[:2], **{"number" if hash else "step": each for each in programs[2:]})


def misplaced_range(value: str) -> GradcliError:
    """Return the error of a range where none is read."""
    return GradcliError("a range goes with eval, nth and plot", span=(value.index(":"), len(value)), source=value,
                        help="elsewhere a name has one value")
