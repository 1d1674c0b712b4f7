"""Numbers with more digits and exponents than doubles, for results that over- or underflow on the way.

A number is a rational as long as that is short, else a Decimal with a first-order error bound, so that a difference in which
all digits cancel is not taken for 0. Results are computed at higher precisions until their bounds are small enough.
Literals and bindings are the doubles they became; constants such as pi are exact.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction
from math import copysign, inf, isfinite, isinf, nan
from typing import Any

from gradcli.core.facets import Rational
from gradcli.core.primitive import CONSTANT, Primitive
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
from gradcli.domains.decimal_number import CLOSE, DIGITS, FLOOR, UP, BoundedDecimal
from gradcli.domains.exponential import GROWING, Exponential, beyond, beyond_angle, exponential, has_left, lift
from gradcli.domains.float64 import nearest_double
from gradcli.domains.real import Native, Real, Value
from gradcli.lazy import LazyModule
from gradcli.numeric import decimal_special, decimals
from gradcli.numeric.rational import power, power_bits, size

PRECISIONS = DIGITS, 200, 800  # digits, tried in turn
SHORT = 2400  # bits of a rational that is kept: any double has fewer, and a product of two
NEEDED = Decimal(2) ** -62  # relative error of a result that is rounded to a double: 2**-9 of half a unit of its last place
RANGE = 5000  # digits up to which a number is rounded to a whole one, and the largest exponent of a repeated product
MAGNITUDE = 18  # digits of a logarithm whose number is beyond the range of Decimals
BESIDE = 1 - 2.0**-50, 1 + 2.0**-50  # factors to either side of a double that an error may have moved
LEAST = Decimal(2) ** -1076  # below half the smallest double
ROUNDED, SHORTEST = 15, 17  # digits of a literal that may be a rounded number, and most of the shortest that gives a double
ULP = Decimal(2) ** -52
MODULES = decimals, decimal_special, *(LazyModule("gradcli.numeric.decimal_" + name)  # functions of Decimals, by rows' names
                                       for name in ("error", "bessel", "integrals", "zeta", "beta", "mean"))


def _decimal_function(name: str) -> Callable[..., Decimal] | None:
    return next((getattr(module, name) for module in MODULES if hasattr(module, name)), None)


def _row_function(row: Primitive, attribute: Attribute) -> Callable[..., Decimal] | None:
    """Return the function of Decimals with the name and the number of arguments of a row; None if there is none.

    That of a row with an attribute is made from it.
    """
    known: Any = _decimal_function(row.name)
    if attribute is not None:
        return known(attribute) if known else None
    code = getattr(getattr(known, "__wrapped__", known), "__code__", None)
    return known if code is not None and row.least == row.most == code.co_argcount else None


class Wide(Domain):
    """The domain at one of PRECISIONS; computations run within `with domain.context():`."""

    infinite = True

    def __init__(self, source: str = "", digits: int = PRECISIONS[0]) -> None:
        self.source, self.digits = source, digits
        self.zero_sign_slots: set[int] = set()  # slots whose doubles depend on the sign of a zero, which this domain has not
        BoundedDecimal.unit = Decimal(10) ** (1 - digits)

    def context(self) -> AbstractContextManager[Context]:
        return localcontext(Context(prec=self.digits, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[]))

    def round_literal(self, value: Rational) -> Fraction:
        """Return the double nearest to a literal; one beyond the range of doubles unchanged."""
        near = nearest_double(value)
        return Fraction(near) if isfinite(near) and near else Fraction(value)

    def to_coefficient(self, value: Value) -> Value:
        if isinstance(value, BoundedDecimal | Exponential):
            return value
        return value if isinstance(value, Fraction) and self._short(size(value)) else BoundedDecimal.lift(Fraction(value))

    def from_coefficient(self, coefficient: Value) -> Real:
        return Real(self, self._finite(coefficient))

    def arithmetic(self, operation: Callable[..., Value], *operands: Value) -> Value:
        try:
            if self.is_short_rational(operands):
                return operation(*operands)
            result = operation(*map(self._operand, operands))
            if has_left(result):
                wider = [x if isinstance(x, Fraction) and not x else lift(x) for x in operands]
                result = result if None in wider else operation(*wider)
            return self._finite(result)
        except ZeroDivisionError:
            raise Undefined from None

    def _operand(self, value: Value) -> Value:
        """Return a number as a Decimal with a bound; an exact 0 unchanged, since products with it are exact."""
        return value if isinstance(value, Exponential) or isinstance(value, Fraction) and not value else \
            BoundedDecimal.lift(value)

    def _short(self, bits: int) -> bool:
        return bits <= SHORT

    def _finite(self, value: Value) -> Value:
        if isinstance(value, BoundedDecimal):
            if value.value.is_infinite():
                raise Undefined
            if not value.error.is_finite() or value.value.is_nan():
                raise Unsettled(SINGULAR)
            return value
        return value if isinstance(value, Fraction | Exponential) else Fraction(value)

    def power(self, base: Value, exponent: Value) -> Value:
        exact = isinstance(base, Fraction) and isinstance(exponent, Fraction)
        if exact and self._short(power_bits(base, exponent)):
            root = power(base, exponent)
            if root is not None:
                return root
        whole = isinstance(exponent, Fraction) and exponent.denominator == 1
        if isinstance(base, Exponential) or isinstance(exponent, Exponential):
            return self._beyond_power(base, exponent, whole)
        if whole and isinstance(base, BoundedDecimal) and 0 < exponent <= RANGE:
            return self._whole_power(base, int(exponent))
        sign = self.sign(base)
        if sign == 0:
            if whole or self.sign(exponent) <= 0:
                raise Undefined
            return Fraction(0)
        if sign < 0 and not whole:
            y = BoundedDecimal.lift(exponent)
            if isinstance(exponent, Fraction) or isfinite(float(y)) and self.sign(y - round(float(y))):
                raise Undefined
            raise Unsettled(WHOLE_EXPONENT)
        if whole and abs(exponent) <= RANGE:
            return self._whole_power(BoundedDecimal.lift(base), int(exponent))
        size = self._positive_power(BoundedDecimal.lift(abs(base)), BoundedDecimal.lift(exponent))
        return -size if sign < 0 and exponent % 2 else size

    def _whole_power(self, base: BoundedDecimal, exponent: int) -> Value:
        result = base**exponent
        wider = lift(base) if has_left(result) else None
        return self._finite(result if wider is None else wider**exponent)

    def _beyond_power(self, base: Value, exponent: Value, whole: bool) -> Value:
        """Return a power of which the base or the exponent is beyond the range of Decimals."""
        sign, wider = self.sign(base) if base != 0 else 0, lift(base)
        if wider is None or sign < 0 and not whole:
            raise Unsettled(SINGULAR)
        return self._finite(exponential(sign if whole and exponent % 2 else 1, wider.logarithm * exponent))

    def _positive_power(self, x: BoundedDecimal, y: BoundedDecimal) -> Value:
        """Return x**y = exp(y*log(x)) of x > 0."""
        near = decimals.log(x.value)
        size = near * y.value
        propagated = UP.fma(UP.abs(near), y.error, UP.multiply(UP.abs(y.value), UP.divide(x.error, UP.abs(x.value))))
        if size.adjusted() > MAGNITUDE:
            if not UP.multiply(propagated, Decimal(2)) < abs(size):  # (1 + x)**y, where 1 + x is 1 but for its error
                raise Unsettled(SINGULAR)
            wider = lift(x)
            assert wider is not None  # a positive number
            return Exponential(1, wider.logarithm * y)
        if not propagated < CLOSE:
            raise Unsettled(SINGULAR)
        with localcontext() as context:
            context.prec += 2 * decimals.GUARD + decimals.integer_digits(size)
            value = (decimals.log(x.value) * y.value).exp()
        error = UP.multiply(UP.multiply(propagated, Decimal(2)), UP.abs(value))
        return self._finite(BoundedDecimal.round_result(+value, error))

    def native(self, function: Native, arguments: list[Real]) -> Real:
        known = _decimal_function(function) if isinstance(function, str) else None
        if known is None:
            raise Unsettled(SINGULAR)
        return self._call(known, arguments)

    def _call(self, function: Callable[..., Decimal], arguments: list[Real]) -> Real:
        """Apply a function of Decimals; its values at either end of each argument's error bound give the error."""
        if any(isinstance(x.value, Exponential) for x in arguments):
            return Real(self, self._finite(self._beyond(function, [x.value for x in arguments])))
        xs = [BoundedDecimal.lift(x.value) for x in arguments]
        point = [x.value for x in xs]
        value = +function(*point)
        if function in GROWING and has_left(BoundedDecimal(value, Decimal(0))) and xs[0].value:
            return Real(self, self._finite(GROWING[function](xs[0])))
        propagated = Decimal(0)
        for i, x in enumerate(xs):
            if not x.error:
                continue
            if function in decimals.OSCILLATING and x.error > CLOSE:
                raise Unsettled(SINGULAR)
            sides = [+function(*point[:i], moved, *point[i + 1:]) for moved in (x.value - x.error, x.value + x.error)]
            if any(side.is_nan() != value.is_nan() for side in sides):
                raise Unsettled(SINGULAR)
            propagated = UP.add(propagated, max(UP.abs(UP.subtract(side, value)) for side in sides))
        if not value.is_finite():
            raise Undefined
        return Real(self, self._finite(BoundedDecimal.round_result(value, UP.multiply(propagated, Decimal(2)))))

    def _beyond(self, function: Callable[..., Decimal], xs: list[Value]) -> Value:
        if len(xs) == 1:
            return beyond(function, xs[0])
        if function is decimals.atan2 and self.sign(xs[0]) and self.sign(xs[1]):
            return beyond_angle(*xs)
        raise Unsettled(SINGULAR)

    def _row_value(self, row: Primitive, xs: list[Real], attribute: Attribute) -> Real:
        function, exact = _row_function(row, attribute), row.numerics.exact
        if function is None:
            return super()._row_value(row, xs, attribute)
        if exact and xs and self.is_short_rational(x.value for x in xs):
            value = exact(*(x.value for x in xs))
            if value is not None:
                return self.real(value)
        return self._call(function, xs)

    def native_value(self, row: Primitive, xs: list[Real]) -> Real:
        if not row.least:  # inf or nan
            raise Undefined
        raise Unsettled(SINGULAR)

    def sign(self, value: Value) -> int:
        if isinstance(value, BoundedDecimal):
            if not abs(value.value) > value.error:
                raise Unsettled(ZERO)
            return 1 if value.value > 0 else -1
        return value.signum if isinstance(value, Exponential) else super().sign(value)

    def floor(self, value: Value) -> int:
        if isinstance(value, Fraction):
            return value.__floor__()
        if isinstance(value, Exponential):
            raise Unsettled(TOO_LARGE)
        if value.value.adjusted() > RANGE or value.error.adjusted() > RANGE:
            raise Unsettled(TOO_LARGE)
        with localcontext() as context:
            context.prec = 2 * RANGE
            low, high = ((value.value + side).__floor__() for side in (-value.error, value.error))
        if low != high:
            raise Unsettled(WHOLE)
        return int(low)

    def _slot(self, tape: Tape, slot: int, bindings: dict[str, Number], xs: list[Number], derived: bool) -> Number:
        row, attribute = tape.operations[slot], tape.attributes[slot]
        if row is CONSTANT:
            return self.real(self.round_literal(attribute))
        zeros = [isinstance(x, Real) and isinstance(x.value, Fraction) and not x.value for x in xs]
        if any(zeros):
            near = [float(x) for x in xs]
            plus, minus = (row.value([side * 0.0 if z else x for x, z in zip(near, zeros, strict=True)], attribute)
                           for side in (1.0, -1.0))
            if plus != minus and (plus == plus or minus == minus):
                self.zero_sign_slots.add(slot)
        return super()._slot(tape, slot, bindings, xs, derived)

    def non_finite_value(self, row: Primitive, xs: list[Number], attribute: Attribute, name: str) -> Number:
        """Return the IEEE 754 value. Raises Unsettled where it depends on the error of an argument."""
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
        function = _row_function(row, attribute)
        if function is None or attribute is not None:
            raise Unsettled(BESIDE_INFINITY)
        try:
            return self._call(function, [
                x if isinstance(x, Real) else Real(self, BoundedDecimal(Decimal(x), Decimal(0))) for x in xs])
        except Undefined:
            raise Unsettled(BESIDE_INFINITY) from None

    def _limit(self, row: Primitive, near: list[float], attribute: Attribute) -> Number:
        """Return the value of a row that is constant from the largest double to infinity, else nan."""
        value, end = (row.value([copysign(most, x) if abs(x) == LARGEST else x for x in near], attribute)
                      for most in (LARGEST, inf))
        if LARGEST not in map(abs, near) or value != end or isinf(value) or value != int(value):
            return nan
        return self.real(Fraction(value)) if value else Real(self, BoundedDecimal(Decimal(0), FLOOR))

    def refine(self, reason: Unsettled) -> None:
        raise reason

    def to_double(self, value: Number) -> float:
        """Return the double nearest to a Real or float. Raises Unsettled where the error bound is too wide."""
        if isinstance(value, float):
            return value
        number = value.value
        if isinstance(number, Fraction):
            return nearest_double(number)
        if isinstance(number, Exponential):
            return float(number)
        if number.error <= UP.multiply(NEEDED, UP.abs(number.value)):
            return float(number.value)
        if UP.add(UP.abs(number.value), number.error) < LEAST:
            return 0.0
        raise Unsettled(ZERO)


