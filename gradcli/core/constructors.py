"""Constructors of rows, one per kind: `function`, `operator`, `constant`, `kernel` and `defined`.

    coth = function(
        "coth", 1,
        rules=[lambda g, y, x: -g * csch_square(x)],
        float64=lazy_kernel("hyperbolic", "coth"),
        numerics=Numerics(arb="coth"),
        singular=Singular(poles=lambda x: x == 0),
        laws=Laws(parity=-1),
        notation=Notation(r"\\coth"),
        doc=Doc("hyperbolic cotangent, 1/tanh(x)", "x != 0"),
        samples=MODERATE)

An incomplete row raises RowError when it is made, with its name and the missing column.
"""

import math
from collections.abc import Callable
from typing import Any

from gradcli.core.facets import (
    LAWLESS,
    PLAIN,
    SMOOTH,
    Definition,
    Doc,
    Exact,
    Laws,
    Notation,
    Numerics,
    Singular,
    Syntax,
    Torch,
)
from gradcli.core.primitive import CONSTANT, FUNCTIONS, OPERATORS, JointRule, Primitive, Rule, Rules, Samples
from gradcli.core.tape import Attribute, Ref, Tape
from gradcli.numeric.ieee import total

ROWS: dict[str, list[Primitive]] = {}  # all rows by name, hidden ones too


class RowError(ValueError):
    """A row that is incomplete, or contradicts another."""


def function(name: str, arity: int, *, rules: Rules, float64: Callable[..., float] | None = None, variadic: bool = False,
             numerics: Numerics, singular: Singular = SMOOTH, laws: Laws = LAWLESS, torch: Torch | None = None,
             notation: Notation = PLAIN, doc: Doc, samples: Samples,
             joint_rule: JointRule | None = None) -> Primitive:
    """Make a row that the language can call. `float64` defaults to the function of that name in `math`, made total."""
    return _enter(Primitive(
        name, arity, None if variadic else arity, rules, float64 or _libm(name), numerics=numerics, singular=singular,
        laws=laws, torch=torch, notation=notation, doc=doc, samples=samples, joint_rule=joint_rule))


def operator(name: str, arity: int, *, rules: Rules, float64: Callable[..., float], numerics: Numerics,
             singular: Singular = SMOOTH, laws: Laws = LAWLESS, torch: Torch | None = None, syntax: Syntax,
             notation: Notation = PLAIN, doc: Doc, samples: Samples) -> Primitive:
    """Make a row that is written with symbols; a ternary or postfix one can be called by its name too."""
    return _enter(Primitive(
        name, arity, arity, rules, float64, numerics=numerics, singular=singular, laws=laws, torch=torch, syntax=syntax,
        notation=notation, doc=doc, samples=samples))


def constant(name: str, value: float, *, numerics: Numerics, laws: Laws = LAWLESS, notation: Notation = PLAIN,
             doc: str) -> Primitive:
    """Make a named number; its definition, if it has one, is a function of an operand, whose kind of number it returns."""
    return _enter(Primitive(name, 0, 0, [], lambda: value, numerics=numerics, laws=laws, notation=notation,
                            doc=Doc(doc, "a constant"), samples=[()]))


def kernel(name: str, arity: int, *, rules: Rules, float64: Callable[..., float], variadic: bool = False,
           numerics: Numerics, singular: Singular = SMOOTH, laws: Laws = LAWLESS, notation: Notation = PLAIN, doc: Doc,
           samples: Samples, sampled: Attribute = None) -> Primitive:
    """Make a hidden row: a derivative with its own float code, which formulas show as its definition."""
    return _enter(Primitive(
        name, arity, None if variadic else arity, rules, float64, numerics=numerics, singular=singular, laws=laws,
        notation=notation, doc=doc, samples=samples, sampled=sampled, hidden=True))


