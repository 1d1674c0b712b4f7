"""The README: its examples have the printed answers, and its tree of files is that of the repository."""

import ast
import gzip
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest
from screenshot import screenshot
from test_structure import FILES, LAYERS, TREES, layer

import gradcli.ops  # noqa: F401  fills the table
from gradcli.cli import COMMANDS, group
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


OUTPUT = r"(?:(?!\$|```).*\n)*"
EXAMPLES, WRITTEN = (re.findall(rf"^\$ {head}\n({OUTPUT})", README.read_text(encoding="utf-8"), re.MULTILINE)
                     for head in ("(gradcli .*)", "cat (.*)"))


@pytest.mark.parametrize("line, output", EXAMPLES)
def test_the_examples_are_answered_as_they_stand(cli, monkeypatch, tmp_path, line, output):
    """Standard output, then standard error; `make bless` writes them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, content in WRITTEN:
        Path(name).write_text(content, encoding="utf-8")
    run = cli(*shlex.split(line)[1:])
    if os.environ.get("BLESS"):
        now = re.sub(rf"^\$ {re.escape(line)}\n{OUTPUT}", lambda found: f"$ {line}\n{run.stdout}{run.stderr}",
                     README.read_text(encoding="utf-8"), flags=re.MULTILINE)
        README.write_text(now, encoding="utf-8")
    else:
        assert run.stdout + run.stderr == output


SCRIPTS = re.findall(r"^```sh\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
TOOLS = "dot", "jq", "parallel", "rsvg-convert", "zcat"
GIVEN = {"formula.txt": b"x**2 + 1\n", "huge.csv.gz": gzip.compress(b"u,v\n" + b"0.5,2\n" * 1000)}  # what scripts read


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script[:30])
def test_the_scripts_run(monkeypatch, tmp_path, script):
    missing = [tool for tool in TOOLS if re.search(rf"\b{tool}\b", script) and not shutil.which(tool)]
    if missing:
        pytest.skip(f"no {', '.join(missing)}")
    for name, content in GIVEN.items():
        (tmp_path / name).write_bytes(content)
    ours = f'gradcli() {{ {shlex.quote(sys.executable)} -m gradcli "$@"; }}; export -f gradcli; untrusted="-x**2"\n'
    run = subprocess.run(["bash", "-euo", "pipefail", "-c", ours + script], cwd=tmp_path, capture_output=True, text=True,
                         env={**os.environ, "PYTHONPATH": str(README.parent)})
    assert (run.returncode, run.stderr) == (0, "")
    written = re.findall(r"(?:> |-o )([\w.]+)$", script, re.MULTILINE)
    assert run.stdout or written and all((tmp_path / name).stat().st_size for name in written)


OPTIONS = {word: each for name in COMMANDS for each in group.get_command(click.Context(group), name).params
           for word in each.opts if word.startswith("-")}
OTHERS = {"--help", "--version", "--pipe", "--header", "--keep-order", "--block", "--sshlogin"}  # the last of parallel


def test_only_what_there_is_is_told():
    text = README.read_text(encoding="utf-8")
    unknown = {word for word in re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)} - OPTIONS.keys() - OTHERS
    assert not unknown, "no command has these options"
    named = set(re.findall(r"(?:^(?:\$ )?|`)gradcli (\w+)", text, re.MULTILINE))
    assert named <= {*COMMANDS, "COMMAND"}, "these are no commands"
    assert [name for name in COMMANDS if not re.search(rf"[`·] ?(?:gradcli )?{name} EXPR|gradcli {name}", text)] == []
