"""gradcli hessian: the matrix of second derivatives."""

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import (
    Command,
    common_options,
    nonzero_option,
    number_options,
    only_option,
    parse_bindings,
    parse_wrt,
    read,
    wrt_option,
)
from gradcli.cli.direction import direction_options
from gradcli.cli.output import exit_with_warnings, names_in, refuse_beside_nonzero, show
from gradcli.cli.points import Points, answer_rows, points_options, refuse_beside_points

if TYPE_CHECKING:
    from gradcli.calc.direction import Direction


@click.command(cls=Command)
@click.argument("expression")
@common_options("csv", "latex", more=[
    wrt_option(), only_option("Print this alone: an entry such as d2/dxdy, laplacian, det."), nonzero_option])
@direction_options
@points_options
@number_options
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...], only: tuple[str, ...],
            nonzero: bool, strict: bool, points: Points | None, direction: "Direction | None", numbers: Any) -> None:
    """\b
    gradcli hessian "x**2*y + y**3"
    gradcli hessian "(1-x)**2 + 100*(y-x**2)**2" --at x=1 y=1
    gradcli hessian "(1-x)**2 + 100*(y-x**2)**2" --at x=1 y=1 --along x=1
    gradcli hessian "x**2*y + y**3" --only laplacian
    gradcli hessian "x*y + z**2" --nonzero

    The second derivatives of EXPRESSION: formulas in the free variables, numbers if all are bound.
    """
    from gradcli.calc.matrices import hessian, nonzero_hessian
    from gradcli.calc.question import Question
    from gradcli.calc.totals import SCALARS

    names = parse_wrt(wrt)
    if nonzero:
        refuse_beside_nonzero(form, only=only, points=points, along=direction)
    refuse_beside_points(points, along=direction)
    if points:
        from gradcli.calc.tables.points import hessian_table

        answer_rows(points, [expression], at, limit, form, strict, partial(hessian_table, names), numbers, only, names)
        return
    question = Question(read(expression), parse_bindings(at), limit, wrt=[*(names or ()), *(direction or ())])
    if nonzero:
        report: Any = nonzero_hessian(question, names, numbers)
    elif direction is not None:
        from gradcli.calc.along import hessian_along

        report = hessian_along(question, names, direction, numbers)
    else:
        report = hessian(question, names, numbers, [name for name in SCALARS if name in names_in(only)])
    kind = "nonzero" if nonzero else "hessian" if direction is None else "product"
    if kind == "hessian" and not only:  # the names of a large matrix take longer than its numbers
        results, entries = {}, chain.from_iterable(report.hessian)
    else:
        results = report.entries()
        entries = results.values()
    show(kind, report, form, only, results, SCALARS if direction is None else ())
    exit_with_warnings(report.warnings, entries, strict)
