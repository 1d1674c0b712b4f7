"""Explanations of random expressions, smooth ones and others."""

import math

from asking import pose
from expressions import ANY, Case, smooth, trees

from gradcli.calc.backprop.explain import explain
from gradcli.calc.values import evaluate
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


def wild(seed: int, count: int) -> list[Case]:
    """Expressions of any rows at points where much is not smooth, those that mean something there."""
    found = []
    for tree in trees(seed, 4 * count, 9, ANY):
        source = text(tree)
        names = lower(parse(source)).variables
        at = {name: [2.0, 0.5, 0.0][(len(source) + place) % 3] for place, name in enumerate(names)}
        if names and math.isfinite(evaluate(pose(source, **at)).value):
            found.append(Case(source, at))
    return found[:count]


CASES = [*smooth(5, 50), *wild(6, 50)]
EXPLAINED = [(case, explain(pose(case.source, **case.at))) for case in CASES]
IDS = [case.source for case in CASES]


def bits(number: float) -> str:
    """A double, so that -0 is not 0 and nan is nan."""
    return repr(float(number))


def near(a: float, b: float, room: float) -> bool:
    """Return whether two numbers agree within a tolerance."""
    return bits(a) == bits(b) or a == b or abs(a - b) <= room
