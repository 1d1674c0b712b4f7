"""The tables of coefficients in gradcli/numeric, made again: each with its method, degree, range and largest relative error.

`python tests/bench/coefficients.py [NAME…]` prints the tables as they stand in the code; tests/numeric/test_coefficients.py
holds the code against them. A Taylor series beside a zero leaves out the constant term, and a zero is two doubles, the
second of which is the error of the first.
"""

import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from mpmath import mp, mpf

DIGITS = 60  # in which tables are made; the last of a Taylor coefficient of order 29 are lost
POINTS = 150  # at which the error of a table is looked for

Function = Callable[[Any], Any]


class Table(NamedTuple):
    """`function` is approximated for arguments from `low` to `high`, the coefficients of `variable(x)` highest first."""

    name: str
    method: str
    function: Function
    variable: Function
    coefficients: list[float]
    low: float
    high: float

    def error(self) -> float:
        """The largest relative error, but for the rounding of the evaluation."""
        worst = mpf(0)
        with mp.workdps(DIGITS):
            for x in mp.linspace(self.low, self.high, POINTS):
                exact, value = self.function(x), mpf(0)
                for c in self.coefficients:
                    value = value * self.variable(x) + mpf(c)
                worst = max(worst, abs(value / exact - 1))
        return float(worst)


def pair(x: Any) -> tuple[float, float]:
    """The nearest double, and the double nearest to the remainder."""
    return float(x), float(x - float(x))


def rounded(coefficients: list[Any]) -> list[float]:
    return [float(c) for c in coefficients]


def sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


def gelu_slope(x: Any) -> Any:
    return mp.ncdf(x) + x * mp.npdf(x)


def silu_slope(x: Any) -> Any:
    return sigmoid(x) * (1 + x * sigmoid(-x))


def silu_curvature(x: Any) -> Any:
    return sigmoid(x) * sigmoid(-x) * (2 - x * mp.tanh(x / 2))


def mish_slope(x: Any) -> Any:
    t = mp.tanh(mp.log1p(mp.exp(x)))
    return t + x * sigmoid(x) * (1 - t**2)


def mish_curvature(x: Any) -> Any:
    t = mp.tanh(mp.log1p(mp.exp(x)))
    return sigmoid(x) * (1 - t**2) * (2 + x * (sigmoid(-x) - 2 * sigmoid(x) * t))


def gate(x: Any) -> tuple[Any, Any, Any]:
    """The exponent v of gelu_tanh = x*sigmoid(v), and its derivatives."""
    root, cubic = 2 * mp.sqrt(2 / mp.pi), mpf("0.044715")
    return root * (x + cubic * x**3), root * (1 + 3 * cubic * x**2), root * 6 * cubic * x


def gelu_tanh_slope(x: Any) -> Any:
    v, slope, _ = gate(x)
    return sigmoid(v) * (1 + x * sigmoid(-v) * slope)


def gelu_tanh_curvature(x: Any) -> Any:
    v, slope, curvature = gate(x)
    return sigmoid(v) * sigmoid(-v) * (2 * slope + x * curvature - x * slope**2 * mp.tanh(v / 2))


def mills(z: Any) -> Any:
    """(1 + z) times Mills's ratio."""
    return (1 + z) * mp.ncdf(-z) / mp.npdf(z)


CENTRE, MILLS_LOW, MILLS_HIGH, MILLS_TERMS = 5, mpf("0.7"), mpf(43), 23


def compressed(z: Any) -> Any:
    return (mpf(z) - CENTRE) / (mpf(z) + CENTRE)


def expanded(t: Any) -> Any:
    return CENTRE * (1 + t) / (1 - t)


@cache
def zero(function: Function, near: float) -> Any:
    return mp.findroot(function, near)


def beside_zero(name: str, function: Function, near: float, degree: int, radius: float, taylor: Any = mp.taylor) -> Table:
    """The Taylor series beside a zero, divided by the distance to it."""
    root = zero(function, near)
    series = rounded(taylor(function, root, degree)[:0:-1])
    return Table(name, f"Taylor beside {float(root)!r}", lambda x: function(x) / (x - root), lambda x: x - root, series,
                 float(root) - radius, float(root) + radius)


def digamma_series() -> Table:
    return beside_zero("gamma.DIGAMMA_SERIES", mp.digamma, 1.46, 23, 0.25, lambda function, x, degree: [
        mp.polygamma(k, x) / mp.factorial(k) for k in range(degree + 1)])


def gelu_slope_series() -> Table:
    return beside_zero("gauss.SLOPE_SERIES", gelu_slope, -0.75, 23, 0.5)


def silu_slope_series() -> Table:
    return beside_zero("logistic.SLOPE_SERIES", silu_slope, -1.28, 26, 0.6)


def silu_curvature_series() -> Table:
    return beside_zero("logistic.CURVATURE_SERIES", silu_curvature, 2.4, 25, 0.6)


def log_ndtr_series() -> Table:
    """By the derivatives of log(normcdf(x)): the first is h = normpdf/normcdf, and h' = -h*(x + h)."""
    degree, h = 44, [mp.npdf(0) / mp.ncdf(0)]
    for n in range(degree):  # coefficients of h: (n + 1)*h[n + 1] = -(h[n - 1] + (h*h)[n])
        h.append(-((h[n - 1] if n else 0) + sum(h[k] * h[n - k] for k in range(n + 1))) / (n + 1))
    series = rounded([*(c / (n + 1) for n, c in reversed([*enumerate(h)])), mp.log(mp.ncdf(0))])
    return Table("mills.LOG_NDTR_SERIES", "Taylor at 0", lambda x: mp.log(mp.ncdf(x)), lambda x: x, series, -0.7, 0.7)


