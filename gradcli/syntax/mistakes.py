"""The state of a parse, and what is said where the text is wrong. Nothing but `calls` runs for a text that is right."""

import re
from collections.abc import Collection
from itertools import pairwise
from typing import Any, NoReturn

from gradcli.core.primitive import FUNCTIONS, Primitive, rows
from gradcli.errors import GradcliError, brief, closest
from gradcli.syntax.lexer import ENDS, kind, stray, tokens, unreadable
from gradcli.syntax.nodes import Code, Definition, Span

OPEN = -1  # the power of what only its own end closes
_EXPONENT = re.compile("[eE_][0-9_]*")
_RADIX = re.compile("[xXoObB][0-9a-fA-F_]*")

# An operator that waits for its last operand, or what is open: a parenthesis, a call, an `if`, the whole text. Its power: it
# is applied before an operator that binds weaker. The row, or what is called. Where the text of what it makes begins. The
# number of its token; the one of the whole text is the last, which is empty.
Frame = tuple[int, Any, int, int]


class Reading:
    """What is defined so far, and the stacks of the expression that is being read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.texts, self.ends = tokens(source)
        self.definitions: dict[str, Definition] = {}
        self.names: dict[str, tuple[int, int]] = {}
        self.defined: str | None = None  # by the definition that is being read, and its parameters
        self.parameters: Collection[str] = ()
        self.code: Code = []
        # The entries of the names and numbers that this expression has had, as they were spelt; each with its first place.
        self.known: dict[str, tuple[Any, int, Span]] = {}
        self.frames: list[Frame] = []
        self.counts: list[int] = []  # of each open call, the commas
        self.begin = 0  # where the last operand begins

    def start(self, at: int) -> int:
        """Where a token starts."""
        return self.ends[at] - len(self.texts[at])

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

    def factor(self, at: int) -> str:
        """The operand that begins at token `at`, numbers before it and a call's arguments included."""
        start = self.start(at)
        while kind(self.texts[at]) == "number" and kind(self.texts[at + 1]) in ("name", "("):
            at += 1
        called = self.texts[at].isidentifier() and self.calls(self.texts[at])
        end = self.start(at) if self.texts[at] == "(" else self.ends[at]
        group = self.group(end) if called or self.texts[at] == "(" else ""
        return self.text(start, end) + (group or "(...)" * bool(called))

    def nothing_asked(self) -> NoReturn:
        if not self.definitions:
            self.fail("empty expression", 0, 0)
        name, parameters, _, span = [*self.definitions.values()][-1]
        begin, end = span or (0, 0)
        text = self.text(begin, end)
        word = f"{name}={text.partition('=')[2].strip()}"
        self.fail(f"{text} defines {name} and asks nothing", begin, end,
                  f"add an expression, as in {text}; {name}({', '.join(parameters)})" if parameters else
                  f"bind with --at {word}" if re.fullmatch(r"[\w.=+-]+", word) else f'bind with --at "{word}"')

    def check_script(self, name: str, start: int) -> None:
        """A name, in whose parts no letters are mixed that cannot be told apart."""
        at = stray(name)
        if at is not None:
            raise unreadable(self.source, start + at)

    def missing(self, at: int) -> NoReturn:
        """Token `at` is no operand, and one is wanted."""
        text, previous, start = self.texts[at], self.texts[at - 1], self.start(at)
        if kind(text) is None:
            raise unreadable(self.source, start)
        place = f"after {previous}"
        if text not in ENDS:
            place = f"before {text}" if previous in ENDS else f"between {previous} and {text}"
        self.fail(f"a number or a name is missing {place}", start, max(self.ends[at], start + 1),
                  "an expression of several lines stands in parentheses" if text == "\n" else None)

    def ambiguous(self, frame: Frame, at: int) -> NoReturn:
        """1/2x: `frame` is the division, 2 the last operand, x token `at`."""
        _, _, begin, symbol = frame
        text, start, end = self.texts[at], self.start(at), self.ends[at]
        above, below = self.text(begin, self.ends[symbol]), self.text(self.begin, self.ends[at - 1])
        factor = (text if text != "(" else "") + self.group(end if text != "(" else start)
        self.fail("this product is ambiguous", begin, end,
                  f"write {above}({below}*{factor}) or ({above}{below})*{factor}")

    def check_number(self, at: int) -> None:
        """A name directly after a number: 1e, 1_ and 0x10 are no products."""
        number, text = self.texts[at - 1], self.texts[at]
        if _EXPONENT.fullmatch(text) or number == "0" and _RADIX.fullmatch(text):
            self.fail("this number is malformed", self.begin, self.ends[at], f"for a product, write {number}*{text}")

    def apart(self, at: int) -> NoReturn:
        """Token `at` follows an operand, and is neither an operator nor a factor."""
        text, start, end, before = self.texts[at], self.start(at), self.ends[at], self.ends[at - 1]
        what, previous = kind(text), kind(self.texts[at - 1])
        if what is None:
            raise unreadable(self.source, start)
        left, right = self.text(self.begin, before), self.factor(at)
        if what == previous == "number" and before == start:
            self.fail("this number is malformed", self.begin, end)
        help = f"did you mean {left}*{right}?" if what in ("name", "number", "(") else None
        if previous == "name" and self.calls(self.code[-1][0]):
            help = f"did you mean {left}({right})?"
        self.fail(f"an operator is missing between {left} and {right}", start, end, help)

    def miscounted(self, frame: Frame, got: int, end: int) -> NoReturn:
        _, called, start, opened = frame
        name = self.source[start:self.start(opened)].strip()
        if isinstance(called, Definition):
            counts = [str(len(called.parameters or ()))]
        else:
            fixed = sorted(row.least for row in called.overloads if row.most is not None)
            counts = [str(least) for least in fixed]
            for least in (row.least for row in called.overloads if row.most is None):
                while least - 1 in fixed:
                    least -= 1
                counts = [*(str(count) for count in fixed if count < least), f"{least} or more"]
        self.fail(f"{name} takes {' or '.join(counts)} argument{'s' * (counts != ['1'])}, got {got}", start, end)

    def no_function(self, name: str, opened: int) -> NoReturn:
        """The name before the parenthesis that is token `opened` calls nothing."""
        span, at = (self.start(opened - 1), self.ends[opened - 1]), self.start(opened)
        if re.compile(rf"[;\n]\s*{re.escape(name)}\s*\([^()]*\)\s*=(?!=)").search(self.source, at):
            self.fail(f"{name} is used before it is defined", *span, "move its definition up")
        if re.compile(r"\([^()]*\)\s*=(?!=)").match(self.source, at):
            self.fail("the parameters of a definition are names", at, self.source.index(")", at) + 1, f"as in {name}(t) = …")
        group, variable = self.group(at), self.variable(name)
        meant = [] if variable else [row.name for row in rows() if name in row.elsewhere] or self.products(name) \
            or closest(name, [word for word in [*FUNCTIONS, *self.definitions] if self.calls(word)])
        self.fail(f"{name} is no function", *span, f"did you mean {meant[0]}{group}?" if meant else
                  f"define it first, as in {name}(s, t) = …" if "," in group else
                  f"for a product, write {name}*{group}" if variable else
                  "gradcli functions lists them; a product needs its *")

    def variable(self, name: str) -> bool:
        """Whether a name is likely to stand for a number: it does, is a letter, or is somewhere without a parenthesis."""
        return not self.calls(name) and (
            len(name) == 1 or name in self.parameters or name in self.definitions or name in FUNCTIONS
            or any(text == name and after != "(" for text, after in pairwise(self.texts)))

    def products(self, name: str) -> list[str]:
        """What xsin is: a variable times a function."""
        return [f"{name[:i]}*{name[i:]}" for i in range(1, len(name)) if self.calls(name[i:]) and self.variable(name[:i])]


def misspelt(names: Collection[str], given: Collection[str]) -> str | None:
    """What those `names` that are not `given` were perhaps meant to be.

    A call without parentheses, a product of what is given, or a slip of what is given and not used, or of a constant.
    """
    constants = [word for word, row in FUNCTIONS.items() if not row.least]
    unused = [name for name in given if name not in names]
    factors = re.compile("|".join(map(re.escape, sorted([*given, *constants], key=len, reverse=True))))
    meant: list[str] = []
    for name in (name for name in names if name not in given):
        if name[:-1] in FUNCTIONS and FUNCTIONS[name[:-1]].least:
            meant.append(f"{name[:-1]}({name[-1]})")
        elif not factors.sub("", name):
            meant.append("*".join(factors.findall(name)))
        else:
            meant += closest(name, unused, 1) or closest(name, constants, 1, 0.8)
    return f"did you mean {' or '.join(meant)}?" if meant else None


def powered(name: str, span: Span, source: str) -> str | None:
    """What sin^2(x) was meant to be."""
    match = re.compile(r"\s*(?:\*\*|\^)\s*(\w+)\s*(\([^()]*\))").match(source, span[1]) if span else None
    return f"for its power, write {name}{brief(match[2])}**{match[1]}" if match else None
