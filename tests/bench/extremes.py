"""Values and derivatives beside over- and underflows against Arb: how many are wrong without a word, and in how many ulps.

`python tests/bench/extremes.py [NUMBERS [SEED]]`: compositions whose inner results leave the range of a double, at random
points: values, partials, derivatives of order 2 to 12, mixed partials, Hessians. A number counts as wrong where it is
farther from the exact one than ALLOWED ulps and than what the warning of lost digits is for, and nothing is said.
"""

import ast
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from arbs import ENOUGH, HUGE, PRECISIONS, TINY, Series, lift  # noqa: E402
from flint import arb, ctx  # noqa: E402
from mpmath import mp  # noqa: E402
from oracles import oracle, ulps  # noqa: E402

from gradcli.calc.derivatives import derivatives  # noqa: E402
from gradcli.calc.matrices import hessian  # noqa: E402
from gradcli.calc.question import Question  # noqa: E402
from gradcli.calc.values import evaluate  # noqa: E402
from gradcli.syntax.parser import parse  # noqa: E402

ALLOWED = 16.0
TRUSTED = 1e-8  # relative error of a number for which nothing need be said
INNER = ["exp({})", "exp(-{})", "10**{}", "2**(-3*{})", "cosh({})", "sinh({})", "{}**40", "exp({}**2/50)", "exp(-{}**2/50)",
         "1e200*{}", "1e-200*{}", "{}*1e-160", "1e155*{}", "({}*1e150)**2", "1/(1e160*{})", "gamma({}/4)", "exp2({})",
         "exp(2*{})"]
OUTER = ["sqrt({})", "1/{}", "1/(1+{})", "{0}/(1+{0})", "1/(1+{})**2", "log({})", "log(1+{})", "log1p({})", "{}**0.3",
         "{}**(-1/3)", "{}**-2", "cbrt({})", "{0}/sqrt(1+{0}**2)", "1/sqrt({})", "tanh(log({}))", "atan({})",
         "x*{0}/(x**2+{0})", "sqrt(1+{})", "sqrt({0}*{0}+{0})", "{0}**2/(1+{0}**2)", "asinh({})", "log({})**2",
         "sqrt(sqrt({}))", "({0}-1)/({0}+1)", "hypot({},1)", "erf({})", "exp(-{})", "sigmoid({})", "softplus({})",
         "tanh({})", "lgamma({})", "{0}*exp(-{0})", "normcdf({})", "logaddexp({},1)", "sqrt({})*cos(x)", "1/(x+1/{})",
         "sech({})", "acosh(2+{})", "log2(3+{})"]
PLANE = ["x/sqrt(x**2+y**2)", "exp(x)/(exp(x)+exp(y))", "log(exp(x)+exp(y))", "x*y/(x**2+y**2)", "sqrt(exp(x)*exp(y))",
         "(exp(x)*y)**0.5", "exp(x-y)/exp(x)", "sqrt(x*x+y*y)", "x**2/(x**2+y**4)", "exp(x)*exp(-y)", "1/(exp(x)+exp(y))",
         "x/(y*exp(x))", "exp(x)**y/exp(x*y)", "sqrt(x**4+y**4)", "(x*y)**2/(1+x**2*y**2)", "gamma(x)/gamma(y)",
         "x**y/y**x", "atan2(exp(x),exp(y))", "1/(1+exp(-x*y))", "log(x**20*y**20)", "hypot(x,y)/x"]


def point(random: Random) -> float:
    """A number, of the sizes at which something over- or underflows."""
    return random.choice((
        lambda: random.uniform(100, 745), lambda: random.uniform(-745, -100), lambda: random.uniform(-40, 40),
        lambda: random.choice((-1, 1)) * 10 ** random.uniform(70, 300), lambda: float(random.randint(1, 900)),
        lambda: random.choice((-1, 1)) * 10 ** random.uniform(-300, -70), lambda: round(random.uniform(300, 600), 1)))()


