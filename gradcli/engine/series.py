"""Truncated power series, coefficient by coefficient: lists of numbers of one kind, the lowest order first.

Each function returns coefficient `k` of its result from coefficients 0 to k of its operands and 0 to k - 1 of the result;
k is 1 or more. A number may be a ball, whose comparisons are true only where they are certain: only an exact zero == 0.
The recurrences are those of Griewank and Walther, Evaluating Derivatives, chapter 13.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import add, mul
from typing import Any, TypeAlias

Coefficient: TypeAlias = Any  # a number of any one kind
Series = Sequence[Coefficient]
Divide = Callable[[Coefficient, Coefficient], Coefficient]


def sum_in_order(numbers: Iterable[Coefficient], zero: Coefficient = 0) -> Coefficient:
    """Return the sum from left to right; Python's `sum` compensates rounding from version 3.12 on."""
    return reduce(add, numbers, zero)


def dot(a: Series, b: Series) -> Coefficient:
    """Return the sum of products; those with an exact zero are left out, which is cheaper and keeps it beside inf or nan."""
    if a and isinstance(a[0], float):
        total = sum_in_order(map(mul, a, b))
        return total if not total != total else sum_in_order(x * y for x, y in zip(a, b, strict=False) if x != 0 and y != 0)
    zero: Coefficient = 0
    total = None
    for x, y in zip(a, b, strict=False):
        if (x == 0) is True:  # comparisons of traced numbers are not bools
            zero = x
        elif (y == 0) is True:
            zero = y
        else:
            total = x * y if total is None else total + x * y
    return zero if total is None else total


def product(a: Series, b: Series, k: int) -> Coefficient:
    return dot(a[:k + 1], b[k::-1])


def quotient(numerator: Coefficient, b: Series, y: Series, k: int, divide: Divide) -> Coefficient:
    """Return y[k] for y = a/b, from y*b = a; `numerator` is a[k]."""
    return divide(numerator - dot(b[1:k + 1], y[k - 1::-1]), b[0])


def integral(slopes: Series, partial: Series, k: int, divide: Divide) -> Coefficient:
    """Return y[k] for y' = partial*u', where slopes[j] is (j + 1)*u[j + 1]."""
    return divide(dot(slopes[:k], partial[k - 1::-1]), k)


def power(a: Series, c: Coefficient, y: Series, k: int, divide: Divide) -> Coefficient:
    """Return y[k] for y = a**c with a constant c, from a*y' = c*a'*y.

    Where a = t**m*b has a valuation m > 0, a whole power is t**(m*c)*b**c, so that nothing is divided by 0; any other has no
    derivatives of order above c, and is infinite there.
    """
    valuation = next((j for j in range(k + 1) if not a[j] == 0), k + 1)
    leading_order = 0
    if c == 0 or c - c != 0:
        return c - c
    if valuation:
        whole = next((n for n in range(k + 1) if not c != n), None)
        if whole is None:
            return 0 if k < c else _highest_order_term(divide(c * a[1], a[0]), a[1], c, k, divide)
        if not c == whole:  # a ball that may be it: this is not finite
            return divide(1, c - whole)
        leading_order = valuation * whole
        if k <= leading_order:
            return a[valuation] ** whole if k == leading_order else 0
    elif a[0] == a[0] and a[0] - a[0] != 0:  # at infinity the term of highest order is all
        return _highest_order_term(c * a[1] * a[0] ** (c - k), a[1], c, k, divide)
    size = k - leading_order
    weighted = [(c * j - (size - j)) * a[valuation + j] for j in range(1, size + 1)]
    return divide(divide(dot(weighted, y[k - 1:leading_order - 1 if leading_order else None:-1]), size), a[valuation])


def _highest_order_term(term: Coefficient, direction: Coefficient, c: Coefficient, k: int, divide: Divide) -> Coefficient:
    """Return (c-1)*…*(c-k+1)/k! * direction**(k-1) * term, factor by factor, so that a term stays 0 or infinite.

    `term` includes the factors c and direction.
    """
    for i in range(1, k):
        term = divide((c - i) * direction * term, i + 1)
    return term
