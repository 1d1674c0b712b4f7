"""Terms that differ only in their numbers: one tape, run over the columns of these.

Comes in: the shape of a term, and the numbers. Goes out: the terms, and the contributions of each use of a name to its
partial.
"""

from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from math import nan
from operator import neg
from typing import NamedTuple

from gradcli.analysis.evaluation import over_or_underflows
from gradcli.calc.longsum.bounds import error_bounds_on_tape
from gradcli.calc.longsum.folds import FoldShape
from gradcli.calc.longsum.shapes import NotBatchable, Shape
from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import nearest_double, run
from gradcli.engine.codegen import generate
from gradcli.engine.lower import lower
from gradcli.engine.passes import optimize
from gradcli.engine.reverse import reverse
from gradcli.ops import SELECT
from gradcli.syntax.parser import parse

Column = Sequence[float]


class Table(NamedTuple):
    """The terms of a shape with their signs, and the contributions of each use of a name to its partial, in sweep order.

    `errors` are the sums of the error bounds of the contributions to each name, in units of UNIT; for "", of the terms.
    """

    terms: Column
    uses: list[tuple[str, Column]]
    errors: dict[str, float]


def table(shape: Shape | FoldShape, at: Mapping[str, float], wanted: Container[str], slope: float = 1.0) -> Table:
    """Return the terms at the point `at`, and their contributions to the partials `wanted`.

    `slope` is the derivative of the whole along their sum. Raises NotBatchable.
    """
    before = fresh_name("before", at)
    tape, root, _ = lower(parse(f"{before} {shape.at(0)}"), names=at)
    if SELECT in tape.operations:  # a branch may switch between terms
        raise NotBatchable
    filled = shape.constants(tape)
    scaled_root = root if slope == 1 else (Ref(tape, root) * Fraction(slope)).slot  # a product by 1 would widen the bounds
    split, moved, leaves = _split_variable_uses(tape, filled)
    adjoints = reverse(split, moved[scaled_root], [leaf for leaf in leaves if split.attributes[leaf] in wanted])
    own = [leaf for leaf in leaves if leaf in adjoints]
    slots = [split.arguments[moved[root]][1], *(adjoints[leaf] for leaf in own)]
    nonsmooth = [slot for slot, row in enumerate(split.operations) if row.singular.kinks or row.singular.jumps]
    bounds, exact = error_bounds_on_tape(split), split.constant(0)
    limits = [exact if (bound := bounds[slot]) is None else bound.slot for slot in slots]
    sides = [a for slot in nonsmooth for a in split.arguments[slot]]
    found = _columns(split, [*slots, *limits, *sides], filled, {**at, before: 0.0}, shape.size)
    if any(_has_kink_or_jump(split.operations[slot], [found[a] for a in split.arguments[slot]]) for slot in nonsmooth):
        raise NotBatchable
    names = [split.attributes[leaf] for leaf in own]
    errors = dict.fromkeys(["", *names], 0.0)
    for name, limit in zip(["", *names], limits, strict=True):
        errors[name] += sum(found[limit])
    terms, *parts = [found[slot] for slot in slots]
    negative = tape.operations[root].laws.linear[1] < 0
    return Table(list(map(neg, terms)) if negative else terms, list(zip(names, parts, strict=True)), errors)


def _has_kink_or_jump(row: Primitive, columns: Sequence[Column]) -> bool:
    """Return whether the row has a kink or a jump at any of these arguments."""
    return any(any(map(test, *columns)) for test in (row.singular.kinks, row.singular.jumps) if test)


def fresh_name(name: str, taken: Container[str]) -> str:
    """Return a name that begins as this one and is not taken."""
    while name in taken:
        name += "_"
    return name


def _split_variable_uses(tape: Tape, filled: Container[int]) -> tuple[Tape, dict[int, int], list[int]]:
    """Return a tape with leaves for the slots `filled` and a leaf for each use of a variable.

    Also returns where the slots went, and the leaves of uses in sweep order, so that their contributions are separate.
    """
    split, moved, leaves = Tape(), dict[int, int](), list[int]()
    for slot, (row, arguments) in enumerate(zip(tape.operations, tape.arguments, strict=True)):
        if slot in filled:
            moved[slot] = split.variable(_name(slot))
        elif row is not VARIABLE:
            slots = tuple([moved[a] if a in moved else split.variable(tape.attributes[a]) for a in arguments])
            leaves[:0] = [leaf for a, leaf in zip(arguments, slots, strict=True) if a not in moved]
            moved[slot] = split.emit(row, slots, tape.attributes[slot])
    return split, moved, leaves


def _name(slot: int) -> str:
    """Return the name of a leaf in place of a number, which no variable has."""
    return str(slot)


def _columns(tape: Tape, results: Sequence[int], filled: Mapping[int, Column], at: Mapping[str, float],
             count: int) -> dict[int, Column]:
    """Return the values of the slots `results` in each of `count` terms."""
    tape, slots = optimize(tape, list(results))
    inputs = [tape.attributes.index(_name(slot)) for slot in filled]

    def leaf(slot: int) -> float:
        attribute = tape.attributes[slot]
        return nearest_double(attribute) if tape.operations[slot] is CONSTANT else at[attribute]

    def alone(row: Sequence[float]) -> tuple[float, ...]:
        values = run(tape, {**at, **dict(zip(map(_name, filled), row, strict=True))})
        left = over_or_underflows(tape, values)  # 0 is beside the range of generated code: log(1) is no reason to give up
        return tuple([nan if left else values[slot] for slot in slots])

    if filled:
        rows = generate(tape, inputs, slots, leaf, alone)(list(filled.values()))
    else:
        values = run(tape, dict(at))
        rows = [tuple([values[slot] for slot in slots])] * count
    return dict(zip(results, zip(*rows, strict=True), strict=True))
