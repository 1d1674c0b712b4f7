"""Tokens to AST: one operator-precedence loop with an explicit stack; binding powers are read from the rows.

    program    = { separator | definition separator } expression { separator }       separator = ";" | newline
    definition = NAME [ "(" NAME { "," NAME } ")" ] "=" expression
    expression = operand { infix operand | postfix | "if" expression "else" operand }
    operand    = prefix operand | NUMBER | NAME | NAME "(" expression { "," expression } ")" | "(" expression ")"

Inside parentheses a newline is white space. A number or ")" directly before a NAME or "(" is a product; it binds like
the written one, and is refused where an operator that is as strong stands before it (1/2x). The parser knows what a
name calls; what a name stands for otherwise is for the lowering to say, which also knows the bindings.
"""

from collections.abc import Container
from itertools import count
from typing import Any

from gradcli import DEBUG
from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.syntax.lexer import ENDS, WORDS, kind, normalized
from gradcli.syntax.literal import literal
from gradcli.syntax.mistakes import OPEN, Frame, Reading
from gradcli.syntax.nodes import Comparisons, Definition, Program

_ROWS: dict[str, dict[str, Any]] = {
    kind: {key.split()[-1]: row for key, row in OPERATORS.items() if row.syntax and row.syntax.kind == kind}
    for kind in ("prefix", "infix", "postfix", "ternary")}
_PREFIX, _INFIX, _POSTFIX, _TERNARY = _ROWS.values()
_FIRST_DIGITS = frozenset("0123456789")
_BINDING = {symbol: (row.syntax.left, row.syntax.right, row) for symbol, row in _INFIX.items()}
_PRODUCT, _POWER = _INFIX["*"], _INFIX["**"]
_COMMA = "a comma separates the arguments of a call, a decimal point is a dot"


def parse(source: str) -> Program:
    """What `source` says. Raises GradcliError with the place of the first mistake."""
    parser = _Parser(source)
    if DEBUG:
        from gradcli.debug import show

        show("tokens", "lexer", " ".join(parser.texts).replace("\n", "\\n"))
    program = parser.program()
    if DEBUG:
        show("ast", "parse", program)
    return program


