"""The manual pages in gradcli/man are those that the commands give; `make man` writes them."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest
from manual import FOLDER, escape, pages, parameters, text

from gradcli.calc.topics import topics
from gradcli.cli import COMMANDS, group

PAGES = pages()
needs_mandoc = pytest.mark.skipif(not shutil.which("mandoc"), reason="no mandoc")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_command_gives(name):
    path = FOLDER / name
    if os.environ.get("BLESS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(PAGES[name], encoding="utf-8")
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    assert written == PAGES[name], f"gradcli/man/{name} is older than the command: run `make man` and commit what it writes"


def test_there_are_no_others():
    others = {path.name for path in FOLDER.iterdir()} - PAGES.keys()
    if os.environ.get("BLESS"):
        for name in others:
            (FOLDER / name).unlink()
    else:
        assert not others, "no command has these pages: run `make man`"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_has_every_option_and_example(name):
    """Read back, without the functions that write it."""
    command = group.get_command(click.Context(group), name)
    shown = text(PAGES[f"gradcli-{name}.1"])
    examples = command.help.removeprefix("\b\n").partition("\n\n")[0].splitlines()
    wanted = [*examples, *(word for each in parameters(command) for word in each.opts)]
    assert wanted and all(each in shown for each in wanted)
    filled = " ".join(shown.split())
    assert all(" ".join(each.help.split()) in filled for each in parameters(command) if each.help)
    assert f"gradcli-{name}" in text(PAGES["gradcli.1"])


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_the_page_of_the_program_has_every_topic(topic):
    words, shown = topic.text.split(), text(PAGES["gradcli.1"]).split()
    begins = [i for i, word in enumerate(shown) if word == words[0]]
    assert words in (shown[i:i + len(words)] for i in begins)


@pytest.mark.parametrize("written, shown", [("a-b", r"a\-b"), (".x", r"\&.x"), ("x\\y", r"x\ey"), ("f'", r"f\(aq"),
                                            ("2^x", r"2\(hax"), ("x²", r"x\[u00B2]")])
def test_what_roff_would_read_is_escaped(written, shown):
    assert escape(written) == shown and text(shown) == written


@needs_mandoc
@pytest.mark.parametrize("name", PAGES)
def test_mandoc_has_nothing_to_say(name):
    run = subprocess.run(["mandoc", "-Tlint", "-Wwarning"], input=PAGES[name], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("", "")


@needs_mandoc
def test_mandoc_shows_what_was_written():
    run = subprocess.run(["mandoc", "-Tutf8", "-Owidth=200"], input=PAGES["gradcli.1"], capture_output=True, text=True)
    shown = " ".join(run.stdout.replace("\b", "").split())
    assert 'gradcli "3x²" --at x=3' in shown and 'gradcli eval "u**3+v**2+4*u*v" --at u=3 v=4' in shown


def test_the_wheel_ships_them():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"] == {"gradcli/man": "share/man/man1"}
