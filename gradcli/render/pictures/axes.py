"""The axes of a plot in characters: round numbers on them, and where they stand."""

from collections.abc import Iterator
from math import ceil, floor, log10

from gradcli.render.text import number
from gradcli.report.round_numbers import round_numbers

PER_TICK = 16, 5  # columns and rows of characters from one number to the next, about
PLAIN = 1e-4, 1e6  # sizes of numbers without an exponent
SIX, MOST = 6, 17  # digits of a number in the text under a plot: by default, and of a double
BEYOND = 3  # digits beyond those that all numbers of a range share: a thousandth of it
WHOLE = 2.0**53  # below it every whole number is a double


def tick_text(value: float) -> str:
    """Write the number at a tick, short."""
    if not value or PLAIN[0] <= abs(value) < PLAIN[1]:
        return number(value)
    text = f"{value:.9e}"
    digits, _, exponent = (text if float(text) == value else f"{value:.{MOST - 1}e}").partition("e")
    text = f"{digits.rstrip('0').rstrip('.')}e{int(exponent)}"
    return min(text, number(value), key=len) if abs(value) < WHOLE else text


def short(value: float, digits: int = SIX) -> str:
    """Write a number with so many digits."""
    rounded = float(f"{value:.{digits}g}") + 0.0
    return tick_text(rounded) if not rounded or PLAIN[0] <= abs(rounded) < 10.0**SIX or digits > SIX else \
        f"{rounded:.{SIX}g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")


def digits_within(low: float, high: float) -> int:
    """Return the digits that tell numbers of a range apart: more than six where it is narrow beside their size."""
    size, width = max(abs(low), abs(high)) / 2, high / 2 - low / 2
    return min(MOST, max(SIX, ceil(log10(size / width)) + BEYOND)) if size and width else SIX


def heights(low: float, high: float, rows: int) -> dict[int, str]:
    """Return the texts of the ticks of the vertical axis by their rows of characters, from the top."""
    return {row_of(y, low, high, rows) // 4: tick_text(y) for y in round_numbers(low, high, max(2, rows / PER_TICK[1]))}


def label_width(low: float, high: float, rows: int) -> int:
    """Return the columns that the numbers of the vertical axis take."""
    return max(map(len, heights(low, high, rows).values()), default=0)


def position(y: float, low: float, high: float, rows: int) -> float:
    """Return the row of dots of a height, not rounded: 0 at the top, 4 rows of dots to a character."""
    return max(-1e9, min((high / 2 - y / 2) / (high / 2 - low / 2) * (4 * rows - 1), 1e9))


def row_of(y: float, low: float, high: float, rows: int) -> int:
    return floor(position(y, low, high, rows) + 0.5)


def floor_lines(start: float, stop: float, columns: int, indent: int) -> tuple[str, str]:
    """Return the horizontal axis below a plot, and the numbers below that; `indent` columns stand before the plot."""
    line = ["─"] * columns
    numbers = [" "] * (indent + columns)
    end = -1
    for x in round_numbers(start, stop, max(2, columns / PER_TICK[0])):
        column = min(floor((x / 2 - start / 2) / (stop / 2 - start / 2) * 2 * columns), 2 * columns - 1) // 2
        line[column] = "┬"
        text = tick_text(x)
        begin = max(indent, min(indent + column - len(text) // 2, indent + columns - len(text)))
        if begin > end and len(text) <= columns:
            numbers[begin:begin + len(text)] = text
            end = begin + len(text)
    return " " * (indent - 1) + "└" + "".join(line), "".join(numbers).rstrip()


def wall(labels: dict[int, str], rows: int, indent: int) -> Iterator[str]:
    """Yield what stands before each row of a plot: the number of a tick, and the vertical axis."""
    for row in range(rows):
        text = labels.get(row, "")
        yield text.rjust(indent - 2) + (" ┤" if text else " │")
