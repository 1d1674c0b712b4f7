"""gradcli taylor: the Taylor polynomial."""

from typing import Any

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
from gradcli.cli.output import exit_with_warnings, show
from gradcli.errors import GradcliError


@click.command(cls=Command)
@click.argument("expression")
@common_options("csv", "latex", more=[
    wrt_option("The variables of the polynomial, if not all those of the point (default: those of --around)."),
    option("--around", group="Point", multiple=True, bindings=True, metavar="NAME=VALUE...",
           help="The point of the expansion."),
    option("-n", "--n", "order", group="Point", type=Whole(0, 1000), metavar="N", required=True,
           help="The total degree."),
    option("--expand", group="Output", is_flag=True, help="Write powers of the names, not of their deviations."),
    only_option("Print this alone: polynomial, or a coefficient by its powers, such as x**2.")])
@number_options
def command(expression: str, at: tuple[str, ...], form: str, limit: int, around: tuple[str, ...], wrt: tuple[str, ...],
            order: int, only: tuple[str, ...], strict: bool, numbers: Any, expand: bool) -> None:
    """\b
    gradcli taylor "sin(x)" --around x=0 -n 5
    gradcli taylor "exp(a*x)" --around x=0 -n 3
    gradcli taylor "x**2" --around x=3 -n 1 --expand
    gradcli taylor "cos(x*y)" --around x=0 y=pi -n 2

    The Taylor polynomial of EXPRESSION: in the names of --around, with exact coefficients.
    """
    from gradcli.calc.expansion.taylor import taylor
    from gradcli.calc.question import Question
    from gradcli.syntax.bindings import bindings

    names = parse_wrt(wrt)
    if not around and not (names and at):
        raise GradcliError("missing point", help="--around x=0 gives one")
    given, point = parse_bindings(at), bindings(around, "--around", free=numbers.rounded)
    if twice := [name for name in point if name in given]:
        raise GradcliError(f"--at {twice[0]}={given[twice[0]].source.strip()}: {twice[0]} is a name of --around",
                           help="leave one of the two out; eval gives the value of a polynomial")
    if names is not None:
        every = {**given, **point}
        if missing := [name for name in names if name not in every]:
            raise GradcliError(f"--wrt {missing[0]}: it has no point", help=f"--around {missing[0]}=0 gives one")
        given, point = ({name: value for name, value in every.items() if (name in names) == own} for own in (False, True))
    question = Question(read(expression), given, limit, wrt=point if names is None else names)
    if names is not None:  # a polynomial does not depend on names that do not occur
        point = {name: value for name, value in point.items() if name in question.variables} or point
    report = taylor(question, point, order, None if numbers.rounded else numbers.make(question.source), expand)
    show("series", report, form, only, report.entries())
    exit_with_warnings(report.warnings, (), strict)
