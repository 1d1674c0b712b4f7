"""The tape and its handles."""

from fractions import Fraction

import pytest

import gradcli.ops  # noqa: F401  fills the table
from gradcli.core.primitive import CONSTANT, FUNCTIONS, OPERATORS
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run

SIN, ADD = FUNCTIONS["sin"], OPERATORS["+"]


@pytest.mark.parametrize("row, arguments", [
    (SIN, (2,)), (SIN, (5,)), (SIN, (-1,)), (SIN, (0, 1)), (SIN, ()), (ADD, (0,)), (ADD, (1, 2)), (FUNCTIONS["max"], (0,)),
    (CONSTANT, (0,))])
def test_verify_refuses_what_is_no_program(row, arguments):
    tape = Tape()
    tape.variable("x")
    tape.constant(2)
    tape.verify()
    tape.emit(row, arguments)
    with pytest.raises(ValueError, match=f"slot 2: {row.name}"):
        tape.verify()


OPERATIONS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "**": lambda a, b: a**b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "and": lambda a, b: a & b,
    "or": lambda a, b: a | b}


@pytest.mark.parametrize("symbol", OPERATIONS)
def test_operators_put_their_rows(symbol):
    tape = Tape()
    a, b = (Ref(tape, tape.variable(name), (i, i + 1)) for i, name in enumerate("ab"))
    result = OPERATIONS[symbol](a, b)
    assert (tape.operations[result.slot], tape.arguments[result.slot]) == (OPERATORS[symbol], (a.slot, b.slot))
    assert tape.spans[result.slot] == (0, 1), "the place of the left one"
    assert run(tape, {"a": 1.5, "b": 1.5})[result.slot] == float(OPERATIONS[symbol](1.5, 1.5) if symbol not in ("and", "or")
                                                                 else 1)


@pytest.mark.parametrize("symbol", ["+", "-", "*", "/", "**"])
def test_a_number_may_stand_left(symbol):
    tape = Tape()
    x = Ref(tape, tape.variable("x"))
    number = 3 if symbol == "**" else Fraction(1, 3)  # Python's own power of a Fraction would be a float
    result = OPERATIONS[symbol](number, x)
    left, right = tape.arguments[result.slot]
    assert (tape.attributes[left], right) == (number, x.slot) and tape.operations[left] is CONSTANT


def test_signs_and_negation():
    tape = Tape()
    x = Ref(tape, tape.variable("x"))
    minus, negation = -x, ~x
    assert [run(tape, {"x": 2.0})[ref.slot] for ref in (minus, negation)] == [-2, 0]


def test_a_row_called_on_handles():
    tape = Tape()
    x = Ref(tape, tape.variable("x"), (3, 4))
    y = FUNCTIONS["atan2"](2, x)
    assert tape.spans[y.slot] == (3, 4) and run(tape, {"x": 0.0})[y.slot] == pytest.approx(1.5707963267948966)
    assert tape.attributes[x.number(7).slot] == 7 and len(tape) == 4
    tape.verify()


def test_a_tape_lists_its_slots():
    tape = Tape()
    x = Ref(tape, tape.variable("x"))
    x.apply(FUNCTIONS["sin"], x * 2, attribute=None)
    assert str(tape) == "%0 = variable x\n%1 = constant 2\n%2 = mul %0 %1\n%3 = sin %2"
    assert [row.name for row, *_ in tape] == ["variable", "constant", "mul", "sin"]


def test_dependencies_and_what_moves():
    tape = Tape()
    x, two, y = tape.variable("x"), tape.constant(2), tape.variable("y")
    sine = tape.emit(FUNCTIONS["sin"], (two,))
    product, total = tape.emit(OPERATORS["*"], (x, sine)), tape.emit(OPERATORS["+"], (y, two))
    assert tape.dependencies([product]) == [x, two, sine, product]
    assert tape.dependencies([total, two]) == [two, y, total] and tape.dependencies([]) == []
    assert tape.moving() == [True, False, True, False, True, True]
    assert tape.moving(["y"]) == [False, False, True, False, False, True] and not any(tape.moving(["z"]))
