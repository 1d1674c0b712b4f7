"""Rows of the arithmetic-geometric mean."""

from collections.abc import Callable
from math import comb, prod
from typing import TYPE_CHECKING

from gradcli.core.constructors import defined, kernel, raised_rules
from gradcli.core.facets import Doc, Numerics
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.nearest import nearest_slope
from gradcli.ops.constants import pi
from gradcli.ops.integrals import ellipe, ellipk

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

Slopes = Callable[["Operand", "Operand", "Operand", int], "list[Operand]"]
POSITIVE = "a > 0, b > 0"
PLANE = [(1.0, 2.0), (3.0, 0.7), (2.5, 1.7)]


def _reciprocals(mean: "Operand", a: "Operand", b: "Operand", order: int) -> "list[Operand]":
    """Write 1/agm(a, b) and its derivatives in b, by the differential equation of K (DLMF 19.4.8), differentiated."""
    slope = (2 * a * mean * ellipe(1 - b ** 2 / a ** 2) / a.apply(pi) - b ** 2) / (b * (a ** 2 - b ** 2)) * mean
    found = [1 / mean, -slope / mean ** 2]
    for n in range(order - 1):
        found.append(((n + 1) * (3 * b ** 2 - a ** 2) * found[-1] + (3 * n * (n + 1) + 1) * b * found[-2] + (
            n ** 3 * found[-3] if n else 0)) / (b * (a ** 2 - b ** 2)))
    return found


def _reciprocals_at_equal(mean: "Operand", a: "Operand", b: "Operand", order: int) -> "list[Operand]":
    """Write them where a = b: there the equation gives each derivative from those before it."""
    found = [1 / mean]
    for n in range(order):
        found.append(-((3 * n * (n + 1) + 1) * found[-1] + (n ** 3 * found[-2] / a if n else 0)) / (2 * (n + 1) * a))
    return found


def _partial(a: "Operand", b: "Operand", orders: tuple[int, int], reciprocals: Slopes = _reciprocals) -> "Operand":
    """Write a derivative of agm: those in b by those of its reciprocal, those in both since agm(r*a, r*b) = r*agm(a, b)."""
    means, (j, k) = [agm(a, b)], sorted(orders)
    a, b = (a, b) if orders == (j, k) else (b, a)
    others = reciprocals(means[0], a, b, j + k)
    for n in range(1, j + k + 1):
        means.append(sum((comb(n, i) * means[i] * others[n - i] for i in range(n)), a.number(0)) * -means[0])
    return sum(((-1) ** i * comb(j, i) * prod(1 - k - m for m in range(i, j)) * b ** i * means[k + i]
                for i in range(j + 1)), a.number(0)) / a ** j


agm_partial: Primitive = kernel(
    "agm_partial", 2,
    rules=raised_rules(lambda: agm_partial),
    float64=nearest_slope("decimal_mean", "agm_partial"),
    numerics=Numerics(
        definition=_partial,
        at_singularity=lambda a, b, orders: _partial(a, b, orders, _reciprocals_at_equal) if a == b else None),
    doc=Doc("the derivative of agm, so often in a and so often in b", POSITIVE),
    samples=PLANE,
    sampled=(1, 1))
agm = defined(
    "agm", 2, lambda a, b: (a + b) * (a.apply(pi) / 4) / ellipk(((a - b) / (a + b)) ** 2),
    rules=[
        lambda g, y, a, b: g * agm_partial(a, b, attribute=(1, 0)),
        lambda g, y, a, b: g * agm_partial(a, b, attribute=(0, 1)),
    ],
    float64=lazy_kernel("elliptic", "agm"),
    exact=lambda a, b: a if a == b and a > 0 else None,
    doc=Doc("arithmetic-geometric mean", POSITIVE),
    samples=PLANE)
