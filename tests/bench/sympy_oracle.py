"""Write the tables of tests/cases/sympy with SymPy, which the tests then need not have.

    python tests/bench/sympy_oracle.py

implicit.tsv: 100 curves, a point, and the derivatives of y of orders 1 to 3 there, by sympy.idiff. fields.tsv: divergence,
curl, Laplacian and determinant of the Hessian at a point, by sympy.diff. Numbers have 20 digits.
"""

import signal
from pathlib import Path
from random import Random

import sympy

FOLDER = Path(__file__).parents[1] / "cases" / "sympy"
PATIENCE = 8  # seconds for a curve, after which another is taken
X, Y, Z = sympy.symbols("x y z")
WORDS = {"log": sympy.log, "x": X, "y": Y, "z": Z}
PARTS = ["x**2", "y**2", "x*y", "x**3", "y**3", "x**2*y", "x*y**2", "sin(x)", "cos(y)", "exp(x)", "exp(y)", "sin(x*y)",
         "exp(x*y/4)", "log(1+x**2)", "log(2+y**2)", "sqrt(3+x*y)", "atan(y)", "tanh(x)", "1/(2+x**2)", "y/(3+x)", "x/(4+y)",
         "cosh(y/2)", "sinh(x/3)", "(x+2*y)**4/8", "x", "y"]
THIRD = ["z**2*x", "sin(y*z)", "exp(z)*y", "x*y*z", "log(2+z**2)"]


def give_up(number, frame):
    raise TimeoutError


def chosen(random, parts, least, most):
    """A sum of some of the parts with small coefficients."""
    terms = random.sample(parts, random.randint(least, most))
    return " + ".join(f"{random.randint(1, 5)}*{term}" for term in terms)


def digits(number):
    return str(sympy.N(number, 20))


def implicit(count):
    """Yield a row for each curve that has a tangent that is not vertical."""
    random = Random(1)
    while count:
        text = chosen(random, PARTS, 2, 2)  # more take idiff minutes
        curve = sympy.sympify(text, locals=WORDS)
        at = {X: sympy.Rational(random.randint(-12, 12), 8), Y: sympy.Rational(random.randint(-12, 12), 8)}
        if not {X, Y} <= curve.free_symbols or abs(sympy.N(curve.diff(Y).subs(at))) < 0.2:
            continue
        signal.alarm(PATIENCE)
        try:
            slopes = [digits(sympy.N(sympy.idiff(curve, Y, X, n), 30, subs=at)) for n in (1, 2, 3)]
        except TimeoutError:
            continue
        finally:
            signal.alarm(0)
        count -= 1
        yield [text, digits(curve.subs(at)), f"x={at[X]} y={at[Y]}", *slopes]


def fields(count):
    """Yield a row for each field of three components, and for its first component alone."""
    random = Random(2)
    for _ in range(count):
        texts = [chosen(random, PARTS + THIRD, 1, 4) for _ in range(3)]
        f = [sympy.sympify(text, locals=WORDS) for text in texts]
        at = {each: sympy.Rational(random.randint(-12, 12), 8) for each in (X, Y, Z)}
        curl = [f[2].diff(Y) - f[1].diff(Z), f[0].diff(Z) - f[2].diff(X), f[1].diff(X) - f[0].diff(Y)]
        hessian = sympy.hessian(f[0], (X, Y, Z)).evalf(40, subs=at)
        numbers = [f[0].diff(X) + f[1].diff(Y) + f[2].diff(Z), *curl, hessian.trace(), hessian.det()]
        point = " ".join(f"{name}={number}" for name, number in at.items())
        yield [*texts, point, *(digits(sympy.N(n, 30, subs=at)) for n in numbers)]


def write(name, head, rows):
    text = "\n".join("\t".join(row) for row in [head, *rows])
    title = f"# Of SymPy {sympy.__version__}: python tests/bench/sympy_oracle.py"
    (FOLDER / name).write_text(f"{title}\n{text}\n", encoding="utf-8")


signal.signal(signal.SIGALRM, give_up)
FOLDER.mkdir(exist_ok=True)
write("fields.tsv", ["f1", "f2", "f3", "at", "div", "curl_x", "curl_y", "curl_z", "laplacian", "det"], fields(60))
write("implicit.tsv", ["curve", "constant", "at", "first", "second", "third"], implicit(100))