def defined(name: str, arity: int, definition: Definition, *, rules: Rules = None,
            float64: Callable[..., float] | None = None, exact: Exact | None = None, ulps: int = 0,
            singular: Singular = SMOOTH, laws: Laws = LAWLESS, torch: Torch | None = None, notation: Notation = PLAIN,
            doc: Doc, samples: Samples) -> Primitive:
    """Make a row from an expression of other rows: value, adjoints and proven digits follow from it.

    `rules` and `float64` are given where the ones that follow would lose digits, or have other conventions.
    """
    return _enter(Primitive(
        name, arity, arity, rules or derived_rules(definition, arity),
        float64 or _derived_value(definition, arity),
        numerics=Numerics(definition=definition, composed=True, exact=exact, ulps=ulps), singular=singular, laws=laws,
        torch=torch, notation=notation, doc=doc, samples=samples))


def relate(row: Primitive, *, inverse: Primitive | None = None, pythagorean: tuple[Primitive, int] | None = None,
           size: Primitive | None = None) -> None:
    """Set the laws of a row that refer to a row made after it, or that both rows have: `size` is abs, of sign."""
    if inverse:
        row.laws = row.laws.changed(inverse=inverse)
    if pythagorean:
        other, sign = pythagorean
        row.laws = row.laws.changed(pythagorean=pythagorean, square=(other, 1, -sign))
        other.laws = other.laws.changed(square=(row, sign, -sign))
    if size:
        for each in (row, size):
            each.laws = each.laws.changed(sign_and_size=(row, size))


def no_rule(name: str, argument: str) -> str:
    """Return what stands in the place of a rule that is not offered: the words that tell the user so."""
    return f"the derivative of {name} along {argument} is not offered"


def _libm(name: str) -> Callable[..., float]:
    if not hasattr(math, name):
        raise RowError(f"row {name}: column float64 is missing, and math has no function {name}")
    return total(getattr(math, name))


def _enter(row: Primitive) -> Primitive:
    """Check a row and register it: under its symbols, and under its name and synonyms if it can be called."""
    if fault := _fault(row):
        raise RowError(f"row {row.name}: {fault}")
    ROWS.setdefault(row.name, []).append(row)
    if row.syntax:
        for key in _keys(row.syntax):
            OPERATORS[key] = row
    elif not row.hidden and row.name in FUNCTIONS.entered:
        FUNCTIONS.entered[row.name].overloads.append(row)
        row.overloads = FUNCTIONS.entered[row.name].overloads
    for word in _words(row):
        FUNCTIONS.entered.setdefault(word, row)
    return row


def _words(row: Primitive) -> tuple[str, ...]:
    """Return the words that call a row: none of a hidden one, and of an operator between operands or before one."""
    called = not row.hidden and (not row.syntax or row.syntax.kind in ("ternary", "postfix"))
    return (row.name, *row.notation.synonyms) if called else ()


def _keys(syntax: Syntax) -> list[str]:
    return [symbol if syntax.kind in ("infix", "ternary") else f"{syntax.kind} {symbol}" for symbol in syntax.symbols]


def _fault(row: Primitive) -> str | None:
    """Return the fault of a row, beginning with the column; None where it has none."""
    return _fault_of_rules(row) or _fault_of_name(row) or _fault_of_numerics(row) or _fault_of_words(row)


def _fault_of_rules(row: Primitive) -> str | None:
    if row.rules is None or callable(row.rules):
        return None
    if row.most is None:
        return "column rules must be one function rule(g, y, i, *arguments), since the row is variadic"
    if len(row.rules) != row.least:
        return f"column rules has {len(row.rules)} for {row.least} arguments"
    return None


def _fault_of_name(row: Primitive) -> str | None:
    namesakes = [other for other in ROWS.get(row.name, ()) if other.takes(row.least) or row.takes(other.least)]
    entered = FUNCTIONS.entered
    foreign = row.name in entered and entered[row.name].name != row.name
    words = any(word in entered for word in row.notation.synonyms)
    symbols = row.syntax is not None and any(key in OPERATORS for key in _keys(row.syntax))
    if namesakes or foreign or words or symbols:
        return "its name, a synonym or its symbol is taken"
    unlisted = [word for word in _words(row) if word not in FUNCTIONS]
    return f"{unlisted[0]} is not in the table of contents (gradcli/ops/__init__.py)" if unlisted else None


