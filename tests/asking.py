"""Questions at points, and their answers in exact or proven numbers."""

from gradcli.calc.derivatives import derivatives
from gradcli.calc.direction import Direction
from gradcli.calc.expansion.taylor import taylor
from gradcli.calc.matrices import gradient, hessian
from gradcli.calc.question import Question
from gradcli.calc.uncertainty.propagation import propagate
from gradcli.calc.unrounded import Unrounded
from gradcli.calc.values import evaluate
from gradcli.engine.lower import LIMIT
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text


def pose(source, **at):
    """The question of a text, with numbers or texts bound."""
    return Question(source, bindings(f"{name}={value}" for name, value in at.items()))


def toward(text, unit=False):
    """The direction of a text, as u=1 v=2."""
    return Direction(bindings(text.split(), "--along"), unit)


class Answers:
    """A question and the numbers of a domain; every method is the answer of that name."""

    def __init__(self, question, domain):
        self.question, self.numbers = question, Unrounded(lambda source: domain)

    def evaluate(self, wrt=None):
        return evaluate(self.question, wrt, self.numbers)

    def gradient(self, wrt=None):
        return gradient(self.question, wrt, self.numbers)

    def hessian(self, wrt=None):
        return hessian(self.question, wrt, self.numbers)

    def derivatives(self, wrt, every, formulas):
        return derivatives(self.question, wrt, every, formulas, self.numbers)


def expand_around(source, around, order, *at, domain=None):
    """The expansion around a point, as x=0 y=1, to an order."""
    return taylor(Question(source, bindings(at)), bindings(around.split()), order, domain)


def coefficients(series):
    """The coefficients as texts, by the powers of the deviations."""
    return {tuple(each.powers.values()): text(each.coefficient) for each in series.coefficients}


def propagated(source, *words, wrt=None, limit=LIMIT):
    """The report on a point with uncertainties, as x=3±0.1."""
    deviations = {}
    return propagate(Question(source, bindings(words, deviations=deviations), limit), deviations, wrt)
