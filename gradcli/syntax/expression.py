"""One expression: an operator-precedence loop with an explicit stack; binding powers are read from the rows."""

from collections.abc import Container
from itertools import count

from gradcli.core.primitive import OPERATORS, Primitive, Syntax
from gradcli.syntax import diagnostics
from gradcli.syntax.lexer import ENDS, Tokens, kind, normalized
from gradcli.syntax.literal import literal
from gradcli.syntax.nodes import Code, Comparisons, Definition, Entry
from gradcli.syntax.scope import Scope

OPEN = -1  # the power of a frame that only its own end closes


def _operators(kind: str) -> dict[str, tuple[Primitive, Syntax]]:
    return {key.split()[-1]: (row, row.syntax) for key, row in OPERATORS.items() if row.syntax and row.syntax.kind == kind}


_PREFIX, _INFIX, _POSTFIX, _TERNARY = map(_operators, ("prefix", "infix", "postfix", "ternary"))
_BINDING = {symbol: (syntax.left, syntax.right, row) for symbol, (row, syntax) in _INFIX.items()}
_CHAINS = {row for row, syntax in _INFIX.values() if syntax.chains}
_PRODUCT, _TIMES = _INFIX["*"]
_POWER, _ = _INFIX["**"]
_FIRST_DIGITS = frozenset("0123456789")

# An operator that waits for its last operand, or an open parenthesis, call, `if` or text. Its power: it is applied before an
# operator that binds weaker. Its row or the function called. Where the text of its result begins. The number of its token;
# that of the whole text is the last, which is empty.
Frame = tuple[int, Primitive | Definition | None, int, int]


