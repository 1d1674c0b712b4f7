"""From AST to raw tape."""

import time
from fractions import Fraction

import pytest
from counting import calls

from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse


def lowered(source, **options):
    found = lower(parse(source), **options)
    found.tape.verify()
    return found


def listing(found):
    """A tape as a list of texts: the operation of each slot, with the slots it uses."""
    tape = found.tape
    return [str(attribute) if row in (CONSTANT, VARIABLE) else " ".join([row.name, *map(str, arguments)])
            for row, arguments, attribute in zip(tape.operations, tape.arguments, tape.attributes, strict=True)]


def value(source, **at):
    found = lowered(source)
    return run(found.tape, at)[found.root]


@pytest.mark.parametrize("source, slots", [
    ("3*x**2", ["3", "x", "2", "pow 1 2", "mul 0 3"]), ("x*x", ["x", "mul 0 0"]), ("1+1", ["1", "1", "add 0 1"]),
    ("+x", ["x"]), ("+-+x", ["x", "neg 0"]),
    ("2-x", ["2", "x", "sub 0 1"]), ("2/x", ["2", "x", "reciprocal 1", "mul 2 0"]),
    ("2*3/x", ["2", "3", "mul 0 1", "x", "reciprocal 3", "mul 4 2"]),
    ("x/2", ["x", "2", "div 0 1"]), ("2/3", ["2", "3", "div 0 1"]), ("pi*pi", ["pi", "pi", "mul 0 1"]),
    ("2x", ["2", "x", "mul 0 1"]),
    ("0 < x+1 < 2", ["0", "x", "1", "add 1 2", "2", "lt 0 3", "lt 3 4", "logical_and 5 6"]),
    ("x if y else 2", ["x", "y", "2", "where 1 0 2"]),
    ("a = x+1; a*a", ["x", "1", "add 0 1", "mul 2 2"]), ("a = x; b = a; a*b", ["x", "mul 0 0"]), ("a = x+1; 3", ["3"]),
    ("f(t) = t*t; f(x+1)", ["x", "1", "add 0 1", "mul 2 2"]), ("f(t) = 2/t; f(3)", ["3", "2", "div 1 0"]),
    ("f(t) = 2/t; f(x)", ["x", "2", "reciprocal 0", "mul 2 1"]),
    ("f(t) = k*t; k = 3; f(2)", None), ("k = 3; f(t) = k*t; f(2)*k", ["2", "3", "mul 1 0", "mul 2 1"]),
    ("f(t) = t; g(s) = f(f(s)); g(x)", ["x"]),
    ("f(s, t) = s - t; f(y, x)", ["y", "x", "sub 0 1"]), ("e = 3; e", ["3"]),
    ("pi(t) = t + e; pi(2)", ["2", "e", "add 0 1"]),
    ("x = 1; f(x) = x + 1; f(x)", ["1", "1", "add 0 1"]), ("1e99999", ["1", "10", "99999", "pow 1 2", "mul 0 3"])])
def test_tape(source, slots):
    if slots is None:
        with pytest.raises(GradcliError):
            lowered(source)
    else:
        found = lowered(source)
        assert listing(found) == slots and found.root == len(slots) - 1


def test_the_result_may_be_an_early_slot():
    found = lowered("f(s, t) = s; f(x, y*2)")
    assert (found.root, listing(found)) == (0, ["x", "y", "2", "mul 1 2"])


@pytest.mark.parametrize("source, names", [
    ("u**3+v**2", ["u", "v"]), ("f(t) = t*k; x + f(2)", ["k", "x"]), ("b = y; a = x; a*b", ["y", "x"]),
    ("a if b else c", ["a", "b", "c"]),
    ("pi*z", ["z"]), ("a = q; 3*x", ["x"]), ("sin(x)/gamma(y)", ["x", "y"])])
def test_variables_in_order_of_first_appearance(source, names):
    found = lowered(source)
    assert list(found.variables) == names
    assert all(found.tape.attributes[slot] == name for name, slot in found.variables.items())


def test_names_that_are_bound_are_variables():
    assert listing(lowered("e*gamma", names={"e", "gamma"})) == ["e", "gamma", "mul 0 1"]
    assert listing(lowered("e*x", names={"x"})) == ["e", "x", "mul 0 1"]


