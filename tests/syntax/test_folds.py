"""sum(EXPR, i, FROM, TO) and prod in a text: the index, the bounds, and what is said of those that are none."""

import pytest

from gradcli.errors import GradcliError
from gradcli.syntax.nodes import Fold, walk
from gradcli.syntax.parser import parse


def fold_of(source):
    return next(head for head, _, _ in parse(source).code if isinstance(head, Fold))


def test_the_index_is_a_name_of_the_expression_alone():
    program = parse("sum(i*x, i, 1, n) + i")
    assert list(program.names) == ["x", "n", "i"] and program.folds
    fold = fold_of(program.source)
    assert fold.index == "i" and [program.source[a:b].strip() for a, b in fold.parts] == ["i*x", "i", "1", "n"]


@pytest.mark.parametrize("index", ["x", "e", "pi", "sin", "sum", "ans", "θ", "f"])
def test_the_index_hides_any_other_meaning_of_its_name(index):
    program = parse(f"f(t) = t; sum({index}*2, {index}, 1, 3) + sin(e) + f(x)")
    assert list(program.names) == ["e", "x"]
    with pytest.raises(GradcliError, match="is not a function"):
        parse(f"sum({index}(2), {index}, 1, 3)")


@pytest.mark.parametrize("source", ["sum*2", "prod + sum", "sum = 3*x; sum**2", "sum(a, b) = a + b; sum(x, 2)",
                                    "f(sum) = 2*sum; f(x)"])
def test_elsewhere_the_words_are_names(source):
    assert not parse(source).folds


@pytest.mark.parametrize("source", ["2sum(i, i, 1, 3)", "x sum(i, i, 1, 3)", "|sum(i, i, 1, 3)|", "sin(sum(i, i, 1, 3))",
                                    "(sum(i,\n i, 1,\n 3))", "s = sum(i, i, 1, 3); s*x", "sum(2i, i, 1, 3)",
                                    "√(prod(i, i, 1, 3))"])
def test_a_sum_stands_wherever_a_call_may(source):
    assert parse(source).folds


def test_nested_sums_may_share_an_index():
    names = [head for head, _, _ in walk(parse("sum(sum(i*x, i, i, 3), i, 1, k)").code) if isinstance(head, str)]
    assert names == ["k", "x"]


HELP = r"sum(EXPR, i, FROM, TO)"


@pytest.mark.parametrize("source, span, message, help", [
    ("sum(x, y, z)", (0, 12), "sum has no index here", f"{HELP}; for x + y + z write that"),
    ("1 + sum(x)", (4, 10), "sum has no index here", HELP), ("sum()", (0, 5), "sum has no index here", HELP),
    ("sum(x", (0, 5), "sum has no index here", HELP),
    ("prod(x, y + 1)", (0, 14), "prod has no index here", "prod(EXPR, i, FROM, TO); for x*(y + 1) write that"),
    ("sum(x, 2, 1, 3)", (7, 8), "the index of sum is a name", f"{HELP}; for x + 2 + 1 + 3 write that"),
    ("sum(x, if, 1, 3)", (7, 9), "the index of sum is a name", f"{HELP}; for x + if + 1 + 3 write that"),
    ("sum(x, i, 1, )", (13, 14), "a number or a name is missing between , and )", None),
    ("sum(x, i, 1, sum(j, j, 1, 2))", (13, 28), "a bound of sum cannot hold another sum", "write the number itself"),
    ("sum(x +, i, 1, 2)", (7, 8), "a number or a name is missing between + and ,", None),
    ("sum((x, i, 1, 2)", (0, 16), "sum has no index here", HELP)])
def test_what_is_no_sum_is_refused(source, span, message, help):
    with pytest.raises(GradcliError) as caught:
        parse(source)
    assert (caught.value.message, caught.value.span, caught.value.help) == (message, span, help)


def test_sums_may_be_nested_to_any_depth():
    depth = 20_000
    assert parse("sum(" * depth + "x" + ", i, 1, 1)" * depth).folds
