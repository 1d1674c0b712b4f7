"""The invariants of the normal form, for any input."""

from itertools import islice

import formulas_oracle
import pytest
from expressions import ARITHMETIC, CALLS, ELEMENTARY, OPERATIONS, mix, trees
from invariants import violations

from gradcli.algebra.canonical import canonical
from gradcli.algebra.forms import Form
from gradcli.algebra.normal import Algebra
from gradcli.algebra.read import Reader
from gradcli.calc.matrices import gradient
from gradcli.calc.question import Question
from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


@pytest.fixture
def broken(monkeypatch):
    """What is broken in any form that the algebra returns while the test runs."""
    found, known = list[str](), dict[Algebra, set[Form]]()  # a form that is known to be right is not looked at again
    for name in ("sum", "product", "select"):
        original = getattr(Algebra, name)

        def checked(self, *arguments, original=original):
            form = original(self, *arguments)
            found.extend(f"{each}: {arguments}" for each in violations(self, form, known.setdefault(self, set())))
            return form

        monkeypatch.setattr(Algebra, name, checked)
    return found


POWERS = [OPERATORS[symbol] for symbol in ("**", "/", "prefix -", "*")] + [
    FUNCTIONS[word] for word in ("sqrt", "cbrt", "exp")
]
BRANCHES = [OPERATORS[symbol] for symbol in ("if", "<", "and", "prefix not", "or", ">=")]


@pytest.mark.parametrize(
    "groups",
    [(ARITHMETIC,), (ARITHMETIC, POWERS), (ARITHMETIC, BRANCHES), (ARITHMETIC, ELEMENTARY), (ARITHMETIC, OPERATIONS, CALLS)],
    ids=["arithmetic", "powers", "branches", "elementary", "all"],
)
def test_every_form_is_normal(groups, broken):
    for seed, decimals in ((1, False), (2, True)):
        for tree in trees(seed, 60, 9, mix(*groups)):
            try:
                gradient(Question(text(tree), {}))
                tape, root = lower(parse(text(tree)))[:2]
                canonical(tape, [root], decimals)
            except GradcliError:
                continue
    assert broken == []


def test_every_form_of_structured_questions_is_normal(broken):
    for question in islice(formulas_oracle.questions(3), 60):
        formulas_oracle.answered(question.words)
    assert broken == []


@pytest.mark.parametrize(
    "source",
    [
        "sqrt(x*y)**2",
        "sqrt(1/2-x)**6 + 1/2 - x",
        "(sqrt(2*x+2)*sqrt(2*x+2))*y",
        "(x-1)/(1-x)",
        "(sin(x)-pi)**3*(pi-sin(x))**a",
        "(sin(x)-cos(x))/(cos(x)-sin(x))",
        "(tan(x)-sin(x)-cos(x))**2/(cos(x)+sin(x)-tan(x))**3",
        "exp(x)**2*exp(-x)*exp(-x)",
        "cbrt(x)**5*cbrt(x)**-2",
        "(x+1)*y/(x+1)/y",
        "(1-x)**a*(x-1)**b*(1-x)**(-a)*(x-1)**(2-b)",
        "(2*x+2)**(1/2)*(2*x+2)**(3/2)",
        "1/((1-x)*(1+x)*(x**2-1)**-2)",
        "(0*x)**-1*(x-x)**2",
        "(y if not x<1 else y)*2",
    ],
)
def test_what_was_not_normal_once(source, broken):
    tape, root = lower(parse(source))[:2]
    canonical(tape, [root])
    assert broken == []


def test_opposites_are_one_up_to_the_sign():
    algebra = Algebra()
    for source, opposite in [
        ("sin(x) - cos(x)", "cos(x) - sin(x)"),
        ("tan(x) - sin(x) - cos(x)", "cos(x) + sin(x) - tan(x)"),
        ("sin(x) - pi", "pi - sin(x)"),
        ("x - y", "y - x"),
        ("exp(x) - exp(y)", "exp(y) - exp(x)"),
    ]:
        one, other = (
            Reader(algebra, tape).read([root])[0] for tape, root, *_ in (lower(parse(each)) for each in (source, opposite))
        )
        assert one.negative != other.negative
        assert algebra.product([(one, 3), (other, -3)]) is algebra.number(-1)


PLANTED = [
    ("_unite_opposites", lambda self, powers: 1),
    ("_is_primitive", lambda self, form: True),
    ("_fold_numbers", lambda self, coefficient, powers: coefficient),
    ("_fold_roots", lambda self, base, laws, powers: None),
]


@pytest.mark.parametrize("name, wrong", PLANTED, ids=[name for name, _ in PLANTED])
def test_a_form_that_is_not_normal_is_caught(name, wrong, monkeypatch, broken):
    monkeypatch.setattr(Algebra, name, wrong)
    for source in [
        "(x-1)**2*(1-x)**a",
        "sqrt(x*y)**2/y",
        "(2*x+2)**3",
        "exp(x)*exp(y)",
        "x**2/x**2*y",
        "cbrt(x)**4",
        "(x**2*y)**3",
        "exp(x)**2",
        "sqrt(2*x+2)**4",
    ]:
        tape, root = lower(parse(source))[:2]
        canonical(tape, [root])
    assert broken
