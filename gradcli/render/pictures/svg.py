"""The graph as an SVG image: no script, no external resources, light and dark."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from gradcli.errors import GradcliError
from gradcli.render.pictures.labels import along, color, flows, lines, titled
from gradcli.render.pictures.layout import Box, Layout, Wire, layout
from gradcli.report.graphs import Graph
from gradcli.syntax.printer import text

MAX_NODES = 300  # more are not readable
CHARACTER = 7.3  # the width of a character of 12 px monospace
LINE = 16.0  # the height of a line, 4/3 of the font
PADDING = 9.0  # of a box
STYLE = """svg{color-scheme:light dark;font:12px monospace}
text{fill:#222;white-space:pre}
rect{fill:#fff;stroke:#777;rx:7px}
path{fill:none;stroke:#888}
.idle{stroke-dasharray:4 3}
.leaf rect{fill:#add8e6}
.result rect{fill:#98fb98}
.number rect{fill:#ddd}
.w text{text-anchor:end;fill:#555}
@media(prefers-color-scheme:dark){svg{background:#1b1b1b}
text{fill:#eee}
rect{fill:#2b2b2b;stroke:#999}
.leaf rect{fill:#1f4e63}
.result rect{fill:#1d5a2a}
.number rect{fill:#444}
.w text{fill:#bbb}}"""

Mark = Callable[[str, int], str]


def picture(report: Graph, most: int | None = None) -> str:
    """Write an SVG document. Raises GradcliError where there are too many nodes to be read."""
    return draw(report, most)


def draw(report: Graph, most: int | None = None, form: str = "svg", mark: Mark = lambda kind, number: "") -> str:
    """Write the document; `mark` returns the attributes of a "node", a "grad" line or an "edge" by its number.

    Raises GradcliError where there are more nodes than `most`.
    """
    if len(report.nodes) > (most or MAX_NODES):
        raise GradcliError(f"a picture of {len(report.nodes)} nodes cannot be read ({form} draws {most or MAX_NODES})",
                           help=f"raise it with --limit, or let Graphviz draw it: -f dot | sfdp -T{form} "
                           if form == "svg" else "raise it with --limit, or take -f dot, for Graphviz's sfdp", code=1)
    place = arrange(report)
    width, height = max(place.width, CHARACTER * len(titled(report)) + 24), place.height + 24
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:.0f} {height:.0f}" '
             f'width="{width:.0f}" height="{height:.0f}">', f"<title>{_escape(report.expression)}</title>",
             f"<style>{STYLE}</style>", f'<text x="12" y="18">{_escape(titled(report))}</text>',
             '<g transform="translate(0 24)">']
    parts += [_wire(report, wire, mark) for wire in place.wires]
    parts += [_box(report, box, mark) for box in place.boxes]
    return "\n".join([*parts, "</g>", "</svg>"])


def arrange(report: Graph) -> Layout:
    """Return the layout of the graph, with boxes of the size of their lines."""
    sizes = []
    for node in report.nodes:
        inside = lines(report, node.id, brief=True)
        sizes.append((CHARACTER * max(map(len, inside)) + 2 * PADDING, LINE * len(inside) + PADDING))
    labels = [CHARACTER * len(along(edge, brief=True)) for edge in report.edges]
    longest = max((len(text(report.names[node.id])) for node in report.nodes if not node.inputs), default=0)
    copies = CHARACTER * (min(longest, 40) + 2) + 2 * PADDING, LINE + PADDING
    return layout(sizes, [(edge.input, edge.node) for edge in report.edges], labels, report.root, copies)


def _wire(report: Graph, wire: Wire, mark: Mark) -> str:
    """Write an edge with the derivative before its end."""
    edge = report.edges[wire.edge]
    path = f"M{_at(*wire.points[0])}"
    for index, ((x, y), (to, down)) in enumerate(zip(wire.points, wire.points[1:], strict=False)):
        middle = (x + to) / 2
        path += f"H{to:.0f}" if index % 2 else f"C{_at(middle, y)} {_at(middle, down)} {_at(to, down)}"
    dashed = "" if flows(edge) else ' class="idle"'
    label = ""
    if label_text := along(edge, brief=True):
        x, y = wire.points[-1]
        label = f'<text x="{x - 5:.0f}" y="{y - 3:.0f}">{_escape(label_text)}</text>'
    full = along(edge)
    formula = "" if edge.derivative is None else text(edge.derivative)
    formula = f" = {formula}" if formula and formula != full else ""
    about = f"<title>{_escape(full + formula)}</title>" if full else ""
    return f'<g class="w"{mark("edge", wire.edge)}>{about}<path{dashed} d="{path}"/>{label}</g>'


def _box(report: Graph, box: Box, mark: Mark) -> str:
    """Write a node, or the small copy of a leaf."""
    role = color(report, box.node)
    full = lines(report, box.node)
    about = f"<title>{_escape(chr(10).join([report.nodes[box.node].expression, *full[1:]]))}</title>"
    inside = [f"↑ {full[0]}"] if box.copy else lines(report, box.node, brief=True)
    if box.copy and len(inside[0]) > 42:
        inside = [inside[0][:41] + "…"]
    rect = f'<rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{box.height:.0f}"/>'
    top = box.y + (box.height - LINE * len(inside)) / 2 + 12
    written = []
    for index, line in enumerate(inside):
        known = mark("grad", box.node) if index and line.startswith("grad ") and index == len(inside) - 2 else ""
        written.append(f'<text x="{box.x + PADDING:.0f}" y="{top + LINE * index:.0f}"{known}>{_escape(line)}</text>')
    css = f' class="{role}"' if role else ""
    return f"<g{css}{mark('node', box.node)}>{about}{rect}{''.join(written)}</g>"


def _at(x: float, y: float) -> str:
    return f"{x:.0f} {y:.0f}"


def _escape(label_text: str) -> str:
    """Escape a text for XML; characters that XML excludes are replaced."""
    held = "".join(c if c in "\t\n" or " " <= c and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff" else "\ufffd"
                   for c in label_text)
    return escape(held)
