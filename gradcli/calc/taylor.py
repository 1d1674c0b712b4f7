"""Taylor polynomials: the series that numbers run through, run over formulas instead, so every coefficient is exact."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import Any

from gradcli.algebra.budget import Budget
from gradcli.algebra.forms import Form, Term, rank
from gradcli.algebra.normal import Algebra
from gradcli.algebra.number import Symbolic, checked, divided
from gradcli.algebra.rationals import Number
from gradcli.algebra.read import Reader, value_at_pi_multiple
from gradcli.algebra.simplify import expand_within
from gradcli.algebra.ties import resolve_ties
from gradcli.algebra.write import write
from gradcli.analysis.diagnose import diagnose
from gradcli.analysis.evaluation import Evaluation
from gradcli.analysis.kinks import find_kinks
from gradcli.calc.formulas import has_decimals
from gradcli.calc.question import Question
from gradcli.core.primitive import VARIABLE, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.domains.base import Domain
from gradcli.domains.float64 import run
from gradcli.engine.lift import bounded, lift
from gradcli.engine.lower import Lowered, lower
from gradcli.engine.passes import expand_hidden, substitute
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError, brief
from gradcli.report import Coefficient, Series
from gradcli.syntax.nodes import Program
from gradcli.syntax.printer import text

Exponents = tuple[int, ...]
Point = dict[str, tuple[Tape, int]]  # of each name the program that it is, and its root


def taylor(question: Question, around: Mapping[str, Program], order: int, exact: Domain | None = None) -> Series:
    """The Taylor polynomial of total degree `order` in the names of `around`, whose programs are the point.

    With a domain of exact numbers, every number is one. Raises GradcliError where there is no polynomial, or no such number.
    """
    question.resolve_wrt()  # raises where there is none
    names = question.validate_names(around, "--around")
    given = {name: program for name, program in question.given.items() if name not in around}
    lowered = lower(question.program, substitutes=given, names={**question.given, **around}, limit=question.limit)
    point = {name: lower(program)[:2] for name, program in around.items()}
    decimals = exact is None and has_decimals(question.program, *given.values(), *around.values())
    algebra = Algebra(decimals, Budget(len(lowered.tape), question.limit))
    axes = {name: algebra.of(algebra.base(VARIABLE, (), name)) for name in names}
    found, free = _found(question.source, algebra, lowered, point, axes, order)
    if exact:
        _exact(question.source, lowered, around, point, exact)
    tape, slots, root = _polynomial(algebra, found, axes, [*names, *(name for name in free if name not in names)])
    numbers = _numbers(question.source, tape, slots, names, exact) if set(free) <= set(names) else [None] * len(slots)
    coefficients = [Coefficient(dict(zip(names, exponents, strict=True)), formula, number) for exponents, formula, number
                    in zip(found, bounded(tape, slots, question.limit), numbers, strict=True)]
    shifted, moved = substitute(tape, _deviations(algebra, axes, point))
    polynomial, = bounded(shifted, [moved[root]], question.limit)
    at = {name: program.source.strip() for name, program in around.items()} if exact else _doubles(point)
    return Series(question.source, at, order, polynomial, coefficients, question.unused())


def _exact(source: str, lowered: Lowered, around: Mapping[str, Program], point: Point, exact: Domain) -> None:
    """Raises GradcliError where the point has no exact value, or the expression there."""
    at = {}
    for name, (tape, slot) in point.items():
        exact.source = around[name].source
        at[name] = exact.run(tape, {}, [slot])[slot]
    exact.source = source
    if at.keys() == lowered.variables.keys():
        exact.run(lowered.tape, at, [lowered.root])


def _found(source: str, algebra: Algebra, lowered: Lowered, point: Point, axes: Mapping[str, Form],
           order: int) -> tuple[dict[Exponents, Form], list[str]]:
    """What stands before each product of deviations, lowest degree first, and the variables in it.

    Raises GradcliError where the expression has no expansion at the point.
    """
    at = _doubles(point) if point.keys() == lowered.variables.keys() else None
    if at:
        _defined(source, lowered, at)
    tape, moved = resolve_ties(lowered.tape, lowered.root)
    expansion = Expansion(tape, moved[lowered.root], [moved[lowered.variables[name]] for name in axes], order)
    values, free = _at_point(algebra, expansion, point)
    _refuse(source, algebra, expansion, values, lowered, at)
    return _collected(algebra, _total(algebra, expansion, values, axes), list(axes)), free


def _doubles(point: Point) -> dict[str, float]:
    return {name: run(tape, {})[slot] for name, (tape, slot) in point.items()}


def _at_point(algebra: Algebra, expansion: Expansion, point: Point) -> tuple[list[Form], list[str]]:
    """The form of every slot at the point, and the variables that are left."""
    there, moved = substitute(expansion.tape, point)
    folded = Tape()  # so that a row can say what it means at a number, as sinc's derivative at 0
    for slot, form in enumerate(Reader(algebra, there).read(list(range(len(there))))):
        if form.number is None:
            folded.emit(there.operations[slot], there.arguments[slot], there.attributes[slot], there.spans[slot])
        else:
            folded.constant(form.number)
    longer, shown = expand_hidden(folded)
    reader = Reader(algebra, longer)
    return reader.read([shown[slot] for slot in moved]), reader.variables


def _total(algebra: Algebra, expansion: Expansion, values: Sequence[Form], axes: Mapping[str, Form]) -> Form:
    """The polynomial in the deviations, none of which stands within a sum."""
    parts = expansion.coefficients([Symbolic(algebra, form) for form in values],
                                   [Symbolic(algebra, axis) for axis in axes.values()], divided)
    total, before = algebra.sum((1, part.form) for part in parts), None
    while total is not before:  # sums may stand within sums; to a higher power there are none with a deviation
        total, before = expand_within(algebra, total, inf, expansion.order), total
    return checked(total)


def _polynomial(algebra: Algebra, found: Mapping[Exponents, Form], axes: Mapping[str, Form],
                variables: Sequence[str]) -> tuple[Tape, list[int], int]:
    """A tape with the coefficients and the polynomial, their slots and its root."""
    terms = [algebra.product([(form, 1), *zip(axes.values(), exponents, strict=True)]) for exponents, form in found.items()]
    terms.sort(key=lambda term: min(rank(*item) for item in term.items.items()))
    if [term.negative for term in terms] == [True, False]:  # x - x**3
        terms.reverse()
    minus = [bool(i) and term.negative for i, term in enumerate(terms)]
    signed = [algebra.sum([(-1, term)]) if less else term for term, less in zip(terms, minus, strict=True)]
    tape, slots = write(algebra, [*found.values(), *signed], variables, algebra.decimals)
    return tape, slots[:len(found)], _added(tape, slots[len(found):], minus)


def _deviations(algebra: Algebra, axes: Mapping[str, Form], point: Point) -> Point:
    """For each name the tape of how far it is from the point, and its root."""
    deviations = {}
    for name, axis in axes.items():
        center, = Reader(algebra, point[name][0]).read([point[name][1]])
        moving, (slot,) = write(algebra, [algebra.sum([(1, axis), (-1, center)])], [name], algebra.decimals)
        deviations[name] = moving, slot
    return deviations


def _numbers(source: str, tape: Tape, slots: Sequence[int], names: Sequence[str], exact: Domain | None) -> list[Any]:
    """Coefficients as doubles or as the texts of exact numbers. Raises GradcliError for one that is none."""
    if exact is None:
        values: Any = run(tape, dict.fromkeys(names, 0.0))
        return [values[slot] for slot in slots]
    values, texts = {}, []
    for slot in slots:
        try:
            texts.append(exact.text(exact.run(tape, {}, [slot], values)[slot]))
        except GradcliError as reason:
            raise GradcliError(f"a coefficient is {brief(text(lift(tape)[slot]))}: {reason.message}", source=source,
                               help=reason.help, code=1) from None
    return texts


def _defined(source: str, lowered: Lowered, at: dict[str, float]) -> None:
    """Raises GradcliError where the expression has no value at the point."""
    for warning in diagnose(Evaluation(source, lowered.tape, lowered.root, {}, at), [lowered.root], {}):
        if warning.kind == "domain":
            raise GradcliError(f"there is no Taylor expansion at this point: {warning.message}", span=warning.span,
                               source=source, help="expand around another", code=1)


def _refuse(source: str, algebra: Algebra, expansion: Expansion, forms: Sequence[Form], lowered: Lowered,
            at: dict[str, float] | None) -> None:
    """Raises GradcliError where a part of the expression has a kink, a jump, a pole or an infinite derivative at the point.

    `at` is the point where all is bound: what is infinite by the chain rule may be a kink, as acos(1 - x**2) has at 0.
    """
    tape = expansion.tape
    for slot in expansion.needed:
        row, attribute, span = tape.operations[slot], tape.attributes[slot], tape.spans[slot]
        arguments = [forms[a] for a in tape.arguments[slot]]
        xs = [form.number for form in arguments]
        known, what = None not in xs, ""
        if slot in expansion.orders and known:
            what = "a kink" if row.at_kink(xs) else "a jump" if row.at_jump(xs) else ""
        if known and row.at_pole(xs, attribute) or (
                value_at_pi_multiple(algebra, row, arguments) == inf):
            what = "a pole" if slot < expansion.primal else "an infinite derivative"
        if row.laws.multiplicative and xs[0] == 0 and _ends(row, algebra, arguments) < expansion.orders.get(slot, 0):
            what = "an infinite derivative"
        if what == "an infinite derivative" and at is not None and any(
                kink.slopes for part, place in enumerate(lowered.tape.spans) if place == span
                for kink in find_kinks(lowered.tape, part, at, [part], {})):
            what = "a kink"
        if what:
            part = brief(source[slice(*span)]) if span else "this"
            raise GradcliError(f"{part} has no Taylor expansion at this point: it has {what} there", span=span,
                               source=source, help="expand around another", code=1)


def _ends(row: Primitive, algebra: Algebra, arguments: Sequence[Form]) -> Any:
    """The exponent of a power, above which order it has no derivatives at 0, inf where it has them all."""
    exponent = Symbolic(algebra, arguments[1]).number if row.laws.is_power else Fraction(row.laws.monomial[0])
    return exponent if exponent % 1 else inf


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
        exponents = tuple(int(e) for e in (term.powers.get(base, 0) for base in bases) if not isinstance(e, Form))
        rest = algebra.term({base: e for base, e in term.powers.items() if base not in bases})
        found.setdefault(exponents, {})[rest] = coefficient
    order = sorted(found, key=lambda exponents: (sum(exponents), [-e for e in exponents]))
    return {exponents: algebra.form(found[exponents]) for exponents in order}
