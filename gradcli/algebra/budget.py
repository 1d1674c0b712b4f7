"""The budget of formulas: a step, which handles one term or factor, counts as WEIGHT operations of the limit.

Reading the program is covered apart, by READING steps an operation, up to MAX_READING. A quarter of the steps is reserved
for formulas as they are; searches for shorter ones end before it, each at a share of the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from gradcli.engine.lower import LIMIT
from gradcli.errors import GradcliError

WEIGHT = 30  # so that the default is spent in about a second
READING = 250  # more than any program takes: most 10, the gradient of a product of 200 sums 70
MAX_READING = 1_500_000  # some seconds; a program of more than a hundred thousand operations needs a larger limit
LEAST = 10  # steps that an operation takes at least: in a sum of different variables
SHARE = 4  # a search takes a quarter of the rest at most: after four of them a third is left


class Spent(GradcliError):
    """Raised when the budget is used up."""


class Budget:
    """Steps of work: `left` is their number, of which `lowest` must remain, and searches leave `reserved`."""

    __slots__ = ("limit", "left", "lowest", "reserved")

    def __init__(self, size: int, limit: int = LIMIT, reading: int = READING) -> None:
        self.limit = limit
        self.left = limit // WEIGHT + min(reading * size, MAX_READING)
        self.lowest, self.reserved = 0, self.left // 4
        if LEAST * size > self.left:  # at once, not after seconds
            self.spend(LEAST * size)

    def spend(self, steps: int) -> None:
        """Spend steps. Raises Spent where the budget is used up."""
        self.left -= steps
        if self.left < self.lowest:
            raise Spent(f"the formula takes more work than the limit of {self.limit} operations allows",
                        help="raise it with --limit", code=1)

    @contextmanager
    def search(self) -> Iterator[None]:
        """Run an optional search; stop it quietly when its share of the budget is used up."""
        self.lowest = self.left - (self.left - self.reserved) // SHARE
        try:
            yield
        except Spent:
            pass
        finally:
            self.lowest = 0
