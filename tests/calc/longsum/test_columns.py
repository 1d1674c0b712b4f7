"""Terms that differ in their numbers alone: one tape, run over the columns of those."""

import pytest
from asking import pose

from gradcli.calc.longsum.columns import NotBatchable, fresh_name, table
from gradcli.calc.longsum.shapes import Shape
from gradcli.calc.values import evaluate


def test_the_error_of_a_name_is_that_of_all_its_uses():
    twice, once = (table(Shape(f"+ (a*# + d)*{other}", 2, [["2.5", "0.3"]]), {"a": 1.7, "c": 1.7, "d": 0.9}, "ac")
                   for other in "ac")
    assert twice.errors["a"] == pytest.approx(once.errors["a"] + once.errors["c"], rel=1e-12)
    assert [name for name, _ in twice.uses] == ["a", "a"] and twice.errors[""] == once.errors[""] > 0


@pytest.mark.parametrize("term, columns", [
    ("+ # * a ** #", [["2", "0.5", "7.25"], ["2"] * 3]), ("- ( a - # ) ** #", [["1", "2.5", "3"], ["2", "2", "3"]]),
    ("+ exp ( - # * a ) * c", [["0.1", "0.2", "0.3"]]), ("+ sin ( a ) / #", [["3", "7", "9"]])])
def test_each_term_is_that_of_its_own_text(term, columns):
    """Its contribution to a partial is its own partial."""
    shape, at = Shape(term, 3, columns), {"a": 0.7, "c": 1.3}
    found = table(shape, at, "ac")
    for row in range(3):
        source = "0 " + shape.at(row)
        answer = evaluate(pose(source, **{name: at[name] for name in at if name in source.replace("exp", "")}))
        assert found.terms[row] == answer.value
        for name, slope in answer.partials.items():
            assert sum(column[row] for use, column in found.uses if use == name) == pytest.approx(slope, rel=1e-15)


def test_the_derivative_of_the_whole_scales_what_is_added():
    shape = Shape("+ # * a", 2, [["2", "3"]])
    assert [column for _, column in table(shape, {"a": 1.5}, "a", 4.0).uses] == [(8.0, 12.0)]


@pytest.mark.parametrize("term, columns", [
    ("+ abs ( a - # )", [["1", "0.5"]]), ("+ ( # * a if a > 0 else a )", [["1", "2"]]), ("+ # * a", [["1e-400", "2"]])])
def test_terms_that_need_a_word_are_refused(term, columns):
    with pytest.raises(NotBatchable):
        table(Shape(term, 2, columns), {"a": 1.0}, "a")


def test_a_fresh_name_is_not_taken():
    assert [fresh_name("sum", taken) for taken in ([], ["sum"], ["sum", "sum_"])] == ["sum", "sum_", "sum__"]
