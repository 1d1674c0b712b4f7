"""Both passes as PyTorch makes them: the script of `code` run with a hook on every node.

`python tests/passes.py` writes tests/cases/torch/passes.tsv anew; it needs torch.
"""

import math
from itertools import compress
from pathlib import Path
from typing import Any

from gradcli.calc.backprop.explain import explain
from gradcli.calc.programs.typed import read_as_typed
from gradcli.calc.question import Question
from gradcli.ops import SELECT
from gradcli.render.code import torch as language
from gradcli.report.graphs import Graph
from gradcli.report.passes import Explanation
from gradcli.syntax.bindings import bindings

TABLE = Path(__file__).parent / "cases" / "torch" / "passes.tsv"
Pass = tuple[str, float, list[float]]  # grad_fn or the name of a leaf, the gradient that came, what is handed on
NO_EDGES = {"number", "comparison", "condition", "no grad"}  # along which PyTorch hands on nothing, not even 0

RECORDED = [line.split("\t") for line in """\
3*x**2	x=3
u**3+v**2+4*u*v	u=3 v=4
d = x**2; d*d + 1/d	x=2
6*x**2 + 2*x + 4	x=3
x**2+x**3	x=5
x*y	x=2 y=3
x*x	x=3
x/y - y/x	x=2 y=5
2/x	x=4
2-x	x=5
2**x	x=3
x**y	x=2 y=3
-x*y	x=2 y=3
sin(x)*cos(y)	x=0.5 y=1.5
exp(x)/x	x=2
log(x)*sqrt(x)	x=3
tanh(x)*y	x=0.5 y=2
sigmoid(w*x + b)	w=0.5 x=2 b=-0.25
(a+b)*(b+1)	a=2 b=1
d = a*b; e = d + c; e*f	a=2 b=-3 c=10 f=-2
x*y + sin(x*y)	x=0.5 y=2
s = x + y; s*s*s	x=1 y=2
atan(x/y)	x=1 y=2
asin(x)*acos(y)	x=0.25 y=0.5
sinh(x) - cosh(y)	x=0.5 y=0.25
atan2(y, x)	x=1 y=2
hypot(x, y)	x=3 y=4
erf(x) + erfc(y)	x=0.5 y=0.25
log1p(x)*expm1(y)	x=0.5 y=0.25
log2(x) + log10(y)	x=3 y=7
1/(1 + exp(-x))	x=0.5
x**0.5*y**-1	x=4 y=2
(x - y)**2	x=3 y=1
(x + 1)*(x + 2)*(x + 3)	x=1
x*3*y*2	x=2 y=5
x - y - z	x=1 y=2 z=3
x/y/z	x=1 y=2 z=4
a = x*x; b = a*a; b*b	x=1.5
floor(x)*x	x=1.5
sign(x)*x**2	x=-2
floor(x)*y + y	x=2.5 y=3
round(x*y)*x	x=1.25 y=3
abs(x)*y	x=-2 y=3
abs(x)	x=0
max(x, y)	x=2 y=2
min(x, y)*x	x=2 y=2
softplus(x)*x	x=1
silu(x) + gelu(x)	x=0.75
logit(x)	x=0.25
digamma(x)*lgamma(x)	x=2.5
sinc(x)	x=0.25
tan(x)*x	x=0.5
asinh(x) + atanh(y)	x=0.5 y=0.25
acosh(x)	x=2
exp2(x)	x=3
logaddexp(x, y)	x=0.5 y=1
x % 3 + x	x=7.5
d1 = (log(s/k) + r*t)/(v*sqrt(t)); s*d1	s=100 k=95 r=0.05 v=0.2 t=0.5
(1-x)**2 + 100*(y-x**2)**2	x=0.5 y=2
f(t) = t*t; f(x) + f(2*x)	x=3
abs(x - y)*x	x=1.5 y=1.5
abs(x) + abs(-x)	x=0
relu(x)*y + relu(-x)	x=0 y=3
sign(x)*y + x	x=0 y=2
max(x, y)*min(x, y)	x=-1 y=-1
max(x, y, z)*y	x=2 y=2 z=1
max(x, x**2, 1)	x=1
min(x, y, 0) + y	x=0 y=0
max(x, 3) + min(x, 3)	x=3
clamp(x, 0, 1)*y	x=0 y=2
clamp(x, 0, 1)*y	x=1 y=2
clamp(x, y, z)	x=2 y=3 z=5
clamp(x, y, z)	x=2 y=2 z=2
where(x > 0, x*y, x - y)	x=-1 y=2
where(x > 0, x*y, x - y)	x=0 y=2
(x if x > y else y)*x	x=1 y=1
where(x > 0, y, 1)*x	x=1 y=2
where(x > 0, 2, 3)*x	x=1
x**2 if x > 1 else 2*x - 1	x=1
(x > 0)*x + (y == 2)*y	x=1 y=2
floor(x)*ceil(y)	x=2 y=3
round(x)*x + trunc(y)*y	x=2.5 y=-2
x % y + y	x=6 y=3
x % 2 + x % -2	x=4
hypot(x, y)*x	x=0 y=-2
sqrt(x)*y	x=0 y=2
1/x + y	x=0 y=1
x**y	x=1 y=0
abs(x)**3*max(x, -x)	x=0
softplus(relu(x)) + silu(abs(y))	x=0 y=0
log(x)*y	x=-1 y=2
sqrt(x - y)	x=1 y=2
asin(x)*2	x=2
x/x	x=0""".split("\n")]


