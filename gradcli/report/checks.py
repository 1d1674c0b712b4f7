"""The answers of `check`."""

from typing import NamedTuple

from gradcli.report.base import Formula, Number, Warning


class Comparison(NamedTuple):
    """One partial derivative by every method, the digits on which they agree, and the slopes on both sides of a kink."""

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

    It is right if both are the `same` formula, or equal at `points`, of which `beside` are on the sides of kinks, jumps,
    branches and edges, and `again` were compared in the `arithmetic` of more digits too; `partial` if the claim has no value
    at a point that has a derivative. Where it is wrong, `at` is a counterexample, with the derivative and the claim there;
    where it is right, the only point at which a number was compared. `formula` is the derivative, None beyond the limit and
    of a number; `shorter` tells whether it is shorter than a right claim, and `slip` the usual mistake of a wrong one.
    """

    expression: str
    wrt: tuple[str, ...]
    order: int
    claim: str
    right: bool
    same: bool
    points: int
    beside: int
    again: int
    arithmetic: str | None
    partial: bool
    at: dict[str, float] | None
    derivative: Number | None
    claimed: Number | None
    formula: Formula | None
    shorter: bool
    slip: str | None
    warnings: list[Warning]
