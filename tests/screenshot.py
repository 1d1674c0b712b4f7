"""A picture of a terminal: a command and its output, with the colours that it was printed in, as SVG."""

import re
from xml.sax.saxutils import escape

COLUMN, LINE, SIZE = 8.4, 17, 14  # pixels of a column, of a line and of the font: lines of the tree touch each other
MARGIN, BAR = 16, 30  # pixels around the text, and of the bar above it
CODE = re.compile(r"\x1b\[([0-9;]*)m")
CLASSES = {"1": "b", "2": "d", "31": "r", "32": "g", "33": "y", "36": "c"}  # of the codes that styles have
STYLE = f"""text{{font:{SIZE}px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#c9d1d9;white-space:pre}}
.b{{font-weight:bold;fill:#fff}}.d{{fill:#8b949e}}.r{{fill:#ff7b72}}.g{{fill:#3fb950}}.y{{fill:#d29922}}.c{{fill:#39c5cf}}"""


def runs(line: str) -> list[tuple[int, str, str]]:
    """(column, text, classes) for each piece of a line in one style."""
    found, column, style = [], 0, ""
    for i, piece in enumerate(CODE.split(line)):
        if i % 2:
            style = " ".join(CLASSES[code] for code in piece.split(";") if code in CLASSES)
            continue
        found += [(column + each.start(), each[0], style) for each in re.finditer(r"\S+(?: \S+)*", piece)]
        column += len(piece)
    return found


def screenshot(command: str, printed: str, columns: int) -> str:
    """The picture of a command line and of what it has printed."""
    lines = [f"\x1b[32m$\x1b[0m \x1b[1m{command}\x1b[0m", *printed.splitlines()]
    assert max(len(CODE.sub("", line)) for line in lines) <= columns
    width, height = round(columns*COLUMN + 2*MARGIN), len(lines)*LINE + BAR + MARGIN
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" '
             f'height="{height}">', f"<title>{escape(command)}</title>", f"<style>{STYLE}</style>",
             f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117" stroke="#30363d"/>']
    parts += [f'<circle cx="{MARGIN + 18*i}" cy="{BAR//2}" r="5" fill="{fill}"/>'
              for i, fill in enumerate(("#ff5f57", "#febc2e", "#28c840"))]
    for row, line in enumerate(lines):
        for column, text, style in runs(line):
            kind = f' class="{style}"' if style else ""
            place = f'x="{MARGIN + column*COLUMN:g}" y="{BAR + row*LINE + SIZE}" textLength="{len(text)*COLUMN:g}"'
            parts.append(f'<text {place}{kind}>{escape(text)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
