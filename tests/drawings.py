"""Graphs to draw: random ones, and texts with every character that means something to a format."""

from functools import cache

from expressions import ANY, trees

from gradcli.calc.backprop.graph import graph
from gradcli.calc.question import Question
from gradcli.report.graphs import Graph
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text

SVG = "{http://www.w3.org/2000/svg}"
NASTY = ['x # "quoted" \\N \\l &amp; </script> ]]> <b>', "θ*x # \u2028 é", "d = x**2; d*d + 1/d", "x*x", "x", "5", "x > 0",
         "log(x)*2", "(1 if x > 0 else y)*floor(x)", "1/(x-x)", "+".join(["x"] * 150), "f(t) = t*t\nf(x + 1)"]


@cache
def drawn(source: str, bound: bool = True, passes: bool = False) -> Graph:
    """The graph of a text, of which several formats make pictures."""
    names = Question(source, {}).variables
    at = bindings([f"{name}={[2, -0.5, 0.7][place % 3]}" for place, name in enumerate(names)], "--at") if bound else {}
    return graph(Question(source, at), passes=passes)


def wild(seed: int, count: int, size: int) -> list[str]:
    """Random texts of any rows."""
    return [text(tree) for tree in trees(seed, count, size, ANY)]


SOURCES = [*NASTY, *wild(7, 15, 12)]
