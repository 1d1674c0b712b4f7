"""Mistakes in expressions: their place, the message in one line, and the help."""

import pytest
from refusals import refusal

from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse


@pytest.mark.parametrize("source, at, message, help", [
    ("", "", "empty expression", None), ("  # only\n;", "", "empty expression", None),
    ("1+", "", "a number or a name is missing after +", None), ("1**", "", "a number or a name is missing after **", None),
    ("*x", "*", "a number or a name is missing before *", None),
    ("1+*x", "*", "a number or a name is missing between + and *", None),
    ("1+\n2", "\n", "a number or a name is missing after +", "an expression of several lines stands in parentheses"),
    ("()", ")", "a number or a name is missing between ( and )", None),
    ("a = ; 3", ";", "a number or a name is missing after =", None),
    ("sin((,))", ",", "a number or a name is missing between ( and ,", None),
    ("50%", "", "a number or a name is missing after %", "a % b is the remainder; a part in a hundred is 0.01"),
    ("1+x)", ")", "this parenthesis was never opened", None),
    ("(1;2)", "(", "this parenthesis is never closed", None), ("sin(x", "sin(", "this parenthesis is never closed", None),
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
    ("sin()", "sin()", "sin takes 1 argument, got 0", None),
    ("log(1, 2, 3)", "log(1, 2, 3)", "log takes 1 or 2 arguments, got 3", None),
    ("max(1)", "max(1)", "max takes 2 or more arguments, got 1", None),
    ("where(1, 2)", "where(1, 2)", "where takes 3 arguments, got 2", None),
    ("f(s, t) = s*t; f(1)", "f(1)", "f takes 2 arguments, got 1", None),
    ("f(t) = f(t-1); f(2)", "f", "f is defined by itself; recursion is not supported", None),
    ("a = a + 1; a", "a", "a is defined by itself; recursion is not supported", None),
    ("f(2) = 3; 1", "(2)", "the parameters of a definition are names", "as in f(t) = …"),
    ("max(a=1, 2)", "=", "= defines a name only at the start of a part",
     "compare with ==, bind with --at NAME=VALUE; for dy/dx of an equation: nth … --implicit y"),
    ("y = x*y", "y", "y is defined by itself; recursion is not supported", "for dy/dx of an equation: nth … --implicit y")])
def test_mistakes(source, at, message, help):
    assert refusal(source) == (message, help, 2, source, at)


def test_a_message_is_short_however_long_the_text():
    with pytest.raises(GradcliError) as caught:
        parse("x+" * 10000 + "1/" + "(" * 5000 + "y" + ")" * 5000 + "z" * 5000)
    assert len(caught.value.message + caught.value.help) < 40000
