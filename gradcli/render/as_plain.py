"""Lines of name, tab and value, for scripts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gradcli.render.text import basis, cell, entry, number, point, properties, slopes, verdict
from gradcli.report.base import label

if TYPE_CHECKING:  # imports of other kinds of answers would slow down eval
    from collections.abc import Sequence

    from gradcli.report.base import Selection
    from gradcli.report.checks import Check, Claim
    from gradcli.report.derivations import Derivation
    from gradcli.report.derivatives import Derivative
    from gradcli.report.functions import Function
    from gradcli.report.graphs import Graph
    from gradcli.report.matrices import Gradient, Hessian, HessianNonzero, Jacobian, JacobianNonzero
    from gradcli.report.passes import Explanation
    from gradcli.report.plots import Curves, Field
    from gradcli.report.programs import Code
    from gradcli.report.series import Series
    from gradcli.report.topics import Topic
    from gradcli.report.uncertainties import Propagation
    from gradcli.report.values import Answer


def answer(report: Answer | Propagation | Gradient | Hessian | Jacobian) -> str:
    """Write a result a line; a function without variables has the derivative 0."""
    return "\n".join(f"{name}\t{entry(value)}" for name, value in report.entries().items()) or "0"


propagation = gradient = hessian = jacobian = product = answer


def nonzero(report: HessianNonzero | JacobianNonzero) -> str:
    """Write an entry a line, no line where all are 0."""
    return "\n".join(f"{name}\t{entry(value)}" for name, value in report.nonzero.items())


def only(report: Selection) -> str:
    """Write some results, one a line."""
    return "\n".join(map(entry, report.results.values()))


def derivative(report: Derivative) -> str:
    """Write the answer alone: the number if there is one, else the formula."""
    return entry(report.derivative if report.value is None else report.value)


def derivatives(reports: Sequence[Derivative]) -> str:
    return "\n".join(f"{report.name}\t{derivative(report)}" for report in reports)


def series(report: Series) -> str:
    """Write the polynomial."""
    return entry(report.polynomial)


def check(report: Check) -> str:
    """Write a line for each partial derivative.

    It has the number, that of the numerical method, the name of that, the digits on which all agree, the verdict, and at a
    kink the slopes.
    """
    return "\n".join("\t".join([label([row.name]), number(row.reverse), number(row.numeric), row.method, str(row.digits),
                                verdict(row), *map(number, row.kink or ())]) for row in report.partials)


def claim(report: Claim) -> str:
    """Write `right` and its basis, or `wrong` and lines of the point, the derivative and the claim there.

    Then a shorter formula, or the right one and the slip.
    """
    if report.right or report.derivative is None or report.claimed is None:
        lines = [f"right\t{basis(report)}"]
        return "\n".join([*lines, f"shorter\t{entry(report.formula)}"] if report.shorter else lines)
    lines = ["wrong", f"at\t{point(report.at)}", f"{label(report.wrt)}\t{number(report.derivative)}",
             f"claim\t{number(report.claimed)}"]
    lines += [f"formula\t{entry(report.formula)}"] if report.formula is not None else []
    return "\n".join([*lines, f"slip\t{report.slip}"] if report.slip else lines)


def functions(reports: Sequence[Function]) -> str:
    """Write a line for each function: its call, derivatives, domain, convention and PyTorch's name."""
    return "\n".join("\t".join([each.call, "; ".join(f"{name} = {partial}" for name, partial in slopes(each)),
                                each.domain, each.convention, each.grad_fn]) for each in reports)


def function(reports: Sequence[Function]) -> str:
    """Write a line for each property of a function."""
    return "\n".join(f"{name}\t{about}" for each in reports
                     for name, about in [("call", each.call), *properties(each)])


def graph(report: Graph, edges: bool = False) -> str:
    """Write a table with a row for each node and the fields of JSON as columns; then one with a row for each edge."""
    lines = ["\t".join(type(report.nodes[0])._fields), *("\t".join(map(cell, node)) for node in report.nodes)]
    if edges:
        lines += ["", "input\tnode\tlocal\tshare"]
        lines += ["\t".join(map(cell, (edge.input, edge.node, edge.local, edge.share))) for edge in report.edges]
    return "\n".join(lines)


nodes = graph


def explanation(report: Explanation) -> str:
    """Write both passes, node by node."""
    from gradcli.render.narration import narrate

    head = [report.expression, *([f"at {point(report.at)}"] if report.at else []), ""]
    return "\n".join([*head, *(line.plain() for line in narrate(report))])


def code(report: Code) -> str:
    """Write the program alone."""
    return report.code


def derivations(report: Sequence[Derivation]) -> str:
    """Write the steps to each derivative."""
    from gradcli.render.steps import narrate_steps

    return "\n".join(line.plain() for line in narrate_steps(report))


def topics(reports: Sequence[Topic]) -> str:
    """Write each topic below its name and title, a command's text as it is."""
    from gradcli.report.topics import COMMANDS

    return "\n\n".join(each.text if each.kind == COMMANDS else f"{each.name}: {each.title}\n\n{each.text}"
                       for each in reports)


def contents(reports: Sequence[Topic]) -> str:
    """Write the name and the title of each topic."""
    return "\n".join(f"{each.name}\t{each.title}" for each in reports)


def curves(report: Curves) -> str:
    """Draw curves, in braille or in ASCII, and name their places of interest."""
    from gradcli.render.plots import WIDTH, curves_lines

    return _join(curves_lines(report, WIDTH, ascii=_is_ascii()))


def field(report: Field) -> str:
    """Draw contours and arrows."""
    from gradcli.render.plots import WIDTH, field_lines

    return _join(field_lines(report, WIDTH, ascii=_is_ascii()))


def _join(lines: Sequence[Sequence[tuple[str, str]]]) -> str:
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)


def _is_ascii() -> bool:
    return not (sys.stdout.encoding or "").lower().startswith("utf")
