"""The grammar: held against Python's own parser where the languages agree, by tables where they do not."""

import ast
import random

import pytest
from counting import calls
from expressions import shown

from gradcli.core.primitive import OPERATORS
from gradcli.errors import GradcliError
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
def test_what_a_text_means(text, meant):
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


def test_definitions_and_names_in_order():
    program = parse("k = a*2; f(t) = t + k + c  # note\nf(b) + e + a")
    assert [(d.name, d.parameters, shown(d.body)) for d in program.definitions] == [
        ("k", None, "(a * 2)"), ("f", ("t",), "((t + k) + c)")]
    assert shown(program.result) == "((f(b) + e) + a)"
    assert list(program.names) == ["a", "c", "b", "e"]


def test_parameters_shadow():
    program = parse("k = 1; g(k, sin, e) = k + sin + e; g(1, 2, 3)")
    assert shown(program.definitions[1].body) == "((k + sin) + e)" and not program.names


@pytest.mark.parametrize("source, at, message, help", [
    ("", "", "empty expression", None), ("  # only\n;", "", "empty expression", None),
    ("1+", "", "a number or a name is missing after +", None), ("1**", "", "a number or a name is missing after **", None),
    ("*x", "*", "a number or a name is missing before *", None),
    ("1+*x", "*", "a number or a name is missing between + and *", None),
    ("1+\n2", "\n", "a number or a name is missing after +", "an expression of several lines stands in parentheses"),
    ("()", ")", "a number or a name is missing between ( and )", None),
    ("a = ; 3", ";", "a number or a name is missing after =", None),
    ("sin((,))", ",", "a number or a name is missing between ( and ,", None),
    ("50%", "", "a number or a name is missing after %", None),
    ("1+x)", ")", "this parenthesis was never opened", None), ("(1;2)", "(", "this parenthesis is never closed", None),
    ("sin(x", "sin(", "this parenthesis is never closed", None),
    ("a if b", "if", "this if has no else", "write a if c else b"),
    ("(a if b)", "if", "this if has no else", "write a if c else b"), ("a else b", "else", "this else has no if", None),
    ("2,5", ",", "a comma separates the arguments of a call", "write 2.5"),
    ("1,234,000*x", ",", "a comma separates the arguments of a call", "write 1234000"),
    ("x,y", ",", "a comma separates the arguments of a call", "a decimal point is a dot"),
    ("x y", "y", "an operator is missing between x and y", "did you mean x*y?"),
    ("1 2", "2", "an operator is missing between 1 and 2", "did you mean 1*2?"),
    ("(x)2", "2", "an operator is missing between (x) and 2", "did you mean (x)*2?"),
    ("x!(y)", "(", "an operator is missing between x! and (y)", "did you mean x!*(y)?"),
    ("a not b", "not", "an operator is missing between a and not", None),
    ("1..2", "1..2", "this number is malformed", None), ("1.2.3", "1.2.3", "this number is malformed", None),
    ("1e", "1e", "this number is malformed", "for a product, write 1*e"),
    ("1e+", "1e", "this number is malformed", "for a product, write 1*e"),
    ("1__0", "1__0", "this number is malformed", "for a product, write 1*__0"),
    ("0x1F", "0x1F", "this number is malformed", "for a product, write 0*x1F"),
    ("1/2x", "1/2x", "this product is ambiguous", "write 1/(2*x) or (1/2)*x"),
    ("8/2(2+2)", "8/2(", "this product is ambiguous", "write 8/(2*(2+2)) or (8/2)*(2+2)"),
    ("a%-2 sin(x)", "a%-2 sin", "this product is ambiguous", "write a%(-2*sin(x)) or (a%-2)*sin(x)"),
    ("x(y+1)", "x", "x is not a function", "for a product, write x*(y+1)"),
    ("sinn(x)", "sinn", "sinn is not a function", "did you mean sin(x)?"),
    ("Sin(x)", "Sin", "Sin is not a function", "did you mean sin(x)?"),
    ("tg(x)", "tg", "tg is not a function", "did you mean tan(x)?"),
    ("lg(x)", "lg", "lg is not a function", "did you mean log10(x)?"),
    ("fabs(x)", "fabs", "fabs is not a function", "did you mean abs(x)?"),
    ("xsin(x)", "xsin", "xsin is not a function", "did you mean x*sin(x)?"),
    ("rate*rateexp(t)", "rateexp", "rateexp is not a function", "did you mean rate*exp(t)?"),
    ("pilog(2, 3)", "pilog", "pilog is not a function", "did you mean pi*log(2, 3)?"),
    ("f(t) = 2t; x + xf(3)", "xf", "xf is not a function", "did you mean x*f(3)?"),
    ("lim(x)", "lim", "lim is not a function", "gradcli functions lists them; a product needs its *"),
    ("sum(x) + sum(y)", "sum", "sum is not a function", "gradcli functions lists them; a product needs its *"),
    ("rate + rate(x)", "rate", "rate is not a function", "for a product, write rate*(x)"),
    ("qux(1, 2)", "qux", "qux is not a function", "define it first, as in qux(s, t) = …"),
    ("a = 2; a(3)", "a", "a is not a function", "for a product, write a*(3)"),
    ("pi(3)", "pi", "pi is not a function", "for a product, write pi*(3)"),
    ("f(t) = t(2); f(1)", "t", "t is not a function", "for a product, write t*(2)"),
    ("sin()", "sin()", "sin takes 1 argument, got 0", None),
    ("log(1, 2, 3)", "log(1, 2, 3)", "log takes 1 or 2 arguments, got 3", None),
    ("max(1)", "max(1)", "max takes 2 or more arguments, got 1", None),
    ("where(1, 2)", "where(1, 2)", "where takes 3 arguments, got 2", None),
    ("f(s, t) = s*t; f(1)", "f(1)", "f takes 2 arguments, got 1", None),
    ("f(t) = f(t-1); f(2)", "f", "f is defined by itself; recursion is not supported", None),
    ("a = a + 1; a", "a", "a is defined by itself; recursion is not supported", None),
    ("b = a; a = 1; b", "a", "a is used before it is defined", "move its definition up"),
    ("g(t) = h(t); h(t) = t; g(1)", "h", "h is used before it is defined", "move its definition up"),
    ("a = 1; a = 2; a", "a", "a is defined twice", "choose another name"),
    ("sin(t) = t; 1", "sin", "sin is a function of the language", "choose another name"),
    ("if = 3; 2", "if =", "`if` is a reserved word", "choose another name"),
    ("f(t, t) = t; 2", "f(t, t) =", "two parameters of f have the same name", None),
    ("f(2) = 3; 1", "(2)", "the parameters of a definition are names", "as in f(t) = …"),
    ("x=1", "x=1", "x=1 only defines x; there is no expression to evaluate", "bind with --at x=1"),
    ("x = 1 + 2", "x = 1 + 2", "x = 1 + 2 only defines x; there is no expression to evaluate", 'bind with --at "x=1 + 2"'),
    ("f(t) = 2", "f(t) = 2", "f(t) = 2 only defines f; there is no expression to evaluate",
     "add an expression, as in f(t) = 2; f(t)"),
    ("a = 1; f(a) = a**2", "f(a) = a**2", "f(a) = a**2 only defines f; there is no expression to evaluate",
     "add an expression, as in f(a) = a**2; f(a)"),
    ("f(e) = e**2", "f(e) = e**2", "f(e) = e**2 only defines f; there is no expression to evaluate",
     "add an expression, as in f(e) = e**2; f(e)"),
    ("a = pi/2; b = 2*a", "b = 2*a", "b = 2*a only defines b; there is no expression to evaluate",
     "bind with --at \"b=2*a\""),
    ("1;2", "1", "every part before the last must be a definition", "an expression of several lines stands in parentheses"),
    ("max(a=1, 2)", "=", "= defines a name only at the start of a part", "compare with ==, bind with --at NAME=VALUE")])
