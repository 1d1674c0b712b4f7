"""Scalars and vectors of a matrix of derivatives: the trace, the determinant, the curl.

The entries are of any one kind with a sum and a product: slots of a tape, doubles, rationals; None is 0.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any, TypeAlias

Entry: TypeAlias = Any
Matrix: TypeAlias = Sequence[Sequence[Entry | None]]
Total: TypeAlias = Callable[[Matrix], Entry | None]


def trace(matrix: Matrix) -> Entry | None:
    """Return the sum of the diagonal: of a Hessian the Laplacian, of a Jacobian the divergence."""
    return _sum([(row[i], False) for i, row in enumerate(matrix)])


def determinant(matrix: Matrix) -> Entry | None:
    """Return the determinant, by the minors of the last rows: no division, and rounding errors as small as entries allow."""
    minors: dict[tuple[int, ...], Entry | None] = {}
    for size, row in enumerate(reversed(matrix), 1):
        below, minors = minors, {}
        for columns in combinations(range(len(matrix)), size):
            terms = []
            for i, column in enumerate(columns):
                minor = below[columns[:i] + columns[i + 1:]] if size > 1 else 1
                entry = row[column]
                terms.append((None if entry is None or minor is None else entry * minor if size > 1 else entry, i % 2 == 1))
            minors[columns] = _sum(terms)
    return minors[tuple(range(len(matrix)))]


def work(size: int) -> int:
    """Return how many products the determinant of a matrix of this size takes."""
    return size << max(size - 1, 0)


def curl(matrix: Matrix) -> list[Entry | None]:
    """Return the curl of a field, from its Jacobian: three components, in the plane one."""
    if len(matrix) == 2:
        return [_sum([(matrix[1][0], False), (matrix[0][1], True)])]
    return [_sum([(matrix[j][i], False), (matrix[i][j], True)]) for i, j in ((1, 2), (2, 0), (0, 1))]


def _sum(terms: Sequence[tuple[Entry | None, bool]]) -> Entry | None:
    """Return the sum of terms, of those with True subtracted."""
    total: Entry | None = None
    for term, minus in terms:
        if term is not None:
            total = (-term if minus else term) if total is None else total - term if minus else total + term
    return total


SCALARS: Mapping[str, Total] = {"laplacian": trace, "det": determinant}  # of a Hessian
