"""How words on the command line are read: --at takes every NAME=VALUE after it; an expression may begin with a minus."""

import re

import click

from gradcli.syntax.bindings import BINDING


class Command(click.Command):
    """A command whose words are sorted into options first and expressions after, so neither can be misread."""

    def parse_args(self, ctx, args):
        takes_value = {o: not getattr(p, "is_flag", False) for p in self.params for o in p.opts if o.startswith("-")}
        takes_value["--help"] = False
        options, expressions, words = [], [], list(args)
        while words:
            word = words.pop(0)
            if word == "--":
                expressions += words
                break
            if word == "--at":
                options += [word, words.pop(0)] if words else [word]
                while words and BINDING.fullmatch(words[0]) and not re.search(r"[;\n]", words[0]):
                    options += ["--at", words.pop(0)]
            elif word in takes_value:
                options.append(word)
                if takes_value[word] and words:
                    options.append(words.pop(0))
            elif re.fullmatch(r"--[a-z][a-z-]*(=.*)?", word, re.DOTALL):
                options.append(word)
            else:
                expressions.append(word)
        return super().parse_args(ctx, [*options, "--", *expressions])


def shared(command):
    """The options every command has: --at and --format."""
    command = click.option("--at", multiple=True, metavar="NAME=VALUE...", help="Bind variables.")(command)
    return click.option("-f", "--format", "form", type=click.Choice(["auto", "rich", "plain", "json"]), default="auto",
                        help="rich on a terminal, plain elsewhere.")(command)


def chosen(form: str) -> str:
    """The format that `auto` means here."""
    import sys

    return form if form != "auto" else "rich" if sys.stdout.isatty() else "plain"


def read(expression: str) -> str:
    """The source text: the argument itself, `-` for standard input, @FILE for a file."""
    import sys

    if expression == "-":
        return sys.stdin.read()
    if expression.startswith("@"):
        with open(expression[1:], encoding="utf-8") as file:
            return file.read()
    return expression
