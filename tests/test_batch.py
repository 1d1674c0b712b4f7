"""Many questions in one process: each is answered as alone, at once, whatever the lines hold and however the run ends."""

import gc
import json
import random
import signal
import subprocess
import sys
from itertools import islice

import pytest
from batches import askable, differences

BATCH = [sys.executable, "-m", "gradcli", "batch"]
SQUARE = 'eval "x**2" --at x=3'


def answers(cli, *lines, words=()):
    run = cli("batch", *words, stdin="".join(f"{line}\n" for line in lines))
    return run.returncode, [json.loads(line) for line in run.stdout.splitlines()]


def values(cli, stdin):
    return [json.loads(line).get("value") for line in cli("batch", stdin=stdin).stdout.splitlines()]


def test_each_is_answered_as_alone():
    """tests/bench/batches.py compares thousands."""
    asked = list(islice(askable(random.Random(5)), 60))
    assert not list(differences(asked))


def test_a_question_may_be_asked_again_with_another_point(cli):
    code, found = answers(cli, SQUARE, 'eval "x**2" --at x=4', "grad x**2", 'eval "x**2" --at x=4 --wrt e', SQUARE)
    assert code == 0 and [each.get("value") for each in found] == [9, 16, None, 16, 9]
    assert found[2]["partials"] == {"x": "2*x"} and found[3]["partials"] == {"e": 0}


@pytest.mark.parametrize("id", ["q7", 7, -1.5, None, True, "", "é\ud800"])
def test_an_id_comes_first(cli, id):
    _, (found,) = answers(cli, json.dumps({"args": ["eval", "1+1"], "id": id}))
    assert [*found][0] == "id" and found["id"] == id and found["value"] == 2


@pytest.mark.parametrize("stdin, found", [
    (f"{SQUARE}\r\n\r\n{SQUARE}\r\n".encode(), [9, 9]),
    (b"\xef\xbb\xbf" + SQUARE.encode(), [9]),
    (f"\n \t\n# {SQUARE}\n  {SQUARE}".encode(), [9]),
    (b'eval "x\0" --at x=3\n' + SQUARE.encode(), [None, 9]),
    (b'["eval", "@a\\u0000b"]\n' + SQUARE.encode(), [None, 9]),
    (b'eval "\xff"\n' + SQUARE.encode(), [None, 9]),
    (b"[" * 100_000 + b"\n" + b"[" + b"9" * 10_000 + b"]\n" + SQUARE.encode(), [None, None, 9]),
    (b'eval "x' + b"+1" * 5_000_000 + b"\n" + SQUARE.encode(), [None, 9]),
    (b"#" * 10_000_000 + b"\n" + SQUARE.encode(), [9])], ids=range(9))
def test_lines_of_any_kind(cli, stdin, found):
    assert values(cli, stdin) == found


def test_a_long_line_is_answered(cli):
    text = "x" + "+x" * 50_000
    assert values(cli, f'eval "{text}" --at x=1\n'.encode()) == [50_001]


def test_literal_words_of_a_line_are_not_those_of_the_next(cli, tmp_path):
    (tmp_path / "f").write_text("x**2")
    name = f"@{tmp_path}/f"
    code, found = answers(cli, json.dumps(["grad", "--", name]), json.dumps(["grad", name]))
    assert (code, found[0]["exit"], found[1].get("partials")) == (1, 2, {"x": "2*x"})


def test_a_table_is_text(cli, tmp_path):
    (tmp_path / "t.csv").write_text("x\n1\nz\n3\n")
    words = "eval", "x**2", "--points", str(tmp_path / "t.csv"), "-f", "csv"
    code, found = answers(cli, json.dumps(words), json.dumps([*words, "--on-error", "skip"]))
    assert code == 1 and found[0]["text"] == "x,value,d/dx\n1,1,2" and "line 3" in found[0]["error"]["message"]
    assert found[1] == {"text": "x,value,d/dx\n1,1,2\n3,9,6", "warnings": [], "exit": 0}


def test_what_the_system_does_to_a_question_is_its_error(cli, monkeypatch):
    def fails(text):
        raise MemoryError if text == "x" else OverflowError("large")

    monkeypatch.setattr("gradcli.cli.grad.read", fails)
    code, found = answers(cli, "grad x", "grad y", SQUARE)
    assert code == 1 and found[2]["value"] == 9 and [each["error"]["message"] for each in found[:2]] == [
        "out of memory", "a bug in gradcli, OverflowError: large"]


def test_a_process_that_waits_is_answered_line_by_line():
    with subprocess.Popen(BATCH, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as batch:
        for x in range(3):
            print(f"eval x**2 --at x={x}", file=batch.stdin, flush=True)
            assert json.loads(batch.stdout.readline())["value"] == x**2
        batch.stdin.close()
        assert batch.wait() == 0


def test_ctrl_c_ends_it_between_two_lines():
    with subprocess.Popen(BATCH, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as batch:
        print(SQUARE, file=batch.stdin, flush=True)
        first = batch.stdout.readline()
        batch.send_signal(signal.SIGINT)
        assert batch.wait() == 130 and json.loads(first)["value"] == 9
        assert (batch.stdout.read(), batch.stderr.read()) == ("", "")


def test_ctrl_c_writes_what_is_answered_though_nobody_waited(cli, tmp_path, monkeypatch):
    def interrupts(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("gradcli.cli.grad.read", interrupts)
    (tmp_path / "q").write_text(f"{SQUARE}\ngrad x\n{SQUARE}\n")
    run = cli("batch", str(tmp_path / "q"))
    assert (run.returncode, run.stdout.count("\n"), run.stderr) == (130, 1, "")


def test_a_broken_pipe_is_silent(tmp_path):
    (tmp_path / "q").write_text(f"{SQUARE}\n" * 3000)  # more than a pipe holds
    batch = subprocess.Popen([*BATCH, str(tmp_path / "q")], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    batch.stdout.readline()
    batch.stdout.close()
    assert (batch.stderr.read(), batch.wait()) == (b"", 141)
    batch.stderr.close()


def test_memory_does_not_grow_with_the_number_of_lines(cli, monkeypatch):
    from functools import lru_cache

    from gradcli.calc import question

    monkeypatch.setattr(question, "_parse_once", lru_cache(50)(question._parse_once.__wrapped__))
    monkeypatch.setattr(question, "_lower_once", lru_cache(50)(question._lower_once.__wrapped__))

    def blocks(first):
        lines = [f'eval "x**2 + sin({i}*x)*y" --at x={i}/7 y=2' for i in range(first, first + 150)]
        assert cli("batch", stdin="\n".join(lines)).returncode == 0
        gc.collect()  # with it go the tuples that CPython holds to be used again, 2000 of each length
        return sys.getallocatedblocks()

    before = [blocks(first) for first in (1000, 2000)][-1]
    assert blocks(3000) - before < 500


def test_a_line_longer_than_any_question_ends_it_after_the_answers_before(cli):
    run = cli("batch", stdin=f"{SQUARE}\n".encode() + b"x" * (17 << 20))
    assert run.returncode == 1 and run.stdout.count("\n") == 1 and "a line is one question" in run.stderr
