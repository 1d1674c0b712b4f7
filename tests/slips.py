"""Wrong claims with the usual slips, made from textbook rules as texts: no code of gradcli makes them."""

from itertools import product
from random import Random

# A function of u and its derivative along u; factors of x and their derivatives; inner functions and theirs.
OUTER = [("sin({})", "cos({})"), ("cos({})", "-sin({})"), ("exp({})", "exp({})"), ("log({})", "1/({})"),
         ("sqrt({})", "1/(2*sqrt({}))"), ("tanh({})", "1/cosh({})**2"), ("atan({})", "1/(1+({})**2)"),
         ("({})**3", "3*({})**2"), ("({})**5", "5*({})**4"), ("1/({})", "-1/({})**2"), ("sinh({})", "cosh({})")]
INNER = [("2*x+1", "2"), ("x**2+2", "2*x"), ("5*x", "5"), ("x**3+x+4", "(3*x**2+1)"), ("exp(x)+1", "exp(x)"),
         ("sin(x)+3", "cos(x)"), ("x/3+2", "1/3"), ("log(x)+9", "1/x"), ("sqrt(x)+2", "1/(2*sqrt(x))")]
PLAIN = [("x", "1"), ("x**2", "2*x"), ("x**3", "3*x**2"), ("sin(x)", "cos(x)"), ("cos(x)", "-sin(x)"), ("exp(x)", "exp(x)"),
         ("log(x)", "1/x"), ("sqrt(x)", "1/(2*sqrt(x))"), ("atan(x)", "1/(1+x**2)"), ("tanh(x)", "1/cosh(x)**2"),
         ("sinh(x)", "cosh(x)"), ("x**5", "5*x**4"), ("tan(x)", "(1+tan(x)**2)"), ("(x**2+1)", "2*x"),
         ("2**x", "2**x*log(2)")]
POWERS = [("x", "1"), ("sin(x)", "cos(x)"), ("(2*x+1)", "2"), ("(x**2+1)", "2*x"), ("exp(x)", "exp(x)"), ("log(x)", "1/x")]


def inner(random):
    for (f, df), (u, _) in product(OUTER, INNER):
        for term, slope in (("", ""), _term(random), _term(random)):
            yield f.format(u) + term, df.format(u) + slope


def factors(random):
    for (f, df), (g, dg) in product(PLAIN, PLAIN):
        if f != g:
            yield f"{f}*{g}", f"({df})*({dg})"
            yield f"{f}*{g}{(term := _term(random))[0]}", f"({df})*({dg}){term[1]}"


def quotients(random):
    for (f, df), (g, dg) in product(PLAIN, PLAIN):
        if f not in (g, "x"):
            yield f"{f}/{g}", f"({df})/({dg})"


def powers(random):
    for (u, du), n in product(POWERS, (2, 3, 4, 5, 7, -1, -2, "1/2", "3/2", 10)):
        for term, slope in (("", ""), _term(random), _term(random), _term(random)):
            yield f"{u}**({n}){term}", f"({n})*{u}**({n})*{du}{slope}"


def signs(random):
    for (f, df), (g, dg) in product(PLAIN, PLAIN):
        if f != g:
            yield f"{f}+{g}", f"{df}-({dg})"
            yield f"{f}*{g}", f"({df})*{g}-{f}*({dg})"
            yield f"{f}*{g}", f"-(({df})*{g}+{f}*({dg}))"


def constants(random):
    for (f, df), (g, dg) in product(PLAIN, PLAIN):
        if f != g:
            yield f"{f}*{g}", f"(({df})*{g}+{f}*({dg}))*{random.choice(['2', '1/2', '3', '(2/3)', '0.1', '7', '-2', 'pi'])}"


def nonsense(random):
    for (f, df), (g, dg) in product(PLAIN, PLAIN):
        right = f"({df})*{g}+{f}*({dg})"
        yield f"{f}*{g}", f"{right}+5*x**2+2"
        yield f"{f}*{g}", f"({right})*(x+2)"
        yield f"{f}+{g}", f"{df}+{dg}*sqrt(1+x**2)"


def _term(random):
    f, df = random.choice(PLAIN)
    return f"+{f}", f"+{df}"


KINDS = {"the inner derivative": inner, "the product of the derivatives": factors,
         "the quotient of the derivatives": quotients, "the power is not lowered": powers, "sign": signs,
         "a constant factor": constants, "": nonsense}


def wrong_claims(kind, count, seed=3):
    """Some pairs of an expression and a wrong derivative, with this slip."""
    random = Random(seed)
    pairs = list(dict.fromkeys(KINDS[kind](random)))
    return random.sample(pairs, min(count, len(pairs)))
