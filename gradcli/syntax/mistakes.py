"""The state of a parse, and what is said where the text is wrong. Nothing but `calls` runs for a text that is right."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple, NoReturn

from gradcli.core.primitive import FUNCTIONS, Primitive
from gradcli.errors import GradcliError, brief, closest
from gradcli.syntax.lexer import Lexer
from gradcli.syntax.nodes import Definition

ENDS = {"newline", ";", "end"}
_EXPONENT = re.compile("[eE_][0-9_]*")
_RADIX = re.compile("[xXoObB][0-9a-fA-F_]*")


class Frame(NamedTuple):
    """An operator that waits for its last operand, or what is open: a parenthesis, a call, an `if`, the whole text."""

    power: int  # it is applied before an operator that binds weaker than this
    symbol: str
    row: Any  # of a call, what is called
    base: int  # where its operands begin among all
    start: int  # where the text of what it makes begins
    end: int  # where its left operand ends; of what is open, where its symbol stands


class Reading:
    """What is defined so far, and the stacks of the expression that is being read."""

    def __init__(self, source: str) -> None:
        self.source, self.lexer = source, Lexer(source)
        self.definitions: dict[str, Definition] = {}
        self.names: dict[str, tuple[int, int]] = {}
        self.defined: str | None = None  # by the definition that is being read, and its parameters
        self.parameters: tuple[str, ...] = ()
        self.operands: list[Any] = []
        self.frames: list[Frame] = []
        self.depth = 0  # of parentheses
        self.previous = ""  # the kind of the last token
        self.begin = self.end = 0  # where the last operand begins, where the last token ends

    def calls(self, name: str) -> Definition | Primitive | None:
        """The function that a name calls here, if any."""
        if name in self.parameters:
            return None
        if name in self.definitions:
            definition = self.definitions[name]
            return definition if definition.parameters else None
        row = FUNCTIONS.get(name)
        return row if row and row.least else None

    def fail(self, message: str, start: int, end: int, help: str | None = None) -> NoReturn:
        raise GradcliError(message, span=(start, end), source=self.source, help=help)

    def text(self, start: int, end: int) -> str:
        """A piece of the source, short enough for a message."""
        return brief(self.source[start:end])

    def group(self, at: int) -> str:
        """The parenthesis that opens at `at`, if one does."""
        match = re.compile(r"[^\S\n]*\((?:[^()]*\))?").match(self.source, at)
        return "" if match is None else self.text(at, match.end()) if match[0].endswith(")") else "(…)"

    def nothing_asked(self, begin: int) -> NoReturn:
        if not self.definitions:
            self.fail("empty expression", 0, 0)
        name, parameters = [*self.definitions.values()][-1][:2]
        text = self.text(begin, self.end)
        word = f"{name}={text.partition('=')[2].strip()}"
        self.fail(f"{text} defines {name} and asks nothing", begin, self.end,
                  f"add an expression, as in {text}; {name}({', '.join(parameters)})" if parameters else
                  f"bind with --at {word}" if re.fullmatch(r"[\w.=+-]+", word) else f'bind with --at "{word}"')

    def missing(self, kind: str, start: int, end: int) -> NoReturn:
        place = f"after {self.previous}"
        if kind not in ENDS:
            place = f"between {self.previous} and {kind}" if self.previous else f"before {kind}"
        self.fail(f"a number or a name is missing {place}", start, max(end, start + 1),
                  "an expression of several lines stands in parentheses" if kind == "newline" else None)

    def ambiguous(self, frame: Frame, kind: str, text: str, start: int, end: int) -> NoReturn:
        """1/2x: `frame` is the division, 2 the last operand, x the token."""
        above, below = self.text(frame.start, frame.end) + frame.symbol, self.text(self.begin, self.end)
        factor = (text if kind == "name" else "") + self.group(end if kind == "name" else start)
        self.fail("this product is ambiguous", frame.start, end,
                  f"write {above}({below}*{factor}) or ({above}{below})*{factor}")

    def check_number(self, text: str, end: int) -> None:
        """A name directly after a number: 1e, 1_ and 0x10 are no products."""
        number = self.source[self.begin:self.end]
        if _EXPONENT.fullmatch(text) or number == "0" and _RADIX.fullmatch(text):
            self.fail("this number is malformed", self.begin, end, f"for a product, write {number}*{text}")

    def apart(self, kind: str, text: str, start: int, end: int) -> NoReturn:
        left, right = self.text(self.begin, self.end), self.group(start) or self.text(start, end)
        if kind == self.previous == "number" and self.end == start:
            self.fail("this number is malformed", self.begin, end)
        help = f"did you mean {left}*{right}?" if kind in ("name", "number", "(") else None
        if self.previous == "name" and self.calls(self.operands[-1].name):
            help = f"did you mean {left}({right})?"
        self.fail(f"an operator is missing between {left} and {right}", start, end, help)

    def miscounted(self, frame: Frame, got: int, end: int) -> NoReturn:
        called, name = frame.row, self.source[frame.start:frame.end].strip()
        if isinstance(called, Definition):
            counts = [str(len(called.parameters or ()))]
        else:
            fixed = sorted(row.least for row in called.overloads if row.most is not None)
            counts = [str(least) for least in fixed]
            for least in (row.least for row in called.overloads if row.most is None):
                while least - 1 in fixed:
                    least -= 1
                counts = [*(str(count) for count in fixed if count < least), f"{least} or more"]
        self.fail(f"{name} takes {' or '.join(counts)} argument{'s' * (counts != ['1'])}, got {got}", frame.start, end)

    def no_function(self, name: str, span: tuple[int, int], at: int) -> NoReturn:
        if re.compile(rf"[;\n]\s*{re.escape(name)}\s*\([^()]*\)\s*=(?!=)").search(self.source, at):
            self.fail(f"{name} is used before it is defined", *span, "move its definition up")
        if re.compile(r"\([^()]*\)\s*=(?!=)").match(self.source, at):
            self.fail("the parameters of a definition are names", at, self.source.index(")", at) + 1, f"as in {name}(t) = …")
        value = name in self.parameters or name in self.definitions or name in FUNCTIONS
        near = [] if value else closest(name, [word for word in [*FUNCTIONS, *self.definitions] if self.calls(word)])
        group = self.group(at)
        self.fail(f"{name} is no function", *span, f"did you mean {near[0]}{group}?" if near else
                  f"define it first, as in {name}(s, t) = …" if "," in group else f"for a product, write {name}*{group}")


def misspelt(names: Iterable[str]) -> str | None:
    """What names that nothing binds were perhaps meant to be: a constant, or a call without its parentheses."""
    constants = [word for word, row in FUNCTIONS.items() if not row.least]
    meant = [f"{name[:-1]}({name[-1]})" if name[:-1] in FUNCTIONS and FUNCTIONS[name[:-1]].least else near
             for name in names for near in closest(name, constants, 1, 0.8) or [""]]
    return f"did you mean {' or '.join(filter(None, meant))}?" if any(meant) else None
