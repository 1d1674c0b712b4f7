"""The computational graph for a terminal: one aligned table that is the tree, or the attributes node by node."""

from collections.abc import Iterator, Sequence

from gradcli.render.screen import Part, Screen, cell_len
from gradcli.render.text import cell, number
from gradcli.report.graphs import Graph
from gradcli.report.nodes import Edge, Node
from gradcli.syntax.nodes import Apply, Name
from gradcli.syntax.printer import text

MIN_EXPRESSION = 12  # columns to which an expression may be shortened
HEADS = ["data", "grad", "grad_fn"]
GAP = 5  # columns between the tree and its numbers, if there is room


def picture(report: Graph, screen: Screen, edges: bool = False) -> str:
    """Write the graph as a tree, with `edges` with derivatives on its branches; if it is too deep, node by node."""
    lines = _tree(screen, report, edges)
    return "\n".join(node_by_node(report, screen, inputs=True, edges=edges) if lines is None else lines)


def node_by_node(report: Graph, screen: Screen, inputs: bool = False, edges: bool = False) -> list[str]:
    """Return the attributes of every node in a table, or in a list if that is too wide; then the edges.

    With `inputs`, each node lists its inputs, since there is no tree.
    """
    nodes = [node._replace(expression=screen.text(node.expression)) for node in report.nodes]
    names = ["data", "grad", "grad_fn", "is_leaf", "requires_grad"]
    rows = [[f"#{node.id}", node.expression, *(cell(getattr(node, name)) for name in names)] for node in nodes]
    lines: list[str] = []
    if inputs:
        note = f"There is no room for the tree in {screen.width} columns; each node names its inputs."
        lines = [*screen.flow([(word, "dim") for word in note.split()], rest="", gap=" "), ""]
        names.insert(0, "inputs")
        for node, row in zip(nodes, rows, strict=True):
            row.insert(2, " ".join(f"#{slot}" for slot in node.inputs) or "none")
    lines += _table(screen, nodes, [["id", "expression", *names], *rows]) or _list(screen, nodes, names, rows)
    if edges:
        heads = ["input", "node", "local", "share"]
        cells = [[f"#{edge.input}", f"#{edge.node}", cell(edge.local), cell(edge.share)] for edge in report.edges]
        lines += ["", *(screen.grid([[(name, "bold") for name in heads], *([(text, "") for text in row] for row in cells)])
                        or [line for row in cells for line in screen.flow([(text, "") for text in row])])]
    return lines


def sign(report: Graph, node: int) -> str:
    """Return the sign of a node: its operator or function, with stored numbers; or its name, or its number."""
    ast = report.signs[node]
    if not isinstance(ast, Apply) or not report.nodes[node].inputs:
        return text(ast)
    if ast.row.syntax is None and all(isinstance(each, Name) and each.name == "_" for each in ast.arguments):
        return ast.row.name
    return " ".join(text(ast).split())


def _tree(screen: Screen, report: Graph, edges: bool) -> list[str] | None:
    """Return a line for each node, its inputs below it; a repeated node is only named. None if a name does not fit."""
    rows: list[tuple[str, str, list[Part]]] = []  # the branch, the prefix of a second line, the label and the attributes
    named = _node_names(report)
    drawn: set[int] = set()
    rails: list[str] = []  # the prefixes of the inputs of each node on the path from the root
    edges_by_node = _edges_by_node(report)
    todo: list[tuple[int, int, str, str]] = [(report.root, 0, "", "")]
    while todo:
        slot, depth, branch, rail = todo.pop()
        node, again = report.nodes[slot], slot in drawn
        inputs = [] if again else node.inputs
        del rails[depth:]
        first = screen.mark("".join(rails) + branch)
        rails.append(rail)
        rest = screen.mark("".join(rails) + ("│ " if inputs else "  "))
        name = screen.text(named[slot])
        label = screen.mark("↑ ") + name if again else name + " = " * (name != "") if node.inputs and name else ""
        if not again:
            label += screen.text(sign(report, slot))
        if not again and not node.inputs:
            label = screen.text(_leaf(report, slot))
        parts: list[Part] = [("", "")] * 3 if again else _attributes(node)
        least = min(cell_len(label), MIN_EXPRESSION) if node.inputs else cell_len(label)
        if len(first) + least > screen.width or any(len(rest) + cell_len(part) + 5 * (i < 2) > screen.width
                                                    for i, (part, _) in enumerate(parts) if part):
            return None
        rows.append((first, rest, [(screen.excerpt(label, screen.width - len(first)), "bold"), *parts]))
        drawn.add(slot)
        places = list(range(len(inputs)))
        for place in reversed(places):
            last = place == places[-1]
            edge = _edge(edges_by_node[slot][place]) if edges else ""
            todo.append((inputs[place], depth + 1, ("└─" if last else "├─") + edge, "  " if last else "│ "))
    return _align(screen, rows)


def _node_names(report: Graph) -> list[str]:
    """Return the name of each node in the tree: that of its definition, the id of a repeated one, or ""."""
    uses = [0] * len(report.nodes)
    for node in report.nodes:
        for slot in node.inputs:
            uses[slot] += 1
    return [report.defined.get(node.id) or (_leaf(report, node.id) if not node.inputs else
                                            f"#{node.id}" if uses[node.id] > 1 else "") for node in report.nodes]


def _leaf(report: Graph, slot: int) -> str:
    """Write a leaf, after its name if a definition has one."""
    own = text(report.operations[slot])
    name = report.defined.get(slot)
    return f"{name} = {own}" if name else own


