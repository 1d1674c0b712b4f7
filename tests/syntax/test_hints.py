"""Suggestions: the probable meaning, or none."""

import pytest
from refusals import refusal

from gradcli.syntax.hints import foreign_call, split_glued_name, suggest_names
from gradcli.syntax.parser import parse


@pytest.mark.parametrize("source, at, message, help", [
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
    ("rate + rate(x)", "rate", "rate is not a function", "for a product, write rate*(x)"),
    ("qux(1, 2)", "qux", "qux is not a function", "define it first, as in qux(s, t) = …"),
    ("a = 2; a(3)", "a", "a is not a function", "for a product, write a*(3)"),
    ("log_3(x)", "log_3", "log_3 is not a function", "did you mean log(x, 3)?"),
    ("log_2(x)", "log_2", "log_2 is not a function", "did you mean log2(x)?"),
    ("pi(3)", "pi", "pi is not a function", "for a product, write pi*(3)"),
    ("f(t) = t(2); f(1)", "t", "t is not a function", "for a product, write t*(2)")])
def test_a_call_of_a_name_that_is_no_function(source, at, message, help):
    assert refusal(source) == (message, help, 2, source, at)


@pytest.mark.parametrize("name, arguments, meant", [
    ("sqr", "(x + 1)", "(x + 1)**2"), ("inv", "(x)", "1/x"), ("pow", "(x, n + 1)", "x**(n + 1)"),
    ("sqr", "(a, b)", None), ("fabs", "(x)", "abs(x)"), ("nothing", "(x)", None)])
def test_functions_of_other_languages(name, arguments, meant):
    assert foreign_call(name, arguments) == meant


@pytest.mark.parametrize("names, given, help", [
    (["thet"], ["theta"], "did you mean theta?"), (["xy"], ["x", "y"], "did you mean x*y?"), (["q"], ["x"], None),
    (["sinx", "PI"], ["x"], "did you mean sin(x) or pi?"), (["pix"], ["x"], "did you mean pi*x?"),
    (["x", "X"], ["x"], None), (["x"], ["x"], None)])
def test_names_that_are_nearly_bound(names, given, help):
    assert suggest_names(names, given) == help


@pytest.mark.parametrize("name, others, meant", [
    ("sinx", [], "sin(x)"), ("πr", [], "π*r"), ("sinrate", ["rate"], "sin(rate)"), ("sinrate", [], None), ("maxx", [], None),
    ("x", [], None), ("e", [], None), ("sin2", [], None), ("xy", ["x", "y"], "x*y"), ("massg", ["mass", "g"], "mass*g"),
    ("xlnx", [], "x*ln(x)"), ("alnx", ["a"], "a*ln(x)"), ("xx", ["x"], "x*x"), ("mu", ["m", "u"], None),
    ("dx", ["d", "x"], None), ("x1", ["x"], None), ("theta", ["t"], None), ("kT", ["T"], None), ("xy", ["x"], None),
    ("ax", ["bx"], None), ("rate", ["r", "t"], None)])
def test_names_that_were_written_together(name, others, meant):
    assert split_glued_name(name, others, "*") == meant


@pytest.mark.parametrize("source, meant", [
    ("2xy + x", {"xy": "x*y"}), ("2xy", {"xy": "x*y"}), ("ax^2 + bx + c", {"ax": "a*x", "bx": "b*x"}),
    ("xe^x", {"xe": "x*e"}), ("2xyz", {"xyz": "x*y*z"}), ("sin(xt) + t", {"xt": "x*t"}), ("ab + c", {}), ("kT", {}),
    ("kT/T", {}), ("mu + m", {}), ("x + dx", {}), ("(ax - bx)^2 + (ay - by)^2", {}), ("2*xy + x", {}), ("vx*t + v", {}),
    ("x1 + x", {}), ("tau + t", {})])
def test_products_without_a_sign_where_none_is_written(source, meant):
    names = parse(source).names
    found = {name: split_glued_name(name, names, source) for name in names}
    assert {name: product for name, product in found.items() if product} == meant
