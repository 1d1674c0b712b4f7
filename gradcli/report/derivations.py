"""The answer of `explain --rules`: the steps of a derivation."""

from collections.abc import Mapping
from typing import NamedTuple

from gradcli.report.base import Formula, Number, Warning


class Rule(NamedTuple):
    """A step of a derivation: a rule of calculus and its result.

    `parts` are the f, g, u, … of the rule, `derivatives` theirs. `function` is the name of its row, with its
    `convention`; `outer` names the rule for f' in a chain rule; `same` is the earlier step with the same result.
    """

    id: int
    parent: int | None
    rule: str
    of: Formula
    parts: dict[str, Formula]
    result: Formula
    depth: int
    derivatives: dict[str, Formula]
    function: str
    convention: str
    outer: str
    same: int | None


class Derivation(NamedTuple):
    """The answer of `explain --rules`: the steps to the derivative of `expression` along the last of `wrt`.

    `expression` is a text or, above `order` 1, the formula of the order below; `derivative` is None where it takes too much
    work to simplify. `others` are the variables that are held constant; where there is no `value`, those `at` a point too.
    """

    expression: str | Formula
    wrt: tuple[str, ...]
    order: int
    steps: list[Rule]
    derivative: Formula | None
    at: Mapping[str, Number] | None
    value: Number | None
    warnings: list[Warning]
    others: list[str]
