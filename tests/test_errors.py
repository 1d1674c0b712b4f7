"""What messages are made of: texts cut short, and names that are nearly right."""

import pytest

from gradcli.errors import brief, closest

NAMES = ["sin", "sinh", "tanh", "gamma", "softplus", "sigmoid", "x", "xy", "value"]


@pytest.mark.parametrize("word, near", [
    ("sinn", ["sin", "sinh"]), ("snih", ["sinh"]), ("tnah", ["tanh"]), ("Gamma", ["gamma"]), ("gama", ["gamma"]),
    ("gmama", ["gamma"]), ("gmaam", []), ("sofptlus", ["softplus"]), ("softpuls", ["softplus"]), ("sigmod", ["sigmoid"]),
    ("sgmd", []), ("X", ["x"]), ("z", []), ("xz", []), ("valeu", ["value"]), ("tahn", ["tanh"])])
def test_near_misses(word, near):
    assert closest(word, NAMES) == near


def test_a_neighbour_is_exchanged_for_one_slip_and_no_other_letter():
    assert closest("abcd", ["abdc"]) == ["abdc"] and closest("abcd", ["adcb"]) == [] and closest("abcd", ["cbad"]) == []


def test_what_is_much_longer_or_shorter_is_not_near():
    assert closest("softplus", ["softpl", "softp", "softplusss", "softplussss"]) == ["softpl", "softplusss"]
    assert closest("t" * 61, ["t" * 61]) == [] and closest("t" * 60, ["t" * 60]) == ["t" * 60]


def test_a_long_text_keeps_its_ends():
    assert brief("a  b\n c") == "a b c" and brief("0123456789" * 4) == "0123456789" * 4
    assert brief("0123456789" * 5) == "0123456789012345678…01234567890123456789"
