"""Diagnose an evaluation: kinks, jumps, poles, domain errors, overflow, lost digits.

Comes in: an evaluation, and the slots of the numbers that are printed. Goes out: warnings, one for each cause, each with the
innermost subexpression that caused it. A branch that was not taken causes none.
"""

from collections.abc import Mapping, Sequence
from math import isfinite, isinf
from typing import TYPE_CHECKING, Any

from gradcli.analysis.digits import digits_in_words, lost_digits
from gradcli.analysis.evaluation import TRUSTED, Evaluation
from gradcli.analysis.rounding import bounds, underflow
from gradcli.core.primitive import CONSTANT, UNOFFERED, VARIABLE
from gradcli.numeric.ieee import NORMAL
from gradcli.report.base import DIRECTION, Warning, label, listed

if TYPE_CHECKING:
    from gradcli.analysis.high_order import Estimate
    from gradcli.analysis.kinks import Kink

SHOWN = 4  # names in a message
REMEDY = "--digits 15 gives proven ones"


def diagnose(evaluation: Evaluation, results: Sequence[int], printed: Mapping[int, str] | None = None) -> list[Warning]:
    """Return the warnings for the slots `results`.

    Lost digits are looked for in `printed`, a map from slot to label; by default in `results`.
    """
    return Diagnosis(evaluation).explain(results, printed)


