"""Value, first and second derivative of every function of one argument against mpmath, in ulps: worst and median.

`python tests/bench/accuracy.py [POINTS [NAME…]]`: so many points for each function, half of them ordinary, half hard
(tiny, huge, subnormal, beside 0 and the points where something happens), the same ones every time.
"""

import math
import sys
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from test_table import DIFFERENTIABLE, bars, derivatives, expected, singular, ulps  # noqa: E402

from gradcli.core.primitive import Primitive  # noqa: E402

POINTS = 600


def grid(row: Primitive, count: int) -> list[float]:
    """Points at which the function has a value, half of them ordinary and half hard."""
    random = Random(row.name)
    known = [x for x in row.at if isinstance(x, float) and math.isfinite(x)]
    found: list[float] = []
    while len(found) < count:
        if len(found) % 2:
            x = random.uniform(-10, 10) if random.random() < 0.7 else random.uniform(-2, 2)
        else:
            kind = random.randrange(3)
            near = random.choice([*known, 0.0, 1.0, -1.0])
            x = (random.choice((-1, 1)) * 10 ** random.uniform(-320, 305) if kind == 0 else
                 near * (1 + random.choice((-1, 1)) * 10 ** random.uniform(-16, -1)) if kind == 1 else
                 near + random.choice((-1, 1)) * 10 ** random.uniform(-16, 1))
        value = row.float64(x)
        if math.isfinite(value) and not singular(row, (x,)):
            found.append(x)
    return found


def main(count: int, names: list[str]) -> None:
    print(f"{'function':12}{'order':>6}{'points':>8}{'median':>9}{'worst':>11}{'at':>26}{'bar':>6}{'lost':>6}")
    for row in (row for row in DIFFERENTIABLE if row.least == 1 and not row.hidden and (not names or row.name in names)):
        distances: dict[int, list[tuple[float, float]]] = {0: [], 1: [], 2: []}
        for x in grid(row, count):
            ours = derivatives(row, (x,), 2)
            for order in distances:
                along = (0,) * order
                try:
                    exact = expected(row.name, (x,), along)
                except (ArithmeticError, ValueError):
                    continue
                distances[order].append((ulps(ours[along], exact), x))
        for order, found in distances.items():
            worst, at = max(found)
            lost = sum(distance > 1e10 for distance, _ in found)  # six digits of sixteen
            middle = median(distance for distance, _ in found)
            print(f"{row.name:12}{order:6}{len(found):8}{middle:9.2f}{worst:11.3g}{at:26.17g}{bars(row)[order]:6}{lost:6}",
                  flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else POINTS, sys.argv[2:])
