"""The answer of `eval`."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from gradcli.report.base import Formula, Number, Warning, label


class Answer(NamedTuple):
    """The answer of `eval`: the value, the root's grad_fn, the partials by name. `at` is None where nothing is bound.

    `question` has the ASTs of the expression, `program`, and of its bindings, `given`.
    """

    expression: str
    at: Mapping[str, Number] | None
    value: Number
    grad_fn: str | None
    partials: Mapping[str, Number]
    warnings: list[Warning]
    question: Any = None

    def entries(self) -> dict[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return {label([]): self.value} | {label([name]): partial for name, partial in self.partials.items()}
