"""IEEE double precision over whole columns, by NumPy: the same doubles as row by row, to the last bit.

NumPy's loops for exp, sin and their like are its own on most processors, and differ from libm's in the last bit. Where such
loops can be switched off, NumPy calls libm in loops of its own, which costs 3 to 20 ns a number instead of 1; where they
cannot, libm is called from Python, 30 to 60 ns a number. The two are compared at sample points to decide which.
"""

import math
import operator
import os
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from itertools import repeat
from typing import Any, TypeAlias

from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Attribute, Tape
from gradcli.domains.float64 import SAFE, may_leave
from gradcli.numeric.ieee import divide
from gradcli.ops import SELECT


def _import_numpy() -> Any:
    """Import NumPy with its own loops switched off, by environment variables, and without threads, which are not needed."""
    os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V3 X86_V4 AVX512_ICL AVX512_SPR AVX2 FMA3 AVX512F AVX512_SKX")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of names that this version or processor does not know
        import numpy
    return numpy


np = _import_numpy()
CHUNK = 8192  # rows that are computed together at most: a column of them takes 64 KiB, so some columns fit the L2 cache
MEMORY = 1 << 22  # bytes that all columns together may take
PROBES = 512  # points in each of three ranges at which two functions are compared, which takes half a millisecond
EXACT: dict[Any, Any] = {operator.add: np.add, operator.sub: np.subtract, operator.mul: np.multiply, divide: np.divide,
                         operator.neg: np.negative, operator.pos: np.positive, abs: np.absolute}
TRUTH = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal, "!=": np.not_equal,
         "and": np.logical_and, "or": np.logical_or, "not": np.logical_not}
Matrix: TypeAlias = Any  # NumPy's, a row of results in each row
Column: TypeAlias = Any  # NumPy's, of floats
Mask: TypeAlias = Any  # NumPy's, a column of truths
Operand: TypeAlias = "Column | float"  # a column, or the float of every row
Function = Callable[..., Column]


