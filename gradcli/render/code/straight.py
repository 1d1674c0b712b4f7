"""Straight-line code: slots become assignments; one that is used once is written where it is used."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from gradcli.render.code.spelling import (
    CLOSED,
    COMPARED,
    SUM,
    Text,
    Truths,
    comment,
    fill,
    make_identifiers,
    renaming_remarks,
)
from gradcli.report.programs import Straight

WIDE, DEEP = 60, 12  # characters and depth up to which a text is readable without a name of its own


class Dialect(NamedTuple):
    """The spellings and forms of a language.

    `spellings` has a template for each operation, `literal` writes a double, `reserved` are words that variables may not
    have; `folded` is true if case is ignored; `guard`, where operations raise, is a template that gives nan instead.
    """

    spellings: Mapping[str, str]
    literal: Callable[[float], str]
    truths: Truths
    reserved: frozenset[str]
    folded: bool = False
    guard: str = ""


class Body(NamedTuple):
    """Straight-line code: statements as pairs of a name and a text, the value, the partial derivatives by variable.

    `names` are the identifiers of the variables, `results` those of their partial derivatives.
    """

    names: dict[str, str]
    results: dict[str, str]
    statements: list[tuple[str, str]]
    value: str
    partials: dict[str, str]
    unused: list[str]

    def texts(self) -> str:
        """Return all texts, to be searched for words."""
        return "\n".join([*(text for _, text in self.statements), self.value, *self.partials.values()])

    def remarks(self) -> list[str]:
        """Return remarks for a comment."""
        return renaming_remarks(self.names)


class Language(Protocol):
    """A module of this package: a language of straight-line code."""

    NAME: str
    SPELLINGS: Mapping[str, str]
    HELPERS: dict[str, str]
    DIALECT: Dialect

    def head(self, code: Body, printing: bool) -> list[str]: ...
    def function(self, code: Body, remarks: list[str], name: str = "f") -> list[str]: ...
    def main(self, code: Body, at: list[str]) -> list[str]: ...


def program(language: Language, report: Straight, version: str) -> str:
    """Write a function of value and gradient, and with a point a main program that prints them."""
    code = body(report, language.DIALECT)
    remarks = [f"{comment(report.expression)} and its gradient. Written by gradcli {version}.", *code.remarks()]
    lines = [*language.head(code, report.at is not None), *helpers(language.HELPERS, code.texts()),
             *language.function(code, remarks)]
    if report.at is not None:
        lines += ["", *language.main(code, [language.DIALECT.literal(report.at[name]) for name in code.names])]
    return "\n".join(lines).rstrip("\n")


def helpers(table: dict[str, str], text: str) -> list[str]:
    """Return the lines of the helpers that a text calls, directly or not, each followed by an empty line."""
    called = set[str]()
    for name in reversed(table):
        if f"{name}(" in text:
            called.add(name)
            text += table[name]
    return [line for name in table if name in called for line in [*table[name].splitlines(), ""]]


def body(report: Straight, dialect: Dialect) -> Body:
    """Write the slots of a report in a language."""
    return _Writer(report, dialect).body()


class _Writer:
    """Writes slots as texts, in order; texts that are reused become statements."""

    def __init__(self, report: Straight, dialect: Dialect) -> None:
        self.report, self.dialect = report, dialect
        self.names = make_identifiers(report.variables, dialect.reserved, dialect.folded)
        gradient_names = {f"d_{self.names[name]}": name for name in report.partials}
        found = make_identifiers(gradient_names, [*dialect.reserved, *self.names.values()], dialect.folded)
        self.results = {name: found[result] for result, name in gradient_names.items()}
        taken = {name.lower() for name in self.names.values()}
        self.prefix = next(p for p in ("t", "s", "r", "tmp", "slot", "temporary") if not any(
            name.startswith(p) and name[len(p):].isdecimal() for name in taken))
        self.texts: list[Text] = []
        self.statements: list[tuple[str, str]] = []
        self.uses = [0] * len(report.slots)
        for slot in report.slots:
            for argument in slot.arguments:
                self.uses[argument] += 1
        self.results_at = {report.value, *report.partials.values()}
        for result in self.results_at:
            self.uses[result] += 1
        self.certain = self._certain() if dialect.guard else set(range(len(report.slots)))

    def _certain(self) -> set[int]:
        """Return the slots that are computed for all values of the conditions."""
        found, work = set[int](), [*self.results_at]
        while work:
            slot = work.pop()
            if slot not in found:
                found.add(slot)
                operation, arguments, _ = self.report.slots[slot]
                work += arguments[:1] if self.dialect.spellings.get(operation, "").startswith("0|") else arguments
        return found

    def body(self) -> Body:
        dialect, report = self.dialect, self.report
        used = set()
        for number, (operation, arguments, value) in enumerate(report.slots):
            if isinstance(value, str):
                used.add(value)
                text = Text(self.names[value], CLOSED, dialect.truths)
            elif value is not None:
                literal = dialect.literal(value)
                text = Text(literal, SUM if literal.startswith("-") else CLOSED, dialect.truths)
            else:
                texts, template = [self.texts[a] for a in arguments], dialect.spellings[operation]
                if template.startswith("n|") and texts[0].level >= 0:
                    template = dialect.truths.negation
                text = fill(template, texts, dialect.truths)
                text = self.assign_if_reused(number, text)
            self.texts.append(text)
        partials = {name: f"{self.texts[slot]}" for name, slot in report.partials.items()}
        return Body(self.names, self.results, self.statements, f"{self.texts[report.value]}", partials,
                    [name for name in self.names if name not in used])

    def assign_if_reused(self, slot: int, text: Text) -> Text:
        """Return the text in place, or the name of a statement that holds it."""
        if self.uses[slot] == 1 and slot in self.results_at:
            return text
        simple = text.level == COMPARED and text.depth == 1  # a comparison of names and numbers
        if simple or self.uses[slot] <= 1 and len(text.text) <= WIDE and text.depth <= DEEP:
            return text
        name = f"{self.prefix}{len(self.statements)}"
        value = text.number()
        if slot not in self.certain:
            value = fill(self.dialect.guard, [value], self.dialect.truths)
        self.statements.append((name, value.text))
        return Text(name, CLOSED, self.dialect.truths)
