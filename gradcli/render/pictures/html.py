"""The graph as a self-contained page that plays both passes step by step, from a file and without a network."""

import json
from typing import NamedTuple

from gradcli.render.narration import Line, backward, forward_line, operation
from gradcli.render.pictures.labels import kind, titled
from gradcli.render.pictures.svg import draw
from gradcli.report.graphs import Graph
from gradcli.syntax.printer import text

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root{{color-scheme:light dark}}
body{{font:14px monospace;margin:1em}}
button{{font:inherit;padding:.3em .8em}}
#say{{white-space:pre-wrap;min-height:3em;margin:1em 0}}
.off{{visibility:hidden}}
.dim{{opacity:.15}}
.now rect{{stroke:#c00;stroke-width:3px}}
.now path{{stroke:#c00;stroke-width:2.5px}}
main{{overflow-x:auto}}
</style>
</head>
<body>
<nav><button id="back" aria-label="step back">\u25c0</button> <button id="next" aria-label="next step">\u25b6</button>
<span id="count"></span></nav>
<p id="say" aria-live="polite"></p>
<main>
{svg}
</main>
<script>
const steps={steps};
const say=document.getElementById("say"),count=document.getElementById("count");
let step=0;
function show(to){{
  step=Math.max(1,Math.min(steps.length,to||1));
  const [sentence,now]=steps[step-1];
  say.textContent=sentence;
  count.textContent=step+" of "+steps.length;
  for(const each of document.querySelectorAll("[data-from]")){{
    const hidden=+each.dataset.from>step;
    each.classList.toggle(each.tagName==="text"?"off":"dim",hidden);
  }}
  for(const each of document.querySelectorAll("[data-id]")){{
    each.classList.toggle("now",each.dataset.id===now);
    if(each.dataset.id===now)each.scrollIntoView({{block:"nearest",inline:"nearest"}});
  }}
}}
function go(by){{show(step+by);history.replaceState(null,"","#"+step);}}
document.getElementById("back").onclick=()=>go(-1);
document.getElementById("next").onclick=()=>go(1);
addEventListener("keydown",e=>{{if(e.key==="ArrowRight")go(1);if(e.key==="ArrowLeft")go(-1);}});
addEventListener("hashchange",()=>show(+location.hash.slice(1)));
show(+location.hash.slice(1));
</script>
</body>
</html>"""


class Step(NamedTuple):
    """A sentence, and the node or edge that it is about."""

    sentence: str
    about: str


def picture(report: Graph, most: int | None = None) -> str:
    """Write the page. Raises GradcliError where there are too many nodes to be read."""
    steps, first = play(report)
    svg = draw(report, most, "html", lambda part, number: _mark(first, part, number))
    script = json.dumps([[step.sentence, step.about] for step in steps], ensure_ascii=False)
    # a string must not hold the end of the script, or a line separator of older JavaScript
    for character in "<>&\u2028\u2029":
        script = script.replace(character, f"\\u{ord(character):04x}")
    return PAGE.format(title=_plain(titled(report)), svg=svg, steps=script)


def play(report: Graph) -> tuple[list[Step], dict[str, int]]:
    """Return the steps, and the number of the step at which each part of the picture appears.

    Parts are n and the id of a node, g and the id of a node for its gradient, e and the number of an edge.
    """
    steps: list[Step] = []
    first: dict[str, int] = {}
    edges: dict[int, list[int]] = {}
    for number, edge in enumerate(report.edges):
        edges.setdefault(edge.node, []).append(number)
    passes = report.passes
    for node in report.nodes:
        about = f"n{node.id}"
        if passes:
            forward = passes.forward[node.id]
            sentence = _sentence(forward_line(passes, forward, operation(passes, forward)))
        else:
            name = report.defined.get(node.id)
            sentence = f"#{node.id}  {f'{name} = ' if name else ''}{text(report.operations[node.id])}   " \
                       f"{kind(report, node.id)}"
        steps.append(Step(sentence, about))
        first[about] = len(steps)
        for number in edges.get(node.id, ()):
            first[f"e{number}"] = len(steps)
    if passes is None:
        return steps, first
    for visit in passes.backward:
        head, *shares = backward(passes, visit)
        steps.append(Step(_sentence(head), f"n{visit.node}"))
        first[f"g{visit.node}"] = len(steps)
        for line, number in zip(shares, edges.get(visit.node, ()), strict=True):
            steps.append(Step(_sentence(line), f"e{number}"))
    return steps, first


def _sentence(line: Line) -> str:
    """Write a line of explain without its indent."""
    return line.plain().strip()


def _mark(first: dict[str, int], part: str, number: int) -> str:
    """Return the attributes that link a part of the picture to the steps."""
    key = f"{part[0]}{number}"
    if part == "grad":
        return f' data-from="{first.get(key, 1)}"'
    return f' data-id="{key}" data-from="{first[key]}"'


def _plain(title: str) -> str:
    return title.replace("&", "&amp;").replace("<", "&lt;")
