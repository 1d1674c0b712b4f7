"""Names: the meaning of calls, and the names that bindings must define."""

import pytest
from expressions import shown

from gradcli.core.primitive import FUNCTIONS
from gradcli.syntax.parser import parse
from gradcli.syntax.scope import Scope


def test_parameters_hide_definitions_and_functions():
    program = parse("k = 1; g(k, sin, e) = k + sin + e; g(1, 2, 3)")
    assert shown(program.definitions[1].body) == "((k + sin) + e)" and not program.names


def test_a_name_may_stand_alone_and_be_called():
    assert parse("sin + sin(x) + sin").names == {"sin": (0, 3), "x": (10, 11)}
    assert list(parse("sin(x) + sin").names) == ["x", "sin"]


def test_the_meaning_of_a_call():
    scope = Scope()
    scope.definitions = {each.name: each for each in parse("f(t) = t; k = 2; sinh = 3; f(x)").definitions}
    scope.parameters = {"cos"}
    assert scope.calls("f") is scope.definitions["f"] and scope.calls("sin") is FUNCTIONS["sin"]
    assert [scope.calls(name) for name in ("k", "sinh", "cos", "pi", "unknown")] == [None] * 5


@pytest.mark.parametrize("word", sorted(FUNCTIONS.called))
def test_a_word_that_is_called_is_a_name_like_any_other_without_a_parenthesis(word):
    count = FUNCTIONS[word].least
    call = f"{word}({', '.join('x' * count)})"
    assert [*parse(f"{word}*2 + {call}").names] == [word, "x"]
    defined = f"{word} = 3; {word}*x", f"{word}({', '.join('uvw'[:count])}) = u; {call}"
    assert [[*parse(text).names] for text in defined] == [["x"], ["x"]]
