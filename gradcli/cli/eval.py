"""gradcli eval: the value and every partial derivative at a point."""

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import (
    Command,
    common_options,
    number_options,
    only_option,
    parse_bindings,
    parse_wrt,
    read,
    wrt_option,
)
from gradcli.cli.direction import direction_options
from gradcli.cli.output import exit_with_warnings, show
from gradcli.cli.points import Points, answer_rows, rows_options

if TYPE_CHECKING:
    from gradcli.calc.direction import Direction
    from gradcli.calc.question import Question
    from gradcli.syntax.uncertainty import Deviation


@click.command(cls=Command)
@click.argument("expression")
@common_options("csv", "latex", more=[wrt_option(), only_option("Print this number alone: value, d/dNAME, or along.")])
@direction_options
@rows_options
@number_options
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...], only: tuple[str, ...],
            strict: bool, points: Points | None, direction: "Direction | None", numbers: Any) -> None:
    """\b
    gradcli eval "u**3+v**2+4*u*v" --at u=3 v=4
    gradcli eval "sin(x)/x" --at x=pi/4 --only d/dx
    echo "x**2" | gradcli eval - --at x=3 -f json
    gradcli eval "u**3+v**2+4*u*v" --at u=3 v=4 --along u=1 v=2
    gradcli eval "(1-cos(x))/x**2" --at x=1e-9 --digits 15
    gradcli eval "a*sin(x)" --points table.csv --at a=2
    gradcli eval "x**2*y" --at x=0:1:0.1 y=1:2#5
    gradcli eval "u/v" --at u=3±0.1 v=4±2%

    The value and the partial derivatives of EXPRESSION: at a point, or at each point of a table, or of ranges
    (START:STOP:STEP, or START:STOP#COUNT) and their grid. Where bindings have
    uncertainties (3±0.1, 3+/-0.1, 3+-0.1, 3±2%), that of the value too.
    """
    from gradcli.calc.question import Question

    names = parse_wrt(wrt)
    if points:
        answer_rows(points, [expression], at, limit, form, strict, _table(names, direction), numbers, only,
                    names if direction is None else [*(names or ()), *direction])
        return
    deviations: dict[str, Deviation] = {}
    given = parse_bindings(at, deviations=deviations)
    if deviations and direction is not None:
        raise click.UsageError("an uncertainty goes with partial derivatives, not with --along: leave out one of the two")
    question = Question(read(expression), given, limit, wrt=[*(names or ()), *(direction or ())])
    answer_question(question, names, form, only, strict, numbers, deviations, direction)


def _table(names: list[str] | None, direction: "Direction | None") -> Any:
    """Return the function that makes the table, for `answer_rows`."""
    if direction is not None:
        from gradcli.calc.tables.along_points import value_table_along

        return partial(value_table_along, direction, names)
    from gradcli.calc.tables.points import value_table

    return partial(value_table, names)


def answer_question(question: "Question", names: list[str] | None, form: str, only: tuple[str, ...], strict: bool,
                    numbers: Any, deviations: "dict[str, Deviation]", direction: "Direction | None" = None) -> None:
    """Print the value and the partials of a question whose variables are all bound.

    With `deviations` also the uncertainty, with a `direction` the derivative along it.
    """
    report: Any
    if deviations:
        from gradcli.calc.uncertainty.propagation import propagate

        kind, report = "propagation", propagate(question, deviations, names, numbers)
    elif direction is not None:
        from gradcli.calc.along import evaluate_along

        kind, report = "answer", evaluate_along(question, names, direction, numbers)
    else:
        from gradcli.calc.values import evaluate

        kind, report = "answer", evaluate(question, names, numbers)
    results = report.entries()
    show(kind, report, form, only, results)
    exit_with_warnings(report.warnings, results.values(), strict)
