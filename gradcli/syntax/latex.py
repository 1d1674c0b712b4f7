"""AST to LaTeX: each row's own TeX, with parentheses where a bare argument would not hold together without them."""

import re
from typing import Any

from gradcli.core.primitive import OPERATORS, Primitive
from gradcli.syntax.nodes import Apply, Name, Number
from gradcli.syntax.printer import CLOSED, number, powers

GREEK = frozenset("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi "
                  "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split())
_ARGUMENT = re.compile(r"(?<!\{)#([1-9])|\{#([1-9])\}")


def latex(root: Any) -> str:
    """The expression as a formula for LaTeX with amsmath."""
    pieces: list[str] = []
    work: list[Any] = [root]
    while work:
        item = work.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif isinstance(item, Number):
            pieces.append(_number(item.value))
        elif isinstance(item, Name):
            pieces.append(name(item.name))
        else:
            work.extend(reversed(_parts(item)))
    return "".join(pieces)


def name(text: str) -> str:
    """x1 is x_{1}, E_n is E_{n}, theta and θ are \\theta; a longer name is upright."""
    import unicodedata

    stem, _, index = text.partition("_")
    if not index:
        stem, index = re.fullmatch(r"(.*?)(\d*)", text).groups()  # type: ignore[union-attr]
    word = unicodedata.name(stem, "").removeprefix("GREEK SMALL LETTER ") if len(stem) == 1 else stem
    word = "lambda" if word == "LAMDA" else word.lower() if len(stem) == 1 else stem
    if word in GREEK:
        stem = f"\\{word}"
    elif len(stem) != 1:
        stem = "\\mathrm{" + stem.replace("_", "\\_") + "}"
    return f"{stem}_{{{_escaped(index)}}}" if index else stem


def _escaped(text: str) -> str:
    return text.replace("_", "\\_")


def _number(value: Any) -> str:
    text = number(value)
    if "/" in text:
        return "\\frac{{{}}}{{{}}}".format(*text.split("/"))
    digits, _, exponent = text.partition("e")
    return digits if not exponent else f"10^{{{exponent}}}" if digits == "1" else f"{digits} \\cdot 10^{{{exponent}}}"


def _parts(node: Apply) -> list[Any]:
    row, arguments = node.row, node.arguments
    if row.powers == "exponent":
        return _power(*arguments)
    if "#" not in row.latex:
        listed = [part for argument in arguments for part in (", ", argument)][1:]
        return [_macro(row), "\\left(", *listed, "\\right)"] if arguments else [_macro(row)]
    template = row.latex
    if row.powers == (1, 1) and _begins_with_digit(arguments[1]):
        template = template.replace(" ", " \\cdot ", 1)
    parts: list[Any] = []
    end = 0
    for match in _ARGUMENT.finditer(template):
        parts.append(template[end:match.start()])
        bare, braced = match.groups()
        if braced:
            parts += ["{", arguments[int(braced) - 1], "}"]
        else:
            parts += _held(row, arguments, int(bare) - 1)
        end = match.end()
    return [*parts, template[end:]]


def _macro(row: Primitive) -> str:
    return row.latex or f"\\operatorname{{{_escaped(row.name)}}}"


def _power(base: Any, exponent: Any) -> list[Any]:
    """A function's power stands at its name: \\sin^{2}(x)."""
    if isinstance(base, Apply) and base.arguments and base.row.syntax is None and "#" not in base.row.latex:
        listed = [part for argument in base.arguments for part in (", ", argument)][1:]
        return [_macro(base.row), "^{", exponent, "}\\left(", *listed, "\\right)"]
    return [*_bracketed(base, _binding(base)[1] <= OPERATORS["**"].syntax.left), "^{", exponent, "}"]  # type: ignore[union-attr]


def _binding(node: Any) -> tuple[int, int]:
    """How it holds together in TeX, where a fraction is closed and e^{x} is a power."""
    if isinstance(node, Apply) and node.row.latex:
        if node.row.latex.startswith("\\frac"):
            return CLOSED, OPERATORS["*"].syntax.right  # type: ignore[union-attr]
        if "^" in node.row.latex:
            return OPERATORS["**"].syntax.left, OPERATORS["**"].syntax.right  # type: ignore[union-attr]
    return powers(node)


def _held(row: Primitive, arguments: tuple[Any, ...], index: int) -> list[Any]:
    syntax, argument = row.syntax, arguments[index]
    if syntax is None:
        return [argument]
    left, right = _binding(argument)
    if syntax.kind == "infix" and index == 0 or syntax.kind == "postfix":
        return _bracketed(argument, right <= syntax.left)
    if syntax.kind == "ternary":
        return [argument]
    return _bracketed(argument, left < syntax.right + syntax.chains)


def _bracketed(node: Any, needed: bool) -> list[Any]:
    return ["\\left(", node, "\\right)"] if needed else [node]


def _begins_with_digit(node: Any) -> bool:
    while isinstance(node, Apply) and node.arguments and node.row.syntax and node.row.syntax.kind == "infix" and (
            not node.row.latex.startswith("\\frac")):
        node = node.arguments[0]
    return isinstance(node, Number)
