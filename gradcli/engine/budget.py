"""What formulas may cost: a term or factor that is looked at counts as WEIGHT operations of the limit.

The program itself may always be read: that costs READING steps an operation, so that long ones stay no matter.
"""

from gradcli.engine.lower import LIMIT
from gradcli.errors import GradcliError

WEIGHT = 20
READING = 250


class Budget:
    """`left` are the steps that may still be taken."""

    __slots__ = ("limit", "left")

    def __init__(self, size: int, limit: int = LIMIT) -> None:
        self.limit = limit
        self.left = limit // WEIGHT + READING * size

    def spend(self, steps: int) -> None:
        """Raises GradcliError where it is used up."""
        self.left -= steps
        if self.left < 0:
            raise GradcliError(f"the formula takes more work than the limit of {self.limit} operations allows",
                               help="raise it with --limit", code=1)
