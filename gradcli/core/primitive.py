"""The row of an operation, which holds all that is specific to it, and the registry of all rows."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from gradcli.core.facets import LAWLESS, PLAIN, SMOOTH, Doc, Laws, Notation, Numerics, Rational, Singular, Syntax, Torch
from gradcli.errors import GradcliError

if TYPE_CHECKING:
    from gradcli.core.operand import Operand
    from gradcli.core.tape import Attribute, Ref

    T = TypeVar("T", bound=Operand)

Rule: TypeAlias = Callable[..., "Ref"]
Rules: TypeAlias = Rule | Sequence[Rule | str | None] | None
JointRule: TypeAlias = Callable[["Ref", "Ref", Sequence["Ref"]], list["Ref"]]
Samples: TypeAlias = Sequence[float | tuple[float, ...]]


class Primitive:
    """A row of the table; core/constructors makes them.

    name        as it is called; rows of one name differ in their number of arguments (`overloads`)
    least, most number of arguments; `most` is None where there is no bound
    rules       the adjoint of each argument, `rule(g, y, *arguments)` with `g` the adjoint of the result `y`, all Refs;
                None where no gradient flows; a text that says so where it is not offered. One callable, of a variadic
                row, gets the index: `rule(g, y, i, *arguments)`. The attribute, if the row has one, is `y.attribute`
    float64     the value, a total function of floats: nan, inf and signed zeros as IEEE 754 has them, never an exception.
                The attribute, if the row has one, is the last argument
    joint_rule  the adjoints of all arguments of a variadic row, `joint_rule(g, y, arguments)`, in linear work
    hidden      True of a row that the language cannot call: a derivative with its own float code
    samples     points at which tests hold the row against mpmath: ordinary ones and hard ones
    sampled     the attribute that the row has there, None if it has none

    The other columns are facets: numerics, singular, laws, torch, syntax, notation, doc (core/facets).
    """

    __slots__ = ("name", "least", "most", "rules", "float64", "numerics", "singular", "laws", "torch", "syntax", "notation",
                 "doc", "samples", "sampled", "hidden", "ulps", "overloads", "joint_rule")

    def __init__(self, name: str, least: int, most: int | None, rules: Rules, float64: Callable[..., float], *,
                 numerics: Numerics, singular: Singular = SMOOTH, laws: Laws = LAWLESS, torch: Torch | None = None,
                 syntax: Syntax | None = None, notation: Notation = PLAIN, doc: Doc, samples: Samples = (),
                 sampled: "Attribute" = None, hidden: bool = False, joint_rule: JointRule | None = None) -> None:
        self.name, self.least, self.most, self.rules, self.float64 = name, least, most, rules, float64
        self.numerics, self.singular, self.laws, self.syntax, self.notation = numerics, singular, laws, syntax, notation
        self.torch = torch or Torch(name.capitalize() + "Backward0")
        self.doc, self.samples, self.sampled = doc, samples, sampled
        self.hidden, self.joint_rule = hidden, joint_rule
        self.ulps = numerics.ulps or (4 if hidden else 2)
        self.overloads: list[Primitive] = [self]

    @property
    def is_step(self) -> bool:
        """Return whether the row is constant between jumps, such as a comparison: no gradient flows through it."""
        return self.least > 0 and (self.rules is None or isinstance(self.rules, list) and not any(self.rules))

    @property
    def is_truth(self) -> bool:
        """Return whether the row is a comparison, or one of logic: 0 or 1, and without a derivative."""
        return self.rules is None and self.singular.jumps is not None

    def takes(self, count: int) -> bool:
        """Return whether the row may have so many arguments."""
        return count >= self.least and (self.most is None or count <= self.most)

    def taking(self, count: int) -> "Primitive | None":
        """Return the row of this name that takes `count` arguments."""
        return next((row for row in self.overloads if row.takes(count)), None)

    def value(self, xs: Sequence[float], attribute: "Attribute" = None) -> float:
        """Return the double of the row at these doubles."""
        return self.float64(*xs) if attribute is None else self.float64(*xs, attribute)

    def definition(self, xs: "Sequence[Operand]", attribute: "Attribute" = None) -> "Operand":
        """Write the row as an expression of other rows. Raises LookupError where it is not defined, or has no definition."""
        written = self.numerics.definition
        found = written and (written(*xs) if attribute is None else written(*xs, attribute))
        if found is None:
            raise LookupError(f"row {self.name} has no definition here")
        return found

    def at_pole(self, xs: Sequence[Any], attribute: "Attribute" = None) -> bool:
        """Return whether a value that is not finite here belongs to a pole."""
        poles = self.singular.poles
        return bool(poles and (poles(*xs) if attribute is None else poles(*xs, attribute)))

    def at_kink(self, xs: Sequence[Any]) -> bool:
        """Return whether the row has a kink here."""
        return bool(self.singular.kinks and self.singular.kinks(*xs))

    def at_jump(self, xs: Sequence[Any]) -> bool:
        """Return whether the value jumps here."""
        return bool(self.singular.jumps and self.singular.jumps(*xs))

    @property
    def picks(self) -> bool:
        """Return whether the value is one of the arguments up to its sign, as of abs and max, so that nothing is rounded."""
        return self.singular.kinks is not None and self.numerics.rational is not None

    def rule(self, index: int) -> Rule | None:
        """Return the adjoint rule of argument `index`."""
        rules = self.rules
        if callable(rules):
            return lambda g, y, *xs: rules(g, y, index, *xs)
        rule = rules[index] if rules else None
        return (lambda g, y, *xs: UNOFFERED(g, *xs, attribute=rule)) if isinstance(rule, str) else rule

    def __call__(self, *arguments: "T | Rational", attribute: "Attribute" = None) -> "T":
        """Apply the row to operands and exact numbers, at least one of them an operand (a Ref: on its tape)."""
        handle: Any = next(a for a in arguments if hasattr(a, "apply"))
        result: T = handle.apply(self, *arguments, attribute=attribute)
        return result

    def __repr__(self) -> str:
        return self.name


class Table(Mapping[str, Primitive]):
    """The rows that the language can call, by name and synonym, in the order of the table of contents.

    `families` maps each word to the module of its row, which is imported when the word is first looked up: a question pays
    for the rows that it names. Whether a word is there, and the list of all words, are known without them.
    `called` are the words that are functions directly before a parenthesis alone.
    """

    __slots__ = ("families", "entered", "called")

    def __init__(self, families: dict[str, str], entered: dict[str, Primitive], called: set[str]) -> None:
        self.families, self.entered, self.called = families, entered, called

    def __getitem__(self, word: str) -> Primitive:
        row = self.entered.get(word)
        if row is None:
            import_module(self.families[word])
            row = self.entered[word]
        return row

    def get(self, word: str, default: Any = None) -> Any:
        """Return the row of a word, `default` if it has none."""
        return self.entered.get(word) or (self[word] if word in self.families else default)

    def alone(self, word: str) -> Primitive | None:
        """Return the row of a word without a parenthesis after it: a constant's, or that of a function to be called."""
        return None if word in self.called else self.get(word)

    def __contains__(self, word: object) -> bool:
        return word in self.families

    def __iter__(self) -> Iterator[str]:
        return iter(self.families)

    def __len__(self) -> int:
        return len(self.families)


