"""Suggestions of the probable intention behind a mistake, or none: a wild one is worse."""

import re
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from gradcli.core.primitive import FUNCTIONS, Primitive, rows
from gradcli.errors import GradcliError, brief, closest
from gradcli.syntax.lexer import MODULES, SUPERSCRIPTS, Tokens, kind
from gradcli.syntax.nodes import Definition

if TYPE_CHECKING:
    from gradcli.syntax.expression import Expression

# Patterns as texts, compiled at the first mistake, so that they do not slow down start-up.
_GROUP = r"[^\S\n]*\((?:[^()]*\))?"
_RAISED = "[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
_OPERATOR = rf"[d∂](?:{_RAISED}|\W*\d+)?\s*/\s*[d∂]([^\W\d]\w*?)({_RAISED}|(?:\W*\d+)?)\s*$"
_QUOTIENT = r"(?<!\w)d\s*([^\W\d_])\s*/\s*d([^\W\d_])(?!\w)"
_THOUSANDS = r"(?<![\w.])\d{1,3}(?:,\d{3})+(?![\w,])"
_INDEXED = r"(\w+)_(\d+|[^\W\d_])"  # log_3
_DECIMAL = r"(?<![\w.,])(\d+),(\d+)(?![\w.,])"
# Functions of other languages as expressions of ours, by their number of arguments, which are {}.
_ELSEWHERE = {("sqr", 1): "{}**2", ("cube", 1): "{}**3", ("inv", 1): "1/{}", ("root", 2): "{}**(1/{})",
              ("nthroot", 2): "{}**(1/{})", ("if", 3): "({1} if {0} else {2})"}
IMPLICIT = "for dy/dx of an equation: nth … --implicit y"
_GLUED = 8  # letters of a name that may be a product
# Names of two and more letters that stand for one quantity: the Greek ones, and a few of everyday use.
_ORDINARY = frozenset("alpha beta delta eta mu nu xi rho tau phi chi psi zeta pi id re im no ok to in it is at".split())
_DERIVATIVES = {"diff", "derivative", "derive", "differentiate", "grad", "D"}


def instead_of_call(expression: "Expression", name: str, at: int) -> str | None:
    """Return a way to mend the call of `name`, token `at`, which is not a function."""
    tokens, scope = expression.tokens, expression.scope
    arguments = group(tokens, tokens.start(at + 1))
    if help := differentiation(tokens, at + 1):
        return help
    constant = FUNCTIONS.get(name) or FUNCTIONS.get(name.lower())
    if arguments == "()" and constant is not None and not constant.least:
        return f"write {name.lower()}"
    arguments = arguments.replace(";", ",")
    if _is_variable(expression, name):
        return f"for a product, write {name}*{arguments}"
    if index := re.fullmatch(_INDEXED, name):
        row = FUNCTIONS.get(index[1])
        if row is not None and row.taking(1) and row.taking(2) and index[1] + index[2] not in FUNCTIONS:  # log_2 is log2
            return f"did you mean {index[1]}({arguments[1:-1]}, {index[2]})?"
    if name in _DERIVATIVES:
        return _ask(*_split(arguments)[:2])
    if meant := foreign_call(name, arguments):
        return f"did you mean {meant}?"
    known = (word for word in [*FUNCTIONS, *scope.definitions] if word.isidentifier() and scope.calls(word, True))
    near = _products(expression, name) or closest(name, [word for word in known if not _is_rare(word)])
    if near:
        return f"did you mean {near[0]}{arguments}?"
    if "," in arguments:
        return f"define it first, as in {name}(s, t) = …"
    return "gradcli functions lists them; a product needs its *"


def count_arguments(called: Definition | Primitive) -> str:
    """Return how many arguments a function takes: 2 arguments, 1 or 2 arguments, 1 or more arguments."""
    if isinstance(called, Definition):
        counts = [str(len(called.parameters or ()))]
    else:
        fixed = sorted(row.least for row in called.overloads if row.most is not None)
        counts = [str(least) for least in fixed]
        for least in (row.least for row in called.overloads if row.most is None):
            while least - 1 in fixed:
                least -= 1
            counts = [*(str(count) for count in fixed if count < least), f"{least} or more"]
    return f"{' or '.join(counts)} argument{'s' * (counts != ['1'])}"


def _is_rare(word: str) -> bool:
    """Return whether a word is one of two letters that hardly anybody means: lim is not li."""
    return len(word) == 2 and word in FUNCTIONS.called


