"""Names, tabs and numbers, for scripts."""

from gradcli.render import as_plain
from gradcli.report.checks import Check, Claim, Comparison
from gradcli.report.derivatives import Derivative
from gradcli.report.functions import Function
from gradcli.report.graphs import Graph
from gradcli.report.matrices import Gradient, Hessian, Jacobian
from gradcli.report.nodes import Node
from gradcli.report.series import Series
from gradcli.report.values import Answer
from gradcli.syntax.parser import parse

HYPOT = Function("hypot", "hypot(a, b)", ["length"], "a root",
                 {"a": "a/b", "b": "0"}, "all numbers", "", "HypotBackward0")


def test_an_answer_is_a_line_for_each_number():
    report = Answer("u*v", {"u": 3.0, "v": 4.0}, 12.0, "MulBackward0", {"u": 4.0, "v": -0.0}, [])
    assert as_plain.answer(report) == "value\t12\nd/du\t4\nd/dv\t-0"


def test_a_derivative_is_its_answer_alone():
    number = Derivative("x**2", ("x",), 1, "2*x", {"x": 5.0}, 10.0, [])
    formula = number._replace(at=None, value=None)
    assert (as_plain.derivative(number), as_plain.derivative(formula)) == ("10", "2*x")
    assert as_plain.derivatives([number._replace(wrt=(), order=0, value=25.0), number]) == "value\t25\nd/dx\t10"
    assert as_plain.derivatives([formula, formula._replace(wrt=("x", "x"), derivative="2")]) == "d/dx\t2*x\nd2/dx2\t2"


def test_matrices_are_an_entry_a_line():
    a, b = parse("2*x").result, parse("0").result
    assert as_plain.gradient(Gradient("x**2", None, {"x": a, "y": b}, [])) == "d/dx\t2*x\nd/dy\t0"
    assert as_plain.hessian(Hessian("x", ("x", "y"), {}, [[1.0, -0.0], [3.5, 4.0]], [])) == (
        "d2/dx2\t1\nd2/dxdy\t-0\nd2/dydx\t3.5\nd2/dy2\t4")
    assert as_plain.jacobian(Jacobian(("x**2", "0"), ("x",), None, [[a], [b]], [])) == "df1/dx\t2*x\ndf2/dx\t0"


def test_a_series_is_its_polynomial():
    assert as_plain.series(Series("exp(x)", {"x": 0.0}, 1, parse("x + 1").result, [], [])) == "x + 1"


def test_a_check_is_a_line_of_columns_for_each_partial():
    good = Comparison("x", 2.0, 2.0, 2.0, 2.5, "complex step", 15, None, True)
    bad = good._replace(name="y", digits=0, agrees=False)
    kink = Comparison("z", 0.0, 0.0, 0.0, 0.0, "differences", 16, (-1.0, 1.0), False)
    assert as_plain.check(Check("", {}, [good, bad, kink], [])).split("\n") == [
        "d/dx\t2\t2.5\tcomplex step\t15\tagrees", "d/dy\t2\t2.5\tcomplex step\t0\tdisagrees",
        "d/dz\t0\t0\tdifferences\t16\tkink\t-1\t1"]


def test_a_claim_is_right_or_wrong_somewhere():
    right = Claim("x*y", ("x",), 1, "y", True, True, 12, 4, 0, None, False, None, None, None, None,
                  False, None, [])
    assert as_plain.claim(right) == "right\tthe same formula, equal at 12 points, 4 of them beside an edge or a switch"
    partial = right._replace(same=False, beside=0, partial=True)
    assert as_plain.claim(partial) == "right\tequal at 12 points at which both exist"
    again = right._replace(same=False, again=3, arithmetic="50-digit")
    assert as_plain.claim(again).endswith("switch, 3 also in 50-digit arithmetic")
    assert as_plain.claim(right._replace(at={"x": 3.0})) == "right\tat x=3"
    wrong = right._replace(right=False, at={"x": 0.5, "y": 2.0}, derivative=2.0, claimed=-1.0)
    assert as_plain.claim(wrong) == "wrong\nat\tx=0.5 y=2\nd/dx\t2\nclaim\t-1"
    taught = wrong._replace(formula=parse("2*x*y").result, slip="a sign, in the derivative of x")
    assert as_plain.claim(taught).split("\n")[4:] == ["formula\t2*x*y", "slip\ta sign, in the derivative of x"]
    assert as_plain.claim(right._replace(formula=parse("y").result, shorter=True)).split("\n")[1:] == ["shorter\ty"]


def test_functions_are_a_line_each_and_one_of_them_a_line_for_each_fact():
    assert as_plain.functions([HYPOT, HYPOT]).split("\n") == [
        "hypot(a, b)\td/da = a/b; d/db = 0\tall numbers\t\tHypotBackward0"] * 2
    assert as_plain.function([HYPOT]).split("\n") == [
        "call\thypot(a, b)", "is\ta root", "d/da\ta/b", "d/db\t0", "domain\tall numbers", "synonyms\tlength",
        "grad_fn\tHypotBackward0"]


def test_a_graph_is_a_table_whatever_its_expressions_hold():
    nodes = [Node(0, "x", "variable", [], None, None, None, True, True),
             Node(1, "(x *\n\tx)", "*", [0, 0], None, None, "MulBackward0", False, True)]
    assert as_plain.graph(Graph("(x *\n\tx)", None, 1, nodes, [])).split("\n") == [
        "id\texpression\top\tinputs\tdata\tgrad\tgrad_fn\tis_leaf\trequires_grad",
        "0\tx\tvariable\t\tNone\tNone\tNone\tTrue\tTrue", "1\t(x * x)\t*\t0,0\tNone\tNone\tMulBackward0\tFalse\tTrue"]
