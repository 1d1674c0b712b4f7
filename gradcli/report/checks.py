"""The answers of `check`."""

from typing import NamedTuple

from gradcli.report.base import Warning


class Comparison(NamedTuple):
    """One partial derivative by every method: by how many digits they agree; the two slopes where it is a kink."""

    name: str
    reverse: float
    forward: float
    taylor: float
    numeric: float
    method: str
    digits: int
    kink: tuple[float, float] | None
    agrees: bool


class Check(NamedTuple):
    """The answer of `check`: a comparison for each partial derivative."""

    expression: str
    at: dict[str, float] | None
    partials: list[Comparison]
    warnings: list[Warning]


class Claim(NamedTuple):
    """The answer of `check` with a claim: whether a formula is the derivative of `order` along `wrt`, and the reason.

    It rests on both being the `same` formula, or equal at `points`, `beside` of which were chosen on the sides of kinks,
    jumps and branches; `partial` where the claim has no value at a point that has a derivative. Where it is wrong, `at` is
    a point that shows it, with the derivative and the claim there.
    """

    expression: str
    wrt: tuple[str, ...]
    order: int
    claim: str
    right: bool
    same: bool
    points: int
    beside: int
    partial: bool
    at: dict[str, float] | None
    derivative: float | None
    claimed: float | None
    warnings: list[Warning]
