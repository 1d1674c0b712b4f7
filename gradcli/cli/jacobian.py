"""gradcli jacobian: the gradients of several expressions."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import (
    Command,
    common_options,
    nonzero_option,
    number_options,
    only_option,
    option,
    parse_bindings,
    parse_wrt,
    read,
    wrt_option,
)
from gradcli.cli.direction import direction_options, refuse_beside_wrt
from gradcli.cli.output import exit_with_warnings, names_in, refuse_beside_nonzero, show
from gradcli.cli.points import Points, answer_rows, points_options, refuse_beside_points

if TYPE_CHECKING:
    from gradcli.calc.direction import Direction
    from gradcli.calc.question import Question


@click.command(cls=Command)
@click.argument("expressions", nargs=-1, required=True, metavar="EXPRESSION...")
@common_options("csv", "latex", more=[
    wrt_option(), option("--weights", group="Point", metavar="NUMBERS",
                         help="Add up the rows, each times its number: the gradient of the weighted sum."),
    only_option("Print this alone: an entry such as df1/dx, div, curl."), nonzero_option])
@direction_options
@points_options
@number_options
def command(expressions: tuple[str, ...], at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...],
            only: tuple[str, ...], nonzero: bool, strict: bool, points: Points | None, numbers: Any, weights: str | None,
            direction: "Direction | None") -> None:
    """\b
    gradcli jacobian "r*cos(t)" "r*sin(t)"
    gradcli jacobian "r*cos(t)" "r*sin(t)" --at r=2 t=pi/3 --wrt r,t
    gradcli jacobian "r*cos(t)" "r*sin(t)" --at r=2 t=pi/3 --along t=1
    gradcli jacobian "r*cos(t)" "r*sin(t)" --weights 1,2
    gradcli jacobian "x*y" "y*z" "z*x" --only div
    gradcli jacobian "x*y" "y*z" "z*x" --nonzero

    The partial derivatives of each EXPRESSION, a row for each.
    """
    from gradcli.calc.question import Question

    names = parse_wrt(wrt)
    if weights is not None and direction is not None:
        raise click.UsageError("--weights does not go with --along: leave one of them out")
    refuse_beside_points(points, along=direction, weights=weights)
    refuse_beside_wrt(direction, names)
    if nonzero:
        refuse_beside_nonzero(form, only=only, points=points, along=direction, weights=weights)
    if points:
        from gradcli.calc.tables.points import jacobian_table

        answer_rows(points, list(expressions), at, limit, form, strict, partial(jacobian_table, names), numbers, only, names)
        return
    given = parse_bindings(at)
    questions = [Question(read(each), given, limit, wrt=[*(names or ()), *(direction or ())]) for each in expressions]
    if nonzero:
        from gradcli.calc.matrices import nonzero_jacobian

        report: Any = nonzero_jacobian(questions, names, numbers)
    elif direction is not None:
        from gradcli.calc.along import jacobian_along

        report = jacobian_along(questions, direction, numbers)
    elif weights is not None:
        from gradcli.calc.system import weighted
        from gradcli.syntax.bindings import constants

        report = weighted(questions, constants(weights, "--weights"), names, numbers)
    else:
        report, only = _matrix(questions, names, numbers, only)
    results = report.entries()
    if nonzero:
        show("nonzero", report, form, only, results)
    elif direction is None and weights is None:
        show("jacobian", report, form, only, results, _totals(report.jacobian))
    else:
        show("product", report, form, only, results)
    exit_with_warnings(report.warnings, results.values(), strict)


def _totals(matrix: Sequence[Sequence[object]]) -> list[str]:
    """Return the names of what --only may ask for beside the entries: a field has as many components as variables."""
    from gradcli.report.matrices import CURL, DIVERGENCE

    size = len(matrix)
    return [DIVERGENCE, *[CURL] * (size in (2, 3))] if all(len(row) == size for row in matrix) else []


def _matrix(questions: "list[Question]", names: list[str] | None, numbers: Any,
            only: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """Return the Jacobian, with divergence and curl where these are asked for, and the words of --only, curl in full."""
    from gradcli.calc.matrices import jacobian
    from gradcli.report.matrices import CURL, DIVERGENCE

    chosen = names_in(only)
    if not {DIVERGENCE, CURL} & {*chosen}:
        return jacobian(questions, names, numbers), only
    from gradcli.calc.system import FIELDS, field, labels_of

    report = field(questions, [name for name in chosen if name in FIELDS], names, numbers)
    return report, tuple(each for name in chosen for each in (labels_of(name, len(questions)) if name in FIELDS else [name]))
