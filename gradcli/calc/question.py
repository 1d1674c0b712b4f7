"""What is asked: an expression, and what is bound in it."""

from collections.abc import Iterable
from functools import cached_property
from math import isfinite, isinf

from gradcli.core.primitive import CONSTANT
from gradcli.domains.float64 import run
from gradcli.engine.lower import LIMIT, Lowered, lower
from gradcli.engine.rounding import underflow
from gradcli.errors import GradcliError, closest
from gradcli.report import Warning
from gradcli.syntax.diagnostics import suggest_names
from gradcli.syntax.nodes import Program
from gradcli.syntax.parser import parse


class Question:
    """An expression and what is bound in it: `given` maps names to the programs of constants.

    `columns` are the names that a table binds row by row: those of constants are variables then, as if they were given.
    """

    def __init__(self, source: str, given: dict[str, Program], limit: int = LIMIT, columns: Iterable[str] = ()) -> None:
        self.source, self.given, self.limit, self.columns = source, given, limit, columns

    @cached_property
    def lowered(self) -> Lowered:
        """The expression's tape. Raises GradcliError where the text makes no sense."""
        return lower(parse(self.source), names={*self.given, *self.columns}, limit=self.limit)

    @cached_property
    def program(self) -> Program:
        """The expression's AST, read again by those who need it, so that nobody else keeps it in memory."""
        return parse(self.source)

    @property
    def variables(self) -> dict[str, int]:
        """The slot of each variable, in order of first appearance."""
        return self.lowered.variables

    @property
    def free(self) -> list[str]:
        return [name for name in self.variables if name not in self.given]

    @property
    def candidates(self) -> list[str]:
        """The variables to differentiate along where none is named: what is free, else all."""
        return self.free or list(self.variables)

    def wanted(self, wrt: Iterable[str] | None = None) -> list[str]:
        """What to differentiate along: `wrt`, else the candidates. Raises GradcliError for none, or as `checked`."""
        if wrt is not None:
            return self.checked(wrt)
        if not self.candidates:
            raise GradcliError("the expression has no variable to differentiate along", source=self.source,
                               span=(0, len(self.source)))
        return self.candidates

    def unused(self) -> list[Warning]:
        return [Warning("unused", name, None, f"{name} does not occur in the expression")
                for name in self.given if name not in self.variables]

    def remarks(self) -> list[Warning]:
        """What is to be said of the bindings, of all variables, where they are doubles."""
        found = self.unused()
        for name in self.variables:
            tape = lower(self.given[name]).tape
            values = run(tape, {})
            for (row, arguments, number, _), y in zip(tape, values, strict=True):
                xs = [values[a] for a in arguments]
                where = None
                if isinf(y) and (xs or row is CONSTANT) and all(map(isfinite, xs)):
                    where = "beyond the range of a double"
                elif not y and (number if row is CONSTANT else xs and underflow(row, y, xs, number)):
                    where = "below the range of a double: 0"
                if where:
                    found.append(Warning("overflow", name, None, f"the number given for {name} is {where}"))
                    break
        return found

    def point(self) -> dict[str, float]:
        """The bindings as doubles. Raises GradcliError where a variable has none."""
        if self.free:
            at, be = " ".join(f"{name}=..." for name in self.free), "is" if len(self.free) == 1 else "are"
            span = self.lowered.tape.spans[self.variables[self.free[0]]]
            raise GradcliError(f"{', '.join(self.free)} {be} not bound; use --at {at}", source=self.source, span=span,
                               help=suggest_names(self.variables, self.given))
        return self.at

    @cached_property
    def at(self) -> dict[str, float]:
        """What is bound, as doubles."""
        lowered = {name: lower(program) for name, program in self.given.items()}
        return {name: run(each.tape, {})[each.root] for name, each in lowered.items()}

    def checked(self, wrt: Iterable[str], option: str = "--wrt") -> list[str]:
        """`wrt` as it is. Raises GradcliError for a name that is no variable of the expression."""
        names = list(wrt)
        for name in names:
            if name not in self.variables:
                near = closest(name, self.variables)
                raise GradcliError(f"{option} {name}: no such variable in the expression",
                                   help=f"did you mean {near[0]}?" if near else None)
        return names