def question(source: str, at: str) -> Question:
    return Question(source, bindings(at.split(), "--at"))


def torch_passes(asked: Question) -> list[Pass] | None:
    """What PyTorch's backward does, node by node; None where it lacks a function, a derivative, or any gradient.

    What a stack hands on is what the maximum of it does.
    """
    report = read_as_typed(asked, None, None, language.SPELLINGS, language.LACKING, language.NAME)
    script, _, rest = language.program(report, "").partition("f.backward()")
    if not rest or "# PyTorch has no" in script:
        return None
    space: dict[str, Any] = {}
    exec(script, space)  # noqa: S102  a script of our own
    result, names = space["f"], {}
    for name in asked.variables:
        names[space[f"{name}_" if f"{name}_" in space else name].data_ptr()] = name
    found: list[Pass] = []
    work, seen = [result.grad_fn or result], set()
    if result.grad_fn is None:
        return [(names[result.data_ptr()], 1.0, [])]

    def watch(node: Any) -> None:
        if node.name().endswith("AccumulateGrad"):
            name = names[node.variable.data_ptr()]
            node.register_prehook(lambda grads: found.append((name, grads[0].item(), [])))
        elif node.name().startswith("Stack"):
            edges = [below is not None for below, _ in node.next_functions]  # the others are numbers
            node.register_hook(lambda handed, grads: found[-1][2].extend(_passed_gradients(compress(handed, edges))))
        else:
            node.register_hook(lambda handed, grads: found.append(
                (node.name(), grads[0].item(), _passed_gradients(handed))))

    while work:
        node = work.pop()
        if node not in seen:
            seen.add(node)
            watch(node)
            work += [below for below, _ in node.next_functions if below is not None]
    result.backward()
    return found


def record_of(node: Any) -> str:
    """A grad_fn with its inputs; the stack below a maximum of many arguments is left out."""
    if node is None or "AccumulateGrad" in node.name():
        return "AG"
    behind = ",".join(record_of(each) for each, _ in node.next_functions if each is not None)
    return behind if node.name().startswith("Stack") else f"{node.name()}({behind})"


def shown(report: Graph) -> str:
    """A graph of ours in the same form, without numbers and conditions; AG for all that needs no gradient."""
    texts: list[str] = []
    for node in report.nodes:
        inputs = [edge.input for edge in report.edges if edge.node == node.id and edge.idle != "condition"] \
            if node.op == SELECT.name else node.inputs
        behind = [texts[i] for i in inputs if report.nodes[i].requires_grad]
        texts.append("AG" if node.is_leaf else f"{node.grad_fn}({','.join(behind)})")
    return texts[report.root]


def _passed_gradients(grads: Any) -> list[float]:
    """The contributions of a node along its edges, except to a stack."""
    return [grad.item() for grad in grads if grad is not None and not grad.dim()]


