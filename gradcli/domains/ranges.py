"""The range of doubles whose products neither over- nor underflow; results that depend on others are checked."""

from gradcli.core.primitive import Primitive

SAFE = 2.0**-500, 2.0**500  # products and quotients of numbers of these sizes neither over- nor underflow


def may_leave(row: Primitive) -> bool:
    """Return whether an operation can map numbers within SAFE beyond it, as sums, choices and steps cannot."""
    return not (row.rules is None or row.laws.linear or row.picks)
