"""Proven digits: Arb's balls, each of which holds the true number, made again at twice the precision until they do.

Rationals stay exact as long as they are short: so what is exactly 0, or exactly on a kink, is known to be.
A printed number is the true one rounded to so many digits. Only where that lies in the middle between two, to nine more
digits, it may be either of them: it is then off by half a unit of its last place.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from math import isfinite, isinf, isnan, log10, nan

from gradcli.core.primitive import Primitive
from gradcli.core.tape import Attribute
from gradcli.domains.base import LARGEST, Domain, Native, Number, Real, Undefined, Unsettled, Value
from gradcli.errors import GradcliError
from gradcli.numeric.digits import digits
from gradcli.numeric.rational import power, power_bits, size

try:
    from flint import arb, ctx, fmpq, fmpz
except ImportError:
    raise GradcliError("--digits needs python-flint", help="pip install python-flint") from None

SHORT = 1024  # bits of a rational that is not made a ball
ULP = 2.0**-52  # of doubles beside 1
GUARD = 48  # bits beyond those of the digits
MOST = 16_384  # bits at which one gives up, or eight times what the digits need
SINGULAR = "this cannot be told from a point where it is not defined"
HUGE = "the range of balls does not hold this"
ZERO = "this is 0, or cannot be told from it"
TIE = "the sides of this are equal, or cannot be told apart"
REMEDIES = {ZERO: "if it is not 0, raise them with --max-bits", HUGE: None,
            TIE: "if they are not equal, raise them with --max-bits"}


def _flints(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


class Ball(Domain):
    """`count` significant digits, with no more than `most` bits."""

    infinite = True

    def __init__(self, source: str, count: int, most: int | None = None) -> None:
        self.source, self.digits = source, count
        ctx.prec = int(count / log10(2)) + GUARD
        self.most = most or max(MOST, 8 * ctx.prec)

    def ball(self, value: Value) -> arb:
        return arb(_flints(value)) if isinstance(value, Fraction) else value

    def to_coefficient(self, value: Value) -> arb | fmpq:
        if isinstance(value, arb):
            if not value.is_finite():
                raise Unsettled(SINGULAR)
            return value
        found = value if isinstance(value, fmpq) else _flints(Fraction(value))
        return found if self._short(found.height_bits()) else arb(found)

    def from_coefficient(self, term: Value) -> Real:
        if isinstance(term, arb):
            return Real(self, self._finite(term))
        return self.real(Fraction(int(term.numerator), int(term.denominator)))

    def arithmetic(self, operation: Callable[..., Value], *operands: Value) -> Value:
        if self.is_short_rational(operands):
            try:
                return operation(*operands)
            except ZeroDivisionError:
                raise Undefined from None
        return self._finite(operation(*map(self.ball, operands)))

    def is_short_rational(self, values: Iterable[Value]) -> bool:
        bits = 0
        for value in values:
            if not isinstance(value, Fraction):
                return False
            bits += size(value)
        return self._short(bits)

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
                raise Unsettled("this exponent cannot be told from a whole one")
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
        raise GradcliError(f"the row of {row.name} gives no proven value", source=self.source, code=1)

    def applied(self, row: Primitive, xs: list[Real], attribute: Attribute) -> Real:
        try:
            return super().applied(row, xs, attribute)
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
        if value.abs_upper() > arb(2) ** self.most:
            raise Unsettled("this is too large to be rounded to a whole number")
        whole = value.floor().unique_fmpz()
        if whole is None:
            raise Unsettled("this cannot be told from a whole number")
        return int(whole)

    def non_finite_value(self, row: Primitive, xs: list[Number], attribute: Attribute, name: str) -> Number:
        """Return the IEEE 754 value, if every double in the ball gives the same."""
        value = row.value([float(x) for x in xs], attribute)
        if not any(isinstance(x, float) for x in xs):
            exact = all(x.value == float(x) for x in xs)
            return value if isinf(value) and (exact or row.at_pole(xs, attribute)) else nan
        if isfinite(value) and row.numerics.rational and (row.singular.kinks or not row.rules):
            return self.real(row.numerics.rational(*xs))
        return self._beside_infinity(row, xs, attribute, value, name)

    def _beside_infinity(self, row: Primitive, xs: list[Number], attribute: Attribute, value: float, name: str) -> Number:
        """Return the value where an argument is inf or nan, which is `value` in doubles."""
        around = {repr(row.value(point, attribute) + 0.0) for point in product(*map(self._doubles, xs))}
        if len(around) > 1:  # as text, since nan differs from itself
            raise Unsettled("what this is beside an infinity cannot be told")
        if not isfinite(value):
            return value
        if len(xs) == 1 and row.numerics.arb:
            return Real(self, self._finite(getattr(arb, row.numerics.arb)(arb(xs[0]))))
        if value != int(value):
            raise GradcliError(f"digits are proven of finite numbers only, and {name} rests on another",
                               source=self.source, code=1)
        return self.real(value)

    def _doubles(self, x: Number) -> list[float]:
        """Doubles on either side of an argument, itself if it is one."""
        if isinstance(x, float) or x.value == float(x):
            return [float(x)]
        value = self.ball(x.value)
        return [self.double(end * (1 + side)) for end in (value.lower(), value.upper()) for side in (-ULP, ULP)]

    def refine(self, reason: Unsettled) -> None:
        if self.at_max_precision():
            raise GradcliError(f"{reason.reason} with {ctx.prec} bits of precision", span=reason.span, source=self.source,
                               help=REMEDIES.get(reason.reason, "raise them with --max-bits"), code=1)
        ctx.prec = min(2 * ctx.prec, self.most)

    def upper_exponent(self, number: Real) -> int | None:
        value = self.ball(number.value)
        if not value.contains(0):
            return None
        exponent = (value.abs_upper().log() / arb(10).log()).mid().floor().unique_fmpz()
        return None if exponent is None else int(exponent)

    def contains(self, number: Real, value: Value) -> bool:
        return bool(self.ball(number.value).overlaps(self.ball(Fraction(value))))

    def at_max_precision(self) -> bool:
        return bool(ctx.prec >= self.most)

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
            rounded = self._rounded(value, self.digits - 1 - exponent)
            if scale <= rounded < 10 * scale:
                return str(rounded), exponent
            exponent += 1 if rounded > scale else -1

    def _rounded(self, value: Value, places: int) -> fmpz:
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
