"""Straight-line code of a question: value and gradient in the operations of a language."""

import math
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from gradcli.calc.programs.guards import guarded, undefined_slots
from gradcli.calc.question import Question
from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Attribute, Ref, Span, Tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered, lower
from gradcli.engine.passes import append_copy, optimize
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.ops import MUL, NE, SELECT
from gradcli.report.programs import IS_NAN, Slot, Straight
from gradcli.syntax.parser import parse

Expansions = Mapping[str, Callable[..., str]]


def straight_line(question: Question, wrt: Sequence[str] | None, spelt: Container[str], expansions: Expansions,
                  language: str, raises: bool = False) -> Straight:
    """Return value and gradient along `wrt` (default: all that is free) in the operations `spelt`.

    Other operations are replaced by a text of `expansions`, else by the definition of the row. Bound names are numbers,
    but if all is bound they are arguments, and the point is in the report. Where the value is nan the derivatives are,
    unless the language `raises` there. Raises GradcliError where a function has no replacement.
    """
    names = question.resolve_wrt(wrt) if question.variables or wrt else []
    lowered = lower_along(question, names)
    tape = Tape()
    moved = append_copy(lowered.tape, tape)
    root, leaves = moved[lowered.root], {name: moved[slot] for name, slot in lowered.variables.items()}
    adjoints = reverse(tape, root, [leaves[name] for name in names if name in leaves])
    zero = tape.constant(0)
    roots = [root, *(adjoints.get(leaves[name], zero) if name in leaves else zero for name in names)]
    speller = _Speller(question.source, spelt, expansions, language)
    tape, roots = optimize(tape, roots)
    moving = tape.moving()
    undefined = [slot for slot in undefined_slots(tape, roots[0]) if not (moving[slot] and raises)]
    longer, places = speller.spell(tape)
    tape, moved = optimize(longer, [places[slot] for slot in [*roots, *undefined]])
    root, *partials = moved[:len(roots)]
    roots = [root, *guarded(tape, root, partials, {*moved[len(roots):]})]
    slots, ids = _slots(tape, roots)
    value, *partials = (ids[root] for root in roots)
    variables = list(dict.fromkeys([*lowered.variables, *names]))  # those along which it is 0 are parameters too
    at = dict.fromkeys(variables, 0.0) | question.point() if question.given and not question.free else None
    return Straight(question.source, variables, at, slots, value, dict(zip(names, partials, strict=True)),
                    speller.lacking)


def lower_along(question: Question, names: Sequence[str]) -> Lowered:
    """Lower the expression over the free variables and `names`, or over all variables if none is free."""
    given = {name: program for name, program in question.given.items() if name not in names} if question.free else {}
    return lower(question.program, given, {*question.given, *names}, question.limit) if given else question.lowered


def spelling_key(row: Primitive, count: int) -> str:
    """Return the key of a row in tables of spellings: its name, with its arity unless it is the first of that name."""
    return row.name if row.overloads[0].least == count else f"{row.name}/{count}"


