"""Formulas of textbooks and papers in LaTeX: each is read as it is meant, or refused."""

import pytest
from readings import check_meaning

from gradcli.errors import GradcliError
from gradcli.syntax.tex.reader import read

FORMULAS = {
    r"\frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{1}{2}\left(\frac{x-\mu}{\sigma}\right)^2}":
        "1/(sigma*sqrt(2*pi))*e**(-(1/2)*((x - mu)/sigma)**2)",
    r"\frac{-b + \sqrt{b^2 - 4ac}}{2a}": "(-b + sqrt(b**2 - 4*a*c))/(2*a)",
    r"\frac{2hc^2}{\lambda^5} \frac{1}{e^{\frac{hc}{\lambda k_B T}} - 1}":
        "2*h*c**2/lambda**5*(1/(e**(h*c/(lambda*k_B*T)) - 1))",
    r"S \Phi(d_1) - K e^{-rT} \Phi(d_2)": "S*normcdf(d_1) - K*e**(-r*T)*normcdf(d_2)",
    r"\frac{\ln\left(\frac{S}{K}\right) + \left(r + \frac{\sigma^2}{2}\right)T}{\sigma\sqrt{T}}":
        "(log(S/K) + (r + sigma**2/2)*T)/(sigma*sqrt(T))",
    r"A e^{-\gamma t}\cos(\omega t + \phi)": "A*e**(-γ*t)*cos(omega*t + phi)",
    r"\frac{1}{1 + e^{-x}}": "1/(1 + e**(-x))",
    r"\log\left(1 + e^{x}\right)": "log(1 + e**x)",
    r"G\frac{m_1 m_2}{r^2}": "G*(m_1*m_2/r**2)",
    r"mc^2\left(\frac{1}{\sqrt{1-\frac{v^2}{c^2}}} - 1\right)": "m*c**2*(1/sqrt(1 - v**2/c**2) - 1)",
    r"\frac{1}{2}mv^2 + mgh": "1/2*m*v**2 + m*g*h",
    r"4\epsilon\left[\left(\frac{\sigma}{r}\right)^{12} - \left(\frac{\sigma}{r}\right)^{6}\right]":
        "4*epsilon*((sigma/r)**12 - (sigma/r)**6)",
    r"\frac{V_{\max}[S]}{K_M + [S]}": "V_max*S/(K_M + S)",
    r"\sqrt{a^2 + b^2 - 2ab\cos C}": "sqrt(a**2 + b**2 - 2*a*b*cos(C))",
    r"\frac{n!}{k!(n-k)!} p^k (1-p)^{n-k}": "n!/(k!*(n - k)!)*p**k*(1 - p)**(n - k)",
    r"\tanh x = \frac{e^x - e^{-x}}{e^x + e^{-x}}": "tanh(x) == (e**x - e**(-x))/(e**x + e**(-x))",
    r"x^{\frac{2}{3}} + y^{\frac{2}{3}}": "x**(2/3) + y**(2/3)",
    r"\arctan\frac{y}{x}": "atan(y/x)",
    r"\ln x^2": "log(x**2)",
    r"\ln(x^2)": "log(x**2)",
    r"\log_{10} x": "log10(x)",
    r"10 \log_{10}\frac{P}{P_0}": "10*log10(P/P_0)",
    r"\frac{\sin x}{x}": "sin(x)/x",
    r"\left(1 + \frac{1}{n}\right)^n": "(1 + 1/n)**n",
    r"e^{i\pi}": "e**(i*pi)",
    r"\sin^2\theta + \cos^2\theta": "sin(theta)**2 + cos(theta)**2",
    r"\sin\left(\frac{\pi x}{L}\right)": "sin(pi*x/L)",
    r"\sec^2 x": "sec(x)**2",
    r"2\pi\sqrt{\frac{L}{g}}": "2*pi*sqrt(L/g)",
    r"P\left(1 + \frac{r}{n}\right)^{nt}": "P*(1 + r/n)**(n*t)",
    r"x_1^2 + x_2^2": "x_1**2 + x_2**2",
    r"\max\left(0, x\right)": "max(0, x)",
    r"\text{sin}(x)": "sin(x)",
    r"\operatorname{max}(x, 0)": "max(x, 0)",
    r"\sin x + \cos x": "sin(x) + cos(x)",
    r"\sin(x + y)": "sin(x + y)",
    r"\sin{x}": "sin(x)",
    r"\sin{(x)}": "sin(x)",
    r"{\sin x} y": "sin(x)*y",
    r"\sin(2x)\cos(3y)": "sin(2*x)*cos(3*y)",
    r"\exp\{-x\}": "exp(-x)",
    r"\exp[-x]": "exp(-x)",
    r"\mu\text{m}": "mu*m",
    r"\sum_{n=0}^{10} \frac{(-1)^n x^{2n+1}}{(2n+1)!}": "sum((-1)**n*x**(2*n + 1)/(2*n + 1)!, n, 0, 10)",
    r"\prod_{k=1}^{n} k": "prod(k, k, 1, n)",
    r"f(x) = \begin{cases} x^2 & \text{if } x \geq 0 \\ -x & \text{if } x < 0 \end{cases}":
        "x**2 if x >= 0 else -x if x < 0 else nan",
    r"\mathrm{d}x": "d*x",
    r"3.14 \times 10^{-5} x": "3.14*10**(-5)*x",
    r"x\cdot10^3": "x*10**3",
    r"\frac{1}{2}\cdot\frac{x}{3}": "1/2*(x/3)",
    r"1/\sqrt{x}": "1/sqrt(x)",
    r"x/y/z + \pi": "x/y/z + pi",
    r"a/(bc) + \pi": "a/(b*c) + pi",
    r"e^{x^2}": "e**x**2",
    r"2^{x+1}": "2**(x + 1)",
    r"\alpha^\beta": "alpha**beta",
    r"|\sin x|": "abs(sin(x))",
    r"\left|\frac{x}{y}\right|^2": "abs(x/y)**2",
    r"\binom{n}{k}": "binom(n, k)", r"\dbinom{n+1}{2}x^{\binom nk}": "binom(n + 1, 2)*x**binom(n, k)",
    r"\binom{n}{k}^2 \sin\binom{x}{2}": "binom(n, k)**2*sin(binom(x, 2))",
    r"\sqrt{x}y": "sqrt(x)*y",
    r"\sqrt[3]{x+1}": "cbrt(x + 1)",
    r"\sqrt{\sqrt{x}}": "sqrt(sqrt(x))",
}
REFUSED = [
    r"-\sum_{i=1}^{3} p_i \log p_i", r"\int_0^1 x^2 dx", r"\frac{dx}{dt}", r"\frac{\partial^2 u}{\partial x^2}",
    r"\mathbf{x}", r"\vec{v}", r"\hat{y}", r"\bar{x}", r"\|x\|", r"\lVert x \rVert^2", r"\left\| x \right\|",
    r"\mathrm{ReLU}(x)", r"\mathrm{softmax}(x)", r"x \to 0", r"a : b", r"x \in \mathbb{R}", r"100\%", r"\$5",
    r"\frac{x}{y}\Big|_{x=1}", r"\cos\omega t", r"x^{*}", r"x^\ast", r"a^b_c", r"x''", r"\dot{x}", r"\sum_{k} x_k",
    r"\lim_{h \to 0} \frac{f(x+h) - f(x)}{h}", r"\left\{\begin{array}{ll} x & x>0 \\ 0 & x\le0 \end{array}\right.",
    r"6{,}022 \cdot 10^{23}", r"1{.}5x^{2}", r"e^{x}^2", r"\Re z",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_read_as_it_is_meant(text):
    check_meaning(text, FORMULAS[text])


@pytest.mark.parametrize("text", REFUSED)
def test_a_formula_is_refused_with_its_place(text):
    with pytest.raises(GradcliError) as caught:
        read(text)
    assert caught.value.span and caught.value.code == 2
