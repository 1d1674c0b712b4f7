"""Sums and products over an index: sum(EXPR, i, FROM, TO), prod(EXPR, i, FROM, TO).

The index is a name of EXPR alone, where it hides any other meaning; the bounds are read outside of it.
"""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from gradcli.errors import GradcliError, brief
from gradcli.ops import ADD, MUL
from gradcli.syntax import diagnostics
from gradcli.syntax.expression import OPEN
from gradcli.syntax.lexer import WORDS, Tokens, kind, normalize_name
from gradcli.syntax.nodes import Code, Fold

if TYPE_CHECKING:
    from gradcli.syntax.expression import Expression

JOINS = {"sum": ADD, "prod": MUL}  # the row between two values
EMPTY = {ADD: 0, MUL: 1}  # the value of none


def begin(expression: "Expression", name: str, at: int) -> None:
    """Open the sum that token `at` begins. Raises GradcliError where it is none, or has no index between two commas."""
    tokens, texts, scope = expression.tokens, expression.texts, expression.scope
    if name not in JOINS or scope.hides(name):
        raise diagnostics.not_a_function(expression, name, at)
    opened = next(expression.positions)
    commas, last = _arguments(tokens)[opened]
    index = texts[commas[0] + 1] if len(commas) == 3 and commas[1] == commas[0] + 2 else ""
    if kind(index) != "name" or index in WORDS:
        raise _without_index(tokens, at, [opened, *commas, last])
    index = normalize_name(index)
    scope.folds = True
    scope.indices[index] = scope.indices.get(index, 0) + 1
    expression.known.pop(index, None)
    expression.marks.append(len(expression.code))
    expression.commas.append(0)
    parts = [(tokens.ends[a], tokens.start(b)) for a, b in pairwise([opened, *commas, last])]
    expression.frames.append((OPEN, Fold(name, index, tokens.span(at), parts), tokens.start(at), opened))


def take_part(expression: "Expression", fold: Fold) -> None:
    """Take the expression of a sum, and skip its index and the comma after it; or take the lower bound."""
    if expression.commas[-1]:
        _take_bound(expression, fold)
        return
    fold.code, indices = _cut(expression), expression.scope.indices
    indices[fold.index] -= 1
    if not indices[fold.index]:
        del indices[fold.index]
    expression.known.pop(fold.index, None)
    next(expression.positions)
    next(expression.positions)


def end(expression: "Expression", fold: Fold, end: int) -> None:
    """Take the upper bound of a sum, whose text ends there, and the whole."""
    _take_bound(expression, fold)
    expression.marks.pop()
    fold.span = fold.span[0], end
    expression.code.append((fold, 0, fold.span))


def _cut(expression: "Expression") -> Code:
    """Remove the part of a sum that has been read, and return it."""
    mark = expression.marks[-1]
    part = expression.code[mark:]
    del expression.code[mark:]
    return part


def check_bounds(fold: Fold, source: str) -> None:
    """Raise GradcliError for a bound that holds a sum, whose number of terms would not be known before it is added up."""
    for head, _, span in (entry for bound in fold.bounds for entry in bound):
        if isinstance(head, Fold):
            raise GradcliError(f"a bound of {fold.name} cannot hold another sum", span=span, source=source,
                               help="write the number itself")


def _take_bound(expression: "Expression", fold: Fold) -> None:
    fold.bounds.append(_cut(expression))
    check_bounds(fold, expression.tokens.source)


def _arguments(tokens: Tokens) -> dict[int, tuple[list[int], int]]:
    """Return the commas of each parenthesis, and where it ends, or the last token if it does not."""
    if tokens.arguments is None:
        tokens.arguments, opened, last = {}, list[tuple[int, list[int]]](), len(tokens.texts) - 1
        for at, text in enumerate(tokens.texts):
            if text == "(":
                opened.append((at, []))
            elif text == "," and opened:
                opened[-1][1].append(at)
            elif text == ")" and opened:
                begin, commas = opened.pop()
                tokens.arguments[begin] = commas, at
        tokens.arguments.update((begin, (commas, last)) for begin, commas in opened)
    return tokens.arguments


def _without_index(tokens: Tokens, at: int, places: list[int]) -> GradcliError:
    """Return the error of a sum whose arguments are between these tokens, and not those that it has."""
    name = tokens.texts[at]
    parts = [tokens.source[tokens.ends[a]:tokens.start(b)].strip() for a, b in pairwise(places)]
    sign = JOINS[name].syntax.symbols[0]  # type: ignore[union-attr]
    plain = f" {sign} ".join(parts) if sign == "+" else sign.join(
        part if re.fullmatch(r"[\w.]+", part) else f"({part})" for part in parts)
    help = f"{name}(EXPR, i, FROM, TO)"
    if all(parts) and len(parts) > 1:
        help += f"; for {brief(plain)} write that"
    if len(parts) == 4:
        start = tokens.start(places[1] + 1)
        return tokens.error(f"the index of {name} is a name", start, max(tokens.ends[places[2] - 1], start + 1), help)
    return tokens.error(f"{name} has no index here", tokens.start(at), tokens.ends[places[-1]], help)
