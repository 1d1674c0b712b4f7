"""Syntax errors: each function returns one, with the place and a way to mend it. Correct texts need none of them."""

import re
from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING

from gradcli.core.primitive import FUNCTIONS, Primitive, rows
from gradcli.errors import GradcliError, brief, closest
from gradcli.syntax.lexer import ENDS, Tokens, confusable_letter, kind, unreadable
from gradcli.syntax.nodes import Definition
from gradcli.syntax.scope import Scope

if TYPE_CHECKING:
    from gradcli.syntax.expression import Expression, Frame

COMMA = "a comma separates the arguments of a call, a decimal point is a dot"
_EXPONENT = re.compile("[eE_][0-9_]*")
_RADIX = re.compile("[xXoObB][0-9a-fA-F_]*")
_GROUP = re.compile(r"[^\S\n]*\((?:[^()]*\))?")


def no_expression(tokens: Tokens, scope: Scope) -> GradcliError:
    """A text that is empty, or only defines."""
    if not scope.definitions:
        return tokens.error("empty expression", 0, 0)
    name, definition = [*scope.definitions.items()][-1]
    begin, end = definition.span or (0, 0)
    text, parameters = brief(tokens.source[begin:end]), definition.parameters
    word = f"{name}={text.partition('=')[2].strip()}"
    return tokens.error(f"{text} only defines {name}; there is no expression to evaluate", begin, end,
                        f"add an expression, as in {text}; {name}({', '.join(parameters)})" if parameters else
                        f"bind with --at {word}" if re.fullmatch(r"[\w.=+-]+", word) else f'bind with --at "{word}"')


def check_script(tokens: Tokens, name: str, start: int) -> None:
    """Raise GradcliError where a part of a name mixes letters that look alike."""
    at = confusable_letter(name)
    if at is not None:
        raise unreadable(tokens.source, start + at)


def missing_operand(expression: "Expression", at: int) -> GradcliError:
    """Token `at` is not an operand where one is expected."""
    tokens = expression.tokens
    text, previous, (start, end) = tokens.texts[at], tokens.texts[at - 1], tokens.span(at)
    if kind(text) is None:
        return unreadable(tokens.source, start)
    place = f"after {previous}"
    if text not in ENDS:
        place = f"before {text}" if previous in ENDS else f"between {previous} and {text}"
    return tokens.error(f"a number or a name is missing {place}", start, max(end, start + 1),
                        "an expression of several lines stands in parentheses" if text == "\n" else None)


def ambiguous_product(expression: "Expression", frame: "Frame", at: int) -> GradcliError:
    """The product in 1/2x: `frame` is the division, 2 the last operand, x token `at`."""
    tokens, (_, _, begin, symbol) = expression.tokens, frame
    text, (start, end) = tokens.texts[at], tokens.span(at)
    above = brief(tokens.source[begin:tokens.ends[symbol]])
    below = brief(tokens.source[expression.begin:tokens.ends[at - 1]])
    factor = (text if text != "(" else "") + _group(tokens, end if text != "(" else start)
    return tokens.error("this product is ambiguous", begin, end,
                        f"write {above}({below}*{factor}) or ({above}{below})*{factor}")


def check_number(expression: "Expression", at: int) -> None:
    """Raise GradcliError where the name `at` directly after a number makes no product: 1e, 1_ and 0x10."""
    number, text = expression.texts[at - 1:at + 1]
    if _EXPONENT.fullmatch(text) or number == "0" and _RADIX.fullmatch(text):
        raise expression.tokens.error("this number is malformed", expression.begin, expression.ends[at],
                                      f"for a product, write {number}*{text}")


def missing_operator(expression: "Expression", at: int) -> GradcliError:
    """Token `at` follows an operand, and is neither an operator nor a factor."""
    tokens = expression.tokens
    text, (start, end), before = tokens.texts[at], tokens.span(at), tokens.ends[at - 1]
    what, previous = kind(text), kind(tokens.texts[at - 1])
    if what is None:
        return unreadable(tokens.source, start)
    left, right = brief(tokens.source[expression.begin:before]), _factor(expression, at)
    if what == previous == "number" and before == start:
        return tokens.error("this number is malformed", expression.begin, end)
    help = f"did you mean {left}*{right}?" if what in ("name", "number", "(") else None
    last = expression.code[-1][0]
    if previous == "name" and isinstance(last, str) and expression.scope.calls(last):
        help = f"did you mean {left}({right})?"
    return tokens.error(f"an operator is missing between {left} and {right}", start, end, help)


def misplaced_definition(tokens: Tokens, at: int) -> GradcliError:
    """An = within an expression."""
    return tokens.error("= defines a name only at the start of a part", *tokens.span(at),
                        "compare with ==, bind with --at NAME=VALUE")


def unbalanced(tokens: Tokens, frame: "Frame", at: int) -> GradcliError:
    """Token `at` does not end the open `frame`."""
    _, _, start, opened = frame
    symbol, text = tokens.texts[opened], tokens.texts[at]
    if symbol == "(":
        return tokens.error("this parenthesis is never closed", start, tokens.ends[opened])
    if symbol:
        return tokens.error(f"this {symbol} has no else", *tokens.span(opened), "write a if c else b")
    if text == ")":
        return tokens.error("this parenthesis was never opened", *tokens.span(at))
    return tokens.error("this else has no if" if text == "else" else COMMA, *tokens.span(at))


