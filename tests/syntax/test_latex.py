"""Formulas as LaTeX: their form, their validity, and those of any size."""

import re
import shutil
import subprocess

import pytest

import gradcli.ops  # noqa: F401  fills the table
from gradcli.core.primitive import rows
from gradcli.syntax.latex import factor, latex, literal, name
from gradcli.syntax.nodes import Apply, Name
from gradcli.syntax.parser import parse

FORMULAS = {
    # products: side by side, with a dot where numbers or words would run together
    "2*x*y": r"2 x y", "2*3": r"2 \cdot 3", "x*2": r"x \cdot 2", "2*x*3*y": r"2 x \cdot 3 y", "2*3**x": r"2 \cdot 3^{x}",
    "x*exp2(y)": r"x \operatorname{exp2}(y)", "rate*t": r"\mathrm{rate} \cdot t", "x*(y+1)": r"x (y + 1)",
    "(a+b)*(a-b)": r"(a + b) (a - b)", "sin(x)*cos(x)": r"\sin(x) \cos(x)", "2*(1/2)": r"2 \cdot \frac{1}{2}",
    # signs
    "-x/2": r"-\frac{x}{2}", "-2*x/y": r"-\frac{2 x}{y}", "a-(-x/2)": r"a - \left(-\frac{x}{2}\right)", "-(x*y)": r"-x y",
    "x*-y": r"x (-y)", "--x": r"-(-x)", "a-(b-c)": r"a - (b - c)", "-x**2": r"-x^{2}", "(-x)**2": r"(-x)^{2}",
    "(-x+1)/2": r"\frac{-x + 1}{2}", "x >= -y": r"x \ge -y",
    # fractions, which lean in exponents
    "(x+1)/(y-1)": r"\frac{x + 1}{y - 1}", "(x/2)**2": r"\left(\frac{x}{2}\right)^{2}", "x**(3/2)": r"x^{3/2}",
    "exp(-x**2/2)": r"e^{-x^{2}/2}", "exp((x+1)/(2*y))": r"e^{(x + 1)/(2 y)}", "a/b/c": r"\frac{\frac{a}{b}}{c}",
    # powers
    "x**y**z": r"x^{y^{z}}", "(x**y)**z": r"(x^{y})^{z}", "exp(x)**2": r"(e^{x})^{2}", "sqrt(x)**3": r"(\sqrt{x})^{3}",
    "sin(x)**2": r"\sin^{2}(x)", "sin(x)**-1": r"(\sin(x))^{-1}", "sin(x)**y": r"(\sin(x))^{y}",
    "abs(x)**2": r"\left|x\right|^{2}", "log10(x)**2": r"\log_{10}^{2}(x)", "x!**2": r"(x!)^{2}", "(x+1)!": r"(x + 1)!",
    # calls, their parentheses as high as they must be
    "sin(x/2)": r"\sin\left(\frac{x}{2}\right)", "erf(sin(x))": r"\operatorname{erf}(\sin(x))",
    "log(x, 2)": r"\operatorname{log}(x, 2)", "log(x, 3)": r"\log_{3}(x)", "log2(x)": r"\log_{2}(x)",
    "max(x, 1/y, 0)": r"\max\left(x, \frac{1}{y}, 0\right)", "cbrt(x)": r"\sqrt[3]{x}", "pi*r**2": r"\pi r^{2}",
    "floor(x/2)": r"\left\lfloor \frac{x}{2} \right\rfloor", "polygamma(2, x)": r"\psi^{(2)}(x)", "a % b": r"a \bmod b",
    # truths, and branches
    "0 < x <= 1": r"0 < x \le 1", "(x > 0) + 1": r"[x > 0] + 1", "(x < y) == z": r"(x < y) = z",
    "not (x and y) or z": r"\lnot (x \land y) \lor z",
    "x if x > 0 else -x": r"\begin{cases} x & \text{if $x > 0$} \\ -x & \text{otherwise} \end{cases}",
    "(1 if x else 0)*y": r"\left(\begin{cases} 1 & \text{if $x$} \\ 0 & \text{otherwise} \end{cases}\right) y",
    # numbers
    "0.1*x": r"0.1 x", "1e-30*x": r"10^{-30} x", "1.5e-20*x": r"1.5 \cdot 10^{-20} x",
    "f(t) = t**2; f(2*x)": r"f(2 x)",
}
NAMES = {"x": "x", "x1": "x_{1}", "E_n": "E_{n}", "theta": r"\theta", "θ": r"\theta", "Γ": r"\Gamma", "lambda": r"\lambda",
         "alpha_2": r"\alpha_{2}", "x_max": r"x_{\mathrm{max}}", "k_beta": r"k_{\beta}", "rate": r"\mathrm{rate}",
         "_x": r"\mathrm{\_x}", "x_": r"\mathrm{x\_}", "a_b_c": r"a_{\mathrm{b\_c}}", "omicron": r"\mathrm{omicron}"}
