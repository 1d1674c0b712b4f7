"""The question: an expression and its bindings, parsed, lowered and run once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from math import isfinite, isinf
from typing import TYPE_CHECKING, NamedTuple

from gradcli.core.primitive import CONSTANT, OPERATORS
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import LIMIT, Lowered, lower
from gradcli.engine.passes import append_copy
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError, closest
from gradcli.lazy import LazyModule
from gradcli.report.base import Latex, Warning
from gradcli.syntax.lexer import PRIMES, check_lookalikes
from gradcli.syntax.nodes import FOLDS, Program
from gradcli.syntax.parser import is_latex, parse

if TYPE_CHECKING:
    from gradcli.syntax import hints
else:
    hints = LazyModule("gradcli.syntax.hints")

FEW_TERMS = 20  # of a sum over an index, up to which formulas are written
KEPT, REMEMBERED = 1000, 1000  # expressions that stay lowered, for a batch or a session; characters of the longest of them


class Sweep(NamedTuple):
    """A tape that holds the expression `root` and its adjoints, slot to slot."""

    tape: Tape
    root: int
    adjoints: dict[int, int]


class Bindings(dict[str, Program]):
    """Names and the programs of their numbers, lowered and run once for all questions at a point."""

    @cached_property
    def lowered(self) -> dict[str, Lowered]:
        """Return the tape of each binding."""
        return {name: lower(program) for name, program in self.items()}

    @cached_property
    def places(self) -> dict[str, range]:
        """Return the slots of each binding on the tape of all bindings."""
        ends = list(accumulate((len(lowered.tape) for lowered in self.lowered.values()), initial=0))
        return {name: range(*ends) for name, ends in zip(self, pairwise(ends), strict=True)}

    @cached_property
    def run(self) -> tuple[Tape, list[float]]:
        """Return a tape of all bindings, and the values of its slots."""
        tape = Tape()
        for lowered in self.lowered.values():
            append_copy(lowered.tape, tape)
        return tape, run(tape, {})

    @cached_property
    def at(self) -> dict[str, float]:
        """Return the numbers as doubles."""
        _, values = self.run
        return {name: values[self.places[name].start + lowered.root] for name, lowered in self.lowered.items()}


class Question:
    """An expression and its bindings: `given` maps names to the programs of constants.

    `columns` are the names that a table binds row by row, `wrt` those to differentiate along. All of these are variables,
    even where the language has a constant of that name.
    """

    def __init__(self, source: str, given: dict[str, Program], limit: int = LIMIT, columns: Iterable[str] = (),
                 wrt: Iterable[str] | None = None) -> None:
        self.source, self.limit, self.columns, self.wrt = source, limit, columns, list(wrt or ())
        self.given = given if isinstance(given, Bindings) else Bindings(given)

    def at_point(self, texts: Mapping[str, str]) -> "Question":
        """Return the question with more names bound, each to the number of a text. Raises GradcliError."""
        bound = Question(self.source, {**self.given, **{name: parse(text) for name, text in texts.items()}}, self.limit)
        bound.program, bound.lowered = self.program, self.lowered
        return bound

    def narrowed(self) -> "Question":
        """Return the question with the bindings of its own variables alone."""
        own = Question(self.source, {name: self.given[name] for name in self.variables if name in self.given}, self.limit,
                       self.columns, self.wrt)
        own.program, own.lowered = self.program, self.lowered
        return own

    def unbound(self, limit: int) -> "Question":
        """Return the question with nothing bound, under another limit."""
        return self.bound_to({}, limit)

    def bound_to(self, given: dict[str, Program], limit: int, wrt: Iterable[str] = ()) -> "Question":
        """Return the question with other bindings and another limit, with `wrt` among its variables."""
        other = Question(self.source, given, limit, wrt=[*self.wrt, *self.given, *wrt])
        other.program = self.program
        return other

    @cached_property
    def parsed(self) -> Program:
        """Return the AST of the expression. Raises GradcliError for a syntax error."""
        if is_latex(self.source):
            from gradcli.syntax.tex.reader import read
            from gradcli.syntax.tex.written import written

            program = read(self.source, {*self.given, *self.columns, *self.wrt})
            self.source = Latex(self.source)
            self.source.read = written(program)
            return program
        return _parse_once(self.source) if len(self.source) <= REMEMBERED else parse(self.source)

    @property
    def has_folds(self) -> bool:
        """Return whether there are sums over an index; a text without their names is not parsed for it."""
        return any(name in self.source for name in FOLDS) and self.parsed.folds

    @cached_property
    def program(self) -> Program:
        """Return the AST, with sums over an index and primes written out. Raises GradcliError."""
        program = self.parsed
        if program.folds:
            from gradcli.engine.unfold import unfold

            program = unfold(program, self.given, self.limit, [*self.columns])
        if PRIMES.isdisjoint(self.source):
            return program
        from gradcli.calc.primes import resolve_primes

        return resolve_primes(self, program)

    @property
    def programs(self) -> list[Program]:
        """Return the AST of each of its texts."""
        return [self.program]

    def substituted(self, programs: Mapping[str, Program]) -> Lowered:
        """Return the tape of the expression with the programs of constants for some of the names that are bound."""
        return lower(self.program, programs, self.given, self.limit)

    @cached_property
    def lowered(self) -> Lowered:
        """Return the tape of the expression, of which sweeps extend copies. Raises GradcliError for a wrong name."""
        if len(self.source) <= REMEMBERED and self.program is _parse_once(self.source):
            return _lower_once(self.source, self._others, self.limit)
        return self.lower_anew()

    def lower_anew(self) -> Lowered:
        """Return a tape that no other question of this text has."""
        return _lower(self.program, self._others, self.limit)

    @property
    def _others(self) -> frozenset[str]:
        return frozenset((*self.given, *self.columns, *self.wrt))

    def sweep(self, names: Iterable[str]) -> Sweep:
        """Return a copy of the tape, extended by the adjoints of those of `names` that occur."""
        tape, root, variables = self.lowered.tape.copy(), self.lowered.root, self.lowered.variables
        return Sweep(tape, root, reverse(tape, root, [variables[name] for name in names if name in variables]))

    @property
    def variables(self) -> dict[str, int]:
        """Return the slot of each variable, in order of first appearance."""
        return self.lowered.variables

    @property
    def free(self) -> list[str]:
        return [name for name in self.variables if name not in self.given]

    @property
    def candidates(self) -> list[str]:
        """Return the variables to differentiate along by default: the free ones, else all."""
        return self.free or list(self.variables)

    def resolve_wrt(self, wrt: Iterable[str] | None = None) -> list[str]:
        """Return the names to differentiate along: `wrt`, else the candidates. Raises GradcliError if there are none."""
        if wrt is not None:
            return list(wrt)
        if not self.candidates:
            raise GradcliError("the expression has no variable to differentiate along", source=self.source,
                               span=(0, len(self.source)))
        return self.candidates

    def unused(self) -> list[Warning]:
        """Warn about names that are bound or in `wrt` but do not occur, and names that look like products."""
        fixed = self.program.fixed
        found = [Warning("unused", name, None, f"{name} does not occur in the expression")
                 for name in dict.fromkeys([*self.given, *self.wrt]) if name not in self.variables and name not in fixed]
        found += [Warning("unused", name, self.program.names.get(name), f"{name} is a bound of a sum, a whole number: there "
                          "is no derivative along it", self.source) for name in dict.fromkeys(self.wrt) if name in fixed]
        known = {*self.variables, *self.given, *self.wrt}
        words = [name for name in self.free if len(name) > 1 and not self.columns]  # a letter is no product, and no dx
        for name in words:
            if name not in self.wrt and (message := hints.glued([name], known, self.source)):
                found.append(Warning("name", name, self.program.names.get(name), message, self.source))
        if len(words) > 1 and (quotient := hints.differential(self.source, words)):
            message = f"{quotient} is a quotient of two names; the command says what to differentiate"
            place = self.source.index(quotient)
            found.append(Warning("name", quotient, (place, place + len(quotient)), message, self.source))
        if self.free and self.lowered.tape.operations[self.lowered.root] is OPERATORS["=="]:
            message = f"a comparison has derivative 0; {hints.IMPLICIT}"
            found.append(Warning("jump", self.source, (0, len(self.source)), message, self.source))
        return found

    def glued(self, others: Iterable[str] = ()) -> str | None:
        """Return a hint at a free name that looks like a product or a call, in a question of `others` too."""
        return hints.glued(self.free, {*self.variables, *self.given, *self.wrt, *others}, self.source)

    def binding_warnings(self) -> list[Warning]:
        """Warn about bindings: unused, or over- or underflowing a double."""
        found = self.unused()
        tape, values = self.given.run
        for name in [name for name in self.variables if name in self.given]:
            place = next((place for slot in self.given.places[name] if (place := _out_of_range(tape, values, slot))), None)
            if place:
                found.append(Warning("overflow", name, None, f"the number given for {name} is {place}"))
        return found

    def point(self) -> dict[str, float]:
        """Return the bindings as doubles. Raises GradcliError where a variable has none."""
        if self.free:
            raise self.missing(self.free, hints.suggest_names(self.variables, self.given))
        return self.at

    def missing(self, names: Sequence[str], help: str | None) -> GradcliError:
        """Return the error of variables that are to be bound."""
        at, be = " ".join(f"{name}=..." for name in names), "is" if len(names) == 1 else "are"
        return GradcliError(f"{', '.join(names)} {be} not bound; use --at {at}", source=self.source,
                            span=self.lowered.tape.spans[self.variables[names[0]]], help=help)

    @property
    def at(self) -> dict[str, float]:
        """Return the bindings as doubles."""
        return self.given.at

    @property
    def constants(self) -> dict[str, Lowered]:
        """Return the tape of each binding."""
        return self.given.lowered

    def check_formula(self) -> None:
        """Raise GradcliError where a sum over an index has more terms than a formula is written with."""
        if self.program.terms > FEW_TERMS:
            raise GradcliError(f"a sum here has {self.program.terms} terms, and a formula is written out for {FEW_TERMS} "
                               "at most", help="numbers have no such limit: bind all variables, without -f latex", code=1)

    def validate_names(self, wrt: Iterable[str], option: str) -> list[str]:
        """Return `wrt`. Raises GradcliError for a name that is not a variable of the expression."""
        names = list(wrt)
        for name in names:
            if name not in self.variables:
                near = closest(name, self.variables)
                help = self.glued(names) or (f"did you mean {near[0]}?" if near else None)
                raise GradcliError(f"{option} {name}: no such variable in the expression", help=help)
        return names


def _lower(program: Program, others: frozenset[str], limit: int) -> Lowered:
    """Lower a program in which `others` are variables. Raises GradcliError where two names look alike."""
    check_lookalikes([*program.names, *(definition.name for definition in program.definitions), *others])
    return lower(program, names=others, limit=limit)


@lru_cache(KEPT)
def _parse_once(source: str) -> Program:
    return parse(source)


@lru_cache(KEPT)
def _lower_once(source: str, others: frozenset[str], limit: int) -> Lowered:
    return _lower(_parse_once(source), others, limit)


def name_each_order(wrt: Sequence[str], order: int | None) -> list[str]:
    """Return a name for each order, from --wrt and -n together. Raises GradcliError where they contradict each other."""
    if order is None or len(wrt) == order:
        return [*wrt]
    if len(wrt) > 1:
        raise GradcliError(f"-n {order} and --wrt {','.join(wrt)} do not agree",
                           help="--wrt has one name for each order, or one for all")
    return [*wrt] * order


def orders_of(wrt: Sequence[str], every: bool) -> list[tuple[str, ...]]:
    """Return the names of each derivative of an answer: all of `wrt`, with `every` each prefix of it."""
    return [tuple(wrt[:n]) for n in range(0 if every else len(wrt), len(wrt) + 1)]


def _out_of_range(tape: Tape, values: Sequence[float], slot: int) -> str | None:
    """Return how a slot of a binding's tape, but none of its arguments, leaves the range of doubles; else None."""
    from gradcli.analysis.rounding import underflow

    row, number, y = tape.operations[slot], tape.attributes[slot], values[slot]
    xs = [values[a] for a in tape.arguments[slot]]
    if isinf(y) and (xs or row is CONSTANT) and all(map(isfinite, xs)):
        return "beyond the range of a double"
    if not y and (number if row is CONSTANT else xs and underflow(row, y, xs, number)):
        return "below the range of a double: 0"
    return None