class Arrays:
    """A program over columns: `inputs` are the slots of its columns, `leaf` returns the double of any other leaf."""

    def __init__(self, tape: Tape, inputs: Sequence[int], results: Sequence[int], leaf: Callable[[int], float]) -> None:
        self.inputs, self.results = list(inputs), list(results)
        self.constants: dict[int, float] = {}  # slots whose value is the same in every row
        self.steps: list[tuple[int, Primitive, Function, tuple[int, ...]]] = []
        last: dict[int, int] = {}
        for slot, (row, arguments, attribute, _) in enumerate(tape):
            if row is VARIABLE or row is CONSTANT:
                if slot not in self.inputs:
                    self.constants[slot] = leaf(slot)
            elif all(a in self.constants for a in arguments):
                self.constants[slot] = row.value([self.constants[a] for a in arguments], attribute)
            else:
                last.update(dict.fromkeys(arguments, len(self.steps)))
                self.steps.append((slot, row, _column_function(row, len(arguments), attribute), arguments))
        kept = {*self.results, *self.constants}
        self.chunk = min(CHUNK, MEMORY // (8 * len(tape)) + 1)
        self.dead: list[list[int]] = [[] for _ in self.steps]  # the columns last used by each step
        for slot, step in last.items():
            if slot not in kept:
                self.dead[step].append(slot)

    def fill(self, found: Matrix, columns: Sequence[Column]) -> list[int]:
        """Put a row of results into each row of a matrix, nan where the first result is; return the rows that leave SAFE."""
        leaving: list[int] = []
        with np.errstate(all="ignore"):
            for start in range(0, len(found), self.chunk):
                rows = slice(start, start + self.chunk)
                marks = self._fill_chunk([column[rows] for column in columns], found[rows])
                if marks is not None:
                    leaving += (start + np.flatnonzero(marks)).tolist()
        found[np.isnan(found[:, 0])] = math.nan
        return leaving

    def _fill_chunk(self, columns: Sequence[Column], found: Matrix) -> Mask | None:
        """Fill some rows; return a mask of those where a result depends on a number beyond SAFE, None if nowhere."""
        values: dict[int, Operand] = {**self.constants, **dict(zip(self.inputs, columns, strict=True))}
        marks: dict[int, Mask] = {}
        for (slot, row, function, arguments), dead in zip(self.steps, self.dead, strict=True):
            operands = [values[a] for a in arguments]
            values[slot] = function(*operands)
            inherited = _propagate_marks(row, operands, [marks.get(a) for a in arguments]) if marks else None
            own = _mark_unsafe(row, values[slot], operands) if may_leave(row) else None
            mark = own if inherited is None else inherited if own is None else own | inherited
            if mark is not None:
                marks[slot] = mark
            for each in dead:
                del values[each]
                marks.pop(each, None)
        for i, slot in enumerate(self.results):
            found[:, i] = values[slot]
        return _any_of([marks.get(slot) for slot in self.results])


def _mark_unsafe(row: Primitive, column: Column, operands: Sequence[Operand]) -> Mask | None:
    """Return a mask of the numbers beyond SAFE or the row's bounds, but for a 0 with an operand of 0; None if nowhere."""
    sizes = np.abs(column)
    bounds = row.numerics.bounds
    low, high = (max(SAFE[0], bounds[0]), min(SAFE[1], bounds[1])) if bounds else SAFE
    if sizes.min() >= low and sizes.max() <= high:
        return None
    mark = ~((sizes >= low) & (sizes <= high))
    if bounds:
        mark &= ~((np.abs(operands[0]) < bounds[2]) & (sizes >= SAFE[0]) & (sizes <= SAFE[1]))
    zeros = sizes == 0
    for operand in operands:
        mark &= ~(zeros & (operand == 0))
    return mark if mark.any() else None


def _propagate_marks(row: Primitive, operands: Sequence[Operand], marks: Sequence[Mask | None]) -> Mask | None:
    """Return the marks of the operands that a value depends on: of a conditional, the condition and the branch taken."""
    if row is SELECT and any(mark is not None for mark in marks[1:]):
        yes, no = (False if mark is None else mark for mark in marks[1:])
        return _any_of([marks[0], np.where(np.not_equal(operands[0], 0.0), yes, no)])
    return _any_of(marks)


def _any_of(marks: Iterable[Mask | None]) -> Mask | None:
    """Return the disjunction of masks, None if there is none."""
    present = [mark for mark in marks if mark is not None]
    return np.logical_or.reduce(present) if present else None


def _column_function(row: Primitive, count: int, attribute: Attribute) -> Function:
    """Return the function that computes a row over columns."""
    if row.float64 in EXACT:
        return EXACT[row.float64]  # type: ignore[no-any-return]
    if row is SELECT:
        return lambda c, a, b: np.where(np.not_equal(c, 0.0), a, b)
    if row.syntax and row.syntax.symbols[0] in TRUTH:
        holds = TRUTH[row.syntax.symbols[0]]
        return lambda *columns: holds(*columns).astype(float)
    if row.numerics.definition_is_exact and row.numerics.definition:
        return partial(_compute_definition, row)
    theirs = getattr(np, getattr(getattr(row.float64, "__wrapped__", None), "__name__", ""), None)
    if theirs is not None and attribute is None and _same_doubles(theirs, row.float64, count):
        return theirs if count == 1 else lambda *columns: theirs(*_broadcast(columns))
    total = row.float64 if attribute is None else lambda *numbers: row.float64(*numbers, attribute)
    return lambda *columns: _map_rows(total, columns)


def _compute_definition(row: Primitive, *columns: Operand) -> Column:
    """Compute the definition over columns; row by row where something underflows, which the processor flags at no cost."""
    try:
        with np.errstate(under="raise"):
            return row.definition(_broadcast(columns))
    except FloatingPointError:
        return _map_rows(row.float64, columns)


def _broadcast(columns: Sequence[Operand]) -> list[Column]:
    """Make columns of all operands: for numbers NumPy has short cuts, x*x for the square, which are not libm's."""
    size = next(len(column) for column in columns if not isinstance(column, float))
    return [np.full(size, column) if isinstance(column, float) else column for column in columns]


def _map_rows(function: Function, columns: Sequence[Operand]) -> Column:
    """Apply a function of floats row by row."""
    lists: list[Iterable[float]] = [repeat(column) if isinstance(column, float) else column.tolist() for column in columns]
    return np.fromiter(map(function, *lists), float)


@cache
def _same_doubles(theirs: Function, ours: Function, count: int) -> bool:
    """Return whether NumPy's function gives the doubles of ours at all sample points."""
    near = np.linspace(-5, 5, PROBES)
    far = np.ldexp(np.linspace(-2, 2, PROBES), np.arange(PROBES) * 1009 % 2046 - 1022)
    pool = np.concatenate([near, np.linspace(0.5, 2, PROBES), far, [0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan]])
    pools = [np.roll(pool, 4999 * i) for i in range(count)]
    with np.errstate(all="ignore"):
        try:
            found = theirs(*pools)
        except (TypeError, ValueError):
            return False
    expected = np.fromiter(map(ours, *(each.tolist() for each in pools)), float)
    same = np.array_equal(found, expected, equal_nan=True)
    return bool(same and np.array_equal(np.signbit(found)[expected == 0], np.signbit(expected)[expected == 0]))
