"""What formulas may cost: a term or factor that is looked at counts as WEIGHT operations of the limit.

The program itself may always be read: that costs READING steps an operation, so that long ones stay no matter. A quarter of
the steps are kept for the formulas as they are; looking for shorter ones ends before, each search at a share of the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from gradcli.engine.lower import LIMIT
from gradcli.errors import GradcliError

WEIGHT = 30  # so that the default is spent in about a second
READING = 250
SHARE = 4  # of what is left, for each search: four of them leave a third of it


class Spent(GradcliError):
    """The budget is used up."""


class Budget:
    """`left` are the steps that may still be taken, down to `lowest`."""

    __slots__ = ("limit", "left", "lowest", "kept")

    def __init__(self, size: int, limit: int = LIMIT, reading: int = READING) -> None:
        self.limit = limit
        self.left = limit // WEIGHT + reading * size
        self.lowest, self.kept = 0, self.left // 4

    def spend(self, steps: int) -> None:
        """Spend steps. Raises Spent where the budget is used up."""
        self.left -= steps
        if self.left < self.lowest:
            raise Spent(f"the formula takes more work than the limit of {self.limit} operations allows",
                        help="raise it with --limit", code=1)

    @contextmanager
    def search(self) -> Iterator[None]:
        """Run an optional search; stop it quietly when its share of the budget is used up."""
        self.lowest = self.left - (self.left - self.kept) // SHARE
        try:
            yield
        except Spent:
            pass
        finally:
            self.lowest = 0
