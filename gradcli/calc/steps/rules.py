"""The rules of calculus by name, step by step, as a derivative is found by hand.

A rule is a generator: it yields the slots whose derivatives it needs, is sent these, and returns the derivative. So the
stack of active rules is a list, and expressions may be of any depth.
"""

from collections.abc import Generator
from fractions import Fraction
from math import e

from gradcli.calc.steps.formula_tape import FormulaTape
from gradcli.calc.steps.row_slopes import append_as_typed, logarithm, row_slope
from gradcli.core.primitive import VARIABLE, Primitive
from gradcli.core.tape import Tape
from gradcli.ops import ADD, DIV, MUL, NEG, POW, SELECT, SUB

Work = Generator[int, int, int]


class Step:
    """A step of a derivation; formulas are slots.

    `rule` is its name and `row` its row; `outer` is the rule for f' in a chain rule. `parts` are the f, g, u, … of the
    rule, `derivatives` theirs. `same` is the earlier step with the same result.
    """

    __slots__ = ("id", "parent", "depth", "of", "rule", "outer", "row", "parts", "derivatives", "result", "same")

    def __init__(self, id: int, parent: "Step | None", of: int) -> None:
        self.id, self.of = id, of
        self.parent: int | None = parent.id if parent else None
        self.depth: int = parent.depth + 1 if parent else 0
        self.rule, self.outer = "", ""
        self.row: Primitive | None = None
        self.same: int | None = None
        self.parts: dict[str, int] = {}
        self.derivatives: dict[str, int] = {}
        self.result = of


