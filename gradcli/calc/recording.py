"""What PyTorch would know of each slot of a raw tape: is it a Python number, does it require grad, what is its grad_fn."""

from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Tape


class Recording:
    """`numbers[slot]`: no variable is in it; `requires[slot]`: a variable is in it, along rows that have derivatives."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.numbers: list[bool] = []
        self.requires: list[bool] = []
        for row, arguments in zip(tape.operations, tape.arguments, strict=True):
            number, requires = row is not VARIABLE, row is VARIABLE
            for a in arguments:
                number = number and self.numbers[a]
                requires = requires or self.requires[a] and row.rules is not None
            self.numbers.append(number)
            self.requires.append(requires)

    def grad_fn(self, slot: int) -> str | None:
        """PyTorch's grad_fn; None for leaves and for what needs no gradient."""
        row = self.tape.operations[slot]
        return row.grad_fn_for(self._kinds(slot)) if row is not VARIABLE and self.requires[slot] else None

    def inputs(self, slot: int) -> tuple[int, ...]:
        """The arguments that are nodes: not a number that PyTorch keeps in the node itself, as the 2 of x**2."""
        arguments = self.tape.arguments[slot]
        if self.numbers[slot]:
            return ()
        if not self.tape.operations[slot].keeps(self._kinds(slot)):
            return arguments
        return tuple(a for a in arguments if not self.numbers[a])

    def _kinds(self, slot: int) -> str:
        return "".join("n" if self.numbers[a] else "t" for a in self.tape.arguments[slot])
