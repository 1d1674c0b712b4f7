"""The graph in Graphviz's language."""

from gradcli.render.pictures.labels import along, color, flows, lines, titled
from gradcli.report.graphs import Graph
from gradcli.syntax.printer import text

FILLS = {"leaf": "lightblue", "result": "palegreen", "number": "lightgrey"}


def picture(report: Graph, most: int | None = None) -> str:
    """Write a digraph; the user's text is only in quoted labels."""
    drawn = ["digraph gradcli {", f"  label={quote([titled(report)])}; labelloc=t; rankdir=LR;",
             '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="monospace"];',
             '  edge [fontname="monospace"];']
    for node in report.nodes:
        fill = FILLS.get(color(report, node.id))
        drawn.append(f"  n{node.id} [label={quote(lines(report, node.id))}" + (f", fillcolor={fill}];" if fill else "];"))
    for edge in report.edges:
        label = along(edge)
        attributes = [f"label={quote([label])}"] if label else []
        if label and edge.derivative is not None and text(edge.derivative) != label:
            attributes.append(f"tooltip={quote([text(edge.derivative)])}")
        if not flows(edge):
            attributes = ["style=dashed"]
        drawn.append(f"  n{edge.input} -> n{edge.node}" + (f" [{', '.join(attributes)}];" if attributes else ";"))
    return "\n".join([*drawn, "}"])


def quote(parts: list[str]) -> str:
    """Write lines as a quoted string, in which Graphviz shows each character literally."""
    escaped = [part.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for part in parts]
    return '"' + "\\n".join(escaped) + '"'