def foreign_call(name: str, arguments: str) -> str | None:
    """Write the call of a function of another language in ours; `arguments` stand in parentheses."""
    parts, name = _split(arguments), name.lower()
    if (name, len(parts)) in _ELSEWHERE:
        return _ELSEWHERE[name, len(parts)].format(*map(_parenthesize, parts))
    row = next((row for row in rows() if name in row.notation.foreign_names), None)
    if row is None:
        return None
    if row.syntax is None or row.syntax.kind != "infix" or len(parts) != 2:
        return row.name + arguments
    return row.syntax.symbols[0].join(map(_parenthesize, parts))


def _parenthesize(part: str) -> str:
    """Return an operand in parentheses, where it needs them."""
    return part if re.fullmatch(r"[\w.]+|\([^()]*\)", part) else f"({part})"


def method(expression: "Expression", at: int) -> GradcliError:
    """Return the error of a call as a method, x.pow(2) or x.sin(): `at` is the dot."""
    tokens = expression.tokens
    if tokens.texts[at + 1] in MODULES and tokens.texts[at + 2] == ".":
        at += 2
    name, arguments = tokens.texts[at + 1], group(tokens, tokens.ends[at + 1])
    left = brief(tokens.source[expression.begin:tokens.ends[at - 1]])
    foreign = left in MODULES or tokens.texts[at - 1] in MODULES
    inner = [arguments.strip()[1:-1]] if foreign else [left, arguments.strip()[1:-1]]
    whole = f"({', '.join(filter(None, inner))})"
    meant = foreign_call(name, whole) or (name + whole if expression.scope.calls(name) else None)
    return tokens.error("a dot calls nothing here", tokens.start(at), tokens.ends[at + 1],
                        f"write {meant}" if meant and arguments else None)


def differentiation(tokens: Tokens, at: int) -> str | None:
    """Return the command for a derivative that is written as an operator, d/dx, before token `at`."""
    match = re.compile(_OPERATOR).search(tokens.source, 0, tokens.ends[at - 1])
    if match is None or match.end() - match.start() > 40:
        return None
    order = match[2].translate(SUPERSCRIPTS).strip("^* ")
    return _ask(tokens.source[tokens.start(at):].strip(), match[1], order)


def _ask(formula: str, name: str | None = None, order: str | None = None) -> str:
    """Return the command that differentiates a formula along a name."""
    formula = formula[1:-1] if formula.startswith("(") and formula.find(")") == len(formula) - 1 else formula
    return f'the command says what to differentiate: gradcli nth "{brief(formula)}" -n {order or 1}' + (
        f" --wrt {name}" if name else "")


def instead_of_comma(tokens: Tokens, at: int) -> str:
    """Suggest a replacement for a comma outside of a call."""
    place = tokens.start(at)
    for pattern in (_THOUSANDS, _DECIMAL):
        for match in re.compile(pattern).finditer(tokens.source, max(0, place - 20), place + 20):
            if match.start() < place < match.end():
                joint = "" if pattern is _THOUSANDS else "."
                return f"write {match[0].replace(',', joint)}"
    return "a decimal point is a dot"


def _split(arguments: str) -> list[str]:
    """Return the arguments of a call without parentheses in them."""
    return [part.strip() for part in re.split("[,;]", arguments.strip()[1:-1])]


def _is_variable(expression: "Expression", name: str) -> bool:
    """Return whether a name is probably a number: by its meaning, as a single letter, or from a use without a call."""
    scope = expression.scope
    return not scope.calls(name) and (
        len(name) == 1 or name in scope.parameters or name in scope.definitions or name in FUNCTIONS
        or any(text == name and after != "(" for text, after in pairwise(expression.texts)))


def _products(expression: "Expression", name: str) -> list[str]:
    """Split a name such as xsin into a variable times a function."""
    return [f"{name[:i]}*{name[i:]}" for i in range(1, len(name))
            if expression.scope.calls(name[i:]) and _is_variable(expression, name[:i])]


def group(tokens: Tokens, at: int) -> str:
    """Return the parenthesis that opens at the character `at`, if one does, short enough for a message."""
    match = re.compile(_GROUP).match(tokens.source, at)
    return "" if match is None else brief(match[0]) if match[0].endswith(")") else "(…)"


def factor(expression: "Expression", at: int) -> str:
    """Return the operand that begins at token `at`, with the numbers before it and a call's arguments, for a message."""
    tokens, texts = expression.tokens, expression.texts
    start = tokens.start(at)
    while kind(texts[at]) == "number" and kind(texts[at + 1]) in ("name", "("):
        at += 1
    called = texts[at].isidentifier() and expression.scope.calls(texts[at])
    end = tokens.start(at) if texts[at] == "(" else tokens.ends[at]
    arguments = group(tokens, end) if called or texts[at] == "(" else ""
    return brief(tokens.source[start:end]) + (arguments or "(...)" * bool(called))


