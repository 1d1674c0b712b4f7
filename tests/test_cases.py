"""Golden transcripts: cases/*.txt hold `$ gradcli …` and what it prints, to the letter.

Standard output comes first, then standard error, then `[exit N]` where N is not 0. Lines from `## ` on are headings.
`make bless` writes what the program prints now, for a person to read before it is committed.
"""

import os
import shlex
from pathlib import Path

import pytest

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def replay(cli, transcript: str) -> str:
    """The transcript with its headings and commands as they stand and the outputs of now."""
    lines = []
    for line in transcript.splitlines():
        if line.startswith("## "):
            lines.append(f"\n{line}" if lines else line)
        elif line.startswith("$ gradcli "):
            run = cli(*shlex.split(line)[2:])
            lines += [line, *(run.stdout + run.stderr).splitlines()]
            lines += [f"[exit {run.returncode}]"] * (run.returncode != 0)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_transcript(cli, path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    transcript = path.read_text(encoding="utf-8")
    now = replay(cli, transcript)
    if os.environ.get("BLESS"):
        path.write_text(now, encoding="utf-8")
    else:
        assert now == transcript
