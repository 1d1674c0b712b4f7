"""PyTorch's view of the slots of a raw tape: Python numbers, requires_grad, grad_fn, the inputs of nodes."""

from collections.abc import Container

from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Tape
from gradcli.ops import SELECT


class TorchView:
    """PyTorch's view of each slot, computed on demand."""

    def __init__(self, tape: Tape, leaves: Container[int] | None = None) -> None:
        """View `tape`; of its variables those in `leaves` require grad, by default all."""
        self.tape = tape
        self._variable: dict[int, bool] = {}
        self._requires: dict[int, bool] = {}
        if leaves is not None:
            self._requires = {slot: False for slot, row in enumerate(tape.operations)
                              if row is VARIABLE and slot not in leaves}

    def is_number(self, slot: int) -> bool:
        """Return whether PyTorch has a Python number in a slot: it depends on no variable."""
        depends = self._variable.get(slot)
        return not (self._depends(slot, self._variable, False) if depends is None else depends)

    def requires_grad(self, slot: int) -> bool:
        """Return whether a slot depends on a variable, along rows that have derivatives."""
        return self._depends(slot, self._requires, True)

    def _depends(self, slot: int, known: dict[int, bool], smooth: bool) -> bool:
        """Return whether a slot depends on a variable; `known` holds earlier answers."""
        operations, arguments = self.tape.operations, self.tape.arguments
        work, seen, found = [slot], {slot}, False
        while work and not found:
            at = work.pop()
            found = known.get(at, operations[at] is VARIABLE)
            if at not in known and (operations[at].rules is not None or not smooth):
                kept = arguments[at][smooth and operations[at] is SELECT:]  # no gradient flows to a condition
                below = [a for a in kept if a not in seen]
                seen.update(below)
                work += below
        known[slot] = found
        return found

    def grad_fn(self, slot: int) -> str | None:
        """Return PyTorch's grad_fn; None for leaves and for slots without requires_grad."""
        row = self.tape.operations[slot]
        return row.torch.name(self._kinds(slot)) if row is not VARIABLE and self.requires_grad(slot) else None

    def inputs(self, slot: int) -> tuple[int, ...]:
        """Return the arguments that are nodes, without numbers that PyTorch stores in the node itself, as the 2 of x**2."""
        arguments = self.tape.arguments[slot]
        if self.is_number(slot):
            return ()
        if not self.tape.operations[slot].torch.stores_scalars(self._kinds(slot)):
            return arguments
        return tuple(a for a in arguments if not self.is_number(a))

    def _kinds(self, slot: int) -> str:
        return "".join("n" if self.is_number(a) else "t" for a in self.tape.arguments[slot])
