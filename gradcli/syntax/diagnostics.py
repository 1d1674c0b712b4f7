"""Syntax errors: each function returns one, with the place and a way to mend it. Correct texts call none of them."""

import re
from typing import TYPE_CHECKING

from gradcli.core.facets import Syntax
from gradcli.core.primitive import OPERATORS, Primitive, rows
from gradcli.errors import GradcliError, brief
from gradcli.syntax import hints
from gradcli.syntax.lexer import (
    BAR,
    ENDS,
    MARKS,
    SUPERSCRIPTS,
    Tokens,
    confusable_letter,
    kind,
    misplaced_uncertainty,
    unreadable,
)
from gradcli.syntax.nodes import Definition
from gradcli.syntax.scope import Scope

if TYPE_CHECKING:
    from gradcli.syntax.expression import Expression, Frame

SIGNS = {symbol.split()[-1] for symbol in OPERATORS if symbol.startswith("prefix ")}
_INFIX = {symbol for symbol in OPERATORS if not symbol.startswith(("prefix ", "postfix "))}
_POSTFIX = {key.split()[-1]: row.syntax for key, row in OPERATORS.items() if row.syntax and row.syntax.kind == "postfix"}
_TERNARY = {key: row for key, row in OPERATORS.items() if row.syntax and row.syntax.kind == "ternary"}
_TIMES, _POWER = (OPERATORS[symbol].syntax or Syntax("", "") for symbol in ("*", "**"))


def no_expression(tokens: Tokens, scope: Scope) -> GradcliError:
    """Return the error of a text without an expression, which is empty or only defines."""
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
    """Return the error of token `at`, where an operand is expected."""
    tokens = expression.tokens
    text, previous, (start, end) = tokens.texts[at], tokens.texts[at - 1], tokens.span(at)
    if kind(text) is None:
        return unreadable(tokens.source, start)
    if tokens.texts[at - 1:at + 2] == ["+", "/", "-"]:
        return misplaced_uncertainty(tokens.source, (tokens.start(at - 1), tokens.ends[at + 1]))
    if text in _TERNARY and tokens.texts[at + 1] == "(":
        return tokens.error(f"{text} stands between two values", start, end,
                            f"write {_TERNARY[text].name}{hints.group(tokens, end)}, or a {text} c else b")
    place = f"after {previous}"
    if text not in ENDS:
        place = f"before {text}" if previous in ENDS else f"between {previous} and {text}"
    return tokens.error(f"a number or a name is missing {place}", start, max(end, start + 1),
                        "an expression of several lines stands in parentheses" if text == "\n" else
                        "a % b is the remainder; a part in a hundred is 0.01" if previous == "%" else
                        f"did you mean {text}=?" if previous == "=" and text in ("<", ">") else
                        "leave out the =" if text == "=" and at == 0 else None)


def ambiguous_product(expression: "Expression", frame: "Frame", at: int) -> GradcliError:
    """Return the error of the product in 1/2x: `frame` is the division, 2 the last operand, x token `at`."""
    tokens, (_, _, begin, symbol) = expression.tokens, frame
    if help := hints.differentiation(tokens, at):
        return tokens.error("an operator is missing here", *tokens.span(at), help)
    head = brief(tokens.source[begin:tokens.ends[symbol]])
    left, right = brief(tokens.source[expression.begin:tokens.ends[at - 1]]), hints.factor(expression, at)
    return tokens.error("this product is ambiguous", begin, tokens.ends[at],
                        f"write {head}({left}*{right}) or ({head}{left})*{right}")


def ambiguous(tokens: Tokens, start: int, end: int, *readings: str) -> GradcliError:
    """Return the error of a text with two readings."""
    return tokens.error(f"{brief(tokens.source[start:end])} is ambiguous", start, end, f"write {' or '.join(readings)}")


def ambiguous_exponent(expression: "Expression", frame: "Frame", at: int) -> GradcliError:
    """Return the error of the exponent in e^-2x: `frame` is the power, x token `at`."""
    tokens, (_, _, begin, symbol) = expression.tokens, frame
    start, end, factor = tokens.start(symbol + 1), tokens.ends[at - 1], hints.factor(expression, at)
    base, exponent = tokens.source[begin:start], tokens.source[start:end]
    power = f"{base}{exponent}" if exponent.isdecimal() else f"{base}({exponent})"
    return ambiguous(tokens, begin, tokens.ends[at], f"{base}({exponent}*{factor})", f"{power}*{factor}")


def is_enclosed(expression: "Expression", frame: "Frame") -> bool:
    """Return whether the operand just read, of the function in `frame`, stands in parentheses."""
    first = frame[3] + 1
    if getattr(frame[1], "called", None) is None:  # a power of a call
        return True
    return expression.texts[first] == "(" and expression.begin == expression.tokens.start(first)


