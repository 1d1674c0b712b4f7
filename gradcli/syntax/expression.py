"""One expression: an operator-precedence loop with an explicit stack; binding powers are read from the rows."""

from collections.abc import Container
from itertools import accumulate, count, repeat
from typing import TYPE_CHECKING

from gradcli.core.facets import Rational, Syntax
from gradcli.core.primitive import FUNCTIONS, OPERATORS, Primitive
from gradcli.lazy import LazyModule
from gradcli.syntax import textbook
from gradcli.syntax.lexer import BAR, BARS, ENDS, MARKS, PRIMES, WORDS, Tokens, kind, normalize_name
from gradcli.syntax.literal import literal
from gradcli.syntax.nodes import Code, Comparisons, Definition, Entry, Fold
from gradcli.syntax.scope import Scope

if TYPE_CHECKING:
    from gradcli.syntax import diagnostics, folds
else:
    diagnostics, folds = LazyModule("gradcli.syntax.diagnostics"), LazyModule("gradcli.syntax.folds")

OPEN = -1  # the power of a frame that only its own end closes


def _operators(kind: str) -> dict[str, tuple[Primitive, Syntax]]:
    return {key.split()[-1]: (row, row.syntax) for key, row in OPERATORS.items() if row.syntax and row.syntax.kind == kind}


_PREFIX, _INFIX, _POSTFIX, _TERNARY = map(_operators, ("prefix", "infix", "postfix", "ternary"))
_BINDING = {symbol: (syntax.left, syntax.right, row) for symbol, (row, syntax) in _INFIX.items()}
_CHAINS = {row for row, syntax in _INFIX.values() if syntax.chains}
_PRODUCT, _TIMES = _INFIX["*"]
_POWER, _RAISING = _INFIX["**"]
_FIRST_DIGITS = frozenset("0123456789")
# Powers of what waits for an argument without parentheses: looser than an implicit product within the argument, tighter than
# a sign of a product. A root takes the next operand alone.
CALLING = _TIMES.left + 0.5
TIGHTEST = 1.0 + max(syntax.left for _, syntax in _POSTFIX.values())

# An operator that waits for its last operand, or an open parenthesis, call, `if` or text: its power, which is compared with
# that of the next operator; its row or what is called; where the text of its result begins; the index of its token. The
# index of the whole text is -1: the last token is empty.
Frame = tuple[float, Primitive | Definition | Fold | textbook.Pending | None, int, int]


