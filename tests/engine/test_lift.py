"""Tape to AST, and how long that is when it is written out."""

import pytest
from expressions import ANY, trees

from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.core.tape import Ref, Tape
from gradcli.engine.lift import SATURATED, lift, lift_bounded, sizes
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


@pytest.mark.parametrize("source", ["x**2 + y", "sin(-x)*3", "x if x > 0 else 2", "max(x, y, 1)", "pi*x!", "0.25*x%3"])
def test_what_was_lowered_is_lifted(source):
    tape, root, _ = lower(parse(source))
    assert text(lift(tape)[root]) == source
    assert lift(tape)[root].span == tape.spans[root]


def test_random_expressions_come_back():
    looked = 0
    for tree in trees(1, 500, 10, ANY):
        source = text(tree)
        tape, root, _ = lower(parse(source))
        if not any(row.hidden and row.least for row in tape.operations):  # what PyTorch records of 2/x
            looked += 1
            again, end, _ = lower(parse(text(lift(tape)[root])))
            assert (again.operations, again.arguments, end) == (tape.operations, tape.arguments, root), source
    assert looked > 400


def test_sizes_are_counted_and_not_built():
    tape = Tape()
    x = Ref(tape, tape.variable("x"))
    for _ in range(200):
        x = x * x
    found = sizes(tape)
    assert found[:4] == [1, 3, 7, 15] and found[-1] == SATURATED
    with pytest.raises(GradcliError) as caught:
        lift_bounded(tape, [x.slot], 1000)
    assert caught.value.code == 1 and "limit of 1000" in caught.value.message and "--limit" in caught.value.help
    assert len(lift_bounded(tape, [3, 2], 15)) == 2
    with pytest.raises(GradcliError, match="would have 15 parts"):
        lift_bounded(tape, [2, 3], 14)


def test_asts_are_shared():
    tape = Tape()
    x = Ref(tape, tape.variable("x"))
    FUNCTIONS["sin"](x * x)
    asts = lift(tape)
    assert asts[1].arguments[0] is asts[1].arguments[1] and asts[1].row is OPERATORS["*"]