def ambiguous_argument(expression: "Expression", frame: "Frame", at: int) -> GradcliError:
    """Return the error of token `at`, which may belong to the argument without parentheses in `frame` or follow the call."""
    tokens, (_, _, start, last) = expression.tokens, frame
    text, end = tokens.texts[at], tokens.ends[at]
    head = brief(tokens.source[start:tokens.ends[last]])
    argument = brief(tokens.source[tokens.start(last + 1):tokens.ends[at - 1]])
    if kind(text) in ("name", "number", "(") or text in (BAR, *MARKS):
        rest = "*" + hints.factor(expression, at)
    elif kind(text) == "superscript" or text in _POSTFIX:
        rest = text
    else:
        operand = at + 1
        while tokens.texts[operand] in SIGNS:
            operand += 1
        rest = "".join(tokens.texts[at:operand]) + (hints.factor(expression, operand) if tokens.texts[operand] else "")
        end = tokens.ends[operand]
    return ambiguous(tokens, start, end, f"{head}({argument}{rest})", f"{head}({argument}){rest}")


def check_argument(expression: "Expression", frame: "Frame", power: float, at: int) -> None:
    """Raise GradcliError where token `at`, an operator of this `power`, may belong to the argument in `frame`."""
    binding, pending, start, last = frame
    tokens = expression.tokens
    raised = _POWER is not None and power in (_POWER.left, *(syntax.left for syntax in _POSTFIX.values()))
    if binding < _POWER.left and power == _TIMES.left:
        raise ambiguous_argument(expression, frame, at)
    if binding < _POWER.left or not raised:
        return
    if getattr(pending, "called", None) is None:
        if power == _POWER.left:
            text = tokens.source[start:tokens.ends[at - 1]]
            raise ambiguous(tokens, start, tokens.ends[at], f"({brief(text)}){tokens.texts[at]}…")
    elif not is_enclosed(expression, frame):
        raise ambiguous_argument(expression, frame, at)


def signed_argument(tokens: Tokens, at: int) -> GradcliError:
    """Return the error of a root, token `at`, directly before a sign."""
    start, end = tokens.start(at), tokens.ends[at + 1]
    return tokens.error(f"the argument of {tokens.texts[at]} has a sign", start, end,
                        f"put it in parentheses: {tokens.source[start:tokens.ends[at]]}({tokens.texts[at + 1]}…)")


def ambiguous_function_power(expression: "Expression", called: Definition | Primitive,
                             place: tuple[int, int, int]) -> GradcliError:
    """Return the error of a power that may mean an inverse, as sin^-1(x), or a function applied twice, as f^2(x).

    `place` are the tokens of the function's name, of the exponent's first and last.
    """
    tokens, (at, first, last) = expression.tokens, place
    name = tokens.texts[at]
    group = hints.group(tokens, tokens.ends[last]) or f"({hints.factor(expression, last + 1)})"
    exponent = tokens.texts[first].translate(SUPERSCRIPTS)
    span = tokens.start(at), tokens.ends[last]
    if isinstance(called, Definition):
        return ambiguous(tokens, *span, f"{name}{group}**{exponent}", f"{name}({name}{group})")
    inverses = [row.name for row in rows() if row.laws.inverse is called]
    if called.laws.inverse is not None:
        inverses = [called.laws.inverse.name]
    digits = "".join(tokens.texts[first:last + 1]).translate(SUPERSCRIPTS).strip("()−-+")
    power = f"1/{name}{group}" + (f"**{digits}" if digits != "1" else "")
    return ambiguous(tokens, *span, *(f"{inverse}{group}" for inverse in inverses[:1] if digits == "1"), power)


def check_number(expression: "Expression", at: int) -> None:
    """Raise GradcliError where the name `at` directly after a number makes no product: 1e, 1_ and 0x10.

    2e^x and 5e-x are products: no exponent follows the e.
    """
    tokens = expression.tokens
    number, text, after, beyond = [*tokens.texts[at - 1:at + 3], ""][:4]
    if text in ("e", "E") and after in _INFIX and (after not in SIGNS or beyond == "(" or beyond.isidentifier()):
        return
    if re.fullmatch("[eE_][0-9_]*", text) or number == "0" and re.fullmatch("[xXoObB][0-9a-fA-F_]*", text):
        raise tokens.error("this number is malformed", expression.begin, tokens.ends[at],
                           f"for a product, write {number}*{text}")