class Expression:
    """The state of reading an expression; `at` is the index of a token."""

    def __init__(self, tokens: Tokens, scope: Scope) -> None:
        self.tokens, self.scope = tokens, scope
        self.texts, self.ends = tokens.texts, tokens.ends
        self.code: Code = []
        self.known: dict[str, Entry] = {}  # entries of names and numbers, as they were spelt, each with its first place
        self.frames: list[Frame] = []
        self.commas: list[int] = []  # of each open call
        self.begin = 0  # where the last operand begins
        self.bars: list[int] = []  # of each open bar, how deep in parentheses it is
        self.depths: list[int] = []  # of all tokens, once there is a bar
        self.marks: list[int] = []  # of each open sum, where the code of the part being read begins
        self.positions = count()

    def read(self, first: int) -> int:
        """Read the expression that begins at token `first` into `code`; return the separator after it.

        Handles the commonest tokens itself: known names and numbers, parentheses, infix operators.
        """
        texts, ends, known, frames, code = self.texts, self.ends, self.known, self.frames, self.code
        frames.append((OPEN, None, self.tokens.start(first), -1))
        self.positions = count(first)
        expects_operand = True
        for at in self.positions:
            text = texts[at]
            if expects_operand:
                entry = known.get(text)
                if entry is not None:
                    code.append(entry)
                    self.begin = ends[at] - len(text)
                    expects_operand = False
                elif text == "(":
                    frames.append((OPEN, None, ends[at] - 1, at))
                else:
                    expects_operand = self.operand(text, at)
            elif text in _BINDING:
                left, right, row = _BINDING[text]
                if frames[-1][0] > left:
                    self.reduce(left, at)
                frames.append((right, row, self.begin, at))
                expects_operand = True
            elif text == ")":
                self.parenthesis(at)
            elif text in ENDS:
                break
            else:
                expects_operand = self.operator(text, at)
        self.close((), at)
        return at

    def operand(self, text: str, at: int) -> bool:
        """Take a token where an operand is expected; return whether one still is."""
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
        if text in MARKS:
            if self.texts[at + 1] in _PREFIX:
                raise diagnostics.signed_argument(self.tokens, at)
            self.frames.append((TIGHTEST, textbook.Pending(FUNCTIONS[text]), start, at))
            return True
        if text == BAR:
            return self.open_bar(at)
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
        if not isinstance(value, tuple):
            self.known[text] = value, 0, span
        self.push(value, span)

    def push(self, value: "Rational | tuple[Rational, int]", span: tuple[int, int]) -> None:
        """Push a number; a pair as its first times ten to its second."""
        if isinstance(value, tuple):
            first, power = value
            self.code += [(first, 0, span), (10, 0, span), (power, 0, span), (_POWER, 2, span), (_PRODUCT, 2, span)]
        else:
            self.code.append((value, 0, span))

    def name(self, text: str, at: int) -> bool:
        """Take a name, and the parenthesis after it that makes it a call; return whether an operand is expected."""
        tokens, scope = self.tokens, self.scope
        start, end = tokens.span(at)
        name = normalize_name(text)
        if not text.isascii():
            diagnostics.check_script(self.tokens, text, start)
            if name in WORDS:
                raise tokens.error(f"`{name}` is a reserved word", start, end)
        called = scope.calls(name, self.texts[at + 1] == "(")
        if self.texts[at + 1] in PRIMES:
            called, last = textbook.read_primes(self, called, at)
            while at < last:
                at = next(self.positions)
        if self.texts[at + 1] == "(":
            if called is None:
                folds.begin(self, name, at)
                return True
            self.commas.append(0)
            self.frames.append((OPEN, called, start, next(self.positions)))
            return True
        if called is not None and self.textbook_call(called, name, at):
            return True
        entry = name, 0, (start, end)
        if called is None and name not in FUNCTIONS.called:
            self.known[text] = entry
        if not scope.hides(name):
            if name == scope.defined:
                raise diagnostics.recursion(tokens, name, start, end)
            scope.names.setdefault(name, (start, end))
        self.code.append(entry)
        self.begin = start
        return False

    def textbook_call(self, called: Primitive | Definition, name: str, at: int) -> bool:
        """Take a function without parentheses, or a power of one, up to its argument; return whether there is one."""
        pending, last = textbook.read_head(self, name, at)
        if pending is None:
            return False
        for _ in range(last - at):
            next(self.positions)
        start = self.tokens.start(at)
        self.frames.append((CALLING if pending.called else TIGHTEST, pending, start, last))
        if pending.called is None:
            self.commas.append(0)
            self.frames.append((OPEN, called, start, next(self.positions)))
        return True

    def operator(self, text: str, at: int) -> bool:
        """Take a token that follows an operand; return whether another is expected."""
        end = self.ends[at]
        if text == ",":
            frame = self.close({"("}, at)
            if frame[1] is None:
                raise diagnostics.misplaced_comma(self.tokens, at)
            if isinstance(frame[1], Fold):
                folds.take_part(self, frame[1])
            self.commas[-1] += 1
            return True
        if text in _POSTFIX:
            row, syntax = _POSTFIX[text]
            if self.frames[-1][0] == CALLING:
                diagnostics.check_argument(self, self.frames[-1], _TIMES.left, at)
            self.reduce(syntax.left, at)
            self.code.append((row, 1, (self.begin, end)))
            return False
        if text == BAR and self.bars and self.bars[-1] == self.depths[at]:
            self.close_bar(at)
            return False
        if kind(text) == "superscript" and kind(self.texts[at - 1]) != "superscript":
            self.reduce(_RAISING.left, at)
            begin = self.begin
            textbook.raise_to(self, at, (begin, end))
            self.begin = begin
            return False
        if text in _TERNARY:
            row, syntax = _TERNARY[text]
            self.reduce(syntax.left, at)
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
        """Take an operand that directly follows another, as a factor; return whether an operand is expected."""
        what, before = kind(text), kind(self.texts[at - 1])
        if what == "(" and before == "name":
            raise diagnostics.not_a_function(self, normalize_name(self.texts[at - 1]), at - 1)
        call = textbook.starts_call(self, at)
        last = self.code[-1][0]
        if not (what in ("name", "(", BAR) or text in MARKS) or not (
                before in ("number", ")", BAR, "superscript")
                or before == "name" and call and isinstance(last, str) and not self.scope.calls(last)):
            raise diagnostics.missing_operator(self, at, textbook.open_argument(self, CALLING))
        self.check_factor(at, call)
        power = _TIMES.right
        self.reduce(power, at)
        frame = self.frames[-1]
        if frame[0] == power and frame[1] is not _PRODUCT:
            raise diagnostics.ambiguous_product(self, frame, at)
        self.reduce(CALLING, at)
        self.frames.append((power, _PRODUCT, self.begin, at))
        if text == "(":
            self.frames.append((OPEN, None, self.tokens.start(at), at))
            return True
        return self.operand(text, at)

    def check_factor(self, at: int, call: bool) -> None:
        """Raise GradcliError where the factor at token `at` may belong to an exponent, argument or root before it.

        Ends an argument without parentheses where a call follows.
        """
        numeral, blank = kind(self.texts[at - 1]) == "number", self.ends[at - 1] < self.tokens.start(at)
        if numeral and not blank and (self.texts[at][:1] in "eE_" or self.texts[at - 1] == "0"):  # 1e, 1_, 0x10
            diagnostics.check_number(self, at)
        if numeral and not (blank and call) and (frame := textbook.exponent_runs_on(self)):
            raise diagnostics.ambiguous_exponent(self, frame, at)
        top = self.frames[-1]
        if top[0] == TIGHTEST and not diagnostics.is_enclosed(self, top) and not (blank and call):
            raise diagnostics.ambiguous_argument(self, top, at)
        frame = textbook.open_argument(self, CALLING)
        if frame is None:
            return
        if call and (blank or not numeral):
            self.reduce(CALLING, at)
            self.frames.pop()
            textbook.finish(self, frame, CALLING, at)
            self.begin = frame[2]
            if self.frames[-1][0] == TIGHTEST:
                raise diagnostics.ambiguous_argument(self, self.frames[-1], at)
        elif blank or self.texts[at] in ("(", BAR) or call:
            raise diagnostics.ambiguous_argument(self, frame, at)

    def open_bar(self, at: int) -> bool:
        """Take the first | of |x|."""
        if not self.depths:
            self.depths = list(accumulate(map({"(": 1, ")": -1}.get, self.texts, repeat(0))))
        self.bars.append(self.depths[at])
        self.frames.append((OPEN, FUNCTIONS[BARS], self.ends[at] - 1, at))
        return True

    def close_bar(self, at: int) -> None:
        """Take the second | of |x|."""
        _, _, start, _ = self.close({BAR}, at)
        self.frames.pop()
        self.bars.pop()
        self.code.append((FUNCTIONS[BARS], 1, (start, self.ends[at])))
        self.begin = start

    def reduce(self, power: float, following: int) -> None:
        """Apply the waiting operators that bind stronger than `power` to operands before the token `following`."""
        frames, code, end = self.frames, self.code, self.ends[following - 1]
        while frames[-1][0] > power:
            frame = binding, row, start, at = frames.pop()
            if not isinstance(row, Primitive):
                textbook.finish(self, frame, power, following)
            elif row in _CHAINS and frames[-1][0] == binding:
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
        """Apply the operators that wait inside the open frame, whose symbol must be one of `symbols`; return that frame."""
        self.reduce(OPEN, at)
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
        if isinstance(called, Fold):
            folds.end(self, called, end)
            self.begin = start
            return
        assert isinstance(called, Primitive | Definition)
        fits = called.taking(arity)
        if fits is None:
            raise diagnostics.wrong_arity(self.tokens, called, (start, opened), arity, end)
        self.code.append((fits, arity, (start, end)))
        self.begin = start