GATES = [("MISH_SLOPE", mish_slope, -1.19, 24, 0.4), ("MISH_LEFT", mish_curvature, -2.26, 24, 0.4),
         ("MISH_RIGHT", mish_curvature, 1.49, 24, 0.4), ("GELU_SLOPE", gelu_tanh_slope, -0.75, 34, 0.55),
         ("GELU_CURVATURE", gelu_tanh_curvature, 1.4, 34, 0.55)]


def gate_series(name: str, function: Function, near: float, degree: int, radius: float) -> Table:
    return beside_zero(f"gates.{name}_SERIES", function, near, degree, radius)


def lgamma_series() -> Table:
    """log(gamma(2 + t))/t."""
    terms = [(mp.zeta(k) - 1) * (-1) ** k / k for k in range(29, 1, -1)]
    return Table("gamma.LGAMMA_SERIES", "Taylor beside 2", lambda t: mp.loggamma(2 + t) / t, lambda t: t,
                 rounded([*terms, 1 - mp.euler]), -0.5, 0.5)


def mills_series() -> Table:
    low, high = compressed(MILLS_LOW), compressed(MILLS_HIGH)
    nodes = [(low + high + (high - low) * mp.cospi((k + mpf("0.5")) / MILLS_TERMS)) / 2 for k in range(MILLS_TERMS)]
    powers = mp.matrix([[t**k for k in reversed(range(MILLS_TERMS))] for t in nodes])
    series = rounded(list(mp.lu_solve(powers, mp.matrix([mills(expanded(t)) for t in nodes]))))
    return Table("gauss.MILLS_SERIES", "interpolation at Chebyshev's points", mills, compressed, series, float(MILLS_LOW),
                 float(MILLS_HIGH))


TABLES: list[Callable[[], Table]] = [digamma_series, lgamma_series, mills_series, gelu_slope_series, silu_slope_series,
                                     silu_curvature_series, log_ndtr_series,
                                     *(partial(gate_series, *each) for each in GATES)]


def constants() -> dict[str, float | tuple[float, float]]:
    """Numbers that are more than a double holds: the double and its error, which for some is relative; and Bernoulli's."""
    root = 1 / mp.sqrt(2 * mp.pi)
    high = 0.6931471803691238  # 33 bits of log(2), so that its products with exponents are exact
    return {
        "gamma.DIGAMMA_ZERO": pair(zero(mp.digamma, 1.46)),
        "gauss.SLOPE_ZERO": pair(zero(gelu_slope, -0.75)),
        "logistic.SLOPE_ZERO": pair(zero(silu_slope, -1.28)),
        "logistic.CURVATURE_ZERO": pair(zero(silu_curvature, 2.4)),
        **{f"gates.{name}_ZERO": pair(zero(function, near)) for name, function, near, *_ in GATES},
        "powers.INVERSE_E": pair(mp.exp(-1)),
        "gates.CUBIC": pair(mpf("0.044715")), "gates.TWICE_ROOT": pair(2 * mp.sqrt(2 / mp.pi)),
        "mills.LOG_ROOT_TWO_PI": pair(mp.log(2 * mp.pi) / 2)[0], "mills.LOG_ERROR": pair(mp.log(2 * mp.pi) / 2)[1],
        "mills.ROOT_TWO_OVER_PI": pair(mp.sqrt(2 / mp.pi))[0],
        "mills.RELATIVE": pair(mp.sqrt(2 / mp.pi))[1] / pair(mp.sqrt(2 / mp.pi))[0],
        "quantiles.HALF_ROOT_PI": float(mp.sqrt(mp.pi) / 2),
        "gauss.ROOT_HALF": pair(mp.sqrt(0.5))[0], "gauss.ROOT_HALF_ERROR": pair(mp.sqrt(0.5))[1],
        "gauss.ROOT_TWO": pair(mp.sqrt(2))[0], "gauss.ROOT_TWO_ERROR": pair(mp.sqrt(2))[1],
        "gauss.TWO_OVER_ROOT_PI": float(2 / mp.sqrt(mp.pi)),
        "gauss.ONE_OVER_ROOT_TWO_PI": float(root), "gauss.ROOT_ERROR": float((root - float(root)) / float(root)),
        "double_double.LN2_HIGH": high, "double_double.LN2_LOW": float(mp.ln2 - high),
        "sinc.PI_ERROR": pair(+mp.pi)[1],
        **{f"gamma.BERNOULLI[{k}]": float(mp.bernoulli(2 * k + 2)) for k in range(10)},
    }


def named(make: Callable[[], Table]) -> str:
    return make.args[0].lower() if isinstance(make, partial) else make.__name__.removesuffix("_series")


def made(names: list[str]) -> Iterator[Table]:
    with mp.workdps(DIGITS):
        for make in TABLES:
            if not names or named(make) in names:
                yield make()


def main(names: list[str]) -> None:
    for table in made(names):
        print(f"# {table.name}: {table.method}, degree {len(table.coefficients) - 1}, {table.low:.4g} to {table.high:.4g}, "
              f"error {table.error():.1e}")
        text = textwrap.fill(", ".join(map(repr, table.coefficients)), 125, initial_indent="    ", subsequent_indent="    ")
        print(f"{table.name.partition('.')[2]} = (\n{text})\n", flush=True)
    if not names:
        with mp.workdps(DIGITS):
            for name, value in constants().items():
                print(f"{name} = {value!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
