"""--along and --unit: a direction instead of the variables."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import option

if TYPE_CHECKING:
    from gradcli.calc.direction import Direction


def direction_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --along and --unit; pass them to the command as `direction`, None without them."""

    @wraps(function)
    def command(along: tuple[str, ...], unit: bool, **others: Any) -> Any:
        return function(direction=_direction(along, unit), **others)

    for each in (option("--unit", group="Point", is_flag=True, help="Divide the direction by its length."),
                 option("--along", group="Point", multiple=True, bindings=True, metavar="NAME=VALUE...",
                        help="The derivative in this direction; names left out are 0.")):
        command = each(command)
    return command


def refuse_beside_wrt(direction: "Direction | None", names: list[str] | None) -> None:
    """Raise UsageError where both say along what is differentiated."""
    if direction is not None and names:
        raise click.UsageError("--along and --wrt both say along what: leave out one of them")


def _direction(words: tuple[str, ...], unit: bool) -> "Direction | None":
    if not words:
        if unit:
            raise click.UsageError("--unit goes with --along")
        return None
    from gradcli.calc.direction import Direction
    from gradcli.syntax.bindings import bindings

    return Direction(bindings(words, "--along"), unit)
