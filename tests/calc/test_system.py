"""Several expressions as one question: products with weights, divergence and curl, Laplacian and determinant."""

import csv
import math
from pathlib import Path

import pytest
from asking import pose
from expressions import ARITHMETIC, ELEMENTARY, mix, smooth

from gradcli.calc.matrices import hessian, jacobian
from gradcli.calc.question import Question
from gradcli.calc.system import System, field, weighted
from gradcli.calc.unrounded import Unrounded
from gradcli.domains.exact import Exact
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings, constants
from gradcli.syntax.printer import text

CASES = list(smooth(17, 90, table=mix(ARITHMETIC, ARITHMETIC, ELEMENTARY)))


def weights(word):
    return constants(word, "--weights")


with (Path(__file__).parents[1] / "cases" / "sympy" / "fields.tsv").open(encoding="utf-8") as file:
    FIELDS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


@pytest.mark.parametrize("row", FIELDS, ids=lambda row: row["f1"])
def test_the_numbers_of_sympy(row):
    at = dict(pair.split("=") for pair in row["at"].split())
    questions = [Question(row[f], bindings(row["at"].split()), wrt=[*at]) for f in ("f1", "f2", "f3")]
    found = dict(field(questions, ["div", "curl"], [*at]).totals)
    found |= hessian(questions[0], [*at], totals=["laplacian", "det"]).totals
    assert found == pytest.approx({name: float(row[name]) for name in found}, rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("i", range(0, 90, 3))
def test_weights_times_the_jacobian_is_the_transposed_product(i):
    at = {"x": 0.75, "y": -1.25} | CASES[i].at
    questions = [pose(case.source, **at) for case in CASES[i:i + 3]]
    rows = jacobian(questions, ["x", "y"]).jacobian
    if not all(math.isfinite(number) for row in rows for number in row):
        return
    found = weighted(questions, weights("1,-2,0.5"), ["x", "y"]).product
    for j, name in enumerate("xy"):
        terms = [w * row[j] for w, row in zip((1, -2, 0.5), rows, strict=True)]
        assert abs(found[name] - sum(terms)) <= 1e-13 * sum(map(abs, terms))


@pytest.mark.parametrize("case", CASES[:30], ids=lambda case: case.source)
def test_laplacian_and_determinant_are_those_of_the_matrix(case):
    found = hessian(pose(case.source, **case.at), ["x", "y"], totals=["laplacian", "det"])
    numpy = pytest.importorskip("numpy")
    matrix = numpy.array(found.hessian)
    size = abs(matrix).max()
    assert found.totals["laplacian"] == pytest.approx(matrix.trace(), rel=1e-13, abs=1e-13 * size)
    assert found.totals["det"] == pytest.approx(numpy.linalg.det(matrix), rel=1e-9, abs=1e-12 * size**2)


def test_divergence_and_curl_as_formulas():
    questions = [pose(source) for source in ("x*y", "y*z", "z*x")]
    totals = field(questions, ["div", "curl"], ["x", "y", "z"]).totals
    assert {name: text(total) for name, total in totals.items()} == {
        "div": "y + z + x", "curl_x": "-y", "curl_y": "-z", "curl_z": "-x"}
    plane = field([pose("-y*x"), pose("x**2")], ["curl"], ["x", "y"])
    assert text(plane.totals["curl"]) == "3*x"


def test_the_curl_of_a_gradient_and_the_divergence_of_a_curl_are_0():
    potential = "x**2*sin(y*z) + exp(x)*z"
    slopes = [text(each) for each in jacobian([pose(potential)], ["x", "y", "z"]).jacobian[0]]
    assert {text(each) for each in field([pose(s) for s in slopes], ["curl"], ["x", "y", "z"]).totals.values()} == {"0"}
    fields = [pose(source) for source in ("x*y*z", "sin(x)*z", "y**2*x")]
    curls = [text(each) for each in field(fields, ["curl"], ["x", "y", "z"]).totals.values()]
    assert text(field([pose(source) for source in curls], ["div"], ["x", "y", "z"]).totals["div"]) == "0"


def test_exact_numbers():
    exact = Unrounded(lambda source: Exact(source))
    questions = [pose(source, x=1, y="1/3") for source in ("x*y**2", "x**3/y")]
    assert field(questions, ["div", "curl"], ["x", "y"], exact).totals == {"div": "-80/9", "curl": "25/3"}
    assert weighted(questions, weights("1/2,3"), ["x", "y"], exact).product == {"x": "487/18", "y": "-80/3"}
    assert hessian(questions[0], ["x", "y"], exact, ["laplacian", "det"]).totals == {"laplacian": "2", "det": "-4/9"}


def test_lost_digits_of_a_sum_of_entries_are_told():
    questions = [pose("sin(1e8*x)/1e8", x=0.3), pose("-y*cos(1e8*x)", x=0.3, y=2)]
    found = field([pose(each.source, x=0.3, y=2) for each in questions], ["div"], ["x", "y"])
    assert abs(found.totals["div"]) < 1e-15


@pytest.mark.parametrize("sources, kind, total", [
    (["cbrt(x)**3", "y"], "div", 2), (["y*sqrt(x**4)", "x"], "curl", 1), (["x", "y*cbrt(x)**3"], "curl", 3),
    (["sqrt(x**2)", "y"], "div", math.nan)])
def test_an_entry_that_is_found_as_a_limit_counts_in_the_sum(sources, kind, total):
    found = field([pose(source, x=0, y=3) for source in sources], [kind], ["x", "y"])
    assert found.totals == {kind: pytest.approx(total, nan_ok=True)} and bool(found.warnings) == math.isnan(total)


def test_a_warning_points_into_its_own_expression():
    questions = [pose("x", x=-1, y=0), pose("log(x)", x=-1, y=0), pose("1/y", x=-1, y=0)]
    found = weighted(questions, weights("1,1,1"))
    assert [(each.source, each.span) for each in found.warnings] == [("log(x)", (0, 6)), ("1/y", (0, 3))]
    assert all(math.isnan(number) for number in found.product.values())


def test_a_system_joins_tapes_by_names():
    system = System([pose("x*y"), pose("y*z")], weights("2,3"))
    assert list(system.variables) == ["x", "y", "z"] and len(system.roots) == 2
    system.lowered.tape.verify()


@pytest.mark.parametrize("sources, word", [(["x"], "1,2"), (["x", "y"], "1"), (["x", "y"], "1,z")])
def test_weights_are_one_number_for_each(sources, word):
    with pytest.raises(GradcliError, match="--weights"):
        weighted([pose(source) for source in sources], weights(word))


def test_a_field_has_as_many_variables():
    for kind, sources, names in (("div", ["x*y", "y"], ["x"]), ("curl", ["x"], ["x"]), ("curl", ["x"] * 4, list("xyzw"))):
        with pytest.raises(GradcliError, match=f"{kind} takes"):
            field([pose(source) for source in sources], [kind], names)


def test_where_an_entry_is_infinite_so_is_the_sum():
    pytest.importorskip("flint")
    from gradcli.domains.ball import Ball

    proven = Unrounded(lambda source: Ball(source, 15, None))
    found = hessian(pose("(+(1 < x))**tanhshrink(x - 4)", x="1/3", y="0.7"), ["x", "y"], proven, ["laplacian"])
    assert not math.isfinite(found.totals["laplacian"])


def test_a_determinant_that_takes_too_much_work_is_refused():
    with pytest.raises(GradcliError, match="beyond the limit"):
        hessian(pose("+".join(f"x{i}**2" for i in range(22))), totals=["det"])
