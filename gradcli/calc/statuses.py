"""What is to be said about numbers that were found: kinks, jumps, poles, edges, domain errors, overflows.

Comes in: a tape with its adjoints and the value of every slot. Goes out: warnings, one for each cause, each with the
innermost subexpression that caused it. Only what the answer rests on is looked at: not a branch that was not taken.
"""

from collections.abc import Mapping
from functools import cached_property
from math import floor, isfinite, isinf, log10
from typing import Any

from gradcli.calc.corners import corners, edges
from gradcli.core.ieee import NORMAL
from gradcli.core.primitive import CONSTANT, OPERATORS, UNOFFERED, VARIABLE
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.rounding import bounds, closely, underflow
from gradcli.report import Warning

LARGE = 2000  # operations beyond which it is not worth asking whether a formula is 0
LOOKS = 100_000  # operations that are looked at closely, of the first result all
NAMED = 3  # of several results that lose digits at one place
REMEDY = "--digits 15 gives proven ones"
TRUSTED = 1e-8  # a result whose relative error may be larger is warned of


class Statuses:
    """Of one evaluation: `values` by slot, `root` the slot of the expression, `adjoints` those of slots below it."""

    def __init__(self, source: str, tape: Tape, root: int, adjoints: dict[int, int], at: dict[str, float]) -> None:
        self.source, self.tape, self.root, self.adjoints, self.at = source, tape, root, adjoints, at
        self.values = run(tape, at)
        self.found: dict[Any, Warning] = {}

    def explain(self, results: list[int], printed: Mapping[int, str] | None = None) -> list[Warning]:
        """The warnings that the slots `results` call for; of `printed`, by default the same, digits are looked at too.

        That says what each is called.
        """
        for slot in results:
            if not isfinite(self.values[slot]):
                self._trace(slot)
        for slot, row in enumerate(self.tape.operations[:self.root + 1]):
            if row is CONSTANT and not self.values[slot] and self.tape.attributes[slot] and slot in self.taken:
                self._say("overflow", slot, "{} is below the range of a double: 0")
        if self.edges and self.adjoints:
            slopes = {self.tape.attributes[leaf]: float(self.values[adjoint]) for leaf, adjoint in self.adjoints.items()
                      if self.tape.operations[leaf] is VARIABLE}
            for corner in corners(self.tape, self.root, self.at, self.edges, slopes):
                self._turn(*corner)
        self._digits(self._named(results) if printed is None else printed)
        return list(self.found.values())

    @cached_property
    def edges(self) -> list[int]:
        """The slots at which the expression may have a corner."""
        return [slot for slot in edges(self.tape, self.values[:self.root + 1]) if slot in self.taken]

    @cached_property
    def taken(self) -> set[int]:
        """The slots that the expression's value rests on."""
        return self._below(self.root)

    def doubtful(self, number: float, large: bool, error: float, order: int) -> list[Warning]:
        """A warning for a derivative of high order that is not finite or vague, unless something lower has explained it.

        One that is infinite may only have grown too `large`.
        """
        if self.found:
            return []
        if isfinite(number):
            if not error > TRUSTED:
                return []
            underflown = self._underflown(self._origin(self.root))
            return list(self.found.values()) if underflown else [self._cancelled(order, error)]
        kind, what = ("domain", "does not exist") if number != number else \
            ("overflow", "overflows") if large else ("edge", "is infinite")
        return [Warning(kind, self.source, (0, len(self.source)), f"the derivative of order {order} {what} here",
                        self.source)]

    def _cancelled(self, order: int, error: float) -> Warning:
        message = f"{_left(error)} left of the derivative of order {order}; {REMEDY}"
        return Warning("cancellation", self.source, (0, len(self.source)), message, self.source)

    def _say(self, kind: str, slot: int, message: str) -> None:
        """`message` names the subexpression as {}; a place is spoken of once."""
        span = self.tape.spans[slot]
        text = self.source[slice(*span)] if span else self.source
        message = message.format(text if len(text) < 60 else "this")
        self.found.setdefault(span, Warning(kind, text, span, message, self.source))

    def _called(self, slot: int) -> str:
        """What a slot is of the subexpression {} that it has the span of."""
        if slot <= self.root:
            return "{}"
        return "the derivative of {}" if slot <= max(self.adjoints.values()) else "the second derivative of {}"

    def _used(self, slot: int) -> tuple[int, ...]:
        """The arguments that a slot's value rests on."""
        arguments = self.tape.arguments[slot]
        if self.tape.operations[slot] is OPERATORS["if"]:
            return arguments[0], arguments[1] if self.values[arguments[0]] else arguments[2]
        return arguments

    def _below(self, root: int) -> set[int]:
        found, work = {root}, [root]
        while work:
            below = [a for a in self._used(work.pop()) if a not in found]
            found.update(below)
            work.extend(below)
        return found

    @cached_property
    def errors(self) -> list[float]:
        """How far rounding may have carried the value of every slot."""
        return bounds(self.tape, self.values)

    def _trace(self, slot: int) -> None:
        """Follow what is not finite down to where it came from."""
        values, work, seen = self.values, [slot], {slot}
        missing, origins = values[slot] != values[slot], list[int]()
        while work:
            slot = work.pop()
            used = self._used(slot)
            worse = [a for a in used if values[a] != values[a]] if values[slot] != values[slot] else []
            below = worse or [a for a in used if isinf(values[a]) and (
                self.tape.arguments[a] or self.tape.operations[a] is CONSTANT)]  # inf itself is no mistake
            work.extend(a for a in below if a not in seen)
            seen.update(below)
            if values[slot] != values[slot] and not worse:
                origins.append(slot)
            if not below:
                vague = [a for a in used if self._vague(a) and isfinite(values[a])]
                if not any([self._underflown(self._origin(a)) for a in vague]):
                    self._cause(slot, [values[a] for a in used], missing)
        if missing and not self.found:  # what went on with an infinite variable: inf - inf
            self._cause(origins[0], [values[a] for a in self._used(origins[0])], missing)

    def _cause(self, slot: int, arguments: list[float], missing: bool) -> None:
        """What a slot that is not finite, though its arguments are, did to a result that is `missing` or infinite."""
        attribute = self.tape.attributes[slot]
        row, primal = self.tape.operations[slot], slot <= self.root
        if row is VARIABLE:
            if missing:
                self._say("domain", slot, "{} is nan")
        elif row is CONSTANT:
            self._say("overflow", slot, "{} is beyond the range of a double")
        elif not arguments:
            if missing:
                self._say("domain", slot, "{} is no number")
        elif missing and (not primal or self.values[slot] != self.values[slot]):
            at = ", ".join(f"{a!r}".removesuffix(".0") for a in arguments)
            self._say("domain", slot, "{} is not defined here, at " + at if primal else
                      attribute if row is UNOFFERED else f"{self._called(slot)} does not exist here")
        elif row.at_pole(arguments, attribute):
            kind, what = ("pole", "has a pole") if primal else ("edge", "is infinite")
            self._say(kind, slot, f"{self._called(slot)} {what} here")
        elif not any(map(isinf, arguments)) and (primal or not isinf(self.values[self.root])):
            self._say("overflow", slot, f"{self._called(slot)} overflows")

    def _named(self, results: list[int]) -> dict[int, str]:
        """What results are called: the value, and the partials."""
        partials = {adjoint: f"d/d{self.tape.attributes[leaf]}" for leaf, adjoint in self.adjoints.items()
                    if self.tape.operations[leaf] is VARIABLE}
        named = {**partials, self.root: "the value"}
        return {slot: named.get(slot, "a derivative") for slot in results}

    def _digits(self, results: Mapping[int, str]) -> None:
        """Where fewer than eight digits of a result can be trusted; looked at twice, the second time closely."""
        suspects = [slot for slot in results if isfinite(self.values[slot]) and self._vague(slot)]
        for slot in suspects[:max(1, LOOKS // len(self.tape))]:
            if self.errors[slot] > NORMAL:
                self.errors[slot] = min(self.errors[slot], closely(self.tape, self.values, slot))
        suspects = [slot for slot in suspects if self._vague(slot) and (slot == self.root or self.errors[slot] > NORMAL)]
        lost: dict[int, dict[str, float]] = {}
        for result in suspects:
            if not self.values[result] and self._nothing(result):
                continue
            slot = self._origin(result)
            if self._underflown(slot):
                continue
            of = lost.setdefault(min(slot, self.root), {})  # a sum of adjoints belongs to the whole expression
            of[results[result]] = self.errors[result] / abs(self.values[result]) if self.values[result] else 1.0
        for slot, of in lost.items():
            names = ", ".join(list(of)[:NAMED]) + ", …" * (len(of) > NAMED)
            self._say("cancellation", slot, f"{{}} loses digits: {_left(max(of.values()))} left of {names}; {REMEDY}")

    def _nothing(self, slot: int) -> bool:
        """Whether a result that came out as 0 is 0 whatever the variables are, as the derivative of x/x is."""
        from gradcli.algebra.canonical import rational
        from gradcli.engine.passes import eliminate_dead_code

        tape, kept = eliminate_dead_code(self.tape, [slot])
        if len(tape) > LARGE:
            return False
        return rational(tape, kept[slot]) == 0

    def _vague(self, slot: int) -> bool:
        return self.errors[slot] > abs(self.values[slot]) * TRUSTED

    def _origin(self, slot: int) -> int:
        """The innermost slot that lost the digits of a vague one."""
        deeper = [slot]
        while deeper:
            slot = deeper[0]
            deeper = [a for a in self._used(slot) if self._vague(a)]
        return slot

    def _underflown(self, slot: int) -> bool:
        """Whether a slot is too small for a double; that is told then."""
        y, xs = self.values[slot], [self.values[a] for a in self.tape.arguments[slot]]
        if not underflow(self.tape.operations[slot], y, xs, self.tape.attributes[slot]):
            return False
        below = f"is below the {'normal range' if y else 'range'} of a double: {y!r}".removesuffix(".0")
        self._say("overflow", slot, f"{self._called(slot)} {below}")
        return True

    def _turn(self, slot: int, along: str, slopes: tuple[float, float] | None) -> None:
        where = f" along {along}" if len(self.at) > 1 else ""
        if slopes is None:
            self._say("jump", slot, "{} jumps here" + where)
        else:
            left, right = slopes
            if left == right:
                message = f"the derivative of {{}}{where} is by convention here; on either side it is {left:g}"
                self._say("kink", slot, message)
                return
            self._say("kink", slot, "{} has a kink here" + f"{where}: slope {left:g} on the left, {right:g} on the right")


def _left(error: float) -> str:
    """How many digits a relative error leaves, in words."""
    digits = floor(-log10(error)) if 0 < error < 1 else 0
    return f"about {digits} digit{'s are' if digits != 1 else ' is'}" if digits else "no digit is"
