"""One strict JSON object for each report, with its fields as keys; numbers that are not finite are strings."""

import json
import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradcli.report.base import Latex, Selection, Warning
from gradcli.syntax.nodes import Apply, Name, Number
from gradcli.syntax.printer import text

if TYPE_CHECKING:  # start-up does not pay for the other answers
    from gradcli.report.derivations import Derivation
    from gradcli.report.derivatives import Derivative
    from gradcli.report.functions import Function
    from gradcli.report.graphs import Graph
    from gradcli.report.passes import Explanation, Visit
    from gradcli.report.plots import Axis, Curves, Field
    from gradcli.report.topics import Topic
    from gradcli.report.uncertainties import Propagation


def _strict(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, (Apply, Name, Number)):
        return text(value)
    if hasattr(value, "_asdict"):
        fields = value._asdict()
        if isinstance(value, Warning):
            del fields["source"]  # the object has it already
        if "expressions" in fields:  # each warning says which of them it is about
            fields["warnings"] = [warning._asdict() for warning in fields["warnings"]]
        fields.pop("question", None)  # for renderers that need the AST
        fields.pop("totals", None)  # for --only
        fields.pop("expanded", None)  # as was asked for
        value = fields
    if isinstance(value, dict):
        return {key: _strict(item) for key, item in (_with_reading(value) if "warnings" in value else value).items()}
    return [_strict(item) for item in value] if isinstance(value, (list, tuple)) else value


def _with_reading(fields: dict[str, object]) -> dict[str, object]:
    """Return the fields of an answer with `read` after a text, or texts, in LaTeX."""
    found: dict[str, object] = {}
    for key, value in fields.items():
        found[key] = value
        if isinstance(value, Latex):
            found["read"] = value.read
        elif key == "expressions" and isinstance(value, tuple) and any(isinstance(each, Latex) for each in value):
            found["read"] = [each.read if isinstance(each, Latex) else each for each in value]
    return found


def _object(fields: object) -> str:
    # a stream that is not Unicode would escape characters in a way that JSON does not have
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(_strict(fields), ensure_ascii=not unicode, allow_nan=False)


def answer(report: object) -> str:
    """Write a report with its fields as keys."""
    return _object(report)


derivative = gradient = hessian = jacobian = product = nonzero = series = check = claim = code = answer


def only(report: Selection) -> str:
    """Write the results with their names as keys."""
    return _object({**report.results, "warnings": report.warnings})


def propagation(report: "Propagation") -> str:
    """Write the answer, and after its partials all about its uncertainty."""
    fields = report._asdict()
    del fields["question"]
    fields["uncertainty"] = {"value": report.uncertainty, "from": fields.pop("shares"),
                             "second_order": fields.pop("second_order")}
    return _object(fields)


def derivatives(reports: "Sequence[Derivative]") -> str:
    """Write orders 0 to N in one object, with shared fields once and `wrt` of the highest order."""
    last = reports[-1]
    head = dict(zip(last._fields[:last._fields.index("order")], last, strict=False))
    orders = [{"order": each.order, "derivative": each.derivative, "value": each.value} for each in reports]
    warnings = list(dict.fromkeys(warning for each in reports for warning in each.warnings))
    return _object({**head, "orders": orders, "at": last.at, "warnings": warnings})


def functions(reports: "Sequence[Function]") -> str:
    return _object({"functions": reports, "warnings": []})


function = functions


def topics(reports: "Sequence[Topic]") -> str:
    return _object({"topics": reports, "warnings": []})


contents = topics


def graph(report: "Graph", edges: bool = False) -> str:
    """Write the nodes and, on request, the edges."""
    fields: dict[str, object] = {name: getattr(report, name) for name in ("expression", "at", "root", "nodes")}
    if edges:
        fields["edges"] = [{name: getattr(edge, name) for name in ("input", "node", "derivative", "local", "share")}
                           for edge in report.edges]
    return _object(fields | {"warnings": report.warnings})


nodes = graph


def explanation(report: "Explanation") -> str:
    """Write both passes; an edge without a share has the reason."""
    names = ("expression", "at", "value", "root", "forward", "backward", "partials", "paths", "warnings")
    fields = {name: getattr(report, name) for name in names}
    fields["forward"] = [{name: value for name, value in node._asdict().items() if name != "undefined"}
                         for node in report.forward]
    fields["backward"] = [_visit(visit) for visit in report.backward]
    return _object(fields)


def _visit(visit: "Visit") -> dict[str, object]:
    fields: dict[str, object] = {"node": visit.node, "grad": visit.grad, "sum": visit.sum}
    if visit.accumulate is not None:
        return fields | {"accumulate": visit.accumulate} | ({"found": visit.found} if visit.found else {})
    shares = []
    for edge in visit.shares:
        flows = {"derivative": edge.derivative, "local": edge.local, "share": edge.share}
        notes = {"kink": edge.kink, "convention": edge.convention}
        shares.append({"to": edge.input} | ({"idle": edge.idle} if edge.share is None else
                                            flows | {name: value for name, value in notes.items() if value}))
    return fields | {"shares": shares}


def derivations(reports: "Sequence[Derivation]") -> str:
    """Write one derivation as an object, several as one object that holds theirs. Long formulas are pruned."""
    from gradcli.render.steps import as_fields

    blocks = [as_fields(report) for report in reports]
    if len(blocks) == 1:
        return _object(blocks[0])
    source = next((report.expression for report in reports if isinstance(report.expression, str)), "")
    shared = {"at": reports[-1].at, "warnings": list(dict.fromkeys(w for report in reports for w in report.warnings))}
    inner = [{key: value for key, value in block.items() if key not in shared} for block in blocks]
    return _object({"expression": source, "derivations": inner, **shared})


def _axis(axis: "Axis") -> dict[str, object]:
    return {"name": axis.name, "from": axis.start, "to": axis.stop}


def curves(report: "Curves") -> str:
    """Write the points of each curve, where it breaks, and the marks; a gap has its other end too."""
    found = [{"order": curve.order, "points": curve.points, "breaks": curve.breaks} for curve in report.curves]
    marks = [{"kind": mark.kind, "x": mark.x, "y": mark.y} | ({} if mark.stop is None else {"to": mark.stop})
             for mark in report.marks]
    at = {"at": report.at} if report.at else {}
    return _object({"expression": report.expression, **at, "x": _axis(report.x), "curves": found, "marks": marks,
                    "warnings": report.warnings})


def field(report: "Field") -> str:
    """Write the value and the gradient in the middle of each character of the picture."""
    from gradcli.report.plots import grid

    at = {"at": report.at} if report.at else {}
    return _object({"expression": report.expression, **at, "x": _axis(report.x), "y": _axis(report.y),
                    "points": list(grid(report)), "contours": report.levels, "warnings": report.warnings})
