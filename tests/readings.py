"""Readings of LaTeX, held against those of the language."""

from gradcli.syntax.nodes import Definition, Fold
from gradcli.syntax.parser import parse
from gradcli.syntax.tex.reader import read
from gradcli.syntax.tex.written import written


def entries(program):
    """The postfix code without places."""
    found, work = [], [program.code, *(each.code for each in program.definitions)]
    while work:
        for head, count, _ in work.pop():
            if isinstance(head, Fold):
                found.append((head.name, head.index))
                work += [head.code, *head.bounds]
            else:
                found.append((head.name if isinstance(head, Definition) else getattr(head, "rows", head), count))
    return found


def check_meaning(text, source):
    """Assert that a text in LaTeX is read as the other in the language."""
    program = read(text)
    assert written(program) == source or entries(program) == entries(parse(source)), written(program)
