"""Both passes, node by node: values and recorded operations forward, contributions to the inputs backward."""

import math
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from gradcli.calc.backprop.backward import STEP, Backward
from gradcli.calc.backprop.record import Record
from gradcli.calc.numbers import FLOAT64, Numbers
from gradcli.calc.question import Question
from gradcli.core.primitive import VARIABLE, Primitive
from gradcli.core.tape import Attribute
from gradcli.engine.rules import compile_rule
from gradcli.ops import DIV, SELECT
from gradcli.report.base import Number
from gradcli.report.nodes import Edge
from gradcli.report.passes import Explanation, Forward, Visit
from gradcli.syntax.nodes import Apply

MAX_PATHS = 6  # paths to a leaf that are written out; more are no help to a reader
MAX_FACTORS = 40  # of a path that is written out


def explain(question: Question, wrt: Sequence[str] | None = None, retain: bool = False,
            numbers: Numbers = FLOAT64) -> Explanation:
    """Return both passes at the point of the question; with `wrt`, only the nodes that depend on these variables.

    Raises GradcliError where a variable is not bound, or a value of this number type does not exist.
    """
    question.point()
    return numbers.settle(question, lambda point: explain_record(Record(question, wrt, numbers, point), retain))


def explain_record(record: Record, retain: bool = False, all_nodes: bool = False) -> Explanation:
    """Return both passes of a record whose variables are bound; with `all_nodes`, also nodes that depend on no leaf."""
    sweep, question, ids = record.sweep, record.question, record.ids
    edges: dict[int, list[Edge]] = {}
    for edge in record.edges():
        edges.setdefault(edge.node, []).append(edge)
    shown = set(ids) if all_nodes else _shown_nodes(record)
    forward = [_forward(record, slot) for slot in ids if slot in shown]
    leaves = sweep.leaves()
    partials: dict[str, Number] = {}
    grads: dict[str, Number | None] = {}
    for name in leaves if record.wrt is None else record.wrt:
        slot = leaves.get(name)
        partials[name] = math.nan if sweep.lost else sweep.numbers.zero if slot is None else sweep.total(slot)
        grads[name] = None if slot is None else _torch_gradient(sweep, slot) if sweep.lost else sweep.grad(slot)
    paths = {name: _paths(record, leaves[name]) if name in leaves else [] for name in partials}
    return Explanation(
        question.source, sweep.numbers.at(question), sweep.number(record.root), ids[record.root], forward,
        _backward(record, edges), partials, paths,
        sweep.warnings(leaves.values()), [record.names[slot] for slot in ids],
        {ids[slot]: name for slot, name in record.defined.items()}, grads, len(ids) - len(forward), retain)


def _shown_nodes(record: Record) -> set[int]:
    """Return the nodes to show: all, or those that depend on a chosen variable, with their inputs."""
    if record.chosen_leaves is None:
        return set(record.ids)
    shown = {record.root}
    for slot in record.ids:
        if record.requires[slot]:
            shown.update([slot, *record.inputs[slot]])
    return shown


def _forward(record: Record, slot: int) -> Forward:
    grad_fn = record.view.grad_fn(slot)
    sweep, arguments = record.sweep, record.tape.arguments[slot]
    data = sweep.computed(slot) if sweep.numbers.rounded else sweep.data(slot)
    undefined = data != data and bool(arguments) and all(sweep.values[a] == sweep.values[a] for a in arguments)
    return Forward(record.ids[slot], record.expressions[slot], record.operations[slot], record.op(slot),
                   [record.ids[a] for a in record.inputs[slot]], data, grad_fn, grad_fn is None,
                   record.requires[slot], undefined)


def _backward(record: Record, edges: dict[int, list[Edge]]) -> list[Visit]:
    """Return all nodes in the order of PyTorch: the latest first, a leaf right after its last share."""
    sweep, tape = record.sweep, record.tape
    if record.root in sweep.arrived and tape.operations[record.root] is VARIABLE:
        return [_leaf(record, record.root)]
    visits = []
    for slot in reversed(sweep.nodes):
        if slot not in sweep.arrived or tape.operations[slot] is VARIABLE:
            continue
        visits.append(Visit(record.ids[slot], sweep.total(slot), sweep.sum(slot),
                            edges[record.ids[slot]], None, record.operations[slot], record.view.grad_fn(slot),
                            _replaced_quotient(record, slot),
                            saves=_saves_tensors(tape.operations[slot], len(tape.arguments[slot]), tape.attributes[slot])))
        for a in dict.fromkeys(record.inputs[slot]):
            if tape.operations[a] is VARIABLE and sweep.last.get(a) == slot:
                visits.append(_leaf(record, a))
    return visits


@cache
def _saves_tensors(row: Primitive, count: int, attribute: Attribute) -> bool:
    """Return whether the adjoint of a row uses its result or arguments: PyTorch frees them in the first backward pass."""
    rules = [compile_rule(row, index, count, attribute) for index in range(count)]
    places = range(1, count + 2)  # of the result and the arguments, after that of the adjoint
    return any(used in places for rule in rules if rule for used in chain(
        [rule.mask], *(arguments for _, arguments, _ in rule.steps)))


def _leaf(record: Record, slot: int) -> Visit:
    sweep = record.sweep
    return Visit(record.ids[slot], sweep.total(slot), sweep.sum(slot), [], record.tape.attributes[slot],
                 found=sweep.found(slot))


def _replaced_quotient(record: Record, slot: int) -> tuple[Any, str] | None:
    """Return the quotient for which PyTorch records a product with a reciprocal, and the name of the reciprocal."""
    tape = record.tape
    hidden = [a for a in tape.arguments[slot] if tape.operations[a].hidden and tape.arguments[a]]
    if not hidden or tape.spans[hidden[0]] != tape.spans[slot]:
        return None
    numerator = next(a for a in tape.arguments[slot] if a != hidden[0])
    denominator, = tape.arguments[hidden[0]]
    return Apply(DIV, (record.names[numerator], record.names[denominator])), tape.operations[hidden[0]].name


def _torch_gradient(sweep: Backward, slot: int) -> Number | None:
    """Return the gradient that PyTorch makes of a value that is nan; None where it may be another than ours.

    That is so behind branches and step functions, where 0 times infinity is nan, and of nan: PyTorch's sign(nan) is 0.
    """
    tape, adjoint, record = sweep.tape, sweep.adjoints.get(slot), sweep.record
    steps = any(idle == STEP for inputs in record.ways.values() for _, idle in inputs)
    if adjoint is None or steps or any(tape.operations[each] is SELECT for each in range(record.root, len(tape))):
        return None
    grad = sweep.number(adjoint)
    return None if grad != grad else grad


def _paths(record: Record, leaf: int) -> list[list[Number]] | None:
    """Return the local derivatives along each path from the result to a leaf, in the order of the arguments."""
    sweep = record.sweep
    if leaf not in sweep.arrived:
        return []
    if sweep.paths[leaf] > MAX_PATHS or sweep.depths[leaf] > MAX_FACTORS:
        return None
    found: list[tuple[list[int], list[Number]]] = []
    work: list[tuple[int, list[int], list[Number]]] = [(leaf, [], [])]
    while work:
        slot, places, factors = work.pop()
        if slot == record.root:
            found.append((places, factors))
        for node, place in sweep.users.get(slot, ()):
            step = (place, STEP) in record.ways[node]
            local = sweep.numbers.zero if step else sweep.number(sweep.local(node, place))
            work.append((node, [place, *places], [local, *factors]))
    return [factors for _, factors in sorted(found, key=lambda path: path[0])]