class Diagnosis:
    """The warnings about an evaluation; `found` maps spans to them, so that there is one for a place."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation, self.source, self.tape, self.root = evaluation, evaluation.source, evaluation.tape, evaluation.root
        self.values, self.adjoints = evaluation.values, evaluation.adjoints
        self.found: dict[Any, Warning] = {}

    def explain(self, results: Sequence[int], printed: Mapping[int, str] | None = None) -> list[Warning]:
        """Return the warnings for the slots `results`, and for lost digits of `printed`, as `diagnose` does."""
        kinks = self._kinks()
        for kink in self._kinks_at_nan(kinks):  # before their places get other warnings
            self._warn_kink(*kink)
        infinite = {kink.along for kink in kinks if kink.slopes and any(map(isinf, kink.slopes))}
        reported = {adjoint for name, adjoint in self._partials.items() if name in infinite and isinf(self.values[adjoint])}
        for slot in results:
            if not isfinite(self.values[slot]) and slot not in reported:
                self._explain_non_finite(slot, printed is None or slot in printed)
        for slot, row in enumerate(self.tape.operations[:self.root + 1]):
            if row is CONSTANT and not self.values[slot] and self.tape.attributes[slot] and (
                    slot in self.evaluation.live and not (self.root in self.evaluation.settled and self.values[self.root])):
                self._warn("overflow", slot, "{} is below the range of a double: 0")
        alike: dict[tuple[int, tuple[float, float] | None], list[str]] = {}
        for kink in kinks:
            alike.setdefault((kink.slot, kink.slopes), []).append(kink.along)
        for (slot, slopes), names in alike.items():
            self._warn_kink(slot, _enumerated(names), slopes)
        self._digits(self._labels(results) if printed is None else printed)
        return list(self.found.values())

    def _explain_non_finite(self, slot: int, printed: bool) -> None:
        """Warn about a slot that is not finite, unless it is a `printed` slope that was found otherwise."""
        slope = self.evaluation.missing(slot) if printed else None
        if slope is None or isinf(slope.number):
            self._trace(slot)
        elif slope.side:
            name = self.evaluation.names[slot]
            where = f" along {name}" if len(self.evaluation.at) > 1 else ""
            self._warn("edge", self.root, f"the derivative of {{}}{where} is one-sided here: that on the {slope.side}")

    @property
    def _partials(self) -> dict[str, int]:
        """Return the slots of the first derivatives along variables, by name."""
        return {name: adjoint for adjoint, name in self.evaluation.names.items()}

    def _kinks_at_nan(self, kinks: "Sequence[Kink]") -> "list[Kink]":
        """Return the kinks along variables whose partials are nan, those of `kinks` and others: sqrt(x**2) at 0."""
        names = {name for name, slot in self._partials.items() if self.values[slot] != self.values[slot]}
        if not names or not isfinite(self.values[self.root]) or UNOFFERED in self.tape.operations:
            return []
        if not names <= {kink.along for kink in kinks}:
            from gradcli.analysis.kinks import find_kinks

            kinks = list(find_kinks(self.tape, self.root, self.evaluation.at, [self.root], {}))
        return [kink for kink in kinks if kink.along in names and kink.slopes and all(map(isfinite, kink.slopes))]

    def _kinks(self) -> "list[Kink]":
        if not self.evaluation.boundaries or not self.adjoints:
            return []
        from gradcli.analysis.kinks import find_kinks

        errors = self.evaluation.errors
        if self.evaluation.rounded:  # the number at a kink is exact, whichever side rounding has put the point on
            steps = [slot for slot, row in enumerate(self.tape.operations) if row.is_step]
            errors = bounds(self.tape, self.values, dict.fromkeys(steps, 0.0))
        slopes = {name: (float(self.values[adjoint]), errors[adjoint]) for name, adjoint in self._partials.items()}
        kinks = list(find_kinks(self.tape, self.root, self.evaluation.at, self.evaluation.boundaries, slopes))
        return kinks if DIRECTION not in slopes else [kink for kink in kinks if kink.along in ("", *slopes)]

    def explain_estimate(self, estimate: "Estimate", order: int, side: str) -> list[Warning]:
        """Return a warning for a derivative of high order, non-finite or unreliable, unless there is another warning."""
        number, error = estimate.number, estimate.error
        if self.found:
            return []
        if isfinite(number):
            if side:
                return [self._about_all("edge", f"the derivative of order {order} is one-sided here: that on the {side}")]
            if error <= TRUSTED:
                return []
            if self._warn_underflow(self._origin(self.root)):
                return list(self.found.values())
            name = f"the derivative of order {order}"
            return [self._about_all("cancellation", f"{digits_in_words([(name, error)])}; {REMEDY}")]
        kind, fault = ("domain", "does not exist") if number != number else \
            ("overflow", "overflows") if estimate.large else ("edge", "is infinite")
        return [self._about_all(kind, f"the derivative of order {order} {fault} here")]

    def _about_all(self, kind: str, message: str) -> Warning:
        return Warning(kind, self.source, (0, len(self.source)), message, self.source)

    def _warn(self, kind: str, slot: int, message: str) -> None:
        """Warn about a slot unless its place has a warning; {} in `message` is the subexpression.

        Lost digits are told beside any other: that a slope underflows does not say that the value is wrong.
        """
        span = self.tape.spans[slot]
        text = self.source[slice(*span)] if span else self.source
        message = message.format(text if len(text) < 60 else "this")
        self.found.setdefault((span, kind == "cancellation"), Warning(kind, text, span, message, self.source))

    def _describe(self, slot: int) -> str:
        """Return how messages refer to a slot: as the subexpression, its derivative, or its second derivative."""
        if slot <= self.root:
            return "{}"
        return "the derivative of {}" if slot <= max(self.adjoints.values()) else "the second derivative of {}"

    def _trace(self, slot: int) -> None:
        """Warn about the slots that made a non-finite one so."""
        values, work, seen = self.values, [slot], {slot}
        missing, origins = values[slot] != values[slot], list[int]()
        while work:
            slot = work.pop()
            used = self.evaluation.used(slot)
            if self._is_quotient_of_zeros(slot):
                self._warn("domain", slot, "{} is not defined here: it is 0/0")
                continue
            worse = [a for a in used if values[a] != values[a]] if values[slot] != values[slot] else []
            below = worse or [a for a in used if isinf(values[a]) and (
                self.tape.arguments[a] or self.tape.operations[a] is CONSTANT)]  # inf itself is no mistake
            work.extend(a for a in below if a not in seen)
            seen.update(below)
            if values[slot] != values[slot] and not worse:
                origins.append(slot)
            if not below:
                unreliable = [a for a in used if self.evaluation.is_unreliable(a) and isfinite(values[a])]
                if not any([self._warn_underflow(self._origin(a)) for a in unreliable]):
                    self._classify_non_finite(slot, [values[a] for a in used], missing)
        if missing and not self.found:  # operations on an infinite variable, such as inf - inf
            self._classify_non_finite(origins[0], [values[a] for a in self.evaluation.used(origins[0])], missing)

    def _is_quotient_of_zeros(self, slot: int) -> bool:
        """Return whether a slot is 0 times the reciprocal of 0, as which PyTorch records a number divided by a variable."""
        return slot <= self.root and self.values[slot] != self.values[slot] and any(
            isinf(self.values[a]) and self.tape.spans[a] == self.tape.spans[slot] for a in self.evaluation.used(slot))

    def _classify_non_finite(self, slot: int, arguments: list[float], missing: bool) -> None:
        """Warn about the slot that made a result nan (`missing`) or infinite: it is non-finite, its arguments are finite."""
        attribute = self.tape.attributes[slot]
        row, primal = self.tape.operations[slot], slot <= self.root
        if row is VARIABLE:
            if missing:
                self._warn("domain", slot, "{} is nan")
        elif row is CONSTANT:
            self._warn("overflow", slot, "{} is beyond the range of a double")
        elif not arguments:
            if missing:
                self._warn("domain", slot, "{} is not a number")
        elif missing and (not primal or self.values[slot] != self.values[slot]):
            at = ", ".join(f"{a!r}".removesuffix(".0") for a in arguments)
            if row.syntax and row.syntax.kind == "infix" and not any(arguments):  # as a point, 0, 0 would mislead
                where = f": it is {row.syntax.symbols[0].join('00')}"
            else:
                where = ", at " + at
            self._warn("domain", slot, "{} is not defined here" + where if primal else
                       attribute if row is UNOFFERED else f"{self._describe(slot)} does not exist here")
        elif row.at_pole(arguments, attribute):
            kind, fault = ("pole", "has a pole") if primal else ("edge", "is infinite")
            self._warn(kind, slot, f"{self._describe(slot)} {fault} here")
        elif not any(map(isinf, arguments)) and (primal or not isinf(self.values[self.root])):
            self._warn("overflow", slot, f"{self._describe(slot)} overflows")

    def _labels(self, results: Sequence[int]) -> dict[int, str]:
        """Map results, the value and partials, to their labels."""
        named = {**{adjoint: label([name]) for name, adjoint in self._partials.items()}, self.root: "the value"}
        return {slot: named.get(slot, "a derivative") for slot in results}

    def _digits(self, results: Mapping[int, str]) -> None:
        """Warn where fewer than eight digits of a result can be trusted."""
        if not self.evaluation.rounded:
            return
        lost: dict[int, list[tuple[str, float]]] = {}
        settled = self.evaluation.settled
        if self.root in settled and self.root in results and abs(self.values[self.root]) < NORMAL:
            self._warn_underflow(self._origin(self.root))
        for result, error in lost_digits(self.evaluation, [slot for slot in results if slot not in settled]).items():
            slot = self._origin(result)
            if not self._warn_underflow(slot):
                lost.setdefault(min(slot, self.root), []).append((results[result], error))  # sums of adjoints belong to all
        for slot, errors in lost.items():
            self._warn("cancellation", slot, f"{{}} loses digits: {digits_in_words(errors)}; {REMEDY}")

    def _origin(self, slot: int) -> int:
        """Return the innermost slot that lost the digits of an unreliable one."""
        deeper = [slot]
        while deeper:
            slot = deeper[0]
            deeper = [a for a in self.evaluation.used(slot) if self.evaluation.is_unreliable(a)]
        return slot

    def _warn_underflow(self, slot: int) -> bool:
        """Warn if the slot underflowed; return whether it did."""
        y, xs = self.values[slot], [self.values[a] for a in self.tape.arguments[slot]]
        if not underflow(self.tape.operations[slot], y, xs, self.tape.attributes[slot]):
            return False
        below = f"is below the {'normal range' if y else 'range'} of a double: {y!r}".removesuffix(".0")
        self._warn("overflow", slot, f"{self._describe(slot)} {below}")
        return True

    def _warn_kink(self, slot: int, along: str, slopes: tuple[float, float] | None) -> None:
        where = f" along {along}" if along and len(self.evaluation.at) > 1 else ""
        if slopes is None:
            kind, fault = ("pole", "has a pole") if isinf(self.values[slot]) else ("jump", "jumps")
            self._warn(kind, slot, f"{{}} {fault} here" + where)
            return
        left, right = slopes
        exist = [(slope, side) for slope, side in ((left, "on the left"), (right, "on the right")) if slope == slope]
        if not exist:
            message = "{} has a kink here"
        elif left == right or len(exist) == 1:
            side = "on either side" if left == right else exist[0][1]
            message = f"the derivative of {{}}{where} is by convention here; {side} it is {_slope(exist[0][0])}"
        else:
            message = f"{{}} has a kink here{where}: slope {_slope(left)} on the left, {_slope(right)} on the right"
        self._warn("edge" if any(map(isinf, (left, right))) else "kink", slot, message)


def _enumerated(names: Sequence[str]) -> str:
    """Return some names for a message: x, y and z; of many the first."""
    if len(names) > SHOWN:
        names = [*names[:SHOWN], f"{len(names) - SHOWN} more"]
    return listed(names)


def _slope(number: float) -> str:
    """Return a slope for a message."""
    number = float(f"{number:.5g}")
    return f"{number:g}" if isfinite(number) else "infinite" if number > 0 else "infinite (negative)"
