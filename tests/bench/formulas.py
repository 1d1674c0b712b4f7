"""The lengths of our formulas beside those of SymPy's diff, where SymPy is installed: characters, and their ratio."""

from gradcli.calc.question import Question
from gradcli.calc.ways import along
from gradcli.syntax.printer import text

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
            peer = str(sympy.diff(sympy.sympify(expression), "x", order)) if sympy else ""
            ratio = len(formula) / len(peer) if peer else float("nan")
            ratios.append(ratio)
            print(f"{expression:36}{order:6}{len(formula):6}{len(peer):7}{ratio:7.2f}{' *' * (ratio > BAR)}")
    ratios.sort()
    print(f"the longest beside SymPy's: {ratios[-1]:.2f}, half of them up to {ratios[len(ratios) // 2]:.2f}; "
          f"{sum(ratio > BAR for ratio in ratios)} of {len(ratios)} above the bar of {BAR}")


if __name__ == "__main__":
    main()
