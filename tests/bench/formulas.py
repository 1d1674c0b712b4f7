"""The lengths of our formulas beside those of SymPy's diff, where SymPy is installed: characters, and their ratio."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from expressions import dense  # noqa: E402

from gradcli.calc.question import Question  # noqa: E402
from gradcli.calc.ways import along  # noqa: E402
from gradcli.errors import GradcliError  # noqa: E402
from gradcli.syntax.printer import text  # noqa: E402

EXPRESSIONS = """
x**2+x**3 | 6*x**2 + 2*x + 4 | (x+1)**5 | (x-1)*(x-2)*(x-3) | x**4*(x-1)**3 | (2*x+3)**4/x | (x**2-1)**3*(x**2+1)**2
x/(1+x) | 1/(1+x**2) | x/(x**2+1) | (x**2+1)/(x**2-1) | (x**2+x+1)/(x-1)**2 | 1/(x*(x+1)) | x**3/(1-x)**2 | (1-x)/(1+x)
(3*x-2)/(5*x+1) | (x+1)/(x+2)/(x+3) | 1/(x**2-5*x+6) | 1/(1+1/(1+x)) | (x/(x+1))**5 | 1/(x+1)+1/(x-1) | (x+1/x)**2
((x+1)**2+1)**3 | (((x+1)**2+1)**2+1)**2 | x**2*(1+x)**3*(2+x)**4 | (x+1)**2/(x+2)**3 | 2/x**3-3/x**2
sqrt(x) | sqrt(1-x**2) | sqrt(x**2+1) | x*sqrt(x+1) | 1/sqrt(1+x**2) | x**(1/3) | (x**2+1)**(3/2) | sqrt(x)/(1+x)
sqrt(x+sqrt(x)) | sqrt((1-x)/(1+x)) | x**2*sqrt(4-x**2) | x**(2/3)*(x-5) | sqrt(x**2+1)/x | (sqrt(x)-1)/(sqrt(x)+1)
exp(x) | exp(-x**2/2) | x*exp(-x) | x**2*exp(x)*sin(x) | exp(sin(x)) | exp(x)/x | exp(exp(x)) | exp(1/x) | exp(sqrt(x))
exp(x)/(1+exp(x)) | 1/(1+exp(-x)) | (exp(x)-exp(-x))/(exp(x)+exp(-x)) | x**3*exp(-x**2) | exp(-x)*cos(2*x)
2**x | x**x | x**2*2**x | 10**(x**2) | exp(x*log(x)) | x**(1/x) | x**sin(x) | sin(x)**x | (1+1/x)**x
x**x**x | (x+1)**(1/x) | sqrt(1+sqrt(1+sqrt(x))) | log(x)**x | x**x*(1-x)**x | exp(x**x) | (x**2+1)**sin(x)
log(x) | log(x)/x | x*log(x) | log(1+x**2) | log(log(x)) | log(sin(x)) | log(x+sqrt(x**2+1)) | log((1+x)/(1-x)) | log(x)**3
x/log(x) | log(x**2+1)/x | log(cos(x)) | exp(x)*log(x) | log(1+exp(-x)) | cos(log(x))
sin(x) | cos(x)**2 | sin(x)*cos(x) | sin(x)/x | tan(x) | sin(x**2) | cos(2*x-1) | sin(x)**3 | sin(cos(x)) | x*sin(1/x)
sec(x) | csc(x) | cot(x) | sin(x)/(1+cos(x)) | (1-cos(x))/sin(x) | sin(x)*cos(x)**2 | x/sin(x) | sqrt(sin(x)) | sin(pi*x)
asin(x) | atan(x) | atan(1/x) | asin(x/2) | x*atan(x) | acos(x**2) | atan((1+x)/(1-x)) | x*asin(x)+sqrt(1-x**2)
sinh(x) | cosh(x)**2 | tanh(x) | log(cosh(x)) | asinh(x) | atanh(x) | x*tanh(x) | sech(x) | sinh(x)/x | atan(exp(x))
erf(x) | exp(-x)*erf(x) | exp(x**2)*erf(x) | gamma(x) | digamma(x) | 0.1*x**3-1.5*x | exp(-0.5*x) | x/3+x**2/7
a*x**3 | x**a | a**x | (a*x+b)**n | x**n*exp(-x) | x**n*(1-x)**m | exp(a*x)*cos(b*x) | (a*x+b)/(c*x+d) | a/(x**2+a**2)
exp(-(x-m)**2/(2*s**2)) | 1/(a+b*exp(-c*x)) | x**2*y/(x**2+y**2) | sqrt(x**2+y**2) | 1/sqrt(x**2+y**2+z**2) | x**y*y**x
x*y*z/(x+y+z) | sin(x*y)*cos(x-y) | 1/(x**2+x*y+y**2) | log(exp(x)+exp(y)) | 100*(y-x**2)**2+(1-x)**2
"""
ORDERS = (1, 2, 3, 4)
BAR = 1.5


def ours(expression: str, order: int) -> str:
    return text(along(Question(expression, {}), ["x"] * order)[-1])


SIZES, EACH = (3, 6, 12, 24, 48), 6
TALL = ["exp(sin(x))*log(1+x**2)", "1/(1+exp(-x))", "tan(x)", "sin(x)/x", "x**2*exp(-x**2)*cos(x)"]


def timed(work: Callable[[str, int], str], expression: str, order: int, most: float) -> tuple[int | None, float]:
    """The length of a derivative and the seconds it takes; None where it is refused or takes longer."""
    def give_up(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, most)
    begin = perf_counter()
    try:
        return len(work(expression, order)), perf_counter() - begin
    except (GradcliError, TimeoutError):
        return None, perf_counter() - begin
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def theirs(expression: str, order: int) -> str:
    import sympy

    return str(sympy.diff(sympy.sympify(expression), "x", order))


def compare_random() -> None:
    """Random expressions: lengths and times of all, their medians, and how many only one of the two answers."""
    print(f"\nrandom expressions, {EACH} of each size\n{'operations':>10}{'order':>6}{'median ratio':>14}{'largest':>9}"
          f"{'of times':>10}{'only SymPy':>12}{'only ours':>11}")
    for size in SIZES:
        for order in (1, 2, 4):
            lengths, times, only = [], [], [0, 0]
            for seed in range(EACH):
                expression = dense(Random(seed * 100 + size), size)
                us, our_time = timed(ours, expression, order, 30)
                them, their_time = timed(theirs, expression, order, 5)
                only[0] += us is None and them is not None
                only[1] += them is None and us is not None
                if us and them:
                    lengths.append(us / them)
                    times.append(our_time / their_time)
            if lengths:
                print(f"{size:10}{order:6}{median(lengths):14.2f}{max(lengths):9.2f}{median(times):10.2f}{only[0]:12}{only[1]:11}",
                      flush=True)


def compare_tall() -> None:
    """Orders 8 and 20 of a few."""
    print(f"\n{'high orders':36}{'order':>6}{'ours':>9}{'s':>7}{'SymPy':>9}{'s':>7}")
    for expression in TALL:
        for order in (8, 20):
            us, our_time = timed(ours, expression, order, 30)
            them, their_time = timed(theirs, expression, order, 30)
            print(f"{expression:36}{order:6}{us or 'refused':>9}{our_time:7.2f}{them or '-':>9}{their_time:7.2f}")


def main() -> None:
    try:
        import sympy
    except ImportError:
        sympy = None
    ratios = []
    print(f"{'expression':36}{'order':>6}{'ours':>6}{'SymPy':>7}{'ratio':>7}")
    for expression in (part.strip() for line in EXPRESSIONS.split("\n") for part in line.split("|") if part.strip()):
        for order in ORDERS:
            formula = ours(expression, order)
            peer = theirs(expression, order) if sympy else ""
            ratio = len(formula) / len(peer) if peer else float("nan")
            ratios.append(ratio)
            print(f"{expression:36}{order:6}{len(formula):6}{len(peer):7}{ratio:7.2f}{' *' * (ratio > BAR)}")
    ratios.sort()
    print(f"the longest beside SymPy's: {ratios[-1]:.2f}, half of them up to {ratios[len(ratios) // 2]:.2f}; "
          f"{sum(ratio > BAR for ratio in ratios)} of {len(ratios)} above the bar of {BAR}")
    if sympy:
        compare_tall()
        compare_random()


if __name__ == "__main__":
    main()
