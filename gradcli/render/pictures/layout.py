"""A layered layout from left to right: layers, an order with few crossings, coordinates, ports (Sugiyama et al., 1981).

A node is in the layer before its first user. A leaf that is used far away is drawn there again as a small copy, since the
bends of its wires would grow with the square of the graph.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import NamedTuple

MAX_SPAN = 3  # layers over which a wire to a leaf is drawn
SWEEPS = 8  # over the layers, four in each direction
GAP = 18.0  # between boxes of a layer
MARGIN = 12.0  # around the picture
LANE = 26.0  # on either side of the labels between two layers
PORT = 18.0  # between two wires at a box: a line of their labels


class Box(NamedTuple):
    """A box of `node`; a `copy` refers to a leaf that is drawn elsewhere."""

    node: int
    x: float
    y: float
    width: float
    height: float
    copy: bool


class Wire(NamedTuple):
    """The path of edge number `edge` from port over bends to port; its label ends before the last point."""

    edge: int
    points: list[tuple[float, float]]


class Layout(NamedTuple):
    """The places of boxes and wires."""

    boxes: list[Box]
    wires: list[Wire]
    width: float
    height: float


class _Item:
    """A box or a bend that is being placed."""

    __slots__ = ("node", "copy", "layer", "width", "height", "before", "after", "rank", "y")

    def __init__(self, node: int, copy: bool, layer: int, width: float, height: float) -> None:
        self.node, self.copy, self.layer, self.width, self.height = node, copy, layer, width, height
        self.before: list[_Item] = []
        self.after: list[_Item] = []
        self.rank, self.y = 0, 0.0

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def layout(sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]], labels: Sequence[float], root: int,
           copies: tuple[float, float] = (60.0, 24.0)) -> Layout:
    """Lay out nodes of these sizes, inputs before users; `labels` are the widths of the labels of the edges.

    `copies` is the width and the height of the copy of a leaf.
    """
    layers = _layers(len(sizes), edges)
    counts = [0] * len(sizes)
    for _, node in edges:
        counts[node] += 1
    items = [_Item(i, False, layers[i], width, max(height, PORT * (counts[i] + 1)))
             for i, (width, height) in enumerate(sizes)]
    ways = _ways(items, edges, counts, copies)
    everything = list(dict.fromkeys([*items, *(item for way in ways for item in way)]))
    rows = _order(everything, items[root])
    _align(rows)
    return _place(rows, ways, labels)


def _layers(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """Return the layer of each node: its longest distance to the root, counted from the left."""
    depths = [0] * count
    for source, node in reversed(sorted(edges, key=lambda edge: edge[1])):
        depths[source] = max(depths[source], depths[node] + 1)
    return [max(depths) - depth for depth in depths]


def _ways(items: list[_Item], edges: Sequence[tuple[int, int]], counts: Sequence[int],
          copies: tuple[float, float]) -> list[list[_Item]]:
    """Return the items along each edge: its ends and the bends between them, one in each layer that it crosses."""
    copied: dict[tuple[int, int], _Item] = {}
    ways = []
    for source, node in edges:
        start, end = items[source], items[node]
        if not counts[source] and end.layer - start.layer > MAX_SPAN:
            start = copied.setdefault((source, node), _Item(source, True, end.layer - 1, *copies))
        way = [start, *(_Item(-1, False, layer, 0.0, 0.0) for layer in range(start.layer + 1, end.layer)), end]
        for a, b in zip(way, way[1:], strict=False):
            a.after.append(b)
            b.before.append(a)
        ways.append(way)
    return ways


def _order(items: list[_Item], root: _Item) -> list[list[_Item]]:
    """Return the items of each layer in an order with few crossings, by barycentre sweeps from a depth-first order."""
    rows: list[list[_Item]] = [[] for _ in range(max(item.layer for item in items) + 1)]
    seen, work = {root}, [root]
    while work:
        item = work.pop()
        rows[item.layer].append(item)
        for other in reversed(item.before):
            if other not in seen:
                seen.add(other)
                work.append(other)
    _rank(rows)
    best, fewest = [list(row) for row in rows], _crossings(rows)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        forward = sweep % 2 == 1
        for row in rows if forward else rows[::-1]:
            row.sort(key=lambda item: _barycentre(item.before if forward else item.after, item.rank))
            for rank, item in enumerate(row):
                item.rank = rank
        crossed = _crossings(rows)
        if crossed < fewest:
            best, fewest = [list(row) for row in rows], crossed
    _rank(best)
    return best


def _rank(rows: list[list[_Item]]) -> None:
    for row in rows:
        for rank, item in enumerate(row):
            item.rank = rank


def _barycentre(others: list[_Item], own: int) -> float:
    return sum(other.rank for other in others) / len(others) if others else float(own)


def _crossings(rows: list[list[_Item]]) -> int:
    """Count the pairs of wires that cross between neighbouring layers."""
    total = 0
    for row in rows:
        ends = [rank for item in row for rank in sorted(other.rank for other in item.after)]
        tree = [0] * (max(ends, default=0) + 2)  # a Fenwick tree counts the ends before
        for done, end in enumerate(ends):
            below, at = 0, end + 1
            while at:
                below += tree[at]
                at &= at - 1
            total += done - below
            at = end + 1
            while at < len(tree):
                tree[at] += 1
                at += at & -at
    return total


def _align(rows: list[list[_Item]]) -> None:
    """Set the y of each item: near the middle of its neighbours, without overlaps."""
    for row in rows:
        y = 0.0
        for item in row:
            item.y, y = y, y + item.height + GAP
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 1
        for row in rows if forward else rows[::-1]:
            _align_row(row, forward)
    top = min(item.y for row in rows for item in row)
    for row in rows:
        for item in row:
            item.y += MARGIN - top


def _align_row(row: list[_Item], forward: bool) -> None:
    targets = []
    for item in row:
        others = item.before if forward else item.after
        # sum() of floats rounds otherwise from Python 3.12 on
        middle = reduce(add, (other.middle for other in others)) / len(others) if others else item.middle
        targets.append(middle - item.height / 2)
    y, moved = float("-inf"), 0.0
    for item, target in zip(row, targets, strict=True):
        item.y = max(target, y)
        y = item.y + item.height + GAP
        moved += item.y - target
    for item in row:
        item.y -= moved / len(row)


def _place(rows: list[list[_Item]], ways: list[list[_Item]], labels: Sequence[float]) -> Layout:
    """Return the layout of layers as columns, of ways as wires."""
    room = [0.0] * (len(rows) + 1)  # before each layer, for the labels of the wires that end in it
    for way, label in zip(ways, labels, strict=True):
        room[way[-1].layer] = max(room[way[-1].layer], label)
    lefts, widths, x = [], [], MARGIN
    for layer, row in enumerate(rows):
        x += room[layer] + 2 * LANE if layer else 0.0
        lefts.append(x)
        widths.append(max(item.width for item in row))
        x += widths[-1]
    boxes = [Box(item.node, lefts[layer] + widths[layer] - item.width, item.y, item.width, item.height, item.copy)
             for layer, row in enumerate(rows) for item in row if item.node >= 0]
    outs, ins = _ports(ways)
    wires = []
    for index, way in enumerate(ways):
        points = [(lefts[way[0].layer] + widths[way[0].layer], outs[index])]
        for item in way[1:-1]:
            points += [(lefts[item.layer], item.middle), (lefts[item.layer] + widths[item.layer], item.middle)]
        end = way[-1]
        points.append((lefts[end.layer] + widths[end.layer] - end.width, ins[index]))
        wires.append(Wire(index, points))
    bottom = max(item.y + item.height for row in rows for item in row)
    return Layout(boxes, wires, x + MARGIN, bottom + MARGIN)


def _ports(ways: list[list[_Item]]) -> tuple[list[float], list[float]]:
    """Return the heights at which each wire leaves its source and enters its user, in the order of its other end."""
    outs, ins = [0.0] * len(ways), [0.0] * len(ways)
    for ports, end, other in ((outs, 0, 1), (ins, -1, -2)):
        sharing: dict[_Item, list[int]] = {}
        for index, way in enumerate(ways):
            sharing.setdefault(way[end], []).append(index)
        for item, indices in sharing.items():
            indices.sort(key=lambda index: ways[index][other].middle)
            for place, index in enumerate(indices, 1):
                ports[index] = item.y + item.height * place / (len(indices) + 1)
    return outs, ins
