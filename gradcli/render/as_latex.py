"""Formulas for a document with amsmath, for between \\[ and \\]: one answer alone, several as aligned equations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gradcli.render.text import number as plain_number
from gradcli.report.base import Formula, Number, Selection, count_runs
from gradcli.report.derivations import Derivation
from gradcli.report.derivatives import Derivative, ImplicitDerivative
from gradcli.report.directions import Along, DerivativeAlong, HessianAlong, JacobianAlong, JacobianWeighted
from gradcli.report.functions import Function
from gradcli.report.matrices import Gradient, Hessian, Jacobian
from gradcli.report.series import Series
from gradcli.report.uncertainties import Propagation, Spread
from gradcli.report.values import Answer
from gradcli.syntax.latex import factor, latex, literal, name
from gradcli.syntax.parser import parse

FUNCTIONS = "fghFGHuvw"  # names for the expression, of which the first that it does not use is taken
MAX_COLUMNS = 10  # of amsmath's matrices


def number(value: Number) -> str:
    if isinstance(value, str):
        numerator, slash, denominator = value.partition("/")
        if not slash:
            return literal(value)
        return f"{'-' * value.startswith('-')}\\frac{{{numerator.lstrip('-')}}}{{{denominator}}}"
    if value - value:
        return "\\mathrm{nan}" if value != value else "\\infty" if value > 0 else "-\\infty"
    return literal(plain_number(value))


def entry(value: Formula | Number) -> str:
    """Write a formula or a number."""
    return number(value) if isinstance(value, (float, str)) else latex(value)


def answer(report: Answer | Along) -> str:
    """Write the function as typed, with its definitions, its value and its partial derivatives at the point."""
    equations, function, variables, point = _question(report, report.at)
    equations.append((function + point, number(report.value)))
    equations += _partials(function, report, len(variables) > 1, point)
    if isinstance(report, Along):
        equations.append((_nabla(report, 1) + function + point, number(report.along)))
    return _align(equations)


def propagation(report: Propagation) -> str:
    """Write the answer with the uncertainties of the point and of the value."""
    equations, function, variables, point = _question(report, report.point())
    spread = ", ".join(_spread(report.at[variable]) for variable in variables)
    equations.append((f"{function}({spread})" if spread else function, _spread(Spread(report.value, report.uncertainty))))
    return _align(equations + _partials(function, report, len(variables) > 1, point))


def _spread(value: Number | Spread) -> str:
    if isinstance(value, Spread):
        return f"{number(value.value)} \\pm {number(value.uncertainty)}"
    return number(value)


def _partials(function: str, report: Answer | Propagation | Along, several: bool, point: str) -> list[tuple[str, str]]:
    return [(_operator(function, [along], several) + point, number(partial)) for along, partial in report.partials.items()]


def derivative(report: Derivative | DerivativeAlong | ImplicitDerivative) -> str:
    """Write the answer alone: the number if there is one, else the formula."""
    shown: Formula = report.derivative
    return latex(shown) if report.value is None else number(report.value)


def derivatives(reports: Sequence[Derivative | DerivativeAlong | ImplicitDerivative]) -> str:
    """Write an equation for each derivative, after that of the function itself."""
    if isinstance(reports[-1], ImplicitDerivative):
        several, function = len(reports[-1].question.variables) > 2, name(reports[-1].implicit)
        return _align([(_operator(function, report.wrt, several), derivative(report)) for report in reports])
    equations, function, variables, point = _question(reports[-1], reports[-1].at)
    several = len({*variables, *reports[-1].wrt}) > 1
    if reports[0].value is None:  # order 0 is the function itself
        equations, point = equations[:-1], ""
    for report in reports:
        left = _nabla(report, report.order) + function if isinstance(report, DerivativeAlong) else \
            _operator(function, report.wrt, several)
        equations.append((left + point, derivative(report)))
    return _align(equations)


def _nabla(report: Along | DerivativeAlong, order: int) -> str:
    """Write the operator of the derivative along a direction, "" of order 0."""
    components = ", ".join(f"{name(each)} = {number(component)}" for each, component in report.direction.items())
    length = " / \\text{length}" * report.unit
    return f"\\nabla_{{({components}){length}}}{f'^{{{order}}}' if order > 1 else ''} " if order else ""


def product(report: HessianAlong | JacobianAlong | JacobianWeighted) -> str:
    """Write the product of a matrix and a direction as a column, that of weights and a matrix as a row."""
    results = [*report.entries().values()]
    return _matrix([results] if isinstance(report, JacobianWeighted) else [[each] for each in results])


def only(report: Selection) -> str:
    """Write some results, one a line."""
    return "\n".join(map(entry, report.results.values()))


def gradient(report: Gradient) -> str:
    return _matrix([[partial] for partial in report.partials.values()])


def hessian(report: Hessian) -> str:
    return _matrix(report.hessian)


def jacobian(report: Jacobian) -> str:
    return _matrix(report.jacobian)


def series(report: Series) -> str:
    """Write the polynomial."""
    return latex(report.polynomial)


def functions(reports: Sequence[Function]) -> str:
    """Write a table of derivatives."""
    equations = []
    for report in reports:
        call, several = factor(parse(report.call).result), len(report.derivatives) > 1
        equations += [(f"{_operator('', [along], several)} {call}", latex(parse(partial).result))
                      for along, partial in report.derivatives.items()]
    return _align(equations) if equations else latex(parse(reports[0].call).result)


function = functions


def _question(report: Answer | Propagation | Derivative | Along | DerivativeAlong,
              point: Mapping[str, Number] | None) -> tuple[list[tuple[str, str]], str, list[str], str]:
    """Return the definitions and the function as equations, its name, its bound variables and its arguments."""
    report.question.check_formula()
    program, at = report.question.program, point or {}
    names = {*program.names, *(definition.name for definition in program.definitions)}
    function = next((letter for letter in FUNCTIONS if letter not in names), "\\mathrm{value}")
    variables = [variable for variable in program.names if variable in at]
    equations = [(name(definition.name) + _tuple(definition.parameters or ()), latex(definition.body))
                 for definition in program.definitions]
    equations.append((function + _tuple(variables), latex(program.result)))
    given = report.question.given
    arguments = ", ".join(latex(given[variable].result) if isinstance(at[variable], str) else number(at[variable])
                          for variable in variables)
    return equations, function, variables, f"({arguments})" if arguments else ""


def _tuple(names: Sequence[str]) -> str:
    return f"({', '.join(map(name, names))})" if names else ""


def _operator(function: str, wrt: Sequence[str], several: bool) -> str:
    """Write the function itself, or the differential quotient of it along `wrt`."""
    if not wrt:
        return function
    d = "\\partial " if several else "d"
    order = f"^{{{len(wrt)}}}" if len(wrt) > 1 else ""
    numerator = f"{d.rstrip()}{order}{' ' * several}{function}".rstrip()
    denominator = " ".join(d + name(variable) + (f"^{{{count}}}" if count > 1 else "")
                           for variable, count in count_runs(wrt))
    return f"\\frac{{{numerator}}}{{{denominator}}}"


def _matrix(rows: Iterable[Iterable[Any]]) -> str:
    """Write a matrix with fractions in display size; a single entry alone."""
    cells = [[entry(value) for value in row] for row in rows]
    if [len(row) for row in cells] == [1]:
        return cells[0][0]
    high = any("\\frac" in cell for row in cells for cell in row)
    shown = [["\\displaystyle " * ("\\frac" in cell) + cell for cell in row] for row in cells]
    lines = (" \\\\[2ex]\n" if high else " \\\\\n").join(f"  {' & '.join(row)}" for row in shown)
    columns = max(map(len, cells), default=0)
    if columns > MAX_COLUMNS:
        return f"\\left(\\begin{{array}}{{{'c' * columns}}}\n{lines}\n\\end{{array}}\\right)"
    return f"\\begin{{pmatrix}}\n{lines}\n\\end{{pmatrix}}"


def _align(equations: Sequence[tuple[str, str]]) -> str:
    lines = " \\\\\n".join(f"  {left} &= {right}" for left, right in equations)
    return f"\\begin{{aligned}}\n{lines}\n\\end{{aligned}}"


def derivations(reports: Sequence[Derivation]) -> str:
    """Write an align* for each derivative: every step with the name of its rule, inner steps first."""
    from gradcli.render.steps import in_order_of_results, limits, prune, title

    blocks = []
    for report in reports:
        first, rest = limits(report)
        derived = _operator("", report.wrt[-1:], bool(report.others))
        lines = []
        for step in in_order_of_results(report.steps):
            if step.same is not None:
                continue
            most = rest if step.depth else first
            of, result = (latex(prune(each, most)).replace("…", "\\ldots ") for each in (step.of, step.result))
            lines.append(f"  {derived} \\left[{of}\\right] &= {result} && \\text{{{_words(title(step)[0])}}}")
        simplified = latex(prune(report.derivative, first)) if report.derivative is not None else result
        if simplified != result:
            lines.append(f"  &= {simplified} && \\text{{simplified}}")
        if report.at and report.value is not None:
            place = ",\\ ".join(f"{name(each)} = {number(at)}" for each, at in report.at.items())
            lines.append(f"  &= {number(report.value)} && \\text{{at ${place}$}}")
        blocks.append("\\begin{align*}\n" + " \\\\\n".join(lines) + "\n\\end{align*}")
    return "\n".join(blocks)


def _words(text: str) -> str:
    return text.replace("_", "\\_")
