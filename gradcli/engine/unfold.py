"""Sums and products over an index, written out: a + b + c from left to right, as if they had been typed so.

Comes in: a program with folds, and what is bound. Goes out: one without; a function whose parameters are bounds has a copy
for each set of them. Sizes are counted before anything is built. Names in bounds are numbers in the whole text.
"""

from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from math import isfinite
from typing import Any, NamedTuple

from gradcli.core.facets import Rational
from gradcli.core.primitive import FUNCTIONS
from gradcli.core.trampoline import Work, finish
from gradcli.domains.base import Undefined
from gradcli.domains.exact import Exact
from gradcli.domains.float64 import run
from gradcli.engine.lower import LIMIT, counted, lower
from gradcli.errors import GradcliError, brief
from gradcli.syntax.folds import EMPTY, JOINS
from gradcli.syntax.nodes import Code, Definition, Fold, Program, Span, walk


class Known(NamedTuple):
    """The numbers that names have in a code: those of `indices` everywhere, those of `parameters` in bounds alone.

    An index whose number is None keeps its name.
    """

    indices: Mapping[str, int | None] = {}
    parameters: Mapping[str, Rational] = {}

    def number(self, name: str) -> "Rational | None":
        """Return the number of a name in a bound, if it has one."""
        return self.indices[name] if self.indices.get(name) is not None else self.parameters.get(name)

    def at(self, index: str, value: int | None) -> "Known":
        """Return what is known within a fold."""
        return Known({**self.indices, index: value}, self.parameters)


def unfold(program: Program, given: Mapping[str, Program], limit: int = LIMIT, columns: Container[str] = ()) -> Program:
    """Return the program written out. Raises GradcliError where a bound is not known or not whole, or for its size.

    `given` are the programs of bound names, `columns` the names that a table binds.
    """
    unfolding = _Unfolding(program, given, limit, columns)
    finish(unfolding.count())
    code = finish(unfolding.build_all())
    return program._replace(code=code, definitions=tuple(unfolding.written), folds=False, terms=unfolding.terms,
                            fixed=frozenset(unfolding.fixed))


def find_range(program: Program, fold: Fold, given: Mapping[str, Program], limit: int = LIMIT) -> range:
    """Return the values of the index of a fold in the question itself. Raises GradcliError."""
    return _Unfolding(program, given, limit, ()).range(fold, Known())


