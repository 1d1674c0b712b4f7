"""Uncertainties of bindings, 3±0.1 and 4+/-2%: the value without it, and the program of the standard deviation."""

import re
from typing import NamedTuple

from gradcli.errors import GradcliError, brief
from gradcli.syntax.bindings import parse_constant
from gradcli.syntax.nodes import Program

SIGN = re.compile(r"±|\+/-|\+-|\\pm(?![a-zA-Z])")
DECIMAL = re.compile(r"(\d*)\.?(\d*)$")


class Deviation(NamedTuple):
    """The standard deviation of a value: `program`, in percent of it where `percent` is true.

    `word` is how messages call the binding, `span` the place of the deviation in the text of its value, `source`.
    """

    word: str
    program: Program
    percent: bool
    source: str
    span: tuple[int, int]


def split_deviation(value: str, sign: re.Match[str], word: str) -> tuple[str, Deviation]:
    """Return a value without its uncertainty, which begins with `sign`, and this. Raises GradcliError, a span in `value`."""
    plain, end = value[:sign.start()], len(value.rstrip())
    percent = value.endswith("%", 0, end)
    deviation, example = value[sign.end():end - percent].removesuffix("\\" * percent), "as in x=3±0.1"
    if plain.count("(") != plain.count(")"):
        raise GradcliError(f"{sign[0]} stands within parentheses", span=sign.span(), source=value,
                           help=f"an uncertainty is that of the whole value, {example}")
    if again := SIGN.search(value, sign.end()):
        raise GradcliError("a value has one uncertainty", span=again.span(), source=value, help=example)
    for text, where in (plain, "before"), (deviation, "after"):
        if not text.strip():
            raise GradcliError(f"a number is missing {where} {sign[0]}", span=sign.span(), source=value, help=example)
    try:
        program = parse_constant(deviation)
    except GradcliError as error:
        error.span = (error.span or (0, 0))[0] + sign.end(), (error.span or (0, 0))[1] + sign.end()
        raise
    return plain, Deviation(word, program, percent, value, (sign.end(), end))


def misplaced(value: str, uncertain: re.Match[str], rows: bool) -> GradcliError:
    """Return the error of an uncertainty where none is read, as beside `rows` of points, or of one as in 3.0(1)."""
    start, end = uncertain.span()
    if uncertain[1]:
        return GradcliError(f"the uncertainty {uncertain[1]} is not read", span=(start, end), source=value,
                            help=f"write {_spelled_out(value[:start], uncertain[1][1:-1])}, or * for a product")
    help = f"leave out {uncertain[0]}{brief(value[end:])}"
    goes_with = "one point, not with a range or a table" if rows else "eval, for one point"
    return GradcliError(f"an uncertainty goes with {goes_with}", span=(start, end), source=value,
                        help=f"{help}; a sum has blanks or parentheses" if uncertain[0] == "+-" else help)


def _spelled_out(value: str, digits: str) -> str:
    """Return 3.14±0.02 for the value 3.14 and the uncertainty 2 of its last digit."""
    found = DECIMAL.search(value)
    decimals = len(found[2]) if found else 0
    padded = digits.rjust(decimals + 1, "0")
    return f"{value}±{padded[:-decimals]}.{padded[-decimals:]}" if decimals else f"{value}±{digits}"
