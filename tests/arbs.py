"""The table's functions and their derivatives by Arb's power series: enclosures, made narrower until they say enough.

The functions are those of `oracles`, which run over these series as they do over mpmath's numbers. No rule of ours has a
part in it, no step is small, and what is subtracted has as many bits as it takes.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import arb, arb_series, ctx, fmpq, fmpz
from mpmath import mp, mpf

PRECISIONS = 160, 640, 2560, 10240, 40960  # bits, tried one after the other
ENOUGH = 70  # bits of a result that are right
TERMS = 3
TINY, HUGE = arb(2) ** -1200, arb(2) ** 1200  # beyond these it does not matter how far


def exactly(function: Callable[..., Any], point: tuple[float, ...], along: tuple[int, ...] = ()) -> Any:
    """The partial derivative of `function` at the doubles `point`, once for each of up to two indices in `along`.

    Raises ArithmeticError where no precision is enough.
    """
    for precision in PRECISIONS:
        ctx.prec, ctx.cap = precision, TERMS
        with mp.workprec(precision + 64):
            value = _derivative(function, point, along)
        size = abs(value)
        if size < TINY or size > HUGE:
            return mpf(0) if size < TINY else int(value.sgn().unique_fmpz()) * mp.inf
        if value.rel_accuracy_bits() >= ENOUGH:
            mantissa, exponent = value.mid().man_exp()
            with mp.workprec(precision):
                return mp.ldexp(mpf(int(mantissa)), int(exponent))
    if value.is_nan():
        return mp.nan
    raise ArithmeticError(f"no enclosure of the derivative along {along} at {point}")


def _derivative(function: Callable[..., Any], point: tuple[float, ...], along: tuple[int, ...]) -> arb:
    def coefficient(*moving: int) -> arb:
        try:
            return lift(function(*(Series([x, int(i in moving)]) for i, x in enumerate(point)))).series[len(along)]
        except (ZeroDivisionError, ValueError):
            return arb.nan()

    if len(set(along)) == 2:
        return coefficient(*along) - coefficient(along[0]) - coefficient(along[1])
    return coefficient(*along) * max(1, len(along))  # up to order two that is the factorial


def lift(value: Any) -> "Series":
    """A number as a series: exactly, or as mpmath has rounded it, to more bits than are counted on."""
    if isinstance(value, Series):
        return value
    if isinstance(value, int | Fraction):
        return Series([arb(fmpq(value.numerator, value.denominator))])
    if isinstance(value, float) or not mp.isfinite(value):
        return Series([arb(float(value))] if value == value else [arb.nan()] * TERMS)
    sign, mantissa, exponent, bits = (+value)._mpf_
    exact = arb(fmpz(mantissa)) * arb(2) ** exponent * (-1 if sign else 1)
    return Series([exact if bits < 64 else exact + arb(0, (abs(exact) * arb(2) ** -ctx.prec).upper())])


def _call(name: str) -> Callable[["Series"], "Series"]:
    return lambda self: Series(getattr(self.series, name)())


class Series:
    """A truncated power series of balls, ordered by its first coefficient, and equal if all coefficients are."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, coefficients: Any) -> None:
        self.series = arb_series(coefficients)

    @property
    def here(self) -> arb:
        return self.series[0]

    def along(self, value: arb, slope: "Series") -> "Series":
        """The function of this that has this value, and `slope` as derivative."""
        return Series((slope * Series(self.series.derivative())).series.integral() + value)

    exp, sin, cos, tan, atan, erf, erfc, erfi, gamma, sinpi, cospi = map(_call, (
        "exp", "sin", "cos", "tan", "atan", "erf", "erfc", "erfi", "gamma", "sin_pi", "cos_pi"))
    loggamma, sqrt = _call("lgamma"), _call("sqrt")

    def _arithmetic(name: str, reflected: bool = False) -> Any:  # noqa: N805
        def operation(self: "Series", other: Any) -> "Series":
            a, b = (lift(other), self) if reflected else (self, lift(other))
            return Series(getattr(a.series, name)(b.series))

        return operation

    __add__, __sub__, __mul__, __truediv__ = map(_arithmetic, ("__add__", "__sub__", "__mul__", "__truediv__"))
    __radd__, __rmul__ = __add__, __mul__
    __rsub__, __rtruediv__ = _arithmetic("__sub__", True), _arithmetic("__truediv__", True)

    def __neg__(self) -> "Series":
        return Series(-self.series)

    def __pos__(self) -> "Series":
        return self

    def __abs__(self) -> "Series":
        return -self if self < 0 else self

    def __pow__(self, other: Any) -> "Series":
        if isinstance(other, Series) and other != int(other) or isinstance(other, Fraction | float):
            return (lift(other) * self.log()).exp()
        n = int(other)
        return 1 / self ** -n if n < 0 else Series(self.series ** n)

    def __rpow__(self, other: Any) -> "Series":
        return lift(other) ** self

    def __int__(self) -> int:
        mantissa, exponent = self.here.floor().mid().man_exp()
        return int(mantissa) << int(exponent)

    def __bool__(self) -> bool:
        return self != 0

    def __eq__(self, other: object) -> bool:
        difference = (self - other).series
        return all(c == 0 for c in difference)

    def __lt__(self, other: Any) -> bool:
        return bool((self - other).here < 0)

    def __gt__(self, other: Any) -> bool:
        return bool((self - other).here > 0)

    def __le__(self, other: Any) -> bool:
        return not self > other

    def __ge__(self, other: Any) -> bool:
        return not self < other

    def sign(self) -> "Series":
        return Series([self.here.sgn()])

    def floor(self) -> "Series":
        return Series([self.here.floor()])

    def ceil(self) -> "Series":
        return -(-self).floor()

    def nint(self) -> "Series":
        below = self.floor()
        return below + int(self - below > Fraction(1, 2) or self - below == Fraction(1, 2) and int(below) % 2)

    def log(self, base: Any = None) -> "Series":
        natural = Series(self.series.log())
        return natural if base is None else natural / lift(base).log()

    def log1p(self) -> "Series":
        return self.along(self.here.log1p(), 1 / (1 + self))

    def log10(self) -> "Series":
        return self.log(10)

    def expm1(self) -> "Series":
        return self.along(self.here.expm1(), self.exp())

    def cbrt(self) -> "Series":
        return (self.log() / 3).exp()

    def sinh(self) -> "Series":
        return self.along(self.here.sinh(), self.cosh())

    def cosh(self) -> "Series":
        return (self.exp() + (-self).exp()) / 2

    def tanh(self) -> "Series":
        return self.along(self.here.tanh(), 1 / self.cosh() ** 2)

    def sec(self) -> "Series":
        return 1 / self.cos()

    def csc(self) -> "Series":
        return 1 / self.sin()

    def cot(self) -> "Series":
        return self.cos() / self.sin()

    def sech(self) -> "Series":
        return 1 / self.cosh()

    def csch(self) -> "Series":
        return 1 / self.sinh()

    def coth(self) -> "Series":
        return 1 / self.tanh()

    def asin(self) -> "Series":
        return self.along(self.here.asin(), 1 / ((1 - self) * (1 + self)).sqrt())

    def acos(self) -> "Series":
        return self.along(self.here.acos(), -1 / ((1 - self) * (1 + self)).sqrt())

    def asinh(self) -> "Series":
        return self.along(self.here.asinh(), 1 / (1 + self * self).sqrt())

    def acosh(self) -> "Series":
        return self.along(self.here.acosh(), 1 / ((self - 1) * (self + 1)).sqrt())

    def atanh(self) -> "Series":
        return self.along(self.here.atanh(), 1 / ((1 - self) * (1 + self)))

    def asec(self) -> "Series":
        return (1 / self).acos()

    def acsc(self) -> "Series":
        return (1 / self).asin()

    def acot(self) -> "Series":
        return (1 / self).atan()

    def asech(self) -> "Series":
        return (1 / self).acosh()

    def acsch(self) -> "Series":
        return (1 / self).asinh()

    def acoth(self) -> "Series":
        return (1 / self).atanh()

    def atan2(self, other: "Series") -> "Series":
        a, b = self, lift(other)
        slope = b * Series(a.series.derivative()) - a * Series(b.series.derivative())
        return Series((slope / (a * a + b * b)).series.integral() + arb.atan2(a.here, b.here))

    def npdf(self) -> "Series":
        return (-self * self / 2).exp() / Series([2 * arb.pi()]).sqrt()

    def solution(self, value: arb, slope: Callable[["Series"], "Series"]) -> "Series":
        """The function y of this that has this value, and slope(y) as derivative: each turn settles one more term."""
        y = Series([value])
        for _ in range(TERMS):
            y = self.along(value, slope(y))
        return y

    def erfinv(self) -> "Series":
        return self.solution(self.here.erfinv(), lambda y: (y * y).exp() * Series([arb.pi()]).sqrt() / 2)

    def erfcinv(self) -> "Series":
        return self.solution(self.here.erfcinv(), lambda y: -(y * y).exp() * Series([arb.pi()]).sqrt() / 2)

    expi, si, ci, li, fresnels, fresnelc, ai, bi, lambertw = map(_call, (
        "ei", "si", "ci", "li", "fresnel_s", "fresnel_c", "airy_ai", "airy_bi", "lambertw"))
    aip, bip = map(_call, ("airy_ai_prime", "airy_bi_prime"))

    def _bessel(name: str, minus: int, plus: int) -> Any:  # noqa: N805
        """A Bessel function of order n: f' = (minus*f[n - 1] + plus*f[n + 1])/2, as often as there are terms."""
        def function(n: "Series", x: Any, depth: int = TERMS) -> "Series":
            value = getattr(x.here, name)(lift(n).here)
            if not depth:
                return Series([value])
            return x.along(value, (minus * function(n - 1, x, depth - 1) + plus * function(n + 1, x, depth - 1)) / 2)

        return function

    besselj, bessely, besseli, besselk = (
        _bessel("bessel_j", 1, -1), _bessel("bessel_y", 1, -1), _bessel("bessel_i", 1, 1), _bessel("bessel_k", -1, -1))

    def zeta(self, q: Any = None, depth: int = TERMS) -> "Series":
        if q is None:
            return Series([self.here.zeta()])
        slope = -self * self.__add__(1).zeta(q, depth - 1) if depth else Series([0])
        return q.along(self.here.zeta(q.here), slope)

    def _incomplete(name: str, sign: int) -> Any:  # noqa: N805
        def function(a: "Series", x: "Series") -> "Series":
            density = ((a - 1) * x.log() - x - a.loggamma()).exp()
            return x.along(getattr(x.here, name)(a.here, 1), sign * density)

        return function

    gammainc, gammaincc = _incomplete("gamma_lower", 1), _incomplete("gamma_upper", -1)

    def multigammaln(self, p: Any) -> "Series":
        count = int(p.here.unique_fmpz())
        start = Series([arb(count) * (count - 1) / 4 * arb.pi().log()])
        return sum(((self - arb(j) / 2).loggamma() for j in range(count)), start)

    def multipolygamma(self, a: Any, p: Any) -> "Series":
        count = int(p.here.unique_fmpz())
        order = int(self.here.unique_fmpz())
        return sum(((a - arb(j) / 2).polygamma_of(order) for j in range(count)), Series([arb(0)]))

    def _elliptic(self) -> tuple["Series", "Series"]:
        m, root = self, (1 - self).sqrt().here
        start_k = arb.pi() / 2 / root.agm()
        start_e = arb.pi() / 2 * m.here.hypgeom([arb(-1) / 2, arb(1) / 2], [1])
        k, e = Series([start_k]), Series([start_e])
        for _ in range(TERMS):
            k, e = m.along(start_k, (e - (1 - m) * k) / (2 * m * (1 - m))), m.along(start_e, (e - k) / (2 * m))
        return k, e

    def ellipk(self) -> "Series":
        return self._elliptic()[0]

    def agm(self, other: "Series") -> "Series":
        ratio = (self - other) / (self + other)
        return (self + other) * Series([arb.pi()]) / 4 / (ratio * ratio).ellipk()

    def ellipe(self) -> "Series":
        return self._elliptic()[1]

    def digamma(self) -> "Series":
        return self.polygamma_of(0)

    def polygamma_of(self, order: int) -> "Series":
        """From the series of lgamma, or of 1/gamma left of 0, at a point that moves with it."""
        ctx.cap = order + TERMS + 1
        moving = arb_series([self.here, 1])
        if self > 0:
            slope = moving.lgamma().derivative()
        else:
            reciprocal = moving.rgamma()
            slope = -(reciprocal.derivative() / reciprocal)
        for _ in range(order):
            slope = slope.derivative()
        ctx.cap = TERMS
        return Series([slope[k] * self.series[1] ** k for k in range(TERMS)])
