"""How the words of a command are read: which are options and which expressions, and what both mean."""

import re
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from gradcli.calc.numbers import Numbers

OPTION = re.compile(r"--[a-z][a-z-]+(=.*)?", re.DOTALL)
Decorator = Callable[[Any], Any]


class Command(click.Command):
    """A command whose words are sorted into options and expressions before click sees them.

    An expression may begin with a minus, --at takes every binding that follows it: neither can be told to click.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:  # a shell asks how a line may go on
            return super().parse_args(ctx, args)
        options, expressions = self._sorted(ctx, ["--help"] if args == ["-h"] else args)
        wanted = [p for p in self.params if isinstance(p, click.Argument)]
        if len(expressions) > len(wanted) and all(p.nargs == 1 for p in wanted):
            _too_many(ctx.command_path, str(wanted[0].name), expressions, options)
        return super().parse_args(ctx, [*options, "--", *expressions])

    def get_short_help_str(self, limit: int = 45) -> str:
        """The beginning of what stands after the examples."""
        return re.split(r"[.:;]\s", " ".join((self.help or "").rpartition("\n\n")[2].split()) + " ")[0]

    def _sorted(self, ctx: click.Context, words: list[str]) -> tuple[list[str], list[str]]:
        known = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        takes_value = {name: not p.is_flag for p in known for name in p.opts}
        counts = {name for p in known if isinstance(p.type, click.types.IntParamType) for name in p.opts}
        choices = {f"{name}{choice}" for p in known if isinstance(p.type, click.Choice) for name in p.opts
                   for choice in p.type.choices}
        binding = {name for p in known if p.multiple for name in p.opts}  # --at, and --around of taylor
        options: list[str] = []
        expressions: list[str] = []
        rest = words[::-1]
        while rest:
            word = rest.pop()
            if word == "--":
                expressions += rest[::-1]
                break
            if word in takes_value:
                options.append(word)
                if takes_value[word]:
                    if not rest:
                        raise click.BadOptionUsage(word, f"Option '{word}' requires an argument.", ctx)
                    options.append(rest.pop())
            elif OPTION.fullmatch(word) and word.partition("=")[0] not in takes_value:
                from gradcli.errors import closest

                name = word.partition("=")[0]
                raise click.NoSuchOption(name, possibilities=closest(name, takes_value), ctx=ctx)
            elif OPTION.fullmatch(word) or word in choices or word[:2] in counts and word[2:].isdigit():  # -fjson, -n3
                options.append(word)
            else:
                expressions.append(word)
            if word.partition("=")[0] in binding:
                from gradcli.syntax.bindings import is_binding

                while rest and is_binding(rest[-1]):
                    options += [word.partition("=")[0], rest.pop()]
        return options, expressions


def _too_many(command: str, name: str, expressions: list[str], options: list[str]) -> NoReturn:
    from gradcli.errors import GradcliError, brief
    from gradcli.syntax.bindings import is_binding

    if any("=" in (word[:1], word[-1:]) for word in [*expressions, *options]):
        raise GradcliError("a binding is one word, NAME=VALUE", help="write it without blanks, as in --at x=3")
    bound = [word for word in expressions if is_binding(word)]
    if bound and len(bound) < len(expressions):
        raise GradcliError(f"{brief(' '.join(bound))} binds nothing here", help=f"bind with --at {brief(' '.join(bound))}")
    raise GradcliError(f"expected one {name}, got {len(expressions)}",
                       help=f'if it is one, put it in quotes: {command} "{brief(" ".join(expressions))}"')


class Whole(click.IntRange):
    """A whole number within bounds."""

    name = "integer"  # in messages, where click would say "integer range"


def format_option(*more: str) -> Decorator:
    """-f, with the formats that every command has and `more`."""
    return click.option("-f", "--format", "form", type=click.Choice(["auto", "rich", "plain", "json", *more]),
                        default="auto", help="rich on a terminal, plain elsewhere.")


def shared(*formats: str) -> Decorator:
    """The options that every command on expressions has: --at, --format and --limit."""
    options: list[Decorator] = [
        click.option("--at", multiple=True, metavar="NAME=VALUE...", help="Bind variables; a value may be as pi/4."),
        format_option(*formats),
        click.option("--limit", type=Whole(1), default=10_000_000, metavar="N", show_default=True,
                     help="Most operations that may be unfolded or built.")]

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


exact_option: Decorator = click.option("--exact", is_flag=True, help="Compute in exact rationals.")
bits_option: Decorator = click.option("--max-bits", type=Whole(64, 1_000_000_000), metavar="N",
                                      help="Most bits of an exact number, or of the precision of proven digits.")
strict_option: Decorator = click.option("--strict", is_flag=True, help="Any warning makes exit 1.")


def precise(function: Callable[..., Any]) -> Callable[..., Any]:
    """--exact, --digits and --max-bits: the command gets the number type `numbers`."""

    @wraps(function)
    def command(exact: bool, digits: int | None, max_bits: int | None, **others: Any) -> Any:
        return function(numbers=_number_type(exact, digits, max_bits), **others)

    digits = click.option("--digits", type=Whole(2, 10_000), metavar="N", help="Print N proven digits.")
    decorated: Callable[..., Any] = exact_option(digits(bits_option(command)))
    return decorated


def _number_type(exact: bool, digits: int | None, most: int | None) -> "Numbers":
    if exact and digits:
        raise click.UsageError("--exact and --digits are two different number types: leave one of them out")
    if not exact and not digits:
        if most:
            raise click.UsageError("--max-bits goes with --exact or --digits")
        from gradcli.calc.numbers import FLOAT64

        return FLOAT64
    from gradcli.calc.unrounded import Unrounded

    if digits:
        import signal

        from gradcli.domains.ball import Ball

        # A call of flint's may take long and does not look at Python's signals: the system ends it.
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        return Unrounded(lambda source: Ball(source, digits, most))
    from gradcli.domains.exact import BITS, Exact

    return Unrounded(lambda source: Exact(source, most or BITS))


def bound(words: Iterable[str], option: str = "--at") -> dict[str, Any]:
    """What the words after an option bind: names to programs of constants."""
    from gradcli.syntax.bindings import bindings

    return bindings(words, option)


def names(wrt: str | None) -> list[str] | None:
    """The names that --wrt lists; None where it is not given."""
    if wrt is None:
        return None
    from gradcli.syntax.lexer import normalized

    found = [normalized(name.strip()) for name in wrt.split(",")]
    wrong = [name for name in found if not name.isidentifier()]
    if wrong:
        from gradcli.errors import GradcliError

        raise GradcliError(f"{f'--wrt {wrt}'.rstrip()}: {f'{wrong[0]} is not a name' if wrong[0] else 'a name is missing'}",
                           help="names are separated by commas, as in --wrt x,y")
    return found


def read(expression: str) -> str:
    """The source text: the argument itself, `-` for standard input, @FILE for a file."""
    if expression != "-" and not expression.startswith("@"):
        return expression
    from gradcli.errors import GradcliError

    where = "standard input" if expression == "-" else expression[1:]
    try:
        if expression == "-":
            data = sys.stdin.buffer.read() if sys.stdin else b""
        else:
            with open(where.encode("utf-8", "surrogateescape"), "rb") as file:
                data = file.read()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise GradcliError(f"cannot read {where or '@'}: {error.strerror}",
                           help=None if where else "an @ is followed by a file name, as in @FILE") from None
    except UnicodeDecodeError as error:
        raise GradcliError(f"{where} is not UTF-8: byte 0x{data[error.start]:x} at offset {error.start}",
                           help="convert it, for example with iconv") from None
    if not text.strip():
        raise GradcliError(f"no input: {where} is empty")
    return text
