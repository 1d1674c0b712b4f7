"""IEEE double precision over whole columns, by NumPy: the same doubles as row by row, to the last bit.

NumPy's loops for exp, sin and their like are its own on most processors, and differ from libm's in the last bit. Where such
loops can be switched off, NumPy calls libm in loops of its own, which costs 3 to 20 ns a number instead of 1; where they
cannot, libm is called from Python, 30 to 60 ns a number. Which it is, points decide at which the two are compared.
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
from gradcli.domains.ranges import SAFE, may_leave
from gradcli.numeric.ieee import divide
from gradcli.ops import SELECT


def _import() -> Any:
    """NumPy without its own loops, which it asks the environment about, and without threads, which nothing here uses."""
    os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V3 X86_V4 AVX512_ICL AVX512_SPR AVX2 FMA3 AVX512F AVX512_SKX")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of names that this version or processor does not know
        import numpy
    return numpy


np = _import()
CHUNK = 8192  # most rows that are computed together: a column of them takes 64 KiB, some columns fit the cache
MEMORY = 1 << 22  # bytes that all columns together may take
PROBES = 512
EXACT: dict[Any, Any] = {operator.add: np.add, operator.sub: np.subtract, operator.mul: np.multiply, divide: np.divide,
                         operator.neg: np.negative, operator.pos: np.positive, abs: np.absolute}
TRUTH = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal, "!=": np.not_equal,
         "and": np.logical_and, "or": np.logical_or, "not": np.logical_not}
Matrix: TypeAlias = Any  # NumPy's, a row of results in each row
Column: TypeAlias = Any  # NumPy's
Operand: TypeAlias = Any  # a column, or the float that stands in every row
Function = Callable[..., Column]


class Arrays:
    """A tape to be run over columns: `inputs` are the slots of its columns, `leaf` gives the double of any other leaf."""

    def __init__(self, tape: Tape, inputs: Sequence[int], results: Sequence[int], leaf: Callable[[int], float]) -> None:
        self.inputs, self.results = list(inputs), list(results)
        self.fixed: dict[int, float] = {}  # what is the same in every row
        self.steps: list[tuple[int, Primitive, Function, tuple[int, ...]]] = []
        last: dict[int, int] = {}
        for slot, (row, arguments, attribute, _) in enumerate(tape):
            if row is VARIABLE or row is CONSTANT:
                if slot not in self.inputs:
                    self.fixed[slot] = leaf(slot)
            elif all(a in self.fixed for a in arguments):
                self.fixed[slot] = row.value([self.fixed[a] for a in arguments], attribute)
            else:
                last.update(dict.fromkeys(arguments, len(self.steps)))
                self.steps.append((slot, row, _function(row, len(arguments), attribute), arguments))
        kept = {*self.results, *self.fixed}
        self.chunk = min(CHUNK, MEMORY // (8 * len(tape)) + 1)
        self.dead: list[list[int]] = [[] for _ in self.steps]  # columns that nothing needs after a step
        for slot, step in last.items():
            if slot not in kept:
                self.dead[step].append(slot)

    def fill(self, found: Matrix, columns: Sequence[Column]) -> list[int]:
        """Put a row of results into each row of a matrix, nan where the first result is; return the rows that leave SAFE."""
        leaving: list[int] = []
        with np.errstate(all="ignore"):
            for start in range(0, len(found), self.chunk):
                rows = slice(start, start + self.chunk)
                marks = self._chunk([column[rows] for column in columns], found[rows])
                if marks is not None:
                    leaving += (start + np.flatnonzero(marks)).tolist()
        found[np.isnan(found[:, 0])] = math.nan
        return leaving

    def _chunk(self, columns: Sequence[Column], found: Matrix) -> Any:
        """Fill some rows; return a column that is true where a result rests on a number beyond SAFE, None if nowhere."""
        values: dict[int, Operand] = {**self.fixed, **dict(zip(self.inputs, columns, strict=True))}
        marks: dict[int, Any] = {}
        for (slot, row, function, arguments), dead in zip(self.steps, self.dead, strict=True):
            operands = [values[a] for a in arguments]
            values[slot] = function(*operands)
            inherited = _inherited(row, operands, [marks.get(a) for a in arguments]) if marks else None
            own = _beyond(values[slot], operands) if may_leave(row) else None
            mark = own if inherited is None else inherited if own is None else own | inherited
            if mark is not None:
                marks[slot] = mark
            for each in dead:
                del values[each]
                marks.pop(each, None)
        for i, slot in enumerate(self.results):
            found[:, i] = values[slot]
        return _either([marks.get(slot) for slot in self.results])


def _beyond(column: Any, operands: Sequence[Operand]) -> Any:
    """Return a column that is true where numbers are beyond SAFE, unless they are a 0 made of a 0; None if nowhere."""
    sizes = np.abs(column)
    if sizes.min() >= SAFE[0] and sizes.max() <= SAFE[1]:
        return None
    mark = ~((sizes >= SAFE[0]) & (sizes <= SAFE[1]))
    zeros = sizes == 0
    for operand in operands:
        mark &= ~(zeros & (operand == 0))
    return mark if mark.any() else None


def _inherited(row: Primitive, operands: Sequence[Operand], marks: Sequence[Any]) -> Any:
    """Return the marks of the operands that a value rests on."""
    if row is SELECT and any(mark is not None for mark in marks[1:]):
        yes, no = (False if mark is None else mark for mark in marks[1:])
        return _either([marks[0], np.where(np.not_equal(operands[0], 0.0), yes, no)])
    return _either(marks)


def _either(marks: Iterable[Any]) -> Any:
    """Return where any of these columns is true, None if there is none."""
    there = [mark for mark in marks if mark is not None]
    return np.logical_or.reduce(there) if there else None


def _function(row: Primitive, count: int, attribute: Attribute) -> Function:
    """Return the function that computes a row over columns."""
    if row.float64 in EXACT:
        return EXACT[row.float64]  # type: ignore[no-any-return]
    if row is SELECT:
        return lambda c, a, b: np.where(np.not_equal(c, 0.0), a, b)
    if row.syntax and row.syntax.symbols[0] in TRUTH:
        holds = TRUTH[row.syntax.symbols[0]]
        return lambda *columns: holds(*columns).astype(float)
    if row.numerics.definition_is_exact and row.numerics.definition:
        return partial(_by_definition, row)
    theirs = getattr(np, getattr(getattr(row.float64, "__wrapped__", None), "__name__", ""), None)
    if theirs is not None and attribute is None and _agree(theirs, row.float64, count):
        return theirs if count == 1 else lambda *columns: theirs(*_full(columns))
    total = row.float64 if attribute is None else lambda *numbers: row.float64(*numbers, attribute)
    return lambda *columns: _each(total, columns)


def _by_definition(row: Primitive, *columns: Operand) -> Column:
    """Compute the definition where nothing underflows, which the processor notes at no cost; else number by number."""
    try:
        with np.errstate(under="raise"):
            return row.definition(_full(columns))
    except FloatingPointError:
        return _each(row.float64, columns)


def _full(columns: Sequence[Operand]) -> list[Column]:
    """All as columns: for numbers NumPy has short cuts, x*x for the square, which are not libm's."""
    size = next(len(column) for column in columns if not isinstance(column, float))
    return [np.full(size, column) if isinstance(column, float) else column for column in columns]


def _each(function: Function, columns: Sequence[Operand]) -> Column:
    """Return a function of floats, number by number."""
    lists: list[Iterable[float]] = [repeat(column) if isinstance(column, float) else column.tolist() for column in columns]
    return np.fromiter(map(function, *lists), float)


@cache
def _agree(theirs: Function, ours: Function, count: int) -> bool:
    """Return whether NumPy's function gives the doubles of ours wherever it is tried."""
    near = np.linspace(-5, 5, PROBES)
    far = np.ldexp(np.linspace(-2, 2, PROBES), np.arange(PROBES) * 1009 % 2046 - 1022)
    pool = np.concatenate([near, np.linspace(0.5, 2, PROBES), far, [0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan]])
    pools = [np.roll(pool, 4999 * i) for i in range(count)]
    with np.errstate(all="ignore"):
        try:
            found = theirs(*pools)
        except (TypeError, ValueError):
            return False
    wanted = np.fromiter(map(ours, *(each.tolist() for each in pools)), float)
    same = np.array_equal(found, wanted, equal_nan=True)
    return bool(same and np.array_equal(np.signbit(found)[wanted == 0], np.signbit(wanted)[wanted == 0]))
