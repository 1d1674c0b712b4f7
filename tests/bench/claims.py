"""Judge claims whose truth is known: derivatives in another form, and such with a small, a far or a narrow change.

    python tests/bench/claims.py [COUNT] [SEED]

The pairs are textbook derivatives; the other forms are identities of real numbers, so no code of gradcli is the oracle.
"""

import sys
from random import Random

from gradcli.calc.claims.claim import judge
from gradcli.calc.question import Question
from gradcli.errors import GradcliError

PAIRS = [
    ("x**5 - 3*x**2 + x", "5*x**4 - 6*x + 1"), ("(2*x+1)**7", "14*(2*x+1)**6"), ("1/(x**2+1)", "-2*x/(x**2+1)**2"),
    ("(x-1)/(x+2)", "3/(x+2)**2"), ("sqrt(x**2+4)", "x/sqrt(x**2+4)"), ("x*sqrt(x+9)", "sqrt(x+9) + x/(2*sqrt(x+9))"),
    ("exp(3*x)", "3*exp(3*x)"), ("x**2*exp(-x)", "(2*x - x**2)*exp(-x)"), ("exp(-x**2)", "-2*x*exp(-x**2)"),
    ("log(x**2+3)", "2*x/(x**2+3)"), ("x*log(x)", "log(x) + 1"), ("log(x)/x", "(1 - log(x))/x**2"),
    ("sin(x)**2", "2*sin(x)*cos(x)"),
    ("x*cos(x)", "cos(x) - x*sin(x)"), ("sin(x)/x", "cos(x)/x - sin(x)/x**2"), ("tan(x)", "1 + tan(x)**2"),
    ("atan(2*x)", "2/(1+4*x**2)"), ("asin(x/3)", "1/sqrt(9-x**2)"), ("acos(x)", "-1/sqrt(1-x**2)"),
    ("sinh(x)*x", "cosh(x)*x + sinh(x)"), ("tanh(x)", "1 - tanh(x)**2"), ("2**x", "2**x*log(2)"),
    ("x**x", "x**x*(log(x) + 1)"),
    ("abs(x)", "-1 if x < 0 else 1"), ("abs(x-7)*x", "(x + (x-7)) if x > 7 else -(x + (x-7))"),
    ("max(x, 3)", "1 if x > 3 else 0"),
    ("min(x, x**2)", "1 if x < 0 or x > 1 else 2*x"), ("relu(2*x-50)", "2 if x > 25 else 0"),
    ("clamp(x, -2, 900)", "1 if -2 < x < 900 else 0"), ("x if x < 40 else x**2", "1 if x < 40 else 2*x"),
    ("floor(x/3)", "0"),
    ("sign(x-0.3)*x", "-1 if x < 0.3 else 1"), ("abs(sin(x))", "cos(x) if sin(x) > 0 else -cos(x)"),
    ("(1-x)*sqrt(1-x)", "-3*sqrt(1-x)/2"), ("sqrt(1-x)/(x-1)", "1/(2*(1-x)**1.5) * (-1)"),
    ("1/(1+exp(-x))", "exp(-x)/(1+exp(-x))**2"),
    ("log(1+exp(x))", "exp(x)/(1+exp(x))"), ("cosh(x)", "sinh(x)"), ("erf(x)", "2/sqrt(pi)*exp(-x**2)")]
# {} is the claim; what stands around it changes nothing.
SAME = ["{}", "({}) + x - x", "({})*(sin(x)**2 + cos(x)**2)", "({})*2/2", "(({})*(x**2+1))/(x**2+1)", "({}) + 0*x",
        "-(-({}))", "({}) + (sin(2*x) - 2*sin(x)*cos(x))", "({}) if x**2 >= 0 else 5", "max({0}, {0})",
        "({})*exp(log(3))/3",
        "({}) if x < {n} else ({})", "({0})/2 + ({0})/2"]
# These change something, where the derivative is about as large as 1 and everywhere else.
OTHER = ["({})*(1 + {s})", "({}) + {s}", "({}) if x < {n} else 2*({}) + 1",
         "({}) if abs(x - {n}) > {w} else 3*({}) + 2", "2*({}) + 1",
         "-({}) - 1", "({}) if x > -{n} else 2*({}) - 3", "({}) + exp(-((x-{n})/{w})**2)", "({}) + (x > {n})",
         "({}) + 3 if {n} < x < {n} + {w} else ({})"]
# How far out each is looked at: where it exists, and what is added can be seen beside it in a double.
DOMAINS = {"asin(x/3)": 3, "acos(x)": 1, "(1-x)*sqrt(1-x)": 1, "sqrt(1-x)/(x-1)": 1, "x**x": 7, "exp(3*x)": 8,
    "2**x": 30,
           "sinh(x)*x": 20, "cosh(x)": 20, "log(1+exp(x))": 300, "1/(1+exp(-x))": 300, "x**2*exp(-x)": 300,
           "(2*x+1)**7": 100}
RIGHT = {"log(x)", "x*log(x)", "log(x)/x", "x**x", "x*sqrt(x+9)"}  # these do not exist far to the left


def make(random: Random) -> tuple[str, str, bool]:
    """A question, a claim, and its truth."""
    source, truth = random.choice(PAIRS)
    far = DOMAINS.get(source, 3000)
    numbers = {"n": round(random.uniform(0.05, 0.95) * far, 2), "s": random.choice(("1e-4", "1e-7", "1e-9")),
               "w": random.choice(("0.5", "1e-2", "1e-4"))}
    right = random.random() < 0.5
    form = random.choice(SAME if right else OTHER)
    if source in RIGHT:
        form = form.replace("> -{n}", "> {n}")
    if source == "floor(x/3)":  # 0 times anything is 0
        form = form.replace("({})*(1 + {s})", "{s}")
    form = form.replace("{0}", "{}")
    return source, form.replace("{}", f"{truth}").format(**numbers), right


def main(count: int, seed: int) -> int:
    random, wrong, undecided = Random(seed), 0, 0
    for _ in range(count):
        source, claim, right = make(random)
        try:
            verdict = judge(Question(source, {}), claim, ["x"] if "x" in source else None)
        except GradcliError as error:
            undecided += 1
            print("undecided", source, "|", claim, "|", error.message)
            continue
        if verdict.right != right:
            wrong += 1
            print("wrong", "right" if verdict.right else "wrong", source, "|", claim, verdict.at, verdict.derivative,
            verdict.claimed)
    print(f"{count} claims, seed {seed}: {wrong} wrong verdicts, {undecided} undecided")
    return wrong


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in (sys.argv[1:] + ["2000", "1"][len(sys.argv) - 1:]))) > 0)
