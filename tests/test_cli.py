"""What a user types and sees: the README's examples, and texts of any size."""

import math
import re
import shlex
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\$ (gradcli .*)\n((?:(?!\$|```).*\n)*)", README, re.MULTILINE)
FILES = re.findall(r"^\$ cat (.*)\n((?:(?!\$|```).*\n)*)", README, re.MULTILINE)


@pytest.mark.parametrize("line, output", EXAMPLES)
def test_readme(cli, monkeypatch, tmp_path, line, output):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, content in FILES:
        Path(name).write_text(content, encoding="utf-8")
    assert cli(*shlex.split(line)[1:]).stdout == output


def test_as_a_module(gradcli):
    assert gradcli("eval", "-", "--at", "x=3", stdin="-2x\n").stdout == "value\t-6\nd/dx\t-2\n"


LARGE = {"(" * 20_000 + "x" + ")" * 20_000: (0.5, 1), "x" + "+x" * 20_000: (10000.5, 20001), "-" * 20_000 + "x": (0.5, 1),
         "x if x>1 else " * 5_000 + "2*x": (1, 2)}


@pytest.mark.parametrize("source", LARGE, ids=lambda source: source[:14])
def test_size_is_nothing_special(cli, source):
    value, slope = LARGE[source]
    assert cli("eval", "-", "--at", "x=0.5", stdin=source).stdout == f"value\t{value}\nd/dx\t{slope}\n"


@pytest.mark.parametrize("function", ["sin", "f"])
def test_depth_is_nothing_special(cli, function):
    xs = [0.5]
    for _ in range(20_000):
        xs.append(math.sin(xs[-1]))
    slope = math.prod(map(math.cos, xs[-2::-1]), start=1.0)
    source = "f(t)=sin(t);" + f"{function}(" * 20_000 + "x" + ")" * 20_000
    assert cli("eval", "-", "--at", "x=0.5", stdin=source).stdout == f"value\t{xs[-1]!r}\nd/dx\t{slope!r}\n"
