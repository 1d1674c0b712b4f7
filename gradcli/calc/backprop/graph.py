"""The computational graph, as PyTorch would record it."""

from collections.abc import Mapping, Sequence
from typing import Any

from gradcli.calc.backprop.explain import explain_record
from gradcli.calc.backprop.record import Record
from gradcli.calc.numbers import FLOAT64, Numbers
from gradcli.calc.question import Question
from gradcli.core.primitive import VARIABLE
from gradcli.report.base import Warning
from gradcli.report.graphs import Graph
from gradcli.report.nodes import Node
from gradcli.syntax.printer import text


def graph(question: Question, retain_grad: bool = False, wrt: Sequence[str] | None = None, passes: bool = False,
          numbers: Numbers = FLOAT64) -> Graph:
    """Return the computational graph as PyTorch records it; data and grad where all is bound.

    Arithmetic of numbers alone is one constant, as it is in Python before PyTorch sees it. Of the variables those in `wrt`
    require grad, by default all. With `passes` and a point, both passes are included.
    """
    def compute(point: Mapping[str, Any] | None) -> Graph:
        record = Record(question, wrt, numbers, point)
        drawn = _drawn(record, retain_grad)
        if not passes or not record.bound:
            return drawn
        return drawn._replace(passes=explain_record(record, retain_grad, all_nodes=True))

    return numbers.settle(question, compute) if question.given or not question.variables else compute(None)


def _drawn(record: Record, retain_grad: bool) -> Graph:
    """Return the graph of a record."""
    tape, view, question = record.tape, record.view, record.question
    sweep = record.sweep if record.bound else None
    nodes, grads, shown = [], [], []
    for slot, index in record.ids.items():
        grad_fn, requires = view.grad_fn(slot), record.requires[slot]
        grad = sweep.grad(slot) if sweep and requires else None
        if requires and (tape.operations[slot] is VARIABLE or retain_grad):
            shown.append(slot)
        inputs = [record.ids[a] for a in record.inputs[slot]]
        nodes.append(Node(index, text(record.expressions[slot]), record.op(slot), inputs,
                          sweep.data(slot) if sweep else None, grad if slot in shown[-1:] else None, grad_fn,
                          grad_fn is None, requires))
        grads.append(grad)
    warnings: list[Warning] = sweep.warnings(shown) if sweep else question.unused()
    return Graph(question.source, record.type.at(question), record.ids[record.root], nodes, warnings, list(record.edges()),
                 [record.names[slot] for slot in record.ids], [record.operations[slot] for slot in record.ids],
                 [record.signs[slot] for slot in record.ids], grads,
                 {record.ids[slot]: name for slot, name in record.defined.items()})