def wrong_arity(tokens: Tokens, called: Definition | Primitive, opened: tuple[int, int], arity: int,
                end: int) -> GradcliError:
    """A call with a number of arguments that `called` does not take; `opened` is where it starts, and its parenthesis."""
    start, parenthesis = opened
    name = tokens.source[start:tokens.start(parenthesis)].strip()
    if isinstance(called, Definition):
        counts = [str(len(called.parameters or ()))]
    else:
        fixed = sorted(row.least for row in called.overloads if row.most is not None)
        counts = [str(least) for least in fixed]
        for least in (row.least for row in called.overloads if row.most is None):
            while least - 1 in fixed:
                least -= 1
            counts = [*(str(count) for count in fixed if count < least), f"{least} or more"]
    plural = "" if counts == ["1"] else "s"
    return tokens.error(f"{name} takes {' or '.join(counts)} argument{plural}, got {arity}", start, end)


def not_a_function(expression: "Expression", name: str, at: int) -> GradcliError:
    """The name that is token `at` stands before a parenthesis, and calls nothing."""
    tokens = expression.tokens
    span, opened = tokens.span(at), tokens.start(at + 1)
    if name == expression.scope.defined:
        return tokens.error(f"{name} is defined by itself; recursion is not supported", *span)
    if re.compile(rf"[;\n]\s*{re.escape(name)}\s*\([^()]*\)\s*=(?!=)").search(tokens.source, opened):
        return tokens.error(f"{name} is used before it is defined", *span, "move its definition up")
    if re.compile(r"\([^()]*\)\s*=(?!=)").match(tokens.source, opened):
        return tokens.error("the parameters of a definition are names", opened, tokens.source.index(")", opened) + 1,
                           f"as in {name}(t) = …")
    return tokens.error(f"{name} is not a function", *span, _instead_of_call(expression, name, _group(tokens, opened)))


def _instead_of_call(expression: "Expression", name: str, group: str) -> str:
    """A way to mend the call of a name that is not a function."""
    variable, scope = _is_variable(expression, name), expression.scope
    meant = [] if variable else [row.name for row in rows() if name in row.elsewhere] or _products(expression, name) \
        or closest(name, [word for word in [*FUNCTIONS, *scope.definitions] if scope.calls(word)])
    if meant:
        return f"did you mean {meant[0]}{group}?"
    if "," in group:
        return f"define it first, as in {name}(s, t) = …"
    return f"for a product, write {name}*{group}" if variable else "gradcli functions lists them; a product needs its *"


def _is_variable(expression: "Expression", name: str) -> bool:
    """Whether a name is likely to stand for a number: it does, is a letter, or is somewhere without a parenthesis."""
    scope = expression.scope
    return not scope.calls(name) and (
        len(name) == 1 or name in scope.parameters or name in scope.definitions or name in FUNCTIONS
        or any(text == name and after != "(" for text, after in pairwise(expression.texts)))


def _products(expression: "Expression", name: str) -> list[str]:
    """Split a name such as xsin into a variable times a function."""
    return [f"{name[:i]}*{name[i:]}" for i in range(1, len(name))
            if expression.scope.calls(name[i:]) and _is_variable(expression, name[:i])]


def _group(tokens: Tokens, at: int) -> str:
    """The parenthesis that opens at the character `at`, if one does, short enough for a message."""
    match = _GROUP.match(tokens.source, at)
    return "" if match is None else brief(match[0]) if match[0].endswith(")") else "(…)"


def _factor(expression: "Expression", at: int) -> str:
    """The operand that begins at token `at`, with the numbers before it and a call's arguments, for a message."""
    tokens, texts = expression.tokens, expression.texts
    start = tokens.start(at)
    while kind(texts[at]) == "number" and kind(texts[at + 1]) in ("name", "("):
        at += 1
    called = texts[at].isidentifier() and expression.scope.calls(texts[at])
    end = tokens.start(at) if texts[at] == "(" else tokens.ends[at]
    group = _group(tokens, end) if called or texts[at] == "(" else ""
    return brief(tokens.source[start:end]) + (group or "(...)" * bool(called))


def suggest_names(names: Collection[str], given: Collection[str]) -> str | None:
    """Suggest what those `names` that are not `given` were perhaps meant to be.

    A call without parentheses, a product of given names, or a slip of an unused given name or of a constant.
    """
    constants = [word for word, row in FUNCTIONS.items() if not row.least]
    unused = [name for name in given if name not in names]
    factors = re.compile("|".join(map(re.escape, sorted([*given, *constants], key=len, reverse=True))))
    meant: list[str] = []
    for name in (name for name in names if name not in given):
        if name[:-1] in FUNCTIONS and FUNCTIONS[name[:-1]].least:
            meant.append(f"{name[:-1]}({name[-1]})")
        elif not factors.sub("", name):
            meant.append("*".join(factors.findall(name)))
        else:
            meant += closest(name, unused, 1) or closest(name, constants, 1, 0.8)
    return f"did you mean {' or '.join(meant)}?" if meant else None
