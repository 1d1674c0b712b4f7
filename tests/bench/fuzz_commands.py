"""Random command lines: each is answered, or refused in one clear error, and none is slow.

`python tests/bench/fuzz_commands.py [COUNT] [SEED]`: prints the lines that end in a foreign exception, say more or less than
one error, or take longer than SLOW seconds, and how many of each exit code there were. All run in this process.
"""

import io
import random
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import click  # noqa: E402
from mutations import mutate  # noqa: E402

from gradcli.cli import COMMANDS, group, main  # noqa: E402
from gradcli.core.primitive import FUNCTIONS  # noqa: E402

COUNT = 10_000
SLOW = 5.0
GOOD = ["u**3+v**2+4*u*v", "-x**-2/(3x+1)", "sin(x)**2 + log(y, 2)", "k = 2*x; f(t) = t**2 - k; f(y) + f(f(x))",
        "x if 0 < x <= 1 else max(y, 3.5e-2, pi)", "not x and y or x != 1", "(a+b)(a-b)", "1_000*θ·2 − e", "x! + 3!",
        "where(x>0, log(x), 0) # note", "(1 +\n 2)*x", "clamp(x, -1, 1)//2 % 3", "hypot(x, y, 1)/gamma(x)", "y = 3*x**2",
        "2 sin x cos y", "sin^2(x) + cos² y", "√x + ∛(y+1)", "|x - |y||", "x⁻² sin(x)", "2e^x", "np.exp(x)*math.pi",
        "f(x) = x**2", "abs(x)**3 + relu(y)", "atan2(x, y)*sinc(x)", "x**y**2", "exp(x)/(1+exp(x))", "5", "0*x + 1/0",
        "(1-cos(x))/x**2", "min(x, y, 2)", "x == y", "floor(x) + round(y)", "erf(x)*polygamma(2, y)", "1/x + sqrt(x-1)",
        "tanh(x)**20", "log(x*y)/(x-y)", "sigmoid(x)*softplus(y)", "(x**2+1)**3*(x-1)**2", "sin(x)**a + sin(x)**2"]
PIECES = ["(", ")", ",", ";", "\n", "=", "==", "!", "!=", "#", "**", "^", "-", " ", "if", "else", "not", "and", " x ", "y",
          "1", ".", "e", "_", "0x", "²", "٣", "é", "e\u0301", "\u202e", "\u200b", "𝒙", "'", '"', "\\", "$", "@", "|", "√",
          "°", "?", ":", "f(", "t", "inf", "nan", "1e999", "1e-400", "\t", "\r", "\x1b[31m", "≤", "×", "[", "{", "%",
          "\udc80", "х", "sin x", "sin^2 ", "d/dx ", ".pow(2)", "torch.", "⁻¹", "1,000", *FUNCTIONS]
VALUES = ["0", "1", "-1", "0.5", "2", "3", "pi/4", "1e-9", "1e300", "-2e-3", "inf", "nan", "1/3", "1e-320", "3±0.1", "0+-1",
          "2±5%", "0:1:0.25", "-1:1#3", "1:0:0.1"]
NAMES = ["x", "y", "u", "v", "a", "b", "θ", "z", "e", "pi", "t"]
OPTIONS: list[list[str]] = [
    ["--exact"], ["--digits", "20"], ["--digits", "3"], ["--strict"], ["-f", "json"], ["-f", "csv"], ["-f", "latex"],
    ["-f", "rich"], ["-f", "plain"], ["--limit", "10"], ["--limit", "5000"], ["--only", "value"], ["--only", "d/dx"],
    ["--nonzero"], ["-n", "2"], ["-n", "0"], ["-n3"], ["-n", "7"], ["--all"], ["--retain-grad"], ["--edges"],
    ["--max-bits", "100"],
    ["--wrt", "x"], ["--wrt", "x,y"], ["--wrt", "x,x,y"], ["--wrt", "z"], ["--wrt", "e"],
    ["--around", "x=0"], ["--around", "x=1", "y=2"],
    ["--claim", "2*x"], ["--points", "-"], ["--on-error", "nan"], ["--lang", "c"], ["--no-such"], ["-o", "out.txt"], ["--"]]


@cache
def known(command: str) -> list[list[str]]:
    """The options that a command has."""
    found = group.get_command(click.Context(group), command)
    assert found is not None
    names = {name for parameter in found.params for name in parameter.opts}
    return [option for option in OPTIONS if option[0] in names or option[0][:2] in names]


