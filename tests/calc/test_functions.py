"""The table for a reader: it is that of the rows, and the derivatives that it lists are the derivatives."""

import os
import re
from pathlib import Path

import pytest
from described import described
from expressions import precisely, real
from mpmath import mp, mpf
from oracles import oracle

from gradcli.calc.functions import TABLE, functions
from gradcli.core.primitive import FUNCTIONS
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse

if os.environ.get("BLESS"):
    TABLE.write_text(described(), encoding="utf-8")
LISTED = functions()
SMOOTH_AT = {"acosh": "1.3", "asec": "1.3", "acsc": "1.3", "acoth": "1.3", "gamma": "1.3"}


def test_the_table_is_that_of_the_rows():
    written = TABLE.read_text(encoding="utf-8")
    assert written == described(), "gradcli/topics/functions.tsv is older than the rows: run `make bless` and commit it"


def test_every_function_is_listed_once():
    calls = [each.call for each in LISTED]
    assert len(set(calls)) == len(calls)
    assert {FUNCTIONS[word].name for word in FUNCTIONS} <= {each.name for each in LISTED}


UNARY = [each for each in LISTED if len(each.derivatives) == 1 and each.name in FUNCTIONS
         and FUNCTIONS[each.name].least == FUNCTIONS[each.name].most == 1 and "," not in each.call]


@pytest.mark.parametrize("each", UNARY, ids=lambda each: each.name)
def test_a_derivative_is_that_of_mpmath(each):
    (name, formula), = each.derivatives.items()
    tape, root, _ = lower(parse(formula), names=[name])
    x = mpf(SMOOTH_AT.get(each.name, "0.3"))
    with mp.workdps(30):
        truth = mp.diff(oracle(each.name), x)
        assert abs(real(precisely(tape, {name: x})[root]) - truth) <= mpf("1e-9") * max(1, abs(truth))


@pytest.mark.parametrize("name", ["atan2", "hypot", "pow", "logaddexp", "div"])
def test_derivatives_stand_beside_their_arguments(name):
    each = next(each for each in LISTED if each.name == name and len(each.derivatives) == 2)
    a, b = each.derivatives
    at = {a: mpf("0.4"), b: mpf("1.7")}
    with mp.workdps(30):
        for orders, formula in zip(((1, 0), (0, 1)), each.derivatives.values(), strict=True):
            tape, root, _ = lower(parse(formula), names=[a, b])
            assert abs(real(precisely(tape, at)[root]) - mp.diff(oracle(name), tuple(at.values()), orders)) < mpf("1e-12")


@pytest.mark.parametrize("name, found", [
    ("sin", ["sin"]), ("ln", ["log"]), ("SinBackward0", ["sin"]), ("PowBackward1", ["pow"]), ("%", ["remainder"])])
def test_a_function_is_found_by_every_name(name, found):
    assert [each.name for each in functions(name)] == found


def test_every_node_that_pytorch_records_leads_to_its_row():
    recorded = Path(__file__).parents[1] / "cases" / "torch" / "grad_fn.tsv"
    trees = [line.split("\t")[1] for line in recorded.read_text(encoding="utf-8").splitlines() if line[0] != "#"][1:]
    names = {name for tree in trees for name in re.findall(r"\w+Backward\d|NotImplemented", tree)}
    assert len(names) > 50 and all(functions(name) for name in names)


def test_a_name_that_there_is_not_is_mended():
    with pytest.raises(GradcliError) as caught:
        functions("sinn")
    assert (caught.value.message, caught.value.help) == ("there is no function sinn", "did you mean sin?")
    with pytest.raises(GradcliError) as caught:
        functions("qqqqqqq")
    assert caught.value.help == "gradcli functions lists all"
