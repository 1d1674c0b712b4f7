"""The graph in Mermaid's language."""

import re

from gradcli.errors import GradcliError
from gradcli.render.pictures.labels import along, color, flows, lines
from gradcli.report.graphs import Graph

EDGES, CHARACTERS = 500, 50_000  # beyond these Mermaid refuses to draw
PLAIN = re.compile(r"[^A-Za-z0-9 .,=+/()_]")
FILLS = {"leaf": "#add8e6", "result": "#98fb98", "number": "#d3d3d3"}


def picture(report: Graph, most: int | None = None) -> str:
    """Write a flowchart. Raises GradcliError beyond Mermaid's limits."""
    if len(report.edges) > EDGES:
        raise GradcliError(f"mermaid draws at most {EDGES} edges, not {len(report.edges)} (-f dot has no limit)",
                           code=1)
    drawn = ["flowchart LR"]
    for node in report.nodes:
        role = color(report, node.id)
        label = "<br/>".join(map(escape_label, lines(report, node.id)))
        drawn.append(f'  n{node.id}["{label}"]' + (f":::{role}" if role else ""))
    for edge in report.edges:
        label = along(edge)
        arrow = "-.->" if not flows(edge) else f'-->|"{escape_label(label)}"|' if label else "-->"
        drawn.append(f"  n{edge.input} {arrow} n{edge.node}")
    drawn += [f"  classDef {role} fill:{fill},color:#000" for role, fill in FILLS.items()]
    found = "\n".join(drawn)
    if len(found) > CHARACTERS:
        raise GradcliError(f"mermaid reads at most {CHARACTERS} characters, not {len(found)} (-f dot has no limit)",
                           code=1)
    return found


def escape_label(text: str) -> str:
    """Write a label with all characters escaped that have a meaning to Mermaid."""
    return PLAIN.sub(lambda found: f"#{ord(found[0])};", text)
