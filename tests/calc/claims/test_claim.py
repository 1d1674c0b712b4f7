"""Claims: the verdict and its basis."""

from random import Random

import pytest
from asking import pose

from gradcli.calc.check import check
from gradcli.calc.claims.claim import judge
from gradcli.calc.claims.finer import compare_again
from gradcli.calc.question import Question
from gradcli.calc.unrounded import Unrounded
from gradcli.domains.exact import Exact
from gradcli.errors import GradcliError


@pytest.mark.parametrize("source, formula, wrt", [
    ("x**2*sin(x)", "2*x*sin(x) + x**2*cos(x)", None), ("x**2", "x + x", None), ("tan(x)", "1/cos(x)**2", None),
    ("x**2*y", "2*x*y", "x"), ("x**2*y", "x**2", "y"), ("sin(x)**2", "sin(2*x)", None), ("log(x)", "1/x", None),
    ("x**x", "exp(x*log(x))*(1 + log(x))", None), ("atan(x)", "1/(1+x**2)", None), ("sqrt(x)", "0.5*x**-0.5", None),
    ("abs(x)", "x/abs(x)", None), ("exp(1000*x)", "1000*exp(1000*x)", None), ("sinh(x)", "(exp(x) + exp(-x))/2", None)])
def test_a_right_claim(source, formula, wrt):
    found = judge(pose(source), formula, wrt and [wrt])
    assert found.right and found.at is None and found.points > 20


@pytest.mark.parametrize("source, formula, wrt", [
    ("x**2", "x", None), ("x**2", "2*x + 1e-6", None), ("sin(x)", "-cos(x)", None), ("x**2*y", "2*x", "x"),
    ("log(x)", "1/x**2", None),
    ("tan(x)", "1/cos(x)", None), ("x**x", "x*x**(x-1)", None), ("abs(x)", "1", None), ("exp(x)", "x*exp(x-1)", None),
    ("relu(x)", "1", None), ("x**3/3", "x**2*(1 + 1e-9)", None), ("sqrt(x)", "0.5*x**0.5", None)])
def test_a_wrong_claim_names_a_point(source, formula, wrt):
    found = judge(pose(source), formula, wrt and [wrt])
    assert not found.right and set(found.at) >= {"x"} and found.derivative != found.claimed
    again = check(pose(source, **found.at), [found.wrt[0]]).partials[0]
    assert again.reverse == found.derivative


def test_a_claim_at_a_point_that_is_bound():
    assert judge(pose("x**2*y", x=1, y=3), "2*x*y", ["x"]).right
    found = judge(pose("x**2*y", x=1, y=3), "2*x", ["x"])
    assert (found.right, found.at, found.derivative, found.claimed) == (False, {"x": 1, "y": 3}, 6, 2)
    assert judge(pose("a*x**2", a=3), "6*x", ["x"]).right and judge(pose("a*x**2", a=3, x=1), "6*x", ["x"]).right


def test_a_claim_that_makes_no_sense():
    with pytest.raises(GradcliError, match="z is not a variable"):
        judge(pose("x**2"), "3*z")
    with pytest.raises(GradcliError, match="a claim is about one variable"):
        judge(pose("x*y"), "x")


@pytest.mark.parametrize("source, formula", [
    ("max(0, x-1000)", "0"), ("abs(x-2000)", "-1"), ("max(0, x-1e5)", "0"), ("x", "1 + (x > 1000)"),
    ("x", "1 if x < 999 else 2"),
    ("x", "1 if abs(x-0.12345) > 1e-3 else 2"), ("x", "1 if (x-3)**2 > 1e-12 else 2"), ("log(x-2000)", "2/(x-2000)"),
    ("x**2", "2*x + exp(-1e6*(x-3.7)**2)"), ("x**2", "2*x + 1e-15"), ("sin(x)", "cos(x) + 1e-20*x**4"),
    ("exp(-x)", "5*(-exp(-x))**(2-1)"), ("(1-x)*sqrt(1-x)", "-1/(2*sqrt(1-x))"), ("x", "1 if -1e9 < x < 1e9 else 3"),
    ("x**2*y", "2*x*y if y > -5000 else 0"), ("abs(x*y - 3)", "y*sign(x*y)"), ("floor(x)", "x > 1e4")])
def test_a_claim_that_is_wrong_far_out_or_in_a_narrow_interval(source, formula):
    found = judge(pose(source), formula, ["x"])
    assert not found.right and found.derivative != found.claimed


@pytest.mark.parametrize("source, formula", [
    ("abs(x-0.1)", "1 if x > 0.1 else -1"), ("clamp(x, 0.1, 0.9)", "1 if 0.1 < x < 0.9 else 0"),
    ("max(x, 0.3)**2", "2*max(x, 0.3) if x > 0.3 else 0"), ("max(abs(x), x)", "1 if x > 0 else -1"), ("floor(x)", "0"),
    ("relu(x)", "1 if x >= 0 else 0"), ("abs(x-1000)", "sign(x-1000)"), ("x*abs(x)", "2*abs(x)"),
    ("min(x, x**2)", "2*x if 0 < x < 1 else 1"), ("tan(x)", "1 + tan(x)**2"), ("cbrt(x)", "x**(-2/3)/3"),
    ("log(x + sqrt(x**2+1))", "1/sqrt(x**2+1)"), ("atan2(x, 1)", "1/(x**2+1)")])
