"""Numbers in tables: as C and Python write them, or Fortran."""

import re

# 1.0D+03; and 5.687-304, since Fortran omits the letter before three digits.
FORTRAN = re.compile(rb"([+-]?(?:\d+\.?\d*|\.\d+))[dD]([+-]?\d+)|([+-]?\d?\.\d+)([+-][1-9]\d\d)")


def decimal(text: bytes) -> bytes:
    """Return the text of a number with an `e` before its exponent. Raises ValueError."""
    text = text.strip()
    found = FORTRAN.fullmatch(text)
    if found:
        return b"%be%b" % (found[1] or found[3], found[2] or found[4])
    if b"_" in text:
        raise ValueError("digits are not grouped in tables")
    float(text)
    return text


def parse(text: bytes) -> float:
    """Return the double of a number's text. Raises ValueError."""
    return float(decimal(text))


def parse_all(cells: list[bytes]) -> list[float]:
    """Return the doubles of a column. Raises ValueError."""
    try:
        found = list(map(float, cells))
    except ValueError:
        return list(map(parse, cells))
    if b"_" in b"".join(cells):
        raise ValueError("digits are not grouped in tables")
    return found
