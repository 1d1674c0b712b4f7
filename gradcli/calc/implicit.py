"""Derivatives of a variable that an equation makes a function of the others: of y along x, where F(x, y) = 0.

The first is -F_x/F_y. Each further one is the total derivative of that before, in which y moves with its own first
derivative: a forward sweep whose seeds are 1 for x and that derivative for y. No equation is solved.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from gradcli.analysis.evaluation import TRUSTED
from gradcli.analysis.rounding import bounds
from gradcli.calc.formulas import Formulas
from gradcli.calc.numbers import FLOAT64, Numbers, numbers_at
from gradcli.calc.question import Question, orders_of
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.forward import forward
from gradcli.engine.lower import Lowered
from gradcli.engine.reverse import reverse
from gradcli.engine.work import check_growth
from gradcli.errors import GradcliError
from gradcli.ops import SUB
from gradcli.report.base import Number, Warning, label
from gradcli.report.derivatives import ImplicitDerivative
from gradcli.syntax.nodes import Program
from gradcli.syntax.parser import is_latex, parse_equation

SHORT = 10_000  # slots of a tape that is built at any limit
FIGURES = 10  # of both sides in a warning: two more than those that have to agree


class Equation(Question):
    """A question whose text is an equation, A = B; its tape is that of A - B, of whose sides `sides` are the slots."""

    sides: tuple[int, int]

    @cached_property
    def parsed(self) -> Program:
        return parse_equation(self.source, super().parsed if is_latex(self.source) else None)

    @cached_property
    def lowered(self) -> Lowered:
        return self._difference(self.lower_anew())

    def substituted(self, programs: Mapping[str, Program]) -> Lowered:
        return self._difference(super().substituted(programs))

    def _difference(self, compared: Lowered) -> Lowered:
        """Return the tape of A - B from that of A == B."""
        tape = compared.tape.copy()
        left, right = tape.arguments[compared.root]
        self.sides = left, right
        tape.operations[compared.root] = SUB
        return Lowered(tape, compared.root, compared.variables)


def implicit(question: Equation, name: str, wrt: Sequence[str], every: bool, formulas: bool,
             numbers: Numbers = FLOAT64) -> list[ImplicitDerivative]:
    """Return the derivative of `name` along the names `wrt`, with `every` those of all orders from 0 on.

    Each is a number if all is bound, else a formula; with `formulas` both, unless the formula is beyond the limit. Raises
    GradcliError where the equation does not make `name` a function of the others.
    """
    orders = orders_of(wrt, every)
    written: list[Any] = [None] * len(orders)
    if formulas or question.free:
        try:
            written = _formulas(question, name, wrt)[-len(orders):]
        except GradcliError as error:
            if question.free or error.code != 1:
                raise
    at: Mapping[str, Number] | None = question.at or None
    values: list[Number | None] = [None] * len(orders)
    warnings = question.unused()
    if not question.free:
        found, about = _numbers(question, name, wrt, numbers)
        at, values, warnings = numbers.at(question), found[-len(orders):], numbers.binding_warnings(question) + about
    return [ImplicitDerivative(question.source, name, names, len(names), formula, at, value, warnings, question)
            for names, formula, value in zip(orders, written, values, strict=True)]


def _formulas(question: Equation, name: str, wrt: Sequence[str]) -> list[Any]:
    """Return the ASTs of the derivatives of order 0, 1, … along the names `wrt`."""
    names = list(dict.fromkeys([name, *wrt]))
    formulas = Formulas(question, names)
    tape, slots = formulas.tape, formulas.slots(names)
    adjoints = reverse(tape, formulas.root, slots)
    if slots[0] not in adjoints:
        raise _no_function(question, name, wrt)
    along = Ref(tape, adjoints[slots[0]])
    slopes = [(-Ref(tape, adjoints[slot]) / along).slot if slot in adjoints else tape.constant(0) for slot in slots[1:]]
    found = [formulas.write_asts([slots[0]])[0]]
    if not wrt:
        return found
    formulas.tape, slopes = formulas.simplify(tape, slopes)
    root = slopes[names.index(wrt[0]) - 1]
    for i, each in enumerate(wrt):
        if i:
            variables = formulas.slots(names)
            place = names.index(each)
            seeds = {variables[place]: formulas.tape.constant(1), variables[0]: slopes[place - 1]}
            tangent = forward(formulas.tape, [root], seeds).get(root)
            roots = [formulas.tape.constant(0) if tangent is None else tangent, *slopes]
            formulas.tape, (root, *slopes) = formulas.simplify(formulas.tape, roots)
        found += formulas.write_asts([root])
    return found


def _numbers(question: Equation, name: str, wrt: Sequence[str], numbers: Numbers) -> tuple[list[Any], list[Warning]]:
    """Return the numbers of order 0, 1, … along the names `wrt`, and the warnings about them."""
    at = question.point()
    names = list(dict.fromkeys([name, *wrt]))
    sweep = question.sweep(names)
    off = _off_the_curve(question, sweep.tape, sweep.adjoints, at)
    own = question.variables[name]
    along = sweep.adjoints.get(own)
    if along is not None:
        (slope,), found, _ = numbers_at(question, sweep, [along], numbers, {})
    if along is None or not (Fraction(slope) if isinstance(slope, str) else slope):
        raise _no_function(question, name, wrt)
    tape, leaf = sweep.tape, question.variables
    slopes = {each: (-Ref(tape, sweep.adjoints[leaf[each]]) / Ref(tape, along)).slot
              if leaf.get(each, -1) in sweep.adjoints else tape.constant(0) for each in names[1:]}
    slots = [own, *_orders(question, tape, name, wrt, slopes)]
    labels = {slot: label(wrt[:k], name) for k, slot in enumerate(slots) if k}
    values, warnings, _ = numbers_at(question, sweep, slots, numbers, labels)
    return values, off + warnings


def _orders(question: Equation, tape: Tape, name: str, wrt: Sequence[str], slopes: Mapping[str, int]) -> Iterator[int]:
    """Extend `tape` by the derivatives along wrt[:1], wrt[:2], …; yield their slots.

    Raises GradcliError beyond the limit.
    """
    slot = -1
    for k, each in enumerate(wrt, 1):
        if k == 1:
            slot = slopes[each]
        else:
            seeds = {question.variables[name]: slopes[each]}
            if each in question.variables:
                seeds[question.variables[each]] = tape.constant(1)
            slot = forward(tape, [slot], seeds).get(slot, -1)
            slot = tape.constant(0) if slot < 0 else slot
        check_growth(tape, len(wrt), question.limit, SHORT)
        yield slot


def _off_the_curve(question: Equation, tape: Tape, adjoints: Mapping[int, int], at: dict[str, float]) -> list[Warning]:
    """Warn where the point is not on the curve, though each of its numbers may be wrong in the ninth digit."""
    values = run(tape, at)
    errors = bounds(tape, values[:question.lowered.root + 1])
    left, right = question.sides
    room = 4 * (errors[left] + errors[right]) + TRUSTED * sum(
        abs(values[slot] * values[leaf]) for leaf, slot in adjoints.items() if leaf != question.lowered.root)
    if not abs(values[left] - values[right]) > room:  # nor where a side has no value
        return []
    sides = ", ".join(f"{side} {values[slot]:.{FIGURES}g}" for side, slot in (("left", left), ("right", right)))
    return [Warning("domain", question.source, (0, len(question.source)), f"this point is not on the curve: {sides}",
                    question.source)]


def _no_function(question: Equation, name: str, wrt: Sequence[str]) -> GradcliError:
    others = ", ".join(dict.fromkeys(wrt)) or "anything"
    here = "" if question.free else " here"
    return GradcliError(f"{name} is not a function of {others}{here}: the derivative of left - right along {name} is 0",
                        source=question.source, span=(0, len(question.source)), code=1)
