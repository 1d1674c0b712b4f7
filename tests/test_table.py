"""Every row of the table, by existing: its value, and its rules swept once and twice, against Arb at sample points."""

import itertools
import math
from fractions import Fraction
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from arbs import exactly
from mpmath import mpf
from oracles import oracle, ulps

import gradcli.ops
from gradcli.core.constructors import ROWS
from gradcli.core.primitive import FUNCTIONS, OPERATORS, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.codegen import generate
from gradcli.engine.reverse import reverse

UNSEEN = {(name, 0) for name in (  # arguments without a gradient although the value changes with them
    "where polygamma zeta gammainc gammaincc gamma_density gamma_density_slope besselj bessely besseli besselk "
    "besselj_slope bessely_slope besseli_slope besselk_slope multipolygamma").split()} | {
        ("multigammaln", 1), ("multipolygamma", 2)}
for _module in iter_modules(gradcli.ops.__path__):  # all rows, whatever has been imported before
    import_module(f"gradcli.ops.{_module.name}")
TABLE = [row for namesakes in ROWS.values() for row in namesakes]
PUBLIC = [row for row in TABLE if not row.hidden]
FINITE = [row for row in TABLE if row.name not in ("inf", "nan")]
DIFFERENTIABLE = [row for row in FINITE if row.rules and row.least]


def label(row: Primitive) -> str:
    return f"{row.name}-{row.least}"


each = pytest.mark.parametrize("row", FINITE, ids=label)
each_hidden = pytest.mark.parametrize("row", [row for row in TABLE if row.hidden], ids=label)


def points(row: Primitive) -> list[tuple[float, ...]]:
    return [point if isinstance(point, tuple) else (point,) for point in row.samples]


def bars(row: Primitive) -> dict[int, int]:
    """The error in ulps that the value and the derivatives may have; the value of a hidden row is a derivative already."""
    return {order: max(row.ulps, 2 << order + row.hidden) for order in range(2 if row.hidden else 3)}


@cache
def expected(name: str, point: tuple[float, ...], along: tuple[int, ...]) -> Any:
    return exactly(oracle(name, ROWS[name][0].sampled), point, along)


def swept(row: Primitive, count: int, order: int) -> tuple[Tape, dict[tuple[int, ...], int | None]]:
    """A tape of the row, of its arguments x0, x1, …, and of all partial derivatives up to `order`, by that many reverse
    sweeps; and their slots, keyed by the arguments' indices, None for 0."""
    tape = Tape()
    leaves = [tape.variable(f"x{i}") for i in range(count)]
    slots: dict[tuple[int, ...], int | None] = {(): tape.emit(row, tuple(leaves), row.sampled)}
    for size in range(order):
        for along in [along for along in slots if len(along) == size]:
            slot = slots[along]
            adjoints = {} if slot is None else reverse(tape, slot, leaves)
            slots |= {(*along, i): adjoints.get(leaf) for i, leaf in enumerate(leaves)}
    tape.verify()
    return tape, slots


def derivatives(row: Primitive, point: tuple[float, ...], order: int) -> dict[tuple[int, ...], float]:
    tape, slots = swept(row, len(point), order)
    values = run(tape, {f"x{i}": x for i, x in enumerate(point)})
    return {along: 0.0 if slot is None else values[slot] for along, slot in slots.items()}


def singular(row: Primitive, point: tuple[float, ...]) -> bool:
    return row.at_pole(point, row.sampled) or row.at_kink(point) or row.at_jump(point)


def faults(row: Primitive) -> list[str]:
    """Where the row is further from mpmath than its bar."""
    found, bar = [], bars(row)
    for point in points(row):
        highest = 0 if singular(row, point) or not row.rules else max(bar)
        for along, ours in derivatives(row, point, highest).items():
            if not any((row.name, i) in UNSEEN for i in along):
                distance = ulps(ours, expected(row.name, point, along))
                if distance > bar[len(along)]:
                    found.append(f"{row.name}{point} along {along}: {ours!r}, {distance:.3g} ulps off")
    return found


@pytest.mark.parametrize("row", [row for row in TABLE if row.numerics.arb], ids=label)
def test_arb_has_what_a_row_names(row):
    assert hasattr(pytest.importorskip("flint").arb, row.numerics.arb)


@each
def test_value_and_derivatives_keep_their_digits(row):
    assert not faults(row)


