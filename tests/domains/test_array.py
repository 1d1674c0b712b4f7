"""Columns of doubles are the doubles of the rows, to the last bit, whatever NumPy's own loops do."""

import math
from random import Random

import pytest

pytest.importorskip("numpy")

from expressions import bits, trees  # noqa: E402

from gradcli.core.primitive import FUNCTIONS  # noqa: E402
from gradcli.domains import array  # noqa: E402
from gradcli.domains.array import Arrays, np  # noqa: E402
from gradcli.domains.float64 import nearest_double, run  # noqa: E402
from gradcli.engine.lower import lower  # noqa: E402
from gradcli.engine.reverse import reverse  # noqa: E402
from gradcli.numeric.ieee import total  # noqa: E402
from gradcli.syntax.parser import parse  # noqa: E402
from gradcli.syntax.printer import text  # noqa: E402

VALUES = [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, math.inf, -math.inf, math.nan, 5e-324, 1e300, -0.7, 1.7, 30.0, -1e-9]


def compute(tape, results, table, names="xy"):
    """The results of each row, by columns."""
    slots = [lowered for name in names for lowered, attribute in enumerate(tape.attributes) if attribute == name]
    columns = [np.array(column) for column in zip(*table, strict=True)]
    found = np.empty((len(table), len(results)))
    Arrays(tape, slots, results, lambda slot: nearest_double(tape.attributes[slot])).fill(found, columns)
    return found.tolist()


@pytest.mark.parametrize("chunk", [7, 1000])
def test_columns_are_rows(monkeypatch, chunk):
    """Random expressions, every slot of them a result, at hard points."""
    monkeypatch.setattr(array, "CHUNK", chunk)
    random = Random(5)
    table = [(random.choice(VALUES), random.choice(VALUES)) for _ in range(60)]
    for tree in trees(11, 40, 9):
        lowered = lower(parse(text(tree)), names="xy")
        if set(lowered.variables) != {"x", "y"}:
            continue
        results = list(range(len(lowered.tape)))
        for row, found in zip(table, compute(lowered.tape, results, table), strict=True):
            expected = run(lowered.tape, dict(zip("xy", row, strict=True)))
            if expected[0] != expected[0]:  # where the first result is nan, all are
                expected = [math.nan] * len(expected)
            assert bits(found) == bits(expected)


@pytest.mark.parametrize("source", ["x/y", "x/1.5e-05", "4.955e-321/y", "exp(4.955e-321/y)"])
def test_slopes_beside_a_quotient_that_is_subnormal(source):
    lowered = lower(parse(source), names="xy")
    names = list(lowered.variables)
    reverse(lowered.tape, lowered.root, [*lowered.variables.values()])
    table = [(-4.955e-321, -1.5e-05), (4.955e-321, 1.5e-05), (0.0, 3.0), (-0.0, 0.5), (0.0, 0.0), (3e-308, 2.0), (-7.0, 3.0)]
    table = [tuple(row["xy".index(name)] for name in names) for row in table]
    for row, found in zip(table, compute(lowered.tape, range(len(lowered.tape)), table, names), strict=True):
        expected = run(lowered.tape, dict(zip(names, row, strict=True)))
        assert bits(found) == bits(expected if expected[0] == expected[0] else [math.nan] * len(expected))


def test_a_function_of_numpy_is_taken_only_where_it_agrees():
    array._same_doubles.cache_clear()
    assert not array._same_doubles(np.sin, total(math.cos), 1)
    assert array._same_doubles(np.fabs, math.fabs, 1) and array._same_doubles(np.copysign, math.copysign, 2)
    assert not array._same_doubles(lambda x: np.nextafter(np.sqrt(x), 0), lambda x: math.sqrt(x) if x >= 0 else math.nan, 1)
    assert not array._same_doubles(lambda x: np.where(x == 0, 0.0, x), lambda x: x, 1)  # the sign of zero


def test_numbers_take_no_short_cut():
    """NumPy squares for the exponent 2, which at these points differs from libm's pow."""
    table = [(7.2249061795510094,), (5.5843648958137475,), (-1.9548520872562296,), (4.882964100751636,)]
    lowered = lower(parse("x**2"))
    found = compute(lowered.tape, [lowered.root], table, "x")
    assert [row[0] for row in found] == [math.pow(x, 2.0) for x, in table]


@pytest.mark.parametrize("source", ["sin(x) + exp(y)", "x**y", "atan2(x, y)", "x**3"])
def test_without_a_function_of_numpy(monkeypatch, source):
    table = [(a, b) for a in VALUES for b in VALUES]
    lowered = lower(parse(source), names="xy")
    names = list(lowered.variables)
    rows = [row[:len(names)] for row in table]
    expected = compute(lowered.tape, [lowered.root], rows, names)
    monkeypatch.setattr(array, "_same_doubles", lambda *_: False)
    assert bits(sum(compute(lowered.tape, [lowered.root], rows, names), [])) == bits(sum(expected, []))


def test_a_long_tape_takes_no_more_memory(monkeypatch):
    lowered = lower(parse("+".join(["x*x"] * 300)), names="x")
    monkeypatch.setattr(array, "MEMORY", 1 << 16)
    arrays = Arrays(lowered.tape, [lowered.variables["x"]], [lowered.root], lambda slot: 0.0)
    assert 1 < arrays.chunk <= array.MEMORY // (8 * len(lowered.tape)) + 1 < 100
    found = np.empty((100, 1))
    arrays.fill(found, [np.array([2.0, 3.0] * 50)])
    assert found.tolist() == [[1200.0], [2700.0]] * 50


@pytest.mark.parametrize("name", ["sin", "cos", "tan", "sec", "csc", "cot"])
def test_rows_are_left_to_the_careful_where_libm_has_lost_digits(name):
    hard = 6381956970095103 * 2.0**797
    lowered = lower(parse(f"{name}(x) + y"))
    slots = [lowered.variables[variable] for variable in "xy"]
    arrays = Arrays(lowered.tape, slots, [lowered.root], lambda slot: nearest_double(lowered.tape.attributes[slot]))
    found = np.empty((4, 1))
    leaving = arrays.fill(found, [np.array([hard, 1e-12, 1.0, -1e300]), np.ones(4)])
    assert leaving == ([0] if 1e-9 > min(abs(x := FUNCTIONS[name].float64(hard)), abs(1 / x)) else [])