def test_a_right_claim_in_another_form_is_judged_on_both_sides_of_its_switches(source, formula):
    found = judge(pose(source), formula)
    assert found.right and found.points > 20


@pytest.mark.parametrize("source, formula, at", [
    ("x**2", "2*x + (x==2)", {"x": 2}), ("x**2", "2*x + (x==2)", {}), ("x**2", "2*x if x!=3 else 7", {"x": 3}),
    ("sqrt(x**2+1)", "x/sqrt(x**2+1) if x!=1 else 1", {}), ("x*y", "y + (x==1)", {"x": 1})])
def test_a_claim_that_is_wrong_at_a_single_point(source, formula, at):
    found = judge(pose(source, **at), formula, ["x"])
    assert not found.right and found.claimed != found.derivative


@pytest.mark.parametrize("source, formula", [
    ("abs(x)", "x/abs(x)"), ("x**2", "2*x**2/x"), ("x**2/2", "max(x,0)+min(x,0)"), ("relu(x)**2", "2*relu(x)"),
    ("sqrt(x**2+1)", "x/sqrt(x**2+1) if x!=1 else 1/sqrt(2)")])
def test_a_switch_of_a_right_claim_is_no_fault(source, formula):
    assert judge(pose(source), formula).right and judge(pose(source, x=0), formula).right


def test_a_right_claim_rests_on_the_formula_or_on_points():
    same, other = judge(pose("x**2"), "x + x"), judge(pose("tan(x)"), "1/cos(x)**2")
    assert same.same and not other.same and other.points > 100
    beside = judge(pose("abs(x)"), "1 if x > 0 else -1")
    assert beside.beside >= 8 and not beside.partial
    assert judge(pose("cbrt(x)"), "x**(-2/3)/3").partial


def test_claims_of_higher_order():
    assert judge(pose("x**4*y"), "12*x**2*y", ["x"], 2).right and judge(pose("sin(x)"), "sin(x)", None, 4).right
    assert not judge(pose("x**4*y"), "4*x**3*y", ["x"], 2).right and judge(pose("x**4*y"), "24*x*y", ["x"] * 3).order == 3
    with pytest.raises(GradcliError, match="-n 1 and --wrt x,x do not agree"):
        judge(pose("x**4"), "1", ["x", "x"], 1)


def test_a_claim_without_a_value_is_not_compared():
    with pytest.raises(GradcliError, match="could not be compared"):
        judge(pose("x"), "log(-1-x**2)")


def test_small_changes_of_right_claims_are_wrong():
    random = Random(5)
    rights = [("x**3 - 2*x", "3*x**2 - 2"), ("x*sin(x)", "sin(x) + x*cos(x)"), ("exp(2*x)/x", "exp(2*x)*(2*x - 1)/x**2"),
              ("log(1 + x**2)", "2*x/(1 + x**2)"), ("abs(x-3)*x", "abs(x-3) + x*sign(x-3)"),
              ("sqrt(x+5)", "1/(2*sqrt(x+5))")]
    for source, right in rights:
        assert judge(pose(source), right).right
        for _ in range(4):
            size, far = random.choice((1e-3, 1e-6, 1e-9)), round(random.uniform(5, 300), 2)
            wrong = random.choice((f"({right})*(1 + {size})", f"{right} + {size}",
                                   f"({right}) if x < {far} else 2*({right})",
                                   f"({right}) if abs(x - {far}) > {size} else 7 + 2*({right})"))
            assert not judge(pose(source), wrong).right, (source, wrong)


def test_along_a_name_that_does_not_occur_the_derivative_is_0(cli):
    warning = "Warning: unused: z does not occur in the expression\n"
    found = cli("check", "x**2", "--at", "x=3", "--wrt", "x,z")
    assert (found.stdout.splitlines()[1], found.stderr) == ("d/dz\t0\t0\tcomplex step\t16\tagrees", warning)
    for words, first in [(["x**2", "0", "--wrt", "z"], "right"), (["x**2", "2*x", "--wrt", "z"], "wrong"),
                         (["x**2", "z", "--wrt", "z"], "wrong"), (["5", "0", "--wrt", "z"], "right"),
                         (["x**2", "0", "--wrt", "z", "--at", "x=3"], "right"),
                         (["abs(x)", "0", "--wrt", "z", "-n", "2"], "right")]:
        found = cli("check", *words)
        assert (found.stdout[:5], found.stderr) == (first, warning)
    assert cli("check", "5", "0").stdout.startswith("right") and cli("check", "5", "1").stdout.startswith("wrong")


