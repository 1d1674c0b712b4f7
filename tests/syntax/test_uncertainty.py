"""Words after --at that have an uncertainty."""

import pytest

from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings


def number(program):
    lowered = lower(program)
    return run(lowered.tape, {})[lowered.root]


def split(*words):
    """The value of each name, and its deviation as a number and whether it is in percent, if it has one."""
    deviations = {}
    values = bindings(words, deviations=deviations)
    return {name: (number(program), *((number(deviations[name].program), deviations[name].percent)
                                      if name in deviations else ())) for name, program in values.items()}


@pytest.mark.parametrize("words, expected", [
    ("x=3±0.1", {"x": (3, 0.1, False)}), ("x=3+/-0.1", {"x": (3, 0.1, False)}), ("x=3+-0.1", {"x": (3, 0.1, False)}),
    ("x=-3±0.1", {"x": (-3, 0.1, False)}), ("x=pi±1/3", {"x": (3.141592653589793, 1 / 3, False)}),
    ("x=3 + -0.1", {"x": (2.9,)}), ("x=3+(-0.1)", {"x": (2.9,)}), ("x = 3 ± 0.1", {"x": (3, 0.1, False)}),
    (r"x=3.0 \pm 0.1", {"x": (3, 0.1, False)}), (r"x=3\pm2\%", {"x": (3, 2, True)}),
    (r"x=\frac{1}{2}\pm 1", {"x": (0.5, 1, False)}), ("x=3±2%", {"x": (3, 2, True)}),
    ("x=7%4±2 %", {"x": (3, 2, True)}), ("x=3±1e-3", {"x": (3, 0.001, False)}),
    ("x=1e-3±1e-4", {"x": (0.001, 0.0001, False)}), ("x=max(1,2)±sqrt(4)", {"x": (2, 2, False)}),
    ("u=1±2,v=3", {"u": (1, 2, False), "v": (3,)}), ("θ=1±0", {"θ": (1, 0, False)}), ("x=3±-0.1", {"x": (3, -0.1, False)})])
def test_values_and_deviations(words, expected):
    assert split(words) == expected


@pytest.mark.parametrize("word, message, help", [
    ("x=3±0,1", "--at x=3±0,1: a comma separates bindings", "write x=3±0.1"),
    ("x=5,2±0,1", "--at x=5,2±0,1: a comma separates bindings", "write x=5.2±0.1"),
    ("x=±0.1", "--at x=±0.1: a number is missing before ±", "as in x=3±0.1"),
    ("x=3±", "--at x=3±: a number is missing after ±", "as in x=3±0.1"),
    ("x=3±%", "--at x=3±%: a number is missing after ±", "as in x=3±0.1"),
    ("x=+-3", "--at x=+-3: a number is missing before +-", "as in x=3±0.1"),
    ("x=3±1±2", "--at x=3±1±2: a value has one uncertainty", "as in x=3±0.1"),
    ("x=(3±1)*2", "--at x=(3±1)*2: ± stands within parentheses",
     "an uncertainty is that of the whole value, as in x=3±0.1"),
    ("x=3±y", "--at x=3±y: y is not a number", "a value is an expression of constants"),
    ("x=3.0(1)", "--at x=3.0(1): the uncertainty (1) is not read", "write 3.0±0.1, or * for a product"),
    ("x=3.14159(12)", "--at x=3.14159(12): the uncertainty (12) is not read", "write 3.14159±0.00012, or * for a product"),
    ("x=34(2)", "--at x=34(2): the uncertainty (2) is not read", "write 34±2, or * for a product")])
def test_mistakes(word, message, help):
    with pytest.raises(GradcliError) as caught:
        split(word)
    assert (caught.value.message, caught.value.help) == (message, help)


@pytest.mark.parametrize("word, help", [
    ("x=3±0.1", "leave out ±0.1"), ("x=3+/-2%", "leave out +/-2%"),
    ("x=3+-0.1", "leave out +-0.1; a sum has blanks or parentheses")])
def test_where_none_is_read_the_error_says_what_to_leave_out(word, help):
    with pytest.raises(GradcliError) as caught:
        bindings([word])
    assert caught.value.message == f"--at {word}: an uncertainty goes with eval, for one point"
    assert caught.value.help == help and caught.value.source == word
    assert word[slice(*caught.value.span)] in ("±", "+/-", "+-")
