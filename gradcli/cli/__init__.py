"""The command line: one file per command, imported when it is named."""

import os
import sys

import click

from gradcli.errors import GradcliError, closest

COMMANDS = ["eval", "nth", "graph"]


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is named."""

    def list_commands(self, ctx):
        return COMMANDS

    def get_command(self, ctx, name):
        if name not in COMMANDS:
            return None
        from importlib import import_module

        found = import_module(f"gradcli.cli.{name}").command
        found.name = name
        return found

    def resolve_command(self, ctx, args):
        if args[0] not in COMMANDS:
            near = closest(args[0], COMMANDS)
            raise GradcliError(f"no command {args[0]}", help="did you mean: " + (
                f"gradcli {near[0]}" if near else f'gradcli eval "{args[0]}"') + "?")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup)
@click.version_option(package_name="gradcli")
def group():
    """The derivative calculator for the command line."""


def main() -> None:
    """Run the command line; every failure is one clear line and an exit code."""
    try:
        code = group.main(standalone_mode=False) or 0
        sys.stdout.flush()
    except GradcliError as error:
        from gradcli.render.diagnostic import diagnostic

        click.echo(diagnostic(error), err=True)
        code = error.code
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        click.echo(f"Error: {error.format_message()}", err=True)
        usage = getattr(error, "ctx", None)
        if usage:
            click.echo(usage.get_usage(), err=True)
        code = 2
    except (KeyboardInterrupt, click.Abort):
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except (OSError, UnicodeDecodeError) as error:
        click.echo(f"Error: {error}", err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)
