"""A session: line after line, each answered from what the lines before have bound and defined."""

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import pairwise

import click

from gradcli.errors import GradcliError, brief
from gradcli.render.diagnostic import diagnostic, escape_controls, warning
from gradcli.report.base import Number, Warning
from gradcli.session.classify import Line, classify, is_expression, split_parts
from gradcli.session.failures import failure
from gradcli.session.inside import Inside, root_context
from gradcli.session.state import ANS, Expanded, State, localize
from gradcli.session.words import split_words
from gradcli.syntax.lexer import normalize_name
from gradcli.syntax.parser import is_latex

HELP = [("x**2*sin(x)", "the derivative; numbers once all of it is bound"),
        ("x = 2", "bind a name; y = x/3 is the number that it has now"),
        ("f(t) = t**2 + 1", "define a function; d = a*x, with a free, a name"),
        ("ans, ans.x", "the last value, and its derivative along x"),
        ("* 2", "a line that begins with an operator goes on from ans"),
        ("nth f(x) -n 2", "any command of the shell, with what is bound"),
        ("vars", "all names; clear x forgets one, clear all of them"),
        ("save FILE", "write the names as a text of gradcli"),
        ("help sin", "a function, a command or a word; help eval"),
        ("quit", "or Ctrl-D; Ctrl-C clears the line")]
_QUOTED, _COMMENT = re.compile(r"(?:^|\s)[\"']"), re.compile(r"\s#(?:\s|$)")  # not a prime; not '#' after --comment
RANGE, UNCERTAIN = ":", ("±", "+/-", "+-")


