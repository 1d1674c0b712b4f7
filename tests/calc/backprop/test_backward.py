"""The gradients along each edge, and the sums at the nodes."""

import math
from fractions import Fraction
from functools import reduce
from operator import add

import pytest
from asking import pose
from explained import EXPLAINED, IDS, bits, near

from gradcli.calc.backprop.record import Record
from gradcli.calc.values import evaluate
from gradcli.syntax.printer import text


@pytest.mark.parametrize("case, report", EXPLAINED, ids=IDS)
def test_each_share_is_the_gradient_times_the_local_derivative(case, report):
    for visit in report.backward:
        for edge in visit.shares:
            if edge.share is not None and math.isfinite(visit.grad * edge.local):
                product = Fraction(visit.grad) * Fraction(edge.local)
                tiny = 2.0**-1020 > abs(product) or any(0 < abs(x) < 2.0**-1000 for x in (visit.grad, edge.local))
                assert tiny or near(edge.share, float(product), 2 * math.ulp(edge.share)), text(report.names[edge.node])


@pytest.mark.parametrize("case, report", EXPLAINED, ids=IDS)
def test_each_gradient_is_its_shares_added_up_and_a_leafs_is_evals_partial(case, report):
    arrived: dict[int, list[float]] = {report.root: [1.0]}
    for visit in report.backward:
        assert visit.found or bits(reduce(add, visit.sum)) == bits(visit.grad)
        given = arrived[visit.node]
        assert [x for x in visit.sum if x] == [x for x in given if x]
        for edge in visit.shares:
            if edge.share is not None:
                arrived.setdefault(edge.input, []).append(edge.share)
    assert not report.backward or {visit.node for visit in report.backward} == set(arrived)
    answer = evaluate(pose(case.source, **case.at))
    assert {name: bits(x) for name, x in report.partials.items()} == {name: bits(x) for name, x in answer.partials.items()}
    assert bits(report.value) == bits(answer.value) and report.warnings == answer.warnings


def backward(source, **at):
    record = Record(pose(source, **at))
    return record, record.sweep


def test_shares_arrive_in_the_order_in_which_they_are_added():
    record, sweep = backward("x*x + x", x=3.0)
    x, square, total = record.ids
    assert sweep.arrived[total] == [1] and sweep.arrived[square] == [1]
    assert sorted(sweep.arrived[x]) == [1, 3, 3] and sum(sweep.sum(x)) == sweep.grad(x) == 7
    assert (sweep.paths[x], sweep.depths[x], sweep.last[x]) == (3, 2, square)
    assert [sweep.data(slot) for slot in record.ids] == [3, 9, 12] and sweep.leaves() == {"x": x}


def test_zeros_flow_behind_a_step_and_nothing_along_a_branch_that_is_not_taken():
    record, sweep = backward("floor(x)*2", x=1.5)
    x = record.variables["x"]
    assert sweep.grad(x) == 0 and sweep.arrived[x] == [0]
    record, sweep = backward("x if x > 0 else y", x=1.0, y=2.0)
    y = record.variables["y"]
    assert y not in sweep.arrived and sweep.grad(y) == 0 and sweep.grad(record.variables["x"]) == 1


def test_there_is_nothing_to_hand_on_where_the_value_is_nan():
    record, sweep = backward("log(x)*y", x=-1.0, y=2.0)
    assert sweep.lost and not sweep.arrived and not sweep.paths
    assert all(math.isnan(sweep.total(slot)) for slot in record.variables.values())
    assert [warning.kind for warning in sweep.warnings(record.variables.values())] == ["domain"]


def test_paths_are_counted_and_not_walked():
    doubled = "".join(f"a{i} = a{i - 1}*2 + a{i - 1};" for i in range(1, 41))
    record, sweep = backward(f"a0 = x*x; {doubled} a40", x=1.0)
    assert sweep.paths[record.variables["x"]] == 2**41
