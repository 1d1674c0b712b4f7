"""Proven digits by Arb's balls, each of which contains the true number; the precision doubles until the digits are proven.

Rationals stay exact as long as they are short, so that an exact 0, or a point exactly on a kink, is recognized.
A printed number is the true one rounded to so many digits. Only where that lies halfway between two, to nine more digits, it
may be either of them, and is then off by half a unit of its last place.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import isfinite, isinf, isnan, log10, nan
from typing import Any

from gradcli.core.primitive import Primitive
from gradcli.core.tape import Attribute, Tape
from gradcli.domains.base import (
    BESIDE_INFINITY,
    LARGEST,
    SINGULAR,
    TOO_LARGE,
    WHOLE,
    WHOLE_EXPONENT,
    ZERO,
    Domain,
    Number,
    Undefined,
    Unsettled,
)
from gradcli.domains.real import Native, Real, Value
from gradcli.errors import GradcliError
from gradcli.numeric.digits import digits
from gradcli.numeric.rational import power, power_bits

try:
    from flint import arb, ctx, fmpq, fmpz
except ImportError:
    raise GradcliError("--digits needs python-flint", help="pip install python-flint") from None

SHORT = 1024  # bits up to which a rational stays exact, or the precision: a double from 2**-900 to 2**900 has fewer
ULP = 2.0**-52  # the distance from 1 to the next double
FAST_FROM = 30  # the order from which Arb's own series are faster than recurrences, which keep rationals exact
EXACT_TO = 200  # the order up to which what may be 0 is computed by these at once, at higher ones where no bits help
GUARD = 48  # bits beyond those of the digits: so many may cancel before a second run is needed
MAX_BITS = 16_384  # bits at which refining stops, or eight times those of the digits: 2**-16384 is 1e-4932
HUGE = "the range of balls does not hold this"
TIE = "the sides of this are equal, or cannot be distinguished"
REMEDIES = {ZERO: "if it is not 0, raise them with --max-bits", HUGE: None,
            TIE: "if they are not equal, raise them with --max-bits"}


def _to_fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


class Ball(Domain):
    """The domain of balls, which prove `count` significant digits with at most `max_bits` bits."""

    infinite = True

    def __init__(self, source: str, count: int, max_bits: int | None = None) -> None:
        self.source, self.digits = source, count
        ctx.prec = int(count / log10(2)) + GUARD
        self.max_bits = max_bits or max(MAX_BITS, 8 * ctx.prec)

    def ball(self, value: Value) -> arb:
        return arb(_to_fmpq(value)) if isinstance(value, Fraction) else value

    def to_coefficient(self, value: Value) -> arb | fmpq:
        if isinstance(value, arb):
            if not value.is_finite():
                raise Unsettled(SINGULAR)
            return value
        found = value if isinstance(value, fmpq) else _to_fmpq(Fraction(value))
        return found if self._short(found.height_bits()) else arb(found)

    def expand(self, tape: Tape, root: int, name: str, order: int, point: Any, count: int) -> list[Value] | None:
        if order < FAST_FROM:
            return None
        from gradcli.domains.ball_series import expand

        found = expand(self, tape, root, name, order, point)
        if found and any(term.contains(0) and not term.is_zero() for term in found[-count:]):
            if isinstance(point[name].value, Fraction) and (order <= EXACT_TO or self.at_max_precision()):
                return None
            raise Unsettled(ZERO)
        return found and found[-count:]

    def from_coefficient(self, coefficient: Value) -> Real:
        if isinstance(coefficient, arb):
            return Real(self, self._finite(coefficient))
        return self.real(Fraction(int(coefficient.numerator), int(coefficient.denominator)))

    def arithmetic(self, operation: Callable[..., Value], *operands: Value) -> Value:
        try:
            if self.is_short_rational(operands):
                return operation(*operands)
        except ZeroDivisionError:
            raise Undefined from None
        return self._finite(operation(*map(self.ball, operands)))

    def _short(self, bits: int) -> bool:
        return bits <= max(SHORT, int(ctx.prec))

    def _finite(self, value: Value) -> Value:
        if not value.is_finite():
            raise Unsettled(SINGULAR if value.is_nan() else HUGE)
        if value.is_exact():
            mantissa, exponent = value.man_exp()
            if self._short(mantissa.height_bits() + abs(int(exponent))):
                return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
        return value

    def power(self, base: Value, exponent: Value) -> Value:
        if isinstance(base, Fraction) and isinstance(exponent, Fraction) and self._short(power_bits(base, exponent)):
            value = power(base, exponent)
            if value is not None:
                return value
        whole = isinstance(exponent, Fraction) and exponent.denominator == 1
        if not whole:
            sign = self.sign(base)
            if sign < 0 and not isinstance(exponent, Fraction) and exponent.contains_integer():
                raise Unsettled(WHOLE_EXPONENT)
            if sign < 0 or sign == 0 and self.sign(exponent) <= 0:
                raise Undefined
            if sign == 0:
                return Fraction(0)
        elif isinstance(base, Fraction) and not base:
            raise Undefined
        return self._finite(self.ball(base) ** (fmpz(exponent.numerator) if whole else self.ball(exponent)))

    def native(self, function: Native, arguments: list[Real]) -> Real:
        call = getattr(arb, function) if isinstance(function, str) else function
        value = call(*(self.ball(x.value) for x in arguments))
        if value is None:
            raise Undefined
        return Real(self, self._finite(value))

    def native_value(self, row: Primitive, xs: list[Real]) -> Real:
        if row.numerics.arb:
            return self.native(row.numerics.arb, xs)
        if not row.least:  # inf or nan
            raise Undefined
        raise GradcliError(f"the row of {row.name} has no proven value", source=self.source, code=1)

    def apply_row(self, row: Primitive, xs: list[Real], attribute: Attribute) -> Real:
        try:
            return super().apply_row(row, xs, attribute)
        except Unsettled as reason:
            if self._outside(row, xs):
                raise Undefined from None
            if reason.reason == ZERO and len(xs) > 1 and (row.is_step or row.singular.kinks):
                raise Unsettled(TIE) from None
            raise

    def _outside(self, row: Primitive, xs: list[Real]) -> bool:
        """Return whether the ball lies wholly outside the domain of a function."""
        if not xs:
            return not isfinite(row.float64())
        if len(xs) > 1 or not row.numerics.arb:
            return False
        bounded = [isnan(row.float64(x)) and not row.at_pole([x]) for x in (-LARGEST, LARGEST)]
        if not any(bounded):
            return False
        value = self.ball(xs[0].value)
        if all(bounded) and value.contains(0):  # one end may be left of where it is defined, the other right of it
            return False
        return all(getattr(arb, row.numerics.arb)(end).is_nan() and isnan(row.float64(self.double(end)))
                   for end in (value.lower(), value.upper()))

    def sign(self, value: Value) -> int:
        if isinstance(value, arb) and value.contains(0) and not value.is_zero():
            raise Unsettled(ZERO)
        return super().sign(value)

    def floor(self, value: Value) -> int:
        if isinstance(value, Fraction):
            return value.__floor__()
        if value.abs_upper() > arb(2) ** self.max_bits:
            raise Unsettled(TOO_LARGE)
        whole = value.floor().unique_fmpz()
        if whole is None:
            raise Unsettled(WHOLE)
        return int(whole)

    def non_finite_value(self, row: Primitive, xs: list[Number], attribute: Attribute, name: str) -> Number:
        """Return the IEEE 754 value. Raises Unsettled unless every double in the balls of the arguments gives the same."""
        value = row.value([float(x) for x in xs], attribute)
        finite = [x for x in xs if isinstance(x, Real)]
        if len(finite) == len(xs):
            exact = all(x.value == float(x) for x in finite)
            return value if isinf(value) and (exact or row.at_pole(xs, attribute)) else nan
        if isfinite(value) and row.numerics.rational and (row.singular.kinks or not row.rules):
            return self.real(row.numerics.rational(*xs))
        return self._beside_infinity(row, xs, attribute, value, name)

    def _beside_infinity(self, row: Primitive, xs: list[Number], attribute: Attribute, value: float, name: str) -> Number:
        """Return the value where an argument is inf or nan, and doubles give `value`."""
        around = {repr(row.value(point, attribute) + 0.0) for point in product(*map(self._doubles, xs))}
        if len(around) > 1:  # as text, since nan differs from itself
            raise Unsettled(BESIDE_INFINITY)
        if not isfinite(value):
            return value
        if len(xs) == 1 and row.numerics.arb:
            return Real(self, self._finite(getattr(arb, row.numerics.arb)(arb(xs[0]))))
        if value != int(value):
            raise GradcliError(f"digits can be proven for finite numbers only, and {name} depends on one that is not",
                               source=self.source, code=1)
        return self.real(value)

    def _doubles(self, x: Number) -> list[float]:
        """Return the doubles on either side of an argument; the argument alone if it is one."""
        if isinstance(x, float) or x.value == float(x):
            return [float(x)]
        value = self.ball(x.value)
        return [self.double(end * (1 + side)) for end in (value.lower(), value.upper()) for side in (-ULP, ULP)]

    def refine(self, reason: Unsettled) -> None:
        if self.at_max_precision():
            raise GradcliError(f"{reason.reason} with {ctx.prec} bits of precision", span=reason.span, source=self.source,
                               help=REMEDIES.get(reason.reason, "raise them with --max-bits"), code=1)
        ctx.prec = min(2 * ctx.prec, self.max_bits)

    def upper_exponent(self, number: Real) -> int | None:
        value = self.ball(number.value)
        if not value.contains(0):
            return None
        exponent = (value.abs_upper().log() / arb(10).log()).mid().floor().unique_fmpz()
        return None if exponent is None else int(exponent)

    def contains(self, number: Real, value: Value) -> bool:
        return bool(self.ball(number.value).overlaps(self.ball(Fraction(value))))

    def at_max_precision(self) -> bool:
        return bool(ctx.prec >= self.max_bits)

    def text(self, number: Real) -> str:
        value = number.value
        sign = self.sign(value)
        if not sign:
            return "0"
        places, exponent = self._significant(abs(value))
        if not -5 < exponent < self.digits:
            shown = f"{places[0]}.{places[1:]}e{'-' if exponent < 0 else '+'}{digits(abs(exponent)).zfill(2)}"
        elif exponent < 0:
            shown = f"0.{'0' * (-exponent - 1)}{places}"
        else:
            shown = f"{places[:exponent + 1]}.{places[exponent + 1:]}".rstrip(".")
        return f"{'-' if sign < 0 else ''}{shown}"

    def _significant(self, value: Value) -> tuple[str, int]:
        """Return the digits of a positive number, and the power of ten of the first of them."""
        magnitude = (self.ball(value).mid().log() / arb(10).log()).mid().floor().unique_fmpz()
        if magnitude is None:
            raise Unsettled("this has too large an exponent")
        exponent, scale = int(magnitude), fmpz(10) ** (self.digits - 1)
        while True:
            rounded = self._round(value, self.digits - 1 - exponent)
            if scale <= rounded < 10 * scale:
                return str(rounded), exponent
            exponent += 1 if rounded > scale else -1

    def _round(self, value: Value, places: int) -> fmpz:
        """Round value*10**places to a whole number."""
        if isinstance(value, Fraction) and self._short(abs(places)):
            return fmpz(round(value * Fraction(10) ** places))
        scaled = self.ball(value) * arb(10) ** fmpz(places)
        whole = (scaled + 0.5).floor().unique_fmpz()
        if whole is None and scaled.rad() < 2.0**-30:
            whole = (scaled.mid() + 0.5).floor().unique_fmpz()
        if whole is None:
            raise Unsettled("the requested digits cannot be proven")
        return whole
