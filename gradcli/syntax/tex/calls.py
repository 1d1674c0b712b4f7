"""Calls in LaTeX: the name of a function, a base, a power, arguments in brackets or without."""

from typing import TYPE_CHECKING

from gradcli.core.primitive import Primitive
from gradcli.core.trampoline import Work
from gradcli.ops import MUL, POW
from gradcli.syntax.nodes import Code
from gradcli.syntax.tex import refusals
from gradcli.syntax.tex.words import BRACKETS, CLOSERS, DIGITS, begins_call, function, templates

if TYPE_CHECKING:
    from gradcli.syntax.tex.reader import Reader

POLYGAMMA = "\\psi^{(#1)}\\left(#2\\right)"


def word(reader: "Reader") -> Work:
    """Read a word, and what follows it where it is a function; return its kind."""
    start = reader.start
    reader.at += 1
    letters = reader.letters()
    row = function(letters)
    if row is None or reader.next == "_" and not templates().get(f"\\{letters}_{{#2}}\\left(#1\\right)"):
        refusals.check_word(reader, letters, start)
        reader.push_name(reader.with_index(letters), start)
        return "name"
    kind = yield call(reader, "\\" + letters, row, start)
    return kind


def greek_call(reader: "Reader") -> Work:
    """Read a call of a function that is written as a Greek letter; return whether it is one."""
    start, text = reader.start, reader.next
    row = templates().get(text)
    following = reader.texts[reader.at + 1]
    if text == "\\psi" and reader.texts[reader.at + 1:reader.at + 4] == ["^", "{", "("]:
        reader.at += 3
        yield reader.group()
        reader.take("}")
        yield reader.group()
        reader.push(templates()[POLYGAMMA], 2, start)
        return True
    inverse = templates().get(text + "^{-1}")
    if inverse is not None and reader.texts[reader.at + 1:reader.at + 5] == ["^", "{", "-", "1"]:
        if reader.texts[reader.at + 5:reader.at + 6] == ["}"] and reader.texts[reader.at + 6] in BRACKETS:
            reader.at += 6
            apply(reader, inverse, (yield arguments(reader)), start)
            return True
    if row is None or following not in BRACKETS:
        refusals.check_greek(reader, row)
        return False
    reader.at += 1
    count = yield arguments(reader)
    apply(reader, row, count, start)
    return True


def call(reader: "Reader", command: str, row: Primitive, start: int) -> Work:
    """Read what follows the name of a function: a base, a power, the arguments; return its kind."""
    scripts: dict[str, Code] = {}
    while reader.next in ("_", "^"):
        script, mark = reader.next, len(reader.code)
        if script in scripts or script == "_" and f"{command}_{{#2}}\\left(#1\\right)" not in templates():
            raise refusals.script_of_function(reader, command)
        reader.at += 1
        yield reader.argument(script)
        scripts[script] = reader.cut(mark)
    base, raised = scripts.get("_", []), scripts.get("^", [])
    if raised:
        row, raised = refusals.check_exponent(reader, command, row, raised, start)
    own = templates().get(f"{command}_{{{base[0][0]}}}") if len(base) == 1 else None
    if own is not None:
        row, base = own, []
    count, kind = 1, "call"
    if reader.next in BRACKETS:
        count = yield arguments(reader)
    else:
        yield bare_argument(reader, command, start)
        kind = "bare call"
    if base:
        reader.code += base
        count += 1
    apply(reader, row, count, start)
    if raised:
        reader.code += raised
        reader.push(POW, 2, start)
    return kind


def apply(reader: "Reader", row: Primitive, count: int, start: int) -> None:
    """Apply a function to so many arguments."""
    fits = row.taking(count)
    if fits is None:
        raise refusals.arity(reader, row, count, start)
    reader.push(fits, count, start)


def arguments(reader: "Reader") -> Work:
    """Read arguments in brackets; return their number."""
    start, opening = reader.start, reader.next
    reader.open.append(CLOSERS[opening])
    count = 0
    while not count or reader.next == ",":
        reader.at += 1
        yield reader.expression(0)
        count += 1
    if reader.next != CLOSERS[opening]:
        raise refusals.unclosed(reader, start, opening)
    reader.at += 1
    reader.open.pop()
    return count


def bare_argument(reader: "Reader", command: str, start: int) -> Work:
    """Read the argument of a function without brackets: a product of a number and an operand, or an operand."""
    begin = reader.start
    if not reader.starts_factor():
        raise refusals.missing_argument(reader, command, start)
    number = reader.next[0] in DIGITS
    yield reader.operand(argument=True)
    if number and reader.starts_factor() and not begins_call(reader.next) and reader.next not in BRACKETS:
        yield reader.operand(argument=True)
        reader.push(MUL, 2, begin)
    refusals.check_argument(reader, start, begin)
