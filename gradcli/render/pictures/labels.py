"""The texts in the boxes and on the edges of a picture."""

from gradcli.render.text import number
from gradcli.report.base import Number
from gradcli.report.graphs import Graph
from gradcli.report.nodes import Edge
from gradcli.syntax.printer import text

LONGEST = 60  # characters of an expression in a box
BRIEF = 9  # characters up to which a number is drawn in full


def lines(report: Graph, node: int, brief: bool = False) -> list[str]:
    """Return the lines of a box: expression, data and grad where they are known, grad_fn or what the node is without one."""
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
    """Write the expression of a node; where it is long, what it computes over its inputs, and of that the ends."""
    each = " ".join(report.nodes[node].expression.split())
    if len(each) > LONGEST:
        each = text(report.operations[node])
    name = report.defined.get(node)
    each = f"{name} = {each}" if name else each
    half = LONGEST // 2 - 1
    return each if len(each) <= LONGEST else f"{each[:half]}…{each[-half:]}"


def kind(report: Graph, node: int) -> str:
    """Write the grad_fn, or leaf, number, no grad."""
    each = report.nodes[node]
    if each.grad_fn:
        return each.grad_fn
    if each.op == "constant":
        return "number"
    return "leaf" if each.op == "variable" and each.requires_grad else "requires no grad"


def color(report: Graph, node: int) -> str:
    """Write the role by which a box is coloured, as torchviz does: result, leaf, number, or empty."""
    each = report.nodes[node]
    if node == report.root:
        return "result"
    return "number" if each.op == "constant" else "leaf" if each.op == "variable" else ""


def along(edge: Edge, brief: bool = False) -> str:
    """Write the derivative on an edge: the number, or where nothing is bound the formula; empty where nothing flows."""
    if edge.local is not None:
        return short(edge.local) if brief else number(edge.local)
    if edge.derivative is None or edge.idle:
        return ""
    formula = text(edge.derivative)
    return formula if len(formula) <= LONGEST // 2 or not brief else f"{formula[:LONGEST // 2 - 1]}…"


def flows(edge: Edge) -> bool:
    """Return False for an edge that is drawn dashed."""
    return edge.local is not None or edge.derivative is not None


def short(value: Number) -> str:
    """Write a number in full where that is brief, else to six significant digits."""
    full = number(value)
    return full if len(full) <= BRIEF or isinstance(value, str) else f"{value:.6g}"


def titled(report: Graph) -> str:
    """Write the expression in question on one line."""
    each = " ".join(report.expression.split())
    return each if len(each) <= 2 * LONGEST else f"{each[:LONGEST - 1]}…{each[1 - LONGEST:]}"
