"""Removable singularities are replaced by their Taylor polynomials; poles are refused."""

import pytest
from asking import coefficients, expand_around

from gradcli.errors import GradcliError


@pytest.mark.parametrize("source, around, order, expected", [
    ("sin(x)/x", "x=0", 4, {(0,): "1", (2,): "-1/6", (4,): "1/120"}),
    ("log(1+x)/log(1-x)", "x=0", 4, {(0,): "-1", (1,): "1", (2,): "-1/2", (3,): "5/12", (4,): "-7/24"}),
    ("(1-cos(x))/x**2", "x=0", 4, {(0,): "1/2", (2,): "-1/24", (4,): "1/720"}),
    ("x/(exp(x)-1)", "x=0", 4, {(0,): "1", (1,): "-1/2", (2,): "1/12", (4,): "-1/720"}),
    ("1/x - 1/sin(x)", "x=0", 3, {(1,): "-1/6", (3,): "-7/360"}), ("x*sin(x)**-1", "x=0", 2, {(0,): "1", (2,): "1/6"}),
    ("exp(sin(x)/x)", "x=0", 2, {(0,): "e", (2,): "-e/6"}), ("sin(a*x)/x", "x=0", 3, {(0,): "a", (2,): "-a**3/6"}),
    ("((x-sin(x))/x**3)/((1-cos(x))/x**2)", "x=0", 2, {(0,): "1/3", (2,): "1/90"}),
    ("sqrt(x)*(x-1)/log(x)", "x=1", 1, {(0,): "1", (1,): "1"}),
    ("(x**2-2)/(x-sqrt(2))", "x=sqrt(2)", 2, {(0,): "2*sqrt(2)", (1,): "1"}), ("x**3/x**2", "x=0", 2, {(1,): "1"}),
    ("(sin(x)-x)/x**3", "x=0", 0, {(0,): "-1/6"}), ("(sinh(x**2)-x**2)/(x**2)**3", "x=0", 2, {(0,): "1/6"}),
    ("1/(x-1)**2 - 1/sin((x-1)**2)", "x=1", 0, {}), ("1/(x-1)**2 - 1/sin((x-1)**2)", "x=1", 2, {(2,): "-1/6"}),
    ("1/((sinh(sin(x))-sin(x))/sin(x)**3)", "x=0", 0, {(0,): "6"}),
    ("sin(pi*x)/(x-1)", "x=1", 2, {(0,): "-pi", (2,): "pi**3/6"}), ("0*(sin(x)/x)", "x=0", 2, {})])
def test_removable_singularities_are_filled(source, around, order, expected):
    assert coefficients(expand_around(source, around, order)) == expected


@pytest.mark.parametrize("source, around, order, expected", [
    ("si(x)", "x=0", 5, {(1,): "1", (3,): "-1/18", (5,): "1/600"}), ("si(x)/x", "x=0", 2, {(0,): "1", (2,): "-1/18"}),
    ("y*si(x)", "x=0", 3, {(1,): "y", (3,): "-y/18"}), ("si(x - 1) + x", "x=1", 3, {(0,): "1", (1,): "2", (3,): "-1/18"}),
    ("si(2*x + x**2)", "x=0", 4, {(1,): "2", (2,): "1", (3,): "-4/9", (4,): "-2/3"}),
    ("si(si(x))", "x=0", 3, {(1,): "1", (3,): "-1/9"}), ("si(x)**2/erfi(x)/(1 - x)", "x=0", 1, {(1,): "sqrt(pi)/2"}),
    ("si(x)*besselj(1, x)", "x=0", 4, {(2,): "1/2", (4,): "-13/144"}),
    ("agm(1, 1 + x)*si(x)", "x=0", 3, {(1,): "1", (2,): "1/2", (3,): "-17/144"}),
    ("gammainc(2, 1 + si(x)) - gammainc(2, 1)", "x=0", 2, {(1,): "exp(-1)"}),
    ("lambertw(x)/x", "x=0", 2, {(0,): "1", (1,): "-1", (2,): "3/2"}),
    ("agm(1, 1 + x)", "x=0", 3, {(0,): "1", (1,): "1/2", (2,): "-1/16", (3,): "1/32"}),
    ("lgamma(1+x)/x*0 + lgamma(2+x)", "x=0", 0, {}), ("logit(1/2+x)/x", "x=0", 1, {(0,): "4"}),
    ("ellipk(x) - ellipk(0)", "x=0", 2, {(1,): "pi/8", (2,): "9*pi/128"}),
    ("ellipe(x) - ellipe(0)", "x=0", 2, {(1,): "-pi/8", (2,): "-3*pi/128"})])
def test_functions_whose_slopes_have_one_are_integrated(source, around, order, expected):
    assert coefficients(expand_around(source, around, order)) == expected


@pytest.mark.parametrize("source", ["sin(x)/x**2", "1/x", "cos(x)/x", "1/x - 1/x**2", "abs(x)/x", "exp(1/x)*x", "x/0",
                                    "(x-x)/(x-x)", "log(x)*x/x", "1/(sqrt(2)*sqrt(3) - sqrt(6) + x)", "1/(sqrt(x*y)*x*y)",
                                    "(x + sqrt(2)*sqrt(3) - sqrt(6))/x", "heaviside(-3)**-1 + x", "1/heaviside(-3)*x"])
def test_poles_and_numbers_that_may_be_0_are_refused(source):
    with pytest.raises(GradcliError) as caught:
        expand_around(source, "x=0", 2)
    assert caught.value.code == 1 and caught.value.help
