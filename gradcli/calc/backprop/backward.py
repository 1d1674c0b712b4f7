"""The numbers of a record: values forward, gradients backward, and the contribution along each edge."""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING, Any

from gradcli.analysis.diagnose import diagnose
from gradcli.analysis.evaluation import Evaluation
from gradcli.calc.backprop.slopes import append_local_derivative
from gradcli.calc.numbers import Numbers, is_nan
from gradcli.core.primitive import VARIABLE
from gradcli.engine.lower import SATURATED
from gradcli.engine.reverse import Contribution, reverse
from gradcli.engine.rules import append_joint_adjoints
from gradcli.errors import GradcliError
from gradcli.report.base import Number, Warning

if TYPE_CHECKING:
    from gradcli.calc.backprop.record import Record

STEP = "step"


class Backward:
    """The numbers of a record: `values` by slot, and the shares of gradients.

    `arrived` are the shares of a node in the order of addition, `shares` those by user and place of the argument, `users`
    their origins, `last` the origin of the last one; `paths` and `depths` are the number and the length of the paths from
    the root to a node. All are empty where the value is nan.
    """

    def __init__(self, record: "Record", numbers: Numbers, point: Mapping[str, Any]) -> None:
        self.record, self.tape, self.numbers = record, record.tape.copy(), numbers
        tape, root = self.tape, record.root
        self.nodes = [slot for slot in record.ids if record.requires[slot]]
        trace: list[Contribution] = []
        self.adjoints = reverse(tape, root, self.nodes, trace)
        self._trace = {(each.node, each.place): each for each in trace}
        one = tape.constant(1)
        self._locals: dict[tuple[int, int], tuple[int, int | None]] = {}
        for slot in self.nodes:
            joint = append_joint_adjoints(tape, slot, one, tape.spans[slot])
            for place, idle in record.ways[slot]:
                if idle is None:
                    self._locals[slot, place] = joint[place] if joint else append_local_derivative(tape, one, slot, place)
        question = record.question
        self.evaluation = Evaluation(question.source, tape, root, self.adjoints, question.point(), question.constants,
                                     numbers, point)
        self.values: Any = self.evaluation.values
        self._swept: Any = self.values[:] if numbers.rounded else self.values  # before wider numbers replace some
        self.evaluation.settle([root, *(self.adjoints[slot] for slot in self.leaves().values() if slot in self.adjoints)])
        self.lost = is_nan(self.values[root])
        self.arrived: dict[int, list[Number]] = {}
        self.shares: dict[tuple[int, int], Number] = {}
        self.users: dict[int, list[tuple[int, int]]] = {}
        self.last: dict[int, int] = {}
        self.paths: dict[int, int] = {}
        self.depths: dict[int, int] = {}
        self._synthetic: dict[int, list[bool]] = {}
        if self.nodes and not self.lost:
            self._walk()

    def _walk(self) -> None:
        """Propagate shares from the root down, zeros behind step functions too, which the adjoint sweep leaves out."""
        record, tape = self.record, self.tape
        self._arrive(record.root, self.number(self.adjoints[record.root]), False)
        self.paths[record.root], self.depths[record.root] = 1, 0
        for slot in reversed(self.nodes):
            if slot not in self.arrived or tape.operations[slot] is VARIABLE:
                continue
            for place, idle in record.ways[slot]:
                a = tape.arguments[slot][place]
                if idle == STEP or idle is None and self.live(slot, place):
                    traced = self._trace.get((slot, place))
                    share = self.computed(traced.value) if traced else self.numbers.zero
                    self.shares[slot, place] = share
                    self._arrive(a, share, traced is None)
                    self.users.setdefault(a, []).append((slot, place))
                    self.last[a] = slot
                    self.paths[a] = min(self.paths.get(a, 0) + self.paths[slot], SATURATED)
                    self.depths[a] = max(self.depths.get(a, 0), self.depths[slot] + 1)

    def _arrive(self, slot: int, share: Number, synthetic: bool) -> None:
        self.arrived.setdefault(slot, []).append(share)
        self._synthetic.setdefault(slot, []).append(synthetic)

    def live(self, slot: int, place: int) -> bool:
        """Return whether an argument gets a share: False in a branch not taken."""
        if not self.numbers.rounded and slot not in self.evaluation.live:
            return False  # its condition may not exist either
        traced = self._trace.get((slot, place))
        mask = traced.mask if traced else self._locals[slot, place][1]
        return mask is None or bool(self.values[mask])

    def number(self, slot: int) -> Number:
        """Return the number of a slot as in reports."""
        return self.numbers.number(self.record.question, self.evaluation, slot)

    def computed(self, slot: int) -> Number:
        """Return the number of a slot as the passes compute it, though another may be printed that was found otherwise."""
        return float(self._swept[slot]) if self.numbers.rounded else self.number(slot)

    def data(self, slot: int) -> Number | None:
        """Return the number of a node; None in a branch not taken without an exact value."""
        if self.numbers.rounded or slot in self.evaluation.live:
            return self.number(slot)
        try:
            return self.number(slot)
        except GradcliError:
            return None

    def floats(self, slots: Sequence[int]) -> list[float]:
        """Return the doubles nearest to the values of slots; nan in a branch not taken without a value."""
        if self.numbers.rounded:
            return [self.values[slot] for slot in slots]
        numbers = [self.data(slot) for slot in slots]
        return [math.nan if x is None else x if isinstance(x, float) else float(self.values[slot])
                for x, slot in zip(numbers, slots, strict=True)]

    def local(self, slot: int, place: int) -> int:
        """Return the slot of the derivative of a node along one of its arguments."""
        return self._locals[slot, place][0]

    def grad(self, slot: int) -> Number | None:
        """Return the gradient along a node: 0 if only zeros arrive, None if no gradient flows, nan if there is no value."""
        if slot not in self.adjoints and slot not in self._reached:
            return None
        if self.lost:
            return math.nan
        return self.number(self.adjoints[slot]) if slot in self.adjoints else self.numbers.zero

    def total(self, slot: int) -> Number:
        """Return the gradient as a number, 0 if none flows."""
        grad = self.grad(slot)
        return self.numbers.zero if grad is None else grad

    @cached_property
    def _reached(self) -> set[int]:
        """Return the nodes that PyTorch's backward reaches, with 0 too."""
        reached = {self.record.root}
        for slot in reversed(self.nodes):
            if slot in reached:
                reached.update(a for a in self.record.inputs[slot] if self.record.requires[a])
        return reached.intersection(self.nodes)

    def sum(self, slot: int) -> list[Number]:
        """Return the shares whose sum, from left to right, is the node's gradient to the last bit.

        A gradient found by limits, since the sweep has 0 times infinity, differs. A zero from a step function is left out
        where it would turn -0 into 0; that of a branch not taken is added.
        """
        grad, arrived = self.grad(slot), self.arrived[slot]
        traced = [share for share, synthetic in zip(arrived, self._synthetic[slot], strict=True) if not synthetic]
        for shares in (arrived, traced, [*traced, 0.0]) if self.numbers.rounded else ():
            if shares and repr(_sum_in_order(shares)) == repr(grad):
                return shares
        return arrived

    def found(self, slot: int) -> str:
        """Return how the gradient of a leaf was found, if not by adding its shares: "limit", "exact", "wider" or ""."""
        adjoint = self.adjoints.get(slot)
        if adjoint is None or not self.numbers.rounded:
            return ""
        number = self.number(adjoint)
        if number != number or number == self.computed(adjoint):
            return ""
        if adjoint not in self.evaluation.settled:
            return "limit"
        return "exact" if math.isfinite(float(self.computed(adjoint))) and self.evaluation.known(adjoint) == 0 else "wider"

    def leaves(self) -> dict[str, int]:
        """Return the slots of the variables that require grad."""
        return {name: slot for name, slot in self.record.variables.items() if self.record.requires[slot]}

    def warnings(self, slots: Iterable[int]) -> list[Warning]:
        """Warn about the value and the gradients along `slots`."""
        results = [self.record.root, *(self.adjoints[slot] for slot in slots if slot in self.adjoints)]
        return self.numbers.binding_warnings(self.record.question) + diagnose(self.evaluation, results)


def _sum_in_order(shares: Sequence[Number]) -> float:
    """Return the sum of shares as doubles, from left to right."""
    first, *rest = map(float, shares)
    return reduce(add, rest, first)
