"""Parsing of the words of a command: options and expressions, and the values of both."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

import click

from gradcli.cli import Prepared

if TYPE_CHECKING:
    from gradcli.calc.numbers import Numbers
    from gradcli.session.inside import Inside

GROUPS = "Point", "Output", "Tables", "Numbers", "Limits"  # of options, in the order of the help
MAX_BYTES = 256 * 2**20  # bytes of an expression, which takes about 350 times its size in memory
WORDS = "gradcli.words"  # the words before the one that a shell completes, in the context's meta
LITERAL = "gradcli.literal"  # the words after --, in the context's meta
# Of words on lines: 3 ± 0.1, and 3±10 %.
_BROKEN = r"\n--(?:at|around|along)[\n=](?:(?!--).*\n)*?(?!--).*(?:(?:±|\+/?-)\n|\n(?:±|\+/?-|%$))"
Decorator = Callable[[Any], Any]


def inside() -> "Inside | None":
    """Return the batch or session that runs the command; None in a process of its own."""
    context = click.get_current_context(silent=True)
    return context.obj if context else None


def is_option(word: str) -> bool:
    """Return whether a word has the form of an option, known or not; --x is two minus signs and x."""
    return word.startswith("--") and re.fullmatch(r"--[a-z][a-z-]+(=.*)?", word, re.DOTALL) is not None


class Option(click.Option):
    """An option in a group of the help; with `bindings` it takes every NAME=VALUE that follows it."""

    def __init__(self, *arguments: Any, group: str = "", bindings: bool = False, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.group, self.bindings = group, bindings
        self.absent: list[Any] = []  # the value if the option is not given, once it is known

    def handle_parse_result(self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]) -> tuple[Any, list[str]]:
        """Store the value; click takes half of the time of a command to find those of options that are not given."""
        name = str(self.name)
        if name in opts or ctx.resilient_parsing or name in (ctx.default_map or ()):
            return super().handle_parse_result(ctx, opts, args)
        if self.absent:
            ctx.params[name] = self.absent[0]
            ctx.set_parameter_source(name, click.core.ParameterSource.DEFAULT)
        else:
            super().handle_parse_result(ctx, opts, args)
            self.absent = [ctx.params[name]]
        return self.absent[0], args

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """Return the names for a message, those alone that differ in more than a hyphen: -n, without --n."""
        names = {name.lstrip("-"): name for name in reversed(self.opts)}
        return " / ".join(f"'{name}'" for name in reversed(names.values()))


def option(*names: str, group: str, **attributes: Any) -> Decorator:
    """Add an option of a group."""
    return click.option(*names, cls=Option, group=group, **attributes)


class Command(Prepared):
    """A command whose words are divided into options and expressions before click parses them.

    An expression may begin with a minus, and --at takes every binding that follows it, neither of which click supports.
    """

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.table: _OptionTable | None = None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:  # for completion
            ctx.meta[WORDS] = list(args)
            return super().parse_args(ctx, args)
        options, expressions = self.divide(ctx, ["--help"] if args == ["-h"] else args)
        if len(expressions) > 1 and re.search(_BROKEN, "\n".join(args)):
            from gradcli.errors import GradcliError

            raise GradcliError("a binding is one word, NAME=VALUE", help="write it without blanks, as in --at x=3±0.1")
        declared = [p for p in self.params if isinstance(p, click.Argument)]
        if len(expressions) > len(declared) and all(p.nargs == 1 for p in declared):
            _raise_too_many(ctx.command_path.strip(), str(declared[0].name), expressions, options)
        return super().parse_args(ctx, [*options, "--", *expressions])

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the beginning of the sentence after the examples."""
        return re.split(r"[.:;]\s", " ".join((self.help or "").rpartition("\n\n")[2].split()) + " ")[0]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in their groups."""
        groups: dict[str, list[tuple[str, str]]] = {name: [] for name in (*GROUPS, "Options")}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                groups[getattr(parameter, "group", "") or "Options"].append(record)
        for name, records in groups.items():
            if records:
                with formatter.section(name):
                    formatter.write_dl(records)

    def divide(self, ctx: click.Context, words: list[str]) -> tuple[list[str], list[str]]:
        """Divide words into options with their values, and expressions."""
        self.table = known = self.table or _OptionTable(self.get_params(ctx))
        known.begin(ctx)
        options: list[str] = []
        expressions: list[str] = []
        rest = words[::-1]
        while rest:
            word = rest.pop()
            name = word.partition("=")[0]
            if word == "--":
                ctx.meta[LITERAL] = set(rest)
                expressions += rest[::-1]
                break
            if word in known.takes_value:
                known.check_repeated(word)
                options.append(known.longest[word])
                if known.takes_value[word]:
                    if not rest:
                        raise click.BadOptionUsage(word, f"Option '{word}' requires an argument.", ctx)
                    options.append(rest.pop())
            elif is_option(word) or name.replace("_", "-") in known.takes_value:
                if name not in known.takes_value:
                    from gradcli.errors import closest

                    raise click.NoSuchOption(name, possibilities=closest(name.replace("_", "-"), known.takes_value), ctx=ctx)
                known.check_repeated(name)
                options.append(word)
            elif word in known.choices or word[:2] in known.numbers and word[2:].replace(",", "").isdigit():  # -fjson, -n0,1
                known.check_repeated(word[:2])
                options += [known.longest[word[:2]], word[2:]]
            else:
                expressions.append(word)
            if name in known.bindings:
                from gradcli.syntax.bindings import is_binding

                while rest and is_binding(rest[-1]):
                    options += [name, rest.pop()]
        return options, expressions


class _OptionTable:
    """The options of a command, by their names."""

    def __init__(self, parameters: Iterable[click.Parameter]) -> None:
        options = [p for p in parameters if isinstance(p, click.Option)]
        self.options = {name: p for p in options for name in p.opts}
        self.takes_value = {name: not p.is_flag for name, p in self.options.items()}
        # click looks for a short name among the long ones first, and imports difflib to say which may be meant
        self.longest = {name: max(p.opts, key=len) for name, p in self.options.items()}
        self.numbers = {name for name, p in self.options.items()
                        if name == "-n" or isinstance(p.type, click.types.IntParamType)}
        self.choices = {f"{name}{choice}" for name, p in self.options.items() if isinstance(p.type, click.Choice)
                        for choice in p.type.choices}
        self.bindings = {name for name, p in self.options.items() if getattr(p, "bindings", False)}

    def begin(self, ctx: click.Context) -> None:
        """Begin with the words of a command, of which none has been seen."""
        self.ctx, self.seen = ctx, set[str]()

    def check_repeated(self, name: str) -> None:
        """Raise UsageError if an option is repeated that takes one value."""
        option = self.options[name]
        if option.is_flag or option.multiple:
            return
        if str(option.name) in self.seen:
            raise click.BadOptionUsage(name, f"Option '{name}' is given twice: leave one of the two out.", self.ctx)
        self.seen.add(str(option.name))


def _raise_too_many(command: str, name: str, expressions: list[str], options: list[str]) -> NoReturn:
    from gradcli.errors import GradcliError, brief
    from gradcli.syntax.bindings import is_binding

    if any("=" in (word[:1], word[-1:]) for word in [*expressions, *options]):
        raise GradcliError("a binding is one word, NAME=VALUE", help="write it without blanks, as in --at x=3")
    bound = [word for word in expressions if is_binding(word)]
    if bound and len(bound) < len(expressions):
        raise GradcliError(f"{brief(' '.join(bound))} binds nothing here", help=f"bind with --at {brief(' '.join(bound))}")
    stray = next((word for word in expressions[1:] if re.fullmatch(r"-[a-zA-Z]\d*", word)), None)
    if stray:
        after = [*expressions[expressions.index(stray) + 1:], "FILE"][0]
        meant = {"-o": f"the shell writes a file: > {brief(after)}", "-n": "nth, explain and plot have it: gradcli nth"}
        raise GradcliError(f"there is no option {stray[:2]}", help=meant.get(stray[:2], f"{command} --help lists all"))
    raise GradcliError(f"expected one {name}, got {len(expressions)}",
                       help=f'if it is one, put it in quotes: {command} "{brief(" ".join(expressions))}"')


class Whole(click.IntRange):
    """A whole number within bounds."""

    name = "integer"  # in messages, instead of "integer range"


def format_option(*more: str) -> Decorator:
    """Add -f, with the formats of every command and `more`."""
    return option("-f", "--format", "form", group="Output", type=click.Choice(["auto", "rich", "plain", "json", *more]),
                  default="auto", help="Output format (default: rich on a terminal, plain elsewhere).")


at_option = option("--at", group="Point", multiple=True, bindings=True, metavar="NAME=VALUE...",
                   help="Bind variables; values may be constant expressions such as pi/4.")
strict_option = option("--strict", group="Output", is_flag=True, help="Exit 1 at any warning.")
limit_option = option("--limit", group="Limits", type=Whole(1), default=10_000_000, metavar="N", show_default=True,
                      help="Maximum number of operations to unfold or build.")
nonzero_option = option("--nonzero", group="Output", is_flag=True, help="Print only the entries that are not 0.")
exact_option = option("--exact", group="Numbers", is_flag=True, help="Compute in exact rationals.")
digits_option = option("--digits", group="Numbers", type=Whole(2, 10_000), metavar="N", help="Print N proven digits.")
bits_option = option("--max-bits", group="Limits", type=Whole(64, 1_000_000_000), metavar="N",
                     help="Maximum bits of an exact number, or of the precision of proven digits.")


def wrt_option(help: str = "Comma-separated variables (default: all).") -> Decorator:
    """Add --wrt, whose repetitions add to the list."""
    return option("--wrt", group="Point", multiple=True, metavar="NAMES", help=help)


def only_option(help: str) -> Decorator:
    """Add --only, whose repetitions add lines."""
    return option("--only", group="Output", multiple=True, metavar="NAME", help=help, shell_complete=_complete_results)


def _complete_results(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Return the results that a shell may complete `begun` to."""
    from gradcli.cli.completion import complete_results

    return complete_results(ctx, begun)


