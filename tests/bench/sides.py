"""How often kinks and jumps are missed, and how often they are reported where there is none, at points of known truth.

`python tests/bench/sides.py [COUNT] [-v]`: so many points of each kind; `-v` shows those that go wrong.
"""

import sys
from random import Random

from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.syntax.bindings import bindings

# Of each kind, templates in u = x - c, in a steepness k and in other terms g; and the warnings that are right.
KINDS = {
    "kink": (["{k}*abs({u})", "max({u}, {k}*{u}*2)", "relu({k}*{u}) + ({u})**2", "clamp({u}, -1, 0)*{k}",
              "({u} if {u} > 0 else -{u})"],
             {"kink"}),
    "tie": (["max({k}*{u} + 1, 1 - {k}*{u})", "min(x, 2*x - {c})", "max(x, {c}, {c} - {u})"], {"kink"}),
    "jump": (["sign({u})", "{k} + floor({u})", "(1 if {u} >= 0 else 0)", "heaviside({u})*{k}", "({u}) % 1"], {"jump"}),
    "contact": (["abs({u})**2", "max({u}, 0)**3", "({u})**2*sign({u})*{k}",
                 "(({u})**2 if {u} > 0 else ({u})**3)", "relu({u})*({u})"],
                set()),
    "edge": (["sqrt({u})", "(sqrt({u}) if {u} >= 0 else 0)", "cbrt({u})",
              "where({u} == 0, 0, {u}*log(abs({u})))"], {"edge"}),
    "convention": (["where({u} == 0, 0, {k}*{u})", "relu({u}) - relu(-({u})) + {k}*x",
                    "where({u} == 0, 1, exp({u}))"], {"kink"}),
    "pole": (["atan({k}/{u})", "tanh(1/({k}*{u}))*{k}", "1/(1 + exp(1/{u}))"], {"pole"}),
    "smooth": (["exp(-{k}/({u})**2)", "1/(1 + {k}/{u})", "where({u} == 0, 0, ({u})**2*log(abs({u})))",
                "where({u} == 0, 1, cos({u}))", "max({u}, {u})", "abs({u})*0",
                "max({u}, 0) + min({u}, 0)*1 - {u}*0 if x < {c} - 9 else x"],
               set()),
}
OTHERS = ["", " + 3*x", " + 1000", " + x**2/{k}", " + 1e8*x"]


def points(kind: str, count: int) -> list[tuple[str, str]]:
    """Expressions and points."""
    templates, _ = KINDS[kind]
    random, found = Random(kind), []
    for _ in range(count):
        c = random.choice([0, 1, -2, 0.5, 7, 100, -12345, 1_000_000, 2**40, 2.0**-30])
        filled = (random.choice(templates) + random.choice(OTHERS)).format(
            u=f"(x - {c!r})".replace("- -", "+ ") if c else "x", c=f"({c!r})", k=random.choice([1, 3, 0.125, 1000]))
        found.append((filled, repr(c)))
    return found


def main(count: int, shown: bool) -> None:
    print(f"{'points':12}{'count':>7}{'missed':>8}{'false':>7}")
    for kind, (_, expected) in KINDS.items():
        missed = false = 0
        for source, c in points(kind, count):
            kinds = {each.kind for each in evaluate(Question(source, bindings([f"x={c}"]))).warnings}
            missed += not expected <= kinds
            false += not kinds <= expected
            if shown and kinds != expected:
                print(f"    {source!r} at {c}: {kinds or 'nothing'}")
        print(f"{kind:12}{count:7}{missed:8}{false:7}", flush=True)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(numbers[0] if numbers else 300, "-v" in sys.argv)
