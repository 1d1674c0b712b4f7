"""Taylor polynomials with exact coefficients, by the recurrences of series on formulas."""

from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from math import isfinite, isinf
from typing import TypeVar

from gradcli.algebra.budget import Budget
from gradcli.algebra.forms import Form, rank
from gradcli.algebra.normal import Algebra
from gradcli.algebra.read import Reader
from gradcli.algebra.write import write
from gradcli.analysis.diagnose import diagnose
from gradcli.analysis.digits import digits_in_words, lost_digits
from gradcli.analysis.evaluation import Evaluation
from gradcli.calc.expansion.at_point import NoExpansion, Point
from gradcli.calc.expansion.branches import take_branches
from gradcli.calc.expansion.coefficients import Expanded, Exponents, as_doubles, expand_at, expand_powers
from gradcli.calc.expansion.removable import fill_singularities
from gradcli.calc.formulas import has_decimals
from gradcli.calc.question import Question
from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.domains.base import Domain, Number, Undefined, Unsettled
from gradcli.domains.float64 import run
from gradcli.engine.lift import lift, lift_bounded
from gradcli.engine.lower import Lowered, lower
from gradcli.engine.passes import substitute
from gradcli.errors import GradcliError, brief
from gradcli.ops import DIV, MUL, NEG
from gradcli.report.base import Warning
from gradcli.report.series import Coefficient, Series
from gradcli.syntax.nodes import Program
from gradcli.syntax.printer import text

DIGITS = 17  # significant digits that identify any double
Found = TypeVar("Found")


def taylor(question: Question, around: Mapping[str, Program], order: int, exact: Domain | None = None,
           expand: bool = False) -> Series:
    """Return the Taylor polynomial of total degree `order` in the names of `around`, whose programs are the point.

    With `exact`, all numbers are of this domain; with `expand`, it is written in powers of the names.
    Raises GradcliError where there is no polynomial, or no exact number.
    """
    question.resolve_wrt()  # raises if there is no variable
    names = question.validate_names(around, "--around")
    given = {name: program for name, program in question.given.items() if name not in around}
    lowered = lower(question.program, substitutes=given, names={**question.given, **around}, limit=question.limit)
    point = {name: lower(program, substitutes=given, names=around)[:2] for name, program in around.items()}
    _check_centers(point)
    decimals = exact is None and has_decimals(question.program, *given.values(), *around.values())
    algebra = Algebra(decimals, Budget(min(len(lowered.tape), question.program.size), question.limit))
    axes = {name: algebra.of(algebra.base(VARIABLE, (), name)) for name in names}
    try:
        lowered, (found, free) = _expand(question.source, algebra, lowered, point, axes, order)
    except NoExpansion as reason:
        if not reason.only_a_limit:
            raise
        lowered, (found, free) = _expand(question.source, algebra, lowered, point, axes, order, integrated=frozenset())
    if exact:
        _check_exact(question.source, lowered, around, point, exact)
    if expand:
        found = expand_powers(algebra, found, [Reader(algebra, tape).read([slot])[0] for tape, slot in point.values()])
    tape, slots, root = _polynomial(algebra, found, axes, list(dict.fromkeys([*names, *free])))
    warnings = question.unused()
    numbers: Sequence[float | str | None] = [None] * len(slots)
    if set(free) <= set(names) and exact:
        numbers = _exact_numbers(question.source, tape, slots, exact)
    elif set(free) <= set(names):
        labels = {slot: _label(names, exponents) for slot, exponents in zip(slots, found, strict=True)}
        numbers, lost = _floats(question.source, tape, slots, labels, names)
        warnings += lost
    coefficients = [Coefficient(dict(zip(names, exponents, strict=True)), formula, number) for exponents, formula, number
                    in zip(found, lift_bounded(tape, slots, question.limit), numbers, strict=True)]
    if not expand:
        tape, moved = substitute(tape, _deviations(algebra, axes, point, free))
        root = moved[root]
    polynomial, = lift_bounded(tape, [root], question.limit)
    center = {name: program.source.strip() if exact or VARIABLE in point[name][0].operations else _double(*point[name])
              for name, program in around.items()}
    return Series(question.source, center, order, polynomial, coefficients, warnings, expand)


