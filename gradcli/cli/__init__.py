"""The command line: one file for each command, imported when it is named. An error is one line and an exit code."""

import os
import re
import sys
from typing import Any, NoReturn

import click

from gradcli import __version__
from gradcli.errors import GradcliError, brief, closest

# The names of other programs for the commands.
SYNONYMS = {**dict.fromkeys(["diff", "derive", "derivative", "differentiate"], "grad"),
            **dict.fromkeys(["series", "expand"], "taylor"), **dict.fromkeys(["calc", "compute"], "eval"),
            "list": "functions", "version": "--version"}
COMMANDS = ["eval", "nth", "grad", "hessian", "jacobian", "taylor", "explain", "graph", "plot", "code", "check",
            "functions", "batch", "help"]


class Prepared(click.Command):
    """A command that lists its parameters and makes its parser once, where click does at each use: a batch has many."""

    parameters: list[click.Parameter] | None = None
    parser: Any = None

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        if self.parameters is None:
            self.parameters = super().get_params(ctx)
        return self.parameters

    def make_parser(self, ctx: click.Context) -> Any:
        if self.parser is None:
            self.parser = super().make_parser(ctx)
        self.parser.ctx = ctx
        return self.parser


class LazyGroup(Prepared, click.Group):
    """A group that imports a command's module when the command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return COMMANDS

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS and name:
            return None
        from importlib import import_module

        found: click.Command = import_module(f"gradcli.cli.{name or 'formula'}").command
        found.name = name
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:  # which is for completion
            if sys.stdin and sys.stdin.isatty() and sys.stdout.isatty():
                from gradcli.session.start import start

                start(self)
                ctx.exit(0)
            print(ctx.get_help(), file=sys.stderr)
            ctx.exit(2)
        if args and args[0] not in COMMANDS and args[0] not in {*ctx.help_option_names, "--version"}:
            from gradcli.cli.arguments import is_option

            if ctx.resilient_parsing and args[0].isidentifier():
                return super().parse_args(ctx, args)
            if args[0].isidentifier() and not _is_formula(args) or re.fullmatch(r"-n\d*|-f[a-z]*", args[0]):
                _raise_no_command(args)
            if not is_option(args[0]):
                args = ["--", "", *args]
        return super().parse_args(ctx, args)


def _is_formula(words: list[str]) -> bool:
    """Return whether a name with options is a formula: a letter, a name of the language, or one that is bound."""
    import gradcli.ops  # noqa: F401  fills the table
    from gradcli.core.primitive import FUNCTIONS

    name, rest = words[0], words[1:]
    return bool(rest) and re.match(r"--[a-z]|-[fn]", rest[0]) is not None and (
        len(name) == 1 or name in FUNCTIONS or any(word.partition("=")[0].strip() == name for word in rest if "=" in word))


def _raise_no_command(words: list[str]) -> NoReturn:
    """Raise GradcliError for a first word that is neither a command nor a formula, with the command probably meant."""
    word, names = words[0].lower(), [*SYNONYMS, *COMMANDS]
    near = [name for name in names if len(name) > 2 < len(word) and (name.startswith(word) or word.startswith(name))] \
        or closest(word, names) if word.isalpha() else []
    meant = _tangent(words[1:]) if word.startswith("tangent") else \
        f"gradcli {SYNONYMS.get(near[0], near[0])}" if near else _find_command(words)
    raise GradcliError(f"there is no command {brief(words[0])}",
                       help=f"did you mean: {meant}?" if meant else "gradcli --help lists the commands")


def _find_command(words: list[str]) -> str | None:
    """Return the command for the formula at the beginning of these words, if there is one."""
    from shlex import quote

    from gradcli.syntax.parser import parse

    options = [i for i, word in enumerate(words) if i and re.fullmatch(r"--[a-z].*|-[fn]\d*", word, re.DOTALL)]
    end = options[0] if options else len(words)
    formula, rest = " ".join(words[:end]), words[end:]
    try:
        parse(formula)
    except GradcliError:
        return None
    command = "nth" if any(word.startswith("-n") for word in rest) else "eval"
    return " ".join(["gradcli", command, _in_quotes(formula), *map(quote, rest)])


def _tangent(words: list[str]) -> str:
    """Return the command for a tangent line or plane: the Taylor polynomial of degree 1."""
    end = next((i for i, word in enumerate(words) if word.startswith("-") and word[1:2] in ("-", "n", "f")), len(words))
    point = [word for word in words[end:] if re.fullmatch(r"[^\W\d]\w*=[^=]+", word)] or ["x=3"]
    return " ".join(["gradcli taylor", _in_quotes(" ".join(words[:end]) or "x**2"), "--around", *point, "-n 1"])


def _in_quotes(formula: str) -> str:
    mark = "'" if any(char in formula for char in '"$`\\!') else '"'
    return mark + formula + mark


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gradcli")
def group() -> None:
    """\b
    gradcli eval "u**3+v**2+4*u*v" --at u=3 v=4
    gradcli nth "x**2+x**3" -n 2
    gradcli graph "3*x**2" --at x=3
    gradcli "3x²" --at x=3

    The derivative calculator for the command line. Each command's --help has more examples, and gradcli help explains
    words, warnings and formats. With GRADCLI_DEBUG=tokens,ast,tape,passes in the environment, stages of the computation
    are printed on standard error.
    """


def main() -> NoReturn:
    """Run the command line; raises SystemExit with its exit code."""
    closed, words = sys.stdout is None, list[str]()
    try:
        _restore_interrupts()
        _configure_streams()
        words = [_decode(word) for word in sys.argv[1:]]
        if "_GRADCLI_COMPLETE" in os.environ:
            group.main(words, prog_name="gradcli")
        code = _run(words)
        sys.stdout.flush()
        if closed and not code:
            code = _fail(GradcliError("the answer cannot be written: standard output is closed", code=1))
    except (KeyboardInterrupt, click.Abort):
        code = 130
    except BrokenPipeError:
        code = 141
    except (GradcliError, click.ClickException, OSError, RecursionError, MemoryError) as error:
        from gradcli.session.failures import failure

        code = _fail(failure(error, words))
    _flush_streams()
    sys.exit(code)


def _run(words: list[str]) -> int:
    """Run a command; return its exit code."""
    try:
        with group.make_context("gradcli", words) as context:
            group.invoke(context)
        return 0
    except click.exceptions.Exit as leave:
        return leave.exit_code


def _fail(error: GradcliError) -> int:
    """Print an error on stderr if possible; return its exit code."""
    from gradcli.render.diagnostic import diagnostic

    usage = getattr(error, "usage", "")
    try:
        print(diagnostic(error) + f"\n{usage}" * bool(usage), file=sys.stderr, flush=True)
    except OSError:
        pass
    return error.code


def _restore_interrupts() -> None:
    """Let Ctrl-C raise KeyboardInterrupt, which the system handles during the imports of the entry point."""
    import _signal  # type: ignore[import-not-found]  # `signal` without the import of enum

    if _signal.getsignal(_signal.SIGINT) == _signal.SIG_DFL:
        _signal.signal(_signal.SIGINT, _signal.default_int_handler)


def _decode(word: str) -> str:
    """Return an argument decoded from UTF-8, of which Python keeps the bytes as surrogates if the locale is ASCII."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return os.fsencode(word).decode("utf-8", "surrogateescape")
    return word


def _configure_streams() -> None:
    """Escape characters that stdout and stderr cannot encode; redirect a closed one to the null device."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
        else:
            stream.reconfigure(errors="backslashreplace")


def _flush_streams() -> None:
    """Flush both streams; redirect one that fails, of which Python would print an error at its exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
