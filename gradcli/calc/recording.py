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
        if row is VARIABLE or not self.requires[slot]:
            return None
        return row.grad_fn_for("".join("n" if self.numbers[a] else "t" for a in self.tape.arguments[slot]))
