"""The value and the gradient at a point."""

import math
from collections.abc import Sequence

from gradcli.calc.question import Question
from gradcli.calc.statuses import Statuses
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Tape
from gradcli.engine.reverse import reverse
from gradcli.report import Answer


def evaluate(question: Question, wrt: Sequence[str] | None = None) -> Answer:
    """The value and the partial derivatives at the point that the question binds."""
    tape, root, variables = question.lowered.tape, question.lowered.root, question.variables
    wanted = list(variables) if wrt is None else question.checked(wrt)
    at = question.point()
    grad_fn = grad_fns(tape)[root]
    adjoints = reverse(tape, root, [variables[name] for name in wanted])
    statuses = Statuses(question.source, tape, root, adjoints, at)
    value = statuses.values[root]
    slots = {name: adjoints.get(variables[name]) for name in wanted}
    partials = {name: math.nan if value != value else 0.0 if slot is None else statuses.values[slot]
                for name, slot in slots.items()}
    warnings = statuses.explain([root, *(slot for slot in slots.values() if slot is not None)])
    return Answer(question.source, at or None, value, grad_fn, partials, question.unused() + warnings)


def grad_fns(tape: Tape) -> list[str | None]:
    """PyTorch's grad_fn of each slot; None for leaves and for what needs no gradient."""
    names: list[str | None] = []
    numbers: list[bool] = []
    requires: list[bool] = []
    for row, arguments in zip(tape.operations, tape.arguments, strict=True):
        numbers.append(row is not VARIABLE and all(numbers[a] for a in arguments))
        differentiable = row.rules is not None and any(requires[a] for a in arguments)
        requires.append(row is VARIABLE or differentiable)
        names.append(row.grad_fn_for("".join("n" if numbers[a] else "t" for a in arguments)) if differentiable else None)
    return names