class _Speller:
    """Rewrites tapes in the operations of a language; `lacking` are the functions that were replaced."""

    def __init__(self, source: str, spelt: Container[str], expansions: Expansions, language: str) -> None:
        self.source, self.spelt, self.expansions, self.language = source, spelt, expansions, language
        self.lacking: list[str] = []
        self.definitions: dict[tuple[Primitive, int, Attribute], tuple[Tape, int]] = {}

    def spell(self, tape: Tape) -> tuple[Tape, list[int]]:
        """Expand operations until all are spelt, but for arithmetic of numbers; return the tape and where each slot went."""
        places = list(range(len(tape)))
        while True:
            moving = tape.moving()
            if all(not moves or row is VARIABLE or
                   spelling_key(row, len(arguments)) in self.spelt and not _is_square(tape, slot)
                   for slot, (moves, (row, arguments, *_)) in enumerate(zip(moving, tape, strict=True))):
                return tape, places
            longer, moved = self.expand(tape, moving)
            tape, places = longer, [moved[place] for place in places]

    def expand(self, tape: Tape, moving: list[bool]) -> tuple[Tape, list[int]]:
        """Replace each unspelt operation once, but for arithmetic of numbers."""
        longer = Tape()

        def rewrite(slot: int, operands: tuple[int, ...]) -> int | None:
            row, span = tape.operations[slot], tape.spans[slot]
            if not moving[slot] or row is VARIABLE:
                return None
            if _is_square(tape, slot):  # a product is faster, and never less exact
                return longer.emit(MUL, (operands[0], operands[0]), None, span)
            if spelling_key(row, len(operands)) in self.spelt:
                return None
            if not row.hidden and row.name not in self.lacking:
                self.lacking.append(row.name)
            program, root = self.definition(row, len(operands), tape.attributes[slot], span)

            def argument(place: int, _: tuple[int, ...]) -> int | None:
                return operands[program.attributes[place]] if program.operations[place] is VARIABLE else None

            return append_copy(program, longer, argument)[root]

        return longer, append_copy(tape, longer, rewrite)

    def definition(self, row: Primitive, count: int, attribute: Attribute, span: Span) -> tuple[Tape, int]:
        """Return the definition of a row of `count` arguments as a tape over variables 0, 1, …

        Raises GradcliError where neither the expansions nor the row have one.
        """
        known = row, count, attribute
        if known in self.definitions:
            return self.definitions[known]
        text = self.expansions.get(row.name)
        if text and attribute in (None, 1):
            names = [f"a{i}" for i in range(count)]
            tape, root, variables = lower(parse(text(*names)), names=names)
            for name, slot in variables.items():
                tape.attributes[slot] = names.index(name)
        elif row.hidden or row.numerics.composed:
            tape, root = definition_tape(row, range(count), attribute)
        else:
            raise GradcliError(f"{self.language} has no {row.name}", span=span, source=self.source,
                               help="another --lang may have it")
        self.definitions[known] = tape, root
        return tape, root


def definition_tape(row: Primitive, names: Sequence[Any], attribute: Attribute = None) -> tuple[Tape, int]:
    """Return the definition of a row as a tape over variables of these names, and the slot of its result."""
    tape = Tape()
    result = row.definition([Ref(tape, tape.variable(name)) for name in names], attribute)
    assert isinstance(result, Ref)
    return tape, result.slot


def _is_square(tape: Tape, slot: int) -> bool:
    row, arguments = tape.operations[slot], tape.arguments[slot]
    return (row.laws.is_power and tape.operations[arguments[1]] is CONSTANT and tape.attributes[arguments[1]] == 2
            and tape.operations[arguments[0]] is not CONSTANT)


def _slots(tape: Tape, roots: list[int]) -> tuple[list[Slot], dict[int, int]]:
    """Return the slots of a report that `roots` depend on, constants as doubles, and where each slot went."""
    values = run(tape, dict.fromkeys((name for row, _, name, _ in tape if row is VARIABLE), math.nan))
    moving = tape.moving()
    uses: dict[int, tuple[int, ...]] = {}
    moved: dict[int, int] = {}
    work = list(roots)
    while work:
        slot = work.pop()
        if slot in uses or slot in moved:
            continue
        arguments = tape.arguments[slot] if moving[slot] else ()
        if arguments and tape.operations[slot] is SELECT and not moving[arguments[0]]:
            arguments = (arguments[1] if values[arguments[0]] else arguments[2],)
        uses[slot] = arguments
        work += arguments
    slots: list[Slot] = []
    for slot in sorted(uses):
        row, arguments = tape.operations[slot], uses[slot]
        if row is SELECT and len(arguments) == 1:
            moved[slot] = moved[arguments[0]]
            continue
        moved[slot] = len(slots)
        if row is VARIABLE:
            slots.append(Slot(row.name, (), tape.attributes[slot]))
        elif not moving[slot]:
            slots.append(Slot(CONSTANT.name, (), values[slot]))
        elif row is NE and arguments[0] == arguments[1]:
            slots.append(Slot(IS_NAN, (moved[arguments[0]],), None))
        else:
            slots.append(Slot(spelling_key(row, len(arguments)), tuple(moved[a] for a in arguments), None))
    return slots, moved
