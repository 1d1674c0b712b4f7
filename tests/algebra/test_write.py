"""Forms to slots: quotients as quotients, signs where they take no room, roots by their names."""

import pytest
from normalized import written


@pytest.mark.parametrize("source, form", [
    ("sqrt(12)", "sqrt(12)"), ("sqrt(9/4)", "3/2"), ("2*(x + 1)", "2*x + 2"), ("0.5*x", "0.5*x"), ("x/2", "x/2"),
    ("2/4*x", "x/2"), ("2*x/6", "x/3"), ("-(x - y)", "y - x"), ("x if not y > 0 else 1", "1 if y > 0 else x"),
    ("1/(2.2 - x)*-1", "1/(x - 2.2)"), ("(0.3 - x)*7", "2.1 - 7*x"), ("x--y", "x + y")])
def test_a_form_is_written_as_a_person_would(source, form):
    assert written(source) == form
