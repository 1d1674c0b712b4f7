"""The computational graph for a terminal: a tree, then the attributes of every node."""

from collections.abc import Iterator, Sequence

from gradcli.render.as_plain import cell, number
from gradcli.render.screen import Part, Screen, cell_len
from gradcli.report import Graph, Node

SHORTEST = 12  # columns that an expression is given at least, where it needs them


def picture(report: Graph, screen: Screen) -> str:
    """The graph as a tree, then the attributes of every node, in a table or, where that is too wide, in a list."""
    nodes = [node._replace(expression=screen.text(node.expression)) for node in report.nodes]
    names = ["data", "grad", "grad_fn", "is_leaf", "requires_grad"]
    rows = [[f"#{node.id}", node.expression, *(cell(getattr(node, name)) for name in names)] for node in nodes]
    tree = _tree(screen, nodes, report.root)
    if tree is None:
        note = f"There is no room for the tree in {screen.width} columns; each node names its inputs."
        tree = list(screen.flow([(word, "dim") for word in note.split()], rest="", gap=" "))
        names.insert(0, "inputs")
        for node, row in zip(nodes, rows, strict=True):
            row.insert(2, " ".join(f"#{slot}" for slot in node.inputs) or "none")
    below = _table(screen, nodes, [["id", "expression", *names], *rows]) or _list(screen, nodes, names, rows)
    return "\n".join([*tree, "", *below])


def _tree(screen: Screen, nodes: Sequence[Node], root: int) -> list[str] | None:
    """Root on top, a node used twice drawn once and referred to after. None where a number or a name would not fit."""
    lines: list[str] = []
    drawn: set[int] = set()
    rails: list[str] = []  # what stands left of the inputs of each node from the root down to this one
    todo = [(root, 0, "", "")]
    while todo:
        slot, depth, branch, rail = todo.pop()
        node, again = nodes[slot], slot in drawn
        inputs = [] if again else node.inputs
        del rails[depth:]
        first = screen.mark("".join(rails) + branch)
        rails.append(rail)
        rest = screen.mark("".join(rails) + ("│ " if inputs else "  "))
        mark = screen.mark(f"↑ #{slot}" if again else f"#{slot}")
        attributes = [] if again else _labels(node)
        room = screen.width - len(first) - len(mark) - 2
        if room < _least(node) or any(len(rest) + len(text) > screen.width for text, _ in attributes):
            return None
        expression = screen.excerpt(node.expression, room)
        lines += screen.flow([(mark, "cyan"), (expression, "bold"), *attributes], first, rest)
        drawn.add(slot)
        todo += [(child, depth + 1, *(("├─", "│ ") if place else ("└─", "  "))) for place, child in enumerate(inputs[::-1])]
    return lines


def _least(node: Node) -> int:
    """The columns that a node's expression needs: a name or a number all of them, another may be shortened."""
    width = cell_len(node.expression)
    return min(width, SHORTEST) if node.inputs else width


def _labels(node: Node) -> list[Part]:
    """The attributes that a node has, as the tree shows them."""
    numbers = (("data", node.data), ("grad", node.grad))
    parts = [(f"{name}={number(value)}", "") for name, value in numbers if value is not None]
    if node.grad_fn:
        parts.append((f"grad_fn=<{node.grad_fn}>", "dim"))
    return [*parts, ("leaf", "green")] if node.is_leaf else parts


def _table(screen: Screen, nodes: Sequence[Node], rows: Sequence[list[str]]) -> list[str]:
    """A header, a rule, and a row for each node; nothing where that is wider than the terminal."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    room = screen.width - sum(widths[:1] + widths[2:]) - 2 * (len(widths) - 1)
    if room < max(len(rows[0][1]), *map(_least, nodes)):
        return []
    rule = [screen.mark("─") * min(width, room if i == 1 else width) for i, width in enumerate(widths)]
    shown = [(rows[0], "bold"), (rule, "dim"), *((row, "") for row in rows[1:])]
    return screen.grid([[(screen.excerpt(text, room) if i == 1 else text, style) for i, text in enumerate(row)]
                        for row, style in shown])


def _list(screen: Screen, nodes: Sequence[Node], names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A line for each attribute of a node, as PyTorch's tutorials print them."""
    for node, (mark, expression, *values) in zip(nodes, rows, strict=True):
        room = max(_least(node), screen.width - len(mark) - 2)
        yield from screen.flow([(mark, "cyan"), (screen.excerpt(expression, room), "bold")])
        for name, value in zip(names, values, strict=True):
            parts = [(f"{name}:", "dim"), *((word, "") for word in value.split())]
            yield from screen.flow(parts, "  ", "    ", " ")
