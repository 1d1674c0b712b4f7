"""The bounds of rounding as slots, compared with those that are computed value by value."""

from expressions import smooth

from gradcli.analysis.rounding import LARGE, UNIT, bounds
from gradcli.calc.longsum.bounds import error_bounds_on_tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse


def test_they_are_as_wide_as_the_bounds_and_hardly_wider():
    looked_at = 0
    for case in smooth(21, 60, 12):
        tape, root, variables = lower(parse(case.source))
        reverse(tape, root, list(variables.values()))
        values = run(tape, case.at)
        narrow, slots = bounds(tape, values), error_bounds_on_tape(tape)
        values = run(tape, case.at)
        loose = set()  # bounds that are not of first order, and what stands on them
        for slot, (bound, ref, value) in enumerate(zip(narrow, slots, values, strict=False)):
            wide = 0.0 if ref is None else values[ref.slot] * UNIT
            if not bound <= LARGE * abs(value) or not loose.isdisjoint(tape.arguments[slot]):
                loose.add(slot)
            else:
                assert wide >= bound * (1 - 1e-12), case
                assert wide <= bound * (1 + 1e-9) + abs(value) * 1e-300 + 1e-300, case
                looked_at += 1
    assert looked_at > 700
