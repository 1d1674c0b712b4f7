"""Pictures in characters: names of curves, colours, arrows."""

import pytest
from plotting import curve_of, field_of

from gradcli.render.pictures.canvas import ARROWS, SHADES, Canvas, curves_picture, field_picture


def lines(parts):
    return ["".join(text for text, _ in line) for line in parts]


def test_curves_are_named_where_there_are_colours_and_several():
    report = curve_of("x**3-2*x", orders=(0, 1), size=(40, 12))
    colored = "\n".join(lines(curves_picture(report, 6, True, True, False)))
    plain = "\n".join(lines(curves_picture(report, 6, False, False, False)))
    assert "f" in colored and "d/dx" in colored and "f" not in plain
    styles = {style for line in curves_picture(report, 6, True, True, False) for _, style in line}
    assert {"cyan", "yellow"} <= styles


def test_without_colours_others_than_the_first_have_every_second_dot():
    report = curve_of("x", orders=(0, 1), size=(40, 12))
    pictures = ["".join(lines(curves_picture(report, 6, False, dotted, False))) for dotted in (False, True)]
    count = [sum((ord(c) - 0x2800).bit_count() for c in each if "\u2800" < c <= "\u28ff") for each in pictures]
    assert count[0] - 42 < count[1] < count[0] - 35


def test_ascii_has_no_other_characters():
    assert "".join(lines(curves_picture(curve_of("tan(x)"), 6, False, False, True))).isascii()
    assert "".join(lines(field_picture(field_of("x*y", size=(30, 8)), 6, False, True))).isascii()


@pytest.mark.parametrize("source, arrow", [("x", "→"), ("-x", "←"), ("y", "↑"), ("-y", "↓"), ("x+y", "↗"), ("y-x", "↖"),
                                           ("x-y", "↘"), ("-x-y", "↙"), ("5", ""), ("floor(x)", "")])
def test_arrows_point_uphill(source, arrow):
    found = {char for line in lines(field_picture(field_of(source, size=(20, 8)), 6, False, False)) for char in line}
    assert found & set(ARROWS) == set(arrow)


def test_arrows_stand_on_contours_as_these_are_drawn():
    """Where one range is a thousand times as wide, both directions still count alike."""
    field = field_of("x + y/1000", (0, 1), (0, 1000), size=(20, 8))
    assert "↗" in "".join(lines(field_picture(field, 6, False, False)))


def test_shades_go_from_dark_to_light():
    def lightness(color):
        levels = [(0, 95, 135, 175, 215, 255)[(color - 16) // weight % 6] / 255 for weight in (36, 6, 1)]
        return sum(weight * level**2.2 for weight, level in zip((0.2126, 0.7152, 0.0722), levels, strict=True))

    assert [lightness(color) for color in SHADES] == sorted(map(lightness, SHADES))
    field = field_of("x", size=(24, 4))
    first, *_ = field_picture(field, 6, True, False)
    assert first[1][1] == f"white on color({SHADES[0]})" and first[-1][1] == f"black on color({SHADES[-1]})"


def test_a_canvas_knows_what_is_free():
    canvas = Canvas(5, 2)
    canvas.write(1, 0, "ab", "")
    assert canvas.is_free(3, 0, 2) and not canvas.is_free(2, 0, 2) and not canvas.is_free(0, 2, 1)
