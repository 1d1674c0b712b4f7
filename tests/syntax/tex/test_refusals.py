"""What is not read of LaTeX: the message, both readings, the place."""

import pytest

from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse
from gradcli.syntax.tex.reader import read

COMMAND = "the command says what to differentiate: gradcli nth EXPR -n 1 --wrt x"
REFUSALS = {
    r"\sin x y": (r"\sin x y is ambiguous", r"write \sin(x y) or \sin(x) y"),
    r"\sin(x)^2": (r"\sin(x)^2 is ambiguous", r"write \sin^{2}(x) or \sin(x^{2})"),
    r"\ln\left(x + 1\right)^{2}": (r"\ln(x + 1)^{2} is ambiguous", r"write \ln^{2}(x + 1) or \ln((x + 1)^{2})"),
    r"\sqrt{2y\left(\alpha\right)}": ("y is not a function", r"for a product, write y \cdot (\alpha)"),
    r"\sum_{i=1}^{3} \left(y\right)^{i}-x": (
        r"\sum_{i=1}^{3} (y)^{i}-x is ambiguous", r"write \sum_{i=1}^{3} ((y)^{i} - x) or (\sum_{i=1}^{3} (y)^{i}) - x"),
    r"\sum_{i=1}^{4} i+\log_2\left(x\right)": (
        r"\sum_{i=1}^{4} i+\log_2(x) is ambiguous",
        r"write \sum_{i=1}^{4} (i + \log_2(x)) or (\sum_{i=1}^{4} i) + \log_2(x)"),
    r"\Phi(x)^2": (r"\Phi(x)^2 is ambiguous", r"write (\Phi(x))^{2} or \Phi(x^{2})"),
    r"\sin(x)!": (r"\sin(x)! is ambiguous", r"write (\sin(x))! or \sin(x!)"),
    r"1/2x \cdot \pi": (r"1/2x is ambiguous", r"write 1/(2 x) or (1/2) x"),
    r"a \bmod 2x": (r"a \bmod 2x is ambiguous", r"write a \bmod (2 x) or (a \bmod 2) x"),
    r"x^10 \cdot \pi": (r"^10 is ^1 followed by 0", r"write ^{10}"),
    r"x_10 \cdot \pi": (r"_10 is _1 followed by 0", r"write _{10}"),
    r"\pi f'(x)": (r"a prime is not read", COMMAND),
    r"\frac{d}{dx} x^2": (r"a derivative is not read", COMMAND),
    r"\frac{\mathrm{d}y}{\mathrm{d}x}": (r"a derivative is not read", COMMAND),
    r"\frac{\partial f}{\partial x}": (r"a derivative is not read", COMMAND),
    r"\frac{d^2}{dx^2} x": (r"a derivative is not read", COMMAND),
    r"\int x dx": (r"\int is not read here", r"integrals are not computed"),
    r"\lim_{x \to 0} x": (r"\lim is not read here", r"taylor expands around a point"),
    r"\sin 30^\circ": (r"degrees are not read", r"for degrees, write \frac{\pi}{180}"),
    r"90^{\circ}": (r"\circ is not read here", r"for degrees, write \frac{\pi}{180}"),
    r"\sin x/2": (r"\sin x/2 is ambiguous", r"write \sin(x/2) or \sin(x)/2"),
    r"\sin x \cdot y": (r"\sin x \cdot y is ambiguous", r"write \sin(x \cdot y) or \sin(x) \cdot y"),
    r"\sin 2(x + 1)": (r"\sin 2(x + 1) is ambiguous", r"write \sin(2 (x + 1)) or \sin(2) (x + 1)"),
    r"\sin x!": (r"\sin x! is ambiguous", r"write (\sin(x))! or \sin(x!)"),
    r"\sin -x": (r"the argument of \sin is missing", r"write \sin(-…)"),
    r"\sin^{-2}(x)": (r"\sin^{-2} is neither a power nor an inverse here", r"write \frac{1}{\sin^{2}(x)}"),
    r"\sigma^2(x - \mu)": (r"\sigma^2(x - \mu) is ambiguous", r"write (\sigma(x - \mu))^2 or \sigma^2 \cdot (x - \mu)"),
    r"f(x + 1)^{2}": (r"f is not a function", r"for a product, write f \cdot (x + 1)^{2}"),
    r"\theta(t)": (r"\theta is not a function", r"for a product, write \theta \cdot (t)"),
    r"\phi(x) \cdot 2": (r"\phi is not a function", r"for a product, write \phi \cdot (x) or \varphi(x)"),
    r"f^{(2)}": (r"f^{(2)} may be a derivative", f"for a power, write f^{{2}}; {COMMAND}"),
    r"\operatorname{sigmod}(x)": (r"sigmod is not a function", r"did you mean \operatorname{sigmoid}(x)?"),
    r"\sum_{i=1}^{n} i + 1":
        (r"\sum_{i=1}^{n} i + 1 is ambiguous", r"write \sum_{i=1}^{n} (i + 1) or (\sum_{i=1}^{n} i) + 1"),
    r"\sum_i i": (r"the bounds of this sum are missing", r"write \sum_{i=1}^{n}"),
    r"\begin{cases} x & x > 0 \end{matrix}": ("cases are not closed", r"write \end{cases}"),
    r"x \cdot .": (r"a number or a name is missing between \cdot and .", None),
    r"\mathrm{ab": ("these braces are never closed", None), r"x_{": ("these braces are never closed", None),
    r"\sum_{i} i": (r"the bounds of this sum are missing", r"write \sum_{i=1}^{n}"),
    r"\sum_{i=1}^{n}": (r"a number or a name is missing after }", None),
    r"1{,}000 \cdot x": (r"a number has no commas", r"write 1000"),
    r"1.5e-3 \cdot \pi": (r"1.5e-3 is ambiguous", r"write 1.5 \cdot 10^{-3} or 1.5 e -3"),
    r"x2 \cdot \pi": (r"a sign is missing between x and 2", r"write x \cdot 2"),
    r"x^{2}^{3}": (r"two powers follow one another", r"write a^{b^{c}} or (a^{b})^{c}"),
    r"x^-2 \cdot \pi": (r"^- takes the sign alone", r"write ^{-…}"),
    r"x^{2}_1": (r"an index stands directly after its name", r"write x_{…}^{…}"),
    r"3 \pm 1": (r"\pm is not read here", r"an uncertainty goes with --at, as in --at x=3±0.1"),
    r"{n \choose k}": (r"\choose is not read here", r"write \binom{n}{k}"),
    r"\binom{n}": (r"the argument of \binom is missing", r"write \binom{…}"),
    r"\sine(x)": (r"\sine is not read", r"did you mean \sin?"),
    r"\left( x + 1^{2}": (r"this ( is never closed", None),
    r"x + 1)^{2}": (r"this ) was never opened", None),
    r"\frac{x}": (r"the argument of \frac is missing", r"write \frac{…}"),
    r"\sqrt": (r"the argument of \sqrt is missing", r"write \sqrt{…}"),
    r"x \cdot": (r"a number or a name is missing after \cdot", None),
    r"\begin{matrix} x \end{matrix}": (r"cases is the only environment that is read", None),
    r"\begin{cases} x & \text{perhaps} x \end{cases}":
        (r"perhaps is not a condition", r"write \text{if } x > 0, or \text{otherwise}"),
    r"\left. x \right|": (r"\left. closes nothing", r"write both brackets"),
    r"\max(x)": (r"\max takes 2 or more arguments, got 1", None),
    r"x \\ y": (r"\\ separates nothing here", r"a formula has one line; \\ stands in cases alone"),
    r"\sum_{i=1}^{3} p_i": ("p_i would be one number for each i", "a sum has i as a number, as in i p"),
    r"\vec{v}": (r"\vec is not read here", r"write the letter alone, or \mathrm{a\_word}"),
    r"x \in y": (r"\in is not read here", None), r"100\%": (r"\% is not read here", r"write \frac{x}{100}"),
    r"\|x\|": (r"\| is not read here", "write |x|"), "x^{*}": ("a number or a name is missing between { and *", None),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_text_is_refused_with_its_place_and_a_way_out(text):
    with pytest.raises(GradcliError) as caught:
        read(text)
    error = caught.value
    assert (error.message, error.help) == REFUSALS[text]
    begin, end = error.span
    assert error.code == 2 and error.source == text and 0 <= begin < end <= len(text) + 1


@pytest.mark.parametrize("text", [text for text, (_, help) in REFUSALS.items() if help and help.startswith("write \\")
                                  and " or " in help and "…" not in help and "text" not in help])
def test_both_readings_are_read(text):
    """They differ, or one of them would do."""
    readings = REFUSALS[text][1].removeprefix("write ").split(" or ")
    assert len({str(parse(reading)) for reading in readings}) == 2
