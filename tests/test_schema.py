"""gradcli/schema.json holds of every JSON answer, and of nothing that is not one."""

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from answers import SCHEMA, fault, faults, kind_of, pointer, validator
from expressions import trees
from jsonschema import Draft202012Validator
from test_cases import CASES, COMMAND

from gradcli.cli import COMMANDS, group
from gradcli.syntax.printer import text

README = Path(__file__).parents[1] / "README.md"
WITHOUT = {"batch"}  # commands without -f; its lines are the answers of others


def options(command):
    """The options of a command by their names."""
    return {each.name: each for each in group.get_command(click.Context(group), command).params}


def formats(command):
    """The formats that a command offers."""
    return set(options(command)["form"].type.choices) if "form" in options(command) else set()


def test_it_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in WITHOUT])
def test_every_command_has_its_answer(command):
    assert "json" in formats(command)
    assert command in SCHEMA["$defs"], f"say what `gradcli {command} -f json` prints: gradcli/schema.json, $defs/{command}"
    assert {"$ref": f"#/$defs/{command}"} in SCHEMA["anyOf"], f"gradcli/schema.json, anyOf: add $defs/{command}"


def test_every_entry_is_used():
    used = set(re.findall(r"#/\$defs/(\w+)", json.dumps(SCHEMA)))
    assert SCHEMA["$defs"].keys() - used == {"row", "batch"}


def as_json(words):
    """The same question with -f json; None where that would be another question."""
    if words[0] in WITHOUT:
        return words
    named = "-f", "--format"
    kept = [word for i, word in enumerate(words) if word not in named and words[i - 1] not in named]
    if words[0] in COMMANDS and "json" not in formats(words[0]) or "--" in words or not kept:
        return None
    limit = ["--limit", "100000"] * (words[0] in COMMANDS and "--limit" not in words and "limit" in options(words[0]))
    return [*kept, *limit, "-f", "json"]


@pytest.mark.parametrize("path", [*CASES, README], ids=lambda path: path.stem)
def test_the_answers_of_the_transcripts(cli, monkeypatch, tmp_path, path):
    """Every question of a transcript once, asked for JSON."""
    monkeypatch.chdir(tmp_path if path == README else path.parent)
    content = path.read_text(encoding="utf-8")
    for name, written in re.findall(r"^\$ cat (.*)\n((?:(?!\$|```).*\n)*)", content, re.MULTILINE):
        Path(name).write_text(written, encoding="utf-8")
    lines = [shlex.split(line) for line in content.splitlines() if COMMAND.match(line)]
    asked = (as_json(words[words.index("gradcli") + 1:]) for words in lines)
    for words in dict.fromkeys(tuple(words) for words in asked if words):
        found = faults(cli(*words).stdout, words)
        assert not found, f"{shlex.join(words)}: {found[0]}"


AT = "x=0.5", "y=-2", "a=1"
QUESTIONS = [["eval", "--at", *AT], ["eval", "--at", "x=0", "y=0", "a=0"], ["grad"], ["grad", "--at", *AT],
             ["nth", "-n", "2", "--wrt", "x"], ["nth", "-n", "2", "--all", "--wrt", "x", "--at", *AT], ["hessian"],
             ["hessian", "--at", "x=1", "y=1", "a=1"], ["jacobian", "x*y", "--at", "x=0", "y=1", "a=2"],
             ["taylor", "--around", "x=1", "-n", "2", "--at", "y=2"], ["graph", "--edges", "--at", *AT],
             ["graph", "--retain-grad"],
             ["explain", "--at", *AT], ["explain", "--at", "x=0", "y=0", "a=0"], ["explain"], ["check", "--at", *AT],
             ["check", "x", "--wrt", "x"], ["code", "--lang", "c"], ["code", "--at", *AT],
             ["eval", "--exact", "--at", *AT], ["eval", "--digits", "20", "--at", *AT],
             ["eval", "--only", "value", "--at", *AT]]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_the_answers_of_random_questions(cli, question):
    answered = 0
    for tree in trees(seed=len(question), count=8, size=9):
        command, *rest = question
        words = [command, text(tree), *rest, "-f", "json", "--limit", "20000"]
        printed = cli(*words).stdout
        found = faults(printed, words)
        assert not found, f"{shlex.join(words)}: {found[0]}"
        answered += bool(printed)
    assert answered


@pytest.mark.parametrize("words", [["eval"], ["eval", "--digits", "20"], ["nth", "-n", "2"], ["hessian"],
                                   ["eval", "--exact"]])