def lines(rng: random.Random) -> Iterator[tuple[list[str], bytes]]:
    """Endless command lines, and their standard input."""
    while True:
        def formula() -> str:
            text = rng.choice(GOOD)
            if rng.random() < 0.3:
                text = f"({text}){rng.choice(['+', '*', '/', '**', '-', ' '])}({rng.choice(GOOD)})"
            return mutate(rng, text, PIECES) if rng.random() < 0.35 else text

        command = rng.choice([*COMMANDS, ""])
        words = [command] if command else []
        bound = [f"{name}={rng.choice(VALUES)}" for name in NAMES[:7] if rng.random() < 0.8]
        parts = [["--at", *bound]] if bound and rng.random() < 0.8 else []
        if command == "functions":
            parts = [[rng.choice([*FUNCTIONS, "foo", "+", ""])]]
        else:
            parts.insert(rng.randrange(len(parts) + 1), [formula()])
        for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
            option = rng.choice(OPTIONS if rng.random() < 0.1 else known(command) or OPTIONS)
            parts.insert(rng.randrange(len(parts) + 1), option)
        if command in ("jacobian", "check") and rng.random() < 0.5:
            parts.append([formula()])
        if rng.random() < 0.08:
            place = rng.choice(parts)
            parts[parts.index(place)] = [mutate(rng, word, PIECES) if rng.random() < 0.5 else word for word in place]
        table = ",".join(NAMES[:7]) + "\n" + "".join(
            ",".join(rng.choice(VALUES[:7]) for _ in range(7)) + "\n" for _ in range(rng.randrange(4)))
        yield [word.replace("\0", "") for word in [*words, *(word for part in parts for word in part)]], table.encode()


class Stuck(BaseException):
    """A line that took too long."""


def run(words: list[str], stdin: bytes) -> tuple[Any, str, str]:
    """Run a line; return its exit code or the traceback of a foreign exception, its output and its errors."""
    kept = sys.argv, sys.stdin, sys.stdout, sys.stderr
    streams = [io.TextIOWrapper(io.BytesIO(initial), encoding="utf-8", errors="surrogateescape")
               for initial in (stdin, b"", b"")]
    sys.argv, (sys.stdin, sys.stdout, sys.stderr) = ["gradcli", *words], streams
    code: Any = None
    try:
        signal.setitimer(signal.ITIMER_REAL, 4 * SLOW)
        main()
    except SystemExit as leave:
        code = leave.code
    except Stuck:
        code = "stuck\n" + traceback.format_exc(-3)
    except BaseException:
        code = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.argv, sys.stdin, sys.stdout, sys.stderr = kept
    texts = [stream.buffer.getvalue().decode("utf-8", "replace") for stream in streams[1:]]
    return code, texts[0], texts[1]


def fault(words: list[str], code: Any, out: str, err: str) -> str | None:
    """Return the error of a run, if there is one."""
    if not isinstance(code, int) or code not in (0, 1, 2):
        return f"foreign: {code}"
    if "Traceback" in err or "\x1b" in err or "\x1b" in out:
        return "escapes or a traceback on a stream"
    if code == 2 and out and "--points" not in words:  # the rows before the error are written
        return "an answer and an error"
    errors = [line for line in err.splitlines() if line.startswith("Error: ")]
    if code == 2 and len(errors) != 1 and "Usage:" not in err:
        return f"{len(errors)} errors"
    if code == 0 and errors:
        return "an error and exit 0"
    return None


def main_() -> None:
    count, seed = ([int(word) for word in sys.argv[1:]] + [COUNT, 0][len(sys.argv) - 1:])[:2]

    def stuck(*_: Any) -> None:
        raise Stuck

    signal.signal(signal.SIGALRM, stuck)
    asked, codes, faults, slow, seen = lines(random.Random(seed)), Counter[Any](), 0, 0, set[str]()
    for _ in range(count):
        words, stdin = next(asked)
        start = perf_counter()
        code, out, err = run(words, stdin)
        took = perf_counter() - start
        codes[code if isinstance(code, int) else "foreign"] += 1
        wrong = fault(words, code, out, err)
        if wrong:
            faults += 1
            mark = wrong.strip().splitlines()[-1][:120]
            if mark not in seen:
                seen.add(mark)
                print(f"FAULT {words!r}\n{wrong}\n{err[:300]}", flush=True)
        if took > SLOW:
            slow += 1
            print(f"SLOW {took:.1f} s {words!r}", flush=True)
    print(f"{count} lines from seed {seed}: {dict(codes)}; {faults} faults, {slow} slower than {SLOW} s")


if __name__ == "__main__":
    main_()
