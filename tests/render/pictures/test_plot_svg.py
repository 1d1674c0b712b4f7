"""Plots as SVG: read back by an XML parser, and opened in a browser."""

import shutil
import struct
import subprocess
import zlib
from xml.etree import ElementTree

import pytest
from drawings import SVG
from plotting import curve_of, field_of

from gradcli.render.pictures.plot_svg import HEIGHT, LEFT, TOP, WIDTH, picture

SIZE = (60, 12)
CURVES = ["x**3-2*x", "1/x", "tan(x)", "floor(x)", "log(x)", "5", "1e300*x", "x # \"<b> & ]]> </svg>", "sin(1/x)"]


def numbers(text):
    return [tuple(map(float, point.split(","))) for point in text.split()]


@pytest.mark.parametrize("source", CURVES)
def test_curves_break_where_they_do_and_marks_have_titles(source):
    report = curve_of(source, orders=(0, 1), size=SIZE)
    page = picture(report)
    assert page.count("http") == 1
    root = ElementTree.fromstring(page)
    assert root.find(f"{SVG}title").text.strip() == " ".join(source.split())
    lines = root.findall(f"{SVG}polyline")
    assert len(lines) == sum(len(curve.breaks) + 1 for curve in report.curves)
    assert sum(len(numbers(line.get("points"))) for line in lines) == sum(len(curve.points) for curve in report.curves)
    low, high = report.shown
    shown = [mark for mark in report.marks if mark.y is not None and low <= mark.y <= high]
    circles = root.findall(f"{SVG}circle")
    assert [circle.find(f"{SVG}title").text.split(" at ")[0] for circle in circles] == [mark.kind for mark in shown]
    for circle, mark in zip(circles, shown, strict=True):
        assert float(circle.get("cx")) == pytest.approx(LEFT + WIDTH * (mark.x + 2) / 4, abs=0.01)
        assert float(circle.get("cy")) == pytest.approx(TOP + HEIGHT * (high - mark.y) / (high - low), abs=0.01)


@pytest.mark.parametrize("source", ["x*exp(-x**2-y**2)", "floor(x)+y", "5", "1/(x*x+y*y)"])
def test_fields_have_a_path_for_each_contour(source):
    report = field_of(source, size=SIZE)
    root = ElementTree.fromstring(picture(report))
    assert len(root.findall(f"{SVG}path[@class='c']")) == len(report.levels)


def test_a_contour_is_where_the_level_is():
    root = ElementTree.fromstring(picture(field_of("x*x+y*y", size=SIZE)))
    path, = (each for each in root.findall(f"{SVG}path[@class='c']") if each.find(f"{SVG}title").text == "3")
    ends = [point for piece in path.get("d")[1:].split("M") for point in piece.split("L")]
    for x, y in (map(float, end.split()) for end in ends):
        assert ((x - LEFT) / WIDTH * 4 - 2)**2 + ((y - TOP) / HEIGHT * 4 - 2)**2 == pytest.approx(3, abs=0.02)


def pixels(path):
    """The bytes of a PNG image, with its filters."""
    data, place, packed = path.read_bytes(), 8, b""
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place:place + 8])
        packed += data[place + 8:place + 8 + size] if kind == b"IDAT" else b""
        place += size + 12
    return zlib.decompress(packed)


@pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed")
def test_a_browser_draws_it(tmp_path):
    (tmp_path / "plot.svg").write_text(picture(curve_of("x**3-2*x", orders=(0, 1), size=SIZE)), encoding="utf-8")
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--window-size=850,480",
                    f"--screenshot={tmp_path}/plot.png", f"file://{tmp_path}/plot.svg"], capture_output=True, timeout=60)
    assert len(set(pixels(tmp_path / "plot.png"))) > 20  # an empty page has a few
