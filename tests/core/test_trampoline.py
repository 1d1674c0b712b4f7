"""Recursion without Python's stack."""

from gradcli.core.trampoline import finish


def depth(n):
    return 1 + (yield depth(n - 1)) if n else 0


def test_the_parts_are_done_to_any_depth():
    assert finish(depth(100_000)) == 100_000