def test_a_number_is_compared_at_the_point_that_is_bound():
    right = judge(pose("x**2", x=3), "6")
    assert (right.right, right.at, right.points, right.same) == (True, {"x": 3}, 1, False)
    wrong = judge(pose("x**2", x=3), "7")
    assert (wrong.right, wrong.at, wrong.derivative, wrong.claimed) == (False, {"x": 3}, 6, 7)
    assert judge(pose("x**2", x="0.1"), "0.2").right and judge(pose("x**3", x="1/3"), "2", None, 2).right
    assert judge(pose("x**2", x="sqrt(2)/2"), "sqrt(2)").right and judge(pose("sin(x)", x=1), "0.5403023058681398").right
    assert not judge(pose("sin(x)", x=1), "0.54").right and judge(pose("x*y", x=2, y=3), "3", ["x"]).right
    assert judge(pose("5*x", x=2), "5").points > 100  # the same formula everywhere
    assert judge(pose("a*x", a=3), "3", ["x"]).points > 100


@pytest.mark.parametrize("source, claim", [("abs(x)", "0"), ("floor(x)", "1"), ("max(x, 2*x)", "1.5")])
def test_a_number_is_no_derivative_on_a_kink_or_a_jump(source, claim):
    with pytest.raises(GradcliError, match="no derivative: .* here"):
        judge(pose(source, x=0), claim)


def test_a_text_without_a_value_anywhere_is_warned_of():
    found = judge(pose("ln(-x**2)"), "2/x")
    assert found.same and found.points == 0
    assert [(warning.kind, warning.message) for warning in found.warnings] == [
        ("domain", "ln(-x**2) has no value at any of the points tried")]
    with pytest.raises(GradcliError, match="ln.* has no value at any"):
        judge(pose("ln(-x**2)"), "3/x")
    assert not judge(pose("ln(x)"), "1/x").warnings


def test_points_are_compared_again_in_more_digits_at_a_tenth_of_the_points(monkeypatch):
    seen = []

    def counted(question, pair, at, numbers):
        seen.append(at)
        return compare_again(question, pair, at, numbers)

    monkeypatch.setattr("gradcli.calc.claims.finer.compare_again", counted)
    same = judge(pose("x**2"), "x + x")
    assert (same.again, same.arithmetic, seen) == (0, None, [])
    kink = judge(pose("abs(x-1)*tan(x)"), "sign(x-1)*tan(x) + abs(x-1)/cos(x)**2")
    assert kink.arithmetic == "50-digit" and kink.again == len(seen) <= kink.points / 10
    assert min(at["x"] for at in seen) < 1 < max(at["x"] for at in seen)
    seen.clear()
    assert judge(pose("+".join(f"tan(x+{i})" for i in range(9))), "+".join(
        f"1/cos(x+{i})**2" for i in range(9))).again == len(seen) <= 30


@pytest.mark.parametrize("source, claim", [
    ("(2*x+1)**7", "14*(2*x+1)**6 + exp(-((x-89.66)/0.5)**2)"), ("x**5-3*x**2+x", "5*x**4-6*x+1 + exp(-((x-2139)/0.5)**2)")])
def test_a_bump_below_the_last_digit_of_a_double_is_found_at_the_number_that_names_it(source, claim):
    assert not judge(pose(source), claim).right


def test_exact_numbers_refuse_what_has_none():
    exact = Unrounded(Exact)
    right = judge(pose("1/(x**2+1)"), "-2*x/(x**2+1) + 2*x**3/(x**2+1)**2", numbers=exact)
    assert right.same or right.arithmetic == "exact"
    assert judge(pose("abs(x)*x"), "2*x if x > 0 else -2*x", numbers=exact).arithmetic == "exact"
    wrong = judge(pose("x**2"), "2*x + 1e-60*x", numbers=exact)
    assert not wrong.right and wrong.derivative == "2"
    with pytest.raises(GradcliError, match="has no exact value"):
        judge(pose("tan(x)"), "1/cos(x)**2", numbers=exact)


def test_a_claim_of_an_order_that_takes_too_much_work_is_refused():
    with pytest.raises(GradcliError, match="order 40 takes more work than the limit of 300000 operations allows"):
        judge(Question("exp(sin(x))*log(x)", {}, 300_000), "0", None, 40)


@pytest.mark.parametrize("source, order, right", [
    ("sqrt(x^4)", 1, "0"), ("hypot(x, 2*x)^2", 1, "0"), ("sqrt(x^4)", 2, "2"), ("sqrt(x^4)", 3, "0"), ("x*sqrt(x)", 1, "0")])
def test_a_number_is_compared_where_the_derivative_is_a_limit(source, order, right):
    assert judge(pose(source, x=0), right, ["x"] * order).right
    wrong = judge(pose(source, x=0), f"{right} + 1", ["x"] * order)
    assert not wrong.right and (wrong.derivative, wrong.claimed) == (float(right), float(right) + 1)
