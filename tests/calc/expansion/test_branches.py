"""Branches that are not taken do not matter to an expansion; at a switch there is none."""

import pytest
from asking import coefficients, expand_around

from gradcli.errors import GradcliError


@pytest.mark.parametrize("source, around, order, at, expected", [
    ("where(x>1, 1/x, x**2)", "x=0", 3, (), {(2,): "1"}), ("where(x>1, log(x), x**2)", "x=0", 3, (), {(2,): "1"}),
    ("where(x>1, abs(x), x**2)", "x=0", 3, (), {(2,): "1"}), ("where(x>1, floor(x), x**2)", "x=0", 3, (), {(2,): "1"}),
    ("x**2 if x<5 else abs(x-y)", "x=1 y=1", 2, (), {(0, 0): "1", (1, 0): "2", (2, 0): "1"}),
    ("2 if x<5 else sign(x**3)", "x=0", 2, (), {(0,): "2"}), ("max(x**2, abs(x)-5)", "x=0", 2, (), {(2,): "1"}),
    ("min(x, abs(x-2))", "x=0", 2, (), {(1,): "1"}), ("clamp(x, -1, 5)", "x=0", 2, (), {(1,): "1"}),
    ("abs(x)", "x=-2", 2, (), {(0,): "2", (1,): "-1"}), ("abs(x)", "x=2", 2, (), {(0,): "2", (1,): "1"}),
    ("where(1<x<3 or not x==2, sin(x), 1/x)", "x=0", 3, (), {(1,): "1", (3,): "-1/6"}),
    ("where(y>1, 1/x, x**2)", "x=0", 3, ("y=0",), {(2,): "1"}),
    ("relu(x-1)*0 + relu(x+1)", "x=0", 1, (), {(0,): "1", (1,): "1"}),
    ("max(1/(x-1), x)", "x=0", 2, (), {(1,): "1"}), ("sin(x)/x if x<1 else 1/x", "x=0", 2, (), {(0,): "1", (2,): "-1/6"})])
def test_a_branch_that_is_not_taken_does_not_matter(source, around, order, at, expected):
    assert coefficients(expand_around(source, around, order, *at)) == expected


@pytest.mark.parametrize("source", ["where(x>0, 1/x, x**2)", "where(x>0, x**3, x**2)", "max(x, 0)", "abs(x)", "relu(x)",
                                    "where(x==0, 1, sin(x)/x)", "where(y>1, 1/x, x**2)", "max(x, y)", "clamp(x, 0, 5)"])
def test_at_a_switch_there_is_none_nor_where_a_free_name_decides(source):
    with pytest.raises(GradcliError) as caught:
        expand_around(source, "x=0", 2)
    assert caught.value.code == 1 and caught.value.help
