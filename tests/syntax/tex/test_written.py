"""What was read of LaTeX, in the language."""

import pytest

from gradcli.syntax.parser import parse
from gradcli.syntax.tex.written import written


@pytest.mark.parametrize("source", ["x**2 + 1", "1 < x <= 2", "(1 < x < 2) + 1", 
                                    "sum(prod(x - j, j, 1, i), i, 1, n)*2", "-(x < y < z)"])
def test_it_is_what_is_read_back(source):
    assert written(parse(source)) == source
