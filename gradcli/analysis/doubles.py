"""Doubles in their order: the place of each among all, and what lies between two of them."""

import struct
from collections.abc import Callable


def ordinal(x: float) -> int:
    """Return the place of a double among all, counted from 0."""
    place: int = struct.unpack("<q", struct.pack("<d", abs(x)))[0]
    return place if x > 0 else -place


def double(place: int) -> float:
    """Return the double at a place among all."""
    size: float = struct.unpack("<d", struct.pack("<q", abs(place)))[0]
    return size if place >= 0 else -size


def bisect(a: float, b: float, holds: Callable[[float], bool]) -> tuple[float, float]:
    """Return neighbouring doubles between a, where something holds, and b, where it does not: the last and the first."""
    yes, no = ordinal(a), ordinal(b)
    while abs(yes - no) > 1:
        middle = (yes + no) // 2
        if holds(double(middle)):
            yes = middle
        else:
            no = middle
    return double(yes), double(no)


def simplest(a: float, b: float) -> float:
    """Return the double with the shorter text, which is the one that was typed if one was."""
    return min(a, b, key=lambda x: (len(repr(abs(x))), abs(x)))
