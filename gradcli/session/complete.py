"""What the word before the cursor may become: commands, options and their values, functions, names of the session."""

import re

import click
from click.shell_completion import ShellComplete

from gradcli.session.classify import WORDS
from gradcli.session.session import Session
from gradcli.session.state import ANS

_WORD = re.compile(r"(?:[^\W\d][\w.]*)?$")


def complete(session: Session, before: str) -> tuple[str, list[str]]:
    """Return the beginning of a word at the end of the text before the cursor, and what it may become."""
    words = before.split()
    line = session.classify(before) if words else None
    last = words[-1] if before[-1:].strip() else ""
    if line and line.kind == "command" and line.name and len(words) > bool(last):
        option = last.startswith("-") or len(words) > 1 + bool(last) and words[-1 - bool(last)].startswith("-")
        named = _of_command(session.group, words[:-1] if last else words, last) if option or line.name == "help" else []
        if named or last.startswith("--"):
            return last, named
    begun = _WORD.search(before)
    begin = begun[0] if begun else ""
    first = not before[:len(before) - len(begin)].strip()
    topics = _of_command(session.group, ["help"], begin) if line and line.kind == "word" and line.name == "help" else []
    typed = re.findall(r"[^\W\d]\w*", before[:len(before) - len(begin)])
    return begin, topics or sorted({name for name in [*_names(session, first), *typed] if name.startswith(begin)})


def _of_command(group: click.Group, words: list[str], begun: str) -> list[str]:
    """Return what a shell would offer after these words of a command."""
    offered = ShellComplete(group, {}, "gradcli", "").get_completions(words, begun)
    return [item.value for item in offered if item.type == "plain"]


def _names(session: Session, first: bool) -> list[str]:
    """Return the names that may stand in an expression, with those of commands for the `first` word of a line."""
    import gradcli.ops  # noqa: F401  fills the table
    from gradcli.core.primitive import FUNCTIONS

    known = session.state.known(session.commands)
    names = [name if not FUNCTIONS[name].least else f"{name}(" for name in FUNCTIONS if name.isidentifier()]
    names += [f"{name}(" if name in known.functions else name for name in known.values]
    if known.answered:
        names += [ANS, *(f"{ANS}.{name}" for name in session.state.slopes)]
    return names + [*session.commands, *WORDS] * first
