"""The texts in the boxes and on the edges of a picture."""

from gradcli.render.text import number
from gradcli.report.base import Number
from gradcli.report.graphs import Graph
from gradcli.report.nodes import Edge
from gradcli.syntax.printer import text

MAX_EXPRESSION = 60  # characters of an expression in a box, which sets its width
MAX_NUMBER = 9  # characters up to which a number is drawn in full: six digits, a point, a sign


def lines(report: Graph, node: int, brief: bool = False) -> list[str]:
    """Return the lines of a box: expression, data and grad if they are known, and grad_fn or the kind of the node."""
    each = report.nodes[node]
    found = [expression(report, node)]
    if each.data is not None:
        found.append(f"data {short(each.data) if brief else number(each.data)}")
    grad = report.grads[node]
    if grad is not None:
        found.append(f"grad {short(grad) if brief else number(grad)}")
    found.append(kind(report, node))
    return found


def expression(report: Graph, node: int) -> str:
    """Write the expression of a node; a long one as its operation over its inputs, shortened in the middle."""
    each = " ".join(report.nodes[node].expression.split())
    if len(each) > MAX_EXPRESSION:
        each = text(report.operations[node])
    name = report.defined.get(node)
    each = f"{name} = {each}" if name else each
    half = MAX_EXPRESSION // 2 - 1
    return each if len(each) <= MAX_EXPRESSION else f"{each[:half]}…{each[-half:]}"


def kind(report: Graph, node: int) -> str:
    """Return the grad_fn of a node, or its kind without one."""
    each = report.nodes[node]
    if each.grad_fn:
        return each.grad_fn
    if each.op == "constant":
        return "number"
    return "leaf" if each.op == "variable" and each.requires_grad else "requires no grad"


def color(report: Graph, node: int) -> str:
    """Return the role that colours a box, as in torchviz: result, leaf, number, or empty."""
    each = report.nodes[node]
    if node == report.root:
        return "result"
    return "number" if each.op == "constant" else "leaf" if each.op == "variable" else ""


def along(edge: Edge, brief: bool = False) -> str:
    """Write the derivative on an edge: the number, the formula if nothing is bound; empty if no gradient flows."""
    if edge.local is not None:
        return short(edge.local) if brief else number(edge.local)
    if edge.derivative is None or edge.idle:
        return ""
    formula = text(edge.derivative)
    return formula if len(formula) <= MAX_EXPRESSION // 2 or not brief else f"{formula[:MAX_EXPRESSION // 2 - 1]}…"


def flows(edge: Edge) -> bool:
    """Return whether a gradient flows along an edge; one without is drawn dashed."""
    return edge.local is not None or edge.derivative is not None


def short(value: Number) -> str:
    """Write a number in full if it is short, else to six significant digits."""
    full = number(value)
    return full if len(full) <= MAX_NUMBER or isinstance(value, str) else f"{value:.6g}"


def titled(report: Graph) -> str:
    """Write the expression in question on one line, shortened in the middle."""
    each = " ".join(report.expression.split())
    return each if len(each) <= 2 * MAX_EXPRESSION else f"{each[:MAX_EXPRESSION - 1]}…{each[1 - MAX_EXPRESSION:]}"
