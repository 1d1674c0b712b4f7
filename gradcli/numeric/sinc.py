"""sin(pi*x)/(pi*x) and its derivatives of every order."""

import math

from gradcli.lazy import lazy_kernel
from gradcli.numeric.double_double import quotient, two_product

CANCELLED = 0.125  # a multiple of cos(t)/t that is smaller has lost digits
decimal50_sinc = lazy_kernel("decimal50", "decimal50_sinc")
FINE = 1e15  # up to here floats are no whole numbers
PI_ERROR = 1.2246467991473532e-16  # pi - math.pi


def _sine_and_cosine(x: float) -> tuple[float, float, float]:
    """Return the sine and cosine of pi*x less an error, and the error; reduced exactly before pi comes in."""
    r = math.fmod(x, 2.0)
    quarter = round(2 * r)
    r -= quarter / 2
    t, error = two_product(math.pi, r) if abs(r) > 1e-200 else (math.pi * r, 0.0)
    error += PI_ERROR * r
    s, c = math.sin(t), math.cos(t)
    return *((s, c), (c, -s), (-s, -c), (-c, s))[quarter % 4], error


def sinc(x: float, order: int = 0) -> float:
    """Return the derivative of that order; from k*f_(k-1) + t*f_k = sin^(k)(t) for f = sin(t)/t, upwards or downwards.

    Upwards loses digits where k > t; downwards, from an order where f is nothing, gains them.
    """
    if not math.isfinite(x):
        return x if x != x else 0.0
    t = math.pi * x
    if abs(x) < 1e-17:
        f = t / (order + 2) if order % 2 else 1 / (order + 1)
        return (-1.0) ** ((order + 1) // 2) * f * math.pi**order + 0.0  # not -0
    s, c, s_error = _sine_and_cosine(x)
    sines = (s + s_error * c, c - s_error * s, -s - s_error * c, s_error * s - c)
    if abs(t) > order + 1 or order == 0:
        product, error = two_product(math.pi, x)
        f = quotient(s, s_error * c, product, error + PI_ERROR * x)
        for k in range(1, order + 1):  # of the derivative in x, which spares the roundings of pi*x
            f = (sines[k % 4] * math.pi ** (k - 1) - k * f) / x
    else:
        f = 0.0
        for k in range(order + int(2 * abs(t)) + 24, order, -1):
            f = (sines[k % 4] - t * f) / k
        f *= math.pi**order
    if order and abs(t) > 1 and abs(f * x) < CANCELLED * math.pi ** (order - 1) and abs(x) < FINE:
        return float(decimal50_sinc(x, order))
    return f
