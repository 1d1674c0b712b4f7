"""gradcli eval: the value and every partial derivative at a point."""

import click

from gradcli.cli.arguments import Command, chosen, read, shared


@click.command(cls=Command)
@click.argument("expression")
@shared
@click.option("--wrt", help="The partials wanted, with commas.")
@click.option("--only", help="Print that number alone: value, or d/dNAME.")
@click.option("--strict", is_flag=True, help="Any warning makes exit 1.")
def command(expression, at, form, wrt, only, strict):
    """gradcli eval "u**3+v**2+4*u*v" --at u=3 v=4

    The value of EXPRESSION and its partial derivatives at a point.
    """
    from gradcli.calc import evaluate
    from gradcli.errors import GradcliError
    from gradcli.render import as_plain
    from gradcli.syntax.bindings import bindings

    answer = evaluate(read(expression), bindings(list(at)), wrt.split(",") if wrt else None)
    form = chosen(form)
    if only:
        numbers = {"value": answer.value, **{f"d/d{n}": p for n, p in answer.partials.items()}}
        if only not in numbers:
            raise GradcliError(f"--only {only}: there is no such number", help=f"one of {', '.join(numbers)}")
        click.echo(as_plain.number(numbers[only]))
    elif form == "rich":
        from gradcli.render import as_rich

        as_rich.answer(answer)
    elif form == "json":
        from gradcli.render import as_json

        click.echo(as_json.answer(answer))
    else:
        click.echo(as_plain.answer(answer))
    for kind, message in answer.warnings:
        click.echo(f"Warning: {kind}: {message}", err=True)
    missing = any(x != x for x in [answer.value, *answer.partials.values()])
    if missing or (strict and answer.warnings):
        raise SystemExit(1)