class Session:
    """The commands of `group`, and what the lines so far have left behind."""

    def __init__(self, group: click.Group) -> None:
        self.group, self.state = group, State()
        self.root = root_context(group)
        self.commands = group.list_commands(self.root)

    def classify(self, line: str) -> Line:
        """Return what a line is here."""
        return classify(line, self.state.known(self.commands))

    def answer(self, line: str) -> bool:
        """Answer a line on stdout, or say on stderr why not; return False where it ends the session."""
        try:
            return self._answer(self.classify(line))
        except GradcliError as error:
            self._print_error(error)
        except BrokenPipeError:
            raise
        except (OSError, RecursionError, MemoryError) as error:
            self._print_error(failure(error, ()))
        return True

    def _answer(self, line: Line) -> bool:
        if line.kind == "word":
            return self._word(line.name, line.text)
        if line.kind == "several":
            for part in split_parts(line.text):
                self._answer(self.classify(part))
        elif line.kind == "definition":
            self._define(line)
        elif line.kind == "command":
            self._command(line)
        elif line.kind != "nothing":
            expanded = self.state.expand(_read(line.text), continues=line.kind == "continuation")
            literal = ["--"] * line.text.startswith("-")
            self._run("", [*literal, line.text], {line.text: expanded}, self.state.bindings([expanded.text]))
        return True

    def _word(self, name: str, text: str) -> bool:
        """Answer a command of the session alone."""
        if text.strip("() ") and name in ("vars", "quit", "exit"):
            raise GradcliError(f"{name} takes no arguments, got {brief(text)}")
        if name == "vars":
            for each in self.state.listing():
                print(escape_controls(each))
        elif name == "clear":
            self.state.clear(text.replace(",", " ").split())
        elif name == "save":
            self._save(text)
        elif name == "help" and not text:
            from gradcli.render.as_session import guide

            print(guide(HELP))
        elif name == "help":
            self._run("help", [text], {}, [])
        return name not in ("quit", "exit")

    def _save(self, text: str) -> None:
        names = split_words(text)
        if len(names) != 1:
            raise GradcliError("save takes the name of a file", help="as in save notes.txt")
        if not self.state.entries:
            raise GradcliError("there is nothing to save", help="x = 2 binds a name, f(t) = t**2 defines a function")
        with open(os.path.expanduser(names[0]), "w", encoding="utf-8") as file:
            file.write(self.state.saved())
        count = len(self.state.entries)
        print(escape_controls(f"saved {count} name{'s' * (count > 1)} in {names[0]}"))

    def _define(self, line: Line) -> None:
        """Bind or define a name, and print what it is now."""
        from gradcli.render.text import number

        if not line.text:
            raise GradcliError(f"there is nothing to the right of {line.head} =", help=f"clear {line.name} forgets it")
        if is_latex(line.text):
            line = line._replace(text=self.state.read(line.text))
        if "(" not in line.head:
            for sign, kind, command in [(RANGE, "a range", "plot"), *((s, "an uncertainty", "eval") for s in UNCERTAIN)]:
                if sign in line.text:
                    raise GradcliError(f"{kind} goes with a command: {command} f({line.name}) --at {line.name}={line.text}")
            found = self._constant(line.text)
            if found is not None:
                value, warnings, typed = found
                text = line.text if typed else number(value)
                self.state.bind(line.name, text)
                print(f"{line.head} = {number(value)}")
                self._print_warnings(warnings)
                return
        self.state.check_name(*map(normalize_name, re.findall(r"\w+", line.head)))
        text = f"{line.head} = {self.state.freeze(line.text)}"
        self.state.define(line.name, text)
        print(escape_controls(text))

    def _constant(self, text: str) -> tuple[Number, list[Warning], bool] | None:
        """Return the value of a text, its warnings, and whether it has no names of the session; None if a name is free."""
        from gradcli.calc.question import Question
        from gradcli.calc.values import evaluate
        from gradcli.syntax.bindings import bindings

        expanded = self.state.expand(text)
        at = self.state.bindings([expanded.text])
        try:
            question = Question(expanded.text, bindings(at))
            if question.free:
                return None
            answer = evaluate(question, [])
        except GradcliError as error:
            raise localize(error, expanded) from None
        warnings = [self._place(each, {text: expanded}) for each in answer.warnings]
        return answer.value, warnings, not at and expanded.text == text

    def _command(self, line: Line) -> None:
        """Run a command as in a shell, the words before the first option as one expression."""
        if line.text == "--version":
            self._run(line.text, [], {}, [])
            return
        command = self.group.get_command(self.root, line.name)
        assert command
        words, texts, bound = self._words(command, line.text), list[str](), set[str]()
        if _takes_expressions(command):
            options: list[str] = []
            with suppress(click.ClickException):  # that the command will tell
                options, texts = command.divide(click.Context(command, self.root, line.name), words)  # type: ignore[attr-defined]
            for option, word in pairwise(options):
                if option in ("--at", "--around"):
                    bound |= {part.partition("=")[0].strip() for part in word.split(",")}
                if option == "--points":
                    bound |= self.state.entries.keys()  # the columns of the table are its variables
        expanded = {text: self.state.expand(_read(text)) for text in texts}
        self._run(line.name, words, expanded, self.state.bindings([each.text for each in expanded.values()], bound))

    def _words(self, command: click.Command, text: str) -> list[str]:
        """Return the words of a command: what stands before its first option is one, unless it is quoted or is several."""
        if not _takes_expressions(command):
            return split_words(text)
        short = "|".join(name for each in command.params for name in each.opts if len(name) == 2)
        option = re.search(rf"(?:^|\s)(?:--[a-z][a-z-]+|(?:{short or '--'})(?:[0-9]+|[a-z]+)?(?=\s|$)|--\s)", text)
        head, tail = (text[:option.start()], text[option.start():]) if option else (text, "")
        rest = split_words(_COMMENT.split(tail)[0])
        if _QUOTED.search(head):
            return [*split_words(head), *rest]
        words = head.partition("#")[0].split()
        several = any(each.nargs != 1 or not each.required for each in command.params if isinstance(each, click.Argument))
        if several and len(words) > 1 and not self._is_expression(head) and all(map(self._is_expression, words)):
            return [*words, *rest]
        return [*([head.strip()] if words else []), *rest]

    def _is_expression(self, text: str) -> bool:
        return is_expression(self.state.expand(text).text)

    def _run(self, name: str, words: list[str], texts: dict[str, Expanded], at: list[str]) -> None:
        """Run a command, or a formula without one, and keep its value as the last answer."""
        inside = Inside("session", "session", {text: expanded.text for text, expanded in texts.items()}, at)
        try:
            inside.run(self.group, [name, *words] if name else words, formula=not name)
        except GradcliError as error:
            for expanded in texts.values():
                localize(error, expanded)
            raise
        finally:
            own = {word.partition("=")[0] for word in at}
            self._print_warnings(self._place(each, texts) for each in inside.warnings
                                 if each.kind != "unused" or each.expression not in own)
        value, slopes = getattr(inside.report, "value", None), getattr(inside.report, "partials", None)
        if value is not None and ANS not in map(str.strip, texts):  # which is looked at
            self.state.take(value, slopes or {})

    def _place(self, each: Warning, texts: dict[str, Expanded]) -> Warning:
        """Return a warning with its place in what was typed."""
        for expanded in texts.values():
            if each.source == expanded.text and each.span:
                source, span = expanded.locate(each.span)
                return each._replace(source=source, span=span)
        return each

    def _print_warnings(self, warnings: Iterable[Warning]) -> None:
        for each in warnings:
            print(warning(each), file=sys.stderr, flush=True)

    def _print_error(self, error: GradcliError) -> None:
        sys.stdout.flush()
        print(diagnostic(error), file=sys.stderr, flush=True)


def _read(text: str) -> str:
    """Return the text of a file for @FILE; what cannot be read is left to the command, which says so."""
    if text.startswith("@"):
        with suppress(OSError, ValueError), open(text[1:], encoding="utf-8-sig") as file:
            return file.read()
    return text


def _takes_expressions(command: click.Command) -> bool:
    return any(each.name in ("expression", "expressions") for each in command.params)