def _expand(source: str, algebra: Algebra, lowered: Lowered, point: Point, axes: Mapping[str, Form], order: int,
            integrated: Set[Primitive] | None = None) -> tuple[Lowered, Expanded]:
    """Return the expression, the branches taken and its singularities filled, and its coefficients."""
    lowered = take_branches(algebra, lowered, point)
    lowered = fill_singularities(source, algebra, lowered, point, axes, order, integrated)
    at = as_doubles(point, lowered)
    if at:
        _check_defined(source, lowered, at)
    return lowered, expand_at(source, algebra, lowered, point, axes, order)


def _double(tape: Tape, slot: int) -> float:
    return run(tape, {})[slot]


def _check_centers(point: Point) -> None:
    """Raise GradcliError for a point that depends on the variables of the expansion, as x=x+1, or is not finite."""
    for name, (tape, slot) in point.items():
        if VARIABLE not in tape.operations and not isfinite(center := _double(tape, slot)):
            raise GradcliError(f"--around {name}={center}: an expansion is around a finite point",
                               help=f"for {name} to infinity put 1/{name} in its place, and expand around {name}=0"
                               if isinf(center) else None)
        for row, _, attribute, _ in tape:
            if row is VARIABLE and attribute in point:
                raise GradcliError(f"--around {name}: {attribute} is expanded in, so it cannot be part of the point",
                                   help=f"as in --around {name}=a")


def _check_exact(source: str, lowered: Lowered, around: Mapping[str, Program], point: Point, exact: Domain) -> None:
    """Raise GradcliError where the point has no exact value, or the expression there."""
    at = dict[str, Number]()
    for name, (tape, slot) in point.items():
        exact.source = around[name].source
        at[name] = _settle(exact, partial(_value, exact, tape, slot, {}))
    exact.source = source
    if at.keys() == lowered.variables.keys():
        _settle(exact, partial(_value, exact, lowered.tape, lowered.root, at))


def _value(domain: Domain, tape: Tape, slot: int, at: dict[str, Number]) -> Number:
    return domain.run(tape, at, [slot])[slot]


def _polynomial(algebra: Algebra, found: Mapping[Exponents, Form], axes: Mapping[str, Form],
                variables: Sequence[str]) -> tuple[Tape, list[int], int]:
    """Return a tape with the coefficients and the polynomial, their slots and its root."""
    terms = [algebra.product([(form, 1), *zip(axes.values(), exponents, strict=True)]) for exponents, form in found.items()]
    terms.sort(key=lambda term: min(rank(*item) for item in term.items.items()))
    if [term.negative for term in terms] == [True, False]:  # x - x**3
        terms.reverse()
    minus = [bool(i) and term.negative for i, term in enumerate(terms)]
    signed = [algebra.sum([(-1, term)]) if less else term for term, less in zip(terms, minus, strict=True)]
    tape, slots = write(algebra, [*found.values(), *signed], variables, algebra.decimals)
    return tape, slots[:len(found)], _sum_in_order(tape, slots[len(found):], minus)


def _deviations(algebra: Algebra, axes: Mapping[str, Form], point: Point, free: Sequence[str]) -> Point:
    """Return for each name the tape of its deviation from the point, and its root."""
    deviations = {}
    for name, axis in axes.items():
        center, = Reader(algebra, point[name][0]).read([point[name][1]])
        deviation, variables = algebra.sum([(1, axis), (-1, center)]), dict.fromkeys([name, *free])
        moving, (slot,) = write(algebra, [deviation], variables, algebra.decimals)
        deviations[name] = moving, slot
    return deviations


def _label(names: Sequence[str], exponents: Exponents) -> str:
    """Return the name of a coefficient in messages."""
    powers = [name if e == 1 else f"{name}**{e}" for name, e in zip(names, exponents, strict=True) if e]
    return f"the coefficient of {'*'.join(powers)}" if powers else "the constant"


