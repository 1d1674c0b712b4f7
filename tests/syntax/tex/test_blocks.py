"""Fractions, roots, sums and products over an index, cases."""

import pytest
from readings import check_meaning

MEANINGS = {
    r"x^\frac{1}{2}": "x**(1/2)",
    r"\frac{a + b}{c} + \dfrac{1}{2} + \tfrac12": "(a + b)/c + 1/2 + 1/2",
    r"\frac12x": "1/2*x",
    r"\frac a b + \frac1x": "a/b + 1/x",
    r"\sqrt{x} + \sqrt x + \sqrt2 + \sqrt[2]{y}": "sqrt(x) + sqrt(x) + sqrt(2) + sqrt(y)",
    r"\sqrt[3]{x} + \sqrt[n]{x} + \sqrt[4]{x}": "cbrt(x) + x**(1/n) + x**(1/4)",
    r"\lfloor x \rfloor + \left\lceil \frac{x}{2} \right\rceil": "floor(x) + ceil(x/2)",
    r"\begin{cases} x & \text{if $x > 0$} \\ -x & \text{otherwise} \end{cases}": "x if x > 0 else -x",
    r"\begin{cases} x, & x > 0 \\ -x, & x \le 0 \end{cases}": "x if x > 0 else -x if x <= 0 else nan",
    r"\begin{cases} 1 & \text{for } x > 1, \\ 2 & \mathrm{if}\ x > 0 \\ 3 & \text{else} \end{cases}":
        "1 if x > 1 else 2 if x > 0 else 3",
    r"\sum_{i=1}^{3} i^2 x": "sum(i**2*x, i, 1, 3)",
    r"1 + \sum_{k=0}^n \frac{x^k}{k!}": "1 + sum(x**k/k!, k, 0, n)",
    r"\prod\limits_{i=1}^{n}(x - i) + 1": "prod(x - i, i, 1, n) + 1",
    r"\sum^{n}_{i=1} \sum_{j=1}^{i} x i j": "sum(sum(x*i*j, j, 1, i), i, 1, n)",
    r"\frac{x}{2}y": "x/2*y",
    r"\frac{d}{d + 1}": "d/(d + 1)",
}


@pytest.mark.parametrize("text", MEANINGS)
def test_a_construct_has_its_meaning(text):
    check_meaning(text, MEANINGS[text])
