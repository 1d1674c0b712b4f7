"""Taylor polynomials: the series that numbers run through, run over formulas instead, so every coefficient is exact."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from gradcli.calc.formulas import has_decimals
from gradcli.calc.question import Question
from gradcli.calc.statuses import Statuses
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.domains.real import Domain
from gradcli.domains.symbolic import Symbolic, divided
from gradcli.engine.algebra import Algebra
from gradcli.engine.budget import Budget
from gradcli.engine.canonical import Reader, write
from gradcli.engine.forms import Form, Number, Term, rank
from gradcli.engine.lift import bounded, lift
from gradcli.engine.lower import Lowered, lower
from gradcli.engine.passes import expanded, substituted
from gradcli.engine.shorter import distributed
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError, brief
from gradcli.report import Coefficient, Series
from gradcli.syntax.nodes import Program
from gradcli.syntax.printer import text

Exponents = tuple[int, ...]


def taylor(question: Question, around: Mapping[str, Program], order: int, exact: Domain | None = None) -> Series:
    """The Taylor polynomial of total degree `order` in the names of `around`, whose programs are the point.

    With a domain of exact numbers, no coefficient is anything else. Raises GradcliError where there is none at that point.
    """
    names = question.checked(around, "--around")
    given = {name: program for name, program in question.given.items() if name not in around}
    lowered = lower(question.program, substitutes=given, names={**question.given, **around}, limit=question.limit)
    point = {name: lower(program)[:2] for name, program in around.items()}
    doubles = {name: run(each, {})[slot] for name, (each, slot) in point.items()}
    if set(lowered.variables) == set(names):
        _defined(question.source, lowered, doubles)
    expansion = Expansion(lowered.tape, lowered.root, [lowered.variables[name] for name in names], order)
    if exact and set(lowered.variables) == set(names):
        at_point = {name: exact.run(each, {}, [slot])[slot] for name, (each, slot) in point.items()}
        exact.run(expansion.tape, at_point, [expansion.root])  # says which function has no exact value
    there, moved = substituted(expansion.tape, point)
    there, shown = expanded(there)
    decimals = exact is None and has_decimals(question.program, *given.values(), *around.values())
    algebra = Algebra(decimals, Budget(len(lowered.tape), question.limit))
    axes = [algebra.of(algebra.base(VARIABLE, (), name)) for name in names]
    reader = Reader(algebra, there)
    values = [Symbolic(algebra, form) for form in reader.read([shown[slot] for slot in moved])]
    _refuse(question.source, expansion, [value.form.number for value in values])
    parts = expansion.coefficients(values, [Symbolic(algebra, axis) for axis in axes], divided)
    total, before = algebra.sum((1, part.form) for part in parts), None
    while total is not before:  # sums may stand within sums
        total, before = distributed(algebra, total, inf, inf), total
    found = _collected(algebra, total, names)
    variables = [*names, *(name for name in reader.variables if name not in names)]
    axis_powers = {exponents: [(axis, e) for axis, e in zip(axes, exponents, strict=True)] for exponents in found}
    terms = [algebra.product([(form, 1), *axis_powers[exponents]]) for exponents, form in found.items()]
    terms.sort(key=lambda term: min(rank(*item) for item in term.items.items()))
    if [term.negative for term in terms] == [True, False]:  # x - x**3
        terms.reverse()
    minus = [bool(i) and term.negative for i, term in enumerate(terms)]
    signed = [algebra.sum([(-1, term)]) if less else term for term, less in zip(terms, minus, strict=True)]
    tape, slots = write(algebra, [*found.values(), *signed], variables, decimals)
    root = _added(tape, slots[len(found):], minus)
    numbers: Any = run(tape, {name: 0.0 for name in names}) if variables == names else None
    if exact and numbers:
        numbers = _rational(question.source, exact, tape, slots[:len(found)])
    written = bounded(tape, slots[:len(found)], question.limit)
    coefficients = [Coefficient(dict(zip(names, exponents, strict=True)), formula, numbers[slot] if numbers else None)
                    for exponents, formula, slot in zip(found, written, slots, strict=False)]
    deviations = {}
    for name, axis in zip(names, axes, strict=True):
        center = Reader(algebra, point[name][0]).read([point[name][1]])[0]
        moving, (slot,) = write(algebra, [algebra.sum([(1, axis), (-1, center)])], [name], decimals)
        deviations[name] = moving, slot
    shifted, moved = substituted(tape, deviations)
    at: dict[str, Any] = {name: around[name].source.strip() if exact else x for name, x in doubles.items()}
    polynomial, = bounded(shifted, [moved[root]], question.limit)
    return Series(question.source, at, order, polynomial, coefficients, question.unused())


def _rational(source: str, exact: Domain, tape: Tape, slots: Sequence[int]) -> dict[int, str]:
    """The texts of coefficients. Raises GradcliError for one that is not rational."""
    values: dict[int, Any] = {}
    for slot in slots:
        try:
            exact.run(tape, {}, [slot], values)
        except GradcliError:
            raise GradcliError(f"a coefficient is {brief(text(lift(tape)[slot]))}, which has no exact value", source=source,
                               help="leave out --exact", code=1) from None
    return {slot: exact.text(values[slot]) for slot in slots}


def _defined(source: str, lowered: Lowered, at: dict[str, float]) -> None:
    """Raises GradcliError where the expression has no value at the point."""
    for warning in Statuses(source, lowered.tape, lowered.root, {}, at).explain([lowered.root], {}):
        if warning.kind == "domain":
            raise GradcliError(f"there is no Taylor expansion at this point: {warning.message}", span=warning.span,
                               source=source, help="expand around another", code=1)


def _refuse(source: str, expansion: Expansion, numbers: Sequence[Number | None]) -> None:
    """Raises GradcliError where the expression has a kink, a jump or a pole at the point."""
    for slot in sorted(expansion.orders):
        row, span = expansion.tape.operations[slot], expansion.tape.spans[slot]
        xs = [numbers[a] for a in expansion.tape.arguments[slot]]
        for predicate, what in ((row.kinks, "a kink"), (row.jumps, "a jump"), (row.poles, "a pole")):
            if predicate and None not in xs and predicate(*xs):
                raise GradcliError(f"there is no Taylor expansion at this point: this has {what} there", span=span,
                                   source=source, help="expand around another", code=1)


def _added(tape: Tape, slots: Sequence[int], minus: Sequence[bool]) -> int:
    """The sum as it stands, so that what belongs to one power stays together."""
    total = Ref(tape, slots[0] if slots else tape.constant(0))
    for slot, less in zip(slots[1:], minus[1:], strict=True):
        total = total - Ref(tape, slot) if less else total + Ref(tape, slot)
    return total.slot


def _collected(algebra: Algebra, total: Form, names: Sequence[str]) -> dict[Exponents, Form]:
    """What stands before each product of deviations, lowest degree first."""
    bases = [algebra.base(VARIABLE, (), name) for name in names]
    found: dict[Exponents, dict[Term, Number]] = {}
    for term, coefficient in total.items.items():
        exponents = tuple(int(term.powers.get(base, 0)) for base in bases)
        rest = algebra.term({base: e for base, e in term.powers.items() if base not in bases})
        found.setdefault(exponents, {})[rest] = coefficient
    order = sorted(found, key=lambda exponents: (sum(exponents), [-e for e in exponents]))
    return {exponents: algebra.form(found[exponents]) for exponents in order}
