"""Generated code gives the doubles of its tape, and leaves rows that raise to the interpreter."""

import math
from random import Random

import pytest
from expressions import bits, trees

from gradcli.core.primitive import FUNCTIONS
from gradcli.domains.float64 import SAFE, nearest_double, run
from gradcli.engine.codegen import generate
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

VALUES = [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, math.inf, -math.inf, math.nan, 5e-324, 1e300, -0.7, 1.7, 30.0, -1e-9]


def block(lowered, careful, at=None):
    """The function of x and y, of which `at` binds some."""
    tape, at = lowered.tape, at or {}

    def leaf(slot):
        attribute = tape.attributes[slot]
        return at[attribute] if attribute in at else nearest_double(attribute)

    inputs = [slot for name, slot in sorted(lowered.variables.items()) if name not in at]
    return generate(tape, inputs, [lowered.root, *range(len(tape))], leaf, careful)


def test_it_gives_the_doubles_of_the_tape():
    """Random expressions, every slot of them a result, at hard points; a few of these go to the careful, not all."""
    random = Random(3)
    table = [(random.choice(VALUES), random.choice(VALUES)) for _ in range(60)]
    hasty = 0
    for tree in trees(7, 40, 9):
        lowered = lower(parse(text(tree)), names="xy")
        if set(lowered.variables) != {"x", "y"}:
            continue
        rows = block(lowered, lambda point: None)(list(zip(*table, strict=True)))
        for row, found in zip(table, rows, strict=True):
            expected = run(lowered.tape, dict(zip("xy", row, strict=True)))
            if found is not None:
                hasty += 1
                assert bits(found) == bits([expected[lowered.root], *expected])
            else:
                assert not all(SAFE[0] <= abs(number) <= SAFE[1] for number in expected)
    assert hasty > 300


def test_a_slope_beside_a_quotient_that_is_subnormal():
    lowered = lower(parse("x/y"), names="xy")
    reverse(lowered.tape, lowered.root, [*lowered.variables.values()])
    table = [(-4.955e-321, -1.5e-05), (4.955e-321, 1.5e-05), (0.0, 3.0), (-0.0, 3.0), (3e-308, 2.0), (-7.0, 3.0), (7.0, 3.0)]
    for row, found in zip(table, block(lowered, lambda point: None)(list(zip(*table, strict=True))), strict=True):
        assert (found is None) == (row[0] < 1e-200 and row[0] > -1 and row[0] != 0)
        assert found is None or bits(found[1:]) == bits(run(lowered.tape, dict(zip("xy", row, strict=True))))


def test_the_careful_is_told_the_point():
    lowered = lower(parse("log(x)/y"), names="xy")
    found = block(lowered, lambda point: point)([[2.5, -1.0, 0.0, 2.0, 1e-3, math.nan], [3.0, 4.0, 5.0, 0.0, 1e200, 6.0]])
    assert found[0][0] == math.log(2.5) / 3 and found[5][1] == 6.0
    assert found[1:5] == [(-1.0, 4.0), (0.0, 5.0), (2.0, 0.0), (1e-3, 1e200)]


def test_what_is_bound_is_a_number_in_it():
    for value in (math.inf, -math.inf, -0.0, -2.5, 1e300):
        found = block(lower(parse("x+y"), names="xy"), lambda point: None, {"y": value})([[2.0]])
        assert bits([found[0][0]]) == bits([2.0 + value])


def test_nothing_that_a_user_wrote_is_in_it(monkeypatch):
    import builtins

    texts = []
    real = exec
    monkeypatch.setattr(builtins, "exec", lambda text, names: (texts.append(text), real(text, names)))
    lowered = lower(parse("longish_name**2 + 12345.678*longish_name"), names=["longish_name"])
    assert block(lowered, lambda point: None)([[2.0]])[0][0] == 4 + 12345.678 * 2
    assert len(texts) == 1 and "longish_name" not in texts[0]


@pytest.mark.parametrize("name", ["cos", "tan", "sec", "cot"])
def test_rows_are_left_to_the_careful_where_libm_has_lost_digits(name):
    points = [6381956970095103 * 2.0**797, 1e-12, 1.0, -1e300, 0.0]
    lowered = lower(parse(f"{name}(x) + y"))
    rows = block(lowered, lambda point: None)([points, [1.0] * 5])
    assert [row is None for row in rows[:4]] == [True, False, False, False]
    assert [row[0] for row in rows[1:4]] == [FUNCTIONS[name].float64(x) + 1 for x in points[1:4]]