ONE_OF_EACH = [Apply(row, tuple(map(Name, "xyzw"[:row.least]))) for row in rows()]


def written(source):
    return latex(parse(source).result)


@pytest.mark.parametrize("source", FORMULAS)
def test_a_formula(source):
    assert written(source) == FORMULAS[source]


@pytest.mark.parametrize("text", NAMES)
def test_a_name(text):
    assert name(text) == NAMES[text]


@pytest.mark.parametrize("digits, text", [("12", "12"), ("-0.5", "-0.5"), ("1e-30", "10^{-30}"), ("-1e+16", "-10^{16}"),
                                          ("1.5e-30", r"1.5 \cdot 10^{-30}"), ("-2.5e-08", r"-2.5 \cdot 10^{-8}")])
def test_a_number(digits, text):
    assert literal(digits) == text


@pytest.mark.parametrize("source, text", [("x+1", "(x + 1)"), ("-x", "(-x)"), ("x < 1", "[x < 1]"), ("x/2", r"\frac{x}{2}"),
                                          ("sin(x)", r"\sin(x)"), ("x*y", "(x y)"), ("x**2", "x^{2}")])
def test_a_factor(source, text):
    assert factor(parse(source).result) == text


def holds_together(text):
    """Braces, \\left and \\right, \\begin and \\end match, each in its order."""
    closers = {"{": "}", r"\left": r"\right", r"\begin": r"\end"}
    open_ = []
    for token in re.findall(r"\\[{}_]|\\[a-zA-Z]+|[{}]", text):
        if token in closers:
            open_.append(closers[token])
        elif token in closers.values():
            if not open_ or open_.pop() != token:
                return False
    return not open_


@pytest.mark.parametrize("root", ONE_OF_EACH, ids=lambda root: f"{root.row.name}{len(root.arguments)}")
def test_every_row_holds_together_wherever_it_stands(root):
    for outer in ONE_OF_EACH:
        for place in range(len(outer.arguments)):
            arguments = list(outer.arguments)
            arguments[place] = root
            text = latex(Apply(outer.row, tuple(arguments)))
            assert holds_together(text) and "#" not in text and "--" not in text


@pytest.mark.parametrize("source", [
    "+".join(["x*2"] * 5_000), "*".join(["x"] * 5_000), "/".join(["x"] * 5_000), "sin(" * 5_000 + "x" + ")" * 5_000,
    "-" * 5_000 + "x", "**".join(["x"] * 5_000), "2*(1/" * 5_000 + "x" + ")" * 5_000,
    "(-x)*(" * 5_000 + "x" + ")" * 5_000], ids=lambda source: source[:8])
def test_size_does_not_matter(source):
    assert holds_together(written(source))


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no TeX here")
def test_tex_takes_it(tmp_path):
    formulas = [*FORMULAS.values(), *NAMES.values(), *map(latex, ONE_OF_EACH)]
    body = "\n\n".join(f"$\\displaystyle {text}$" for text in formulas)
    document = f"\\documentclass{{article}}\\usepackage{{amsmath}}\\begin{{document}}\n{body}\n\\end{{document}}"
    (tmp_path / "all.tex").write_text(document, encoding="utf-8")
    words = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "all.tex"]
    run = subprocess.run(words, cwd=tmp_path, capture_output=True)
    assert not run.returncode, run.stdout.decode("utf-8", "replace")[-2000:]
