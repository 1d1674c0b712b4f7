"""The numbers of a domain, for which rules and definitions are written as for slots of a tape."""

import operator
from collections.abc import Callable
from fractions import Fraction
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from gradcli.core.facets import Rational
from gradcli.core.primitive import Primitive
from gradcli.core.tape import Attribute

if TYPE_CHECKING:
    from gradcli.domains.base import Domain

Value: TypeAlias = Any  # a Fraction, or a number of the library that the domain uses
Native: TypeAlias = str | Callable[..., Value]  # a method of the library's numbers, or a function of them


class Real:
    """A finite number of a domain; `value` is what the domain computes with. A comparison decides, or raises Unsettled."""

    __slots__ = ("domain", "value")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, domain: "Domain", value: Value) -> None:
        self.domain, self.value = domain, value

    def apply(self, row: Primitive, *arguments: "Real | Rational", attribute: Attribute = None) -> "Real":
        return self.domain.apply_row(row, [self.domain.real(a) for a in arguments], attribute)

    def number(self, value: Rational) -> "Real":
        return self.domain.real(value)

    def native(self, function: Native, *more: "Real | Rational") -> "Real":
        """Apply a function of the domain's library: a method by its name, or a function of its numbers."""
        return self.domain.native(function, [self, *map(self.domain.real, more)])

    def _of(self, operation: Callable[..., Value], *operands: Value) -> "Real":
        return type(self)(self.domain, self.domain.arithmetic(operation, *operands))

    def _left(self, operation: Callable[..., Value], other: "Real | Rational | float") -> "Real":
        if not isinstance(other, (Real, int, float, Fraction)):
            return NotImplemented
        return self._of(operation, self.value, self.domain.real(other).value)

    def _right(self, operation: Callable[..., Value], other: "Real | Rational | float") -> "Real":
        return self._of(operation, self.domain.real(other).value, self.value)

    def __add__(self, other: "Real | Rational | float") -> "Real":
        return self._left(operator.add, other)

    def __radd__(self, other: "Real | Rational | float") -> "Real":
        return self._right(operator.add, other)

    def __sub__(self, other: "Real | Rational | float") -> "Real":  # of itself: an exact 0, even if it is a ball
        return self.number(0) if other is self else self._left(operator.sub, other)

    def __rsub__(self, other: "Real | Rational | float") -> "Real":
        return self._right(operator.sub, other)

    def __mul__(self, other: "Real | Rational | float") -> "Real":
        return self._left(operator.mul, other)

    def __rmul__(self, other: "Real | Rational | float") -> "Real":
        return self._right(operator.mul, other)

    def __truediv__(self, other: "Real | Rational | float") -> "Real":
        return self._left(operator.truediv, other)

    def __rtruediv__(self, other: "Real | Rational | float") -> "Real":
        return self._right(operator.truediv, other)

    def __pow__(self, other: "Real | Rational | float") -> "Real":
        return type(self)(self.domain, self.domain.power(self.value, self.domain.real(other).value))

    def __rpow__(self, other: "Real | Rational | float") -> "Real":
        return self.domain.real(other) ** self

    def __floordiv__(self, other: "Real | Rational | float") -> int:
        return int((self / other).__floor__())

    def __mod__(self, other: "Real | Rational | float") -> "Real | float":
        return nan if isinstance(other, float) else self - other * (self // other)

    def __rmod__(self, other: "Real | Rational | float") -> "Real | float":
        return nan if isinstance(other, float) else self.domain.real(other) % self

    def __pos__(self) -> "Real":
        return self

    def __neg__(self) -> "Real":
        return self._of(operator.neg, self.value)

    def __abs__(self) -> "Real":
        return self._of(abs, self.value)

    def __floor__(self) -> int:
        return self.domain.floor(self.value)

    def __ceil__(self) -> int:
        return -int((-self).__floor__())

    def __trunc__(self) -> int:
        return self.__floor__() if self >= 0 else self.__ceil__()

    __int__ = __trunc__

    def __round__(self) -> int:
        below = self.__floor__()
        side = (self - below - Fraction(1, 2))._compare(0)
        return below + int(side > 0 or side == 0 and below % 2 == 1)

    def __repr__(self) -> str:
        return repr(float(self))

    def __float__(self) -> float:
        return self.domain.double(self.value)

    def __bool__(self) -> bool:
        return self._compare(0) != 0

    def _compare(self, other: object) -> float:
        """Return -1, 0 or 1 as this is less than `other`, equal or greater; nan for nan. Raises Unsettled."""
        if other is self:
            return 0
        if isinstance(other, float) and not isfinite(other):
            return nan if other != other else -1 if other > 0 else 1
        return self.domain.sign((self - cast("Real | float", other)).value)

    def __eq__(self, other: object) -> bool:
        return self._compare(other) == 0

    def __ne__(self, other: object) -> bool:
        return self._compare(other) != 0

    def __lt__(self, other: "Real | Rational | float") -> bool:
        return self._compare(other) < 0

    def __le__(self, other: "Real | Rational | float") -> bool:
        return self._compare(other) <= 0

    def __gt__(self, other: "Real | Rational | float") -> bool:
        return self._compare(other) > 0

    def __ge__(self, other: "Real | Rational | float") -> bool:
        return self._compare(other) >= 0
