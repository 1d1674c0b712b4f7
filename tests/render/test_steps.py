"""How the steps of a derivation look."""

import io
import shutil
import subprocess

import pytest

from gradcli.calc.question import Question
from gradcli.calc.steps.derivation import derive
from gradcli.render import as_json, as_latex, as_plain, as_rich
from gradcli.render.screen import Console
from gradcli.render.steps import MAX_INDENT, excerpt, narrate_steps
from gradcli.syntax.parser import parse

SOURCE = "where(x>0, x**2*sin(3*x)/exp(x), max(x, 1, x**2)) + x**x + cbrt(x) + y*hypot(x, y) + log(x, 3) + floor(x)"


def test_what_stands_deepest_is_left_out():
    tree = parse("sin(" * 50 + "x" + ")" * 50 + " + y").result
    assert excerpt(tree, 6) == "sin(sin(sin(…))) + y"
    assert excerpt(tree, 100) == "sin(" * 50 + "x" + ")" * 50 + " + y"


def test_steps_within_steps_are_indented_so_far_and_no_further():
    lines = list(narrate_steps(derive(Question("sin(" * 40 + "x" + ")" * 40, {}, limit=500))))
    assert max(line.indent for line in lines) <= 2 * MAX_INDENT + 3
    assert sum(bool(line.mark) for line in lines) == 40


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_a_terminal_shows_every_word_in_its_width(width):
    reports = derive(Question(SOURCE, {}))
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    rich = as_rich.derivations(reports, console)
    assert max(map(len, rich.splitlines())) <= max(width, 26)
    assert "".join(rich.split()) == "".join(as_plain.derivations(reports).split())


def test_one_derivative_is_an_object_of_its_own_and_several_are_listed():
    one = as_json.derivations(derive(Question("x*y", {}), ["x"]))
    assert one == ('{"expression": "x*y", "wrt": ["x"], "order": 1, "steps": [{"id": 1, "parent": null, "rule": "linear", '
                   '"of": "x*y", "parts": {}, "result": "y"}], "derivative": "y", '
                   '"at": null, "value": null, "warnings": []}')
    two = as_json.derivations(derive(Question("x*y", {})))
    assert two.startswith('{"expression": "x*y", "derivations": [{"expression": "x*y", "wrt": ["x"], ')
    assert two.count('"at": null') == 1


def test_latex_compiles(tmp_path):
    text = as_latex.derivations(derive(Question(SOURCE, {})))
    assert text.count("{") == text.count("}") and text.count("\\begin") == text.count("\\end")
    assert "\\text{product rule}" in text and "…" not in text
    if shutil.which("pdflatex") is None:
        pytest.skip("no pdflatex here")
    document = f"\\documentclass{{article}}\\usepackage{{amsmath}}\\begin{{document}}\n{text}\n\\end{{document}}\n"
    (tmp_path / "a.tex").write_text(document, encoding="utf-8")
    words = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    run = subprocess.run(words, cwd=tmp_path, capture_output=True)
    assert not run.returncode, run.stdout[-2000:]
