"""Gradients, Hessians and Jacobians: formulas in the free names, numbers if all are bound.

A Hessian is a forward sweep for each variable over one reverse sweep, each in the part of the tape that it concerns.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations_with_replacement
from typing import Any, TypeAlias

from gradcli.calc.numbers import FLOAT64, Numbers, is_nan, is_rounded, numbers_at
from gradcli.calc.question import Question, Sweep
from gradcli.calc.totals import SCALARS, work
from gradcli.core.tape import Ref, Tape
from gradcli.engine.forward import append_second_derivatives
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.report import base
from gradcli.report.base import Warning, label
from gradcli.report.matrices import Gradient, Hessian, HessianNonzero, Jacobian, JacobianNonzero
from gradcli.syntax.nodes import Number

MIXED_WORK = 3000  # operations times pairs up to which mixed derivatives are compared on all sides
NONSMOOTH = "kink", "jump", "edge", "pole"
Pair: TypeAlias = tuple[str, str]


def gradient(question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64) -> Gradient:
    """Return the partial derivatives along `wrt`, by default all free variables, or all if none is free."""
    names = list(dict.fromkeys(question.candidates if wrt is None else wrt))
    if not question.free and (question.given or not names):
        from gradcli.calc.values import evaluate

        answer = evaluate(question, names, numbers)
        return Gradient(question.source, answer.at, dict(answer.partials), answer.warnings)
    from gradcli.calc.formulas import Formulas
    from gradcli.calc.ways import shorten

    formulas = Formulas(question, names)
    slots = formulas.slots(names)
    adjoints = reverse(formulas.tape, formulas.root, slots)
    written = shorten(formulas, {(name,): adjoints.get(slot) for name, slot in zip(names, slots, strict=True)})
    return Gradient(question.source, question.at or None, dict(zip(names, written, strict=True)), question.unused())


def hessian(question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64,
            totals: Sequence[str] = ()) -> Hessian:
    """Return the second derivatives along each pair of `wrt`, and the `totals` of the matrix: laplacian, det."""
    names = question.resolve_wrt(wrt)
    if totals:
        _check_totals(question, len(names))
    found, scalars, at, warnings = _second_derivatives(question, names, numbers, totals)
    zero = _zero([question], numbers)
    rows = [[found[a, b] if (a, b) in found else found.get((b, a), zero) for b in names] for a in names]
    return Hessian(question.source, tuple(names), at, rows, warnings, scalars)


def nonzero_hessian(question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64) -> HessianNonzero:
    """Return those entries of `hessian` that are not 0, in work of as many as may not be."""
    names = question.resolve_wrt(wrt)
    found, _, at, warnings = _second_derivatives(question, names, numbers, ())
    places = {name: place for place, name in enumerate(names)}
    both = {pair: value for (a, b), value in found.items() if not _is_zero(value) for pair in ((a, b), (b, a))}
    entries = {pair: both[pair] for pair in sorted(both, key=lambda pair: (places[pair[0]], places[pair[1]]))}
    return HessianNonzero(question.source, tuple(names), at, {label(pair): each for pair, each in entries.items()}, warnings)


def _second_derivatives(question: Question, names: Sequence[str], numbers: Numbers, totals: Sequence[str]) -> tuple[
        dict[Pair, Any], dict[str, Any], Mapping[str, base.Number] | None, list[Warning]]:
    """Return the second derivatives, each pair in one order and not those that are 0, the totals, the point, warnings."""
    if question.free or not question.given:
        return *_second_formulas(question, names, totals), question.at or None, question.unused()
    question.point()
    sweep = question.sweep(names)
    slots = _by_names(append_second_derivatives(sweep.tape, sweep.adjoints, [
        question.variables[name] for name in names if name in question.variables]), question.variables, names)
    found, scalars, warnings = second_numbers(question, sweep, slots, list(slots), numbers, names, totals)
    return found, scalars, numbers.at(question), numbers.binding_warnings(question) + warnings


def _by_names(slots: Mapping[tuple[int, int], int], variables: Mapping[str, int], names: Sequence[str]) -> dict[Pair, int]:
    """Return the slots of second derivatives by the names of their leaves, each pair in the order of `names`."""
    of_leaves = {variables[name]: (place, name) for place, name in enumerate(names) if name in variables}
    pairs = ((of_leaves[a], of_leaves[b], slot) for (a, b), slot in slots.items())
    return {(a[1], b[1]): slot for a, b, slot in sorted(pair for pair in pairs if pair[0] <= pair[1])}


def _zero(questions: Sequence[Question], numbers: Numbers) -> Any:
    """Return the 0 of an answer: a number, or a formula where something is free."""
    return Number(0) if any(question.free or not question.given for question in questions) else numbers.zero


def _is_zero(value: Any) -> bool:
    return (value.value if isinstance(value, Number) else value) in (0, "0")


def _check_totals(question: Question, size: int) -> None:
    """Raise GradcliError where the determinant takes more work than the limit allows."""
    products = work(size)
    if products > question.limit:
        raise GradcliError(f"the determinant of {size} rows takes {products} products, beyond the limit of {question.limit}",
                           help="raise it with --limit", code=1)


def second_numbers(question: Question, sweep: Sweep, slots: Mapping[Pair, int], pairs: Sequence[Pair], numbers: Numbers,
                   names: Sequence[str] = (), totals: Sequence[str] = ()) -> tuple[
                       dict[Pair, base.Number], dict[str, base.Number], list[Warning]]:
    """Return the second derivatives along `pairs`, the `totals` of the matrix along `names`, and the warnings about them.

    `slots` has the pairs on the sweep's tape; one that is missing is 0. Where a slope is nan, so are all along its name
    and one of `names`.
    """
    labels: dict[int, str] = {}
    for pair in pairs:
        if pair in slots:
            labels.setdefault(slots[pair], label(pair))
    sums = _append_totals(sweep.tape, slots, names, totals)
    for name, total in zip(totals, sums, strict=True):
        if total is not None:
            labels.setdefault(total.slot, name)
    results = [*(slots.get(pair) for pair in pairs), *(None if total is None else total.slot for total in sums)]
    found, warnings, evaluation = numbers_at(question, sweep, results, numbers, labels)
    slopes = {name: sweep.adjoints.get(question.variables.get(name, -1)) for name in {*names, *chain.from_iterable(pairs)}}
    has_value = not is_nan(evaluation.values[sweep.root])
    lost = {name for name, slope in slopes.items()
            if not has_value or slope is not None and is_nan(evaluation.values[slope])}
    entries = {pair: math.nan if lost & {*pair} else number for pair, number in zip(pairs, found, strict=False)}
    if lost:
        entries |= {pair: math.nan for pair in combinations_with_replacement(names, 2) if lost & {*pair}}
    scalars = {name: math.nan if lost else number for name, number in zip(totals, found[len(pairs):], strict=True)}
    moved = [pair for pair in entries if question.variables.keys() >= {*pair}]
    if has_value and any(map(is_nan, entries.values())):
        entries, warnings = _entry_by_entry(question, entries, moved, numbers)
        scalars = _totals_of_numbers(entries, names, totals, numbers)
    elif evaluation.slopes_may_jump:
        from gradcli.analysis.discontinuities import discontinuity_warnings

        searched = [pair for pair in moved if pair[0] == pair[1]]
        if not any(warning.kind in NONSMOOTH for warning in warnings):  # where slopes jump, mixed derivatives do
            mixed = [pair for pair in moved if pair[0] != pair[1] and pair in slots]
            searched += mixed[:MIXED_WORK // len(question.lowered.tape)]
        for pair in searched:
            warnings += discontinuity_warnings(question.source, question.lowered, pair, question.at, entries[pair])
    return entries, scalars, warnings


def _append_totals(tape: Tape, slots: Mapping[Pair, int], names: Sequence[str], totals: Sequence[str]) -> list[Ref | None]:
    """Extend a tape by the `totals` of a symmetric matrix along `names`, of the slots of its entries; None is 0."""
    if not totals:
        return []
    rows = [[slots.get((a, b), slots.get((b, a))) for b in names] for a in names]
    matrix = [[None if slot is None else Ref(tape, slot) for slot in row] for row in rows]
    return [SCALARS[name](matrix) for name in totals]


def _totals_of_numbers(entries: Mapping[Pair, base.Number], names: Sequence[str], totals: Sequence[str],
                       numbers: Numbers) -> dict[str, base.Number]:
    """Return the totals of a matrix whose entries were found one by one, of which proven digits are no more proven."""
    if not totals:
        return {}
    from fractions import Fraction

    if any(isinstance(number, str) and is_rounded(number) for number in entries.values()):
        raise GradcliError(f"{totals[0]}: some entries are found only one by one", help="leave out --digits", code=1)
    known = {pair: Fraction(number) if isinstance(number, str) else number for pair, number in entries.items()}
    zero = Fraction(numbers.zero)
    rows = [[known[a, b] if (a, b) in known else known.get((b, a), zero) for b in names] for a in names]
    found: dict[str, Any] = {name: SCALARS[name](rows) for name in totals}
    return {name: total if isinstance(total, float) else str(total) for name, total in found.items()}


def _entry_by_entry(question: Question, pairs: Iterable[Pair], moved: Sequence[Pair],
                    numbers: Numbers) -> tuple[dict[Pair, base.Number], list[Warning]]:
    """Return the second derivatives where a sweep misses some, each by itself, and the warnings about them.

    Those along pairs that are not among `moved` are 0.
    """
    entries, warnings = dict.fromkeys(pairs, numbers.zero), dict[Warning, None]()
    for pair in moved:
        (entries[pair], found), = numbers.derivatives(question, [pair])
        warnings |= dict.fromkeys(found)
    return entries, [*warnings]


def _second_formulas(question: Question, names: Sequence[str], totals: Sequence[str]) -> tuple[
        dict[Pair, Any], dict[str, Any]]:
    """Return the ASTs of the second derivatives, each pair in one order and not those that are 0, and of the totals."""
    from gradcli.calc.formulas import Formulas
    from gradcli.calc.ways import shorten

    formulas = Formulas(question, names)
    tape, leaves = formulas.tape, formulas.slots(names)
    slots = _by_names(append_second_derivatives(tape, reverse(tape, formulas.root, leaves), leaves),
                      dict(zip(names, leaves, strict=True)), names)
    sums = [None if total is None else total.slot for total in _append_totals(tape, slots, names, totals)]
    return dict(zip(slots, shorten(formulas, slots), strict=True)), dict(zip(totals, formulas.write_asts(sums), strict=True))


def jacobian(questions: Sequence[Question], wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64) -> Jacobian:
    """Return the gradient of each expression, all along the same names: `wrt`, or every variable of any of them."""
    names, zero = names_of_all(questions, wrt), _zero(questions, numbers)
    gradients, at, warnings = _own_gradients(questions, names, numbers)
    return Jacobian(tuple(question.source for question in questions), tuple(names), at,
                    [[partials.get(name, zero) for name in names] for partials in gradients], warnings)


def nonzero_jacobian(questions: Sequence[Question], wrt: Sequence[str] | None = None,
                     numbers: Numbers = FLOAT64) -> JacobianNonzero:
    """Return those entries of `jacobian` that are not 0, in work of as many as may not be."""
    names = names_of_all(questions, wrt)
    gradients, at, warnings = _own_gradients(questions, names, numbers)
    entries = {label([name], f"f{i}"): partial for i, partials in enumerate(gradients, 1)
               for name, partial in partials.items() if not _is_zero(partial)}
    return JacobianNonzero(tuple(question.source for question in questions), tuple(names), at, entries, warnings)


def _own_gradients(questions: Sequence[Question], names: Sequence[str], numbers: Numbers) -> tuple[
        list[Mapping[str, base.Formula | base.Number]], Mapping[str, base.Number] | None, list[Warning]]:
    """Return the partial derivatives of each expression along those of `names` that occur, the point, and the warnings."""
    gradients = [_own_gradient(question, names, numbers) for question in questions]
    at = questions[-1].at or None if questions[-1].free else numbers.at(questions[-1])
    warnings = [*chain.from_iterable(found.warnings for found in gradients), *unused_in_all(questions)]
    return [found.partials for found in gradients], at, warnings


def _own_gradient(question: Question, names: Sequence[str], numbers: Numbers) -> Gradient:
    """Return the gradient along those of `names` that occur, all where there is no value, without warnings of others."""
    own = question.narrowed()
    found = gradient(own, [name for name in names if name in own.variables], numbers)
    if any(map(is_nan, found.partials.values())):
        found = gradient(own, names, numbers)
    about = own.unused()
    return found._replace(warnings=[warning for warning in found.warnings if warning not in about])


def unused_in_all(questions: Sequence[Question]) -> list[Warning]:
    """Warn about names that are bound, or along which is differentiated, but occur in none of the expressions."""
    used = {name for question in questions for name in question.variables}
    return [warning for warning in questions[0].unused() if warning.expression not in used]


def names_of_all(questions: Sequence[Question], wrt: Sequence[str] | None) -> list[str]:
    """Return the names along which all are differentiated. Raises GradcliError if there are none."""
    names = list(wrt or dict.fromkeys(name for question in questions for name in question.candidates))
    return names or questions[0].resolve_wrt()
