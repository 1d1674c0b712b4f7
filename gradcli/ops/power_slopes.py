"""Hidden rows for the derivatives of a**b in b, and in both."""

from itertools import combinations
from math import comb, factorial
from typing import TYPE_CHECKING

from gradcli.core.constructors import kernel, raised_rules
from gradcli.core.facets import Doc, Numerics
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.ops.elementary import log
from gradcli.ops.powers import POSITIVE_BASES

if TYPE_CHECKING:
    from gradcli.core.operand import Operand


def _partial(a: "Operand", b: "Operand", orders: tuple[int, int]) -> "Operand":
    """Write the j-th derivative in a and k-th in b: Leibniz's rule on b(b-1)…(b-j+1) * a**(b-j)."""
    j, k = orders
    total = b.number(0)
    for n in range(min(j, k) + 1):
        for kept in combinations(range(j), j - n):  # the product's n-th derivative leaves out n factors, in every order
            term = a.number(comb(k, n) * factorial(n))
            for i in kept:
                term = term * (b - i)
            total = total + term * log(a) ** (k - n)
    return total * a ** (b - j)


power_partial: Primitive = kernel(
    "power_partial", 2,
    rules=raised_rules(lambda: power_partial),
    float64=lazy_kernel("powers", "power_partial"),
    numerics=Numerics(definition=_partial),
    doc=Doc("the derivative of a**b, so often in a and so often in b", "a > 0"),
    samples=POSITIVE_BASES,
    sampled=(1, 1))
# The derivatives in b alone close upon themselves, as a Taylor series needs it.
product_log = kernel(
    "product_log", 2,
    rules=[
        lambda g, y, x, a: g * log(a),
        lambda g, y, x, a: g * x / a,
    ],
    float64=lazy_kernel("powers", "product_log"),
    numerics=Numerics(definition=lambda x, a: x * log(a), at_singularity=lambda x, a: x if x == 0 else None),
    doc=Doc("x*log(a), 0 where x is 0", "a > 0"),
    samples=[(2.0, 3.0), (-0.7, 1e-300), (0.0, 0.5)])
power_mixed = kernel(
    "power_mixed", 2,
    rules=[
        lambda g, y, a, b: g * ((b - 1) * y + b * (a ** b / a)) / a,  # of a**b: that of a**(b - 1) would not close
        lambda g, y, a, b: g * (product_log(y, a) + power_log(a, b) / a),
    ],
    float64=lazy_kernel("powers", "power_mixed"),
    numerics=Numerics(definition=lambda a, b: a ** (b - 1) * (b * log(a) + 1)),
    doc=Doc("the derivative of a**b in a and b", "a > 0; a = 0 where b > 1"),
    samples=POSITIVE_BASES)
power_log_twice = kernel(
    "power_log_twice", 2,
    rules=[
        lambda g, y, a, b: g * (b * y + 2 * power_log(a, b)) / a,
        lambda g, y, a, b: g * product_log(y, a),
    ],
    float64=lazy_kernel("powers", "power_log_twice"),
    numerics=Numerics(definition=lambda a, b: a ** b * log(a) ** 2),
    doc=Doc("the second derivative of a**b in b", "a > 0; a = 0 where b > 0"),
    samples=POSITIVE_BASES)
power_log: Primitive = kernel(
    "power_log", 2,
    rules=[
        lambda g, y, a, b: g * power_mixed(a, b),
        lambda g, y, a, b: g * power_log_twice(a, b),
    ],
    float64=lazy_kernel("powers", "power_log"),
    numerics=Numerics(
        definition=lambda a, b: a ** b * log(a),
        at_singularity=lambda a, b: a if a == 0 and b > 0 else None),
    doc=Doc("the derivative of a**b in b", "a > 0; a = 0 where b > 0"),
    samples=POSITIVE_BASES)
