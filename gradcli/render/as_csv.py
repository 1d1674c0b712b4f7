"""A header and a row, as in tables: the bindings, then the answer."""

from collections.abc import Iterable, Mapping, Sequence

from gradcli.render.text import entry
from gradcli.report.base import Formula, Number, Selection, label
from gradcli.report.derivatives import Derivative
from gradcli.report.matrices import Gradient, Hessian, Jacobian
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


gradient = hessian = jacobian = product = answer


def propagation(report: Propagation) -> str:
    """Write a column for each binding, without its uncertainty, and each result."""
    return _table(report.point(), report.entries().items())


def only(report: Selection) -> str:
    """Write some results, a column for each."""
    return _table(None, report.results.items())


def derivative(report: Derivative) -> str:
    return derivatives([report])


def derivatives(reports: Sequence[Derivative]) -> str:
    return _table(reports[-1].at, [(label(each.wrt), each.derivative if each.value is None else each.value)
                                   for each in reports])


def series(report: Series) -> str:
    """Write a row for each coefficient: the powers, then the coefficient."""
    names = list(report.around)
    rows = [[*(str(each.powers.get(name, 0)) for name in names),
             quote_field(entry(each.coefficient if each.value is None else each.value))] for each in report.coefficients]
    return "\n".join(map(",".join, [[*names, "coefficient"], *rows]))