class _Literals(ast.NodeTransformer):
    """Numbers as the doubles that they become."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:  # noqa: N802
        return ast.parse(f"number({float(node.value)!r})", mode="eval").body


def compiled(text: str) -> Any:
    return compile(ast.fix_missing_locations(_Literals().visit(ast.parse(text, mode="eval"))), text, "eval")



class _Names(dict[str, Any]):
    def __missing__(self, name: str) -> Any:
        return oracle(name)


def coefficient(code: Any, at: dict[str, float], direction: dict[str, int], order: int) -> arb:
    """The coefficient of that order along a line through the point."""
    names = _Names({name: Series([arb(x), arb(direction.get(name, 0))]) for name, x in at.items()})
    names["number"] = lambda x: Series([arb(x)])
    try:
        return lift(eval(code, {"__builtins__": {}}, names)).series[order]
    except (ZeroDivisionError, ValueError, OverflowError):
        return arb.nan()


def exact(code: Any, at: dict[str, float], along: tuple[str, ...]) -> Any:
    """The derivative as an mpmath number; None where it is not found."""
    order, x, y = len(along), along[:1], along[-1:]
    for precision in PRECISIONS[:4]:
        ctx.prec, ctx.cap = precision, order + 1
        with mp.workprec(precision + 64):
            if len(set(along)) < 2:
                value = coefficient(code, at, dict.fromkeys(x, 1), order) * math.factorial(order)
            elif order == 2:
                both = coefficient(code, at, {x[0]: 1, y[0]: 1}, 2)
                value = both - coefficient(code, at, {x[0]: 1}, 2) - coefficient(code, at, {y[0]: 1}, 2)
            else:  # x, x, y
                value = coefficient(code, at, {x[0]: 1, y[0]: 1}, 3) + coefficient(code, at, {x[0]: -1, y[0]: 1}, 3)
                value -= 2 * coefficient(code, at, {y[0]: 1}, 3)
        size = abs(value)
        if size < TINY or size > HUGE:
            return mp.mpf(0) if size < TINY else int(value.sgn().unique_fmpz()) * mp.inf
        if value.rel_accuracy_bits() >= ENOUGH:
            mantissa, exponent = value.mid().man_exp()
            with mp.workprec(precision):
                return mp.ldexp(mp.mpf(int(mantissa)), int(exponent))
    return None


def question(text: str, at: dict[str, float]) -> Question:
    return Question(text, {name: parse(repr(x)) for name, x in at.items()})


def answers(random: Random) -> Iterator[tuple[str, dict[str, float], dict[tuple[str, ...], float], list[Any]]]:
    """The expression, point, derivatives by their names, and warnings of each command's answer."""
    if random.random() < 0.3:
        text, at = random.choice(PLANE), {"x": point(random), "y": point(random)}
    else:
        text = random.choice(OUTER).format(random.choice(INNER).format("x"))
        if random.random() < 0.15:
            text = random.choice(OUTER).format(f"({text})")
        at = {"x": point(random)}
    at = {name: x for name, x in at.items() if name in question(text, at).variables}
    answer = evaluate(question(text, at))
    yield text, at, {(): answer.value, **{(name,): partial for name, partial in answer.partials.items()}}, answer.warnings
    if len(at) == 2:
        matrix = hessian(question(text, at), ["x", "y"])
        yield text, at, {(a, b): matrix.hessian["xy".index(a)]["xy".index(b)] for a in "xy" for b in "xy"}, matrix.warnings
    for along in ["xxy"] if len(at) == 2 else ["xx", "xxx", "x" * random.randint(4, 12)]:
        (found,) = derivatives(question(text, at), along, every=False, formulas=False)
        yield text, at, {tuple(along): found.value}, found.warnings


def verdict(ours: float, truth: Any) -> str:
    """Say how a number compares with the true one; at an end of the range of doubles it is right to be there."""
    if truth is None:
        return "unknown"
    if ulps(ours, truth) <= ALLOWED:
        return "right" if 2.0**-1022 < abs(float(truth)) < math.inf else "right, at an end"
    relative = abs((mp.mpf(ours) - truth) / truth) if truth and math.isfinite(ours) and mp.isfinite(truth) else mp.inf
    return "inexact" if relative < TRUSTED else "wrong"


def main(count: int, seed: int, report: Callable[..., None] = print) -> Counter[str]:
    random, seen = Random(seed), Counter[str]()
    while seen.total() < count:
        for text, at, found, warnings in answers(random):
            truths = {along: exact(compiled(text), at, along) for along in found}
            verdicts = {along: verdict(number, truths[along]) for along, number in found.items()}
            needless = bool(warnings) and set(verdicts.values()) == {"right"}
            for along, word in verdicts.items():
                word = f"{word}, {'needlessly ' * needless}warned" if warnings else word
                seen[word] += 1
                if word in ("wrong", "inexact") or needless:
                    said = "; ".join(warning.message for warning in warnings)
                    report(f"{word}: {text} along {''.join(along) or 'value'} at {at}: {found[along]!r}, not "
                           f"{mp.nstr(truths[along], 17)} {said}")
    return seen


if __name__ == "__main__":
    words = [*map(int, sys.argv[1:])]
    print(main(words[0] if words else 100_000, words[1] if len(words) > 1 else 1))
