"""The rules of calculus by name, step by step."""

import shlex
from pathlib import Path

import pytest

from gradcli.calc.question import Question
from gradcli.calc.steps import rules
from gradcli.calc.steps.derivation import derive
from gradcli.calc.steps.rules import Differentiation
from gradcli.core.primitive import rows
from gradcli.engine.lower import lower
from gradcli.render.steps import RULES, narrate_steps
from gradcli.syntax.nodes import Apply, Name, Number
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

ROWS = [row for row in rows() if row.least and (
    row.rules is None or callable(row.rules) or not any(isinstance(rule, str) for rule in row.rules))]


def steps(source: str, name: str = "x", thorough: bool = False) -> list[rules.Step]:
    tape, root, _ = lower(parse(source))
    return Differentiation(tape, root, name, thorough).steps


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}{row.least}")
def test_every_row_stands_in_a_chain_rule(row):
    inner = Apply(next(each for each in ROWS if each.laws.is_power), (Name("x"), Number(2)))
    if row.syntax and row.syntax.kind == "ternary":
        arguments = (Name("c"), inner, Name("a"))
    else:
        arguments = (inner, *(Name(name) for name in "ab"[:row.least - 1]))
    source = text(Apply(row, arguments))
    found = steps(source)
    about = {step.row.name for step in found if step.row}
    assert about <= {row.name, "pow"} and any(step.rule != "power" for step in found) or (
        row.laws.multiplicative or row.laws.linear)
    list(narrate_steps(derive(Question(source, {}), ["x"])))


@pytest.mark.parametrize("source, expected", [
    ("5", ["constant"]), ("y", ["constant"]), ("x", ["variable"]), ("3*x", ["linear"]), ("x*y*2/z", ["linear"]),
    ("x**7", ["power"]), ("3*x**2/5", ["power"]), ("3*x**2 - x/2 + y", ["polynomial"]), ("x**2.5", ["power"]),
    ("-sin(x)", ["opposite", "function"]), ("3*sin(x)", ["constant factor", "function"]),
    ("sin(x)/y", ["constant divisor", "function"]), ("x*sin(x)", ["product", "function"]),
    ("sin(x)/x", ["quotient", "function"]), ("1/x", ["constant numerator"]), ("2**x", ["exponential"]),
    ("x**x", ["general power"]),
    ("2**sin(x)", ["chain", "function"]), ("sin(x)**2", ["chain", "function"]),
    ("atan2(x, x**2)", ["chain of several", "power"]),
    ("where(x>0, x**2, 3)", ["piecewise", "power"]), ("where(x>0, 2, 3)", ["pieces of constants"]),
    ("max(x, x**2)", ["extreme", "power"]), ("max(x, x)", ["variable"]), ("abs(x)", ["function"]),
    ("floor(x)", ["step function"]),
    ("x > 0", ["step function"]), ("sin(x) + sin(x)", ["sum", "function", "repeated"]), ("2/x", ["constant numerator"])])
def test_rules_by_name(source, expected):
    assert [step.rule for step in steps(source)] == expected


def test_every_rule_has_a_transcript():
    seen = set()
    for line in (Path(__file__).parents[2] / "cases" / "rules.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("$ gradcli explain"):
            _, _, _, source, *options = shlex.split(line)
            tape, root, variables = lower(parse(source))
            names = [options[options.index("--wrt") + 1]] if "--wrt" in options else variables or ["x"]
            for name in names if "polygamma" not in source else ():
                seen |= {step.rule for step in Differentiation(tape, root, name, "--detail" in options).steps}
    assert seen >= {*RULES, "function", "step function", "repeated"}


def test_detail_takes_polynomials_apart():
    found = [step.rule for step in steps("3*x**2 + 2*x", thorough=True)]
    assert found == ["sum", "constant factor", "power", "constant factor"]


def test_letters_that_are_variables_are_not_used_for_parts():
    found = steps("f*x*sin(x)*g + sin(u*x**2)")
    assert not {name.strip("'") for step in found for name in step.parts} & {"f", "g", "u", "x"}


@pytest.mark.parametrize("make", [lambda n: "+".join(f"sin({i}*x)" for i in range(n)), lambda n: "sin(" * n + "x" + ")" * n,
                                  lambda n: "*".join(f"sin({i}*x)" for i in range(n)),
                                  lambda n: "exp(x+" * n + "x" + ")" * n])
def test_the_work_grows_with_the_text(make):
    sizes = []
    for n in (500, 1000):
        tape, root, _ = lower(parse(make(n)))
        sizes.append(len(Differentiation(tape, root, "x").tape))
    assert sizes[1] < 2.2 * sizes[0]