def test_mistakes(source, at, message, help):
    with pytest.raises(GradcliError) as caught:
        parse(source)
    error = caught.value
    assert (error.message, error.help, error.code, error.source) == (message, help, 2, source)
    start, end = error.span
    assert source[start:end] == at


def test_a_message_is_short_however_long_the_text():
    with pytest.raises(GradcliError) as caught:
        parse("x+" * 10000 + "1/" + "(" * 5000 + "y" + ")" * 5000 + "z" * 5000)
    assert len(caught.value.message + caught.value.help) < 40000


LARGE = [
    lambda n: "(" * n + "x" + ")" * n, lambda n: "sin(" * n + "x" + ")" * n, lambda n: "x" + "+x" * n,
    lambda n: "-" * n + "x",
    lambda n: "x" + "**x" * n, lambda n: "x" + "<x" * n, lambda n: "not " * n + "x", lambda n: "x if y else " * n + "z",
    lambda n: "max(" + "x," * n + "y)", lambda n: "x" + "!" * n, lambda n: "2" + "(x)" * n,
    lambda n: "a = 1;" + "\n" * n + "a",
    lambda n: "f(t)=t;" + "f(" * n + "x" + ")" * n,
    lambda n: "a=1;" + "".join(f"a{i} = {'a' * (i > 0)}{i - 1 if i else 1};" for i in range(n)) + "a1",
    lambda n: "x" * n + "+1", lambda n: "#" * n + "\nx", lambda n: " " * n + "x", lambda n: "θ" + "+θ" * n]


@pytest.mark.parametrize("large", LARGE, ids=lambda large: repr(large(2)[:16]))
def test_size_is_no_matter(large):
    parse(large(20_000))
    assert calls(parse, large(1000)) < 2.1 * calls(parse, large(500)) + 100


def test_nodes_are_equal_only_to_themselves():
    a, b = (parse("-" * 10_000 + "x").result for _ in range(2))
    same, different, count = a == a, a != b, len({a, b})
    assert (same, different, count) == (True, True, 2)


def test_the_table_says_how_strongly_an_operator_binds():
    loosest_first = ["if", "or", "and", "prefix not", "<", "+", "*", "prefix -", "**", "postfix !"]
    powers = [max(OPERATORS[symbol].syntax.left, OPERATORS[symbol].syntax.right) for symbol in loosest_first]
    assert powers == sorted(set(powers))


def test_a_name_may_stand_alone_and_be_called():
    assert parse("sin + sin(x) + sin").names == {"sin": (0, 3), "x": (10, 11)}
    assert list(parse("sin(x) + sin").names) == ["x", "sin"]


@pytest.mark.parametrize("text, meant, names", [
    ("y = 3*x**2", "3*x**2", ["x"]), ("f(x) = x**2", "x**2", ["x"]), ("f(t) = t*a; ", "t*a", ["t", "a"]),
    ("a = 2*x; y = a", "a = 2*x; a", ["x"]), ("g(t) = t + b; f(x, y) = g(x)*y", "g(t) = t + b; g(x)*y", ["b", "x", "y"]),
    ("y = x\n\n", "x", ["x"])])
def test_the_last_definition_may_be_the_question(text, meant, names):
    program = parse(text)
    assert shown(program.result) == shown(parse(meant).result) and list(program.names) == names
    assert len(program.definitions) == len(parse(meant).definitions)
