"""Answers and graphs for a terminal: reports in, text with colours out. The only file that imports rich.

rich says what the terminal can do: its width, its colours, its characters. The lines are laid out here, since rich's Table
and Tree cut what does not fit, and a number or a name may never be cut or broken: it goes to a line of its own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from shutil import get_terminal_size

from rich.cells import cell_len
from rich.console import COLOR_SYSTEMS, Console

from gradcli.render.as_plain import cell, label, number
from gradcli.report import Answer, Derivative, Graph, Node
from gradcli.syntax import printer

Part = tuple[str, str]  # a text that is never broken, and its style
ASCII = str.maketrans({"├": "+", "└": "`", "│": "|", "─": "-", "↑": "^", "…": "..."})
SHORTEST = 12  # columns that an expression in a graph is given at least, where it needs them
TALLEST = 8  # lines that the expression above an answer is given at most
TERM = re.compile(r"\S+\s*")
TOKEN = re.compile(r"[\w.]+(?:(?<=[eE])[-+]\d+)?|.")  # the sign in 1e-30 is part of the number


class _Screen:
    """A terminal: how wide it is, and how parts become lines on it."""

    def __init__(self, console: Console | None) -> None:
        if console is None:
            width, height = get_terminal_size()  # rich holds every TERM=dumb to be 80 columns wide
            console = Console(width=width, height=height)
        self.console, self.width = console, console.width
        self.colors = None if console.no_color or not console.color_system else COLOR_SYSTEMS[console.color_system]

    def mark(self, text: str) -> str:
        """A mark of our own, in ASCII where the terminal has nothing better."""
        return text.translate(ASCII) if self.console.options.ascii_only else text

    def text(self, text: str) -> str:
        """What the user typed: on one line, and what cannot be shown escaped."""
        line = cell(text)
        if not line.isprintable():
            line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
        return line.encode(self.console.encoding, "backslashreplace").decode(self.console.encoding)

    def excerpt(self, text: str, room: int) -> str:
        """`text`, its middle left out where it is wider than `room`."""
        if cell_len(text) <= room:
            return text
        dots = self.mark("…")
        half = max(1, (room - len(dots)) // 2)
        head, tail = text[:half], text[-half:]
        while cell_len(head) > half:
            head = head[:-1]
        while cell_len(tail) > half:
            tail = tail[1:]
        return head + dots + tail

    def pieces(self, text: str) -> list[Part]:
        """A formula cut where a line may break: between its terms, in a term too wide for a line between its tokens."""
        terms = ([term] if cell_len(term) <= self.width - 2 else TOKEN.findall(term) for term in TERM.findall(text))
        return [(piece, "") for pieces in terms for piece in pieces]

    def paint(self, text: str, style: str) -> str:
        if not style or self.colors is None:
            return text
        return self.console.get_style(style).render(text, color_system=self.colors)

    def flow(self, parts: Iterable[Part], first: str = "", rest: str = "  ", gap: str = "  ") -> Iterator[str]:
        """Lines of `parts`, broken only between them; `first` stands before the first line, `rest` before the others."""
        line, width, empty = self.paint(first, "dim"), len(first), True
        for text, style in parts:
            size = cell_len(text)
            if not empty and width + len(gap) + size > self.width:
                yield line
                line, width, empty = self.paint(rest, "dim"), len(rest), True
            if not empty:
                line, width = line + gap, width + len(gap)
            line, width, empty = line + self.paint(text, style), width + size, False
        yield line


def answer(report: Answer, console: Console | None = None) -> str:
    """The value with its grad_fn, as PyTorch's repr has it, and the partials."""
    screen = _Screen(console)
    grad_fn = [(f" grad_fn=<{report.grad_fn}>", "dim")] if report.grad_fn else []
    rows = [("value", [(number(report.value), "bold"), *grad_fn])]
    rows += [(label([name]), [(number(partial), "bold")]) for name, partial in report.partials.items()]
    return _answers(screen, report, rows)


def derivative(report: Derivative, console: Console | None = None) -> str:
    return derivatives([report], console)


def derivatives(reports: Sequence[Derivative], console: Console | None = None) -> str:
    """Each derivative as its formula, its number, or `formula = number`."""
    screen = _Screen(console)
    rows = []
    for report in reports:
        parts = screen.pieces(screen.text(printer.text(report.derivative))) if report.derivative else []
        if report.value is not None:
            equals = " = " if parts else ""
            parts.append((equals + number(report.value), "bold"))
        rows.append((label(report.wrt), parts))
    return _answers(screen, reports[-1], rows)


def _answers(screen: _Screen, report: Answer | Derivative, rows: Sequence[tuple[str, list[Part]]]) -> str:
    """What was asked, and rows of a name and its answer; the names padded to one width where that leaves room."""
    expression = screen.excerpt(screen.text(report.expression), TALLEST * screen.width)
    lines = list(screen.flow(screen.pieces(expression), rest="", gap=""))
    if report.at:
        point = [(f"{screen.text(name)}={number(value)}", "dim") for name, value in report.at.items()]
        lines += screen.flow([("at", "dim"), *point], gap=" ")
    lines.append("")
    names = [screen.text(name) for name, _ in rows]
    widest = max(map(cell_len, names)) + 2
    if widest + max(cell_len(text) for _, parts in rows for text, _ in parts[:1]) > screen.width:
        widest = 0
    for name, (_, parts) in zip(names, rows, strict=True):
        padding = " " * max(1, widest - cell_len(name))
        lines += screen.flow([(name + padding, "cyan"), *parts], gap="")
    return "\n".join(lines)


def graph(report: Graph, console: Console | None = None) -> str:
    """The graph as a tree, then the attributes of every node, in a table or, where that is too wide, in a list."""
    screen = _Screen(console)
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


def _tree(screen: _Screen, nodes: Sequence[Node], root: int) -> list[str] | None:
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


def _table(screen: _Screen, nodes: Sequence[Node], rows: Sequence[list[str]]) -> list[str]:
    """A header, a rule, and a row for each node; nothing where that is wider than the terminal."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    room = screen.width - sum(widths[:1] + widths[2:]) - 2 * (len(widths) - 1)
    if room < max(len(rows[0][1]), *map(_least, nodes)):
        return []
    widths[1] = min(widths[1], room)
    rule = [screen.mark("─") * width for width in widths]
    lines = []
    for row, style in [(rows[0], "bold"), (rule, "dim"), *((row, "") for row in rows[1:])]:
        texts = [row[0], screen.excerpt(row[1], room), *row[2:]]
        padded = [text + " " * (width - cell_len(text)) for text, width in zip(texts, widths, strict=True)]
        lines.append(screen.paint("  ".join(padded).rstrip(), style))
    return lines


def _list(screen: _Screen, nodes: Sequence[Node], names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A line for each attribute of a node, as PyTorch's tutorials print them."""
    for node, (mark, expression, *values) in zip(nodes, rows, strict=True):
        room = max(_least(node), screen.width - len(mark) - 2)
        yield from screen.flow([(mark, "cyan"), (screen.excerpt(expression, room), "bold")])
        for name, value in zip(names, values, strict=True):
            parts = [(f"{name}:", "dim"), *((word, "") for word in value.split())]
            yield from screen.flow(parts, "  ", "    ", " ")
