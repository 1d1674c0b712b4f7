"""A thousand different expressions, value and gradient: one batch, beside other programs' one process."""

import json
from random import Random

from peers import GRADCLI, Peer, compare

QUESTIONS = 1000
LOOP = """
import json, sys
{imports}
x, y = {symbols}("x y")
for line in sys.stdin:
    f = {parse}(json.loads(line)[1])
    print(*[float(g.subs({{x: 1.5, y: 0.75}})) for g in (f, f.diff(x), f.diff(y))])
"""
SYMENGINE = LOOP.format(imports="import symengine", symbols="symengine.symbols", parse="symengine.sympify")
SYMPY = LOOP.format(imports="import sympy", symbols="sympy.symbols", parse="sympy.sympify")


def polynomial(random: Random) -> str:
    return " + ".join(f"{random.randint(2, 9)}*x**{random.randint(1, 5)}*y**{random.randint(1, 4)}" for _ in range(3))


def mixed(random: Random) -> str:
    a, b, c, n = (random.randint(2, 9) for _ in range(4))
    return f"{a}*sin({b}*x*y)*exp(-x**{n % 3 + 2}) + {c}*y/(1 + x**2)"


def main() -> None:
    for kind, make in (("polynomials", polynomial), ("functions, powers and quotients", mixed)):
        random = Random(1)
        lines = "".join(json.dumps(["eval", make(random), "--at", "x=1.5", "y=0.75"]) + "\n" for _ in range(QUESTIONS))
        compare(f"{QUESTIONS} different questions, {kind} (bar: 1.2 times SymEngine)", [
            Peer("gradcli batch", [*GRADCLI, "batch"], stdin=lines), Peer("SymEngine", SYMENGINE, "symengine", lines),
            Peer("SymPy", SYMPY, "sympy", lines)], (), 5)


if __name__ == "__main__":
    main()
