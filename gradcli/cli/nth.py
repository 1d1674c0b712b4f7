"""gradcli nth: the nth derivative, as a formula or at a point."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import (
    Command,
    Whole,
    common_options,
    number_options,
    only_option,
    option,
    parse_bindings,
    parse_wrt,
    read,
    wrt_option,
)
from gradcli.cli.direction import direction_options, refuse_beside_wrt
from gradcli.cli.output import exit_with_warnings, show
from gradcli.cli.points import Points, answer_rows, rows_options

if TYPE_CHECKING:
    from gradcli.calc.direction import Direction
    from gradcli.calc.implicit import Equation
    from gradcli.calc.question import Question

order_option = option("-n", "--n", "order", group="Point", type=Whole(0, 10_000), metavar="N",
                      help="The order of the derivative (default: 1, or one for each name of --wrt).")


@click.command(cls=Command)
@click.argument("expression")
@common_options("csv", "latex", more=[
    wrt_option("The variable, or one for each order: x,x,y."), order_option,
    option("--all", "every", group="Point", is_flag=True, help="All orders from 0 to N."),
    option("--implicit", group="Point", metavar="NAME",
           help="EXPRESSION is an equation, A = B: the derivative of NAME in it."),
    only_option("Print this derivative alone, such as d2/dx2.")])
@direction_options
@rows_options
@number_options
def command(expression: str, at: tuple[str, ...], form: str, limit: int, order: int | None, wrt: tuple[str, ...],
            every: bool, only: tuple[str, ...], strict: bool, points: Points | None, direction: "Direction | None",
            numbers: Any, implicit: str | None) -> None:
    """\b
    gradcli nth "x**2+x**3" -n 2
    gradcli nth "x**2+x**3" -n 2 --at x=5
    gradcli nth "a*x**3" -n 2 --at a=2
    gradcli nth "exp(x*y)" --wrt x,x,y
    gradcli nth "u**3+v**2+4*u*v" -n 2 --along u=1 v=2
    gradcli nth "x**2 + y**2 = 25" --implicit y --at x=3 y=4
    gradcli nth "a*x**3" -n 2 --points table.csv --at a=2
    gradcli nth "tanh(x)" -n 3 --at x=-2:2:0.5

    The derivative of order N of EXPRESSION: a number if all variables are bound, else a formula in the free ones.
    """
    from gradcli.calc.question import Question

    names = parse_wrt(wrt)
    if implicit is not None:
        if points or direction is not None:
            other = "--along" if direction else "a table or a range"
            raise click.UsageError(f"--implicit does not go with {other}: leave out one of them")
        from gradcli.calc.implicit import Equation

        equation = Equation(read(expression), parse_bindings(at), limit, wrt=[implicit, *(names or ())])
        _answer_implicit(equation, implicit, names, order, every, form, only, strict, numbers)
        return
    if direction is not None:
        refuse_beside_wrt(direction, names)
        order = 1 if order is None else order
        if points:
            from gradcli.calc.tables.along_points import derivative_table_along

            make_table = partial(derivative_table_along, direction, order, every)
            answer_rows(points, [expression], at, limit, form, strict, make_table, numbers, only, [*direction])
            return
        question = Question(read(expression), parse_bindings(at), limit, wrt=direction)
        _answer_along(question, direction, order, every, form, only, strict, numbers)
        return
    if points:
        answer_rows(points, [expression], at, limit, form, strict, table(names, order, every), numbers, only, names)
        return
    question = Question(read(expression), parse_bindings(at), limit, wrt=names)
    answer_question(question, names, order, every, form, only, strict, numbers)


def answer_question(question: "Question", names: list[str] | None, order: int | None, every: bool, form: str,
                    only: tuple[str, ...], strict: bool, numbers: Any) -> None:
    """Print the derivative of a question, or `every` one up to its order."""
    from gradcli.calc.derivatives import derivatives

    along = _along(question, order, names)
    reports = derivatives(question, along, every=every, formulas=form == "json", numbers=numbers,
                          order=order if order and not along else None)
    _show(reports, every, form, only, strict)


def _answer_along(question: "Question", direction: "Direction", order: int, every: bool, form: str, only: tuple[str, ...],
                  strict: bool, numbers: Any) -> None:
    """Print the derivative in a direction, or `every` one up to its order."""
    from gradcli.calc.along import derivatives_along

    reports = derivatives_along(question, direction, order, every, form == "json", numbers)
    _show(reports, every, form, only, strict)


def _answer_implicit(question: "Equation", name: str, names: list[str] | None, order: int | None, every: bool, form: str,
                     only: tuple[str, ...], strict: bool, numbers: Any) -> None:
    """Print the derivative of a variable that an equation makes a function of the others, or `every` one up to its order."""
    from gradcli.calc.implicit import implicit
    from gradcli.errors import GradcliError

    question.validate_names([name], "--implicit")
    if name in (names or ()):
        raise GradcliError(f"--wrt {name}: {name} is the function here", help="leave it out, or name another variable")
    along = _along(question, order, names, name)
    if not along and order != 0:
        raise GradcliError(f"the equation has no variable beside {name}", help="--wrt names one")
    _show(implicit(question, name, along, every, form == "json", numbers), every, form, only, strict)


def _show(reports: Sequence[Any], every: bool, form: str, only: tuple[str, ...], strict: bool) -> None:
    """Print the last of the derivatives, or `every` one."""
    results = {each.name: each.derivative if each.value is None else each.value for each in reports}
    if every:
        show("derivatives", reports, form, only, results)
    else:
        show("derivative", reports[-1], form, only, results)
    exit_with_warnings([w for report in reports for w in report.warnings], [r.value for r in reports], strict)


def _along(question: "Question", order: int | None, wrt: list[str] | None, function: str = "") -> list[str]:
    """Return the variable of each order, other than `function`, from -n and --wrt together.

    Raises GradcliError if it is ambiguous.
    """
    from gradcli.calc.question import name_each_order
    from gradcli.errors import GradcliError

    if wrt is None:
        free, names = ([name for name in found if name != function] for found in (question.free, question.variables))
        wrt = free if len(free) == 1 else names
        if len(wrt) > 1 and order != 0:
            meant, way = question.glued(), f"name it with --wrt, one of {', '.join(wrt)}"
            raise GradcliError("missing variable", help=f"{meant} else {way}" if meant else way)
        return wrt[:1] * (1 if order is None else order)
    return name_each_order(wrt, order)


def table(names: list[str] | None, order: int | None, every: bool) -> Any:
    """Return the function that makes the table, for `answer_rows`."""
    from gradcli.calc.tables.points import derivative_table

    return partial(derivative_table, partial(_along, order=order, wrt=names), every)
