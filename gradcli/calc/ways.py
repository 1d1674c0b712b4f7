"""The ways to the derivatives of a formula, of which the shortest is taken at each order.

Step by step, each derivative simplified before the next is taken, which ends where another way is shorter; from RING_ORDER
on in the ring of the generators; and term by term where the others are long. A way that exceeds its budget ends too.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from gradcli.algebra.budget import Budget
from gradcli.algebra.forms import Inapplicable
from gradcli.algebra.normal import Algebra
from gradcli.algebra.ring import Ring
from gradcli.algebra.termwise import Termwise
from gradcli.calc.formulas import Formulas
from gradcli.calc.question import Question
from gradcli.core.tape import Tape
from gradcli.errors import GradcliError
from gradcli.syntax.printer import text

RING_ORDER = 3  # up to order 2 formulas are short either way, and collected better step by step
SHARE = 4  # the others have a quarter of the budget beside it: they need a tenth of the steps for most
LONG = 400  # characters from which a formula may be shorter term by term
Found = TypeVar("Found")


class Way(Protocol):
    """A formula that its derivatives replace one after the other."""

    def differentiate(self, name: str) -> None:
        """Replace the formula by its derivative. Raises Inapplicable, Spent."""

    def write(self) -> tuple[Tape, int]:
        """Return a tape with the formula, and its slot."""


def along(question: Question, wrt: Sequence[str], first: int = 0) -> list[Any]:
    """Return the ASTs of the derivatives along the names `wrt`, those of order `first` and above."""
    ways = _Ways(Formulas(question, wrt), len(wrt))
    found = [] if first else [ways.formulas.formula()]
    for order, name in enumerate(wrt, 1):
        ways.differentiate(name)
        if order >= first or order >= RING_ORDER and ways.has_first:
            shortest = ways.shortest()
            found += [shortest] if order >= first else []
    return found


def shorten(formulas: Formulas, slots: Mapping[Any, int | None]) -> list[Any]:
    """Return the ASTs of derivatives whose `slots` are on the tape, or term by term along their names where that is shorter.

    Raises GradcliError where both are beyond the limit.
    """
    written: list[Any] = [None] * len(slots)
    error: GradcliError | None = None
    try:
        written = formulas.write_asts([*slots.values()])
    except GradcliError as reason:
        error = _limit(reason)
    long = {i: names for i, (names, formula) in enumerate(zip(slots, written, strict=True))
            if formula is None or len(text(formula)) >= LONG}
    if not long:
        return written
    try:
        way = Termwise(Algebra(formulas.decimals, _budget(formulas)), *formulas.write())
        for i, names in long.items():
            way.restart()
            for name in names:
                way.differentiate(name)
            formula = formulas.formula(*way.write())
            if written[i] is None or len(text(formula)) < len(text(written[i])):
                written[i] = formula
    except (Inapplicable, GradcliError) as reason:
        if isinstance(reason, GradcliError):
            _limit(reason)
        if error:
            raise error from None
    return written


def _limit(error: GradcliError) -> GradcliError:
    """Return an error that tells of a limit. Raises any other."""
    if error.code != 1:
        raise error
    return error


def _budget(formulas: Formulas) -> Budget:
    """Return the budget of a way beside the first."""
    budget = Budget(len(formulas.tape), formulas.budget.limit)
    budget.left //= SHARE
    return budget


class _Ways:
    """The ways that have not ended, in the derivatives up to an `order`."""

    def __init__(self, formulas: Formulas, order: int) -> None:
        self.formulas, self.begin = formulas, (formulas.tape, formulas.root)
        self.names: list[str] = []
        self.ways: list[Way] = [formulas]
        self.error: GradcliError | None = None  # why the first has ended
        self.is_termwise = False
        if order >= RING_ORDER:
            self._begin(Ring)

    @property
    def has_first(self) -> bool:
        """Return whether the formula is still simplified step by step."""
        return self.formulas in self.ways

    def differentiate(self, name: str) -> None:
        """Replace the formula by its derivative. Raises GradcliError where no way is left."""
        self.names.append(name)
        for way in [*self.ways]:
            self._try(way, lambda way: way.differentiate(name))
        if not self.ways and not self.is_termwise:
            self._begin_termwise()
        if not self.ways and self.error:
            raise self.error

    def shortest(self) -> Any:
        """Return the AST of the shortest formula. Raises GradcliError where no way is left."""
        found = self._written()
        if not self.is_termwise and min((length for length, _, _ in found), default=LONG) >= LONG:
            self._begin_termwise()
            found = self._written()
        if not found:
            raise self.error or GradcliError("there is no formula within the limit", help="raise it with --limit", code=1)
        _, best, formula = min(found, key=lambda each: each[0])
        self.ways = [way for way in self.ways if way is best or way is not self.formulas]
        return formula

    def _written(self) -> list[tuple[int, Way, Any]]:
        """Return the formula of each way, with its length."""
        found = [(way, self._try(way, lambda way: self.formulas.formula(*way.write()))) for way in [*self.ways]]
        return [(len(text(formula)), way, formula) for way, formula in found if formula is not None]

    def _begin_termwise(self) -> None:
        self.is_termwise = True
        self._begin(Termwise)

    def _begin(self, make: Callable[[Algebra, Tape, int], Way]) -> None:
        """Begin another way, and take it as far as the others."""
        try:
            way = make(Algebra(self.formulas.decimals, _budget(self.formulas)), *self.begin)
            for name in self.names:
                way.differentiate(name)
            self.ways.append(way)
        except Inapplicable:
            pass
        except GradcliError as error:
            _limit(error)

    def _try(self, way: Way, act: Callable[[Way], Found]) -> Found | None:
        """Return what is done with a way; end it where it is beyond the limit, or not possible."""
        try:
            return act(way)
        except Inapplicable:
            pass
        except GradcliError as error:
            self.error = self.error or _limit(error)
        self.ways.remove(way)
        return None
