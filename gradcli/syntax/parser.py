"""Tokens to AST: one operator-precedence loop with an explicit stack; binding powers are read from the rows.

    program    = { separator | definition separator } expression { separator }       separator = ";" | newline
    definition = NAME [ "(" NAME { "," NAME } ")" ] "=" expression
    expression = operand { infix operand | postfix | "if" expression "else" operand }
    operand    = prefix operand | NUMBER | NAME | NAME "(" expression { "," expression } ")" | "(" expression ")"

Inside parentheses a newline is white space. A number or ")" directly before a NAME or "(" is a product; it binds like
the written one, and is refused where an operator that is as strong stands before it (1/2x). The parser knows what a
name calls; what a name stands for otherwise is for the lowering to say, which also knows the bindings.
"""

from typing import Any

from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.syntax.lexer import WORDS, Head
from gradcli.syntax.literal import literal
from gradcli.syntax.mistakes import ENDS, Frame, Reading
from gradcli.syntax.nodes import Apply, Call, Chain, Definition, Name, Program

_ROWS: dict[str, dict[str, Any]] = {
    kind: {key.split()[-1]: row for key, row in OPERATORS.items() if row.syntax and row.syntax.kind == kind}
    for kind in ("prefix", "infix", "postfix", "ternary")}
_PREFIX, _INFIX, _POSTFIX, _TERNARY = _ROWS.values()
_PRODUCT = _INFIX["*"]
_OPEN = -1  # the power of what only its own end closes
_COMMA = "a comma separates the arguments of a call, a decimal point is a dot"


def parse(source: str) -> Program:
    """What `source` says. Raises GradcliError with the place of the first mistake."""
    return _Parser(source).program()