def plant(rules: Any, kind: str) -> Any:
    """A row's rules, the last of them wrong."""
    if kind == "swap":
        if callable(rules):
            return lambda g, y, i, *xs: rules(g, y, (i + 1) % len(xs), *xs)
        return [*rules[:-2], rules[-1], rules[-2]]
    wrong = {"factor": lambda value: value * 1000001 / 1000000, "sign": lambda value: -value}[kind]
    if callable(rules):
        return lambda *refs: wrong(rules(*refs))
    return [*rules[:-1], lambda *refs: wrong(rules[-1](*refs))]


MISTAKES = [(row, kind) for row in DIFFERENTIABLE for kind in ("factor", "sign", "swap")
            if (callable(row.rules) or callable(row.rules[-1])) and (
                kind != "swap" or row.least > 1 and row is not OPERATORS["+"])]


@pytest.mark.parametrize("row, kind", MISTAKES, ids=lambda thing: thing if isinstance(thing, str) else label(thing))
def test_a_wrong_rule_is_caught(row, kind, monkeypatch):
    monkeypatch.setattr(row, "rules", plant(row.rules, kind))
    assert faults(row)


@each
def test_a_wrong_value_is_caught(row, monkeypatch):
    right = row.float64
    monkeypatch.setattr(row, "rules", None)
    monkeypatch.setattr(row, "float64", lambda *arguments: right(*arguments) * (1 + 1e-14) + 1e-320)
    assert faults(row)


@each_hidden
def test_a_hidden_row_is_what_it_means(row):
    attribute, checked = row.sampled, 0
    for point in points(row):
        if all(1e-2 < abs(x) < 30 for x in point):
            tape = Tape()
            names = [f"x{i}" for i in range(len(point))]
            refs = [Ref(tape, tape.variable(name)) for name in names]
            meaning = row.definition(refs, attribute)
            values = run(tape, dict(zip(names, point, strict=True)))
            assert values[meaning.slot] == pytest.approx(float(expected(row.name, point, ())), rel=1e-10)
            assert not any(part.hidden and part.least for part in tape.operations), "the language can say what it means"
            checked += 1
    assert checked


SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -3.0, 5e-324, -5e-324, 1e308, -1e308, 710.5]


@pytest.mark.parametrize("row", TABLE, ids=label)
def test_no_float_makes_a_row_raise(row):
    attribute = row.sampled
    for point in itertools.product(SPECIAL, repeat=row.least):
        assert isinstance(row.value(point, attribute), float), (row, point)
        for predicate in (row.singular.kinks, row.singular.jumps):
            assert predicate is None or predicate(*point) is not NotImplemented
        assert row.at_pole(point, attribute) in (True, False)


# What does not look at all of its arguments, and what IEEE 754 wants: nan**0 and 1**nan are 1, hypot(nan, inf) is inf.
HEEDLESS = {"where", "leaky_relu", "elu", "tie", "even_share", "copysign", "hypot",
            "pow", "falling_power", "power_partial", "power_mixed", "power_log", "power_log_twice"}


@pytest.mark.parametrize("row", [row for row in TABLE if not row.is_truth and row.name not in HEEDLESS], ids=label)
def test_nothing_but_nan_comes_of_nan(row):
    for point in itertools.product(SPECIAL, repeat=row.least):
        assert not any(map(math.isnan, point)) or math.isnan(row.value(point, row.sampled)), point


NUMBERS = [0, 1, 2, 3, -1, -2, 4, 8, 10, Fraction(1, 2), Fraction(-3, 4), Fraction(1, 8), Fraction(9, 4)]


@pytest.mark.parametrize("row", [row for row in TABLE if row.numerics.exact], ids=label)
def test_an_exact_value_is_rational_and_right(row):
    found = 0
    for point in itertools.product(NUMBERS, repeat=row.least):
        value = row.numerics.exact(*point)
        if value is not None:
            assert isinstance(value, int | Fraction) and not isinstance(value, bool)
            assert float(value) == pytest.approx(row.float64(*map(float, point)), rel=1e-14), (row, point)
            found += 1
    assert found


@pytest.mark.parametrize("row", [row for row in PUBLIC if row.laws.odd_root or row.laws.sign_and_size], ids=label)
def test_powers_of_it_are_those_of_its_argument(row):
    for x in (-3.0, -0.5, 0.7, 8.0):
        if row.laws.odd_root:
            assert row.float64(x) ** row.laws.odd_root == pytest.approx(x)
        else:
            sign, size = row.laws.sign_and_size
            assert sign.float64(x) == x / size.float64(x) == size.float64(x) / x


