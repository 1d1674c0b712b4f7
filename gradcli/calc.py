"""Question to answer: the only module that knows the whole pipeline."""

import math

from gradcli.core.primitive import CONSTANT, FUNCTIONS, VARIABLE
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError, closest
from gradcli.report import Answer, Node
from gradcli.syntax.parser import parse


def _point(source: str, variables: dict, given: dict, names) -> tuple[dict[str, float], list]:
    """The bindings as doubles, and a warning for each that nothing uses. Raises GradcliError for missing ones."""
    missing = [name for name in names if name not in given]
    if missing:
        at = " ".join(f"{name}=…" for name in missing)
        be = "is" if len(missing) == 1 else "are"
        raise GradcliError(f"{', '.join(missing)} {be} not bound; use --at {at}", source=source)
    at = {}
    for name, ast in given.items():
        tape, root, _ = lower(ast)
        at[name] = run(tape, {})[root]
    unused = [("unused", f"{name} does not occur in the expression") for name in given if name not in variables]
    return at, unused


def _grad_fns(tape, root: int) -> list[str | None]:
    """PyTorch's grad_fn of each slot; None for leaves and for what needs no gradient."""
    names: list[str | None] = []
    numbers, requires = [], []
    for slot in range(root + 1):
        row, arguments = tape.operations[slot], tape.arguments[slot]
        numbers.append(row is not VARIABLE and all(numbers[a] for a in arguments))
        differentiable = row.rules is not None and any(requires[a] for a in arguments)
        requires.append(row is VARIABLE or differentiable)
        names.append(row.grad_fn_for("".join("n" if numbers[a] else "t" for a in arguments)) if differentiable else None)
    return names


def evaluate(source: str, given: dict, wrt: list[str] | None = None) -> Answer:
    """The value and the partial derivatives of `source` at the point `given` (name to AST of a constant)."""
    ast = parse(source)
    substitutes = {name: value for name, value in given.items() if name in FUNCTIONS and not FUNCTIONS[name].least}
    tape, root, variables = lower(ast, substitutes)
    at, warnings = _point(source, {**variables, **substitutes}, given, variables)
    for name in wrt or ():
        if name not in variables:
            near = closest(name, variables)
            raise GradcliError(f"--wrt {name}: no such variable in the expression",
                               help=f"did you mean {near[0]}?" if near else None)
    grad_fn = _grad_fns(tape, root)[root]
    wanted = wrt or list(variables)
    adjoints = reverse(tape, root, [variables[name] for name in wanted])
    values = run(tape, at)
    value = values[root]
    partials = {}
    for name in wanted:
        slot = adjoints.get(variables[name])
        partials[name] = math.nan if value != value else 0.0 if slot is None else values[slot]
    if value != value or any(p != p for p in partials.values()):
        bad = root if value != value else next(
            adjoints[variables[n]] for n, p in partials.items() if p != p)
        while any(values[a] != values[a] for a in tape.arguments[bad]):
            bad = next(a for a in tape.arguments[bad] if values[a] != values[a])
        span = tape.spans[bad]
        culprit = source[span[0]:span[1]] if span else source
        warnings.append(("domain", f"{culprit} has no {'value' if bad <= root else 'derivative'} here"))
    elif math.isinf(value):
        warnings.append(("overflow", "the value is infinite"))
    elif any(math.isinf(p) for p in partials.values()):
        warnings.append(("edge", "a derivative is infinite"))
    return Answer(source, at, value, grad_fn, partials, warnings)


def graph(source: str, given: dict, retain_grad: bool = False) -> tuple[list[Node], dict[str, float] | None]:
    """The computational graph as PyTorch records it, inputs before users; data and grad where `given` is not empty."""
    tape, root, variables = lower(parse(source))
    length = root + 1
    grad_fns = _grad_fns(tape, root)
    at = values = None
    adjoints: dict[int, int] = {}
    if given:
        at, _ = _point(source, variables, given, variables)
        wrt = [slot for slot in range(length) if grad_fns[slot] or tape.operations[slot] is VARIABLE]
        adjoints = reverse(tape, root, wrt if retain_grad else list(variables.values()))
        values = run(tape, at)
    nodes = []
    for slot in range(length):
        row, leaf = tape.operations[slot], grad_fns[slot] is None
        shown = retain_grad or leaf
        span = tape.spans[slot]
        nodes.append(Node(
            slot, source[span[0]:span[1]] if span else row.name,
            "constant" if row is CONSTANT else "variable" if row is VARIABLE else row.name,
            list(tape.arguments[slot]), values[slot] if values else None,
            values[adjoints[slot]] if values and shown and slot in adjoints else None,
            grad_fns[slot], leaf, row is VARIABLE or not leaf))
    return nodes, at


def nth(source: str, given: dict, wrt: list[str]) -> tuple[float, dict[str, float]]:
    """The mixed partial of `source` along `wrt`, one reverse sweep per name, and the point as doubles."""
    tape, root, variables = lower(parse(source))
    at, _ = _point(source, variables, given, variables)
    value_slot, slot = root, root
    for name in wrt:
        if name not in variables:
            return 0.0, at
        adjoint = reverse(tape, slot, [variables[name]]).get(variables[name])
        if adjoint is None:
            return 0.0, at
        slot = adjoint
        if len(tape) > 5_000_000:
            raise GradcliError("the derivative's tape is beyond the limit of 5000000 operations", code=1)
    values = run(tape, at)
    return (math.nan if values[value_slot] != values[value_slot] else values[slot]), at


def variables_of(source: str) -> list[str]:
    """The variables of `source` in order of first appearance."""
    return list(lower(parse(source))[2])


def nth_formula(source: str, given: dict, wrt: list[str]) -> str:
    """The mixed partial of `source` along `wrt` as a formula in what `given` leaves free."""
    from gradcli.engine.canonical import formula

    tape, root, variables = lower(parse(source), given)
    for name in wrt:
        adjoint = reverse(tape, root, [variables[name]]).get(variables[name]) if name in variables else None
        if adjoint is None:
            return "0"
        root = adjoint
        if len(tape) > 1_000_000:
            raise GradcliError("the derivative's tape is beyond the limit of 1000000 operations", code=1)
    return formula(tape, root)
