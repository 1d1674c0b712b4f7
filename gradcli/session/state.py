"""What a session knows: bindings, definitions and the last answer; and the texts that a command gets of what is typed."""

import re
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import accumulate
from typing import NamedTuple

from gradcli.errors import GradcliError, closest
from gradcli.report.base import Latex, Number, listed
from gradcli.session.classify import HEAD, Known, split_parts
from gradcli.syntax.lexer import WORDS, normalize_name
from gradcli.syntax.parser import is_latex, parse

ANS, SLOPE = "ans", "ans‿"  # the last value; the beginning of the names of its partials, which are typed ans.x
_ANS = re.compile(r"(?<![^\W\d])(?<![^\W\d]\d)ans\b(?:\.([^\W\d]\w*))?(?!\()")
_NAME = re.compile(r"[^\W\d]\w*")


class Entry(NamedTuple):
    """A name of the session: `text` is its value if it is `constant`, else its definition."""

    text: str
    constant: bool


class Expanded(NamedTuple):
    """A text with what it needs before it; `pieces` are the texts as typed, each with the place where it begins."""

    text: str
    pieces: tuple[tuple[int, str], ...]

    def locate(self, span: tuple[int, int]) -> tuple[str, tuple[int, int]]:
        """Return the text that was typed, and the place in it, for a place in the expanded text."""
        begin, typed = next((piece for piece in reversed(self.pieces) if piece[0] <= span[0]), self.pieces[0])
        return typed, (max(0, span[0] - begin), max(1, min(span[1] - begin, len(typed) + 1)))


