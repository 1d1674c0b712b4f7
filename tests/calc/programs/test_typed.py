"""A question as it was typed, run here token by token: the value of every other command."""

import pytest
from asking import pose
from expressions import ARITHMETIC, CALLS, mix, trees

from gradcli.calc.programs.code import spelling_key
from gradcli.calc.programs.typed import read_as_typed
from gradcli.calc.values import evaluate
from gradcli.core.primitive import FUNCTIONS, rows
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

KEYS = {spelling_key(row, row.least): row for row in rows()}
ALL = [*KEYS, "max/n", "min/n", "hypot/n", "logsumexp/n"]


def execute(report, at):
    """The value of the last block."""
    *others, last = report.blocks
    blocks = {block.name: block for block in others}

    def run(code, values):
        stack = []
        for kind, value, arity, _ in code:
            arguments = stack[len(stack) - arity:]
            del stack[len(stack) - arity:]
            if kind == "swap":
                stack += arguments[::-1]
            elif kind == "number":
                stack.append(float(value))
            elif kind == "name":
                stack.append(values[value] if value in values else at[value] if value in at else
                             run(blocks[value].code, {}))
            elif kind == "call":
                stack.append(run(blocks[value].code, dict(zip(blocks[value].parameters, arguments, strict=True))))
            elif kind == "compare":
                pairs = zip(value, arguments, arguments[1:], strict=False)
                stack.append(float(all(KEYS[row].value([a, b]) for row, a, b in pairs)))
            elif kind == "where":
                stack.append(arguments[1] if arguments[0] else arguments[2])
            else:
                row = KEYS.get(kind) or FUNCTIONS[kind.partition("/")[0]].taking(len(arguments))
                stack.append(row.value(arguments))
        result, = stack
        return result

    return run(last.code, {})


def compute_answer(source, wrt=None, **at):
    return read_as_typed(pose(source, **at), wrt, None, ALL, {}, "a test")


def test_the_tokens_compute_what_eval_answers():
    looked = 0
    for tree in trees(31, 80, 9, mix(ARITHMETIC, CALLS)):
        source = text(tree)
        at = {name: 0.7 + 0.5 * place for place, name in enumerate(lower(parse(source)).variables)}
        if at and "polygamma" not in source:
            looked += 1
            found, value = execute(compute_answer(source, **at), at), evaluate(pose(source, **at)).value
            assert found == pytest.approx(value, rel=1e-12, nan_ok=True), source
    assert looked > 40


@pytest.mark.parametrize("source, value", [
    ("f(t) = t*t + 1; f(x) + f(2)", 11.0625), ("d = x**2; d*d", 25.62890625), ("x if x > 2 else -x", 2.25),
    ("x**(1 < 2 < 3) + (2 < 1 < 3)", 2.25), ("f(n, t) = t**n; f(1 < 2 < 3, x) + f(1 < 3 < 2, x)", 3.25),
    ("0 < x <= 3", 1), ("f(s, t) = s - t; f(1, x)", -1.25), ("k = 3; k*x", 6.75), ("+x", 2.25), ("max(x, 1, 3)", 3)])
def test_definitions_branches_and_chains(source, value):
    assert execute(compute_answer(source, x=2.25), {"x": 2.25}) == value


def test_a_function_is_a_block_for_each_set_of_numbers_that_it_is_called_with():
    report = compute_answer("f(s, t) = s**t; f(x, 2) + f(x, 3) + f(x, 2)")
    square, cube, _ = report.blocks
    assert square.name != cube.name and square.parameters == cube.parameters == ["s"]


def test_bound_names_are_numbers_and_flows_are_those_a_gradient_reaches():
    report = compute_answer("a*x + floor(y) + (z > 0)", a=2.0)
    assert "a" not in report.variables and report.at == {"a": 2} and not report.bound
    assert set(report.wrt) == {"x", "y", "z"} and "x" in report.flows and "z" not in report.flows
    assert compute_answer("a*x", a=2.0, x=1.0).bound


def test_a_function_that_can_be_written_in_no_way_is_refused_at_its_place():
    with pytest.raises(GradcliError, match="a test has no sin") as caught:
        read_as_typed(pose("1 + sin(x)"), None, None, ["add"], {}, "a test")
    assert caught.value.span == (4, 10)
    report = read_as_typed(pose("1 + sin(x)", x=0.5), None, None, ["add", "mul"], {"sin": lambda x: f"{x}*2"}, "a test")
    assert report.lacking == ["sin"] and execute(report, {"x": 0.5}) == 2
