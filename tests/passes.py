"""Both passes as PyTorch makes them: the script of `code` run with a hook on every node.

`python tests/passes.py` writes tests/cases/torch/passes.tsv anew; it needs torch.
"""

import math
from pathlib import Path
from typing import Any

from gradcli.calc.explain import explain
from gradcli.calc.question import Question
from gradcli.calc.typed import typed
from gradcli.render.code import torch as language
from gradcli.report.passes import Explanation
from gradcli.syntax.bindings import bindings

TABLE = Path(__file__).parent / "cases" / "torch" / "passes.tsv"
Pass = tuple[str, float, list[float]]  # grad_fn or the name of a leaf, the gradient that came, what is handed on

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
f(t) = t*t; f(x) + f(2*x)	x=3""".split("\n")]


def question(source: str, at: str) -> Question:
    return Question(source, bindings(at.split(), "--at"))


def torch_passes(asked: Question) -> list[Pass] | None:
    """What PyTorch's backward does, node by node; None where it lacks a function. Stacks belong to the node before."""
    import torch

    report = typed(asked, None, None, language.SPELLINGS, language.LACKING, language.NAME)
    if report.lacking:
        return None
    script = language.program(report, "").partition("f.backward()")[0]
    space: dict[str, Any] = {}
    exec(script, space)  # noqa: S102  a script of our own
    result, names = space["f"], {}
    for name in asked.variables:
        names[space[f"{name}_" if f"{name}_" in space else name].data_ptr()] = name
    found: list[Pass] = []
    if not isinstance(result, torch.Tensor) or not result.requires_grad:
        return None
    work, seen = [result.grad_fn or result], set()
    if result.grad_fn is None:
        return [(names[result.data_ptr()], 1.0, [])]

    def watch(node: Any) -> None:
        if node.name().endswith("AccumulateGrad"):
            name = names[node.variable.data_ptr()]
            node.register_prehook(lambda grads: found.append((name, grads[0].item(), [])))
        else:
            node.register_hook(lambda handed, grads: found.append(
                (node.name(), grads[0].sum().item(), [grad.item() for grad in handed if grad is not None])))

    while work:
        node = work.pop()
        if node not in seen:
            seen.add(node)
            watch(node)
            work += [below for below, _ in node.next_functions if below is not None]
    result.backward()
    return found


def our_passes(report: Explanation) -> list[Pass]:
    """What explain tells, in the same form."""
    return [(visit.accumulate or str(visit.grad_fn), float(visit.grad),
             [float(edge.share) for edge in visit.shares if edge.share is not None]) for visit in report.backward]


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


def agree(ours: list[Pass], theirs: list[Pass], room: float) -> str | None:
    """Return how two passes differ, None where they agree within `room`, relative to the larger of what is compared."""
    if [name for name, _, _ in ours] != [name for name, _, _ in theirs]:
        return f"order {[name for name, _, _ in ours]}, not {[name for name, _, _ in theirs]}"
    for (name, grad, handed), (_, other, given) in zip(ours, theirs, strict=True):
        if len(handed) != len(given):
            return f"{name} hands on {handed}, not {given}"
        for a, b in zip([grad, *handed], [other, *given], strict=True):
            if not (a == b or a != a and b != b or abs(a - b) <= room * max(1.0, abs(a), abs(b)) and math.isfinite(a - b)):
                return f"{name}: {a!r}, not {b!r}"
    return None


if __name__ == "__main__":
    rows = ["# The order in which PyTorch 2.13's backward runs, the gradient that comes to each node, and what it hands on.",
            "expression\tat\tpasses"]
    for source, at in RECORDED:
        passes = torch_passes(question(source, at))
        assert passes, source
        difference = agree(our_passes(explain(question(source, at))), passes, 1e-12)
        if difference:
            print(source, at, difference)
        rows.append(f"{source}\t{at}\t{written(passes)}")
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")
