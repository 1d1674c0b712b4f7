"""Answers as values: what calc hands to the renderers. No text is made here.

The order of the fields is the order of the keys in JSON. NamedTuples: a dataclass costs five times as much at start-up.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

Formula = Any  # an AST, which each renderer writes in its own way
Number = float | str  # a double, or the text of an exact or proven one


def counted(wrt: Sequence[str]) -> list[tuple[str, int]]:
    """Count neighbours of one name: [(name, times), …]."""
    return [(name, len(list(run))) for name, run in groupby(wrt)]


def label(wrt: Sequence[str], function: str = "") -> str:
    """Name the derivative along `wrt`: value, d/du, df1/du, d2/dx2, d3/dx2dy; neighbours of one name are counted."""
    if not wrt:
        return "value"
    below = "".join(f"d{name}{count if count > 1 else ''}" for name, count in counted(wrt))
    return f"d{len(wrt) if len(wrt) > 1 else ''}{function}/{below}"


class Warning(NamedTuple):
    """A warning about an answer.

    `kind` is kink, jump, pole, edge, domain, overflow, cancellation or unused; `expression` is the subexpression that
    caused it and `span` its place in `source`, None where it has none.
    """

    kind: str
    expression: str
    span: tuple[int, int] | None
    message: str
    source: str | None = None


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


class Derivative(NamedTuple):
    """The answer of `nth`: the derivative along `wrt`, one name per order: as a formula, as a number, or both.

    `question` has the ASTs of the expression, `program`, and of its bindings, `given`.
    """

    expression: str
    wrt: tuple[str, ...]
    order: int
    derivative: Formula | None
    at: Mapping[str, Number] | None
    value: Number | None
    warnings: list[Warning]
    question: Any = None


class Gradient(NamedTuple):
    """The answer of `grad`: the partial derivatives by name, formulas where something is free, else numbers."""

    expression: str
    at: Mapping[str, Number] | None
    partials: Mapping[str, Formula | Number]
    warnings: list[Warning]


class Hessian(NamedTuple):
    """The answer of `hessian`: the second derivatives, rows and columns in the order of `wrt`."""

    expression: str
    wrt: tuple[str, ...]
    at: Mapping[str, Number] | None
    hessian: Sequence[Sequence[Formula | Number]]
    warnings: list[Warning]


class Jacobian(NamedTuple):
    """The answer of `jacobian`: a row for each expression, a column for each name of `wrt`."""

    expressions: tuple[str, ...]
    wrt: tuple[str, ...]
    at: Mapping[str, Number] | None
    jacobian: Sequence[Sequence[Formula | Number]]
    warnings: list[Warning]


class Coefficient(NamedTuple):
    """A term of a Taylor polynomial: the exponents of the deviations from the point, by name, and what stands before them,
    as a formula and, where nothing is free, as a number."""

    powers: dict[str, int]
    coefficient: Formula
    value: Number | None


class Series(NamedTuple):
    """The answer of `taylor`: the polynomial of total degree `order`, and its coefficients that are not 0, lowest degree
    first.
    """

    expression: str
    around: Mapping[str, Number]
    order: int
    polynomial: Formula
    coefficients: list[Coefficient]
    warnings: list[Warning]


def entries(report: "Answer | Gradient | Hessian | Jacobian | Series") -> dict[str, Formula | Number]:
    """Return the results of a report by name, in the order in which they are printed."""
    match report:
        case Answer():
            return {label([]): report.value} | {label([name]): partial for name, partial in report.partials.items()}
        case Gradient():
            return {label([name]): partial for name, partial in report.partials.items()}
        case Hessian():
            return {label([a, b]): value for a, row in zip(report.wrt, report.hessian, strict=True)
                    for b, value in zip(report.wrt, row, strict=True)}
        case Jacobian():
            return {label([name], f"f{i}"): value for i, row in enumerate(report.jacobian, 1)
                    for name, value in zip(report.wrt, row, strict=True)}
        case Series():
            return {"polynomial": report.polynomial} | {
                monomial(each.powers): each.coefficient if each.value is None else each.value
                for each in report.coefficients}


def monomial(powers: Mapping[str, int]) -> str:
    """Name a coefficient by its powers: 1, x, x**2*y."""
    factors = [name if power == 1 else f"{name}**{power}" for name, power in powers.items() if power]
    return "*".join(factors) or "1"


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


class Function(NamedTuple):
    """An answer of `functions`: a row of the table; `call` shows its arguments, `derivatives` are along each of them."""

    name: str
    call: Formula
    synonyms: list[str]
    doc: str
    derivatives: dict[str, Formula]
    domain: str
    convention: str
    grad_fn: str


class Node(NamedTuple):
    """One slot of the raw tape, with the attributes that PyTorch gives a tensor."""

    id: int
    expression: str
    op: str
    inputs: list[int]
    data: Number | None
    grad: Number | None
    grad_fn: str | None
    is_leaf: bool
    requires_grad: bool


class Edge(NamedTuple):
    """An argument of a node. `derivative` and `local` are that of the node along the input, as formula and number.

    `share` is what backward hands along the edge. Where nothing flows, `idle` says why: number, comparison, condition,
    "no grad", branch, or the row's own word; step where the derivative is 0. `kink` are the slopes on both sides of a kink,
    `convention` what holds where the formula does not give the number.
    """

    input: int
    node: int
    derivative: Formula | None = None
    local: Number | None = None
    share: Number | None = None
    idle: str | None = None
    kink: tuple[float, float] | None = None
    convention: str | None = None


class Forward(NamedTuple):
    """A node of the forward pass; `operation` is what it computes over the names of its inputs.

    One that is `undefined` is nan, though its inputs are not; `data` is None in a branch not taken that has no exact value.
    """

    id: int
    expression: Formula
    operation: Formula
    op: str
    inputs: list[int]
    data: Number | None
    grad_fn: str | None
    is_leaf: bool
    requires_grad: bool
    undefined: bool


class Visit(NamedTuple):
    """A node in the backward pass: its gradient, the shares that add up to it, and what it hands on along its edges.

    `accumulate` is the name of a leaf, which has no `operation` and no `grad_fn`. `recorded` is the operation that was
    written where PyTorch records another, and the name of that.
    """

    node: int
    grad: Number
    sum: list[Number]
    shares: list[Edge]
    accumulate: str | None = None
    operation: Formula | None = None
    grad_fn: str | None = None
    recorded: tuple[Formula, str] | None = None


class Explanation(NamedTuple):
    """The answer of `explain`: the forward and the backward pass.

    `paths` are the local derivatives along each path to a leaf, None where there are too many. `names` has the name of
    each node. `defined` are the names of definitions, `grads` the gradients of leaves, None where none flows; where the
    value is nan, what PyTorch would make of them, as far as that is known. `left` counts the nodes that are not told,
    `retain` says that gradients of all nodes are kept.
    """

    expression: str
    at: Mapping[str, Number] | None
    value: Number
    root: int
    forward: list[Forward]
    backward: list[Visit]
    partials: dict[str, Number]
    paths: dict[str, list[list[Number]] | None]
    warnings: list[Warning]
    names: list[Formula]
    defined: dict[int, str]
    grads: dict[str, Number | None]
    left: int
    retain: bool


class Code(NamedTuple):
    """The answer of `code`: a program; `missing` are the functions that the language lacks, written with others."""

    expression: str
    lang: str
    code: str
    missing: list[str]


class Graph(NamedTuple):
    """The answer of `graph`: the nodes, inputs before users.

    `root` and `inputs` are ids, and a node's id is its place in `nodes`. `edges` are in the order of nodes, then of
    arguments. Of each node, `names` holds how it is called, `operations` what it computes over the names of its inputs,
    `signs` the same with the inputs left blank, and `grads` the gradient also where PyTorch does not keep it. `defined`
    are the names of definitions, `passes` what a step player tells.
    """

    expression: str
    at: Mapping[str, Number] | None
    root: int
    nodes: list[Node]
    warnings: list[Warning]
    edges: Sequence[Edge] = ()
    names: Sequence[Formula] = ()
    operations: Sequence[Formula] = ()
    signs: Sequence[Formula] = ()
    grads: Sequence[Number | None] = ()
    defined: Mapping[int, str] = MappingProxyType({})
    passes: Explanation | None = None
