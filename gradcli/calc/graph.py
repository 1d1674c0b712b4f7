"""The computational graph, as PyTorch would record it."""

import math

from gradcli.analysis.diagnose import diagnose
from gradcli.analysis.evaluation import Evaluation
from gradcli.calc.question import Question
from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Tape
from gradcli.engine.lift import lift, sizes
from gradcli.engine.passes import expand_hidden
from gradcli.engine.reverse import reverse
from gradcli.engine.torch_view import TorchView
from gradcli.report import Graph, Node, Warning
from gradcli.syntax.nodes import Apply, Name
from gradcli.syntax.printer import text

LONG = 200  # parts of an expression that a node still shows in full


def graph(question: Question, retain_grad: bool = False) -> Graph:
    """The computational graph as PyTorch records it; data and grad where all is bound.

    Arithmetic of numbers alone is one constant, as it is in Python before PyTorch sees it.
    """
    tape, root, variables = question.lowered.tape.copy(), question.lowered.root, question.variables
    recording = TorchView(tape)
    requires = [recording.requires(slot) for slot in range(root + 1)]
    numbers = [recording.number(slot) for slot in range(root + 1)]
    inputs, work = {root: recording.inputs(root)}, [root]
    while work:
        below = {a: recording.inputs(a) for a in inputs[work.pop()] if a not in inputs}
        inputs.update(below)
        work.extend(below)
    ids = {slot: index for index, slot in enumerate(sorted(inputs))}
    names = {slot: recording.grad_fn(slot) for slot in ids}
    texts = _texts(tape, ids)
    data: dict[int, float] = {}
    grad: dict[int, float] = {}
    warnings: list[Warning] = []
    if question.given or not variables:
        wrt = [slot for slot in ids if tape.operations[slot] is VARIABLE or retain_grad and names[slot]]
        adjoints = reverse(tape, root, wrt)
        evaluation = Evaluation(question.source, tape, root, adjoints, question.point())
        data = {slot: evaluation.values[slot] for slot in ids}
        lost = data[root] != data[root]
        reached = {root}  # by a gradient, be it one that is 0
        for slot in sorted(inputs, reverse=True):
            if slot in reached and requires[slot]:
                reached.update(inputs[slot])
        grad = {slot: math.nan if lost else evaluation.values[adjoints[slot]] if slot in adjoints else 0.0
                for slot in wrt if slot in reached}
        results = [root, *(adjoints[slot] for slot in wrt if slot in adjoints)]
        warnings = question.binding_warnings() + diagnose(evaluation, results)
    nodes = [Node(ids[slot], texts[slot], CONSTANT.name if numbers[slot] else tape.operations[slot].name,
                  [ids[a] for a in inputs[slot]], data.get(slot), grad.get(slot), names[slot], names[slot] is None,
                  requires[slot]) for slot in ids]
    return Graph(question.source, question.at or None, ids[root], nodes, warnings)


def _texts(tape: Tape, ids: dict[int, int]) -> dict[int, str]:
    """The expression of each slot in `ids`; a long one is written over the ids of its arguments."""
    longer, moved = expand_hidden(tape)
    asts, lengths = lift(longer), sizes(longer)
    long = {slot for slot in ids if lengths[moved[slot]] > LONG}
    names = {moved[slot]: Name(f"#{index}") for slot, index in ids.items()}
    found = {}
    for slot in ids:
        ast = asts[moved[slot]]
        if slot in long:
            ast = Apply(ast.row, tuple(names.get(a, asts[a]) for a in longer.arguments[moved[slot]]))
        found[slot] = text(ast)
    return found
