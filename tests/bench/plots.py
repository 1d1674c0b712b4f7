"""Places of interest in random curves against what they were made of: plots.py [count] [seed].

Roots by NumPy, of rational functions; kinks, jumps, cusps and one pole of any order by construction. Places nearer to each
other than two columns are left out. Prints, for each kind, how many there were, were found, were missed, and were found
though there are none.
"""

import random
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy

sys.path.insert(0, str(Path(__file__).parents[1]))

from plotting import curve_of, places  # noqa: E402

LOW, HIGH, COLUMNS = -3.0, 3.0, 140
APART = 2 * (HIGH - LOW) / COLUMNS
POLES = ["1/{}**{}", "(x+3)**4/{}**{}", "30/{}**{} + sin(x)", "1/abs({})**{}", "exp(x/5)/{}**{}", "1/(exp{}-1)**{}",
         "1/log(1+{}**2)**{}", "0.01/{}**{} + cos(x)"]
TERMS = [("kink", "abs(x-{})"), ("kink", "relu({}-x)"), ("kink", "max(x, {})"), ("kink", "sqrt(abs(x-{}))"),
         ("jump", "sign(x-{})"), ("jump", "where(x > {}, 1, 0)"), ("jump", "heaviside({}-x)")]


def polynomial(coefficients):
    return "+".join(f"({c})*x**{len(coefficients) - 1 - k}" for k, c in enumerate(coefficients))


def rational(chance):
    """A quotient of polynomials, with its poles and zeros; None where some are too near to each other."""
    above, below = ([chance.randint(-9, 9) for _ in range(chance.randint(2, 5))] for _ in range(2))
    if not any(above) or not any(below):
        return None
    zeros, poles = numpy.roots(above), numpy.roots(below)
    everything = [*zeros, *poles]
    if any(abs(a - b) < APART for i, a in enumerate(everything) for b in everything[:i]) or any(
            1e-9 < abs(root.imag) < APART or HIGH - APART < abs(root.real) < HIGH + APART for root in everything):
        return None
    real = {kind: [float(root.real) for root in roots if abs(root.imag) < 1e-9 and LOW < root.real < HIGH]
            for kind, roots in (("pole", poles), ("zero", zeros))}
    return f"({polynomial(above)})/({polynomial(below)})", real


def pieces(chance):
    """A smooth function plus a few terms that each have one kink, cusp or jump."""
    where = sorted(chance.uniform(LOW + APART, HIGH - APART) for _ in range(chance.randint(1, 4)))
    if any(b - a < APART for a, b in zip(where, where[1:], strict=False)):
        return None
    found, terms = {"kink": [], "jump": []}, [chance.choice(["sin(x)", "x**2/3", "exp(x/2)", "x"])]
    for x in where:
        kind, term = chance.choice(TERMS)
        terms.append(f"{chance.choice(['', '-', '0.1*', '3*'])}{term.format(f'({x!r})')}")
        found[kind].append(x)
    return " + ".join(terms), found


def one_pole(chance):
    """A function with one pole in one of some ranges, often beside a sample."""
    low, high = chance.choice([(-2, 7), (-20, 9), (-100, 100), (-3, 3), (-5, 5), (0, 10), (-1, 1), (-7.5, 12.25)])
    text = chance.choice("0 1 2 3 4 1/2 0.25 1.25 1.8 -1 -4/3 0.3 -0.7 0.1 2.9".split())
    pole = float(Fraction(text))
    if not low + (high - low) / 20 < pole < high - (high - low) / 20:
        return None
    term = chance.choice(POLES).format(f"(x-({text}))", chance.randint(1, 4))
    return term, {"pole": [pole], "jump": [], "kink": [], "gap": []}, low, high


def main(count=300, seed=1):
    chance, counts = random.Random(seed), Counter()
    for make in rational, pieces, one_pole:
        for _ in range(count):
            made = None
            while made is None:
                made = make(chance)
            source, expected, *ends = made
            report = curve_of(source, *(ends or (LOW, HIGH)))
            for kind, wanted in expected.items():
                found = places(report, kind)
                near = [any(abs(x - y) < 1e-9 * max(1, abs(y)) for x in found) for y in wanted]
                counts[kind, "there"] += len(wanted)
                counts[kind, "found"] += sum(near)
                spurious = len(found) - sum(near)
                counts[kind, "spurious"] += spurious
                if not all(near) or spurious:
                    print(f"{source}: {kind} at {wanted}, found {found}")
    for kind in ("pole", "zero", "kink", "jump"):
        there, found, spurious = (counts[kind, word] for word in ("there", "found", "spurious"))
        print(f"{kind}: {there} there, {found} found, {there - found} missed, {spurious} spurious")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
