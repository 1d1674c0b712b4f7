"""AST to LaTeX with amsmath, for math mode: each row's own TeX, parentheses and dots only where a reader needs them.

Fractions stand upright, in exponents they lean: x/2 is \\frac{x}{2}, but 2**(x/2) is 2^{x/2}.
"""

import re
from typing import TypeAlias

from gradcli.core.facets import Syntax
from gradcli.core.primitive import OPERATORS, Primitive, rows
from gradcli.ops import MUL
from gradcli.syntax.nodes import Apply, Call, Chain, Name, Node, Number
from gradcli.syntax.printer import CLOSED, number, powers

Part: TypeAlias = "str | Node"  # TeX, or a node that is still to be written
GREEK = frozenset("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi "
                  "chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split())
CALLED = frozenset("f g h F G H \\phi".split())  # letters that are more often functions than factors
SCRIPTS = {"^{", "_{"}
CLOSERS = {"(": ")", "[": "]", "{": "}", **dict.fromkeys(SCRIPTS, "}")}
_TOKEN = re.compile(r"([_^]?\{|\}|\\left\(|\\right\)|#\d)")
_TALL = re.compile(r"\\(frac|begin)\b")
_POWER, _TIMES, _BETWEEN = (OPERATORS[symbol].syntax or Syntax("", "") for symbol in ("**", "*", "<"))


def latex(root: Node) -> str:
    """Return the expression as a formula; a name that equals something is in brackets, where y = … would define it."""
    defines = isinstance(root, Apply) and root.row.notation.latex == "#1 = #2" and isinstance(root.arguments[0], Name)
    return _write(["[", root, "]"] if defines else [root])


def factor(root: Node) -> str:
    """Return the expression as it stands after a factor: in brackets where it needs them."""
    return _write(_operand(MUL, (root, root), 1, False))


def _write(parts: list[Part]) -> str:
    """Write parts as TeX: nodes as their parts, brackets as high as their contents."""
    pieces: list[str] = []
    work = list(parts)[::-1]
    groups: list[tuple[str, int]] = []  # the braces and brackets that are open: which, and the place in `pieces`
    tall: list[bool] = [False]  # True where something is high: outside, then in each open group
    scripts = 0
    while work:
        item = work.pop()
        if not isinstance(item, str):
            work.extend(reversed(_parts(item, scripts > 0)))
            continue
        if groups and item == CLOSERS[groups[-1][0]]:
            opener, place = groups.pop()
            high = tall.pop()
            scripts -= opener in SCRIPTS
            tall[-1] |= high
            if high and item != "}":
                pieces[place], item = f"\\left{opener}", f"\\right{item}"
        elif item in CLOSERS:
            groups.append((item, len(pieces)))
            tall.append(False)
            scripts += item in SCRIPTS
        elif _TALL.search(item):
            tall[-1] = True
        pieces.append(item)
    return "".join(pieces)


def name(text: str) -> str:
    """Write a name: x1 as x_{1}, E_n as E_{n}, theta and θ as \\theta, longer words upright."""
    stem, _, index = text.partition("_")
    if not stem or not index:
        stem, index = re.fullmatch(r"(.*?)(\d*)", text).groups()  # type: ignore[union-attr]
    subscript = index if index.isdecimal() else _write_word(index)
    return f"{_write_word(stem)}_{{{subscript}}}" if index else _write_word(stem)


def _write_word(text: str) -> str:
    import unicodedata

    _, greek, letter = unicodedata.name(text, "").partition("LETTER ") if len(text) == 1 else ("", "", "")
    spelt = letter.replace("LAMDA", "LAMBDA").capitalize() if greek else text
    spelt = spelt.lower() if text.islower() and greek else spelt
    if spelt in GREEK:
        return f"\\{spelt}"
    return text if len(text) == 1 else "\\mathrm{" + text.replace("_", "\\_") + "}"


def literal(digits: str) -> str:
    """Return a decimal number; 1.5e-30 is 1.5 \\cdot 10^{-30}, and 1e-30 is 10^{-30}."""
    mantissa, _, exponent = digits.partition("e")
    if not exponent:
        return digits
    power = f"10^{{{int(exponent)}}}"
    return f"{mantissa} \\cdot {power}" if mantissa.lstrip("-") != "1" else mantissa[:-1] + power


def _parts(node: Node, script: bool) -> list[Part]:
    """Take a node apart into TeX and nodes within. `script` is true in an exponent."""
    if isinstance(node, Number):
        return _number(number(node.value), script)
    if isinstance(node, Name):
        return [name(node.name)]
    if isinstance(node, Call):
        return [name(node.definition.name), "(", *_list_arguments(node.arguments), ")"]
    if isinstance(node, Chain):
        parts = _operand(node.rows[0], node.operands, 0, script)
        for i, row in enumerate(node.rows):
            parts += [row.notation.latex[2:-2], *_operand(row, node.operands[i:], 1, script)]
        return parts
    row, arguments = node.row, node.arguments
    if row.laws.is_power:
        return _power(arguments[0], arguments[1], script)
    template = row.notation.latex
    if "#" not in template or "_{#2}" in template and _is_taken(template, arguments[1]):
        head = f"\\operatorname{{{row.name}}}" if "#" in template else _macro(row)
        return [head, "(", *_list_arguments(arguments), ")"] if arguments else [head]
    return _fill(node, template, script)


def _fill(node: Apply, template: str, script: bool) -> list[Part]:
    """Put the arguments of a node into the template of its row."""
    row, arguments = node.row, node.arguments
    parts: list[Part] = []
    if _is_quotient(node):
        if script:
            template = "#1/#2"
        elif _is_negative(_first_factor(arguments[0])):
            parts, arguments = ["-"], (_opposite(arguments[0]), arguments[1])
    if row.laws.monomial == (1, 1) and _needs_dot(arguments[0], arguments[1], script):
        template = template.replace(" ", " \\cdot ")
    before = ""
    for token in _TOKEN.split(template):
        if token[:1] != "#":
            parts.append(token.removeprefix("\\left").removeprefix("\\right") if token[-1:] in ("(", ")") else token)
        elif before in CLOSERS:
            parts.append(arguments[int(token[1:]) - 1])
        else:
            parts += _operand(row, arguments, int(token[1:]) - 1, script)
        before = token or before
    return parts


def _number(text: str, script: bool) -> list[Part]:
    if "/" not in text or script:
        return [literal(text)]
    numerator, denominator = text.lstrip("-").split("/")
    return ["-" * text.startswith("-"), "\\frac", "{", numerator, "}{", denominator, "}"]


def _is_taken(template: str, base: Node) -> bool:
    """Return whether a function with an index is written as another that has this index: \\log_{2}."""
    head = template.partition("#2")[0]
    return isinstance(base, Number) and any(row.notation.latex == f"{head}{number(base.value)}}}" for row in rows())


def _macro(row: Primitive) -> str:
    return row.notation.latex or "\\operatorname{" + row.name.replace("_", "\\_") + "}"


def _list_arguments(arguments: tuple[Node, ...]) -> list[Part]:
    return [part for argument in arguments for part in (", ", argument)][1:]


def _power(base: Node, exponent: Node, script: bool) -> list[Part]:
    """Write a power; a whole one of a function stands at its name: \\sin^{2}(x), where -1 would be the inverse."""
    whole = isinstance(exponent, Number) and exponent.value > 1 and exponent.value.denominator == 1
    if isinstance(base, Apply) and whole and _is_call(base) and not (
            _is_greek(base.row) or {"#", "^"} & {*base.row.notation.latex}):
        return [_macro(base.row), "^{", exponent, "}", "(", *_list_arguments(base.arguments), ")"]
    return [*_bracket(base, _is_call(base) or min(_binding(base, script)) < CLOSED), "^{", exponent, "}"]


def _is_call(node: Node) -> bool:
    """Return whether a node ends with its arguments in parentheses, after which a power would have two readings."""
    if not isinstance(node, Apply) or not node.arguments:
        return isinstance(node, Call)
    template = node.row.notation.latex
    return not node.row.syntax and ("#" not in template or template.endswith("\\right)"))


def _is_called(letter: str) -> bool:
    """Return whether a letter before a bracket is read as a function, or refused."""
    return letter in CALLED or any(_is_greek(row) and row.notation.latex == letter for row in rows())


def _is_greek(row: Primitive) -> bool:
    """Return whether a function has the name of a letter, whose power would be that of a variable."""
    return row.notation.latex[1:].removeprefix("var") in GREEK


def _is_quotient(node: Node) -> bool:
    return isinstance(node, Apply) and node.row.laws.monomial == (1, -1)


def _first_factor(node: Node) -> Node:
    while isinstance(node, Apply) and node.row.laws.monomial == (1, 1):
        node = node.arguments[0]
    return node


def _is_negative(node: Node) -> bool:
    return node.value < 0 if isinstance(node, Number) else isinstance(node, Apply) and node.row.laws.linear == (-1,)


def _opposite(node: Node) -> Node:
    """Return a product whose first factor is negative, without its sign."""
    products: list[Apply] = []
    while isinstance(node, Apply) and not _is_negative(node):
        products.append(node)
        node = node.arguments[0]
    if isinstance(node, Number):
        node = Number(-node.value)
    elif isinstance(node, Apply):
        node = node.arguments[0]
    for product in reversed(products):
        node = Apply(product.row, (node, *product.arguments[1:]))
    return node


def _binding(node: Node, script: bool) -> tuple[int, int]:
    """Return how strongly a node holds together in TeX, where a fraction needs no parentheses and e^{x} is a power."""
    if isinstance(node, Number):
        plain = node.value < 0 or script or number(node.value).replace(".", "").isdecimal()
        return powers(node) if plain else (CLOSED, _TIMES.right)
    if isinstance(node, Chain):
        return _BETWEEN.left, _BETWEEN.right
    if not isinstance(node, Apply):
        return CLOSED, CLOSED
    template = node.row.notation.latex
    if template.endswith("{#1}"):  # e^{x}, and roots
        return CLOSED, _POWER.right
    if template.startswith("\\left"):
        return CLOSED, CLOSED
    return (CLOSED, _TIMES.right) if _is_quotient(node) and not script else powers(node)


def _operand(row: Primitive, arguments: tuple[Node, ...], index: int, script: bool) -> list[Part]:
    """Return an argument of a row, in Iverson's brackets where a truth is taken for a number."""
    argument = arguments[index]
    return _bracket(argument, _needs_brackets(row, argument, index, script), row.rules is not None)


def _bracket(node: Node, needed: bool, numeric: bool = True) -> list[Part]:
    if not needed:
        return [node]
    truth = isinstance(node, Chain) or isinstance(node, Apply) and node.row.rules is None
    return ["[", node, "]"] if truth and numeric else ["(", node, ")"]


def _needs_brackets(row: Primitive, argument: Node, index: int, script: bool) -> bool:
    syntax = row.syntax
    if syntax is None or syntax.kind == "ternary":
        return False
    left, right = _binding(argument, script)
    if syntax.kind == "postfix":
        return right <= syntax.left or _is_call(argument) or isinstance(argument, Apply) and argument.row is row
    if syntax.kind == "infix" and index == 0:
        return right <= syntax.left
    product = row.laws.linear == (-1,) and isinstance(argument, Apply) and argument.row.laws.monomial
    return left < syntax.right + syntax.chains and not product or (
        row.rules is not None and _beginning(argument, script)[0] in "+-")


def _needs_dot(left: Node, right: Node, script: bool) -> bool:
    """Return whether the factors of a product would run into each other: numbers, words, a quotient, f and a bracket."""
    if isinstance(left, Apply) and left.row.syntax and left.row.syntax.left == _TIMES.left and left.row is not MUL and (
            script or not _is_quotient(left)) and not left.row.notation.latex.startswith("\\left"):
        return True
    before = left.arguments[1] if isinstance(left, Apply) and left.row.laws.monomial == (1, 1) else left
    enclosed = _needs_brackets(MUL, right, 1, script)
    beginning = "(" if enclosed else _beginning(right, script)
    if beginning[0] == "(" and isinstance(before, Name) and _is_called(name(before.name)):
        return True
    if enclosed:
        return False
    return beginning[0].isdigit() or any(word.startswith("\\mathrm") for word in (
        beginning, name(before.name) if isinstance(before, Name) else ""))


def _beginning(node: Node, script: bool) -> str:
    """Return the beginning of a node's TeX, of a fraction that of its numerator."""
    while isinstance(node, Apply) and node.arguments:
        row, first = node.row, node.arguments[0]
        if _is_quotient(node):
            first = _first_factor(first)
            return "-" if _is_negative(first) else number(first.value) if isinstance(first, Number) else "\\frac"
        if row.laws.is_power and min(_binding(first, script)) == CLOSED or (
                row.notation.latex.startswith("#1") and not _needs_brackets(row, first, 0, script)):
            node = first
        else:
            return row.notation.latex[:1].replace("#", "(") or "\\"
    return number(node.value) if isinstance(node, Number) else name(node.name) if isinstance(node, Name) else "\\"
