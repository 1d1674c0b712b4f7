"""The base of domains whose numbers are not floats: exact rationals, balls, wide Decimals.

A domain evaluates the slots that are needed and those they depend on, never a branch that is not taken. The value of a
row is a rational (`exact`, `rational`), an expression of other rows (`definition`), or native to the domain.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import inf, isfinite
from typing import Any, TypeAlias

from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Attribute, Span, Tape
from gradcli.domains.real import Native, Real, Value
from gradcli.errors import GradcliError, brief
from gradcli.numeric.rational import size
from gradcli.ops import SELECT

Number: TypeAlias = "Real | float"  # the value of a slot: a Real, or a float that is inf or nan
LARGEST, TINIEST = 1.7976931348623157e308, 5e-324
# reasons of Unsettled that messages show
SINGULAR = "this cannot be distinguished from a point where it is not defined"
ZERO = "this is 0, or cannot be distinguished from it"
WHOLE_EXPONENT = "this exponent cannot be distinguished from a whole one"
WHOLE = "this cannot be distinguished from a whole number"
TOO_LARGE = "this is too large to be rounded to a whole number"
BESIDE_INFINITY = "the value of this beside an infinity cannot be determined"


class Undefined(Exception):
    """Raised where a value is certainly undefined or infinite."""


class Unsettled(Exception):
    """Raised where the precision does not suffice to decide something; `span` is the place in the text."""

    def __init__(self, reason: str, span: Span = None) -> None:
        super().__init__(reason)
        self.reason, self.span = reason, span


class Domain:
    """A number type that runs the tape of the expression `source`; its numbers are Fractions and those of a library."""

    source: str
    infinite = False  # True where a value may be inf or nan

    def at_max_precision(self) -> bool:
        """Return whether refine() has no higher precision."""
        return True

    def real(self, value: Value) -> Real:
        return value if isinstance(value, Real) else Real(self, value if isinstance(value, Fraction) else Fraction(value))

    def to_coefficient(self, value: Value) -> Value:
        """Return the value of a Real, or a result of arithmetic on coefficients, as a coefficient of a series.

        Coefficients are bare numbers, since a series takes a million operations; comparisons of them may be undecided.
        """
        raise NotImplementedError

    def from_coefficient(self, coefficient: Value) -> Real:
        """Return a coefficient as a Real."""
        raise NotImplementedError

    def expand(self, tape: Tape, root: int, name: str, order: int, point: Any, count: int) -> "list[Value] | None":
        """Return the Taylor coefficients of a slot along a variable up to an order, the last `count` of them.

        They are computed by series of the library; None where it has none.
        """
        return None

    def arithmetic(self, operation: Callable[..., Value], *operands: Value) -> Value:
        """Compute an operation of arithmetic. Raises Undefined for a division by 0."""
        raise NotImplementedError

    def is_short_rational(self, values: Iterable[Value]) -> bool:
        """Return whether these are rationals, short enough to compute a rational from them."""
        bits = 0
        for value in values:
            if not isinstance(value, Fraction):
                return False
            bits += size(value)
        return self._short(bits)

    def _short(self, bits: int) -> bool:
        """Return whether a rational of so many bits is kept as one."""
        raise NotImplementedError

    def power(self, base: Value, exponent: Value) -> Value:
        raise NotImplementedError

    def native(self, function: Native, arguments: list[Real]) -> Real:
        raise Undefined

    def native_value(self, row: Primitive, xs: list[Real]) -> Real:
        """Return the value of a row that neither rationals nor other rows express."""
        raise Undefined

    def sign(self, value: Value) -> int:
        return int(value > 0) - int(value < 0)

    def floor(self, value: Value) -> int:
        return int(value.__floor__())

    def double(self, value: Value) -> float:
        """Return a double near this number: finite, and 0 only where the number may be 0."""
        try:
            near = float(value)
        except OverflowError:
            near = inf if value > 0 else -inf
        if near and isfinite(near):
            return near
        return max(-LARGEST, min(near, LARGEST)) or TINIEST * ((value > 0) - (value < 0))

    def text(self, number: Real) -> str:
        raise NotImplementedError

    def upper_exponent(self, number: Real) -> int | None:
        """Return an exponent of ten that bounds the size of a number that may be 0; None for others."""
        return None

    def contains(self, number: Real, value: Value) -> bool:
        """Return whether a number may be equal to this rational."""
        return bool(number.value == value)

    def non_finite_value(self, row: Primitive, xs: list[Number], attribute: Attribute, name: str) -> Number:
        """Return the value of a slot that is, or depends on, a non-finite one; `name` is its name in messages."""
        raise NotImplementedError

    def refine(self, reason: Unsettled) -> None:
        """Raise the precision for another run. Raises GradcliError at the limit."""
        raise NotImplementedError

    def apply_row(self, row: Primitive, xs: list[Real], attribute: Attribute) -> Real:
        """Return the finite value of a row. Raises Undefined where it has none."""
        try:
            return self._row_value(row, xs, attribute)
        except Unsettled:
            if row.at_pole(xs, attribute):
                raise Undefined from None
            raise

    def _row_value(self, row: Primitive, xs: list[Real], attribute: Attribute) -> Real:
        numerics = row.numerics
        if numerics.exact and xs and self.is_short_rational(x.value for x in xs):
            value = numerics.exact(*(x.value for x in xs))
            if value is not None:
                return self.real(value)
        if numerics.rational and xs:
            value = numerics.rational(*xs)
            if value is None:
                raise Undefined
            return self.real(value)
        if numerics.at_singularity:
            there = numerics.at_singularity(*xs) if attribute is None else numerics.at_singularity(*xs, attribute)
            if there is not None:
                return self.real(there)
        if numerics.definition:
            try:
                return self.real(row.definition(xs or [self.real(0)], attribute))
            except LookupError:
                raise Undefined from None
        return self.native_value(row, xs)

    def run(self, tape: Tape, bindings: dict[str, Number], roots: Iterable[int], values: dict[int, Number] | None = None,
            primal: int | None = None) -> dict[int, Number]:
        """Compute `roots` and the slots they depend on into `values`: Reals, or floats that are not finite.

        In messages, slots beyond `primal` are called derivatives.
        """
        values = {} if values is None else values
        for root in roots:
            work = [root]
            while work:
                slot = work[-1]
                arguments = tape.arguments[slot]
                if tape.operations[slot] is SELECT and arguments[0] in values:
                    branch = arguments[1] if values[arguments[0]] else arguments[2]
                    arguments = (branch,)
                    if branch in values:
                        values[slot] = values[branch]
                elif tape.operations[slot] is SELECT:
                    arguments = arguments[:1]
                missing = [a for a in arguments if a not in values]
                work += missing
                if not missing:
                    if slot not in values:
                        derived = primal is not None and slot > primal
                        values[slot] = self._slot(tape, slot, bindings, [values[a] for a in arguments], derived)
                    work.pop()
        return values

    def finite(self, tape: Tape, bindings: dict[str, Number], root: int, values: dict[int, Number] | None = None) -> Real:
        """Return the value of `root`, computed as by `run`. Raises Undefined where it is not finite."""
        value = self.run(tape, bindings, [root], values)[root]
        if not isinstance(value, Real):
            raise Undefined
        return value

    def _slot(self, tape: Tape, slot: int, bindings: dict[str, Number], xs: list[Number], derived: bool) -> Number:
        row, attribute, span = tape.operations[slot], tape.attributes[slot], tape.spans[slot]
        if row is CONSTANT:
            return self.real(attribute)
        if row is VARIABLE:
            return bindings[attribute]
        try:
            finite = [x for x in xs if isinstance(x, Real)]
            if len(finite) == len(xs):
                try:
                    return self.apply_row(row, finite, attribute)
                except Undefined:
                    pass
            text = brief(self.source[slice(*span)]) if span else "this"
            return self.non_finite_value(row, xs, attribute, f"the derivative of {text}" if derived else text)
        except (Unsettled, GradcliError) as reason:
            reason.span = reason.span or span
            raise