def test_the_rows_of_tables(cli, words):
    table = "name,x\n" + "".join(f"row {x},{x}\n" for x in ("0", "-1.5", "1e300"))
    words = [words[0], "1/(x+1)", *words[1:], "--points", "-", "-f", "json"]
    printed = cli(*words, stdin=table).stdout
    assert printed.count("\n") == 3 and not faults(printed, words)
    for line in printed.splitlines():
        row = json.loads(line)
        assert list(row)[:2] == ["name", "x"] and fault({**row, list(row)[-1]: "much"}, "row")


# An answer of every kind, with all of its keys.
FULL = ["eval 'abs(x)' --at x=0", "eval 'x**2*y' --at x=0±1 y=1±1 z=1",
        "nth 'abs(x)' -n 1 --at x=0", "nth 'abs(x)*x' -n 1 --all --at x=0",
        "grad 'abs(x)' --at x=0", "hessian 'abs(x)*y' --at x=0 y=1", "jacobian 'abs(x)' x --at x=0",
        "taylor 'x*y' --around x=0 y=0 -n 2", "graph 'abs(x)*2' --at x=0 --edges", "explain 'abs(x)*2' --at x=0",
        "explain 'max(x, y)' --at x=1 y=1", "explain 'x*sin(x)'", "explain 'x*y'", "code 'sec(x)' --at y=1",
        "plot 'abs(x)' --at x=-1:1", "plot 'x*y' --at x=-1:1 y=0:1",
        "check 'abs(x)' --at x=0", "check 'x**2' x", "functions tanh", "help kink"]
LINES = """["eval", "abs(x)", "--at", "x=0"]
{"id": "a", "args": ["nth", "x**2", "-n", "1"]}
eval "x**2" --at x=3 -f plain
2*(3+
["eval"
"""


def test_the_lines_of_a_batch(cli):
    printed = cli("batch", stdin=LINES).stdout
    assert printed.count("\n") == 5 and not faults(printed, ["batch"])
    for line in printed.splitlines():
        answer = json.loads(line)
        found = [done for done, wrong in spoiled(answer) if not faults(json.dumps(wrong), ["batch"])]
        assert {*found} <= {"(): without id", "(): without line"}, line


# Keys that may be left out, and objects whose keys are names.
OPTIONAL = {"edges", "kink", "convention", "found"}
MAPS = {"at", "around", "partials", "from", "paths", "powers", "parts", "derivatives"}


def spoiled(value, name="", path=()):
    """(what was done, the value with one fault planted) for each place of an answer and each kind of fault."""
    yield f"{path}: another type", {"planted": [None]}
    if isinstance(value, dict):
        if not (name in MAPS and (name == "at" or all(not isinstance(each, dict) for each in value.values()))):
            yield f"{path}: a key more", {**value, "planted": 1}
            yield from ((f"{path}: without {key}", {k: v for k, v in value.items() if k != key})
                        for key in value if key not in OPTIONAL)
            if len(value) > 1:
                yield f"{path}: its keys reversed", dict(reversed(value.items()))
        for key, each in value.items():
            yield from ((done, {**value, key: new}) for done, new in spoiled(each, key, (*path, key)))
    elif isinstance(value, list):
        for i, each in enumerate(value[:3]):
            yield from ((done, [*value[:i], new, *value[i + 1:]]) for done, new in spoiled(each, name, (*path, i)))


@pytest.mark.parametrize("line", FULL)
def test_planted_faults_are_caught(cli, line):
    words = shlex.split(line)
    answer = json.loads(cli(*words, "-f", "json").stdout)
    kind = kind_of(words)
    assert fault(answer, kind) is None
    planted = list(spoiled(answer))
    assert len(planted) > 15 and [done for done, wrong in planted if validator(kind).is_valid(wrong)] == []


def test_a_fault_says_what_to_change(cli):
    answer = json.loads(cli("eval", "abs(x)", "--at", "x=0", "-f", "json").stdout)
    assert fault({**answer, "accuracy": 1.0}, "eval") == (
        "the answer has the key accuracy, which the schema has not: add it to gradcli/schema.json, "
        "$defs/value/properties, in the place where it is printed, and to `required` if it is always there")
    answer["warnings"][0]["kind"] = "cusp"
    assert "warnings/0/kind: 'cusp' is not one of" in fault(answer, "eval")
    assert fault(answer, "eval").endswith("add it to gradcli/schema.json, $defs/kind/enum")
    assert pointer(SCHEMA["$defs"]["visit"]["properties"]) == "$defs/visit/properties"
