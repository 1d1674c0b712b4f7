"""gradcli nth: the nth derivative, as a formula or at a point."""

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import Command, Whole, bound, names, precise, read, shared, strict_option
from gradcli.cli.output import finish, show
from gradcli.cli.points import Points, answer_rows, points_options

if TYPE_CHECKING:
    from gradcli.calc.question import Question


@click.command(cls=Command)
@click.argument("expression")
@shared("csv", "latex")
@click.option("-n", "order", type=Whole(0, 1000), metavar="N", help="The order of the derivative.")
@click.option("--wrt", metavar="NAMES", help="The variable, or one for each order: x,x,y.")
@click.option("--all", "every", is_flag=True, help="All orders from 0 to N.")
@points_options
@precise
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, order: int | None,
            wrt: str | None, every: bool, strict: bool, points: Points | None, numbers: Any) -> None:
    """\b
    gradcli nth "x**2+x**3" -n 2
    gradcli nth "x**2+x**3" -n 2 --at x=5
    gradcli nth "a*x**3" -n 2 --at a=2
    gradcli nth "exp(x*y)" --wrt x,x,y
    gradcli nth "a*x**3" -n 2 --points table.csv --at a=2

    The derivative of order N of EXPRESSION: a number where all is bound, else a formula in what is free.
    """
    from gradcli.calc.derivatives import derivatives
    from gradcli.calc.question import Question

    if points:
        from gradcli.calc.points import derivative_table

        ask = partial(derivative_table, partial(_along, order=order, wrt=names(wrt)), every)
        answer_rows(points, [expression], at, limit, form, strict, ask, numbers)
        return
    question = Question(read(expression), bound(at), limit)
    along = _along(question, order, names(wrt))
    reports = derivatives(question, along, every=every, formulas=form == "json", numbers=numbers)
    if every:
        show("derivatives", reports, form)
    else:
        show("derivative", reports[-1], form)
    finish([w for report in reports for w in report.warnings], [r.value for r in reports], strict)


def _along(question: "Question", order: int | None, wrt: list[str] | None) -> list[str]:
    """The variable of each order, from -n and --wrt together. Raises GradcliError where they leave it open."""
    from gradcli.errors import GradcliError

    if wrt is None:
        if order is None:
            raise GradcliError("missing order", help="say -n N, or --wrt with one name for each order")
        candidates = question.free if len(question.free) == 1 else list(question.variables)
        if len(candidates) > 1:
            raise GradcliError("missing variable", help=f"name it with --wrt, one of {', '.join(candidates)}")
        wrt = candidates
        if order:
            question.resolve_wrt()  # raises where there is none
    if order is None:
        return wrt
    if len(wrt) <= 1:
        return wrt * order
    if order != len(wrt):
        raise GradcliError(f"-n {order} and --wrt {','.join(wrt)} do not agree",
                           help="--wrt has one name for each order, or one for all")
    return wrt