class State:
    """The names of a session in the order in which they came, and the last answer."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.answer: Number | None = None
        self.slopes: dict[str, Number] = {}

    def known(self, commands: Iterable[str]) -> Known:
        """Return the names as the classifier needs them."""
        functions = [name for name, entry in self.entries.items() if not entry.constant and entry.text[len(name)] == "("]
        return Known(frozenset(commands), self.entries.keys(), functions, self.answer is not None)

    def take(self, value: Number, slopes: Mapping[str, Number]) -> None:
        """Take a value and its partials as the last answer."""
        self.answer, self.slopes = value, dict(slopes)

    def bind(self, name: str, value: str) -> None:
        """Bind a name to the text of a constant."""
        self.check_name(name)
        self.entries[name] = Entry(value, True)

    def define(self, name: str, text: str) -> None:
        """Define a name or a function by a definition in the language. Raises GradcliError if it is wrong."""
        before = self.entries.get(name)
        self.entries[name] = Entry(text, False)
        try:
            expanded = self.expand("", [name])
            try:
                parse(f"{expanded.text}0")
            except GradcliError as error:
                raise localize(error, expanded) from None
        except GradcliError:
            del self.entries[name]
            if before:
                self.entries[name] = before
            raise

    def check_name(self, *names: str) -> None:
        """Raise GradcliError for a name, also of a parameter, that means something else."""
        if ANS in names:
            raise GradcliError("ans is the last answer", help="choose another name")
        for name in {*names} & WORDS:
            raise GradcliError(f"`{name}` is a reserved word", help="choose another name")

    def clear(self, names: Iterable[str]) -> None:
        """Forget these names, or all names and the last answer. Raises GradcliError for a name that is none."""
        wanted = [normalize_name(name) for name in names]
        for name in wanted:
            if name not in self.entries:
                near = closest(name, self.entries)
                help = f"did you mean {near[0]}?" if near else "vars lists all names"
                raise GradcliError(f"there is no {name}", help=help)
        for name in wanted or list(self.entries):
            self.entries.pop(name, None)
        if not wanted:
            self.answer, self.slopes = None, {}

    def listing(self) -> list[str]:
        """Return a line for each name."""
        return [f"{name} = {entry.text}" if entry.constant else entry.text for name, entry in self.entries.items()]

    def saved(self) -> str:
        """Return all names as a text of the language, in which a definition follows those that it uses."""
        constants = [f"{name} = {entry.text}" for name, entry in self.entries.items() if entry.constant]
        definitions = self._sorted([name for name, entry in self.entries.items() if not entry.constant])
        return "".join(f"{line}\n" for line in [*constants, *(self.entries[name].text for name in definitions)])

    def freeze(self, text: str) -> str:
        """Return a text with the numbers of the last answer in place of ans and ans.x. Raises GradcliError."""
        return _ANS.sub(lambda match: f"({self._number(match, text)})", text)

    def _number(self, match: re.Match[str], text: str) -> str:
        from gradcli.render.text import number

        if self.answer is None:
            raise GradcliError("there is no answer yet", span=match.span(), source=text)
        name = match[1] and normalize_name(match[1])
        if name and name not in self.slopes:
            known = ", ".join(f"ans.{each}" for each in self.slopes)
            raise GradcliError(f"the last answer has no derivative along {name}", span=match.span(), source=text,
                               help=f"there is {known}" if known else None)
        return number(self.slopes[name] if name else self.answer)

    def expand(self, text: str, names: Iterable[str] = (), continues: bool = False) -> Expanded:
        """Return a text with what it needs before it: the last answer, the definitions that it uses, those of `names`.

        If it `continues` the last answer, that is its first operand. Raises GradcliError for an answer that there is not.
        """
        reading = self.read(text) if is_latex(text) else None
        if reading is not None:
            if not _ANS.search(reading) and not self._needed([reading], set()):
                return Expanded(text, ((0, text),))
            text = reading
        own = {normalize_name(head[1]) for part in split_parts(text) if (head := HEAD.match(part))}
        lines = {}  # of the answer's numbers, by their names
        if ANS not in own:
            typed = ANS + " " if continues else ""
            for match in _ANS.finditer(typed + text):
                name = SLOPE + normalize_name(match[1]) if match[1] else ANS
                lines[name] = f"{name} = {self._number(match, typed + text)}"
        needed = self._sorted(self._needed([text, *(self.entries[name].text for name in names)], own) | set(names))
        first = [*lines.values(), *(self.entries[name].text for name in needed)]
        begins = list(accumulate((len(line) + 2 for line in first), initial=0))
        pieces = [(begins[len(lines) + i], self.entries[name].text) for i, name in enumerate(needed)]
        body = _ANS.sub(lambda match: SLOPE + match[1] if match[1] else match[0], text) if lines else text
        operand = f"{ANS} " * continues
        pieces.append((begins[-1] + len(operand), text))
        whole = "".join(f"{line}; " for line in first) + operand + body
        if reading is not None:  # in which the definitions of the session are known
            whole = Latex(whole)
            whole.read = reading
        return Expanded(whole, tuple(pieces))

    def read(self, text: str) -> str:
        """Return how a text in LaTeX is read. Raises GradcliError."""
        from gradcli.calc.question import Question

        question = Question(text, {}, columns=self.entries)
        _ = question.program
        assert isinstance(question.source, Latex)
        return question.source.read

    def _needed(self, texts: Iterable[str], own: set[str]) -> set[str]:
        """Return the names of definitions in texts, and in their definitions, but for those in `own`."""
        found: set[str] = set()
        work = [*texts]
        while work:
            for word in _NAME.findall(work.pop()):
                name = normalize_name(word)
                entry = self.entries.get(name)
                if entry and not entry.constant and name not in found and name not in own:
                    found.add(name)
                    work.append(entry.text)
        return found

    def _sorted(self, names: Iterable[str]) -> list[str]:
        """Return names of definitions, each after those that it uses. Raises GradcliError where they go in a circle."""
        chosen = sorted(names, key=list(self.entries).index)
        graph = {name: [other for other in chosen if other != name and self._uses(name, other)] for name in chosen}
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            names = listed([*dict.fromkeys(error.args[1])])
            raise GradcliError(f"{names} are defined by one another; recursion is not supported") from None

    def _uses(self, name: str, other: str) -> bool:
        head, _, body = self.entries[name].text.partition("=")
        return other in map(normalize_name, _NAME.findall(body)) and \
            other not in map(normalize_name, _NAME.findall(head)[1:])

    def bindings(self, texts: Iterable[str], but: Iterable[str] = ()) -> list[str]:
        """Return the words after --at that bind names of these texts, except those in `but`."""
        names: dict[str, None] = {}
        for text in texts:
            try:
                names |= dict.fromkeys(parse(text).names)
            except GradcliError:  # that the command will tell
                names |= dict.fromkeys(map(normalize_name, _NAME.findall(text)))
        return [f"{name}={self.entries[name].text}" for name in names
                if name in self.entries and self.entries[name].constant and name not in but]


def localize(error: GradcliError, expanded: Expanded) -> GradcliError:
    """Return an error of an expanded text as one of what was typed."""
    if error.source and error.source.startswith(expanded.text) and error.span:
        error.source, error.span = expanded.locate(error.span)
    error.message = error.message.replace(SLOPE, "ans.")
    error.help = error.help and error.help.replace(SLOPE, "ans.")
    return error
