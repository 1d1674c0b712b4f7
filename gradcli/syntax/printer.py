"""AST to text that the parser reads back: parentheses from the same binding powers, and only where they are needed."""

from typing import TypeAlias

from gradcli.core.facets import Rational
from gradcli.numeric.digits import digits
from gradcli.ops import DIV, NEG
from gradcli.syntax.nodes import Apply, Chain, Name, Node, Number

Part: TypeAlias = "str | Node"  # text, or a node that is still to be written
CLOSED = 1000  # binds stronger than any operator
SHORT = 10**9  # whole numbers up to this are written out
SPACED = 13  # operators that bind up to here, as + and -, stand between spaces


def number(value: Rational) -> str:
    """Return an exact rational as a literal: a decimal where it terminates, else a quotient.

    Takes the shorter of two spellings; a whole number is written out unless it is long and mostly zeros.
    """
    if value.denominator == 1 and -SHORT < value < SHORT:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    numerator, denominator = abs(value.numerator), value.denominator
    places = max(_multiplicity(denominator, 2), _multiplicity(denominator, 5))
    shift = 10**places
    if shift % denominator:
        return f"{sign}{digits(numerator)}/{digits(denominator)}"
    shown = digits(numerator * (shift // denominator))
    significant = shown.rstrip("0") or "0"
    mantissa = f"{significant[0]}.{significant[1:]}".rstrip(".")
    scientific = f"{mantissa}e{len(shown) - 1 - places}"
    plain = shown.rjust(places + 1, "0")
    plain = f"{plain[:-places]}.{plain[-places:]}" if places else plain
    room = 3 if places else max(10, len(significant))
    return sign + (scientific if len(scientific) + room < len(plain) else plain)


def _multiplicity(value: int, prime: int) -> int:
    count = 0
    while value % prime == 0:
        value, count = value // prime, count + 1
    return count


def powers(node: Node) -> tuple[int, int]:
    """Return how strongly a node holds together against an operator before it, and against one after it."""
    if isinstance(node, Number):
        if node.value < 0:
            return powers(Apply(NEG, ()))
        return powers(Apply(DIV, ())) if "/" in number(node.value) else (CLOSED, CLOSED)
    if isinstance(node, Chain):
        return powers(Apply(node.rows[0], ()))
    syntax = node.row.syntax if isinstance(node, Apply) else None
    if syntax is None:
        return CLOSED, CLOSED
    if syntax.kind == "prefix":
        return syntax.right, syntax.right
    return syntax.left, CLOSED if syntax.kind == "postfix" else syntax.right


def text(root: Node) -> str:
    """Return the expression as Python writes it, in gradcli's own language."""
    if isinstance(root, Name):
        return root.name
    pieces: list[str] = []
    work: list[Part] = [root]
    while work:
        item = work.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif isinstance(item, Number):
            pieces.append(number(item.value))
        elif isinstance(item, Name):
            pieces.append(item.name)
        elif isinstance(item, Chain):
            work.extend(reversed(_chain(item)))
        else:
            assert isinstance(item, Apply), "what is written has no calls"
            work.extend(reversed(_parts(item)))
    return "".join(pieces)


def _parts(node: Apply) -> list[Part]:
    syntax, arguments = node.row.syntax, node.arguments
    if syntax is None:
        listed = [part for argument in arguments for part in (", ", argument)][1:]
        return [node.row.name, "(", *listed, ")"] if arguments else [node.row.name]
    symbol = syntax.symbols[0]
    if syntax.kind == "prefix":
        return [symbol + " " * symbol.isalpha(), *_right(arguments[0], syntax.right)]
    if syntax.kind == "postfix":
        return [*_left(arguments[0], syntax.left), symbol]
    if syntax.kind == "ternary":
        condition, first, second = arguments
        return [*_left(first, syntax.left), " if ", *_right(condition, syntax.left + 1), " else ",
                *_right(second, syntax.right)]
    between = f" {symbol} " if syntax.left < SPACED else symbol
    left, right = arguments
    return [*_left(left, syntax.left), between, *_right(right, syntax.right + syntax.chains)]


def _chain(node: Chain) -> list[Part]:
    limit, _ = powers(node)
    parts = _left(node.operands[0], limit)
    for row, operand in zip(node.rows, node.operands[1:], strict=True):
        parts += [f" {row.syntax.symbols[0]} " if row.syntax else "", *_right(operand, limit + 1)]
    return parts


def _left(node: Node, limit: int) -> list[Part]:
    return [node] if powers(node)[1] > limit else ["(", node, ")"]


def _right(node: Node, limit: int) -> list[Part]:
    return [node] if powers(node)[0] >= limit else ["(", node, ")"]
