"""Value, first and second derivative of every function and operator against Arb, in ulps: worst and median beside the bar.

`python tests/bench/accuracy.py [--seed SEED] [POINTS [NAME…]]`: so many points for each function, half of them ordinary,
half hard (tiny, huge, subnormal, beside 0, the points where something happens and the zeros of what is measured), the same
ones every time for a seed. `lost` counts the points at which six digits of sixteen are gone.
"""

import argparse
import math
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from arbs import exactly  # noqa: E402
from oracles import oracle  # noqa: E402
from test_table import DIFFERENTIABLE, UNSEEN, bars, derivatives, label, points, singular, swept, ulps  # noqa: E402

from gradcli.core.primitive import Primitive  # noqa: E402
from gradcli.core.tape import Tape  # noqa: E402
from gradcli.domains.float64 import run  # noqa: E402

POINTS = 600
LOST = 1e6  # ulps, of the 1e16 or so that a number has
BESIDE = 0.2  # the share of points beside a zero of each derivative
TRIES = 40  # at finding a zero
Point = tuple[float, ...]


def coordinate(random: Random, known: list[float]) -> float:
    """A number, as likely an ordinary one as a hard one."""
    near, side = random.choice(known), random.choice((-1, 1))
    return random.choice((
        lambda: random.uniform(-10, 10), lambda: random.uniform(-2, 2), lambda: float(random.randint(-40, 40)) / 4,
        lambda: side * 10 ** random.uniform(-323.3, 308), lambda: near * (1 + side * 10 ** random.uniform(-16, -1)),
        lambda: near + side * 10 ** random.uniform(-16, 1)))()


def grid(row: Primitive, count: int, seed: str) -> Iterator[Point]:
    """Ordinary and hard points of the domain."""
    random = Random(row.name + seed)
    known = [*(x for point in points(row) for x in point), 0.0, 1.0, -1.0]
    arity = max(row.least, len(points(row)[0]))
    while count:
        point = tuple(coordinate(random, known) for _ in range(arity))
        if arity > 1 and random.random() < 0.1:  # where differences cancel
            point = point[0], *(point[0] * (1 + random.choice((-1, 1)) * 10 ** random.uniform(-16, 0)) for _ in point[1:])
        if ordinary(row, point):
            yield point
            count -= 1


def ordinary(row: Primitive, point: Point) -> bool:
    """Whether there is a finite value, and no kink or jump of it or of a derivative, where that is a convention."""
    if not math.isfinite(row.float64(*point)) or singular(row, point):
        return False
    tape = program(row, len(point))
    values = run(tape, {f"x{i}": x for i, x in enumerate(point)})
    steps = [(each, [values[a] for a in arguments]) for each, arguments, _, _ in tape]
    return not any(each.at_kink(xs) or each.hidden and each.at_jump(xs) for each, xs in steps)


@cache
def program(row: Primitive, count: int) -> Tape:
    return swept(row, count, 2)[0]


def zeros(row: Primitive, along: Point, seen: list[Point], count: int) -> Iterator[Point]:
    """Points beside zeros of a derivative, found by halving between two points where it has different signs."""
    random = Random(1)

    def sign(point: Point) -> float:
        value = derivatives(row, point, len(along))[along]
        return math.copysign(1.0, value) if math.isfinite(value) and value else 0.0

    tame = [point for point in seen if all(1e-3 < abs(x) < 30 for x in point)]
    for _ in range(TRIES if len(tame) > 1 else 0):
        a, b = random.sample(tame, 2)
        if sign(a) * sign(b) != -1:
            continue
        for _ in range(80):
            middle = tuple((x + y) / 2 for x, y in zip(a, b, strict=True))
            a, b = (a, middle) if sign(middle) == sign(b) else (middle, b)
        for _ in range(max(1, count // TRIES)):
            step = random.choice((-1, 1)) * 10 ** random.uniform(-16, -1)
            point = tuple(x * (1 + step * (i == 0)) for i, x in enumerate(a))
            if ordinary(row, point):
                yield point


def measured(row: Primitive, count: int, seed: str) -> Iterator[tuple[Point, list[tuple[float, Point]]]]:
    """For the value and each derivative the distances, each with its point."""
    seen = list(grid(row, count, seed))
    truth = oracle(row.name)
    for along in derivatives(row, seen[0], 2):
        if any((row.name, i) in UNSEEN for i in along) or list(along) != sorted(along):
            continue
        found = []
        for point in [*seen, *zeros(row, along, seen, int(count * BESIDE))]:
            ours = derivatives(row, point, len(along))[along]
            try:
                exact = exactly(truth, point, along)
            except ArithmeticError:
                continue
            if exact == exact:
                found.append((ulps(ours, exact), point))
        yield along, found


def main(count: int, names: list[str], seed: str) -> None:
    print(f"{'function':14}{'along':>7}{'points':>8}{'median':>8}{'worst':>10}{'bar':>5}{'':6}{'lost':>5}  at")
    for row in (row for row in DIFFERENTIABLE if not row.hidden and (not names or row.name in names)):
        for along, found in measured(row, count, seed):
            worst, at = max(found)
            lost = sum(distance > LOST for distance, _ in found)
            middle, bar = median(distance for distance, _ in found), bars(row)[len(along)]
            print(f"{label(row):14}{''.join('xyz'[i] for i in along):>7}{len(found):8}{middle:8.2f}{worst:10.3g}{bar:5}"
                  f"{' OVER ' if worst > bar else '':6}{lost:5}  {', '.join(map(repr, at))}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("points", nargs="?", type=int, default=POINTS)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seed", default="", help="of other points; none for those of the reports")
    given = parser.parse_args()
    main(given.points, given.names, given.seed)
