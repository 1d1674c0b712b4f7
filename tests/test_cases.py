"""Golden transcripts: cases/*.txt have `$ gradcli …` and its exact output.

Standard output comes first, then standard error, then `[exit N]` where N is not 0. Lines from `## ` on are headings. Before
`gradcli` may stand variables of the environment, as in a shell; without COLUMNS there are 80.
`make bless` writes what the program prints now, for a person to read before it is committed.
"""

import os
import re
import shlex
from pathlib import Path

import pytest

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
COMMAND = re.compile(r"\$ (?:\w+=\S+ )*gradcli ")


def replay(cli, monkeypatch, transcript: str) -> str:
    """The transcript with its headings and commands, and the current outputs."""
    lines = []
    for line in transcript.splitlines():
        if line.startswith("## "):
            lines.append(f"\n{line}" if lines else line)
        elif COMMAND.match(line):
            words = shlex.split(line)[1:]
            begin = words.index("gradcli")
            with monkeypatch.context() as patch:
                for name, _, value in (word.partition("=") for word in words[:begin]):
                    patch.setenv(name, value)
                run = cli(*words[begin + 1:])
            lines += [line, *(run.stdout + run.stderr).splitlines()]
            lines += [f"[exit {run.returncode}]"] * (run.returncode != 0)
    return "\n".join(lines) + "\n"


def answerable(transcript: str) -> str:
    """The transcript without the questions that ask for proven digits, where their extra is not installed."""
    try:
        import flint  # noqa: F401
    except ImportError:
        return re.sub(r"^\$ [^\n]*--digits.*?(?=^\$ |\n## |\Z)", "", transcript, flags=re.MULTILINE | re.DOTALL)
    return transcript


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_transcript(cli, path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.chdir(path.parent)
    transcript = answerable(path.read_text(encoding="utf-8"))
    now = replay(cli, monkeypatch, transcript)
    if os.environ.get("BLESS"):
        path.write_text(now, encoding="utf-8")
    else:
        assert now == transcript
