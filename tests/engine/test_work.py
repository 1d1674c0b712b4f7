"""The work of a derivative of high order is foreseen: what is beyond a limit is refused with all of it, others are not."""

import pytest

from gradcli.core.tape import Tape
from gradcli.engine.lower import lower
from gradcli.engine.work import check_growth, check_order
from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse


def refused(source, names, limit=0, speedup=1):
    """The operations that a refusal names, None where there is none."""
    try:
        check_order(lower(parse(source)), names, limit, speedup)
    except GradcliError as error:
        assert error.message.endswith(f"beyond the limit of {limit}")
        return int(error.message.split()[7])
    return None


def foreseen(source, names):
    """The operations at which nothing is refused any more: those of a row that does not close are looked for last."""
    work = refused(source, names)
    return refused(source, names, work) or work


@pytest.mark.parametrize("source, names", [("exp(x)", "xxx"), ("x*y", "xxy"), ("sin(x)", "x" * 100), ("si(x)", "x" * 100)])
def test_what_takes_more_than_the_limit_is_refused_and_nothing_else(source, names):
    work = foreseen(source, names)
    assert refused(source, names, work - 1) and refused(source, names, work) is None


def test_what_is_swept_is_not_refused():
    assert refused("sin(x*y)", "xy") is None


def test_derivatives_that_do_not_close_take_more_with_every_order():
    closed, open_ = ([foreseen(source, "x" * n) for n in (100, 200)] for source in ("sin(x)", "digamma(x)"))
    assert closed[1] < 5 * closed[0] and open_[1] > 6 * open_[0] and open_[0] > 10 * closed[0]


def test_a_quicker_series_is_allowed_more_and_a_refusal_names_all_of_the_work():
    work = foreseen("exp(x)", "x" * 40)
    assert refused("exp(x)", "x" * 40, work // 4, 4) is None
    assert refused("exp(x)", "x" * 40, work // 4 - 1, 4) == work


def test_along_a_name_that_does_not_occur_there_is_little_to_do():
    with pytest.raises(GradcliError):
        check_order(lower(parse("digamma(x)")), ["y"] * 1000, 1)
    check_order(lower(parse("digamma(x)")), ["y"] * 1000, 10**6)


@pytest.mark.parametrize("limit, least, length", [(1000, 0, 10), (1000, 20, 20), (0, 5, 5)])
def test_a_tape_may_grow_to_a_part_of_the_limit(limit, least, length):
    tape = Tape()
    for _ in range(length):
        tape.constant(1)
    check_growth(tape, 2, limit, least)
    tape.constant(1)
    with pytest.raises(GradcliError, match=f"order 2 takes more work than the limit of {limit} operations allows"):
        check_growth(tape, 2, limit, least)