class _Parser(Reading):
    """The productions. Tokens are known by their number, `at`; what is read goes to `code`."""

    def program(self) -> Program:
        asked, end, at = None, 0, self.skip(0)
        while self.texts[at]:
            if asked is not None:
                self.fail("every part before the last must be a definition", self.start(asked), self.ends[end - 1],
                          "an expression of several lines stands in parentheses")
            body = self.head(at)
            if body:
                end = self.definition(at, body)
            else:
                asked, end = at, self.expression(at)
            at = self.skip(end)
        if asked is None:
            self.nothing_asked()
        return Program(self.source, tuple(self.definitions.values()), self.code, self.names)

    def skip(self, at: int) -> int:
        """Where the separators from `at` on end."""
        while self.texts[at] in ("\n", ";"):
            at += 1
        return at

    def head(self, at: int) -> int | None:
        """Where the body begins, if a definition's name, parameters and = stand at `at`."""
        texts = self.texts
        if not texts[at].isidentifier():
            return None
        at += 1
        if texts[at] == "(":
            while texts[at] in ("(", ",") and texts[at + 1].isidentifier():
                at += 2
            if texts[at] != ")":
                return None
            at += 1
        return at + 1 if texts[at] == "=" else None

    def definition(self, at: int, body: int) -> int:
        """Reads the definition at `at`; returns the separator after it."""
        name, *parameters = [normalized(text) for text in self.texts[at:body] if text.isidentifier()]
        row, begin, body_at = FUNCTIONS.get(name), self.start(at), self.ends[body - 1]
        for word in (name, *parameters):
            if word in WORDS:
                self.fail(f"{word} is a word of the language and no name", begin, body_at)
        if row is not None and row.least and parameters:
            self.fail(f"{name} is a function of the language", begin, self.ends[at], "choose another name")
        if name in self.definitions:
            self.fail(f"{name} is defined twice", begin, self.ends[at], "choose another name")
        if name in self.names:
            self.fail(f"{name} is used before it is defined", *self.names[name], "move its definition up")
        if len(set(parameters)) < len(parameters):
            self.fail(f"two parameters of {name} have the same name", begin, body_at)
        self.defined, self.parameters = name, frozenset(parameters)
        after = self.expression(body)
        self.defined, self.parameters = None, frozenset()
        self.definitions[name] = Definition(name, tuple(parameters) or None, self.code, (begin, self.ends[after - 1]))
        return after

    def expression(self, first: int) -> int:
        """Reads the expression at token `first`; returns the separator after it.

        What most tokens are is dealt with here: names and numbers that were seen before, parentheses, infix operators.
        """
        texts, ends, known, frames = self.texts, self.ends, self.known, self.frames
        self.code = code = []
        known.clear()
        frames[:] = [(OPEN, None, self.start(first), -1)]
        wanted = True
        for at in count(first):
            text = texts[at]
            if wanted:
                entry = known.get(text)
                if entry is not None:
                    code.append(entry)
                    self.begin = ends[at] - len(text)
                    wanted = False
                elif text == "(":
                    frames.append((OPEN, None, ends[at] - 1, at))
                elif text[:1] in _FIRST_DIGITS:
                    self.number(text, ends[at])
                    wanted = False
                else:
                    wanted = self.operand(text, at)
            elif text in _BINDING:
                left, right, row = _BINDING[text]
                if frames[-1][0] > left:
                    self.reduce(left, ends[at - 1])
                frames.append((right, row, self.begin, at))
                wanted = True
            elif text == ")":
                self.parenthesis(at)
            elif text in ENDS:
                break
            else:
                wanted = self.operator(text, at)
        self.close((), at)
        return at

    def number(self, text: str, end: int) -> None:
        """A literal that ends there."""
        value = literal(text)
        self.begin = end - len(text)
        span = self.begin, end
        if isinstance(value, tuple):
            first, power = value
            self.code += [(first, 0, span), (10, 0, span), (power, 0, span), (_POWER, 2, span), (_PRODUCT, 2, span)]
        else:
            self.known[text] = entry = value, 0, span
            self.code.append(entry)

    def operand(self, text: str, at: int) -> bool:
        """Takes a token where an operand is wanted; true where one still is."""
        end = self.ends[at]
        start = end - len(text)
        if text in _PREFIX:
            row = _PREFIX[text]
            self.frames.append((row.syntax.right, row, start, at))
            return True
        if text == ")" and self.texts[at - 1] == "(" and self.frames[-1][1] is not None:
            self.call(self.frames[-1], self.counts.pop(), end)
        elif kind(text) == "name":
            if not text.isascii():
                self.check_script(text, start)
            name, span = normalized(text), (start, end)
            self.known[text] = entry = name, 0, span
            if name not in self.parameters and name not in self.definitions:
                if name == self.defined:
                    self.fail(f"{name} is defined by itself; recursion is not supported", start, end)
                self.names.setdefault(name, span)
            self.code.append(entry)
            self.begin = start
        elif kind(text) == "number":
            self.number(text, end)
        else:
            self.missing(at)
        return False

    def operator(self, text: str, at: int) -> bool:
        """Takes a token that follows an operand; true where it wants another."""
        end = self.ends[at]
        if text == ",":
            frame = self.close({"("}, at)
            if frame[1] is None:
                self.fail(_COMMA, end - 1, end)
            self.counts[-1] += 1
            return True
        elif text in _POSTFIX:
            row = _POSTFIX[text]
            self.reduce(row.syntax.left, self.ends[at - 1])
            self.code.append((row, 1, (self.begin, end)))
        elif text in _TERNARY:
            row = _TERNARY[text]
            self.reduce(row.syntax.left, self.ends[at - 1])
            self.frames.append((OPEN, row, self.begin, at))
            return True
        elif text == "else":
            _, row, start, _ = self.close(set(_TERNARY), at)
            self.code.append((None, 2, None))
            self.frames[-1] = row.syntax.right, row, start, at
            return True
        elif text == "=":
            self.fail("= defines a name only at the start of a part", end - 1, end,
                      "compare with ==, bind with --at NAME=VALUE")
        else:
            return self.adjacent(text, at)
        return False

    def reduce(self, power: int, end: int) -> None:
        """Applies the waiting operators that bind stronger than `power` to operands that end at `end`."""
        frames, code = self.frames, self.code
        while frames[-1][0] > power:
            binding, row, start, at = frames.pop()
            if row.syntax.chains and frames[-1][0] == binding:
                rows, parts = [row], [(start, end)]
                while frames[-1][0] == binding:
                    right = self.ends[at - 1]
                    _, below, start, at = frames.pop()
                    rows.append(below)
                    parts.append((start, right))
                comparisons = Comparisons(tuple(rows[::-1]), tuple(parts[::-1]))
                code.append((comparisons, len(rows) + 1, (start, end)))
            else:
                code.append((row, row.least, (start, end)))
            self.begin = start

    def close(self, symbols: Container[str], at: int) -> Frame:
        """Applies all that waits inside of what is open, which must be one of `symbols`; returns its frame."""
        self.reduce(OPEN, self.ends[at - 1])
        frame, text = self.frames[-1], self.texts[at]
        _, _, start, opened = frame
        symbol = self.texts[opened]
        if symbol in symbols or not symbol and text in ENDS:
            return frame
        if symbol in _TERNARY:
            self.fail(f"this {symbol} has no else", self.start(opened), self.ends[opened], "write a if c else b")
        if symbol:
            self.fail("this parenthesis is never closed", start, self.ends[opened])
        if text == ")":
            self.fail("this parenthesis was never opened", self.start(at), self.ends[at])
        self.fail("this else has no if" if text == "else" else _COMMA, self.start(at), self.ends[at])

    def parenthesis(self, at: int) -> None:
        """The end of a group or of a call."""
        frame = self.close({"("}, at)
        self.frames.pop()
        if frame[1] is not None:
            self.call(frame, self.counts.pop() + 1, self.ends[at])
        self.begin = frame[2]

    def call(self, frame: Frame, count: int, end: int) -> None:
        """What `frame` calls, on so many arguments."""
        _, called, start, _ = frame
        fits = len(called.parameters or ()) == count if isinstance(called, Definition) else called.taking(count)
        if not fits:
            self.miscounted(frame, count, end)
        self.code.append((called if isinstance(called, Definition) else fits, count, (start, end)))

    def adjacent(self, text: str, at: int) -> bool:
        """Takes an operand that follows another directly: a call, or a product that is not written."""
        what, before = kind(text), kind(self.texts[at - 1])
        if what == "(" and before == "name":
            name = self.code.pop()[0]
            del self.known[self.texts[at - 1]]
            if self.names.get(name) == (self.start(at - 1), self.ends[at - 1]):
                del self.names[name]
            called = self.calls(name) or self.no_function(name, at)
            self.counts.append(0)
            self.frames.append((OPEN, called, self.start(at - 1), at))
            return True
        if what not in ("name", "(") or before not in ("number", ")"):
            self.apart(at)
        if before == "number" and self.ends[at - 1] == self.start(at):
            self.check_number(at)
        power = _PRODUCT.syntax.right
        self.reduce(power, self.ends[at - 1])
        frame = self.frames[-1]
        if frame[0] == power and frame[1] is not _PRODUCT:
            self.ambiguous(frame, at)
        self.frames.append((power, _PRODUCT, self.begin, at))
        if text == "(":
            self.frames.append((OPEN, None, self.start(at), at))
            return True
        return self.operand(text, at)
