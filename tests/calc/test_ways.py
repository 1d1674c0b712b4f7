"""The shortest of all ways to a derivative: the same numbers, and lengths beside those of each way."""

from random import Random

import pytest
from expressions import dense, function, smooth
from mpmath import mp

from gradcli.calc import ways as module
from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import gradient, hessian
from gradcli.calc.question import Question
from gradcli.calc.ways import along
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text

LARGE = [dense(Random(seed), size) for size in (12, 24, 48) for seed in range(3)]


def number(source, names, at):
    found, = derivatives(Question(source, bindings([f"{name}={x}" for name, x in at.items()])), names, every=False,
                         formulas=False)
    return found


def agree(formula, source, names, at):
    """Whether a formula has the number of the derivative at a point where that is known, or nothing is said of it."""
    expected = number(source, names, at)
    if expected.warnings or expected.value != expected.value:
        return True
    with mp.workdps(60):
        found = function(formula, at, "")()
        return mp.isnan(found) or abs(found - expected.value) <= 1e-9 * max(1, abs(expected.value))  # sines of 1e27 are nan


@pytest.mark.parametrize("source", LARGE)
def test_large_formulas_have_the_numbers_of_the_sweeps(source):
    at = {"x": 0.75, "y": 1.375}
    for names in ("x", "xx", "xyx", "xxxx")[:4 if len(source) < 150 else 2]:
        try:
            formula = text(along(Question(source, {}), list(names), len(names))[-1])
        except GradcliError as error:
            assert error.code == 1
            continue
        if len(formula) < 20_000:
            assert agree(formula, source, list(names), at), names


@pytest.mark.parametrize("source", LARGE[1::3])
def test_gradients_and_hessians_have_the_numbers_of_the_sweeps(source):
    at, question = {"x": 0.75, "y": 1.375}, Question(source, {})
    names = list(question.variables)
    for name, formula in gradient(question).partials.items():
        assert agree(text(formula), source, [name], at), name
    for a, row in zip(names, hessian(question).hessian, strict=True):
        for b, formula in zip(names, row, strict=True):
            assert agree(text(formula), source, [a, b], at), (a, b)


def test_no_way_is_shorter(monkeypatch):
    """Random expressions, with each of the other ways left out, which makes some longer."""
    sources = [source for source, _ in smooth(12, 5, 12)] + LARGE[3:5]
    best = [len(text(along(Question(source, {}), ["x"] * 3, 3)[-1])) for source in sources]
    for left_out in ("Ring", "Termwise"):
        with monkeypatch.context() as patched:
            def refuse(*_):
                raise module.Inapplicable

            patched.setattr(module, left_out, refuse)
            longer = 0
            for source, length in zip(sources, best, strict=True):
                try:
                    without = len(text(along(Question(source, {}), ["x"] * 3, 3)[-1]))
                    assert without >= length
                    longer += without > length
                except GradcliError as error:
                    assert error.code == 1
            assert longer


def test_what_is_too_long_step_by_step_is_answered_term_by_term():
    source = dense(Random(3), 48)
    assert len(text(along(Question(source, {}), ["x"] * 4, 4)[-1])) > 1000


def test_the_reason_is_told_where_no_way_is_left():
    with pytest.raises(GradcliError, match="takes more work than the limit of 20000 operations"):
        along(Question(dense(Random(3), 48), {}, 20_000), ["x"] * 4, 4)