def _fault_of_numerics(row: Primitive) -> str | None:
    numerics = row.numerics
    if row.hidden and not numerics.definition:
        return "column numerics has no definition, which formulas show for a hidden row"
    known = numerics.rational or numerics.definition or numerics.arb
    if not known and (row.least or math.isfinite(row.float64())):
        return "column numerics has no value for exact numbers and proven digits: give rational, definition or arb"
    return None


def _fault_of_words(row: Primitive) -> str | None:
    if not row.doc.summary or not row.doc.domain:
        return "column doc is empty"
    if (row.singular.kinks or row.singular.jumps) and not row.doc.convention:
        return "column doc has no convention, and the row has kinks or jumps"
    return None if row.samples else "column samples is empty"


def _derived_value(definition: Definition, arity: int) -> Callable[..., float]:
    """Return the float function of a definition, which is recorded at the first call."""
    steps: list[tuple[Primitive, tuple[int, ...], Any]] = []
    root = 0

    def value(*xs: float) -> float:
        nonlocal root
        if not steps:
            tape = Tape()
            written = definition(*[Ref(tape, tape.variable(str(i))) for i in range(arity)])
            assert isinstance(written, Ref)
            root = written.slot
            steps.extend((row, arguments, attribute) for row, arguments, attribute, _ in tape)
        values = list(xs)
        for row, arguments, attribute in steps[arity:]:
            number = attribute.numerator / attribute.denominator if row is CONSTANT else None
            values.append(row.value([values[a] for a in arguments], attribute) if number is None else number)
        return values[root]

    return value


def raised_rules(row: Callable[[], Primitive]) -> list[Rule]:
    """Return the rules of a row of partial derivatives in two arguments, whose attribute has the order in each of them."""
    return [lambda g, y, a, b: g * row()(a, b, attribute=(y.attribute[0] + 1, y.attribute[1])),
            lambda g, y, a, b: g * row()(a, b, attribute=(y.attribute[0], y.attribute[1] + 1))]


def derived_rules(definition: Definition, arity: int) -> list[Rule]:
    """Return the adjoint rules of a row that follow from its definition."""
    return [_derived_rule(definition, index) for index in range(arity)]


def _derived_rule(definition: Definition, index: int) -> Rule:
    """Return the adjoint rule of one argument of a definition: its tangent where that argument's is g.

    Both are the same number, since the adjoint rules, which give either, are linear in g.
    """

    def rule(g: Ref, y: Ref, *xs: Ref) -> Ref:
        tangent = definition(*[_Tangent(x, g if i == index else None) for i, x in enumerate(xs)])
        assert isinstance(tangent, _Tangent)
        return y.number(0) if tangent.tangent is None else tangent.tangent

    return rule


class _Tangent(Ref):
    """A slot and its tangent, None where that is 0; operations on it append both to the tape."""

    __slots__ = ("tangent",)

    def __init__(self, ref: Ref, tangent: Ref | None) -> None:
        super().__init__(ref.tape, ref.slot, ref.span)
        self.tangent = tangent

    def number(self, value: Any) -> "_Tangent":
        return _Tangent(super().number(value), None)

    def apply(self, row: Primitive, *arguments: Any, attribute: Any = None) -> "_Tangent":
        xs = [a if isinstance(a, _Tangent) else self.number(a) for a in arguments]
        plain = [Ref(x.tape, x.slot, x.span) for x in xs]
        y = Ref(self.tape, self.slot, self.span).apply(row, *plain, attribute=attribute)
        total = None
        for i, x in enumerate(xs):
            rule = row.rule(i) if x.tangent is not None else None
            if rule is not None:
                part = rule(x.tangent, y, *plain)
                total = part if total is None else total + part
        return _Tangent(y, total)