# Without the law, since they are written out, or their derivatives are.
UNSTATED = {"neg", "pos", "square", "frac", "hardtanh", "softshrink", "radians", "degrees", "i0", "i0e", "i1", "i1e"}


@pytest.mark.parametrize("row", [row for row in PUBLIC if row.least == row.most == 1 and row.name not in UNSTATED],
                         ids=label)
def test_even_and_odd_rows_say_so(row):
    pairs = [(row.float64(x), row.float64(-x)) for x in (0.1, 0.3, 0.7, 1.3, 2.6, 7.7)]
    pairs = [(a, b) for a, b in pairs if a == a or b == b]
    assert row.laws.parity == next((sign for sign in (1, -1) if any(a for a, _ in pairs) and all(
        a == pytest.approx(sign * b, rel=1e-12, abs=0) for a, b in pairs)), 0)


GRID = [float(x) for x in (-3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 6)]


def shift(row: Primitive, point: tuple[float, ...], index: int, step: float) -> float:
    return row.float64(*(x + step * (i == index) for i, x in enumerate(point)))


@pytest.mark.parametrize("row", [row for row in PUBLIC if row.singular.kinks], ids=label)
def test_a_kink_has_the_slopes_it_says(row):
    found = 0
    for point in itertools.product(GRID, repeat=row.least):
        if row.singular.kinks(*point):
            here, step = row.float64(*point), 2.0**-20
            slopes = [((here - shift(row, point, i, -step)) / step, (shift(row, point, i, step) - here) / step)
                      for i in range(len(point))]
            ties = [sorted(pair) for pair in slopes if pair[0] != pair[1]]
            assert any(pair == pytest.approx(sorted(row.singular.kinks(*point)), abs=1e-5) for pair in ties), (row, point)
            found += 1
    assert found


@pytest.mark.parametrize("row", [row for row in PUBLIC if row.rules and not row.is_step and (
    row.least == 1 or row.singular.kinks)], ids=label)
def test_where_the_slopes_on_both_sides_differ_a_row_says_so(row):
    for point in itertools.product(GRID, repeat=row.least):
        if not (row.at_kink(point) or row.at_jump(point) or row.at_pole(point)):
            here, step = row.float64(*point), 2.0**-20
            for i in range(len(point)):
                left, right = ((shift(row, point, i, side * step) - here) / (side * step) for side in (-1, 1))
                assert not math.isfinite(left - right) or left == pytest.approx(right, rel=1e-3, abs=1e-3), point


@pytest.mark.parametrize("row", [row for row in PUBLIC if row.singular.jumps], ids=label)
def test_a_jump_is_one(row):
    step = 2.0**-30
    regular = [point for point in itertools.product(GRID, repeat=row.least)
               if math.isfinite(row.float64(*point)) and not (row.at_pole(point))]
    found = [point for point in regular if row.singular.jumps(*point)]
    for point in regular:
        beside = [shift(row, point, i, side) for i in range(len(point)) for side in (-step, step)]
        assert any(abs(value - row.float64(*point)) > 0.1 for value in beside) == (point in found), (row, point)
    assert found


@pytest.mark.parametrize("row", [row for row in PUBLIC if row.singular.poles], ids=label)
def test_at_a_pole_there_is_no_finite_value(row):
    poles = [point for point in itertools.product(GRID, repeat=row.least) if row.at_pole(point)]
    assert poles and not any(math.isfinite(row.float64(*point)) for point in poles)


@pytest.mark.parametrize("name, point, along", [
    ("digamma", (-0.5040830082644554,), ()), ("digamma", (-1.4987861940097749,), (0, 0)),
    ("lgamma", (-3.143580888349979,), ()), ("gamma", (1.4616321449683622,), (0,)), ("gamma", (-3.6352933664369016,), (0,)),
    ("factorial", (0.4616321449683624,), (0,)), ("polygamma", (2.0, -1.4987861940097749), ()),
    ("sinc", (1.4302966562925221,), (0,)), ("sinc", (-0.6625862125821962,), (0, 0)),
    ("sech", (-0.8813735870195428,), (0, 0)), ("asech", (0.707106781186857,), (0, 0)),
    ("logit", (0.5000000000000001,), (0, 0)),
    ("silu", (-1.2784645427610738,), (0,)), ("silu", (2.3993572805154675,), (0, 0)), ("gelu", (-0.7517915246935645,), (0,)),
    ("normpdf", (1.0000000000000002,), (0, 0)), ("logaddexp", (-0.39148538139600336, -1.1270721641791694), ()),
    ("pow", (7.5408519357954145, -0.4949673784758552), (0, 1)), ("log", (8.0, 0.1353352832366127), (1, 1)),
    ("log", (1 - 1e-12, 9e-315), (1,)), ("aip", (0.8840504585523732,), (0, 0)), ("bip", (-0.6115563086447622,), (0, 0)),
    ("sinc", (-1.3314996614939836,), (0,)), ("aip", (103.9,), (0,)),
    ("erfc", (1.1744580438047365,), ()), ("coth", (-0.6591975378109343,), (0,)),
    ("erfc", (27.019552656488987,), (0, 0)), ("sinc", (0.003223810681955709,), ()),
    ("asech", (0.9712486118481042,), ()), ("tanh", (2.430544421693644,), (0,)), ("log", (5e-309, 1.8e103), (0, 1)),
    ("atan2", (2.0, 2.0000000000000004), (0, 1)), ("hypot", (1e-300, 1e-133), (1, 1))])
