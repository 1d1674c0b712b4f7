"""Texts: definitions in their order, names, the question; and texts of any size."""

import pytest
from counting import calls
from expressions import shown
from refusals import refusal

from gradcli.syntax.parser import parse


def test_definitions_and_names_in_order():
    program = parse("k = a*2; f(t) = t + k + c  # note\nf(b) + e + a")
    assert [(d.name, d.parameters, shown(d.body)) for d in program.definitions] == [
        ("k", None, "(a * 2)"), ("f", ("t",), "((t + k) + c)")]
    assert shown(program.result) == "((f(b) + e) + a)"
    assert list(program.names) == ["a", "c", "b", "e"]


@pytest.mark.parametrize("source, at, message, help", [
    ("b = a; a = 1; b", "a", "a is used before it is defined", "move its definition up"),
    ("g(t) = h(t); h(t) = t; g(1)", "h", "h is used before it is defined", "move its definition up"),
    ("a = 1; a = 2; a", "a", "a is defined twice", "choose another name"),
    ("sin(t) = t; 1", "sin", "sin is a function of the language", "choose another name"),
    ("if = 3; 2", "if =", "`if` is a reserved word", "choose another name"),
    ("f(t, t) = t; 2", "f(t, t) =", "two parameters of f have the same name", None),
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
    ("1;2", "1", "every part before the last must be a definition",
     "an expression of several lines stands in parentheses")])
def test_definitions_that_are_refused(source, at, message, help):
    assert refusal(source) == (message, help, 2, source, at)


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


@pytest.mark.parametrize("text, meant, names", [
    ("y = 3*x**2", "3*x**2", ["x"]), ("f(x) = x**2", "x**2", ["x"]), ("f(t) = t*a; ", "t*a", ["t", "a"]),
    ("a = 2*x; y = a", "a = 2*x; a", ["x"]), ("g(t) = t + b; f(x, y) = g(x)*y", "g(t) = t + b; g(x)*y", ["b", "x", "y"]),
    ("y = x\n\n", "x", ["x"])])
def test_the_last_definition_may_be_the_question(text, meant, names):
    program = parse(text)
    assert shown(program.result) == shown(parse(meant).result) and list(program.names) == names
    assert len(program.definitions) == len(parse(meant).definitions)
