"""The two passes, node by node: what is computed and recorded, then what each node hands to its inputs."""

import math
from collections.abc import Sequence
from typing import Any

from gradcli.calc.backward import STEP, Backward
from gradcli.calc.numbers import FLOAT64, Numbers
from gradcli.calc.question import Question
from gradcli.calc.record import Record
from gradcli.core.primitive import VARIABLE
from gradcli.ops import DIV, SELECT
from gradcli.report.base import Number
from gradcli.report.nodes import Edge
from gradcli.report.passes import Explanation, Forward, Visit
from gradcli.syntax.nodes import Apply

MOST = 6  # paths to a leaf that are written out
LONGEST = 40  # factors of a path


def explain(question: Question, wrt: Sequence[str] | None = None, retain: bool = False,
            numbers: Numbers = FLOAT64) -> Explanation:
    """Return both passes at the point that the question binds; with `wrt` only what these variables are in.

    Raises GradcliError where a variable is not bound, or where there is no number of this type.
    """
    question.point()
    return numbers.settle(question, lambda point: explain_record(Record(question, wrt, numbers, point), retain))


def explain_record(record: Record, retain: bool = False, all_nodes: bool = False) -> Explanation:
    """Return both passes of a record whose variables are bound; `all_nodes` also where some of them rest on no leaf."""
    sweep, question, ids = record.sweep, record.question, record.ids
    edges: dict[int, list[Edge]] = {}
    for edge in record.edges():
        edges.setdefault(edge.node, []).append(edge)
    shown = set(ids) if all_nodes else _shown(record)
    forward = [_forward(record, slot) for slot in ids if slot in shown]
    leaves = sweep.leaves()
    partials: dict[str, Number] = {}
    grads: dict[str, Number | None] = {}
    for name in leaves if record.wrt is None else record.wrt:
        slot = leaves.get(name)
        partials[name] = math.nan if sweep.lost else sweep.numbers.zero if slot is None else sweep.total(slot)
        grads[name] = None if slot is None else _beyond(sweep, slot) if sweep.lost else sweep.grad(slot)
    paths = {name: _paths(record, leaves[name]) if name in leaves else [] for name in partials}
    return Explanation(
        question.source, sweep.numbers.at(question), sweep.number(record.root), ids[record.root], forward,
        _backward(record, edges), partials, paths,
        sweep.warnings(leaves.values()), [record.names[slot] for slot in ids],
        {ids[slot]: name for slot, name in record.defined.items()}, grads, len(ids) - len(forward), retain)


def _shown(record: Record) -> set[int]:
    """Return the nodes to tell: all, or those that a wanted variable is in, and what they are computed from."""
    if record.wanted is None:
        return set(record.ids)
    shown = {record.root}
    for slot in record.ids:
        if record.requires[slot]:
            shown.update([slot, *record.inputs[slot]])
    return shown


def _forward(record: Record, slot: int) -> Forward:
    grad_fn = record.view.grad_fn(slot)
    sweep, arguments = record.sweep, record.tape.arguments[slot]
    data = sweep.data(slot)
    undefined = data != data and bool(arguments) and all(sweep.values[a] == sweep.values[a] for a in arguments)
    return Forward(record.ids[slot], record.expressions[slot], record.operations[slot], record.op(slot),
                   [record.ids[a] for a in record.inputs[slot]], data, grad_fn, grad_fn is None,
                   record.requires[slot], undefined)


def _backward(record: Record, edges: dict[int, list[Edge]]) -> list[Visit]:
    """Every node in the order of PyTorch: the latest first, a leaf as soon as its last share has come."""
    sweep, tape = record.sweep, record.tape
    if record.root in sweep.arrived and tape.operations[record.root] is VARIABLE:
        return [_leaf(record, record.root)]
    visits = []
    for slot in reversed(sweep.nodes):
        if slot not in sweep.arrived or tape.operations[slot] is VARIABLE:
            continue
        visits.append(Visit(record.ids[slot], sweep.total(slot), sweep.sum(slot),
                            edges[record.ids[slot]], None, record.operations[slot], record.view.grad_fn(slot),
                            _recorded(record, slot)))
        for a in dict.fromkeys(record.inputs[slot]):
            if tape.operations[a] is VARIABLE and sweep.last.get(a) == slot:
                visits.append(_leaf(record, a))
    return visits


def _leaf(record: Record, slot: int) -> Visit:
    sweep = record.sweep
    return Visit(record.ids[slot], sweep.total(slot), sweep.sum(slot), [], record.tape.attributes[slot])


def _recorded(record: Record, slot: int) -> tuple[Any, str] | None:
    """Return the quotient written where PyTorch records a product with a reciprocal, and the name of that."""
    tape = record.tape
    hidden = [a for a in tape.arguments[slot] if tape.operations[a].hidden and tape.arguments[a]]
    if not hidden or tape.spans[hidden[0]] != tape.spans[slot]:
        return None
    above = next(a for a in tape.arguments[slot] if a != hidden[0])
    below, = tape.arguments[hidden[0]]
    return Apply(DIV, (record.names[above], record.names[below])), tape.operations[hidden[0]].name


def _beyond(sweep: Backward, slot: int) -> Number | None:
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
    if sweep.paths[leaf] > MOST or sweep.depths[leaf] > LONGEST:
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
