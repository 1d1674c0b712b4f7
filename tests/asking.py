"""Questions answered in exact or proven numbers, for tests."""

from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import gradient, hessian
from gradcli.calc.unrounded import Unrounded
from gradcli.calc.values import evaluate


class Asked:
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