class Differentiation:
    """The derivative of a slot along a variable: `steps` in the order in which they begin, `result`, both on `tape`."""

    def __init__(self, tape: Tape, root: int, name: str, thorough: bool = False) -> None:
        self.tape, self.name, self.thorough = FormulaTape(), name, thorough
        self.root = append_as_typed(tape, self.tape)[root]
        self.active = self.tape.moving([name])
        taken = {attribute for row, _, attribute, _ in self.tape if row is VARIABLE}
        self.letters = {role: next(letter for letter in [*choices, *(f"{role}{i}" for i in range(len(taken) + 1))]
                                   if letter not in taken) for role, choices in
                        {"f": "fFphP", "g": "gGqkQ", "c": "cCaAK"}.items()}
        self.taken = taken
        self.steps: list[Step] = []
        self.known: dict[int, tuple[int, int]] = {}
        self.result = self.run()

    def inner(self, count: int) -> list[str]:
        """Return names for `count` inner functions other than the variables."""
        letters = (*"uvwstpqr", *(f"u{i}" for i in range(count + len(self.taken))))
        return [letter for letter in letters if letter not in self.taken][:count]

    def run(self) -> int:
        """Take all steps; return the derivative."""
        stack: list[tuple[Step, Work]] = []
        pending: int | None = self.root
        answer = 0
        while True:
            if pending is not None:
                found = self.begin(pending, stack[-1][0] if stack else None)
                if isinstance(found, int):
                    answer = found
                else:
                    stack.append(found)
            if not stack:
                return answer
            step, work = stack[-1]
            try:
                pending = work.send(answer) if pending is None or isinstance(found, int) else next(work)
            except StopIteration as stop:
                stack.pop()
                answer, pending = self.end(step, stop.value), None

    def end(self, step: Step, result: int) -> int:
        """Store the result of a step; return it."""
        step.result = result
        self.known[step.of] = result, step.id
        return result

    def begin(self, slot: int, parent: Step | None) -> int | tuple[Step, Work]:
        """Return the derivative of a slot if it takes at most one step, else a step and its active rule."""
        tape = self.tape
        if parent is not None and not self.active[slot]:
            return tape.constant(0)
        if parent is not None and tape.operations[slot] is VARIABLE:
            return tape.constant(1)
        step = Step(len(self.steps) + 1, parent, slot)
        self.steps.append(step)
        if slot in self.known:
            step.rule, (step.result, step.same) = "repeated", self.known[slot]
            return step.result
        work = self.rule(step)
        return self.end(step, work) if isinstance(work, int) else (step, work)

    def rule(self, step: Step) -> int | Work:
        """Begin the rule for the operation of a step."""
        tape, slot = self.tape, step.of
        row, arguments = tape.operations[slot], tape.arguments[slot]
        if not self.active[slot]:
            step.rule = "constant"
            return tape.constant(0)
        if row is VARIABLE:
            step.rule = "variable"
            return tape.constant(1)
        if not self.thorough and (found := self.polynomial(step)) is not None:
            return found
        if row in (ADD, SUB):
            return self.sum(step)
        if row is NEG:
            return self.opposite(step)
        if row is MUL:
            return self.product(step, *arguments)
        if row is DIV:
            return self.quotient(step, *arguments)
        if row is SELECT:
            return self.piecewise(step, *arguments)
        if row.is_step:
            step.rule, step.row = "step function", row
            return tape.constant(0)
        if row is POW and self.active[arguments[0]] and self.active[arguments[1]]:
            return self.general_power(step, *arguments)
        return self.chain(step)

    def polynomial(self, step: Step) -> int | None:
        """Return the derivative of a polynomial, term by term; None if it is not one."""
        tape, terms = self.tape, self.tape.all_terms(step.of)
        total = tape.constant(0)
        highest = 0
        for slot, minus in terms:
            if not self.active[slot]:
                continue
            found = self.monomial(slot)
            if found is None:
                return None
            coefficient, constants, divisors, exponent = found
            highest = max(highest, exponent)
            number = coefficient * exponent
            for divisor in [each for each in divisors if tape.number(each)]:
                if (number / tape.number(divisor)).denominator == 1:
                    number /= tape.number(divisor)
                    divisors.remove(divisor)
            term = tape.constant(int(number) if number.denominator == 1 else number)
            for constant in constants:
                term = tape.product(term, constant)
            term = tape.product(term, tape.power(tape.variable(self.name), tape.constant(exponent - 1)))
            for divisor in divisors:
                term = tape.quotient(term, divisor)
            total = tape.difference(total, term) if minus else tape.sum(total, term)
        step.rule = "polynomial" if len(terms) > 1 else "power" if highest > 1 else "linear"
        return total

    def monomial(self, slot: int) -> tuple[Fraction, list[int], list[int], int] | None:
        """Return the number, constant factors, constant divisors and exponent of a monomial; None for others."""
        tape, at = self.tape, slot
        number, constants, divisors, exponent = Fraction(1), list[int](), list[int](), 0
        while True:
            row, arguments = tape.operations[at], tape.arguments[at]
            if row is VARIABLE:
                return number, constants[::-1], divisors[::-1], exponent + 1
            if row is POW:
                whole = tape.number(arguments[1])
                if tape.operations[arguments[0]] is VARIABLE and whole is not None and whole.denominator == 1 and whole > 0:
                    return number, constants[::-1], divisors[::-1], int(whole)
                return None
            if row is DIV and not self.active[arguments[1]]:
                divisors.append(arguments[1])
                at = arguments[0]
            elif row is MUL and self.active[arguments[0]] != self.active[arguments[1]]:
                at, constant = arguments if self.active[arguments[0]] else arguments[::-1]
                if tape.number(constant) is None:
                    constants.append(constant)
                else:
                    number *= tape.number(constant)
            else:
                return None

    def sum(self, step: Step) -> Work:
        step.rule = "sum"
        tape, total = self.tape, self.tape.constant(0)
        for slot, minus in self.tape.all_terms(step.of):
            if self.active[slot]:
                slope = yield slot
                total = tape.difference(total, slope) if minus else tape.sum(total, slope)
        return total

    def opposite(self, step: Step) -> Work:
        step.rule = "opposite"
        inner, = self.tape.arguments[step.of]
        step.parts = {self.letters["f"]: inner}
        slope = yield inner
        return self.tape.negative(slope)

    def product(self, step: Step, a: int, b: int) -> Work:
        f, g, c = self.letters.values()
        if not (self.active[a] and self.active[b]):
            constant, inner = (a, b) if self.active[b] else (b, a)
            step.rule, step.parts = "constant factor", {c: constant, f: inner}
            slope = yield inner
            return self.tape.product(constant, slope)
        step.rule, step.parts = "product", {f: a, g: b}
        left = yield a
        right = yield b
        step.derivatives = {f"{f}'": left, f"{g}'": right}
        return self.tape.sum(self.tape.product(left, b), self.tape.product(a, right))

    def quotient(self, step: Step, a: int, b: int) -> Work:
        tape = self.tape
        f, g, c = self.letters.values()
        if not self.active[b]:
            step.rule, step.parts = "constant divisor", {c: b, f: a}
            slope = yield a
            return tape.quotient(slope, b)
        square = tape.power(b, tape.constant(2))
        if not self.active[a]:
            step.rule, step.parts = "constant numerator", {c: a, g: b}
            slope = yield b
            step.derivatives = {f"{g}'": slope}
            return tape.quotient(tape.negative(tape.product(a, slope)), square)
        step.rule, step.parts = "quotient", {f: a, g: b}
        numerator = yield a
        denominator = yield b
        step.derivatives = {f"{f}'": numerator, f"{g}'": denominator}
        return tape.quotient(tape.difference(tape.product(numerator, b), tape.product(a, denominator)), square)

    def general_power(self, step: Step, a: int, b: int) -> Work:
        """Apply the rule of f**g, by exp(g*log(f))."""
        tape = self.tape
        f, g, _ = self.letters.values()
        step.rule, step.parts = "general power", {f: a, g: b}
        base = yield a
        exponent = yield b
        step.derivatives = {f"{f}'": base, f"{g}'": exponent}
        exponent_part = tape.product(exponent, tape.emit(logarithm(), (a,)))
        moved = tape.quotient(tape.product(b, base), a)
        return tape.product(step.of, tape.sum(exponent_part, moved))

    def piecewise(self, step: Step, condition: int, a: int, b: int) -> Work:
        f, g, _ = self.letters.values()
        step.rule, step.parts = "piecewise", {"condition": condition, f: a, g: b}
        if not (self.active[a] or self.active[b]):
            step.rule = "pieces of constants"
            return self.tape.constant(0)
        first = yield a
        second = yield b
        step.derivatives = {f"{f}'": first, f"{g}'": second}
        return self.tape.branches(condition, first, second)

    def chain(self, step: Step) -> int | Work:
        """Return the derivative of a row, or begin the chain rule if an argument is not just the variable."""
        tape, slot = self.tape, step.of
        row, arguments = tape.operations[slot], tape.arguments[slot]
        inner = list(dict.fromkeys(a for a in arguments if self.active[a]))
        step.row = row
        if row.laws.drops_equal_arguments and len(inner) > 1:
            return self.extreme(step)
        step.rule = "function" if row is not POW else "power" if self.active[arguments[0]] else "exponential"
        if len(inner) == 1 and tape.operations[inner[0]] is VARIABLE:
            return self.slope(slot, inner[0])
        return self.apply_chain_rule(step, inner)

    def apply_chain_rule(self, step: Step, inner: list[int]) -> Work:
        tape, slot = self.tape, step.of
        f = self.letters["f"]
        names = dict(zip(inner, self.inner(len(inner)), strict=True))
        letters = {a: tape.variable(name) for a, name in names.items()}
        outer = tape.emit(tape.operations[slot], tuple([letters.get(a, a) for a in tape.arguments[slot]]),
                          tape.attributes[slot])
        step.parts = {f"{f}({', '.join(names.values())})": outer} | {name: a for a, name in names.items()}
        step.outer, step.rule = step.rule, "chain" if len(inner) == 1 else "chain of several"
        outside = {(f"{f}'({name})" if len(inner) == 1 else f"{f}_{name}"): self.slope(outer, letters[a])
                   for a, name in names.items()}
        step.parts |= outside
        total = tape.constant(0)
        found: dict[str, int] = {}
        for a, name in names.items():
            slope = found[f"{name}'"] = yield a
            total = tape.sum(total, tape.product(self.slope(slot, a), slope))
        step.derivatives = found
        return total

    def extreme(self, step: Step) -> Work:
        """Apply the rule of max and min: the derivative of the argument taken, of several the first."""
        tape = self.tape
        row, arguments = tape.operations[step.of], tape.arguments[step.of]
        names = [*self.letters.values()][:2] if len(arguments) == 2 else self.inner(len(arguments))
        step.rule, step.parts = "extreme", dict(zip(names, arguments, strict=True))
        slopes: list[int] = []
        for name, argument in step.parts.items():
            slope = yield argument
            step.derivatives[f"{name}'"] = slope
            slopes.append(slope)
        result = slopes.pop()
        for index in reversed(range(len(slopes))):
            rule, root = row_slope(row, index, len(arguments))
            condition = self.splice(rule, arguments)[rule.arguments[root][0]]
            result = tape.branches(condition, slopes[index], result)
        return result

    def splice(self, rule: Tape, arguments: tuple[int, ...]) -> list[int]:
        """Append the derivative of a row over these arguments; return where each of its slots went."""
        places: list[int] = []
        for row, below, attribute, _ in rule:
            places.append(arguments[int(attribute)] if row is VARIABLE else
                          self.tape.emit(row, tuple([places[a] for a in below]), attribute))
        return places

    def slope(self, slot: int, along: int) -> int:
        """Append the derivative of a row along a slot, which may be several of its arguments; return its slot."""
        tape = self.tape
        row, arguments = tape.operations[slot], tape.arguments[slot]
        if row is POW:
            return self.power_slope(slot, along)
        total = tape.constant(0)
        for index, argument in enumerate(arguments):
            if argument == along:
                rule, root = row_slope(row, index, len(arguments))
                total = tape.sum(total, self.splice(rule, arguments)[root])
        return total

    def power_slope(self, slot: int, along: int) -> int:
        tape = self.tape
        base, exponent = tape.arguments[slot]
        if along == base:
            number = tape.number(exponent)
            less = tape.constant(number - 1) if number is not None else tape.difference(exponent, tape.constant(1))
            return tape.product(exponent, tape.power(base, less))
        if not tape.arguments[base] and tape.number(base) is None and tape.operations[base].value([]) == e:
            return slot
        return tape.product(slot, tape.emit(logarithm(), (base,)))