FUNCTIONS = Table({}, {}, set())
OPERATORS: dict[str, Primitive] = {}  # by symbol; a prefix operator as "prefix -", a postfix one as "postfix !"


def rows() -> Iterator[Primitive]:
    """Yield every row that an expression can contain, each once."""
    seen: set[int] = set()
    for first in [*FUNCTIONS.values(), *OPERATORS.values()]:
        for row in first.overloads:
            if id(row) not in seen:
                seen.add(id(row))
                yield row


def _leaf(name: str, summary: str) -> Primitive:
    return Primitive(name, 0, 0, None, lambda: math.nan, numerics=Numerics(), doc=Doc(summary, "all numbers"), hidden=True)


def _refuse(*xs_and_why: Any) -> "Operand":
    raise GradcliError(xs_and_why[-1], help="name the variables to differentiate along with --wrt", code=1)


UNOFFERED: Primitive = Primitive(
    "unoffered", 1, None,
    rules=lambda g, y, i, *xs: UNOFFERED(g, *xs, attribute=y.attribute),
    float64=lambda *xs_and_why: math.nan,
    numerics=Numerics(definition=_refuse),
    doc=Doc("a derivative without a rule; the attribute is the reason", "nowhere"),
    hidden=True)
CONSTANT = _leaf("constant", "an exact number, the attribute")
VARIABLE = _leaf("variable", "a name, the attribute, that a binding fills")