def common_options(*formats: str, more: Sequence[Decorator] = ()) -> Decorator:
    """Add the options of every command on expressions: --at, --format, --strict and --limit, after those in `more`."""
    def decorate(command: Any) -> Any:
        for each in (limit_option, strict_option, format_option(*formats), *reversed(more), at_option):
            command = each(command)
        return command

    return decorate


def given_limit() -> int | None:
    """Return the value of --limit if it is given."""
    context = click.get_current_context()
    given = context.get_parameter_source("limit") is not click.core.ParameterSource.DEFAULT
    return context.params["limit"] if given else None


def number_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --exact, --digits and --max-bits; pass the number type to the command as `numbers`."""

    @wraps(function)
    def command(exact: bool, digits: int | None, max_bits: int | None, **others: Any) -> Any:
        return function(numbers=number_type(exact, digits, max_bits), **others)

    decorated: Callable[..., Any] = exact_option(digits_option(bits_option(command)))
    return decorated


def number_type(exact: bool, digits: int | None = None, most: int | None = None) -> "Numbers":
    """Return the number type of these options."""
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

        # A call of flint may take long and ignores the signals of Python, so the system handles them, but for a session.
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler and not inside():
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        return Unrounded(lambda source: Ball(source, digits, most))
    from gradcli.domains.exact import BITS, Exact

    return Unrounded(lambda source: Exact(source, most or BITS))


def parse_bindings(words: Iterable[str], option: str = "--at", **more: Any) -> dict[str, Any]:
    """Return the bindings in the words after an option: names to programs of constants; `more` as of `bindings`."""
    from gradcli.syntax.bindings import bindings

    if option == "--at" and (within := inside()):
        words = [*words, *within.at]
    return bindings(words, option, **more)


def parse_wrt(words: Sequence[str]) -> list[str] | None:
    """Return the names of --wrt, in one word or several; None if it is not given."""
    if not words:
        return None
    from gradcli.syntax.lexer import normalize_name

    found = []
    for word in words:
        for name in (normalize_name(part.strip()) for part in word.split(",")):
            if not name.isidentifier():
                from gradcli.errors import GradcliError

                raise GradcliError(f"{f'--wrt {word}'.rstrip()}: {f'{name} is not a name' if name else 'a name is missing'}",
                                   help="names are separated by commas, as in --wrt x,y")
            found.append(name)
    return found


def read(expression: str) -> str:
    """Return the source text: the argument, or standard input for `-`, or a file for @FILE, but not after --."""
    if within := inside():
        expression = within.expand(expression)
    context = click.get_current_context(silent=True)
    literal = context is not None and expression in context.meta.get(LITERAL, ())
    if literal or expression != "-" and not expression.startswith("@"):
        return expression
    from gradcli.errors import GradcliError

    where = "standard input" if expression == "-" else expression[1:]
    if within and expression == "-":
        raise within.refuse_input()
    try:
        if expression == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""
        else:
            with open(where.encode("utf-8", "surrogateescape"), "rb") as file:
                data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise GradcliError(f"{where} is longer than the limit of {MAX_BYTES // 2**20} MiB", code=1,
                               help="an expression of this size has no answer here")
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
