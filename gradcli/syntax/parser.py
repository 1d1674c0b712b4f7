"""Tokens to AST: one operator-precedence loop with an explicit stack, binding powers read from the rows.

    expression = operand { infix expression } | prefix expression 
               | expression "if" expression "else" expression
    operand    = NUMBER | NAME | FUNCTION "(" expression { "," expression } ")" | "(" expression ")"

A number or a closing parenthesis directly before a name, a call or "(" is a product.
"""

from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.errors import GradcliError, closest
from gradcli.syntax.lexer import tokens
from gradcli.syntax.nodes import Apply, Name, Number

BRANCH = 2.5  # binding power of `a if c else b`, the loosest of all


def number(text: str):
    """The exact rational that a literal denotes, as int or Fraction."""
    text = text.replace("_", "")
    if text.isdigit():
        return int(text)
    from fractions import Fraction

    exponent = int(text.lower().partition("e")[2] or 0)
    if abs(exponent) > 20_000:
        raise GradcliError(f"the exponent of {text} is beyond the limit of 20000", code=1)
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


def parse(source: str):
    """The AST of `source`. Raises GradcliError with the place of the first mistake."""
    stream = tokens(source)
    operands: list = []
    pending: list[list] = []  # [kind, row or name, right power, start, count]; kinds: op, (, call, if
    wanted = True  # an operand

    def fail(message, start, end, help=None):
        raise GradcliError(message, span=(start, end), source=source, help=help)

    def reduce(power: float) -> None:
        while pending and pending[-1][0] == "op" and pending[-1][2] > power:
            _, row, _, start, count = pending.pop()
            arguments = tuple(operands[-count:])
            del operands[-count:]
            if row is FUNCTIONS["where"]:
                arguments = (arguments[1], arguments[0], arguments[2])
            if row.syntax and row.syntax.chains and pending and pending[-1][0] == "op" and \
                    pending[-1][1].syntax and pending[-1][1].syntax.chains:
                shared, left_row = arguments[0], pending.pop()[1]  # a < b < c is a < b and b < c
                left = operands.pop()
                operands.append(Apply(left_row, (left, shared), (left.span[0], shared.span[1])))
                second = Apply(row, arguments, (shared.span[0], arguments[1].span[1]))
                operands.append(Apply(OPERATORS["and"], (operands.pop(), second), (left.span[0], second.span[1])))
                continue
            span = (min(start, arguments[0].span[0]), max(start, arguments[-1].span[1], arguments[0].span[1]))
            operands.append(Apply(row, arguments, span))

    at = 0
    while True:
        kind, text, start = stream[at]
        end = start + len(text)
        if wanted:
            if kind == "number":
                operands.append(Number(number(text), (start, end)))
                wanted = False
            elif kind == "name":
                if stream[at + 1][1] == "(":
                    pending.append(["call", text, 0, start, 1])
                    at += 1
                elif text in FUNCTIONS and FUNCTIONS[text].least:
                    fail(f"{text} is a function; call it: {text}(...)", start, end)
                else:
                    operands.append(Name(text, (start, end)))
                    wanted = False
            elif text == "(":
                pending.append(["(", None, 0, start, 1])
            elif kind == "operator" and f"prefix {text}" in OPERATORS:
                row = OPERATORS[f"prefix {text}"]
                pending.append(["op", row, row.syntax.right, start, 1])
            elif text == ")" and pending and pending[-1][0] == "call" and stream[at - 1][1] == "(":
                name = pending[-1][1]
                fail(f"{name} takes {arity(FUNCTIONS[name])}, got 0" if name in FUNCTIONS else
                     f"unknown function {name}", pending[-1][3], end)
            elif kind in ("end", "newline") and at == 0 and not source.strip():
                fail("empty expression", 0, 0)
            elif kind == "newline" and not operands and not pending:
                pass
            else:
                fail("an operand is missing here" if kind in ("end", "newline") else f"unexpected {text}", start,
                     max(end, start + 1))
            at += 1
            continue
        if kind == "newline" and all(t[0] in ("newline", "end") for t in stream[at:]):
            at += 1
            continue
        if kind == "end":
            reduce(-1)
            if pending:
                opened = pending[-1]
                fail("this if has no else" if opened[0] == "if" else "this parenthesis is never closed", opened[3],
                     opened[3] + (len(opened[1]) + 1 if opened[0] == "call" else 1))
            return operands[0]
        if text == "if":
            reduce(BRANCH)
            pending.append(["if", None, 0, start, 1])
            wanted = True
        elif text == "else":
            reduce(-1)
            if not pending or pending[-1][0] != "if":
                fail("else without if", start, end)
            pending[-1] = ["op", FUNCTIONS["where"], BRANCH - 0.5, start, 3]
            wanted = True
        elif text == ",":
            reduce(-1)
            if not pending or pending[-1][0] != "call":
                fail("unexpected comma", start, end)
            pending[-1][4] += 1
            wanted = True
        elif text == ")":
            reduce(-1)
            if not pending or pending[-1][0] == "if":
                fail("this parenthesis was never opened", start, end)
            opened, name, _, begun, count = pending.pop()
            if opened == "call":
                row = FUNCTIONS.get(name)
                if row is None:
                    near = closest(name, FUNCTIONS)
                    fail(f"unknown function {name}", begun, begun + len(name),
                         f"did you mean {' or '.join(near)}?" if near else f"for a product, write {name}*(...)")
                if not row.takes(count):
                    fail(f"{name} takes {arity(row)}, got {count}", begun, end)
                arguments = tuple(operands[-count:])
                del operands[-count:]
                operands.append(Apply(row, arguments, (begun, end)))
        elif kind == "operator" and text in OPERATORS:
            row = OPERATORS[text]
            reduce(row.syntax.left)
            pending.append(["op", row, row.syntax.right, start, 2])
            wanted = True
        elif (kind == "name" or text == "(") and (stream[at - 1][0] == "number" or stream[at - 1][1] == ")"):
            row = OPERATORS["*"]
            above = pending[-1][1] if pending and pending[-1][0] == "op" else None
            if above and above is not row and above.syntax and above.syntax.left == row.syntax.left:
                operator = pending[-1][1].syntax.symbols[0]
                left = source[operands[-2].span[0]:operands[-2].span[1]]
                right = source[operands[-1].span[0]:operands[-1].span[1]]
                fail("this product is ambiguous", operands[-2].span[0], end,
                     f"write {left}{operator}({right}*{text}…) or ({left}{operator}{right})*{text}…")
            reduce(row.syntax.left)
            pending.append(["op", row, row.syntax.right, start, 2])
            wanted = True
            continue
        elif kind == "name":
            before = stream[at - 1][1]
            fail("an operator is missing here", start, end, f"did you mean {before}*{text}?")
        elif text == "=":
            name = stream[at - 1][1]
            fail("= defines nothing here", start, end, f"bind with --at {name}=…, compare with ==")
        else:
            fail(f"unexpected {text}" if text.strip() else "the expression ends at this line", start, start + len(text))
        at += 1


def arity(row) -> str:
    """How many arguments a row takes, in words."""
    if row.most is None:
        return f"{row.least} or more arguments"
    return f"{row.least} argument{'s' * (row.least != 1)}"
