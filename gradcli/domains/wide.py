"""Numbers with more digits than a double and all but any exponent: what a double over- or underflows is asked of them again.

A number is a rational as long as that is short, else a Decimal with a bound of its error, to first order: so a difference
in which nothing is left is known not to be 0. Computed again at more digits until the bound is small enough.
Literals and bindings are the doubles they became; constants such as pi are exact.
"""

from collections.abc import Callable, Iterable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction
from math import copysign, inf, isfinite, isinf, nan
from typing import Any

from gradcli.core.primitive import CONSTANT, Primitive
from gradcli.core.tape import Tape
from gradcli.domains.base import LARGEST, Domain, Real, Undefined, Unsettled
from gradcli.domains.decimal_number import CLOSE, DIGITS, FLOOR, UP, Number
from gradcli.domains.float64 import rounded
from gradcli.numeric import decimal_special, decimals
from gradcli.numeric.rational import power, power_bits, size

PRECISIONS = DIGITS, 200, 800  # digits, tried one after the other
SHORT = 2400  # bits of a rational that is kept: any double has fewer, and a product of two
NEEDED = Decimal(2) ** -62  # relative error of a result that is rounded to a double
RANGE = 5000  # digits of a number that is made a whole one
MAGNITUDE = 18  # digits of a logarithm whose number is beyond the range of Decimals
BESIDE = 1 - 2.0**-50, 1 + 2.0**-50
LEAST = Decimal(2) ** -1076  # below half the smallest double
SINGULAR = "this cannot be told from a point where it is not defined"
ZERO = "this is 0, or cannot be told from it"


def _known(name: str) -> Any:
    return getattr(decimals, name, None) or getattr(decimal_special, name, None)


def _function(row: Primitive) -> Callable[..., Decimal] | None:
    """Return the function of Decimals that has the row's name, and takes as many arguments."""
    known: Callable[..., Decimal] | None = _known(row.name)
    code = getattr(getattr(known, "__wrapped__", known), "__code__", None)
    return known if code is not None and row.least == row.most == code.co_argcount else None


