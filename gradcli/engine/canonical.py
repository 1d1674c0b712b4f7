"""Tape to formula: sums of products with rational coefficients, like terms and powers collected, highest power first.

An expression is a dict from monomials to coefficients; a monomial is a sorted tuple of (atom, exponent). Atoms are
variables, calls, and sums under a power; each is made once, after its arguments, with its text, so nothing recurses.
What holds only generically (x/x is 1, 0*x is 0) is taken as holding.
"""

from fractions import Fraction

from gradcli.core.primitive import CONSTANT, FUNCTIONS, VARIABLE
from gradcli.core.tape import Tape
from gradcli.ops.arithmetic import falling_power, power


class _Atoms:
    """The atoms made so far: their texts, and whether a text is a plain variable (for the order of terms)."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.is_variable: list[bool] = []
        self.index: dict[str, int] = {}

    def make(self, text: str, is_variable: bool = False) -> dict:
        if text not in self.index:
            self.index[text] = len(self.texts)
            self.texts.append(text)
            self.is_variable.append(is_variable)
        return {((self.index[text], Fraction(1)),): Fraction(1)}

    def degree(self, monomial) -> tuple:
        plain = [(atom, exponent) for atom, exponent in monomial if self.is_variable[atom]]
        return (-sum(exponent for _, exponent in plain), [(atom, -exponent) for atom, exponent in plain], monomial)

    def text(self, expression: dict) -> str:
        parts = []
        for monomial in sorted(expression, key=self.degree):
            coefficient = expression[monomial]
            sign = "-" if coefficient < 0 else "+"
            parts.append(f" {sign} " if parts else "-" if sign == "-" else "")
            parts.append(self.product(monomial, abs(coefficient)))
        return "".join(parts) or "0"

    def product(self, monomial, coefficient: Fraction) -> str:
        above = [str(coefficient.numerator)] if coefficient.numerator != 1 else []
        below = [str(coefficient.denominator)] if coefficient.denominator != 1 else []
        for atom, exponent in sorted(monomial, key=lambda item: (not self.is_variable[item[0]], item)):
            text, size = self.texts[atom], abs(exponent)
            if size == Fraction(1, 2):
                text = f"sqrt({text[1:-1] if text.startswith('(') else text})"
            elif size != 1:
                text += f"**{size}" if size.denominator == 1 else f"**({size})"
            (above if exponent > 0 else below).append(text)
        top = "*".join(above) or "1"
        return top if not below else f"{top}/{below[0]}" if len(below) == 1 else f"{top}/({'*'.join(below)})"

    def multiply(self, a: dict, b: dict) -> dict:
        if not a or not b:
            return {}
        for scale, other in ((a, b), (b, a)):
            if list(scale) == [()]:
                return {monomial: coefficient * scale[()] for monomial, coefficient in other.items()}
        (left, p), (right, q) = self.single(a), self.single(b)
        exponents = dict(left)
        for atom, exponent in right:
            exponents[atom] = exponents.get(atom, 0) + exponent
        return {tuple(sorted(item for item in exponents.items() if item[1])): p * q}

    def single(self, expression: dict):
        if len(expression) != 1:
            expression = self.make(f"({self.text(expression)})")
        return next(iter(expression.items()))

    def raised(self, base: dict, exponent: Fraction) -> dict:
        if exponent == 0:
            return {(): Fraction(1)}
        if not base and exponent > 0:
            return {}
        if exponent.denominator != 1 or not base or abs(exponent) > 1000:
            plain = base and len(base) == 1 and next(iter(base.items()))
            if not (plain and plain[1] == 1 and len(plain[0]) == 1 and plain[0][0][1] == 1):
                base = self.make(f"({self.text(base)})")
        monomial, coefficient = self.single(base)
        factor = coefficient if coefficient == 1 else coefficient ** int(exponent)
        return {tuple((atom, inner * exponent) for atom, inner in monomial): factor}


def _sum(parts) -> dict:
    total: dict = {}
    for factor, part in parts:
        for monomial, coefficient in part.items():
            total[monomial] = total.get(monomial, 0) + factor * coefficient
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def formula(tape: Tape, root: int) -> str:
    """The text of slot `root` in canonical form, which gradcli itself reads back."""
    live, work = set(), [root]
    while work:
        slot = work.pop()
        if slot not in live:
            live.add(slot)
            work.extend(tape.arguments[slot])
    atoms, forms = _Atoms(), {}
    for slot in sorted(live):
        row, xs = tape.operations[slot], [forms[a] for a in tape.arguments[slot]]
        if row is CONSTANT:
            form = {(): Fraction(tape.attributes[slot])} if tape.attributes[slot] else {}
        elif row is VARIABLE:
            form = atoms.make(tape.attributes[slot], True)
        elif row.terms:
            form = _sum(zip(row.terms, xs, strict=True))
        elif row.powers:
            form = {(): Fraction(1)}
            for exponent, x in zip(row.powers, xs, strict=True):
                form = atoms.multiply(form, atoms.raised(x, Fraction(exponent)))
        elif row is power or row is falling_power:
            form, exponent = {(): Fraction(1)}, xs[1]
            for i in range(tape.attributes[slot] or 0):
                form = atoms.multiply(form, _sum([(1, xs[1]), (-i, {(): Fraction(1)})]))
                exponent = _sum([(1, exponent), (-1, {(): Fraction(1)})])
            if form and (not exponent or list(exponent) == [()]):
                form = atoms.multiply(form, atoms.raised(xs[0], exponent.get((), Fraction(0))))
            elif form:
                form = atoms.multiply(form, atoms.make(f"(({atoms.text(xs[0])})**({atoms.text(exponent)}))"))
        elif row is FUNCTIONS["where"]:
            c, a, b = (atoms.text(x) for x in xs)
            form = {} if not xs[1] and not xs[2] else atoms.make(f"(({a}) if {c} else ({b}))")
        elif row.syntax and row.syntax.kind == "infix":
            form = atoms.make(f"(({atoms.text(xs[0])}) {row.syntax.symbols[0]} ({atoms.text(xs[1])}))")
        elif row.syntax:
            form = atoms.make(f"({row.syntax.symbols[0]} ({atoms.text(xs[0])}))")
        else:
            form = atoms.make(f"{row.name}({', '.join(atoms.text(x) for x in xs)})" if xs else row.name)
        forms[slot] = form
    return atoms.text(forms[root])
