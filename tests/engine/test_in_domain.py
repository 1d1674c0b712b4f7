"""Derivatives in exact numbers: every beginning of the names, mixed ones too; a branch not taken is not computed."""

from fractions import Fraction

import pytest

from gradcli.domains.base import Undefined
from gradcli.domains.exact import Exact
from gradcli.engine.in_domain import Values, derivatives_in
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse


def found(source, names, **at):
    domain = Exact(source)
    point = {name: domain.real(Fraction(x)) for name, x in at.items()}
    return derivatives_in(domain, lower(parse(source)), names, point)


@pytest.mark.parametrize("source, names, numbers", [
    ("x**3", "xx", [8, 12, 12]), ("x*y**3", "xyy", [54, 27, 27, 18]), ("x/y", "", [Fraction(2, 3)]),
    ("x**2*y if x > 1 else log(x)", "yx", [12, 4, 4])])
def test_every_beginning_of_the_names(source, names, numbers):
    assert found(source, names, x=2, y=3) == numbers


def test_what_is_not_finite_is_refused():
    with pytest.raises(Undefined):
        found("x**1.5", "xx", x=0)


def test_values_on_demand():
    tape, root, _ = lower(parse("1/0 if x > 1 else x"))
    domain = Exact("")
    assert Values(domain, tape, root, {"x": domain.real(1)})[root] == 1