class Typed(Wide):
    """Wide numbers in which literals are the decimals that were typed; those of many digits are rounded numbers."""

    def _slot(self, tape: Tape, slot: int, bindings: dict[str, Number], xs: list[Number], derived: bool) -> Number:
        if tape.operations[slot] is not CONSTANT:
            return super()._slot(tape, slot, bindings, xs, derived)
        literal = Fraction(tape.attributes[slot])
        error = _rounding_of_literal(literal)
        return Real(self, BoundedDecimal(BoundedDecimal.lift(literal).value, error)) if error else self.real(literal)

    def text(self, number: Real) -> str:
        """Return a rational, or a decimal without the digits that its error bound leaves open."""
        if isinstance(number.value, Fraction):
            return str(number.value)
        if isinstance(number.value, Exponential):
            raise Unsettled(SINGULAR)
        value, last = number.value.value, number.value.error.adjusted() + 1
        return str(value.quantize(Decimal(1).scaleb(last))) if value.adjusted() >= last else "0"


def _rounding_of_literal(literal: Fraction) -> Decimal:
    """Return the error of a literal with the digits of a rounded number: half a unit of its last place, or a double's."""
    if literal.denominator == 1:
        return Decimal(0)
    near = (Decimal(literal.numerator) / literal.denominator).normalize()
    _, digits, exponent = near.as_tuple()
    if len(digits) < ROUNDED or not isinstance(exponent, int):
        return Decimal(0)
    error = Decimal(5).scaleb(exponent - 1)
    return max(error, UP.multiply(abs(near), ULP)) if len(digits) <= SHORTEST else error