class Wide(Domain):
    """The domain at one of PRECISIONS, within `with domain.context():`."""

    infinite = True

    def __init__(self, source: str = "", digits: int = PRECISIONS[0]) -> None:
        self.source, self.digits = source, digits
        self.sided: set[int] = set()  # slots whose doubles depend on the sign of a zero, which is not known here
        Number.unit = Decimal(10) ** (1 - digits)

    def context(self) -> Any:
        return localcontext(Context(prec=self.digits, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[]))

    def literal(self, value: Any) -> Fraction:
        """Return the double that a literal becomes; what is beyond the range of doubles, as it is."""
        near = rounded(value)
        return Fraction(near) if isfinite(near) and near else Fraction(value)

    def to_coefficient(self, value: Any) -> Any:
        if isinstance(value, Number):
            return value
        return value if isinstance(value, Fraction) and self._short(size(value)) else Number.lifted(Fraction(value))

    def from_coefficient(self, term: Any) -> Real:
        return Real(self, self._finite(term))

    def arithmetic(self, operation: Callable[..., Any], *operands: Any) -> Any:
        if self.is_short_rational(operands):
            try:
                return operation(*operands)
            except ZeroDivisionError:
                raise Undefined from None
        try:
            return self._finite(operation(*map(self._operand, operands)))
        except ZeroDivisionError:
            raise Undefined from None

    def _operand(self, value: Any) -> Any:
        """Return an exact 0 as it is, which no error can spoil."""
        return value if isinstance(value, Fraction) and not value else Number.lifted(value)

    def is_short_rational(self, values: Iterable[Any]) -> bool:
        bits = 0
        for value in values:
            if isinstance(value, Number):
                return False
            bits += size(value)
        return self._short(bits)

    def _short(self, bits: int) -> bool:
        return bits <= SHORT

    def _finite(self, value: Any) -> Any:
        if isinstance(value, Number):
            if value.value.is_infinite():
                raise Undefined
            if not value.error.is_finite() or value.value.is_nan():
                raise Unsettled(SINGULAR)
            return value
        return value if isinstance(value, Fraction) else Fraction(value)

    def power(self, base: Any, exponent: Any) -> Any:
        exact = isinstance(base, Fraction) and isinstance(exponent, Fraction)
        if exact and self._short(power_bits(base, exponent)):
            root = power(base, exponent)
            if root is not None:
                return root
        whole = isinstance(exponent, Fraction) and exponent.denominator == 1
        if whole and isinstance(base, Number) and 0 < exponent <= RANGE:
            return self._finite(base ** int(exponent))
        sign = self.sign(base)
        if sign == 0 and (whole or self.sign(exponent) <= 0):
            raise Undefined
        if sign < 0 and not whole:
            if isinstance(exponent, Fraction) or self.sign(Number.lifted(exponent) - round(float(exponent))):
                raise Undefined
        if sign == 0:
            return Fraction(0)
        if sign < 0 and not whole:
            raise Unsettled("this exponent cannot be told from a whole one")
        if whole and abs(exponent) <= RANGE:
            return self._finite(Number.lifted(base) ** int(exponent))
        x, y = Number.lifted(abs(base)), Number.lifted(exponent)
        size = decimals.log(x.value) * y.value
        if size.adjusted() > MAGNITUDE:
            if size > 0:
                raise Undefined
            return Number(Decimal(0), FLOOR)
        with localcontext() as context:
            context.prec += 2 * decimals.GUARD + decimals.integer_digits(size)
            logarithm = decimals.log(x.value)
            value = (logarithm * y.value).exp()
        if sign < 0 and exponent % 2:
            value = -value
        carried = UP.fma(UP.abs(logarithm), y.error, UP.multiply(UP.abs(y.value), UP.divide(x.error, UP.abs(x.value))))
        if not carried < CLOSE:
            raise Unsettled(SINGULAR)
        return self._finite(Number.of(+value, UP.multiply(UP.multiply(carried, Decimal(2)), UP.abs(value))))

    def native(self, function: Any, arguments: list[Real]) -> Real:
        known = _known(function) if isinstance(function, str) else None
        if known is None:
            raise Unsettled(SINGULAR)
        return self._called(known, arguments)

    def _called(self, function: Callable[..., Decimal], arguments: list[Real]) -> Real:
        """Apply a function of Decimals; the errors of the arguments are felt as the results on either side differ."""
        xs = [Number.lifted(x.value) for x in arguments]
        point = [x.value for x in xs]
        value = +function(*point)
        carried = Decimal(0)
        for i, x in enumerate(xs):
            if not x.error:
                continue
            if function in decimals.OSCILLATING and x.error > CLOSE:
                raise Unsettled(SINGULAR)
            sides = [+function(*point[:i], moved, *point[i + 1:]) for moved in (x.value - x.error, x.value + x.error)]
            if any(side.is_nan() != value.is_nan() for side in sides):
                raise Unsettled(SINGULAR)
            carried = UP.add(carried, max(UP.abs(UP.subtract(side, value)) for side in sides))
        if not value.is_finite():
            raise Undefined
        return Real(self, self._finite(Number.of(value, UP.multiply(carried, Decimal(2)))))

    def _row_value(self, row: Primitive, xs: list[Real], attribute: Any) -> Real:
        function, exact = _function(row), row.numerics.exact
        if function is None or attribute is not None:
            return super()._row_value(row, xs, attribute)
        if exact and xs and self.is_short_rational(x.value for x in xs):
            value = exact(*(x.value for x in xs))
            if value is not None:
                return self.real(value)
        return self._called(function, xs)

    def native_value(self, row: Primitive, xs: list[Real]) -> Real:
        if not row.least:  # inf or nan
            raise Undefined
        raise Unsettled(SINGULAR)

    def sign(self, value: Any) -> int:
        if isinstance(value, Number):
            if not abs(value.value) > value.error:
                raise Unsettled(ZERO)
            return 1 if value.value > 0 else -1
        return super().sign(value)

    def floor(self, value: Any) -> int:
        if isinstance(value, Fraction):
            return value.__floor__()
        if value.value.adjusted() > RANGE or value.error.adjusted() > RANGE:
            raise Unsettled("this is too large to be rounded to a whole number")
        with localcontext() as context:
            context.prec = 2 * RANGE
            low, high = ((value.value + side).__floor__() for side in (-value.error, value.error))
        if low != high:
            raise Unsettled("this cannot be told from a whole number")
        return int(low)

    def _slot(self, tape: Tape, slot: int, bindings: dict[str, Any], xs: list[Any], derived: bool) -> Any:
        row, attribute = tape.operations[slot], tape.attributes[slot]
        if row is CONSTANT:
            return self.real(self.literal(attribute))
        zeros = [isinstance(x, Real) and isinstance(x.value, Fraction) and not x.value for x in xs]
        if any(zeros):
            near = [float(x) for x in xs]
            plus, minus = (row.value([side * 0.0 if z else x for x, z in zip(near, zeros, strict=True)], attribute)
                           for side in (1.0, -1.0))
            if plus != minus and (plus == plus or minus == minus):
                self.sided.add(slot)
        return super()._slot(tape, slot, bindings, xs, derived)

    def non_finite_value(self, row: Primitive, xs: list[Any], attribute: Any, name: str) -> Any:
        """Return what IEEE 754 has there, if that does not hang on a rounded argument."""
        near = [float(x) for x in xs]
        value = row.value(near, attribute)
        if not any(isinstance(x, float) for x in xs):
            return value if isinf(value) else self._limit(row, near, attribute)
        if value != value:
            return nan
        if isfinite(value) and row.numerics.rational and (row.singular.kinks or not row.rules):
            return self.real(row.numerics.rational(*xs))
        if isinf(value) or value == int(value):
            moved = {row.value([x if isinf(x) else x * side for x in near], attribute) for side in BESIDE}
            if moved == {value}:
                return value if isinf(value) else self.real(Fraction(value))
        function = _function(row)
        if function is None or attribute is not None:
            raise Unsettled("what this is beside an infinity cannot be told")
        try:
            return self._called(function, [
                x if isinstance(x, Real) else Real(self, Number(Decimal(x), Decimal(0))) for x in xs])
        except Undefined:
            raise Unsettled("what this is beside an infinity cannot be told") from None

    def _limit(self, row: Primitive, near: list[float], attribute: Any) -> Any:
        """Return the value of a row that overflows on the way, where it is the same from the largest double to infinity."""
        value, end = (row.value([copysign(most, x) if abs(x) == LARGEST else x for x in near], attribute)
                      for most in (LARGEST, inf))
        if LARGEST not in map(abs, near) or value != end or isinf(value) or value != int(value):
            return nan
        return self.real(Fraction(value)) if value else Real(self, Number(Decimal(0), FLOOR))

    def refine(self, reason: Unsettled) -> None:
        raise reason

    def rounded(self, value: Any) -> float:
        """Return the double nearest to a Real or float. Raises Unsettled where that is not certain enough."""
        if isinstance(value, float):
            return value
        number = value.value
        if isinstance(number, Fraction):
            return rounded(number)
        if number.error <= UP.multiply(NEEDED, UP.abs(number.value)):
            return float(number.value)
        if UP.add(UP.abs(number.value), number.error) < LEAST:
            return 0.0
        raise Unsettled(ZERO)
