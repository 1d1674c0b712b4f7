"""Textbook notation: the meaning of each text, and the ambiguous ones, refused with both readings."""

import pytest
from counting import calls
from expressions import shown

from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse


@pytest.mark.parametrize("text, meant", [
    ("x²", "x**2"), ("x⁻¹", "x**-1"), ("x³²", "x**32"), ("2x²y", "2*x**2*y"), ("-x²", "-(x**2)"), ("(x+1)²", "(x+1)**2"),
    ("sin(x)²", "sin(x)**2"), ("x²sin(x)", "x**2*sin(x)"), ("|x|²", "abs(x)**2"), ("x!²", "(x!)**2"), ("2^x²", "2**(x**2)"),
    ("e²x", "e**2*x"), ("x⁺²", "x**2"),
    ("√x", "sqrt(x)"), ("√(x+1)", "sqrt(x+1)"), ("∛x", "cbrt(x)"), ("2√x", "2*sqrt(x)"), ("x√2", "x*sqrt(2)"),
    ("√(x)^2", "sqrt(x)**2"), ("√(x+1)y", "sqrt(x+1)*y"), ("√√x", "sqrt(sqrt(x))"), ("2^√x", "2**sqrt(x)"),
    ("√2 sin(x)", "sqrt(2)*sin(x)"), ("√sin(x)", "sqrt(sin(x))"), ("√x*y/√z", "sqrt(x)*y/sqrt(z)"), ("-√x", "-sqrt(x)"),
    ("√|x|", "sqrt(abs(x))"),
    ("|x|", "abs(x)"), ("|x+1|+|y|", "abs(x+1)+abs(y)"), ("2|x|", "2*abs(x)"), ("||x|-1|", "abs(abs(x)-1)"),
    ("|x||y|", "abs(x)*abs(y)"), ("|(|x|)*y|", "abs(abs(x)*y)"), ("max(|x|, |y|)", "max(abs(x), abs(y))"),
    ("|x|y", "abs(x)*y"), ("ln|x|", "log(abs(x))"), ("|x if y else z|", "abs(x if y else z)"),
    ("sin x", "sin(x)"), ("ln 2", "log(2)"), ("sin 2x", "sin(2*x)"), ("cos x^2", "cos(x**2)"), ("sin x²", "sin(x**2)"),
    ("2 sin x cos x", "2*sin(x)*cos(x)"), ("sin x + 1", "sin(x)+1"), ("sin x - cos 2x", "sin(x)-cos(2*x)"),
    ("-sin x", "-sin(x)"), ("2**sin x", "2**sin(x)"), ("sin 2x cos x", "sin(2*x)*cos(x)"), ("sin 2 cos(x)", "sin(2)*cos(x)"),
    ("max(sin x, 2)", "max(sin(x), 2)"), ("sin x < 1", "sin(x) < 1"), ("sin x if y else cos z", "sin(x) if y else cos(z)"),
    ("sin x^2y", "sin(x**2*y)"), ("sin√x", "sin(sqrt(x))"), ("x sin x", "x*sin(x)"), ("sin x sin(x)", "sin(x)*sin(x)"),
    ("f(t) = t^2; 2 f x", "f(t) = t^2; 2*f(x)"), ("(sin x) y", "sin(x)*y"), ("sin(x) y", "sin(x)*y"),
    ("sin^2(x)", "sin(x)**2"), ("sin^2(2) x", "sin(2)**2*x"), ("sin^2(2)x", "sin(2)**2*x"),
    ("sin^2 x", "sin(x)**2"), ("sin²(x)", "sin(x)**2"), ("sin² x", "sin(x)**2"),
    ("2 sin^2 x cos**3 x", "2*sin(x)**2*cos(x)**3"), ("1 + sin ** 2 (x + 1)*y", "1+sin(x+1)**2*y"),
    ("x sin(x)", "x*sin(x)"), ("x^2 cos(x)", "x**2*cos(x)"), ("x^n cos(x)", "x**n*cos(x)"), ("e^2 sin(x)", "e**2*sin(x)"),
    ("2 x_1 sin(x)", "2*x_1*sin(x)"),
    ("2e^x", "2*e**x"), ("5e-x", "5*e-x"), ("2e*x", "2*e*x"), ("3e**2", "3*e**2"), ("5e-(x)", "5*e-(x)"), ("2E/3", "2*E/3"),
    ("x^2y", "x**2*y"), ("x**-y sin(1)", "x**(-y)*sin(1)"),
    ("np.exp(x)", "exp(x)"), ("torch.special.expm1(x)", "expm1(x)"), ("math.pi*x", "pi*x"),
    ("numpy.sin(np.cos(x))", "sin(cos(x))"),
    ("np + math", "np + math")])
def test_what_a_text_means(text, meant):
    assert shown(parse(text).result) == shown(parse(meant).result)


