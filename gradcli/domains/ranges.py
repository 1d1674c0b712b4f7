"""Numbers so large or small that their products over- or underflow: what rests on them needs a closer look."""

from gradcli.core.primitive import Primitive

SAFE = 2.0**-500, 2.0**500  # sizes of numbers whose products and quotients keep all their digits


def may_leave(row: Primitive) -> bool:
    """Return whether an operation can make a number beyond SAFE of those within, as no sum or choice can."""
    return not (row.rules is None or row.laws.linear or row.picks)