class _Unfolding:
    """The state of writing out a program.

    `needs` maps a definition with folds to the places of the parameters on which bounds depend; `fixed` are the bound names
    in bounds, `terms` the most terms of a fold so far, `written` the definitions written out.
    """

    def __init__(self, program: Program, given: Mapping[str, Program], limit: int, columns: Container[str]) -> None:
        self.program, self.given, self.limit, self.columns = program, given, limit, columns
        self.definitions = {each.name: each for each in program.definitions}
        self.needs: dict[str, tuple[int, ...]] = {}
        self.fixed: set[str] = set()
        self.terms = 0
        self.sizes: dict[Any, int] = {}
        self.built: dict[Any, Definition] = {}
        self.written: list[Definition] = []
        for each in program.definitions:
            if self.has_folds(each.code):
                needed = self.names_in_bounds(each.code)
                self.needs[each.name] = tuple(i for i, name in enumerate(each.parameters or ()) if name in needed)

    def has_folds(self, code: Code) -> bool:
        """Return whether a code has folds, or calls of functions that have some."""
        return any(isinstance(head, Fold) or isinstance(head, Definition) and head.name in self.needs for head, _, _ in code)

    def names_in_bounds(self, code: Code) -> set[str]:
        """Return the names on which the bounds in a code depend; indices may be among them."""
        found: set[str] = set()
        work = [code]
        while work:
            part = work.pop()
            for fold in (head for head, _, _ in part if isinstance(head, Fold)):
                found.update(head for bound in fold.bounds for head, _, _ in bound if isinstance(head, str))
                work.append(fold.code)
            for arguments in self.arguments(part).values():
                found.update(head for argument in arguments for head, _, _ in walk(argument) if isinstance(head, str))
        return found

    def arguments(self, code: Code) -> dict[int, list[Code]]:
        """Return the arguments on which bounds depend, by the places of the calls."""
        found: dict[int, list[Code]] = {}
        if not self.needs:
            return found
        starts: list[int] = []  # of each operand on the stack
        for at, (head, count, _) in enumerate(code):
            base = len(starts) - count
            if isinstance(head, Definition) and self.needs.get(head.name):
                ends = [*starts[base + 1:], at]
                found[at] = [code[starts[base + i]:ends[i]] for i in self.needs[head.name]]
            if head is not None:  # which exchanges two operands
                starts[base:] = [starts[base] if count else at]
        return found

    def range(self, fold: Fold, known: Known) -> range:
        """Return the values of the index of a fold. Raises GradcliError where a bound is not a known whole number."""
        first, last = (self.bound(fold, code, known) for code in fold.bounds)
        self.terms = max(self.terms, last - first + 1)
        return range(first, last + 1)

    def bound(self, fold: Fold, code: Code, known: Known) -> int:
        """Return the number of a bound."""
        value = self.number(code, known, f"a bound of {fold.name}")
        if not isinstance(value, int):
            (begin, _), (_, end) = code[0][2] or (0, 0), code[-1][2] or (0, 0)
            begin = min(begin, *(span[0] for _, _, span in code if span))
            shown = "is not a number" if value != value else "has no end" if value - value else f"is {float(value):g}"
            text = brief(self.program.source[begin:end])
            raise self.error(f"a bound of {fold.name} is a whole number, and {text} {shown}", (begin, end),
                             "a sum without end has no formula" if "end" in shown else "floor(x) is whole")
        return value

    def number(self, code: Code, known: Known, what: str) -> "Rational | float":
        """Return the number of a code of constants and known names."""
        if len(code) == 1:
            head = code[0][0]
            number = known.number(head) if isinstance(head, str) else head
            if isinstance(number, (int, Fraction)):
                return int(number) if number == int(number) else number
        filled = [(head if not isinstance(head, str) or (number := known.number(head)) is None else number, count, span)
                  for head, count, span in code]
        self.check_names(filled, what)
        program = Program(self.program.source, self.program.definitions, filled, {})
        tape, root, _ = lower(program, self.given, self.given, self.limit)
        try:
            value = Exact(program.source).finite(tape, {}, root).value
            return int(value) if value == int(value) else value
        except (GradcliError, Undefined):
            near = run(tape, {})[root]
        return int(near) if isfinite(near) and near == int(near) else near

    def check_names(self, code: Code, what: str) -> None:
        """Note the names in `code` that are bound. Raises GradcliError for one that is not, and for a sum."""
        work: list[tuple[Code, Sequence[str], Span]] = [(code, (), None)]
        seen = set[str]()
        while work:
            part, parameters, place = work.pop()
            for head, _, span in walk(part):
                name, at = head.name if isinstance(head, Definition) else head, place or span
                if not isinstance(name, str) or name in parameters or name in seen:
                    continue
                seen.add(name)
                definition = self.definitions.get(name)
                if name in self.needs:
                    raise self.error(f"{name} holds a sum, and is {what}", at, "write the number itself")
                if definition is not None:
                    work.append((definition.code, definition.parameters or (), at))
                elif name in self.given:
                    self.fixed.add(name)
                elif name in self.columns:
                    raise self.error(f"{name} is {what}, and a table changes it from row to row", at,
                                     f"bind it with --at {name}=…")
                elif name not in FUNCTIONS:
                    raise self.error(f"{name} is {what}, and is not known", at, f"bind it with --at {name}=…")

    def error(self, message: str, span: Any, help: str) -> GradcliError:
        return GradcliError(message, span=span, source=self.program.source, help=help)

    def count(self) -> Work:
        """Count the operations of the whole. Raises GradcliError beyond the limit."""
        total = 0
        for each in self.program.definitions:
            if each.parameters is None:
                total += yield self.size(each.code, Known())
        total += yield self.size(self.program.code, Known())
        self.check(total, None)

    def check(self, size: int, fold: Fold | None, more: bool = False) -> None:
        """Raise GradcliError for a size beyond the limit; with `more` it is only a part."""
        if size > self.limit:
            raise GradcliError(f"{fold.name if fold else 'the expression'} unfolds to {'more than ' * more}"
                               f"{self.limit if more else counted(size)} operations, beyond the limit of {self.limit}",
                               code=1, span=fold.span if fold else None, source=self.program.source,
                               help="raise it with --limit")

    def size(self, code: Code, known: Known) -> Work:
        """Count the operations that a code makes."""
        total, arguments = len(code), self.arguments(code)
        for at, (head, _, _) in enumerate(code):
            if isinstance(head, Fold):
                values = self.range(head, known)
                count = max(0, values.stop - values.start)
                if count and self.has_folds(head.code):
                    self.check(count, head)
                    total -= 2
                    for value in values:
                        total += 1 + (yield self.size(head.code, known.at(head.index, value)))
                        self.check(total, head, more=True)
                elif count:
                    total += count * (1 + (yield self.size(head.code, known))) - 2
                    self.check(total, head)
            elif isinstance(head, Definition):
                inner = self.inside(head, arguments.get(at, []), known)
                key = head.name, *inner.parameters.items()
                if key not in self.sizes:
                    self.sizes[key] = yield self.size(head.code, inner)
                total += self.sizes[key]
        return total

    def inside(self, called: Definition, arguments: list[Code], known: Known) -> Known:
        """Return what is known in a function that is called."""
        parameters = called.parameters or ()
        needed = [parameters[i] for i in self.needs.get(called.name, ())]
        if needed and called.order:
            raise self.error(f"{needed[0]} of {called.name} is a bound of a sum, along which there is no derivative",
                             called.span, "a bound is a whole number")
        what = "a bound of a sum"
        numbers = [self.number(code, known, what) for code in arguments]
        return Known(dict.fromkeys(parameters), dict(zip(needed, numbers, strict=True)))  # type: ignore[arg-type]

    def build_all(self) -> Work:
        """Write out the definitions that bounds do not need, and the question."""
        for each in self.program.definitions:
            if not self.needs.get(each.name):
                yield self.build_definition(each, Known(dict.fromkeys(each.parameters or ())))
        code: Code = yield self.build(self.program.code, Known())
        return code

    def build_definition(self, definition: Definition, known: Known) -> Work:
        """Write out a definition, once for each set of known parameters."""
        key = definition.name, definition.order, *known.parameters.items()
        if key not in self.built:
            code = yield self.build(definition.code, known)
            name = self.unused_name(definition.name) if known.parameters else definition.name
            self.built[key] = Definition(name, definition.parameters, code, definition.span, definition.order)
            if not definition.order:
                self.written.append(self.built[key])
        return self.built[key]

    def unused_name(self, name: str) -> str:
        """Return a name for a copy of a function, which nothing else has."""
        taken = {*self.program.names, *self.definitions, *(each.name for each in self.written)}
        number = 1
        while f"{name}_{number}" in taken:
            number += 1
        return f"{name}_{number}"

    def build(self, code: Code, known: Known) -> Work:
        """Write out a code."""
        found: Code = []
        arguments = self.arguments(code)
        for at, entry in enumerate(code):
            head, count, span = entry
            if isinstance(head, str):
                if head in known.indices:
                    value = known.indices[head]
                    found.append(entry if value is None else (value, 0, span))
                elif head in self.fixed:
                    found += [(each, arity, span) for each, arity, _ in self.given[head].code]
                else:
                    found.append(entry)
            elif isinstance(head, Fold):
                yield from self.write_out(head, known, found)
            elif isinstance(head, Definition):
                inner = self.inside(head, arguments.get(at, []), known)
                found.append(((yield self.build_definition(head, inner)), count, span))
            else:
                found.append(entry)
        return found

    def write_out(self, fold: Fold, known: Known, found: Code) -> Work:
        """Append the terms of a fold to `found`, joined by its row."""
        values, row, span = self.range(fold, known), JOINS[fold.name], fold.span
        if not values:
            found.append((EMPTY[row], 0, span))
        elif self.has_folds(fold.code):
            for value in values:
                found += yield self.build(fold.code, known.at(fold.index, value))
                found += [(row, 2, span)] * (value > values.start)
        else:
            body = yield self.build(fold.code, known.at(fold.index, None))
            places = [at for at, (head, _, _) in enumerate(body) if head == fold.index]
            spans = [body[at][2] for at in places]
            join = [(row, 2, span)]
            for value in values:
                for at, place in zip(places, spans, strict=True):
                    body[at] = value, 0, place
                found += body
                if value > values.start:
                    found += join