def missing_operator(expression: "Expression", at: int, argument: "Frame | None") -> GradcliError:
    """Return the error of token `at`, which after an operand is neither operator nor factor.

    `argument` is the frame of an open argument without parentheses.
    """
    tokens = expression.tokens
    text, (start, end), before = tokens.texts[at], tokens.span(at), tokens.ends[at - 1]
    what, previous = kind(text), kind(tokens.texts[at - 1])
    if text == "." and tokens.texts[at + 1].isidentifier():
        return hints.method(expression, at)
    if what is None:
        return unreadable(tokens.source, start)
    if argument and what in ("name", "number"):
        return ambiguous_argument(expression, argument, at)
    if help := hints.differentiation(tokens, at):
        return tokens.error("an operator is missing here", start, end, help)
    left = brief(tokens.source[expression.begin:before])
    if text == BAR:
        if BAR in tokens.texts[at + 1:]:  # x|x|
            return tokens.error(f"an operator is missing between {left} and {BAR}", start, end,
                                f"write {left}*{BAR}…{BAR}")
        return tokens.error(f"{BAR} closes nothing here", start, end, f"write {left} or …; {BAR}x{BAR} is abs(x)")
    right = hints.factor(expression, at)
    if what == previous == "number" and before == start:
        return tokens.error("this number is malformed", expression.begin, end)
    meant = hints.uncalled(tokens.texts[at - 1], right) if previous == "name" else None
    help = f"did you mean {meant or f'{left}*{right}'}?" if what in ("name", "number", "(") else None
    last = expression.code[-1][0]
    if previous == "name" and isinstance(last, str) and expression.scope.calls(last):
        help = f"did you mean {left}({right})?"
    return tokens.error(f"an operator is missing between {left} and {right}", start, end, help)


def misplaced_definition(tokens: Tokens, at: int) -> GradcliError:
    """Return the error of an = within an expression."""
    return tokens.error("= defines a name only at the start of a part", *tokens.span(at),
                        f"compare with ==, bind with --at NAME=VALUE; {hints.IMPLICIT}")


def recursion(tokens: Tokens, name: str, start: int, end: int) -> GradcliError:
    """Return the error of a definition that uses itself; the last one is probably an equation."""
    is_last = not tokens.source[end:].replace(";", "\n").rstrip("\n").count("\n")
    return tokens.error(f"{name} is defined by itself; recursion is not supported", start, end,
                        hints.IMPLICIT if is_last else None)


def unbalanced(tokens: Tokens, frame: "Frame", at: int) -> GradcliError:
    """Return the error of token `at`, which does not end the open `frame`."""
    _, _, start, opened = frame
    symbol, text = tokens.texts[opened], tokens.texts[at]
    if symbol == "(":
        return tokens.error("this parenthesis is never closed", start, tokens.ends[opened])
    if symbol == BAR:
        return tokens.error(f"this {BAR} is never closed", *tokens.span(opened), f"write or; {BAR}x{BAR} is abs(x)"
                            if tokens.texts[opened - 1] == BAR else None)
    if symbol:
        return tokens.error(f"this {symbol} has no else", *tokens.span(opened), "write a if c else b")
    if text == ")":
        return tokens.error("this parenthesis was never opened", *tokens.span(at))
    return tokens.error("this else has no if", *tokens.span(at)) if text == "else" else misplaced_comma(tokens, at)


def misplaced_comma(tokens: Tokens, at: int) -> GradcliError:
    """Return the error of a comma outside of a call."""
    return tokens.error("a comma separates the arguments of a call", *tokens.span(at), hints.instead_of_comma(tokens, at))


def wrong_arity(tokens: Tokens, called: Definition | Primitive, opened: tuple[int, int], arity: int,
                end: int) -> GradcliError:
    """Return the error of a call with `arity` arguments; `opened` is where it starts, and the token of its parenthesis."""
    start, parenthesis = opened
    name = tokens.source[start:tokens.start(parenthesis)].strip()
    return tokens.error(f"{name} takes {hints.count_arguments(called)}, got {arity}", start, end)


def not_a_function(expression: "Expression", name: str, at: int) -> GradcliError:
    """Return the error of `name`, token `at`, which is called but is not a function."""
    tokens = expression.tokens
    span, opened = tokens.span(at), tokens.start(at + 1)
    if name == expression.scope.defined:
        return tokens.error(f"{name} is defined by itself; recursion is not supported", *span)
    if re.compile(rf"[;\n]\s*{re.escape(name)}\s*\([^()]*\)\s*=(?!=)").search(tokens.source, opened):
        return tokens.error(f"{name} is used before it is defined", *span, "move its definition up")
    if re.compile(r"\([^()]*\)\s*=(?!=)").match(tokens.source, opened):
        return tokens.error("the parameters of a definition are names", opened, tokens.source.index(")", opened) + 1,
                            f"as in {name}(t) = …")
    return tokens.error(f"{name} is not a function", *span, hints.instead_of_call(expression, name, at))
