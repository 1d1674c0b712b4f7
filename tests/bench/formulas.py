"""The lengths of our formulas beside those of SymPy's diff, where SymPy is installed: characters, and their ratio."""

from gradcli.calc.formulas import along
from gradcli.calc.question import Question
from gradcli.syntax.printer import text

EXPRESSIONS = """
x**2+x**3 | 6*x**2 + 2*x + 4 | (x+1)**5 | (x-1)*(x-2)*(x-3) | x**4*(x-1)**3 | (2*x+3)**4/x
x/(1+x) | 1/(1+x**2) | x/(x**2+1) | (x**2+1)/(x**2-1) | (x**2+x+1)/(x-1)**2 | 1/(x*(x+1)) | x**3/(1-x)**2
sqrt(x) | sqrt(1-x**2) | sqrt(x**2+1) | x*sqrt(x+1) | 1/sqrt(1+x**2) | x**(1/3) | (x**2+1)**(3/2) | sqrt(x)/(1+x)
exp(x) | exp(-x**2/2) | x*exp(-x) | x**2*exp(x)*sin(x) | exp(sin(x)) | exp(x)/x | exp(exp(x)) | exp(1/x)
2**x | x**x | x**2*2**x
log(x) | log(x)/x | x*log(x) | log(1+x**2) | log(log(x)) | log(sin(x)) | log(x+sqrt(x**2+1)) | log((1+x)/(1-x))
sin(x) | cos(x)**2 | sin(x)*cos(x) | sin(x)/x | tan(x) | sin(x**2) | cos(2*x-1) | sin(x)**3 | sin(cos(x)) | x*sin(1/x)
asin(x) | atan(x) | atan(1/x) | asin(x/2) | x*atan(x) | acos(x**2)
sinh(x) | cosh(x)**2 | tanh(x) | log(cosh(x)) | asinh(x) | atanh(x) | x*tanh(x)
erf(x) | exp(-x)*erf(x) | gamma(x) | a*x**3 | x**a | a**x | exp(a*x)*cos(b*x) | (a*x+b)/(c*x+d) | exp(-(x-m)**2/(2*s**2))
"""
ORDERS = (1, 2, 3)


def ours(expression: str, order: int) -> str:
    return text(along(Question(expression, {}), ["x"] * order)[-1])


def main() -> None:
    try:
        import sympy
    except ImportError:
        sympy = None
    worst = 0.0
    print(f"{'expression':28}{'order':>6}{'ours':>6}{'SymPy':>7}{'ratio':>7}")
    for expression in (part.strip() for line in EXPRESSIONS.split("\n") for part in line.split("|") if part.strip()):
        for order in ORDERS:
            formula = ours(expression, order)
            peer = str(sympy.diff(sympy.sympify(expression), "x", order)) if sympy else ""
            ratio = len(formula) / len(peer) if peer else float("nan")
            worst = max(worst, ratio)
            print(f"{expression:28}{order:6}{len(formula):6}{len(peer):7}{ratio:7.2f}")
    print(f"the longest beside SymPy's: {worst:.2f} (bar 1.5)")


if __name__ == "__main__":
    main()
