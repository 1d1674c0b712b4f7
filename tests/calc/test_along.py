"""Derivatives along a direction: against the gradient and the Hessian, against series of mpmath, against PyTorch."""

import csv
import math
from fractions import Fraction
from pathlib import Path

import pytest
from asking import pose, toward
from expressions import ARITHMETIC, ELEMENTARY, function, mix, smooth
from mpmath import mp

from gradcli.calc.along import derivatives_along, evaluate_along, hessian_along, jacobian_along
from gradcli.calc.matrices import hessian, jacobian
from gradcli.calc.numbers import FLOAT64
from gradcli.calc.unrounded import Unrounded
from gradcli.calc.values import evaluate
from gradcli.domains.exact import Exact
from gradcli.domains.float64 import run
from gradcli.engine.forward import forward
from gradcli.syntax.printer import text

CASES = list(smooth(11, 100, table=mix(ARITHMETIC, ARITHMETIC, ELEMENTARY)))
TORCH = Path(__file__).parents[1] / "cases" / "torch" / "directions.tsv"


def components(case):
    return {name: 1.5 - 2 * i for i, name in enumerate(case.at)}


def along(case):
    return toward(",".join(f"{name}={number}" for name, number in components(case).items()))


def near(found, expected, terms):
    """Whether two sums of `terms` are equal to 2 ulp of the largest."""
    return abs(found - expected) <= 2 * math.ulp(max(map(abs, terms), default=0.0)) * max(1, len(terms))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.source)
def test_the_directional_derivative_is_the_gradient_times_the_direction_and_a_forward_sweep(case):
    found = evaluate_along(pose(case.source, **case.at), None, along(case))
    products = [found.partials[name] * number for name, number in components(case).items()]
    assert near(found.along, sum(products), products)
    lowered = pose(case.source).lowered
    tape = lowered.tape.copy()
    seeds = {lowered.variables[name]: tape.constant(Fraction(number)) for name, number in components(case).items()}
    slot = forward(tape, [lowered.root], seeds).get(lowered.root)
    tangent = 0.0 if slot is None else run(tape, case.at)[slot]
    assert tangent != tangent or abs(tangent - found.along) <= 1e-11 * max(map(abs, products), default=0.0)


@pytest.mark.parametrize("case", CASES[:40], ids=lambda case: case.source)
def test_the_product_is_that_of_the_full_hessian(case):
    question, direction = pose(case.source, **case.at), along(case)
    matrix, product = hessian(question), hessian_along(question, None, direction)
    assert tuple(product.product) == matrix.wrt
    for row, name in zip(matrix.hessian, matrix.wrt, strict=True):
        terms = [entry * number for entry, number in zip(row, components(case).values(), strict=True)]
        assert product.product[name] == pytest.approx(sum(terms), rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("case", CASES[:40], ids=lambda case: case.source)
def test_orders_are_those_of_the_function_of_the_step(case):
    numbers, names = components(case), "".join(case.at)
    f = function(case.source, {}, names)
    found = [each.value for each in derivatives_along(pose(case.source, **case.at), along(case), 3, True, False)]
    with mp.workdps(60):
        series = mp.taylor(lambda s: f(*(case.at[name] + s * mp.mpf(numbers[name]) for name in names)), 0, 3)
        expected = [float(c * mp.factorial(k)) for k, c in enumerate(series)]
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("case", CASES[:25], ids=lambda case: case.source)
def test_formulas_are_worth_the_numbers(case):
    question, direction = pose(case.source, **case.at), along(case)
    for report in derivatives_along(question, direction, 2, True, True):
        value = evaluate(pose(text(report.derivative), **case.at)).value
        assert value == pytest.approx(report.value, rel=1e-8, abs=1e-8)


with TORCH.open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["expression"])
def test_the_numbers_of_torch_func(row):
    from gradcli.calc.system import weighted
    from gradcli.syntax.bindings import constants

    at = dict(pair.split("=") for pair in row["at"].split())
    question, direction = pose(row["expression"], **at), toward(row["along"])
    expected = {name: float(row[name]) for name in ("jvp", "hvp_u", "hvp_v", "vjp_u", "vjp_v")}
    product = hessian_along(question, ["u", "v"], direction).product
    pull = weighted([question, pose(f"({row['expression']})**2", **at)], constants("1,-2", "--weights"), ["u", "v"]).product
    found = {"jvp": evaluate_along(question, None, direction).along, "hvp_u": product["u"], "hvp_v": product["v"],
             "vjp_u": pull["u"], "vjp_v": pull["v"]}
    digamma = 1e-9 if "gamma" in row["expression"] else 1e-12  # PyTorch's trigamma has ten digits
    assert found == pytest.approx(expected, rel=digamma, abs=1e-14)


def test_a_unit_direction_divides_by_the_length_once_an_order():
    question = pose("u**3+v**2+4*u*v", u=3, v=4)
    assert evaluate_along(question, None, toward("u=1,v=2", unit=True)).along == 37.11872842649651
    second, = derivatives_along(question, toward("u=3,v=4", unit=True), 2, False, False)
    plain, = derivatives_along(question, toward("u=3,v=4"), 2, False, False)
    assert second.value == pytest.approx(plain.value / 25, rel=1e-15)


@pytest.mark.parametrize("source, direction, message", [
    ("min(abs(x), abs(y))", "x=1,y=1", "kink here along the direction: slope -1 on the left, 1 on the right"),
    ("abs(x) + abs(y)", "x=2", "kink here along the direction: slope -2 on the left, 2 on the right"),
    ("hypot(x, y)", "x=3,y=4", "slope -5 on the left, 5 on the right")])
def test_a_kink_is_one_along_the_direction(source, direction, message):
    found = evaluate_along(pose(source, x=0, y=0), [], toward(direction))
    assert any(message in warning.message for warning in found.warnings)


def test_there_is_no_kink_along_it():
    found = evaluate_along(pose("abs(x-y)", x=1, y=1), [], toward("x=1,y=1"))
    assert found.along == 0 and not any("the direction" in warning.message for warning in found.warnings)
    third, = derivatives_along(pose("abs(x-y)", x=1, y=1), toward("x=1 y=1"), 1, False, False)
    assert (third.value, third.warnings) == (0, [])


def test_where_the_sweep_has_0_times_infinity():
    assert evaluate_along(pose("sqrt(x**4)+y", x=0, y=0), None, toward("x=1,y=1")).along == 1
    assert evaluate_along(pose("sqrt(-x)", x=0), None, toward("x=1")).along == -math.inf


def test_exact_numbers():
    exact = Unrounded(lambda source: Exact(source))
    question = pose("u**3/v", u=1, v=3)
    assert evaluate_along(question, None, toward("u=1,v=1/2"), exact).along == "17/18"
    assert [each.value for each in derivatives_along(question, toward("u=3,v=4", True), 2, True, False, exact)] == \
        ["1/3", "23/45", "302/675"]
    assert hessian_along(question, None, toward("u=1,v=1/2"), exact).product == {"u": "11/6", "v": "-8/27"}


def test_several_expressions_are_differentiated_one_by_one():
    sources, point = ["r*cos(t)", "r*sin(t)", "3"], {"r": 2, "t": 0.5}
    found = jacobian_along([pose(source, **point) for source in sources], toward("r=1,t=-2"))
    rows = jacobian([pose(source, **point) for source in sources]).jacobian
    assert found.along == pytest.approx([a - 2 * b for a, b in rows], rel=1e-15)
    assert FLOAT64.rounded and list(found.entries()) == ["f1", "f2", "f3"]
