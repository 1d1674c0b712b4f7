"""LaTeX to AST. One reading is taken where a mathematician sees one; where two are likely, both are named.

    expression = operand { infix operand | operand }                     the powers are those of the rows
    operand    = prefix operand | atom { "^" argument | "!" }
    atom       = NUMBER | name | group | call | \\frac | \\binom | \\sqrt | \\sum | cases
    name       = ( LETTER | \\alpha | \\mathrm{word} ) [ "_" index ]
    call       = \\sin [ "_" argument ] [ "^" argument ] ( group | operand without signs )
    argument   = "{" expression "}" | a single character or command

Operands side by side are a product. Productions are generators, which yield the parts that they need read first.
"""

from collections.abc import Iterable

from gradcli.core.primitive import OPERATORS, Primitive
from gradcli.core.trampoline import Work, finish
from gradcli.ops import MUL, POW
from gradcli.syntax.latex import name as tex_name
from gradcli.syntax.lexer import WORDS, normalize_name
from gradcli.syntax.literal import literal
from gradcli.syntax.nodes import Code, Comparisons, Head, Program
from gradcli.syntax.tex import blocks, calls, refusals
from gradcli.syntax.tex.tokens import Tokens
from gradcli.syntax.tex.words import (
    CLOSERS,
    DIGITS,
    FOLDS,
    INFIX,
    PREFIX,
    PRODUCT,
    STYLES,
    begins_call,
    is_letter,
    letter_name,
    macro,
    templates,
)

_BARS = {"|": "\\left|#1\\right|", "\\lvert": "\\left|#1\\right|", "\\lfloor": "\\left\\lfloor #1 \\right\\rfloor",
         "\\lceil": "\\left\\lceil #1 \\right\\rceil"}  # brackets that are functions, by their notation
_BLOCKS = {"\\frac": blocks.fraction, "\\binom": blocks.binomial, "\\sqrt": blocks.root, "\\begin": blocks.cases}
_COMPARISON = INFIX["<"].syntax.left if INFIX["<"].syntax else 0


def read(source: str, bound: Iterable[str] = ()) -> Program:
    """Return the program of a text in LaTeX. Raises GradcliError with the place of the first mistake.

    A name that is written as one of the `bound` names is that one: x_{1} may be x1, and \\theta θ.
    """
    reader = Reader(source, bound)
    finish(reader.question())
    return Program(source, (), reader.code, dict(sorted(reader.names.items(), key=lambda item: item[1])), reader.folds)


