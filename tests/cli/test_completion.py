"""What a shell is offered: languages, formats and, for --only, the results that this expression has."""

import shlex

import pytest

from gradcli.cli.code import LANGUAGES
from gradcli.cli.completion import join_bindings


@pytest.fixture
def offered(cli, monkeypatch):
    """What a shell is offered after a line, whose last word is begun."""
    def complete(line):
        words = shlex.split(line) + [""] * line.endswith(" ")
        monkeypatch.setenv("_GRADCLI_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        run = cli()
        assert run.returncode == 0
        return [each.partition(",")[2] for each in run.stdout.split()]

    return complete


@pytest.mark.parametrize("line, results", [
    ('gradcli eval "x*y" --only ', "value d/dx d/dy"),
    ('gradcli eval "x*y" --at x=1 --only d', "d/dx d/dy"),
    ('gradcli eval "x*y" --at x=1 y=2 --wrt y --only ', "value d/dy"),
    ('gradcli eval "x*y" --at x = 1 y = 2 --only v', "value"),  # bash breaks words at =
    ('gradcli eval "log(x)/0" --only d', "d/dx"),
    ('gradcli eval "-x" --only v', "value"),
    ('gradcli eval --at x=1 y=2 --exact "x*y" --only value --only d', "d/dx d/dy"),
    ('gradcli eval "x*y" --points missing.csv --on-error skip --only ', "value d/dx d/dy"),
    ('gradcli eval "x*y" --only value,d/d', "value,d/dx value,d/dy"),
    ('gradcli grad "x*y" --only ', "d/dx d/dy"),
    ('gradcli nth "a*x**3" --wrt x -n 3 --only d', "d3/dx3"),
    ('gradcli nth "a*x**3" --wrt x -n 2 --all --only ', "value d/dx d2/dx2"),
    ('gradcli hessian "x*y" --only d2/dx', "d2/dx2 d2/dxdy"),
    ('gradcli eval "x*y" --at x=3±0.1,y=2 --only u', "uncertainty"),
    ('gradcli eval "x*y" --at x=0:1:0.1,y=2 --only d', "d/dx d/dy"),
    ('gradcli eval "x*y" --along x=1 --only ', "value d/dx d/dy along"),
    ('gradcli hessian "x*y" --only l', "laplacian"),
    ('gradcli hessian "x*y" --only det,d2/dy', "det,d2/dydx det,d2/dy2"),
    ('gradcli jacobian "x*y" "y*z" "z*x" --only c', "curl"),
    ('gradcli jacobian "x*y" x --only d', "df1/dx df1/dy df2/dx df2/dy div"),
    ('gradcli jacobian "x*y" "x+a" --only df2', "df2/dx df2/dy df2/da"),
    ('gradcli taylor "exp(a*x)" --around x=0 -n 1 --only ', "polynomial 1 x"),
    ('gradcli "x*y" --only d/dy', "d/dy"),
    ('gradcli eval "x*y" --only z', ""), ('gradcli eval "2*(3+" --only ', ""), ("gradcli eval --only ", ""),
    ('gradcli nth "x*y" -n 1 --only ', ""), ("gradcli eval - --only ", ""), ("gradcli eval @missing --only ", ""),
    ('gradcli nth "exp(x)**x" -n 1000 --limit 5 --only ', "")])
def test_only_offers_what_the_expression_has(offered, line, results):
    assert offered(line) == results.split()


@pytest.mark.parametrize("line, results", [
    ("gradcli code x --lang ", " ".join(LANGUAGES)), ("gradcli code x --lang j", "jax js"),
    ("gradcli check x -f ", "auto rich plain json"), ("gradcli eval x -f ", "auto rich plain json csv latex"),
    ("gradcli plot x -f ", "auto rich plain json csv svg"),
    ("gradcli graph x --format ", "auto rich plain json dot mermaid svg html"), ('gradcli "x*y" -f l', "latex"),
    ("gradcli help ki", "kink"), ("gradcli help exi", "exit-codes"), ("gradcli help asin", "asin asinh"),
    ("gradcli he", "hessian help")])
def test_formats_languages_and_topics_are_those_of_the_command(offered, line, results):
    assert offered(line) == results.split()


def test_bindings_that_bash_has_broken_are_joined():
    assert join_bindings(["x*y", "--at", "x", "=", "1", "y", "=", "2", "-f"]) == ["x*y", "--at", "x=1", "y=2", "-f"]
    assert join_bindings(["=", "--at", "x=1", "y="]) == ["=", "--at", "x=1", "y="]