class _Parser(Reading):
    """The productions."""

    def program(self) -> Program:
        result, begin, at = None, 0, self.lexer.skip(0)
        while at < len(self.source):
            if result is not None:
                self.fail("every part before the last must be a definition", begin, self.end,
                          "an expression of several lines stands in parentheses")
            begin, head = at, self.lexer.definition(at)
            if head:
                at = self.definition(at, head)
            else:
                result, at = self.expression(at, "")
            at = self.lexer.skip(at)
        if result is None:
            self.nothing_asked(begin)
        return Program(self.source, tuple(self.definitions.values()), result, self.names)

    def definition(self, at: int, head: Head) -> int:
        """Reads a definition; returns where it ends."""
        name, parameters, name_end, body_at = head
        row = FUNCTIONS.get(name)
        for word in (name, *(parameters or ())):
            if word in WORDS:
                self.fail(f"{word} is a word of the language and no name", at, body_at)
        if row is not None and row.least:
            self.fail(f"{name} is a function of the language", at, name_end, "choose another name")
        if name in self.definitions:
            self.fail(f"{name} is defined twice", at, name_end, "choose another name")
        if name in self.names:
            self.fail(f"{name} is used before it is defined", *self.names[name], "move its definition up")
        if parameters and len(set(parameters)) < len(parameters):
            self.fail(f"two parameters of {name} have the same name", at, body_at)
        self.defined, self.parameters = name, parameters or ()
        body, after = self.expression(body_at, "=")
        self.defined, self.parameters = None, ()
        self.definitions[name] = Definition(name, parameters, body, (at, self.end))
        return after

    def expression(self, at: int, before: str) -> tuple[Any, int]:
        """Reads an expression from `at`, after a token `before`, to a separator; returns it and where that stands."""
        self.operands, self.frames = [], [Frame(_OPEN, "", None, 0, at, at)]
        self.depth, self.previous = 0, before
        wanted = True
        for kind, text, start, end in self.lexer.tokens(at):
            if kind == "newline" and self.depth:
                continue
            if wanted:
                wanted = self.operand(kind, text, start, end)
            elif kind in ENDS:
                self.close(ENDS, kind, start, end)
                break
            else:
                wanted = self.operator(kind, text, start, end)
            self.previous, self.end = kind, end
        return self.operands.pop(), start

    def operand(self, kind: str, text: str, start: int, end: int) -> bool:
        """Takes a token where an operand is wanted; true where one still is."""
        span = start, end
        if kind == "name":
            if text not in self.parameters and text not in self.definitions:
                if text == self.defined:
                    self.fail(f"{text} is defined by itself; recursion is not supported", start, end)
                self.names.setdefault(text, span)
            self.operands.append(Name(text, span))
        elif kind == "number":
            self.operands.append(literal(text, span))
        elif kind == "(":
            self.depth += 1
            self.frames.append(Frame(_OPEN, kind, None, len(self.operands), start, start))
            return True
        elif kind in _PREFIX:
            row = _PREFIX[kind]
            self.frames.append(Frame(row.syntax.right, kind, row, len(self.operands), start, start))
            return True
        elif kind == ")" and self.previous == "(" and self.frames[-1].row is not None:
            self.call(self.frames[-1], (), end)
        else:
            self.missing(kind, start, end)
        self.begin = start
        return False

    def operator(self, kind: str, text: str, start: int, end: int) -> bool:
        """Takes a token that follows an operand; true where it wants another."""
        if kind in _INFIX:
            self.infix(kind, _INFIX[kind])
            return True
        if kind in ("name", "number", "("):
            return self.adjacent(kind, text, start, end)
        if kind == ")":
            self.parenthesis(start, end)
        elif kind == ",":
            frame = self.close({"("}, kind, start, end)
            if frame.row is None:
                self.fail(_COMMA, start, end)
            return True
        elif kind in _TERNARY:
            row = _TERNARY[kind]
            self.reduce(row.syntax.left)
            self.frames.append(Frame(_OPEN, kind, row, len(self.operands) - 1, self.begin, start))
            return True
        elif kind == "else":
            frame = self.close(set(_TERNARY), kind, start, end)
            self.operands[-2:] = self.operands[:-3:-1]  # the row has its condition first
            self.frames[-1] = frame._replace(power=frame.row.syntax.right, symbol=kind)
            return True
        elif kind in _POSTFIX:
            row = _POSTFIX[kind]
            self.reduce(row.syntax.left)
            self.operands.append(Apply(row, (self.operands.pop(),), (self.begin, end)))
        elif kind == "=":
            self.fail("= defines a name only at the start of a part", start, end,
                      "compare with ==, bind with --at NAME=VALUE")
        else:
            self.apart(kind, text, start, end)
        return False

    def infix(self, symbol: str, row: Any) -> None:
        self.reduce(row.syntax.left)
        self.frames.append(Frame(row.syntax.right, symbol, row, len(self.operands) - 1, self.begin, self.end))

    def reduce(self, power: int) -> None:
        """Applies the waiting operators that bind stronger than `power`."""
        frames, operands = self.frames, self.operands
        while frames[-1].power > power:
            _, _, row, base, start, end = frames.pop()
            span = (start, self.end)
            if row.syntax.chains and frames[-1].power == row.syntax.right:
                rows, parts = [row], [span]
                while frames[-1].power == row.syntax.right:
                    below = frames.pop()
                    rows.append(below.row)
                    parts.append((below.start, end))
                    base, start, end = below.base, below.start, below.end
                node: Any = Chain(tuple(rows[::-1]), tuple(operands[base:]), tuple(parts[::-1]), (start, self.end))
            else:
                node = Apply(row, tuple(operands[base:]), span)
            operands[base:] = [node]
            self.begin = start

    def close(self, symbols: set[str], kind: str, start: int, end: int) -> Frame:
        """Applies all that waits inside of what is open, which must be one of `symbols`; returns its frame."""
        self.reduce(_OPEN)
        frame = self.frames[-1]
        if frame.symbol in symbols or not frame.symbol and kind in ENDS:
            return frame
        if frame.symbol in _TERNARY:
            self.fail(f"this {frame.symbol} has no else", frame.end, frame.end + len(frame.symbol), "write a if c else b")
        if frame.symbol:
            self.fail("this parenthesis is never closed", frame.start, frame.end + 1)
        if kind == ")":
            self.fail("this parenthesis was never opened", start, end)
        self.fail("this else has no if" if kind == "else" else _COMMA, start, end)

    def parenthesis(self, start: int, end: int) -> None:
        """The end of a group or of a call."""
        frame = self.close({"("}, ")", start, end)
        self.frames.pop()
        self.depth -= 1
        if frame.row is not None:
            arguments = tuple(self.operands[frame.base:])
            del self.operands[frame.base:]
            self.call(frame, arguments, end)
        self.begin = frame.start

    def call(self, frame: Frame, arguments: tuple[Any, ...], end: int) -> None:
        """What `frame` calls, on these arguments."""
        called, span = frame.row, (frame.start, end)
        if isinstance(called, Definition):
            node: Any = Call(called, arguments, span) if len(arguments) == len(called.parameters or ()) else None
        else:
            row = called.taking(len(arguments))
            node = row and Apply(row, arguments, span)
        self.operands.append(node or self.miscounted(frame, len(arguments), end))

    def adjacent(self, kind: str, text: str, start: int, end: int) -> bool:
        """Takes an operand that follows another directly: a call, or a product that is not written."""
        if kind == "(" and self.previous == "name":
            name, span = self.operands.pop()
            if self.names.get(name) is span:
                del self.names[name]
            called = self.calls(name) or self.no_function(name, span, start)
            self.depth += 1
            self.frames.append(Frame(_OPEN, kind, called, len(self.operands), span[0], start))
            return True
        if kind == "number" or self.previous not in ("number", ")"):
            self.apart(kind, text, start, end)
        if self.previous == "number" and self.end == start:
            self.check_number(text, end)
        self.reduce(_PRODUCT.syntax.right)
        frame = self.frames[-1]
        if frame.power == _PRODUCT.syntax.right and frame.row is not _PRODUCT:
            self.ambiguous(frame, kind, text, start, end)
        self.infix("*", _PRODUCT)
        return self.operand(kind, text, start, end)