def test_beside_a_zero_no_digit_is_lost(name, point, along):
    row = next(row for row in PUBLIC if row.name == name and row.takes(len(point)))
    assert ulps(derivatives(row, point, len(along))[along], expected(name, point, along)) <= bars(row)[len(along)]


@pytest.mark.parametrize("name, point, along", [
    ("agm", (1e301, 2e301), (0,)), ("agm", (1e301, 2e301), (0, 0)), ("agm", (1e-300, 1e300), (0, 1)),
    ("agm", (1.8e275, 2.5), (1,)), ("agm", (3e-320, 1e-320), (0,)), ("beta", (4.9e-64, 2.2e288), (1,)),
    ("beta", (6.6e-157, 99999998.46444562), (0, 1)), ("beta", (1e-300, 1e-200), (0, 1)), ("binom", (4.3e-10, 1.0), (0,)),
    ("binom", (1.0785368692657409, 1.2985634069523826), (0, 1)), ("binom", (-0.999999999999212, -3.5e-22), (1, 1)),
    ("gammainc", (2.0, 1e-303), (1, 1)), ("lambertw", (1e30,), (0, 0)), ("binom", (-1e-310, 0.5), (0, 0)),
    ("gammaincc", (3.0, 5.294893433318564e-217), (1, 1))])
def test_at_an_extreme_no_digit_is_lost(name, point, along):
    test_beside_a_zero_no_digit_is_lost(name, point, along)


def test_tanh_has_a_slope_far_out():
    assert derivatives(FUNCTIONS["tanh"], (20.0,), 2) == {
        (): 1.0, (0,): 1.6993417021166356e-17, (0, 0): -3.398683404233271e-17}


def test_ulps_are_units_in_the_last_place():
    assert ulps(1 + 2**-52, mpf(1)) == 1 and ulps(math.nan, mpf(1)) == math.inf and ulps(math.inf, mpf(10) ** 400) == 0


HARD = [0.0, -0.0, 1.0, -1.5, math.inf, -math.inf, math.nan, 5e-324, -3e-310, 1e-200, 1e300, -0.7]


@pytest.mark.parametrize("row", [row for row in TABLE if row.numerics.python_template], ids=label)
def test_what_is_written_inline_gives_the_same_doubles(row):
    tape = Tape()
    leaves = [tape.variable(str(i)) for i in range(row.least)]
    root = tape.emit(row, tuple(leaves))
    table = list(itertools.product(HARD, repeat=row.least))
    found = generate(tape, leaves, [root], lambda _: math.nan, lambda _: (None,))(list(zip(*table, strict=True)))
    assert [repr(row.float64(*xs)) for xs, (y,) in zip(table, found, strict=True) if y is not None] == [
        repr(y) for y, in found if y is not None]


@pytest.mark.parametrize("row", [row for row in TABLE if row.numerics.definition_is_exact], ids=label)
def test_columns_of_what_is_plain_are_its_doubles(row):
    np = pytest.importorskip("numpy")
    from gradcli.domains.array import Arrays

    tape = Tape()
    leaves = [tape.variable(str(i)) for i in range(row.least)]
    root = tape.emit(row, tuple(leaves))
    for xs in itertools.product(HARD, repeat=row.least):
        found = np.empty((2, 1))
        Arrays(tape, leaves, [root], lambda _: math.nan).fill(found, [np.array([x, 1.0]) for x in xs])
        assert repr(found.tolist()[0][0]) == repr(row.float64(*xs))
