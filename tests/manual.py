"""The manual pages: roff text made from the click commands; tests/test_man.py writes and compares gradcli/man."""

import re
import textwrap
from itertools import groupby
from pathlib import Path

import click

from gradcli import __released__, __version__
from gradcli.calc.topics import topics
from gradcli.cli import COMMANDS, group
from gradcli.cli.arguments import GROUPS

FOLDER = Path(__file__).parents[1] / "gradcli" / "man"
ESCAPES = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
WIDTH = 78  # columns of a line of running text, which a reader fills anew


def escape(text: str) -> str:
    """Text as roff prints it; a pager then shows quotes, minus signs and accents that a shell can be given."""
    plain = "".join(ESCAPES.get(char, char if char.isascii() else f"\\[u{ord(char):04X}]") for char in text)
    return "\\&" + plain if plain.startswith(".") else plain


def paragraph(text: str) -> list[str]:
    """The lines of a paragraph, at most WIDTH columns of roff each."""
    lines, line = [], ""
    for word in escape(" ".join(text.split())).split(" "):
        if line and len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = "\\&" + word if word.startswith((".", "\\(aq")) else word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def verbatim(text: str) -> list[str]:
    """The lines of an example as they stand."""
    return [".nf", ".RS 4", *(escape(line.expandtabs()) for line in text.splitlines()), ".RE", ".fi"]


def parameters(command: click.Command) -> list[click.Option]:
    """The options that --help shows."""
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden]


def option(each: click.Option) -> list[str]:
    """An option with its argument and what it does."""
    choices = "|".join(map(str, each.type.choices)) if isinstance(each.type, click.Choice) else each.metavar
    argument = "" if each.is_flag else f" {choices or str(each.type.name).upper()}"
    names = ", ".join(sorted(each.opts, key=len))
    default = f" The default is {each.default}." if each.show_default else ""
    return [".TP", f"\\fB{escape(names)}\\fR{escape(argument)}", *paragraph((each.help or "") + default)]


def header(name: str, about: str) -> list[str]:
    """The title, the name and what it is in a line."""
    return [f'.TH {escape(name.upper())} 1 "{__released__}" "gradcli {__version__}" "User Commands"',
            ".SH NAME", f"{escape(name)} \\- {escape(about)}"]


def command_page(name: str, command: click.Command) -> str:
    """The page of a command: examples first, then what it does, then its options in their groups."""
    examples, _, about = (command.help or "").removeprefix("\b\n").partition("\n\n")
    arguments = [(each.metavar or str(each.name).upper()) if each.required else f"[{str(each.name).upper()}]"
                 for each in command.params if isinstance(each, click.Argument)]
    summary = command.get_short_help_str()
    lines = header(f"gradcli-{name}", summary[:1].lower() + summary[1:])
    lines += [".SH SYNOPSIS", f"\\fBgradcli {escape(name)}\\fR {escape(' '.join([*arguments, '[OPTION]...']))}"]
    lines += [".SH EXAMPLES", *verbatim(examples), ".SH DESCRIPTION"]
    for each in about.split("\n\n"):
        lines += [".PP" for _ in range(lines[-1] != ".SH DESCRIPTION")] + paragraph(each)
    options = parameters(command)
    lines.append(".SH OPTIONS")
    for title in GROUPS:
        chosen = [each for each in options if getattr(each, "group", "") == title]
        if chosen:
            lines += [f".SS {title}"] * (len({getattr(each, 'group', '') for each in options}) > 1)
            lines += [line for each in chosen for line in option(each)]
    return "\n".join([*lines, ".SH SEE ALSO", ".BR gradcli (1)"]) + "\n"


def main_page(commands: dict[str, click.Command]) -> str:
    """The page of the program: examples, the commands, the sections of the help."""
    examples, _, about = (group.help or "").removeprefix("\b\n").partition("\n\n")
    lines = header("gradcli", "the derivative calculator for the command line")
    lines += [".SH SYNOPSIS", "\\fBgradcli\\fR COMMAND EXPRESSION [OPTION]...", ".br",
              "\\fBgradcli\\fR EXPRESSION [OPTION]...", ".SH EXAMPLES", *verbatim(examples),
              ".SH DESCRIPTION", *paragraph(about), ".SH COMMANDS"]
    for name, command in commands.items():
        lines += [".TP", f".BR gradcli\\-{escape(name)} (1)", *paragraph(command.get_short_help_str() + ".")]
    return "\n".join([*lines, *chapters()]) + "\n"


def article(text: str) -> list[str]:
    """The paragraphs of a topic, and what is verbatim in it."""
    lines: list[str] = []
    for stands, blocks in groupby(text.split("\n\n"), lambda block: block.startswith("    ")):
        if stands:
            lines += [".PP", *verbatim(textwrap.dedent("\n\n".join(blocks)))]
        else:
            lines += [line for block in blocks for line in [".PP", *paragraph(block)]]
    return lines


def chapters() -> list[str]:
    """The sections of the help: those on all commands, then the warnings and the glossary."""
    lines = []
    for topic in topics("topics"):
        lines += [f".SH {escape(topic.name.upper().replace('-', ' '))}", *article(topic.text)[1:]]
    for kind in ("warnings", "glossary"):
        lines.append(f".SH {kind.upper()}")
        for topic in topics(kind):
            lines += [f".SS {escape(topic.name)}: {escape(topic.title)}", *article(topic.text)[1:]]
    return lines


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    context = click.Context(group)
    found = [(name, group.get_command(context, name)) for name in COMMANDS]
    commands = {name: command for name, command in found if command}
    own = {f"gradcli-{name}.1": command_page(name, command) for name, command in commands.items()}
    return {"gradcli.1": main_page(commands), **own}


def text(page: str) -> str:
    """What a reader sees of roff: without the macros and with its escapes undone."""
    lines = [re.sub(r"^\.(?:SH|SS|BR|TH) |^\.(?:\w+|RS \d)$", "", line) for line in page.splitlines()]
    shown = re.sub(r"\\f[BIR]|\\&", "", "\n".join(lines))
    shown = re.sub(r"\\\[u([0-9A-F]+)\]", lambda found: chr(int(found[1], 16)), shown)
    for char, written in list(ESCAPES.items())[::-1]:
        shown = shown.replace(written, char)
    return shown