def our_passes(report: Explanation) -> list[Pass]:
    """The passes of explain in the same form; PyTorch passes 0 to a branch that is not taken."""
    return [(visit.accumulate or str(visit.grad_fn), float(visit.grad),
             [0.0 if edge.share is None else float(edge.share) for edge in visit.shares if edge.idle not in NO_EDGES])
            for visit in report.backward]


def written(passes: list[Pass]) -> str:
    """Passes as the table has them: `MulBackward0 1 -> 4 12; v 12`."""
    return "; ".join(f"{name} {grad!r}" + (f" -> {' '.join(map(repr, handed))}" if handed else "")
                     for name, grad, handed in passes)


def read(text: str) -> list[Pass]:
    found = []
    for each in text.split("; "):
        head, _, tail = each.partition(" -> ")
        name, _, grad = head.partition(" ")
        found.append((name, float(grad), [float(share) for share in tail.split()]))
    return found


def difference(report: Explanation, theirs: list[Pass], room: float) -> str | None:
    """Return how what explain tells differs from PyTorch's passes.

    Where the value is nan only the gradients are compared that explain says PyTorch would set.
    """
    if report.value == report.value:
        return agree(our_passes(report), theirs, room)
    leaves = {name: grad for name, grad, _ in theirs}
    known = [(name, grad, leaves.get(name, 0.0)) for name, grad in report.grads.items() if grad is not None]
    return next((f"{name}.grad = {ours}, not {grad}" for name, ours, grad in known
                 if not _equal((name, ours, []), (name, grad, []), room)), None)


def agree(ours: list[Pass], theirs: list[Pass], room: float) -> str | None:
    """Return how two passes differ, None where they agree within `room`, relative to the larger of what is compared.

    Behind a branch that is not taken PyTorch goes on with 0, or with the nan that 0 times infinity makes of it; leaves wait
    for that. Ours stops there.
    """
    if [name for name, _, _ in ours] != [name for name, _, _ in theirs]:
        begun, kept = iter(_nodes(theirs)), []
        for each in _nodes(ours):
            found = next((other for other in begun if _equal(each, other, room) or not _nothing(other)), None)
            if found is None or found[0] != each[0]:
                return f"order {[name for name, _, _ in ours]}, not {[name for name, _, _ in theirs]}"
            kept.append(found)
        beyond = [each for each in begun if not _nothing(each)]
        leaves = {name: (name, grad, []) for name, grad, _ in theirs if not _is_node(name)}
        leaked = any(grad != grad for _, grad, handed in theirs)
        told = {name for name, _, _ in ours if not _is_node(name)}
        beyond += [leaf for name, leaf in leaves.items() if name not in told and not _nothing(leaf)]
        if beyond or told - set(leaves):
            return f"{beyond} is not ours, {told - set(leaves)} not theirs"
        pairs = [*zip(_nodes(ours), kept, strict=True)]
        pairs += [(each, leaves[each[0]]) for each in ours if each[0] in told and not (leaked and _nothing(leaves[each[0]]))]
    else:
        pairs = [*zip(ours, theirs, strict=True)]
    return next((f"{a}, not {b}" for a, b in pairs if not _equal(a, b, room)), None)


def _is_node(name: str) -> bool:
    return "Backward" in name


def _nodes(passes: list[Pass]) -> list[Pass]:
    return [each for each in passes if _is_node(each[0])]


def _nothing(found: Pass) -> bool:
    return found[1] == 0 or found[1] != found[1]


def _equal(ours: Pass, theirs: Pass, room: float) -> bool:
    """Whether two nodes are the same, with the same numbers."""
    xs, ys = [ours[1], *ours[2]], [theirs[1], *theirs[2]]
    return ours[0] == theirs[0] and len(xs) == len(ys) and all(
        a == b or a != a and b != b or math.isfinite(a - b) and abs(a - b) <= room * max(1.0, abs(a), abs(b))
        for a, b in zip(xs, ys, strict=True))


if __name__ == "__main__":
    rows = ["# The order in which PyTorch 2.13's backward runs, the gradient that comes to each node, and what it hands on.",
            "expression\tat\tpasses"]
    for source, at in RECORDED:
        passes = torch_passes(question(source, at))
        assert passes, source
        if told := difference(explain(question(source, at)), passes, 1e-12):
            print(source, at, told)
        rows.append(f"{source}\t{at}\t{written(passes)}")
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")
