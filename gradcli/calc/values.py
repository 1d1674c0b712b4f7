"""The value and the gradient at a point."""

from collections.abc import Sequence

from gradcli.calc.numbers import FLOAT64, Numbers, numbers_at
from gradcli.calc.question import Question
from gradcli.engine.torch_view import TorchView
from gradcli.report.values import Answer

MIN_LENGTH = 20_000  # characters from which on a text is searched for a sum of like terms


def evaluate(question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64) -> Answer:
    """Return the value and the partial derivatives at the point that the question binds."""
    if numbers.rounded and (len(question.source) >= MIN_LENGTH or question.has_folds):
        from gradcli.calc.longsum.sums import answer_long_sum

        if answer := answer_long_sum(question, wrt):
            return answer
    variables, root = question.variables, question.lowered.root
    names = list(variables) if wrt is None else list(wrt)
    question.point()
    sweep = question.sweep(names)
    slots = [root, *(sweep.adjoints.get(variables.get(name, -1)) for name in names)]
    (value, *partials), warnings, _ = numbers_at(question, sweep, slots, numbers)
    grad_fn = TorchView(question.lowered.tape).grad_fn(root)
    return Answer(question.source, numbers.at(question), value, grad_fn, dict(zip(names, partials, strict=True)),
                  numbers.binding_warnings(question) + warnings, question)
