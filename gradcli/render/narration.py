"""Both passes as lines, for plain text, a terminal and the sentences of the step player.

A line consists of segments, between which it may be broken; its `tail` is in a column of its own.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from math import prod
from operator import add
from textwrap import wrap
from typing import Any, NamedTuple

from gradcli.render.text import number
from gradcli.report.base import Formula, Number, listed
from gradcli.report.nodes import Edge
from gradcli.report.passes import Explanation, Forward, Visit
from gradcli.syntax.printer import text

TAIL = 47  # the column of the products of shares
PARAGRAPH = 78  # columns of running text, for a terminal of 80
UNBROKEN_EQUALS = "\u00a0=\u00a0"  # in which lines are not broken
NARROW = 6  # columns of the operations in the forward pass at least
MAX_ALIGNED = 48  # columns up to which operations are aligned
MAX_LISTED = 12  # nodes or leaves that a sentence lists by name
UNDIFFERENTIATED = "NotImplemented"  # PyTorch's grad_fn of what it does not differentiate
WIDER = " in wider numbers"  # where an over- or underflow is on the way
# How a gradient was found where its shares do not add up to it: 0 times infinity, a 0 beside rounding errors, an overflow.
FOUND = {"limit": " by its limit", "exact": " exactly", "wider": WIDER}
IDLE = {"number": "a number", "comparison": "a comparison: no gradient flows", "branch": "the branch not taken",
        "condition": "a condition: no gradient flows", "no grad": "requires no grad"}

Segment = tuple[str, str]  # text, with the blanks that part it from what stands before it; style


class Line(NamedTuple):
    """Segments after `indent` columns. A `paragraph` may be broken at any blank, other lines between segments."""

    segments: list[Segment]
    indent: int = 0
    tail: str = ""
    paragraph: bool = False

    def plain(self) -> str:
        """Write the line without colours; a paragraph is filled, others are as long as they are."""
        head = (" " * self.indent + "".join(text for text, _ in self.segments)).rstrip()
        if self.paragraph:
            lines = wrap(head.replace(" = ", UNBROKEN_EQUALS), PARAGRAPH, break_long_words=False, break_on_hyphens=False)
            return "\n".join(lines).replace(UNBROKEN_EQUALS, " = ")
        return f"{head:{TAIL - 2}}  {self.tail}" if self.tail else head


def narrate(report: Explanation) -> Iterator[Line]:
    """Yield the lines below the question and the point."""
    yield from forward(report)
    yield Line([])
    if report.value != report.value or not report.backward:
        yield _no_backward(report)
        return
    count = f" of {len(report.backward)} nodes" if len(report.backward) > 100 else ""
    yield _paragraph(f"Backward{count}: from the result to the leaves. A node hands each input its own grad times its "
                     "derivative along that input; what a node is handed is added up.")
    for visit in report.backward:
        yield from backward(report, visit)
    yield Line([])
    yield from _leaves(report)
    yield from _kept_gradients(report)
    yield from _second_backward(report)


def forward(report: Explanation) -> Iterator[Line]:
    """Yield the forward pass, a line for each node."""
    count = f" of {len(report.forward)} nodes" if len(report.forward) > 100 else ""
    yield _paragraph(f"Forward{count}: every operation is computed, and recorded as a node.")
    operations = [operation(report, node) for node in report.forward]
    columns = max(NARROW, *(len(each) for each in operations if len(each) <= MAX_ALIGNED), 0) + 2
    values = max(len(value(node)) for node in report.forward) + 2
    mark = len(f"#{report.root}") + 2
    for node, each in zip(report.forward, operations, strict=True):
        yield forward_line(report, node, each, mark, columns, values)
    if report.left:
        more = "1 more node does" if report.left == 1 else f"{report.left} more nodes do"
        yield Line([(f"{more} not depend on {' or '.join(report.partials)}.", "dim")], 2)


def forward_line(report: Explanation, node: Forward, operation: str, mark: int = 0, columns: int = 0,
                 values: int = 0) -> Line:
    """Return the line of a node: its id, operation, value and grad_fn, padded to these widths."""
    parts = (f"#{node.id}", mark), (operation, columns), (value(node), values)
    padded = [f"{part}  ".ljust(width) for part, width in parts]
    segments = [(padded[0], "cyan"), (padded[1], ""), (f"= {padded[2]}", "bold"), (kind(node), "dim")]
    if node.id == report.root:
        segments.append(("   the result", "green"))
        if report.value == report.value and node.data != report.value:
            segments += [(f": {number(report.value)}", "bold"), (WIDER, "yellow")]
    if node.undefined:
        segments.append(("   <- not defined here", "bold red"))
    return Line(segments, 2)


def value(node: Forward) -> str:
    """Return the data of a node."""
    return "not computed" if node.data is None else number(node.data)


def operation(report: Explanation, node: Forward) -> str:
    """Write the operation of a node, after its name if a definition has one."""
    name = report.defined.get(node.id)
    return f"{name} = {text(node.operation)}" if name else text(node.operation)


def kind(node: Forward) -> str:
    """Return the grad_fn of a node, or its kind without one."""
    if node.grad_fn:
        return node.grad_fn
    if node.op == "constant":
        return "a number"
    if node.op == "variable":
        return "leaf, requires grad" if node.requires_grad else "leaf"
    return "no grad_fn"


def backward(report: Explanation, visit: Visit) -> Iterator[Line]:
    """Yield the line of a node with its grad, and a line for the share of each input."""
    name = text(report.names[visit.node])
    if visit.accumulate is not None:
        yield Line([(f"{name}, a leaf: ", "cyan"), (f"{name}.grad", ""), *_sum_of_shares(visit, " = ")], 2)
        return
    operation: Formula = visit.operation
    head: list[Segment] = [(f"{name} = ", "cyan"), (text(operation), ""), (f"   {visit.grad_fn},", "dim"),
                           (" grad", "")]
    head += _sum_of_shares(visit, " ")
    if visit.node == report.root:
        head.append((f"   d{_result(report)}/d{_result(report)}", "dim"))
    tail = ""
    if visit.recorded:
        quotient, row = visit.recorded
        tail = f"PyTorch records {text(quotient)} as a {row} times {text(quotient.arguments[0])}"
    elif visit.grad_fn == UNDIFFERENTIATED:
        tail = "PyTorch stops here, it has no derivative of this"
    yield Line(head, 2, tail)
    column = len(f"#{report.root}")
    for edge in visit.shares:
        yield share_line(report, visit, edge, column)


def _result(report: Explanation) -> str:
    """Return the name of the result: that of its definition, else f."""
    return report.defined.get(report.root, "f")


def share_line(report: Explanation, visit: Visit, edge: Edge, column: int) -> Line:
    """Return the line of the share of an input, with its local derivative and product."""
    name = text(report.names[edge.input])
    to: Segment = (f"to {name:{column}}  ", "cyan")
    if edge.share is None:
        return Line([to, (idle(edge), "dim")], 4)
    local = number(0.0 if edge.local is None else edge.local)
    product = f"{number(visit.grad)} * {local} = {number(edge.share)}"
    if edge.idle:
        return Line([to, (f"its derivative is 0: {product}", "")], 4)
    segments = [to, (f"d{text(report.names[edge.node])}/d{name}", "")]
    if edge.derivative is not None and (formula := text(edge.derivative)) != local:
        segments.append((f" = {formula}", ""))
    segments.append((f" = {local}" + "," * bool(edge.kink or edge.convention), "bold"))
    if edge.kink:
        left, right = map(number, edge.kink)
        segments.append((f" taken at the kink ({left} on the left, {right} on the right)", "yellow"))
    elif edge.convention:
        segments.append((f" {edge.convention}", "yellow"))
    return Line(segments, 4, product)


def idle(edge: Edge) -> str:
    """Return the reason why no gradient flows along an edge."""
    words = IDLE.get(edge.idle or "", edge.idle or "")
    return words if ":" in words else f"{words}: nothing"


def _sum_of_shares(visit: Visit, before: str) -> list[Segment]:
    """Return the shares and their sum, or the slope by its limit where the sweep has 0 times infinity."""
    total = number(visit.grad)
    if visit.found:
        return [(before + total, "bold"), (FOUND[visit.found], "yellow"), ("; added up, as PyTorch does,", ""),
                (f" it is {number(visit.sum[0])}", ""), *((_with_sign(number(share)), "") for share in visit.sum[1:])]
    if len(visit.sum) == 1:
        return [(before + total, "bold")]
    return [(before + number(visit.sum[0]), ""), *((_with_sign(number(share)), "") for share in visit.sum[1:]),
            (f" = {total}", "bold")]


def _with_sign(share: str) -> str:
    return f" - {share[1:]}" if share.startswith("-") else f" + {share}"


def _leaves(report: Explanation) -> Iterator[Line]:
    """Yield the gradient of each leaf, as the sum over its paths."""
    yield Line([("Leaves", "bold")])
    explained, found = False, {visit.accumulate: visit.found for visit in report.backward}
    for name, grad in report.grads.items():
        paths = report.paths[name]
        if grad is None:
            yield Line([(f"{name}.grad = None", ""), ("   no gradient reaches it", "dim")], 2)
            continue
        segments = [(f"{name}.grad", "cyan"), (f" = {number(grad)}", "bold")]
        if paths == []:
            segments.append(("   it occurs only where no gradient flows", "dim"))
        elif paths and paths[0]:
            products = [_product(path) for path in paths]
            if found.get(name):
                segments.append((f"  {FOUND[found[name]]}", "yellow"))
            elif products != [number(grad)]:
                segments += [(f"   {_equal(paths, grad)} {products[0]}", "")]
                segments += [(_with_sign(each), "") for each in products[1:]]
            if len(paths) > 1 and not explained and not found.get(name):
                segments.append((f"   (a product for each path from the result to {name})", "dim"))
                explained = True
        yield Line(segments, 2)


def _product(path: Sequence[Number]) -> str:
    """Write the factors along a path, signed ones in parentheses, but for the first."""
    first, *rest = map(number, path)
    return "*".join([first, *(f"({each})" if each.startswith("-") else each for each in rest)])


def _equal(paths: Sequence[Sequence[Number]], grad: Number) -> str:
    """Return the sign between a gradient and its products: = if their doubles, or rationals, are the same."""
    total = reduce(add, map(_path_product, paths))  # sum() of floats rounds otherwise from Python 3.12 on
    grad = _as_exact(grad)
    return "=" if total == grad or total != total and grad != grad else "≈"


def _path_product(path: Sequence[Number]) -> Any:
    """Return the product along a path."""
    return prod(map(_as_exact, path))


def _as_exact(value: Number) -> Any:
    """Return a double unchanged, a text as a rational."""
    return Fraction(value) if isinstance(value, str) else value


def _kept_gradients(report: Explanation) -> Iterator[Line]:
    """Yield the line about the gradients that PyTorch does not keep."""
    inner = [text(report.names[visit.node]) for visit in report.backward if visit.accumulate is None]
    if not inner:
        return
    inner.reverse()
    if len(inner) > MAX_LISTED:
        named = f"the {len(inner)} nodes"
    else:
        named = " and ".join(inner) if len(inner) < 3 else " ".join(inner)
    which = "which is not a leaf" if len(inner) == 1 else "which are not leaves"
    if len(inner) > MAX_LISTED:
        which = "that are not leaves"
    comma = "" if len(inner) > MAX_LISTED else ","
    if report.retain:
        words = f"Kept: grad of {named}{comma} {which}, as after retain_grad()."
    else:
        words = f"Not kept: grad of {named}{comma} {which} (--retain-grad keeps it)."
    yield Line([(words, "")])


def _second_backward(report: Explanation) -> Iterator[Line]:
    """Yield the paragraph about a second backward pass."""
    grads = {name: grad for name, grad in report.grads.items() if grad is not None}
    if not grads or len(report.backward) < 2 or any(visit.found for visit in report.backward):
        return
    if len(grads) > MAX_LISTED:
        sums = "the same again to each grad."
    else:
        added = listed([number(grad) for grad in grads.values()])
        twice = ", ".join(f"{name}.grad = {number(_twice(grad))}" for name, grad in grads.items())
        sums = f"{added} again: {twice}."
    saves = any(visit.saves for visit in report.backward)
    yield _paragraph(f"Once more: f.backward() a second time would add {sums}" +
                     " (PyTorch needs retain_graph=True in the first call for that.)" * saves)


def _twice(grad: Number) -> Number:
    return str(2 * Fraction(grad)) if isinstance(grad, str) else 2 * grad


def _no_backward(report: Explanation) -> Line:
    """Return the paragraph on why there is no backward pass."""
    if report.value == report.value:
        absent = {warning.expression for warning in report.warnings if warning.kind == "unused"}
        variables = report.left or any(node.op == "variable" for node in report.forward)
        why = f"{listed([*report.partials])} {'is' if len(report.partials) == 1 else 'are'} not in the expression" \
            if report.partials and absent.issuperset(report.partials) else \
            "no gradient flows to a leaf" if variables else "no variable is in the result"
        return _paragraph(f"Backward: there is none, {why}.")
    known = [f"{name}.grad = {number(grad)}" for name, grad in report.grads.items() if grad is not None]
    beyond = f" and set {', '.join(known)}" if 0 < len(known) <= MAX_LISTED else ""
    return _paragraph(f"Backward: there is none, the value does not exist. (PyTorch would go on{beyond}.)")


def _paragraph(words: str) -> Line:
    return Line([(words, "")], paragraph=True)
