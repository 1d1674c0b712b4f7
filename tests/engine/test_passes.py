"""Passes keep every value to the last bit, and leave a tape that verifies."""

import math
import struct
from random import Random

import pytest
from expressions import ARITHMETIC, CALLS, OPERATIONS, mix, smooth, trees

from gradcli.core.primitive import CONSTANT, FUNCTIONS, OPERATORS, VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.engine.passes import (
    HashConsedTape,
    append_copy,
    eliminate_dead_code,
    expand_hidden,
    optimize,
    specialize_branches,
    substitute,
)
from gradcli.engine.reverse import reverse
from gradcli.ops import SELECT
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

SPECIAL = [0.0, -0.0, math.inf, -math.inf, math.nan, 1.0, -1.0, 2.0, 0.5, 5e-324, -1e308]
TREES = [text(tree) for tree in trees(1, 400, 10, mix(ARITHMETIC, OPERATIONS, CALLS))]
# where a wrong identity would show: beside 0, 1, inf and nan, with either sign
PLAIN = [
    "x*1", "1*x", "x/1", "x**1", "x - 0", "x + 0", "0 + x", "0 - x", "x*0", "0*x", "0/x", "x**0", "1**x", "x - x", "x/x",
    "-(-x)", "x + -0", "x - -0", "(x + 2) - 2", "2*(x/2)", "x*-1", "1/(1/x)", "sqrt(x)**2", "x*x - x**2", "2 + 3 + x",
    "x + 2*3", "x*(2 - 2)", "1/0 + x", "x + 0*inf", "0**0*x", "x + (9007199254740992 + 1)", "7//2 + x", "7/2*x",
    "2**3*x", "max(2, 3)*x", "x*(1 - 1)*y", "abs(-3)*x", "not 0 + x", "x*(0 if 1 else 2)", "x + 0*-3", "x/-(2 - 2)"]


def bits(value):
    """The bits of a double; one nan is as good as another."""
    return "nan" if value != value else struct.pack("<d", value)


def points(names, count=8):
    random = Random(len(names))
    for _ in range(count):
        yield {name: random.choice(SPECIAL) if random.random() < 0.7 else random.uniform(-3, 3) for name in names}


def faults(passing, sources):
    """Where a pass changes a value. `passing` takes a tape and roots, and gives another and where the roots went."""
    found = []
    for source in sources:
        tape, root, variables = lower(parse(source))
        adjoints = reverse(tape, root, list(variables.values()))
        roots = [root, *(adjoints[slot] for slot in variables.values() if slot in adjoints)]
        other, moved = passing(tape, roots)
        other.verify()
        for at in points(variables, 8 if len(sources) > 100 else 60):
            before, after = run(tape, at), run(other, at)
            found += [(source, at) for slot, new in zip(roots, moved, strict=True) if bits(before[slot]) != bits(after[new])]
    return found


def prune(tape, roots):
    shorter, moved = eliminate_dead_code(tape, roots)
    assert len(shorter) <= len(tape)
    return shorter, [moved[root] for root in roots]


def share(tape, roots, onto=HashConsedTape):
    other = onto()
    moved = append_copy(tape, other)
    assert len(other) <= len(tape)
    return other, [moved[root] for root in roots]


def copy(tape, roots):
    other = Tape()
    moved = append_copy(tape, other)
    assert len(other) == len(tape)
    return other, [moved[root] for root in roots]


def replace(tape, roots):
    """Every variable by another of the same name: by itself."""
    names = [tape.attributes[slot] for slot, row in enumerate(tape.operations) if row is VARIABLE]
    programs = {}
    for name in names:
        other = Tape()
        programs[name] = other, other.variable(name)
    longer, moved = substitute(tape, programs)
    return longer, [moved[root] for root in roots]


@pytest.mark.parametrize("passing", [prune, share, copy, replace])
@pytest.mark.parametrize("sources", [PLAIN, TREES], ids=["plain", "random"])
def test_values_stay_to_the_last_bit(passing, sources):
    assert faults(passing, sources) == []


def plant(symbol, gives, operand=0):
    """A HashConsedTape with a false identity: an operation whose right argument is `operand` is replaced by `gives`."""

    class Wrong(HashConsedTape):
        __slots__ = ()

        def emit(self, operation, arguments=(), attribute=None, span=None):
            if operation is OPERATORS[symbol] and self.operations[arguments[1]] is CONSTANT and (
                    self.attributes[arguments[1]] == operand):
                return gives(self, arguments)
            return super().emit(operation, arguments, attribute, span)

    return lambda tape, roots: share(tape, roots, Wrong)


def same(tape, arguments):
    return arguments[0]


@pytest.mark.parametrize("symbol, gives, operand", [
    ("+", same, 0), ("*", lambda tape, arguments: tape.constant(0), 0), ("**", same, 2),
    ("/", lambda tape, arguments: tape.constant(0), 0)])