def _floats(source: str, tape: Tape, slots: Sequence[int], labels: Mapping[int, str],
            names: Sequence[str]) -> tuple[list[float], list[Warning]]:
    """Return coefficients as doubles, and a warning where digits are lost and cannot be recovered."""
    evaluation = Evaluation(source, tape, max(slots, default=0), {}, dict.fromkeys(names, 0.0))
    numbers = {slot: evaluation.values[slot] for slot in slots}
    unreliable = [slot for slot in numbers if evaluation.is_unreliable(slot)]
    try:
        numbers.update(_proven(source, tape, unreliable))
    except GradcliError:  # without python-flint, or for what cannot be distinguished from 0
        lost = [(labels[slot], error) for slot, error in lost_digits(evaluation, unreliable).items()]
        warnings = [Warning("cancellation", source, (0, len(source)), digits_in_words(lost), source)] if lost else []
        return [numbers[slot] for slot in slots], warnings
    return [numbers[slot] for slot in slots], []


def _proven(source: str, tape: Tape, slots: Sequence[int]) -> dict[int, float]:
    """Return slots as doubles, rounded once. Raises GradcliError where that is not possible."""
    if not slots:
        return {}
    from gradcli.domains.ball import Ball

    domain = Ball(source, DIGITS)
    return {slot: float(_text(domain, tape, slot)) for slot in slots}


def _exact_numbers(source: str, tape: Tape, slots: Sequence[int], exact: Domain) -> list[str]:
    """Return coefficients as the texts of exact or proven numbers. Raises GradcliError for one that has none."""
    texts = []
    for slot in slots:
        try:
            texts.append(_text(exact, tape, slot))
        except GradcliError as reason:
            raise GradcliError(f"a coefficient is {brief(text(lift(tape)[slot]))}: {reason.message}", source=source,
                               help=reason.help, code=1) from None
    return texts


def _text(domain: Domain, tape: Tape, slot: int) -> str:
    """Return the text of a slot, at the first precision that suffices."""
    return _settle(domain, lambda: domain.text(domain.finite(tape, {}, slot)))


def _settle(domain: Domain, compute: Callable[[], Found]) -> Found:
    """Return the result of `compute` at the first precision that suffices. Raises GradcliError if none does."""
    while True:
        try:
            return compute()
        except Undefined:
            raise GradcliError("it is not finite", help="expand around another point", code=1) from None
        except Unsettled as reason:
            reason.span = reason.span or (0, len(domain.source))
            domain.refine(reason)


def _check_defined(source: str, lowered: Lowered, at: dict[str, float]) -> None:
    """Raise GradcliError where the expression has no value at the point."""
    for warning in diagnose(Evaluation(source, lowered.tape, lowered.root, {}, at), [lowered.root], {}):
        if warning.kind == "domain":
            raise GradcliError(f"there is no Taylor expansion at this point: {warning.message}", span=warning.span,
                               source=source, help="expand around another", code=1)


def _sum_in_order(tape: Tape, slots: Sequence[int], minus: Sequence[bool]) -> int:
    """Append the sum of terms in their order, which keeps terms of one power together; return its slot."""
    total = Ref(tape, slots[0] if slots else tape.constant(0))
    for slot, less in zip(slots[1:], minus[1:], strict=True):
        opposite = None if less else _without_minus(tape, slot)
        if opposite is not None:
            slot, less = opposite, True
        total = total - Ref(tape, slot) if less else total + Ref(tape, slot)
    return total.slot


def _without_minus(tape: Tape, slot: int) -> int | None:
    """Append the opposite of a product whose first factor has a minus, and return its slot; None of others."""
    products = []
    while tape.operations[slot] in (MUL, DIV):
        products.append(slot)
        slot = tape.arguments[slot][0]
    if tape.operations[slot] is NEG:
        slot = tape.arguments[slot][0]
    elif tape.operations[slot] is CONSTANT and tape.attributes[slot] < 0:
        slot = tape.constant(-tape.attributes[slot])
    else:
        return None
    for product in reversed(products):
        slot = tape.emit(tape.operations[product], (slot, tape.arguments[product][1]), None, None)
    return slot
