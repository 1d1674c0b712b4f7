"""gradcli nth: the nth derivative at a point."""

import click

from gradcli.cli.arguments import Command, read, shared


@click.command(cls=Command)
@click.argument("expression")
@shared
@click.option("-n", "order", type=click.IntRange(0, 1000), help="The order of the derivative.")
@click.option("--wrt", help="The variable, or one per order: x,x,y.")
def command(expression, at, form, order, wrt):
    """gradcli nth "x**2+x**3" -n 2 --at x=5

    The derivative of order N of EXPRESSION at a point.
    """
    from gradcli.calc import nth, nth_formula, variables_of
    from gradcli.errors import GradcliError
    from gradcli.render.as_plain import number
    from gradcli.syntax.bindings import bindings

    source = read(expression)
    given = bindings(list(at))
    free = [name for name in variables_of(source) if name not in given]
    names = wrt.split(",") if wrt else free if len(free) == 1 else variables_of(source)
    if not wrt and len(names) != 1:
        raise GradcliError("which variable?", help=f"name it with --wrt, one of {', '.join(names) or 'none'}")
    if len(names) == 1 and order is not None:
        names = names * order
    elif order is not None and order != len(names) or not wrt and order is None:
        raise GradcliError("the order is not said" if order is None else f"-n {order} and --wrt {wrt} do not agree",
                           help="say -n N, or --wrt with one name per order")
    if free:
        click.echo(nth_formula(source, {n: v for n, v in given.items() if n not in names}, names))
        return
    value, point = nth(source, given, names)
    if form == "json":
        from gradcli.render import as_json

        click.echo(as_json.nth(source, names, point, value))
    else:
        click.echo(number(value))
    if value != value:
        click.echo("Warning: domain: there is no derivative here", err=True)
        raise SystemExit(1)
