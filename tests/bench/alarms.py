"""How often the warning of lost digits is wrong: false alarms and misses over random expressions, against mpmath.

`python tests/bench/alarms.py [COUNT] [-v]`: so many expressions of each kind; `-v` shows those it is wrong about. An
alarm is false where the value and every partial have eight digits all the same; it is missed where one of them has not,
and nothing was said. Inputs are the exact doubles.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from expressions import Case, precisely, real, smooth  # noqa: E402
from mpmath import mp  # noqa: E402

from gradcli.calc.derivatives import derivatives  # noqa: E402
from gradcli.calc.question import Question  # noqa: E402
from gradcli.calc.values import evaluate  # noqa: E402
from gradcli.core.primitive import CONSTANT  # noqa: E402
from gradcli.domains.float64 import nearest_double  # noqa: E402
from gradcli.engine.jet import Jet, coefficientwise  # noqa: E402
from gradcli.engine.lower import Lowered  # noqa: E402
from gradcli.engine.reverse import reverse  # noqa: E402
from gradcli.engine.taylor import Expansion  # noqa: E402
from gradcli.syntax.bindings import bindings  # noqa: E402

COUNT = 2000
DIGITS = 400  # of the truth; what is below the range of a double is 0
TRUSTED = 1e-8  # the relative error of eight digits
FORMS = (
    "({0}) - ({0})*(1 + {1})", "(({0}) + {2}) - {2}", "sin(({0})*{2})", "log(1 + ({0})*{1})", "(exp(({0})*{1}) - 1)/{1}",
    "(1 - cos(({0})*{1}))/{1}", "sqrt(({0})**2 + {2}) - sqrt({2})", "1/(({0}) - ({0})*(1 - {1}))",
    "(({0}) + {2})**2 - ({0})**2 - {2}**2", "tanh(({0})/{1}) - 1", "({0})*{2} - floor(({0})*{2})",
    "max(({0}) - ({0})*(1 + {1}), -1)", "atan(({0})*{2}) - atan(({0})*{2} + 1)", "({0})*{2} % 1")
Verdict = tuple[set[str], float] | None  # what was said, and the largest error; None where there is no truth


def cancelling(count: int) -> Iterator[Case]:
    """Expressions that lose from none to all digits."""
    random = Random(1)
    for source, at in smooth(1, count, 7):
        k = random.randint(1, 11)
        yield Case(random.choice(FORMS).format(source, f"1e-{k}", f"1e{k}"), at)


def asked(case: Case) -> Question:
    return Question(case.source, bindings(f"{name}={x!r}" for name, x in case.at.items()))


def exactly_typed(case: Case) -> Lowered:
    """The expression with the doubles for constants that they become."""
    tape, root, variables = asked(case).lowered
    for slot, row in enumerate(tape.operations):
        if row is CONSTANT:
            value = Fraction(nearest_double(tape.attributes[slot]))
            tape.attributes[slot] = value.numerator if value.denominator == 1 else value
    return Lowered(tape, root, variables)


def exact_point(case: Case) -> dict[str, Fraction]:
    return {name: Fraction(x) for name, x in case.at.items()}


def error(ours: float, exact: Any) -> float:
    """The relative error; 0 where ours is not finite, which is warned of otherwise, or where both are 0."""
    if not math.isfinite(ours) or not ours and not float(exact):
        return 0.0
    return float(abs(ours - exact) / abs(exact)) if exact else math.inf


def gradient(case: Case) -> Verdict:
    """Of the value and the partials."""
    answer = evaluate(asked(case))
    tape, root, variables = exactly_typed(case)
    adjoints = reverse(tape, root, list(variables.values()))
    slots = [root, *(adjoints.get(slot) for slot in variables.values())]
    with mp.workdps(DIGITS):
        values = precisely(tape, exact_point(case))
        truth = [mp.mpf(0) if slot is None else real(values[slot]) for slot in slots]
        if any(mp.isnan(exact) for exact in truth):
            return None
        worst = max(map(error, [answer.value, *answer.partials.values()], truth))
    return {warning.kind for warning in answer.warnings}, worst


def higher(case: Case) -> Verdict:
    """Of a derivative of order 2 to 8. The truth is the same series with numbers of a hundred digits."""
    random = Random(case.source)
    names = [random.choice(list(case.at)) for _ in range(random.randint(2, 8))]
    answer = derivatives(asked(case), names, every=False, formulas=False)[-1]
    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    most = tuple(counts.values())
    tape, root, variables = exactly_typed(case)
    expansion = Expansion(tape, root, [variables[name] for name in counts], len(names))
    with mp.workdps(DIGITS):
        values = [mp.mpf(x) if mp.isnan(x) else real(x) for x in precisely(expansion.tape, exact_point(case))]
        if any(map(mp.isnan, values)):
            return None
        last = expansion.coefficients(values, Jet.axes(most), coefficientwise(lambda a, b: a / b if b else mp.nan))[-1]
        exact = (last.part(most) if isinstance(last, Jet) else last) * math.prod(map(math.factorial, most))
        return {warning.kind for warning in answer.warnings}, error(answer.value, exact)


def main(count: int, shown: bool) -> None:
    print(f"{'expressions':34}{'count':>7}{'warned':>8}{'lost':>6}{'false alarms':>14}{'misses':>8}")
    plain = {f"ordinary, {size} operations": list(smooth(size, count, size)) for size in (5, 10, 20, 40)}
    hard = {"cancelling": list(cancelling(2 * count))}
    kinds = [(gradient, kind, cases) for kind, cases in {**plain, **hard}.items()]
    kinds += [(higher, f"higher orders, {kind}", cases[:count // 2]) for kind, cases in {**plain, **hard}.items()]
    for judge, kind, cases in kinds:
        counts = Counter[str]()
        for case in cases:
            verdict = judge(case)
            if verdict is None:
                continue
            said, worst = verdict
            lost, warned = worst > TRUSTED, "cancellation" in said
            wrong = "missed" if lost and not said else "false alarm" if warned and not lost else "right"
            counts.update({"all": 1, "warned": warned, "lost": lost, wrong: 1})
            if shown and wrong != "right":
                print(f"    {wrong}, {worst:.2g}: {case.source!r} {case.at}")
        every, alarms = counts["all"], counts["false alarm"]
        print(f"{kind:34}{every:7}{counts['warned']:8}{counts['lost']:6}{f'{alarms} {alarms / every:.2%}':>14}"
              f"{counts['missed']:8}", flush=True)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(numbers[0] if numbers else COUNT, "-v" in sys.argv)
