"""The layout of a graph: nothing overlaps, no wire is long."""

from itertools import pairwise
from random import Random

import pytest
from drawings import drawn, wild

from gradcli.render.pictures import svg
from gradcli.render.pictures.labels import along
from gradcli.render.pictures.layout import PORT, layout


@pytest.mark.parametrize("source", wild(8, 25, 25) + ["+".join(f"{i}*x*y" for i in range(40)), "sin(x)*" * 20 + "y"])
def test_no_two_boxes_and_no_two_labels_overlap(source):
    report = drawn(source)
    place = svg.arrange(report)
    boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in place.boxes]
    for wire in place.wires:
        x, y = wire.points[-1]
        if said := along(report.edges[wire.edge], brief=True):
            boxes.append((x - 5 - svg.CHARACTER * len(said), y - 12, x - 5, y - 1))
    boxes.sort()
    for index, (left, top, right, bottom) in enumerate(boxes):
        assert 0 <= left and 0 <= top and right <= place.width and bottom <= place.height
        for other in boxes[index + 1:]:
            if other[0] >= right:
                break
            assert other[1] >= bottom or other[3] <= top
    for wire in place.wires:
        assert all(a[0] < b[0] + 1 for a, b in pairwise(wire.points))


@pytest.mark.parametrize("terms", [30, 60])
def test_a_leaf_that_is_used_far_away_is_drawn_again(terms):
    report = drawn("+".join(f"sin({i}*x)" for i in range(terms)))
    place = svg.arrange(report)
    assert sum(len(wire.points) for wire in place.wires) < 3 * len(report.edges)
    assert sum(box.copy for box in place.boxes) > terms // 2


def test_random_graphs_run_from_left_to_right():
    """Inputs are left of their users, wires end at their boxes and do not overlap, and only leaves are copied."""
    random = Random(4)
    for _ in range(40):
        count = random.randint(2, 30)
        edges = [(random.randrange(node), node) for node in range(1, count) for _ in range(random.randint(0, 2))]
        edges += [(node, count - 1) for node in range(count - 1) if all(node != source for source, _ in edges)]
        sizes = [(random.uniform(10, 80), random.uniform(10, 40)) for _ in range(count)]
        place = layout(sizes, edges, [random.uniform(0, 30) for _ in edges], count - 1)
        own = {box.node: box for box in place.boxes if not box.copy}
        assert sorted(own) == list(range(count)) and len(place.wires) == len(edges)
        assert {box.node for box in place.boxes if box.copy} <= set(range(count)) - {node for _, node in edges}
        entries = {}
        for wire in place.wires:
            source, node = edges[wire.edge]
            (left, out), (right, into) = wire.points[0], wire.points[-1]
            assert any(box.node == source and left == pytest.approx(box.x + box.width) and box.y <= out <= box.y + box.height
                       for box in place.boxes)
            assert right == pytest.approx(own[node].x) and own[node].y <= into <= own[node].y + own[node].height
            assert left < right
            entries.setdefault(node, []).append(into)
        assert all(b - a > PORT - 1e-9 for heights in entries.values() for a, b in pairwise(sorted(heights)))


def test_a_chain_is_a_straight_line():
    place = layout([(40.0, 20.0)] * 5, [(i, i + 1) for i in range(4)], [0.0] * 4, 4)
    assert len({point[1] for wire in place.wires for point in wire.points}) == 1