def suggest_names(names: Collection[str], given: Collection[str]) -> str | None:
    """Suggest corrections for those of `names` that are not `given`.

    A call without parentheses, a product of given names, or a slip of an unused given name or of a constant.
    """
    constants = [word for word, row in FUNCTIONS.items() if not row.least]
    unused = [name for name in given if name not in names]
    factors = re.compile("|".join(map(re.escape, sorted([*given, *constants], key=len, reverse=True))))
    meant: list[str] = []
    for name in (name for name in names if name not in given):
        if (row := FUNCTIONS.alone(name[:-1])) is not None and row.least:
            meant.append(f"{name[:-1]}({name[-1]})")
        elif not factors.sub("", name):
            meant.append("*".join(factors.findall(name)))
        else:
            meant += closest(name, unused, 1) or closest(name, constants, 1)
    return f"did you mean {' or '.join(meant)}?" if meant else None


def differential(source: str, names: Collection[str]) -> str | None:
    """Return the quotient of two of these names that was probably meant as a derivative: dy/dx."""
    match = re.search(_QUOTIENT, source)
    return match[0] if match and {f"d{match[1]}", f"d{match[2]}"} <= {*names} and match[1] != match[2] else None


def uncalled(name: str, argument: str) -> str | None:
    """Return the call that a name before its argument was meant to be: tan(x) for tg x, sqrt(x) for SQRT x."""
    row = FUNCTIONS.get(name.lower())
    return foreign_call(name, f"({argument})") or (f"{name.lower()}({argument})" if row and row.taking(1) else None)


def split_glued_name(name: str, others: Collection[str], source: str) -> str | None:
    """Return the call or product that a free name was probably meant to be: sin(x) for sinx, π*r for πr, x*y for xy.

    `others` are the names of the question. A `source` without * was written by somebody who leaves it out.
    """
    if not name.isascii() and name[0] in FUNCTIONS and not FUNCTIONS[name[0]].least and len(name) > 1:
        return f"{name[0]}*{name[1:]}"
    for i in range(len(name) - 1, 1, -1):
        row, argument = FUNCTIONS.alone(name[:i]), name[i:]
        if row is not None and row.least and row.taking(1) and (
                argument.isalpha() and len(argument) == 1 or argument in others):
            return f"{name[:i]}({argument})"
    if not 2 <= len(name) <= _GLUED or name in _ORDINARY or name[0] in "dδΔ":
        return None
    factors = _known_factors(name, {*others} - {name}) or (_letters(name, others) if "*" not in source else None)
    return "*".join(factors) if factors else _letter_times_call(name, others)


def _known_factors(name: str, others: Collection[str]) -> list[str] | None:
    """Split a name into two or more names of the question; None where that is not possible."""
    found: list[list[str] | None] = [[]]  # the split of each beginning of the name
    for end in range(1, len(name) + 1):
        found.append(next(([*before, name[start:end]] for start, before in enumerate(found)
                           if before is not None and name[start:end] in others), None))
    return found[-1]


def _letters(name: str, others: Collection[str]) -> list[str] | None:
    """Split a name of two small letters, or of x, y, z alone, if another name of the question shares a letter.

    As b*x does with a*x, unless a third shares the letter before: ax, ay, bx are components.
    """
    if len({*name}) == len(name) and {*name} <= {*"xyz"}:
        return [*name]
    if len(name) != 2 or not (name.isascii() and name.isalpha() and name.islower()):
        return None
    pairs = [other for other in others if len(other) == 2 and other != name and other.isalpha()]
    firsts = [name[0], *(other[0] for other in pairs)]
    shared = any(other[1] == name[1] for other in pairs) and len({*firsts}) == len(firsts)
    return [*name] if shared or name[0] in others or name[1] in others else None


def _letter_times_call(name: str, others: Collection[str]) -> str | None:
    """Return x*ln(x) for xlnx: a letter, a function and the same letter, or one of another name."""
    row, known = FUNCTIONS.alone(name[1:-1]), {*others}
    if row is None or not row.taking(1) or not (name[0] == name[-1] or {name[0], name[-1]} & known):
        return None
    return f"{name[0]}*{name[1:-1]}({name[-1]})"


def glued(names: Iterable[str], others: Collection[str], source: str) -> str | None:
    """Return the hint at the first of these names that was probably meant as a call or a product."""
    return next((f"{name} is one name; did you mean {meant}?" for name in names
                 if (meant := split_glued_name(name, others, source))), None)
