"""Textbook notation: sin x, sin^2(x), √x, x², f'(x). One reading is taken; where a reader may see two, both are named.

    argument = ( NUMBER | NAME | "√" operand | "|" expression "|" ) { "**" operand | SUPERSCRIPT | NAME }

A function of one argument that is followed by such an argument is called on it. The argument ends where the next call begins
(2 sin x cos x); another factor after a blank, or a sign of a product, is refused (sin x y, sin x/2).
"""

from typing import TYPE_CHECKING

from gradcli.core.primitive import FUNCTIONS, OPERATORS, Primitive
from gradcli.lazy import LazyModule
from gradcli.ops import NEG, POW
from gradcli.syntax.lexer import BAR, MARKS, PRIMES, SUPERSCRIPTS, Tokens, kind, normalize_name, unreadable
from gradcli.syntax.literal import literal
from gradcli.syntax.nodes import FOLDS, Definition

if TYPE_CHECKING:
    from gradcli.syntax import diagnostics
    from gradcli.syntax.expression import Expression, Frame
else:
    diagnostics = LazyModule("gradcli.syntax.diagnostics")

SIGNS = {row for symbol, row in OPERATORS.items() if symbol.startswith("prefix ")}
POWERS = {symbol for symbol, row in OPERATORS.items() if row is POW}
_MINUSES = {symbol.split()[-1] for symbol, row in OPERATORS.items() if row is NEG}


class Pending:
    """A function that waits for its argument, a power that waits for a call, or both; `exponent` is a token."""

    __slots__ = ("called", "exponent")

    def __init__(self, called: Primitive | Definition | None, exponent: int | None = None) -> None:
        self.called, self.exponent = called, exponent


def starts_argument(tokens: Tokens, at: int) -> bool:
    """Return whether token `at` can begin the argument of a function without parentheses."""
    text = tokens.texts[at]
    return text == BAR or text in MARKS or kind(text) in ("number", "name")


def starts_call(expression: "Expression", at: int) -> bool:
    """Return whether a call begins at token `at`."""
    text, after = expression.texts[at:at + 2] if expression.texts[at] else ("", "")
    if text in MARKS:
        return True
    if text in FOLDS and after == "(" and not expression.scope.hides(text):
        return True
    called = text.isidentifier() and expression.scope.calls(normalize_name(text), after == "(") is not None
    return called and (after == "(" or after in POWERS or after in PRIMES or kind(after) == "superscript"
                       or starts_argument(expression.tokens, at + 1))


def read_head(expression: "Expression", name: str, at: int) -> tuple[Pending | None, int]:
    """Read what stands between the function `name`, token `at`, and its argument.

    Returns what waits for the argument, and the last token before it; None where it is called plainly, or not at all.
    """
    tokens, called = expression.tokens, expression.scope.calls(name)
    assert called is not None
    exponent, last = _exponent(tokens, at)
    following = tokens.texts[last + 1]
    enclosed = following == "("
    if not enclosed and (not starts_argument(tokens, last + 1) or called.taking(1) is None):
        return None, at
    if exponent is not None:
        negative = tokens.texts[exponent].translate(SUPERSCRIPTS)[0] in {*_MINUSES, "-"}
        if negative or isinstance(called, Definition):
            raise diagnostics.ambiguous_function_power(expression, called, (at, exponent, last))
        return Pending(None if enclosed else called, exponent), last
    if enclosed or following.isidentifier() and expression.scope.calls(
            normalize_name(following), tokens.texts[last + 2] == "("):
        return None, at
    if isinstance(called, Primitive) and _is_greek(name):
        raise diagnostics.ambiguous(tokens, tokens.start(at), tokens.ends[at + 1],
                                    f"{name}({following})", f"{name}*{following}")
    return Pending(called), last


def read_primes(expression: "Expression", called: Primitive | Definition | None, at: int) -> tuple[Definition, int]:
    """Read the primes after the name of a function, token `at`; return the derivative that is called, and the last of them.

    Raises GradcliError where the text defines no such function of one parameter, or none is called.
    """
    tokens, last = expression.tokens, at + 1
    while tokens.texts[last + 1] in PRIMES:
        last += 1
    begin, end = tokens.start(at), tokens.ends[last]
    name = tokens.source[begin:end]
    if not isinstance(called, Definition):
        raise unreadable(tokens.source, tokens.start(at + 1))
    if called.taking(1) is None:
        raise tokens.error(f"{name} is of a function of one parameter, and {called.name} has {len(called.parameters or ())}",
                           begin, end, "--wrt says along which of its variables an expression is differentiated")
    if tokens.texts[last + 1] != "(":
        raise tokens.error(f"{name} is a function; call it: {name}(...)", begin, end)
    return Definition(called.name, called.parameters, called.code, called.span, last - at), last


def _exponent(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """Find an exponent between the name of a function and its argument; return its first and last token."""
    texts = tokens.texts
    if kind(texts[at + 1]) == "superscript":
        return at + 1, at + 1
    if texts[at + 1] not in POWERS:
        return None, at
    at += 2
    if texts[at] in _MINUSES and kind(texts[at + 1]) == "number":
        return at, at + 1
    if texts[at] == "(" and texts[at + 1] in _MINUSES and kind(texts[at + 2]) == "number" and texts[at + 3] == ")":
        return at + 1, at + 3
    return (at, at) if kind(texts[at]) == "number" else (None, at)


def _is_greek(name: str) -> bool:
    """Return whether a function has the name of a letter, which may stand for a variable."""
    from gradcli.syntax.latex import GREEK

    return name in GREEK


def finish(expression: "Expression", frame: "Frame", power: float, at: int) -> None:
    """Apply what waits in `frame` to the operand before token `at`, an operator of this `power`."""
    pending = frame[1]
    assert isinstance(pending, Pending)
    diagnostics.check_argument(expression, frame, power, at)
    span = frame[2], expression.ends[at - 1]
    if pending.called is not None:
        expression.code.append((pending.called.taking(1), 1, span))
    if pending.exponent is not None:
        raise_to(expression, pending.exponent, span)


def raise_to(expression: "Expression", at: int, span: tuple[int, int]) -> None:
    """Raise the last operand to the exponent that is token `at`, a number or superscript."""
    text = expression.texts[at]
    digits = text.translate(SUPERSCRIPTS)
    place = expression.tokens.span(at)
    expression.push(literal(digits.lstrip("+-")), place)
    if digits[0] == "-":
        expression.code.append((NEG, 1, place))
    expression.code.append((POW, 2, span))


def open_argument(expression: "Expression", calling: float) -> "Frame | None":
    """Return the frame of the function whose argument without parentheses is being read, if one is."""
    frames, i = expression.frames, -1
    while frames[i][0] > calling:
        i -= 1
    return frames[i] if frames[i][0] == calling else None


def exponent_runs_on(expression: "Expression") -> "Frame | None":
    """Return the power whose exponent, the number just read, may take in the factor that follows: e^-2x, 2^3x."""
    frames, code, i = expression.frames, expression.code, -1
    while isinstance(row := frames[i][1], Primitive) and row in SIGNS:
        i -= 1
    if row is not POW:
        return None
    base, count, _ = code[-2]
    if isinstance(base, str):
        named = FUNCTIONS.get(base)
        constant = named is not None and not named.least and not expression.scope.hides(base)
    else:
        constant = not count
    return frames[i] if constant or i < -1 else None
