"""Expressions: compared with Python's own parser where the languages agree, with tables elsewhere."""

import ast
import random

import pytest
from expressions import shown

from gradcli.core.primitive import OPERATORS
from gradcli.syntax.nodes import Apply, Call, Chain
from gradcli.syntax.parser import parse

PYTHON = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.Lt: "<",
          ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.And: "and", ast.Or: "or",
          ast.USub: "prefix -", ast.UAdd: "prefix +", ast.Not: "prefix not"}


def python(node):
    """Python's AST, written in the same way."""
    match node:
        case ast.Expression(body):
            return python(body)
        case ast.Constant(value):
            return str(value)
        case ast.Name(name):
            return name
        case ast.BinOp(left, operator, right):
            return f"({python(left)} {PYTHON[type(operator)]} {python(right)})"
        case ast.UnaryOp(operator, operand):
            return f"({PYTHON[type(operator)].split()[1]} {python(operand)})"
        case ast.BoolOp(operator, values):
            text = python(values[0])
            for value in values[1:]:
                text = f"({text} {PYTHON[type(operator)]} {python(value)})"
            return text
        case ast.Compare(left, operators, rights):
            return f"({python(left)}" + "".join(f" {PYTHON[type(o)]} {python(r)}" for o,
                r in zip(operators, rights, strict=True)) + ")"
        case ast.IfExp(test, body, orelse):
            return f"({python(body)} if {python(test)} else {python(orelse)})"
        case ast.Call(function, arguments):
            return f"{function.id}({', '.join(map(python, arguments))})"
    raise AssertionError(node)


def random_text(rng, depth=0):
    """An expression that Python reads too."""
    words = []
    for i in range(rng.randint(1, 5)):
        if i:
            words.append(rng.choice(["+", "-", "*", "/", "//", "%", "**", "**", "<", "<=", ">", ">=", "==", "!=", "and",
                "or"]))
        if rng.random() < 0.1 and (not i or words[-1] in ("and", "or")):
            words.append("not")
        words += [rng.choice("+-") for _ in range(rng.choice([0, 0, 0, 1, 2]))]
        kind = rng.random() if depth < 4 else 0
        words.append(rng.choice(["x", "y", "2", "17"]) if kind < 0.6 else
                     f"({random_text(rng, depth + 1)})" if kind < 0.85 else
                     f"sin({random_text(rng, depth + 1)})" if kind < 0.95 else
                     f"max({random_text(rng, depth + 1)}, {random_text(rng, depth + 1)})")
    if rng.random() < 0.15:
        words += ["if", f"({random_text(rng, depth + 2)})", "else", random_text(rng, depth + 2)]
    return " ".join(words)


def test_operators_bind_as_in_python():
    rng = random.Random(1)
    for _ in range(500):
        text = random_text(rng)
        assert shown(parse(text).result) == python(ast.parse(text, mode="eval")), text


@pytest.mark.parametrize("text, meant", [
    ("2x", "2*x"), ("2(x+1)", "2*(x+1)"), ("3 sin(x)", "3*sin(x)"), ("(a)(b)", "a*b"), ("4u*v", "4*u*v"),
    ("2x**2", "2*x**2"), ("-2x", "(-2)*x"),
    ("sin(x)cos(x)", "sin(x)*cos(x)"), ("2exp(x)", "2*exp(x)"), ("1e5x", "100000*x"), ("x**2y", "x**2*y"), ("2E_n", "2*E_n"),
    ("a-2x", "a-2*x"), ("2(x)(y)", "2*x*y"), ("3!", "(3)!"), ("-x!**2", "-((x)!**2)"), ("2**3!", "2**(3)!"),
    ("x! == 6", "(x)! == 6"), ("x!=6", "x != 6"),
    ("2^3^2", "2**3**2"), ("-2^2", "-(2**2)"), ("1 + not x", "1 + (not x)"), ("5−3", "5-3"), ("3×4·5÷6", "3*4*5/6"),
    ("x≤2≠y", "x<=2!=y"),
    ("(1\n+2)", "1+2"), ("x # note", "x"), ("x;", "x"), ("\n\nx\n", "x"), ("(sin\n(x))", "sin(x)"), ("1+2\r", "1+2"),
    ("lambda*def", "(lambda)*def"),
    ("a if b else c if d else e", "a if b else (c if d else e)"), ("log(x, 2)", "log(x,2)"),
    ("a if b if c else d else e", "a if (b if c else d) else e")])
def test_two_spellings_have_the_same_tree(text, meant):
    assert shown(parse(text).result) == shown(parse(meant).result)


def spans(source):
    """The text of every node, users before their arguments."""
    found, work = [], [parse(source).result]
    while work:
        node = work.pop()
        found.append(source[slice(*node.span)])
        work += node.operands if isinstance(node, Chain) else node.arguments if isinstance(node, (Apply, Call)) else ()
    return found


@pytest.mark.parametrize("source, expected", [
    ("(a+b) * c", ["(a+b) * c", "c", "a+b", "b", "a"]), ("-(x)**2", ["-(x)**2", "(x)**2", "2", "x"]),
    ("sin( x )", ["sin( x )", "x"]),
    ("2(x)!", ["2(x)!", "(x)!", "x", "2"]), ("x if y else (z)", ["x if y else (z)", "z", "x", "y"])])
def test_spans_hold_the_parentheses(source, expected):
    assert spans(source) == expected


def test_a_chain_knows_its_parts():
    source = "0 < (x) <= 2 != y"
    assert [source[slice(*part)] for part in parse(source).result.parts] == ["0 < (x)", "(x) <= 2", "2 != y"]


def test_the_table_says_how_strongly_an_operator_binds():
    loosest_first = ["if", "or", "and", "prefix not", "<", "+", "*", "prefix -", "**", "postfix !"]
    powers = [max(OPERATORS[symbol].syntax.left, OPERATORS[symbol].syntax.right) for symbol in loosest_first]
    assert powers == sorted(set(powers))