class Reader:
    """The state of reading; `at` is the index of the next token."""

    def __init__(self, source: str, bound: Iterable[str] = ()) -> None:
        self.tokens = Tokens(source)
        self.bound: dict[str, list[str]] = {}
        for name in sorted(bound):
            self.bound.setdefault(tex_name(name), []).append(name)
        self.texts, self.at = self.tokens.texts, 0
        self.code: Code = []
        self.names: dict[str, tuple[int, int]] = {}
        self.indices: dict[str, int] = {}  # of the sums around
        self.open: list[str] = []  # what closes the groups around
        self.folds = False
        self.divided = 0  # how many entries there were after the last \\div

    @property
    def next(self) -> str:
        return self.texts[self.at]

    @property
    def start(self) -> int:
        """Return where the next token starts."""
        return self.tokens.starts[self.at]

    @property
    def end(self) -> int:
        """Return where the token before ends."""
        return self.tokens.ends[self.at - 1]

    def push(self, head: Head, count: int, start: int) -> None:
        """Append an entry whose text begins there."""
        self.code.append((head, count, (start, self.end)))

    def take(self, expected: str) -> None:
        """Take a token. Raises GradcliError for another."""
        if self.next != expected:
            raise refusals.unexpected(self, expected)
        self.at += 1

    def cut(self, mark: int) -> Code:
        """Remove what has been read since there were `mark` entries, and return it."""
        part = self.code[mark:]
        del self.code[mark:]
        return part

    def question(self) -> Work:
        """Read the whole text; of y = … and f(x) = … the right side."""
        self.at = blocks.find_right_side(self.texts)
        yield self.expression(0)
        if self.next:
            raise refusals.rest(self)

    def expression(self, power: float) -> Work:
        """Read an expression of operators that bind at least so strongly; return where it starts."""
        start = yield self.prefixed()
        last: Primitive | None = None
        while True:
            row = INFIX.get(self.next)
            if row is not None and row.syntax is not None:
                if row.syntax.left < power:
                    return start
                if row.syntax.chains:
                    yield self.comparisons(start)
                    continue
                sign = self.next
                self.at += 1
                yield self.expression(row.syntax.right)
                self.push(row, 2, start)
                last = row
                if sign == "\\div":
                    self.divided = len(self.code)
            elif self.starts_factor():
                if PRODUCT < power:
                    return start
                if last is not None and last is not MUL and last.syntax is not None and last.syntax.left == PRODUCT:
                    raise refusals.quotient(self, start)
                refusals.check_factor(self, start)
                yield self.operand()
                self.push(MUL, 2, start)
                last = MUL
            else:
                return start

    def comparisons(self, start: int) -> Work:
        """Read the comparisons that follow an operand."""
        rows, parts, begin = [], [], start
        while self.next in INFIX and (row := INFIX[self.next]).syntax and row.syntax.chains:
            self.at += 1
            following = yield self.expression(_COMPARISON + 1)
            rows.append(row)
            parts.append((begin, self.end))
            begin = following
        if len(rows) == 1:
            self.push(rows[0], 2, start)
        else:
            self.push(Comparisons(tuple(rows), tuple(parts)), len(rows) + 1, start)

    def prefixed(self) -> Work:
        """Read an operand with the signs before it; return where it starts."""
        start, row = self.start, PREFIX.get(self.next)
        if row is None:
            start = yield self.operand()
            return start
        self.at += 1
        yield self.expression(row.syntax.right if row.syntax else 0)
        self.push(row, 1, start)
        return start

    def starts_factor(self) -> bool:
        """Return whether an operand begins here that may follow another as a factor."""
        text = self.next
        if not text or text in self.open[-1:]:
            return False
        return text[0].isalnum() or text[0] == "." or text in CLOSERS or text in FOLDS or text in STYLES or text in (
            "\\frac", "\\sqrt", "\\infty", "\\begin") or is_letter(text) or text[0] == "\\" and macro(text) is not None

    def operand(self, argument: bool = False) -> Work:
        """Read an atom and what follows it; return where it starts. `argument`: of a function without brackets."""
        start, first = self.start, self.at
        kind = yield self.atom()
        raised = False
        while self.next in ("^", "!", "_", "'"):
            if argument and self.next == "!":
                break
            refusals.check_script(self, first, kind, raised)
            if self.next == "!":
                self.at += 1
                self.push(OPERATORS["postfix !"], 1, start)
                raised = True
                continue
            self.at += 1
            yield self.argument("^")
            self.push(POW, 2, start)
            raised = True
        return start

    def argument(self, before: str) -> Work:
        """Read an argument: a group in braces, or a single character or command."""
        text = self.next
        if text == "{":
            yield self.group()
        elif text[:1] in DIGITS:
            if len(text) > 1 and before in ("^", "_"):
                raise refusals.digits(self, before)
            start = self.start
            if len(text) > 1:
                self.code.append((int(self.tokens.take_digit(self.at)), 0, (start, start + 1)))
            else:
                self.at += 1
                self.push(int(text), 0, start)
        elif text[:1].isalpha() or is_letter(text):
            self.name(scripts=False)
        elif text in ("\\frac", "\\binom", "\\sqrt", "\\infty") or text in STYLES:
            yield self.atom()
        else:
            raise refusals.argument(self, before)

    def group(self) -> Work:
        """Read an expression in brackets, or between bars."""
        start, opening = self.start, self.next
        self.open.append(CLOSERS[opening])
        self.at += 1
        yield self.expression(0)
        if self.next != CLOSERS[opening]:
            raise refusals.unclosed(self, start, opening)
        self.at += 1
        self.open.pop()
        if opening == "\\lfloor" and self.divided == len(self.code):
            self.code.pop()
            self.divided = 0
            self.push(OPERATORS["//"], 2, start)
        elif opening in _BARS:
            self.push(templates()[_BARS[opening]], 1, start)

    def atom(self) -> Work:
        """Read an atom; return its kind: name, number, call or another."""
        text, start = self.next, self.start
        if text[:1] in DIGITS or text[:1] == "." and len(text) > 1:
            self.at += 1
            refusals.check_number(self)
            value = literal(text.rstrip("."))
            assert not isinstance(value, tuple)  # without an exponent none is beyond its digits
            self.push(value, 0, start)
            return "number"
        if is_letter(text):
            called = yield calls.greek_call(self)
            if called:
                return "call"
        if text[:1].isalpha() or is_letter(text):
            self.name()
            return "name"
        if text in CLOSERS:
            yield self.group()
            return "bars" if text in _BARS else "braces" if text == "{" else "brackets"
        if text in STYLES:
            kind = yield calls.word(self)
            return kind
        if text == "\\infty":
            self.at += 1
            self.push_name(templates()[text].name, start)
            return "name"
        if text in FOLDS:
            yield blocks.fold(self)
            return "fold"
        if text in _BLOCKS:
            self.at += 1
            yield _BLOCKS[text](self, start)
            return "atom"
        row = macro(text) if text[:1] == "\\" else None
        if row is None:
            raise refusals.missing_operand(self)
        self.at += 1
        kind = yield calls.call(self, text, row, start)
        return kind

    def name(self, scripts: bool = True) -> None:
        """Read a letter, and with `scripts` its index: x_1, \\alpha_{max}."""
        start = self.start
        self.push_name(self.letter(scripts), start)

    def letter(self, scripts: bool) -> str:
        """Read a letter and its index; return the name."""
        text = self.next
        self.at += 1
        return self.with_index(letter_name(text) if text[0] == "\\" else text, scripts)

    def with_index(self, name: str, scripts: bool = True) -> str:
        """Read the index of a name; return the whole."""
        if not scripts or self.next != "_":
            return normalize_name(name)
        index = self.index()
        if self.indices.get(index):
            raise refusals.indexed(self, name, index)
        return normalize_name(f"{name}_{index}")

    def push_name(self, name: str, start: int) -> None:
        """Push a name that has been read."""
        if not name.isidentifier() or name in WORDS:
            raise self.tokens.error(f"{name or 'this'} is not a name", start, self.end, "choose another")
        if not self.indices.get(name):
            if self.bound and (meant := self.bound.get(tex_name(name))):
                if len(meant) > 1:
                    raise refusals.ambiguous(self, start, self.end, *meant)
                name = meant[0]
            self.names.setdefault(name, (start, self.end))
        self.push(name, 0, start)

    def index(self) -> str:
        """Read the index of a name."""
        self.at += 1
        text = self.next
        if text == "{":
            return self.letters()
        if len(text) > 1 and text[0] in DIGITS:
            raise refusals.digits(self, "_")
        if text in STYLES:
            self.at += 1
            return self.letters()
        if not (text.isalnum() or is_letter(text)):
            raise refusals.argument(self, "_")
        self.at += 1
        return text if text.isalnum() else text[1:]

    def letters(self) -> str:
        """Read letters and digits in braces."""
        self.take("{")
        parts: list[str] = []
        depth = 1
        while depth:
            text = self.next
            if text in ("{", "}"):
                depth += 1 if text == "{" else -1
            elif text in ("\\_", "_"):
                parts.append("_")
            elif text.isalnum():
                parts.append(text)
            elif is_letter(text):
                parts.append(text[1:])
            elif begins_call(text) and text not in STYLES:  # V_{\\max}
                parts.append(text[1:])
            elif text not in STYLES:
                raise refusals.letters(self)
            self.at += 1
        return "".join(parts)
