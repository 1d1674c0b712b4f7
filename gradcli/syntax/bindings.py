"""Bindings of the command line, u=3 and v=pi/4,w=2, to programs of constants."""

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import TYPE_CHECKING

from gradcli.core.primitive import FUNCTIONS
from gradcli.errors import GradcliError, brief, closest
from gradcli.syntax.lexer import WORDS, normalize_name
from gradcli.syntax.nodes import Program
from gradcli.syntax.parser import parse

if TYPE_CHECKING:
    from gradcli.syntax.ranges import Range
    from gradcli.syntax.uncertainty import Deviation

_SEPARATOR = r"(?<!\s)\s*[;\n]\s*|(?<!\s)\s+(?=[^\W\d]\w*\s*=(?!=))"  # tried once for each run of blanks
_UNCERTAINTY = r"\+/?-|±|\\pm(?![a-zA-Z])|(?<=[\d.])(\(\d+\))"  # 5+-0.1, 5±0.1, 5\pm 0.1, 3.0(1)
_DECIMAL = r"=(?:.*[^\w.])?\d+,\d+(?:[eE][+-]?\d+)?\s*(?:%?|(?:±|\+/?-).*)$"  # x=5,2
_UNCERTAIN = {"+", "±", "(", "\\"}  # a value without one of these has none


def is_binding(word: str) -> bool:
    """Return whether a word after --at is a binding: f(t)=t**2; f(x) and a==b are not."""
    name, equals, value = word.partition("=")
    return normalize_name(name.strip()).isidentifier() and equals != "" and not value.startswith("=") \
        and not {";", "\n"} & {*value}


def bindings(words: Iterable[str], option: str = "--at", free: bool = False,
             ranges: "dict[str, Range] | None" = None,
             deviations: "dict[str, Deviation] | None" = None) -> dict[str, Program]:
    """Map names to the programs of their values, from the words after `option`; with `free`, these may hold variables.

    A value may be a range if there is a dict for them, `ranges`, and have an uncertainty if there is one, `deviations`.
    Raises GradcliError for a word that is not a binding or a name that is bound twice.
    """
    found: dict[str, Program] = {}
    for word in words:
        parts = _parts(word)
        for i, part in enumerate(parts):
            if i and "=" not in part and re.search(_DECIMAL, ",".join(parts[i - 1:i + 1])):
                number = takewhile(lambda each: "=" not in each, parts[i:])
                raise GradcliError(f"{option} {brief(word)}: a comma separates bindings",
                                   help=f"write {brief('.'.join([parts[i - 1].strip(), *number]))}")
            name, value, place = _split(part, option)
            at = len(part) - len(value)
            if name in found or name in (ranges or ()):
                raise GradcliError(f"{option} {brief(part)}: {name} is bound twice", help="leave one of the two out")
            try:
                if not _UNCERTAIN.isdisjoint(value) and (uncertain := re.search(_UNCERTAINTY, value)):
                    from gradcli.syntax.uncertainty import misplaced, split_deviation

                    if deviations is None or uncertain[1]:
                        raise misplaced(value, uncertain, rows=ranges is not None)
                    value, deviations[name] = split_deviation(value, uncertain, place)
                if ":" in value:
                    from gradcli.syntax.ranges import misplaced_range, parse_range

                    if ranges is None:
                        raise misplaced_range(value)
                    ranges[name] = parse_range(value, name, place)
                else:
                    found[name] = parse_constant(value, free)
            except GradcliError as error:
                start, end = error.span or (0, 0)
                raise GradcliError(f"{place}: {error.message}", span=(start + at, end + at), source=part,
                                   help=error.help) from None
    return found


def constants(word: str, option: str) -> list[Program]:
    """Return the programs of the constants between commas. Raises GradcliError for anything else."""
    found = []
    for part in _parts(word):
        try:
            found.append(parse_constant(part))
        except GradcliError as error:
            raise GradcliError(f"{option} {brief(word)}: {error.message}", span=error.span, source=part,
                               help=error.help) from None
    return found


def _parts(word: str) -> list[str]:
    """Return the pieces between the commas that stand outside of parentheses; a comma at either end is ignored."""
    word, depth, start = word.strip().strip(","), 0, 0
    parts = []
    for i, char in enumerate(word):
        depth += (char == "(") - (char == ")")
        if char == "," and depth <= 0:
            parts.append(word[start:i])
            start = i + 1
    return [*parts, word[start:]]


def _split(part: str, option: str) -> tuple[str, str, str]:
    """Return the name and the value of a binding, and how messages call it. Raises GradcliError if it is none."""
    name, equals, value = part.partition("=")
    name, place = normalize_name(name.strip()), f"{option} {brief(part)}".rstrip()
    separated = re.sub(_SEPARATOR, ",", part.strip()) if {"=", ";", "\n"} & {*value} else part
    if not equals or value.startswith("="):
        raise GradcliError(f"{place}: a binding is NAME=VALUE",
                           help=f"as in {option} {name if name.isidentifier() else 'x'}=3")
    if not name.isidentifier() or name in WORDS:
        wrong = f"`{name}` is a reserved word" if name in WORDS else \
            f"{brief(name)} is not a name" if name else "the name is missing"
        raise GradcliError(f"{place}: {wrong}", help=f"as in {option} x=3")
    if separated.count(",") > part.count(","):
        raise GradcliError(f"{place}: bindings are separated by commas", help=f"write {option} {brief(separated)}")
    if not value.strip():
        raise GradcliError(f"{place}: the value is missing", help=f"as in {option} {name}=3")
    return name, value, place


def parse_constant(text: str, free: bool = False) -> Program:
    """Return the program of an expression of constants; with `free`, it may hold variables. Raises GradcliError."""
    program = parse(text)
    for word, span in program.names.items():
        _check_constant(word, span, text, free)
    return program


def _check_constant(name: str, span: tuple[int, int], source: str, free: bool) -> None:
    row = FUNCTIONS.alone(name)
    if row is None and free:
        constant = "inf" if name.lower() == "infinity" else name.lower()
        meant = FUNCTIONS.alone(constant) if len(name) > 1 else None  # E and I are names
        if meant is not None and not meant.least:
            raise GradcliError(f"{name} is not a constant", span=span, source=source, help=f"did you mean {constant}?")
        return
    if row is None:
        near = closest(name, [word for word, row in FUNCTIONS.items() if not row.least])
        raise GradcliError(f"{name} is not a number", span=span, source=source,
                           help=f"did you mean {near[0]}?" if near else "a value is an expression of constants")
    if row.least:
        raise GradcliError(f"{name} is a function; call it: {name}(...)", span=span, source=source)