def test_substitutes_stand_in_once_and_have_the_place_of_the_name():
    source = "a*x + a*pi"
    found = lowered(source, substitutes={"a": parse("2*pi + 1"), "pi": parse("3")})
    assert listing(found) == ["2", "pi", "mul 0 1", "1", "add 2 3", "x", "mul 4 5", "3", "mul 4 7", "add 6 8"]
    assert [found.tape.spans[slot] for slot in range(5)] == [(0, 1)] * 5
    assert list(found.variables) == ["x"]


def test_spans_are_those_of_the_text_that_was_typed():
    source = "f(t) = log(t) + 1; f(-x)"
    tape = lowered(source).tape
    assert [source[slice(*span)] for span in tape.spans] == ["x", "-x", "log(t)", "1", "log(t) + 1"]


@pytest.mark.parametrize("source, names, message", [
    ("sin", (), "sin is a function; call it: sin(...)"), ("2*sin + 1", (), "sin is a function; call it: sin(...)"),
    ("f(t) = t; f", (), "f is a function; call it: f(...)"),
    ("x = 1; x", ("x",), "x is bound, and the expression defines it"),
    ("f(t) = t; f(2)", ("f",), "f is bound, and the expression defines it")])
def test_mistakes(source, names, message):
    with pytest.raises(GradcliError) as caught:
        lowered(source, names=names)
    assert caught.value.message == message and caught.value.code == 2 and caught.value.span


def test_definitions_compute():
    assert value("d1 = (a+b)/s; d2 = d1 - s; d1*d2", a=1.0, b=3.0, s=2.0) == 0
    assert value("f(t) = t**2 + 1; f(x) + f(2*x)", x=1.0) == 7
    assert value("f(a, b) = a - b; g(b, a) = f(a, b)*10 + f(b, a); g(1, 5)") == 36
    assert value("e = 2; gamma = 3; f(t) = gamma*t; f(e)") == 6  # names of constants and of functions too
    assert value("0.1") == 0.1 and lowered("0.1").tape.attributes == [Fraction(1, 10)]


def doubling(count):
    return "f0(t) = t+t;" + "".join(f"f{i}(t) = f{i - 1}(f{i - 1}(t));" for i in range(1, count)) + f"f{count - 1}(x)"


def test_what_it_unfolds_to_is_known_before_it_is_built():
    begin = time.process_time()
    for count in (30, 1000):
        with pytest.raises(GradcliError) as caught:
            lowered(doubling(count))
        error = caught.value
        assert error.code == 1 and "beyond the limit of 10000000" in error.message and "--limit" in error.help
    assert time.process_time() - begin < 1
    assert len(lowered(doubling(10)).tape) == 513


def test_what_is_built_of_the_unfolded_counts():
    with pytest.raises(GradcliError) as caught:
        lowered(doubling(19))
    assert caught.value.message == (
        "the expression unfolds to 262145 operations, of each of which about 100 are made, beyond the limit of 10000000")
    assert len(lowered(doubling(19), limit=100_000_000).tape) == 262_145
    long = "+".join(["f(x)"] * 50_000)  # what is hardly longer than the text may always be swept
    assert len(lowered(f"f(t) = t**2; {long}").tape) == 150_000


def test_the_limit_counts_what_stands_there_too():
    assert len(lowered("1+2+3+4+x", limit=9).tape) == 9
    with pytest.raises(GradcliError) as caught:
        lowered("1+2+3+4+x", limit=8)
    assert caught.value.message == "the expression unfolds to 9 operations, beyond the limit of 8"


@pytest.mark.parametrize("large", [
    lambda n: "sin(" * n + "x" + ")" * n, lambda n: "x" + "+x" * n, lambda n: "x" + "<x" * n,
    lambda n: "a0 = x;" + "".join(f"a{i} = a{i - 1}+1;" for i in range(1, n)) + f"a{n - 1}",
    lambda n: "f0(t) = t;" + "".join(f"f{i}(t) = f{i - 1}(t)+1;" for i in range(1, n)) + f"f{n - 1}(x)",
    lambda n: "f(t) = t+1;" + "f(" * n + "x" + ")" * n])
def test_cost_is_linear(large):
    lowered(large(10_000))
    assert calls(lower, parse(large(1000))) < 2.1 * calls(lower, parse(large(500))) + 100
