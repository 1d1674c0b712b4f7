"""The README: its examples have the printed answers, and its tree of files is that of the repository."""

import ast
import os
import re
import shlex
import textwrap
from pathlib import Path
from xml.etree import ElementTree

import pytest
from screenshot import screenshot
from test_structure import FILES, LAYERS, TREES, layer

import gradcli.ops  # noqa: F401  fills the table
from gradcli.core.primitive import rows

README = Path(__file__).parents[1] / "README.md"
HEADING = "## How it works"
INDENT = " " * 14


def sentence(module: str) -> str:
    """The first sentence of a module's docstring, without its full stop."""
    return " ".join((ast.get_docstring(TREES[module]) or "").split("\n\n")[0].split()).split(". ")[0].rstrip(".")


def drawing() -> str:
    """The folders and files of the package from the bottom up."""
    lines = []
    for own in LAYERS[1:]:
        modules = [module for module in FILES if layer(module) == own]
        folder = f"gradcli.{own}"
        single = FILES[folder].name != "__init__.py"
        name = f"{own}.py" if single else f"{own}/"
        files = sorted(FILES[module].relative_to(FILES[folder].parent).as_posix() for module in modules if module != folder)
        files = [file.removesuffix("__init__.py") for file in files if file.endswith("__init__.py") or "/" not in file]
        lines += textwrap.wrap(f"{name:<14}{sentence(folder)}", 120, subsequent_indent=INDENT)
        if not single:
            lines += textwrap.wrap(" · ".join(files), 120, initial_indent=INDENT, subsequent_indent=INDENT,
                                   break_long_words=False)
    return "\n".join(lines) + "\n"


QUESTION = ["graph", "u**3+v**2+4*u*v", "--at", "u=3", "v=4"]


def compare(name: str, drawn: str) -> None:
    """Hold a picture of the README against what is drawn now, or write it."""
    picture = README.parent / ".github" / name
    if os.environ.get("BLESS"):
        picture.write_text(drawn, encoding="utf-8")
    else:
        assert picture.read_text(encoding="utf-8") == drawn and f".github/{name}" in README.read_text(encoding="utf-8")


def test_the_picture_is_what_the_program_draws(cli):
    compare("graph.svg", cli(*QUESTION, "-f", "svg").stdout)


def test_the_terminal_is_what_the_program_prints(cli, monkeypatch):
    for name, value in (("FORCE_COLOR", "1"), ("TERM", "xterm-256color"), ("COLUMNS", "70")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    printed = cli(*QUESTION, "--edges", "-f", "rich").stdout
    assert "\x1b[" in printed
    drawn = screenshot(shlex.join(["gradcli", *QUESTION, "--edges"]).replace("'", '"'), printed, 70)
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    compare("terminal.svg", drawn)


def test_the_readme_draws_the_house():
    """`make bless` draws it anew."""
    text = README.read_text(encoding="utf-8")
    before, heading, after = text.partition(HEADING)
    start, fence, rest = after.partition("```\n")
    drawn, end, last = rest.partition("```\n")
    if os.environ.get("BLESS"):
        README.write_text(before + heading + start + fence + drawing() + end + last, encoding="utf-8")
    else:
        assert drawn == drawing()


def test_every_function_is_named():
    """Inverses may be meant by the functions that they undo."""
    text = README.read_text(encoding="utf-8")
    missing = [row.name for row in rows() if row.least and not row.syntax
               and not any(re.search(rf"\b{name}\b", text) for name in (row.name, row.name.removeprefix("a")))]
    assert not missing, "add them to the table of the README"


EXAMPLES, WRITTEN = (re.findall(rf"^\$ {head}\n((?:(?!\$|```).*\n)*)", README.read_text(encoding="utf-8"), re.MULTILINE)
                     for head in ("(gradcli .*)", "cat (.*)"))


@pytest.mark.parametrize("line, output", EXAMPLES)
def test_the_examples_are_answered_as_they_stand(cli, monkeypatch, tmp_path, line, output):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, content in WRITTEN:
        Path(name).write_text(content, encoding="utf-8")
    assert cli(*shlex.split(line)[1:]).stdout == output
