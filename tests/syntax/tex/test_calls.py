"""Calls in LaTeX: with brackets and without, bases and powers, Greek letters."""

import pytest
from readings import check_meaning

MEANINGS = {
    r"\sin(x) + \cos x + \tan 2x + \sec\theta": "sin(x) + cos(x) + tan(2*x) + sec(theta)",
    r"\sin x^2": "sin(x**2)",
    r"\sin\frac{x}{2} + \ln|x| + \ln{x}": "sin(x/2) + log(abs(x)) + log(x)",
    r"2\sin x\cos x": "2*sin(x)*cos(x)",
    r"\sin x \cdot \cos x / \tan x": "sin(x)*cos(x)/tan(x)",
    r"\sin\cos x": "sin(cos(x))",
    r"\sin^2 x + \cos^{2}(x) + \tan^n x": "sin(x)**2 + cos(x)**2 + tan(x)**n",
    r"\sin^{-1}(x) + \tan^{-1} x + \cosh^{-1} x": "asin(x) + atan(x) + acosh(x)",
    r"\arcsin(x) + \arctan x + \sinh x + \coth x": "asin(x) + atan(x) + sinh(x) + coth(x)",
    r"\ln x + \log x + \lg x": "log(x) + log(x) + log10(x)",
    r"\log_2 x + \log_{10}(x) + \log_b(x) + \log_{3} x": "log2(x) + log10(x) + log(x, b) + log(x, 3)",
    r"\log_{2}^{2}(x)": "log2(x)**2",
    r"\exp(x) + \exp\left(-\frac{x^2}{2}\right)": "exp(x) + exp(-(x**2/2))",
    r"\max(x, y) + \min\{x, y, 0\}": "max(x, y) + min(x, y, 0)",
    r"\Gamma(x) + \Gamma": "gamma(x) + Gamma",
    r"\psi(x) + \psi^{(2)}(x) + \psi": "digamma(x) + polygamma(2, x) + psi",
    r"\Phi(x) + \varphi(x) + \Phi + \varphi": "normcdf(x) + normpdf(x) + Phi + varphi",
    r"\sigma(x) + \sigma x + \sigma^2": "sigmoid(x) + sigma*x + sigma**2",
    r"\sigma \cdot (x + 1)": "sigma*(x + 1)",
    r"\operatorname{sigmoid}(x) + \operatorname{erf}\left(x\right) + \mathrm{relu}(x)": "sigmoid(x) + erf(x) + relu(x)",
    r"\operatorname{clamp}(x, 0, 1) + \operatorname{atan2}(y, x)": "clamp(x, 0, 1) + atan2(y, x)",
    r"x > 1 \land \lnot y \ge 2 \lor z \ne 0": "x > 1 and not y >= 2 or z != 0",
    r"\frac{\sin x}{x}": "sin(x)/x",
}


@pytest.mark.parametrize("text", MEANINGS)
def test_a_construct_has_its_meaning(text):
    check_meaning(text, MEANINGS[text])