def _edges_by_node(report: Graph) -> dict[int, list[Edge]]:
    """Return the edges of each node."""
    found: dict[int, list[Edge]] = {node.id: [] for node in report.nodes}
    for edge in report.edges:
        found[edge.node].append(edge)
    return found


def _edge(edge: Edge) -> str:
    """Write the derivative on an edge as a number, or a formula if nothing is bound; a line if no gradient flows."""
    if edge.local is not None:
        return f"×{number(edge.local)}─ "
    if edge.derivative is not None and edge.idle is None:
        return f"×{text(edge.derivative)}─ "
    return "─── "


def _attributes(node: Node) -> list[Part]:
    """Return data, grad, and grad_fn or the kind of the node."""
    kind: Part = (node.grad_fn, "dim") if node.grad_fn else ("number", "dim") if node.op == "constant" else ("leaf", "green")
    if not node.grad_fn and node.op != "constant" and not node.requires_grad:
        kind = "leaf, requires_grad=False" if node.op == "variable" else "requires_grad=False", "dim"
    return [("" if node.data is None else number(node.data), ""), ("" if node.grad is None else number(node.grad), "bold"),
            kind]


def _align(screen: Screen, rows: Sequence[tuple[str, str, list[Part]]]) -> list[str]:
    """Lay out columns under a header; grad and grad_fn share one if only leaves have a grad and both are too wide.

    If that is too wide too, each line names its parts, and is continued in a second one.
    """
    shown = [i for i, name in enumerate(HEADS, 1) if name == "grad_fn" or any(parts[i][0] for _, _, parts in rows)]
    lines = _columns(screen, rows, [(HEADS[i - 1], [i]) for i in shown])
    if not lines and len(shown) == len(HEADS) and not any(parts[2][0] and parts[3][1] == "dim" for _, _, parts in rows):
        lines = _columns(screen, rows, [("data", [1]), ("grad_fn, or grad", [2, 3])])
    if lines:
        return lines
    for first, rest, parts in rows:
        attributes = [(f"{HEADS[i - 1]}={parts[i][0]}" if i < 3 else parts[i][0], parts[i][1]) for i in shown if parts[i][0]]
        lines += screen.flow([parts[0], *attributes], first, rest)
    return lines


def _columns(screen: Screen, rows: Sequence[tuple[str, str, list[Part]]], columns: Sequence[tuple[str, list[int]]]
             ) -> list[str]:
    """Return a header and a line for each row, its parts in these columns; none if that is too wide."""
    cells = [[[parts[i] for i in places if parts[i][0]] for _, places in columns] for _, _, parts in rows]
    sizes = [[sum(cell_len(text) for text, _ in cell) + 2 * max(0, len(cell) - 1) for cell in row] for row in cells]
    widest = [max(cell_len(head), *column) for (head, _), column in zip(columns, zip(*sizes, strict=True), strict=True)]
    tree = max(4, *(len(first) + cell_len(parts[0][0]) for first, _, parts in rows if parts[3][0]))
    room = screen.width - sum(widest) - 2 * (len(widest) - 1)
    gap = max(2, min(GAP, room - tree))
    if tree + gap > room:
        return []
    heads = "  ".join(head.ljust(width) for (head, _), width in zip(columns, widest, strict=True))
    lines = [screen.paint(f"{'node'.ljust(tree + gap)}{heads}".rstrip(), "bold")]
    for (first, _, parts), row, lengths in zip(rows, cells, sizes, strict=True):
        line = screen.paint(first, "dim") + screen.paint(*parts[0]) + " " * (tree + gap - len(first) - cell_len(parts[0][0]))
        line += "  ".join("  ".join(screen.paint(*part) for part in cell) + " " * (width - size)
                          for cell, size, width in zip(row, lengths, widest, strict=True))
        lines.append(line.rstrip())
    return lines


def _min_width(node: Node) -> int:
    """Return the least width of a node's expression: a name or a number is never shortened."""
    width = cell_len(node.expression)
    return min(width, MIN_EXPRESSION) if node.inputs else width


def _table(screen: Screen, nodes: Sequence[Node], rows: Sequence[list[str]]) -> list[str]:
    """Return a header, a rule, and a row for each node; [] if they are wider than the terminal."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    room = screen.width - sum(widths[:1] + widths[2:]) - 2 * (len(widths) - 1)
    if room < max(len(rows[0][1]), *map(_min_width, nodes)):
        return []
    rule = [screen.mark("─") * min(width, room if i == 1 else width) for i, width in enumerate(widths)]
    shown = [(rows[0], "bold"), (rule, "dim"), *((row, "") for row in rows[1:])]
    return screen.grid([[(screen.excerpt(text, room) if i == 1 else text, style) for i, text in enumerate(row)]
                        for row, style in shown])


def _list(screen: Screen, nodes: Sequence[Node], names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line for each attribute of a node, as PyTorch's tutorials print them."""
    for node, (mark, expression, *values) in zip(nodes, rows, strict=True):
        room = max(_min_width(node), screen.width - len(mark) - 2)
        yield from screen.flow([(mark, "cyan"), (screen.excerpt(expression, room), "bold")])
        for name, value in zip(names, values, strict=True):
            parts = [(f"{name}:", "dim"), *((word, "") for word in value.split())]
            yield from screen.flow(parts, "  ", "    ", " ")
