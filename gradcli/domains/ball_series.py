"""Taylor series by Arb's own, in one variable: n coefficients take little more than n steps, where recurrences take n**2.

A series is a value as a ball is; rows are evaluated as in the domain of balls. Comparisons decide by the constant terms, and
where one is 0, a row without a series of Arb's, or anything that is not finite, there is no series here.
"""

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from flint import arb, arb_series, ctx

from gradcli.core.primitive import Primitive
from gradcli.core.tape import Attribute, Tape
from gradcli.domains.ball import Ball
from gradcli.domains.base import Domain, Number, Undefined, Unsettled
from gradcli.domains.real import Native, Real, Value

SAMPLE = 64  # coefficients from whose sizes the scale of the variable is taken


class NoSeries(Exception):
    """Raised where Arb's series do not suffice."""


class BallSeries(Ball):
    """Balls, and series of them."""

    def __init__(self, balls: Ball) -> None:
        self.source, self.digits, self.max_bits = balls.source, balls.digits, balls.max_bits

    def ball(self, value: Value) -> Any:
        return value if isinstance(value, arb_series) else super().ball(value)

    def arithmetic(self, operation: Callable[..., Value], *operands: Value) -> Value:
        if not any(isinstance(each, arb_series) for each in operands):
            return super().arithmetic(operation, *operands)
        if operation is abs:
            return operands[0] if self.sign(operands[0]) > 0 else -operands[0]
        if operation is operator.truediv and not self.sign(operands[1]):
            raise NoSeries
        return operation(*map(self.ball, operands))

    def power(self, base: Value, exponent: Value) -> Value:
        if not isinstance(base, arb_series) and not isinstance(exponent, arb_series):
            return super().power(base, exponent)
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            power = base ** abs(int(exponent))
            return power if exponent >= 0 else self.arithmetic(operator.truediv, Fraction(1), power)
        if self.sign(base) <= 0:
            raise NoSeries
        return (self.ball(exponent) * self.ball(base).log()).exp()

    def native(self, function: Native, arguments: list[Real]) -> Real:
        if not any(isinstance(each.value, arb_series) for each in arguments):
            return super().native(function, arguments)
        if not isinstance(function, str) or len(arguments) > 1 or not hasattr(arb_series, function):
            raise NoSeries
        return Real(self, getattr(arb_series, function)(arguments[0].value))

    def native_value(self, row: Primitive, xs: list[Real]) -> Real:
        if row.numerics.arb_series and any(isinstance(x.value, arb_series) for x in xs):
            return self.real(row.numerics.arb_series(*xs))
        return super().native_value(row, xs)

    def apply_row(self, row: Primitive, xs: list[Real], attribute: Attribute) -> Real:
        return Domain.apply_row(self, row, xs, attribute)

    def sign(self, value: Value) -> int:
        if not isinstance(value, arb_series):
            return super().sign(value)
        sign = super().sign(value[0])
        if not sign:
            raise NoSeries
        return sign

    def floor(self, value: Value) -> int:
        return super().floor(value[0] if isinstance(value, arb_series) else value)

    def double(self, value: Value) -> float:
        return super().double(value[0] if isinstance(value, arb_series) else value)

    def non_finite_value(self, row: Primitive, xs: list[Number], attribute: Attribute, name: str) -> Number:
        raise NoSeries


def expand(balls: Ball, tape: Tape, root: int, name: str, order: int, point: Mapping[str, Real]) -> list[arb] | None:
    """Return the coefficients of a slot up to an order along a variable; None where there is no series."""
    domain = BallSeries(balls)
    bindings: dict[str, Number] = {each: Real(domain, x.value) for each, x in point.items() if isinstance(x, Real)}
    if name not in bindings:
        return None
    at = balls.ball(point[name].value)

    def coefficients(scale: arb, order: int) -> list[arb]:
        ctx.cap = order + 1
        found = domain.finite(tape, bindings | {name: Real(domain, arb_series([at, scale], order + 1))}, root).value
        return [found[k] for k in range(order + 1)] if isinstance(found, arb_series) else [
            balls.ball(found), *[arb(0)] * order]

    try:
        scale = _scale(coefficients(arb(1), SAMPLE)) if order > SAMPLE else arb(1)
        found = coefficients(scale, order)
    except (NoSeries, Undefined, Unsettled):
        return None
    return [each / scale**k for k, each in enumerate(found)] if all(each.is_finite() for each in found) else None


def _scale(coefficients: list[arb]) -> arb:
    """Return the power of two for the variable with which the last coefficients are of one size, as fast products need."""
    sizes = [(k, each.abs_upper().log() / arb(2).log()) for k, each in enumerate(coefficients) if not each.contains(0)]
    early, late = ([(k, size) for k, size in sizes if low < k <= low + SAMPLE // 4]
                   for low in (SAMPLE // 2, 3 * SAMPLE // 4))
    if not early or not late:
        return arb(1)
    (i, before), (k, after) = (max(part, key=lambda each: float(each[1])) for part in (early, late))
    return arb(2) ** round(float((before - after) / (k - i)))
