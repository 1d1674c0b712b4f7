"""Terms that differ in nothing but their numbers: one tape, which is run over the columns of those.

Comes in: the shape of a term, and the numbers. Goes out: the terms, and what each use of a name in them adds to its partial.
"""

from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from math import nan
from operator import neg
from typing import NamedTuple

from gradcli.calc.longsum.bounds import error_bounds_on_tape
from gradcli.calc.longsum.shapes import Shape
from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import rounded, run
from gradcli.engine.codegen import generate
from gradcli.engine.lower import lower
from gradcli.engine.passes import optimize
from gradcli.engine.reverse import reverse
from gradcli.ops import SELECT
from gradcli.syntax.literal import literal
from gradcli.syntax.parser import parse

Column = Sequence[float]


class NotBatchable(Exception):
    """There is something to tell that only the tape of the whole can."""


class Table(NamedTuple):
    """The terms of a shape with their signs; and for each use of a name, in the order in which the sweep comes to them, what
    it adds to the partial.

    `errors` has sums of how far rounding may have carried what is added to the partial of a name, in units of UNIT; as "",
    those of the terms.
    """

    terms: Column
    uses: list[tuple[str, Column]]
    errors: dict[str, float]


def table(shape: Shape, at: Mapping[str, float], wanted: Container[str], slope: float = 1.0) -> Table:
    """Return the terms where names have the doubles `at`; and what they add to the partials `wanted` where the whole has the
    derivative `slope` along their sum. Raises NotBatchable."""
    before = fresh_name("before", at)
    tape, root, _ = lower(parse(f"{before} {shape.at(0)}"), names=at)
    if SELECT in tape.operations:  # a branch has edges
        raise NotBatchable
    filled = _constant_columns(tape, shape)
    whole = root if slope == 1 else (Ref(tape, root) * Fraction(slope)).slot  # a product by 1 would widen the bounds
    opened, moved, leaves = _split_variable_uses(tape, filled)
    adjoints = reverse(opened, moved[whole], [leaf for leaf in leaves if opened.attributes[leaf] in wanted])
    own = [leaf for leaf in leaves if leaf in adjoints]
    slots = [opened.arguments[moved[root]][1], *(adjoints[leaf] for leaf in own)]
    turning = [slot for slot, row in enumerate(opened.operations) if row.singular.kinks or row.singular.jumps]
    bounds, exact = error_bounds_on_tape(opened), opened.constant(0)
    limits = [exact if (bound := bounds[slot]) is None else bound.slot for slot in slots]
    sides = [a for slot in turning for a in opened.arguments[slot]]
    found = _columns(opened, [*slots, *limits, *sides], filled, {**at, before: 0.0}, shape.size)
    if any(_turns(opened.operations[slot], [found[a] for a in opened.arguments[slot]]) for slot in turning):
        raise NotBatchable
    names = [opened.attributes[leaf] for leaf in own]
    errors = dict.fromkeys(["", *names], 0.0)
    for name, limit in zip(["", *names], limits, strict=True):
        errors[name] += sum(found[limit])
    terms, *parts = [found[slot] for slot in slots]
    negative = tape.operations[root].laws.linear[1] < 0
    return Table(list(map(neg, terms)) if negative else terms, list(zip(names, parts, strict=True)), errors)


def _turns(row: Primitive, columns: Sequence[Column]) -> bool:
    """Return whether the row has a kink or a jump at any of these arguments."""
    return any(any(map(turns, *columns)) for turns in (row.singular.kinks, row.singular.jumps) if turns)


def fresh_name(name: str, taken: Container[str]) -> str:
    """Return a name like this one that is not taken."""
    while name in taken:
        name += "_"
    return name


def _constant_columns(tape: Tape, shape: Shape) -> dict[int, Column]:
    """Return the numbers that are not the same in all terms, by their slots on the tape of the first one."""
    slots = [slot for slot, row in enumerate(tape.operations) if row is CONSTANT]
    columns = [list(map(float, texts)) for texts in shape.columns]
    if [rounded(tape.attributes[slot]) for slot in slots] != [column[0] for column in columns]:
        raise NotBatchable
    for texts, column in zip(shape.columns, columns, strict=True):
        if any(literal(text) for text, number in zip(texts, column, strict=True) if not number):  # too small for a double
            raise NotBatchable
    return {slot: column for slot, column in zip(slots, columns, strict=True) if len(set(column)) > 1}


def _split_variable_uses(tape: Tape, filled: Container[int]) -> tuple[Tape, dict[int, int], list[int]]:
    """Give the tape leaves for the slots `filled` and one for each use of a variable.

    Return it with where the slots went, and the latter leaves in the order in which the sweep comes to them, so that what
    each adds to a partial can be told apart.
    """
    opened, moved, leaves = Tape(), dict[int, int](), list[int]()
    for slot, (row, arguments) in enumerate(zip(tape.operations, tape.arguments, strict=True)):
        if slot in filled:
            moved[slot] = opened.variable(_name(slot))
        elif row is not VARIABLE:
            slots = tuple([moved[a] if a in moved else opened.variable(tape.attributes[a]) for a in arguments])
            leaves[:0] = [leaf for a, leaf in zip(arguments, slots, strict=True) if a not in moved]
            moved[slot] = opened.emit(row, slots, tape.attributes[slot])
    return opened, moved, leaves


def _name(slot: int) -> str:
    """Name a leaf that takes the place of a number, as no variable could be called."""
    return str(slot)


def _columns(tape: Tape, results: Sequence[int], filled: Mapping[int, Column], at: Mapping[str, float],
             count: int) -> dict[int, Column]:
    """Return the values of the slots `results` in each of `count` terms."""
    tape, slots = optimize(tape, list(results))
    inputs = [tape.attributes.index(_name(slot)) for slot in filled]

    def leaf(slot: int) -> float:
        attribute = tape.attributes[slot]
        return rounded(attribute) if tape.operations[slot] is CONSTANT else at[attribute]

    if filled:
        rows = generate(tape, inputs, slots, leaf, lambda _: (nan,) * len(slots))(list(filled.values()))
    else:
        values = run(tape, dict(at))
        rows = [tuple([values[slot] for slot in slots])] * count
    return dict(zip(results, zip(*rows, strict=True), strict=True))
