"""Propagation of uncertainties: the standard deviation of a value whose variables are independent and have some.

To first order it is the root of the sum of squares of slope times deviation (GUM, JCGM 100:2008, 5.1.2).
"""

from collections.abc import Collection, Mapping, Sequence
from math import frexp, inf, sqrt

from gradcli.calc.numbers import FLOAT64, Numbers
from gradcli.calc.question import Question
from gradcli.calc.uncertainty.curvature import Curvature
from gradcli.calc.uncertainty.moments import shift
from gradcli.calc.values import evaluate
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.numeric.sums import add
from gradcli.report.uncertainties import Propagation, Spread
from gradcli.syntax.uncertainty import Deviation


def propagate(question: Question, deviations: Mapping[str, Deviation], wrt: Sequence[str] | None = None,
              numbers: Numbers = FLOAT64) -> Propagation:
    """Return the value and the partials along `wrt`, by default along all variables, with the uncertainty of the value.

    Raises GradcliError for a deviation that is negative or not finite, and for numbers that are not rounded.
    """
    if not numbers.rounded:
        raise GradcliError(f"{next(iter(deviations.values())).word}: an uncertainty goes with doubles, not with --exact or "
                           "--digits", help="leave out one of the two")
    question.point()
    for name in deviations:
        if name in question.program.fixed:
            raise GradcliError(f"an uncertainty goes with variables, and {name} is a bound", source=question.source,
                               span=question.program.names.get(name), help=f"leave out that of {name}")
    sizes = {name: _size(each, question.at[name]) for name, each in deviations.items()}
    uncertain = [name for name in question.variables if name in sizes]
    names = list(question.variables if wrt is None else wrt)
    answer = evaluate(question, list(dict.fromkeys([*names, *uncertain])))
    slopes = {name: float(answer.partials[name]) for name in uncertain}
    shares = {name: abs(slope) * sizes[name] if sizes[name] else 0.0 for name, slope in slopes.items()}
    total = _root_of_squares(shares.values())
    at = {name: Spread(value, sizes[name]) if name in sizes else value for name, value in question.at.items()}
    curvature = Curvature(question, float(answer.value), total, slopes,
                          {name: sizes[name] for name in uncertain if sizes[name]})
    return Propagation(question.source, at, answer.value, answer.grad_fn, {name: answer.partials[name] for name in names},
                       total, shares, curvature.second_order(), answer.warnings + curvature.warnings(), question)


def _size(deviation: Deviation, value: float) -> float:
    """Return the standard deviation of `value`. Raises GradcliError unless it is finite and not negative."""
    lowered = lower(deviation.program)
    number = run(lowered.tape, {})[lowered.root]
    size = abs(value) * number / 100 if deviation.percent else number
    if not 0 <= size < inf:
        raise GradcliError(f"{deviation.word}: an uncertainty is a finite number, 0 or above",
                           span=deviation.span, source=deviation.source)
    return size


def _root_of_squares(numbers: Collection[float]) -> float:
    """Return the root of the sum of squares of numbers that are not negative."""
    exponent = frexp(max(numbers, default=0.0))[1]  # so that no square leaves the range of doubles
    scaled = [shift(number, -exponent) for number in numbers]
    return shift(sqrt(add([number * number for number in scaled])), exponent)
