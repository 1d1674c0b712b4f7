"""gradcli code: the expression and its gradient as a program."""

from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import (
    Command,
    Whole,
    at_option,
    format_option,
    limit_option,
    option,
    parse_bindings,
    parse_wrt,
    read,
    wrt_option,
)
from gradcli.cli.output import exit_with_warnings, show

if TYPE_CHECKING:
    from gradcli.calc.question import Question

TYPED = ["torch", "jax"]  # which differentiate the expression themselves
LANGUAGES = [*TYPED, "numpy", "python", "c", "js", "rust", "fortran", "octave"]


@click.command(cls=Command)
@click.argument("expression")
@option("--lang", group="Output", type=click.Choice(LANGUAGES), default="torch", show_default=True, help="The language.")
@at_option
@wrt_option()
@option("-n", "--n", "order", group="Point", type=Whole(0, 1000), metavar="N",
        help="Derivatives up to order N (torch and jax).")
@format_option()
@limit_option
def command(expression: str, lang: str, at: tuple[str, ...], wrt: tuple[str, ...], order: int | None, form: str,
            limit: int) -> None:
    """\b
    gradcli code "u**3+v**2+4*u*v" --at u=3 v=4 > f.py
    gradcli code "x**2+x**3" --at x=5 -n 2
    gradcli code "x*sigmoid(x)" --lang c

    Write EXPRESSION and its gradient as a program: for PyTorch and JAX as typed, for other languages with the derivatives
    written out. If all variables are bound, the program prints the numbers.
    """
    from gradcli.calc.question import Question

    names = parse_wrt(wrt)
    question = Question(read(expression), parse_bindings(at), limit, wrt=names)
    report = _program(question, lang, names, order)
    show("code", report, form)
    exit_with_warnings(report.warnings, (), strict=False)


def _program(question: "Question", lang: str, wrt: list[str] | None, order: int | None) -> Any:
    from importlib import import_module

    from gradcli import __version__
    from gradcli.errors import GradcliError
    from gradcli.report.programs import Code

    language = import_module(f"gradcli.render.code.{lang}")
    if lang in TYPED:
        from gradcli.calc.programs.typed import read_as_typed

        if order is not None:
            wrt = _single_variable(question, wrt)
        report = read_as_typed(question, wrt, order, language.SPELLINGS, language.LACKING, language.NAME)
        return Code(question.source, lang, language.program(report, __version__), report.lacking, question.unused())
    from gradcli.calc.programs.code import straight_line
    from gradcli.render.code.expansions import EXPANSIONS
    from gradcli.render.code.straight import program

    if order is not None:
        raise GradcliError(f"-n goes with --lang torch or jax, not with {lang}",
                           help=f"write the derivative: gradcli code \"$(gradcli nth … -n {order})\" --lang {lang}")
    lines = straight_line(question, wrt, language.SPELLINGS, EXPANSIONS, language.NAME, bool(language.DIALECT.guard))
    return Code(question.source, lang, program(language, lines, __version__), lines.lacking, question.unused())


def _single_variable(question: "Question", wrt: list[str] | None) -> list[str]:
    """Return the variable of higher derivatives. Raises GradcliError if it is ambiguous, or no point is given."""
    from gradcli.errors import GradcliError

    question.point()
    names = list(dict.fromkeys(question.resolve_wrt(wrt)))
    if len(names) > 1:
        raise GradcliError("missing variable", help=f"name it with --wrt, one of {', '.join(names)}")
    return names
