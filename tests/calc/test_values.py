"""What the value and the gradient of a long expression cost: counted, not timed."""

import tracemalloc

import pytest
from counting import calls, instructions

from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.syntax.bindings import bindings
from gradcli.syntax.lexer import tokens

AT = bindings(["a=1.5", "b=0.25", "x=0.5"])


def squares(count):
    return " + ".join(f"(a*{i}.25 + b - {i}.5)**2" for i in range(count))


def answer(source):
    return evaluate(Question(source, AT))


@pytest.mark.parametrize("large", [
    squares, lambda n: "sin(" * n + "x" + ")" * n, lambda n: "-" * n + "x", lambda n: "x" + "**1.0001" * n,
    lambda n: "+".join(f"x*{i}" for i in range(n)), lambda n: "where(x > 1, x, abs(x - 0.5)) + " * n + "x",
    lambda n: "d0 = x;" + "".join(f"d{i} = d{i - 1}/2 + 1;" for i in range(1, n)) + f"d{n - 1}",
    lambda n: "f(t) = t**2 + 1;" + "+".join(["f(x)"] * n)])
def test_cost_is_linear(large):
    assert calls(answer, large(400)) < 2.1 * calls(answer, large(200)) + 200


def test_many_variables_are_linear():
    def asked(count):
        names = [f"x{i}" for i in range(count)]
        source, at = " + ".join(f"{name}**2" for name in names), bindings(f"{name}=3" for name in names)
        return lambda: evaluate(Question(source, at))

    assert calls(asked(200)) < 2.1 * calls(asked(100)) + 200


def test_memory_is_at_most_400_bytes_a_token():
    source = squares(1000)
    answer(squares(10))  # what is imported and recorded once
    tracemalloc.start()
    try:
        answer(source)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 400 * len(tokens(source)[0])


def test_a_token_takes_at_most_450_instructions():
    short, long = squares(20), squares(60)
    answer(long)  # what is imported and recorded once
    assert instructions(answer, long) - instructions(answer, short) < 450 * (len(tokens(long)[0]) - len(tokens(short)[0]))
