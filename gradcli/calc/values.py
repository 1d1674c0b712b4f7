"""The value and the gradient at a point."""

import math
from collections.abc import Sequence

from gradcli.calc.question import Question
from gradcli.calc.statuses import Statuses
from gradcli.engine.reverse import reverse
from gradcli.engine.torch_view import TorchView
from gradcli.report import Answer

LONG = 20_000  # characters of a text from which on it is asked whether it is a sum of like terms


def evaluate(question: Question, wrt: Sequence[str] | None = None) -> Answer:
    """The value and the partial derivatives at the point that the question binds."""
    if len(question.source) >= LONG:
        from gradcli.calc.longsum.sums import summed

        if answer := summed(question, wrt):
            return answer
    tape, root, variables = question.lowered.tape, question.lowered.root, question.variables
    wanted = list(variables) if wrt is None else question.checked(wrt)
    at = question.point()
    grad_fn = TorchView(tape).grad_fn(root)
    adjoints = reverse(tape, root, [variables[name] for name in wanted])
    statuses = Statuses(question.source, tape, root, adjoints, at)
    value = statuses.values[root]
    slots = {name: adjoints.get(variables[name]) for name in wanted}
    partials = {name: math.nan if value != value else 0.0 if slot is None else statuses.values[slot]
                for name, slot in slots.items()}
    warnings = statuses.explain([root, *(slot for slot in slots.values() if slot is not None)])
    return Answer(question.source, at or None, value, grad_fn, partials, question.remarks() + warnings)
