"""Random command lines: in a batch each has the answer and the exit code that it has alone.

`python tests/bench/batches.py [COUNT] [SEED]`: prints the lines whose answers differ. All run in this process.
"""

import json
import random
import re
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from fuzz_commands import lines, run

COUNT = 2000
PART = 20  # lines of a batch, which are answered before run() takes it for stuck
FORMAT = re.compile(r"-f[a-z]*|--form?a?t?(=.*)?")


def askable(rng: random.Random) -> Iterator[list[str]]:
    """Endless command lines that read nothing from standard input."""
    for words, _ in lines(rng):
        if "-" not in words and words and "batch" not in words:
            yield words


def alone(words: list[str]) -> list[str]:
    """The command line that asks for JSON, as a batch does where no format is named."""
    if any(FORMAT.fullmatch(word) for word in words):
        return words
    end = words.index("--") if "--" in words else len(words)
    return [*words[:end], "-f", "json", *words[end:]]


def expected(words: list[str]) -> dict[str, Any]:
    """The line of a batch, by a run of the command alone; a table is text, from a file or of ranges."""
    words = alone(words)
    code, out, err = run(words, b"")
    fields: dict[str, Any] = {}
    table = "--points" in words or any(re.match(r"[^\W\d]\w*=.*:", word) for word in words)
    if out and not table and any(word in ("json", "-fjson", "--format=json") for word in words):
        fields = json.loads(out)
    elif out:
        fields = {"text": out.removesuffix("\n")}
    errors = [line for line in err.splitlines() if line.startswith("Error: ")]
    return fields | ({"error": errors[0]} if errors else {}) | {"exit": code}


def differences(asked: list[list[str]]) -> Iterator[tuple[list[str], Any, Any]]:
    """The command lines whose answer in a batch is another, with both answers."""
    from gradcli.render.diagnostic import headline

    answers = []
    for start in range(0, len(asked), PART):
        code, out, err = run(["batch"], "\n".join(map(json.dumps, asked[start:start + PART])).encode())
        answers += out.splitlines()
        assert len(answers) == min(start + PART, len(asked)), (code, err)
    for words, line in zip(asked, answers, strict=True):
        answer, other = json.loads(line), expected(words)
        if error := answer.get("error"):
            help = f" ({error['help']})" if error["help"] else ""
            answer["error"] = headline("Error:", error["message"] + help)
        if "text" in answer:
            del answer["warnings"]
        if answer != other:
            yield words, answer, other


def main() -> None:
    count, seed = ([int(word) for word in sys.argv[1:]] + [COUNT, 0][len(sys.argv) - 1:])[:2]
    asked = list(islice(askable(random.Random(seed)), count))
    found = list(differences(asked))
    for words, answer, other in found:
        print(words, answer, other, sep="\n  ")
    print(f"{len(found)} of {count} differ")


if __name__ == "__main__":
    main()