class Expression:
    """The state of an expression that is being read. Tokens are known by their number, `at`."""

    def __init__(self, tokens: Tokens, scope: Scope) -> None:
        self.tokens, self.scope = tokens, scope
        self.texts, self.ends = tokens.texts, tokens.ends
        self.code: Code = []
        self.known: dict[str, Entry] = {}  # entries of names and numbers, as they were spelt, each with its first place
        self.frames: list[Frame] = []
        self.commas: list[int] = []  # of each open call
        self.begin = 0  # where the last operand begins
        self.positions = count()

    def read(self, first: int) -> int:
        """Read the expression that begins at token `first` into `code`; return the separator after it.

        The commonest tokens are dealt with here: names and numbers that were seen before, parentheses, infix operators.
        """
        texts, ends, known, frames, code = self.texts, self.ends, self.known, self.frames, self.code
        frames.append((OPEN, None, self.tokens.start(first), -1))
        self.positions = count(first)
        wanted = True  # an operand
        for at in self.positions:
            text = texts[at]
            if wanted:
                entry = known.get(text)
                if entry is not None:
                    code.append(entry)
                    self.begin = ends[at] - len(text)
                    wanted = False
                elif text == "(":
                    frames.append((OPEN, None, ends[at] - 1, at))
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

    def operand(self, text: str, at: int) -> bool:
        """Take a token where an operand is wanted; return whether one still is."""
        end = self.ends[at]
        start = end - len(text)
        if text[:1] in _FIRST_DIGITS:
            self.number(text, end)
            return False
        if text in _PREFIX:
            row, syntax = _PREFIX[text]
            self.frames.append((syntax.right, row, start, at))
            return True
        what = kind(text)
        if what == "name":
            return self.name(text, at)
        if what == "number":
            self.number(text, end)
        elif text == ")" and self.texts[at - 1] == "(" and self.frames[-1][1] is not None:
            self.call(self.commas.pop(), end)
        else:
            raise diagnostics.missing_operand(self, at)
        return False

    def number(self, text: str, end: int) -> None:
        """Take a literal that ends there."""
        value = literal(text)
        self.begin = end - len(text)
        span = self.begin, end
        if isinstance(value, tuple):
            first, power = value
            self.code += [(first, 0, span), (10, 0, span), (power, 0, span), (_POWER, 2, span), (_PRODUCT, 2, span)]
        else:
            self.known[text] = entry = value, 0, span
            self.code.append(entry)

    def name(self, text: str, at: int) -> bool:
        """Take a name, and the parenthesis after it that makes it a call; return whether an operand is wanted."""
        tokens, scope = self.tokens, self.scope
        start, end = tokens.span(at)
        if not text.isascii():
            diagnostics.check_script(self.tokens, text, start)
        name = normalized(text)
        called = scope.calls(name)
        if self.texts[at + 1] == "(":
            if called is None:
                raise diagnostics.not_a_function(self, name, at)
            self.commas.append(0)
            self.frames.append((OPEN, called, start, next(self.positions)))
            return True
        entry = name, 0, (start, end)
        if called is None:
            self.known[text] = entry
        if name not in scope.parameters and name not in scope.definitions:
            if name == scope.defined:
                raise tokens.error(f"{name} is defined by itself; recursion is not supported", start, end)
            scope.names.setdefault(name, (start, end))
        self.code.append(entry)
        self.begin = start
        return False

    def operator(self, text: str, at: int) -> bool:
        """Take a token that follows an operand; return whether another is wanted."""
        end = self.ends[at]
        if text == ",":
            frame = self.close({"("}, at)
            if frame[1] is None:
                raise self.tokens.error(diagnostics.COMMA, end - 1, end)
            self.commas[-1] += 1
            return True
        if text in _POSTFIX:
            row, syntax = _POSTFIX[text]
            self.reduce(syntax.left, self.ends[at - 1])
            self.code.append((row, 1, (self.begin, end)))
            return False
        if text in _TERNARY:
            row, syntax = _TERNARY[text]
            self.reduce(syntax.left, self.ends[at - 1])
            self.frames.append((OPEN, row, self.begin, at))
            return True
        if text == "else":
            _, _, start, opened = self.close(set(_TERNARY), at)
            row, syntax = _TERNARY[self.texts[opened]]
            self.code.append((None, 2, None))
            self.frames[-1] = syntax.right, row, start, at
            return True
        if text == "=":
            raise diagnostics.misplaced_definition(self.tokens, at)
        return self.adjacent(text, at)

    def adjacent(self, text: str, at: int) -> bool:
        """Take an operand that directly follows another, as a factor; return whether an operand is wanted."""
        what, before = kind(text), kind(self.texts[at - 1])
        if what == "(" and before == "name":
            raise diagnostics.not_a_function(self, normalized(self.texts[at - 1]), at - 1)
        if what not in ("name", "(") or before not in ("number", ")"):
            raise diagnostics.missing_operator(self, at)
        if before == "number" and self.ends[at - 1] == self.tokens.start(at):
            diagnostics.check_number(self, at)
        power = _TIMES.right
        self.reduce(power, self.ends[at - 1])
        frame = self.frames[-1]
        if frame[0] == power and frame[1] is not _PRODUCT:
            raise diagnostics.ambiguous_product(self, frame, at)
        self.frames.append((power, _PRODUCT, self.begin, at))
        if text == "(":
            self.frames.append((OPEN, None, self.tokens.start(at), at))
            return True
        return self.operand(text, at)

    def reduce(self, power: int, end: int) -> None:
        """Apply the waiting operators that bind stronger than `power` to operands that end at `end`."""
        frames, code = self.frames, self.code
        while frames[-1][0] > power:
            binding, row, start, at = frames.pop()
            assert isinstance(row, Primitive)
            if row in _CHAINS and frames[-1][0] == binding:
                rows, parts = [row], [(start, end)]
                while frames[-1][0] == binding:
                    right = self.ends[at - 1]
                    _, row, start, at = frames.pop()
                    assert isinstance(row, Primitive)
                    rows.append(row)
                    parts.append((start, right))
                comparisons = Comparisons(tuple(rows[::-1]), tuple(parts[::-1]))
                code.append((comparisons, len(rows) + 1, (start, end)))
            else:
                code.append((row, row.least, (start, end)))
            self.begin = start

    def close(self, symbols: Container[str], at: int) -> Frame:
        """Apply all that waits inside of the open frame, which must be one of `symbols`; return that frame."""
        self.reduce(OPEN, self.ends[at - 1])
        frame = self.frames[-1]
        symbol = self.texts[frame[3]]
        if symbol in symbols or not symbol and self.texts[at] in ENDS:
            return frame
        raise diagnostics.unbalanced(self.tokens, frame, at)

    def parenthesis(self, at: int) -> None:
        """Take the end of a group or of a call."""
        frame = self.close({"("}, at)
        if frame[1] is not None:
            self.call(self.commas.pop() + 1, self.ends[at])
        else:
            self.frames.pop()
            self.begin = frame[2]

    def call(self, arity: int, end: int) -> None:
        """Apply the function of the innermost frame to so many arguments."""
        _, called, start, opened = self.frames.pop()
        assert called is not None
        fits = called.taking(arity)
        if fits is None:
            raise diagnostics.wrong_arity(self.tokens, called, (start, opened), arity, end)
        self.code.append((fits, arity, (start, end)))
        self.begin = start