@pytest.mark.parametrize("source, at, readings", [
    ("e^-2x", "e^-2x", "e^(-2*x) or e^(-2)*x"), ("e^2x", "e^2x", "e^(2*x) or e^2*x"), ("2^3x", "2^3x", "2^(3*x) or 2^3*x"),
    ("x^-2y", "x^-2y", "x^(-2*y) or x^(-2)*y"), ("2**3 x", "2**3 x", "2**(3*x) or 2**3*x"),
    ("a+e^2(x)", "e^2(", "e^(2*(x)) or e^2*(x)"), ("π^2x", "π^2x", "π^(2*x) or π^2*x"),
    ("√2x", "√2x", "√(2*x) or √(2)*x"), ("√x^2", "√x^2", "√(x^2) or √(x)^2"), ("√x²", "√x²", "√(x²) or √(x)²"),
    ("√x^-1", "√x^-1", "√(x^-1) or √(x)^-1"), ("sin x * -y", "sin x * -y", "sin(x*-y) or sin(x)*-y"),
    ("√x!", "√x!", "√(x!) or √(x)!"), ("√sin(x)^2", "√sin(x)^2", "√(sin(x)^2) or √(sin(x))^2"),
    ("sin x y", "sin x y", "sin(x*y) or sin(x)*y"), ("sin x/2", "sin x/2", "sin(x/2) or sin(x)/2"),
    ("sin x*y", "sin x*y", "sin(x*y) or sin(x)*y"), ("sin 2 x", "sin 2 x", "sin(2*x) or sin(2)*x"),
    ("sin 2cos(x)", "sin 2cos", "sin(2*cos(x)) or sin(2)*cos(x)"), ("sin 2(x+1)", "sin 2(", "sin(2*(x+1)) or sin(2)*(x+1)"),
    ("ln x % 2", "ln x % 2", "ln(x%2) or ln(x)%2"), ("sin x!", "sin x!", "sin(x!) or sin(x)!"),
    ("sin^2 x y", "sin^2 x y", "sin^2(x*y) or sin^2(x)*y"), ("2 sin x cos x/3", "cos x/3", "cos(x/3) or cos(x)/3"),
    ("sin^-1(x)", "sin^-1", "asin(x) or 1/sin(x)"), ("sin⁻¹(x)", "sin⁻¹", "asin(x) or 1/sin(x)"),
    ("tan**(-1)(x)", "tan**(-1)", "atan(x) or 1/tan(x)"), ("tan^-2 x", "tan^-2", "1/tan(x)**2"),
    ("cosh^-1 x", "cosh^-1", "acosh(x) or 1/cosh(x)"), ("f(t)=t^2; f^2(x)", "f^2", "f(x)**2 or f(f(x))"),
    ("gamma x", "gamma x", "gamma(x) or gamma*x"), ("sin 2|x|", "sin 2|", "sin(2*|) or sin(2)*|")])
def test_two_readings_are_refused(source, at, readings):
    with pytest.raises(GradcliError) as caught:
        parse(source)
    error = caught.value
    assert (error.help, error.code) == (f"write {readings}", 2)
    assert error.message == f"{at} is ambiguous" and source[slice(*error.span)] == at


@pytest.mark.parametrize("source, message, help", [
    ("a/sin x cos x", "this product is ambiguous", "write a/(sin x*cos(...)) or (a/sin x)*cos(...)"),
    ("a/x sin(x)", "this product is ambiguous", "write a/(x*sin(x)) or (a/x)*sin(x)"),
    ("sin cos(x)", "an operator is missing between sin and cos(x)", "did you mean sin(cos(x))?"),
    ("√-x", "the argument of √ has a sign", "put it in parentheses: √(-…)"),
    ("a | b", "| closes nothing here", "write a or …; |x| is abs(x)"), ("|x", "this | is never closed", None),
    ("(|x)", "this | is never closed", None), ("|x)", "this | is never closed", None),
    ("x² ²", "an operator is missing between x² and ²", None), ("ｉｆ + 1", "`if` is a reserved word", None),
    ("x.pow(2)", "a dot calls nothing here", "write x**2"), ("(x+1).pow(2)", "a dot calls nothing here", "write (x+1)**2"),
    ("x.sin()", "a dot calls nothing here", "write sin(x)"), ("np.power(x, 2)", "a dot calls nothing here", "write x**2"),
    ("np.foo(x)", "a dot calls nothing here", None), ("x.y", "a dot calls nothing here", None),
    ("pow(x, 2)", "pow is not a function", "did you mean x**2?"), ("sqr(x+1)", "sqr is not a function",
                                                                     "did you mean (x+1)**2?"),
    ("mod(7,3)", "mod is not a function", "did you mean 7%3?"),
    ("diff(x^2,x)", "diff is not a function",
     'the command says what to differentiate: gradcli nth "x^2" -n 1 --wrt x'),
    ("d/dx x^-1", "an operator is missing here", 'the command says what to differentiate: gradcli nth "x^-1" -n 1 --wrt x'),
    ("d^2/dx^2 (x^3)", "an operator is missing here",
     'the command says what to differentiate: gradcli nth "x^3" -n 2 --wrt x'),
    ("if(x>0,x,0)", "if stands between two values", "write where(x>0,x,0), or a if c else b")])
def test_mistakes(source, message, help):
    with pytest.raises(GradcliError) as caught:
        parse(source)
    assert (caught.value.message, caught.value.help) == (message, help)


@pytest.mark.parametrize("large", [
    lambda n: "|x|+" * n + "1", lambda n: "|" * n + "x" + "|" * n, lambda n: "√" * n + "x", lambda n: "x" + "²+x" * n,
    lambda n: "sin x " * n, lambda n: "sin^2 x+" * n + "1", lambda n: "np.sin(" * n + "x" + ")" * n,
    lambda n: "x if y else |x| + " * n + "1", lambda n: "np." * n + "x", lambda n: "x sin(x)+" * n + "1",
    lambda n: "2" + "|x|" * n], ids=lambda large: repr(large(2)[:16]))
def test_size_is_no_matter(large):
    def read(text):
        try:
            parse(text)
        except GradcliError:
            pass

    assert calls(read, large(1000)) < 2.2 * calls(read, large(500)) + 100
