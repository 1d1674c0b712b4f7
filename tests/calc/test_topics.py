"""The texts of the help: their examples have the printed answers, and nothing that needs one is without a topic."""

import json
import os
import re
import textwrap
from itertools import takewhile

import pytest
from answers import SCHEMA
from test_cases import replay

import gradcli.ops  # noqa: F401  fills the table
from gradcli.calc.topics import ALSO, FOLDER, GROUPS, topics
from gradcli.cli import COMMANDS
from gradcli.core.primitive import FUNCTIONS

INDENT = " " * 4


def transcripts(text):
    """(what is before it, an example) for each block of commands and outputs in a text; the last has no example."""
    lines, before = text.split("\n"), []
    while lines:
        if not lines[0].startswith(f"{INDENT}$ "):
            before.append(lines.pop(0))
            continue
        example = list(takewhile(lambda line: not line or line.startswith(INDENT), lines))
        while not example[-1]:
            example.pop()
        yield "".join(f"{line}\n" for line in before), "\n".join(example) + "\n"
        before, lines = [], lines[len(example):]
    yield "\n".join(before), ""


@pytest.mark.parametrize("group", GROUPS)
def test_the_examples_are_answered_as_they_stand(cli, monkeypatch, group):
    monkeypatch.setenv("COLUMNS", "76")
    path = FOLDER / f"{group}.txt"
    written = path.read_text(encoding="utf-8")
    now = "".join(before + textwrap.indent(replay(cli, monkeypatch, textwrap.dedent(example)) if example else "", INDENT)
                  for before, example in transcripts(written))
    if os.environ.get("BLESS"):
        path.write_text(now, encoding="utf-8")
    else:
        assert now == written, f"gradcli/topics/{group}.txt: read what is printed now, then run `make bless`"


@pytest.mark.parametrize("kind", SCHEMA["$defs"]["kind"]["enum"])
def test_every_kind_of_warning_is_explained_by_an_example(kind):
    found = [topic for topic in topics(kind) if topic.kind == "warnings"]
    assert found, f"say what the warning means, with an example and what to do: gradcli/topics/warnings.txt, == {kind}: …"
    assert f"Warning: {kind}: " in " ".join(found[0].text.split())


@pytest.mark.parametrize("word, topic", [
    ("uncertainty", "points"), ("Range", "points"), ("grid", "points"), ("sum", "language"), ("ans", "session"),
    ("session", "session"), ("digits", "numbers"), ("implicit", "nth"), ("derivative", "nth"), ("kink", "kink"),
    ("Kink", "kink")])
def test_another_word_leads_to_its_topic(cli, word, topic):
    (found,) = json.loads(cli("help", word, "-f", "json").stdout)["topics"]
    assert found["name"] == topic


def test_other_words_are_no_topics_or_functions():
    names = {*COMMANDS, *GROUPS, *(topic.name for topic in topics())}
    assert {*ALSO.values()} <= names and ALSO.keys().isdisjoint({*names, *FUNCTIONS})


@pytest.mark.parametrize("word", "leaf grad grad_fn requires_grad retain_grad backward accumulate".split())
def test_the_words_of_the_trade_are_explained_by_an_example(word):
    assert [topic for topic in topics(word) if topic.kind == "glossary" and "$ gradcli " in topic.text]


def test_a_name_means_one_thing():
    """But for a word that is a command too, which are shown together."""
    names = [*(topic.name for topic in topics()), *GROUPS]
    assert len(names) == len(set(names)) and not {*names, *COMMANDS} & FUNCTIONS.keys()


def test_a_group_is_a_topic():
    assert [topic.name for topic in topics("warnings")] == re.findall(
        r"^== (.*?):", (FOLDER / "warnings.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert topics("no such word") == []


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_a_text_fits_a_narrow_terminal(topic):
    prose = [line for line in topic.text.split("\n") if not line.startswith(INDENT)]
    assert topic.title and topic.text and max(map(len, prose)) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_is_a_topic(cli, command):
    run = cli("help", command)
    assert run.stdout.endswith(cli(command, "--help").stdout) and (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("form", ["plain", "rich", "json"])
def test_without_a_topic_all_are_named(cli, form):
    shown = cli("help", "-f", form).stdout
    assert all(re.search(rf"\b{name}\b", shown) for name in [*COMMANDS, *(topic.name for topic in topics())])


def test_the_schema_is_printed_as_it_is_shipped(cli):
    assert json.loads(cli("help", "schema").stdout) == SCHEMA
