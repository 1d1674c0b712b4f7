"""A header and a row, as in tables: the bindings, then the answer."""

from collections.abc import Iterable, Mapping, Sequence
from math import nan

from gradcli.render.text import entry
from gradcli.report.base import Formula, Number, Selection, label
from gradcli.report.derivatives import Derivative
from gradcli.report.matrices import Gradient, Hessian, Jacobian
from gradcli.report.plots import Curves, Field, curve_name, grid
from gradcli.report.series import Series
from gradcli.report.uncertainties import Propagation
from gradcli.report.values import Answer


def _table(at: Mapping[str, Number] | None, answers: Iterable[tuple[str, Formula | Number]]) -> str:
    items = [*(at or {}).items(), *answers]
    rows = [name for name, _ in items], [quote_field(entry(value)) for _, value in items]
    return "\n".join(map(",".join, rows))


def quote_field(text: str) -> str:
    """Write a field, in quotes if it needs them."""
    return '"' + text.replace('"', '""') + '"' if any(char in text for char in ',"\r\n') else text


def answer(report: Answer | Gradient | Hessian | Jacobian) -> str:
    """Write a column for each binding and each result."""
    return _table(report.at, report.entries().items())


gradient = hessian = jacobian = product = nonzero = answer


def propagation(report: Propagation) -> str:
    """Write a column for each binding, without its uncertainty, and each result."""
    return _table(report.point(), report.entries().items())


def only(report: Selection) -> str:
    """Write some results, a column for each."""
    return _table(None, report.results.items())


def derivative(report: Derivative) -> str:
    return derivatives([report])


def derivatives(reports: Sequence[Derivative]) -> str:
    return _table(reports[-1].at, [(each.name, each.derivative if each.value is None else each.value)
                                   for each in reports])


def series(report: Series) -> str:
    """Write a row for each coefficient: the powers, then the coefficient."""
    names = list(report.around)
    rows = [[*(str(each.powers.get(name, 0)) for name in names),
             quote_field(entry(each.coefficient if each.value is None else each.value))] for each in report.coefficients]
    return "\n".join(map(",".join, [[*names, "coefficient"], *rows]))


def curves(report: Curves) -> str:
    """Write a row for each place: x, then each curve there; a row of nan where one breaks."""
    known = [dict(curve.points) for curve in report.curves]
    breaks = {curve.points[i - 1][0] / 2 + curve.points[i][0] / 2 for curve in report.curves for i in curve.breaks}
    rows = [[report.x.name, *(curve_name(report, curve) for curve in report.curves)]]
    for x in sorted({*breaks, *(x for points in known for x in points)}):
        rows.append([entry(x), *(entry(points.get(x, nan)) for points in known)])
    return "\n".join(",".join(map(quote_field, row)) for row in rows)


def field(report: Field) -> str:
    """Write a row for the middle of each character: x, y, the value and the gradient."""
    names = [report.x.name, report.y.name, "f", label([report.x.name]), label([report.y.name])]
    return "\n".join([",".join(map(quote_field, names)), *(",".join(map(entry, row)) for row in grid(report))])
