"""Series by Arb against the recurrences, row by row and on random expressions."""

import pytest
from expressions import smooth

flint = pytest.importorskip("flint")

from gradcli.calc.question import Question  # noqa: E402
from gradcli.calc.unrounded import Unrounded  # noqa: E402
from gradcli.core.primitive import FUNCTIONS  # noqa: E402
from gradcli.domains import ball  # noqa: E402
from gradcli.errors import GradcliError  # noqa: E402
from gradcli.ops import CONTENTS  # noqa: E402
from gradcli.syntax.bindings import bindings  # noqa: E402

ORDER = 32
WORDS = sorted({word for words in CONTENTS.values() for word in words.split() if word.isidentifier()})
UNARY = [word for word in WORDS if FUNCTIONS[word].takes(1) and FUNCTIONS[word].rules and FUNCTIONS[word].name == word]
SLOW = {"lambertw", "zeta", "multigammaln"}  # by recurrences


def digits(source, order, *at, count=12):
    """The text of a derivative, or the message of an error."""
    numbers = Unrounded(lambda text: ball.Ball(text, count))
    try:
        (value, _), = numbers.derivatives(Question(source, bindings(at)), [("x",) * order])
    except GradcliError as error:
        return error.message
    return value


@pytest.fixture
def slowly(monkeypatch):
    """A function that computes by recurrences."""
    def compute(*question, **options):
        with monkeypatch.context() as patched:
            patched.setattr(ball, "FAST_FROM", 10**9)
            return digits(*question, **options)

    return compute


@pytest.mark.parametrize("word", [word for word in UNARY if word not in SLOW])
def test_every_row_has_the_digits_of_the_recurrences(word, slowly):
    for x in ("x=0.3", "x=2.5", "x=0", "x=-1/3"):
        found, other = digits(f"{word}(x)", ORDER, x), slowly(f"{word}(x)", ORDER, x)
        assert repr(found) == repr(other) or (word, x, found) == ("si", "x=0", "0"), (word, x)  # sin(x)/x has no recurrence


def test_random_expressions_have_the_digits_of_the_recurrences(slowly):
    for source, at in smooth(73, 60, 7):
        assert digits(source, ORDER, f"x={at['x']!r}") == slowly(source, ORDER, f"x={at['x']!r}"), source


@pytest.mark.parametrize("source, order, x, expected", [
    ("x**50", 60, "1/3", "0"), ("cosh(x)", 101, "0", "0"), ("x**7*exp(x)", 30, "0", "10260432000.0"),
    ("where(x>0,exp(x),x)", 40, "-1", "0"), ("floor(x)*exp(x)", 30, "1.5", "4.48168907034"), ("7", 30, "1", "0"),
    ("abs(x)*exp(-x)", 30, "-2", "236.449795166"), ("x**2.5", 30, "1/2", None), ("2**x", 40, "1", None)])
def test_known_numbers(source, order, x, expected, slowly):
    found = digits(source, order, f"x={x}")
    assert found == (expected or slowly(source, order, f"x={x}"))


@pytest.mark.parametrize("source, x", [
    ("x**2.5", "-1/2"), ("1/(x-1)", "1"), ("abs(x)*x", "0"), ("x**3*log(x-1)", "1/2"), ("gammainc(2, x)*x", "1/3"),
    ("log(x/0)", "2"), ("exp(x)*inf", "2"), ("x**x", "0"), ("sin(x)/(x-x)", "1")])
def test_where_arb_has_no_series_the_recurrences_answer(source, x, slowly):
    assert repr(digits(source, 30, f"x={x}")) == repr(slowly(source, 30, f"x={x}"))


def test_a_series_is_written_where_arb_has_none():
    for word in UNARY:
        numerics = FUNCTIONS[word].numerics
        assert not (numerics.arb_series and hasattr(flint.arb_series, numerics.arb)), word


def test_order_1000_takes_no_recurrence(monkeypatch):
    from gradcli.engine.taylor import Expansion

    monkeypatch.setattr(Expansion, "coefficients", None)
    assert digits("exp(sin(x))*log(1+x**2)", 1000, "x=0.7", count=15) == "-2.04488876836343e+2478"