def test_a_wrong_identity_is_caught(symbol, gives, operand):
    """x + 0 is x but for -0; x*0 is 0 but for inf, nan and signs."""
    assert faults(plant(symbol, gives, operand), PLAIN)


@pytest.mark.parametrize("symbol, index", [("-", 0), ("+", 1), ("/", 0)])
def test_a_wrong_identity_in_the_table_is_caught(symbol, index, monkeypatch):
    identities = [None, None]
    identities[index] = 0 if symbol in "+-" else 1
    row = OPERATORS[symbol]
    monkeypatch.setattr(row, "laws", row.laws.changed(identities=tuple(identities)))
    assert faults(share, PLAIN)


@pytest.mark.parametrize("source, slots", [
    ("sin(x)*sin(x)", 3), ("(x + y)*(x + y)", 4), ("x + y + (y + x)", 5), ("x*1", 2), ("2*3 + x", 5), ("1/3*x", None),
    ("2**60*x", None), ("x**1 + x/1", 3)])
def test_sharing(source, slots):
    tape, root, _ = lower(parse(source))
    other = HashConsedTape()
    append_copy(tape, other)
    if slots is None:  # nothing is folded that a double does not hold exactly
        assert len(other) == len(tape)
    else:
        assert len(other) == slots


def test_pruning_leaves_what_is_needed_and_the_variables():
    tape, root, variables = lower(parse("sin(x)*cos(y) + log(z)"))
    wanted = next(slot for slot, row in enumerate(tape.operations) if row is FUNCTIONS["sin"])
    shorter, moved = eliminate_dead_code(tape, [wanted])
    assert [row.name for row in shorter.operations] == ["variable", "sin", "variable", "variable"]
    assert sorted(shorter.attributes[moved[slot]] for slot in variables.values()) == ["x", "y", "z"]
    assert shorter.spans[moved[wanted]] == (0, 6)


def test_what_is_expanded_is_what_the_language_can_say():
    """Hidden rows by their meaning: the same up to rounding, since they are there for the digits."""
    for source, at in smooth(3, 150, 6):
        tape, root, variables = lower(parse(source))
        adjoint = reverse(tape, root, [variables["x"]])[variables["x"]]
        longer, moved = expand_hidden(tape)
        longer.verify()
        assert not any(row.hidden and row.least for row in longer.operations)
        before, after = run(tape, at), run(longer, at)
        assert after[moved[root]] == pytest.approx(before[root], rel=1e-9, abs=1e-9)
        assert after[moved[adjoint]] == pytest.approx(before[adjoint], rel=1e-7, abs=1e-7), source


def test_substituting_puts_programs_in():
    tape, root, _ = lower(parse("x**2 + y"))
    inner = lower(parse("2*y + 1"))
    longer, moved = substitute(tape, {"x": inner[:2]})
    longer.verify()
    assert run(longer, {"y": 3.0})[moved[root]] == 52


def test_refs_of_a_sharing_tape_share():
    tape = HashConsedTape()
    x = Ref(tape, tape.variable("x"))
    assert (x + 1).slot == (x + 1).slot and (x - 0).slot == x.slot


@pytest.mark.parametrize("exponent", [2, 3, 5, 7, -2])
def test_a_whole_exponent_gives_the_same_doubles_at_less_cost(exponent):
    """As long as the power itself is normal: below, the row's own code keeps digits that the cheaper form loses."""
    tape = Tape()
    x = tape.variable("x")
    root = tape.emit(OPERATORS["**"], (x, tape.constant(exponent)))
    slope = reverse(tape, root, [x])[x]
    cheaper, (found,) = optimize(tape, [slope])
    assert not any(row.hidden and row.least for row in cheaper.operations)
    random = Random(exponent)
    checked = 0
    for _ in range(2000):
        at = {"x": random.choice((1, -1)) * random.random() * 10.0 ** random.randint(-307, 300)}
        if abs(math.log10(abs(at["x"])) * (exponent - 1)) < 300:
            assert run(tape, at)[slope] == run(cheaper, at)[found], at
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("x, taken", [(0.5, lambda x, y: x * y + y), (2.0, lambda x, y: x**3 + 5 * x)])
def test_of_branches_the_one_that_is_taken_is_kept(x, taken):
    tape, root, _ = lower(parse("(x**3 if x > 1 else x*y) + (y if x < 1 else 5*x)"))
    shorter, moved = specialize_branches(tape, root, run(tape, {"x": x, "y": 3.0}))
    assert SELECT not in shorter.operations and len(shorter) < len(tape)
    assert run(shorter, {"x": 7.0, "y": 11.0})[moved[root]] == taken(7, 11)
