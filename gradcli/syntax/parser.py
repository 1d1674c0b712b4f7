"""Tokens to AST: definitions, then the expression in question.

    program    = { separator | definition separator } expression { separator }       separator = ";" | newline
    definition = NAME [ "(" NAME { "," NAME } ")" ] "=" expression
    expression = operand { infix operand | postfix | "if" expression "else" operand }
    operand    = prefix operand | NUMBER | NAME | NAME "(" expression { "," expression } ")" | "(" expression ")"
               | ( "sum" | "prod" ) "(" expression "," NAME "," expression "," expression ")"
               | "|" expression "|" | "√" operand | textbook notation (textbook.py)

The last definition is the question where no expression follows it and its right side holds a variable: y = 3*x**2.
Inside parentheses a newline is white space. A number, ")" or superscript directly before a NAME, "(", "|" or "√" is a
product, and so is a NAME, a blank and a call. It binds like the written one, and is refused where an operator that is as
strong stands before it (1/2x), or where it may belong to an exponent (e^-2x). The parser resolves
the names of calls; the lowering, which has the bindings, resolves all others.
"""

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from gradcli import DEBUG
from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.lazy import LazyModule
from gradcli.syntax.expression import Expression
from gradcli.syntax.lexer import ENDS, WORDS, Tokens, normalize_name
from gradcli.syntax.nodes import Code, Comparisons, Definition, Entry, Program, walk
from gradcli.syntax.scope import Scope

if TYPE_CHECKING:
    from gradcli.syntax import diagnostics
else:
    diagnostics = LazyModule("gradcli.syntax.diagnostics")

EQUALS = "=="


def parse(source: str) -> Program:
    """Parse a text, of the language or in LaTeX. Raises GradcliError with the place of the first mistake."""
    if is_latex(source):
        from gradcli.syntax.tex.reader import read

        return read(source)
    parser = _Parser(source)
    if DEBUG:
        from gradcli.debug import show

        show("tokens", "lexer", " ".join(parser.texts).replace("\n", "\\n"))
    program = parser.program()
    if DEBUG:
        show("ast", "parse", program)
    return program


def is_latex(source: str) -> bool:
    """Return whether a text is LaTeX: it has what the language has only in comments."""
    if "\\" not in source and "{" not in source and "$" not in source:
        return False
    plain = re.sub(r"\#[^\n]*", "", source).strip()
    return "\\" in plain or "^{" in plain or "_{" in plain or len(plain) > 1 and plain[0] == plain[-1] == "$"


def parse_equation(source: str, latex: Program | None = None) -> Program:
    """Parse a text whose last part is an equation, A = B, as the comparison A == B; one without a sign is A == 0.

    `latex` is how a text in LaTeX was read, in which = is a comparison. Raises GradcliError as `parse`, and where no side
    can be told from the other.
    """
    parser = _Parser(source)
    equals = [] if latex else parser.equals_signs()
    for at in equals:
        parser.texts[at] = EQUALS
    program = latex or (parser.program() if equals else parse(source))
    row = OPERATORS[EQUALS]
    if program.code[-1][0] is row:
        return program
    if equals or isinstance(program.code[-1][0], Comparisons):
        end = parser.ends[equals[-1]] if equals else len(source)
        span = (end - 1, end) if equals else (0, end)
        raise parser.tokens.error("an equation has two sides and one = between them", *span, "put a side in parentheses")
    return program._replace(code=[*program.code, (0, 0, None), (row, 2, None)])


class _Parser:
    """The productions above expressions; `at` is the index of a token."""

    def __init__(self, source: str) -> None:
        self.tokens, self.scope = Tokens(source), Scope()
        self.texts, self.ends = self.tokens.texts, self.tokens.ends

    def program(self) -> Program:
        """Read the whole text."""
        code: Code | None = None
        first, end, at = 0, 0, self.skip(0)
        while self.texts[at]:
            if code is not None:
                raise self.tokens.error("every part before the last must be a definition", self.tokens.start(first),
                                        self.ends[end - 1], "an expression of several lines stands in parentheses")
            body = self.head(at)
            if body:
                end = self.definition(at, body)
            else:
                first, (code, end) = at, self.expression(at)
            at = self.skip(end)
        if code is None:
            code = self.last_definition()
        return Program(self.tokens.source, tuple(self.scope.definitions.values()), code, self.scope.names, self.scope.folds)

    def equals_signs(self) -> list[int]:
        """Return the tokens = of the last part, outside of parentheses."""
        found, depth = list[int](), 0
        for at, text in enumerate(self.texts):
            depth += (text == "(") - (text == ")")
            if text in ENDS and self.texts[self.skip(at)]:
                found = []
            elif text == "=" and not depth:
                found.append(at)
        return found

    def last_definition(self) -> Code:
        """Take the right side of the last definition for the question, its parameters for variables.

        Raises GradcliError where it holds no variable, or where a parameter has another meaning outside of it.
        """
        scope, varies = self.scope, dict[str, bool]()
        for name, definition in scope.definitions.items():
            varies[name] = any(self.is_variable(entry, definition.parameters or (), varies)
                               for entry in walk(definition.code))
        if not varies or not varies[name]:
            raise diagnostics.no_expression(self.tokens, scope)
        del scope.definitions[name]
        parameters = set(definition.parameters or ())
        if parameters & (scope.definitions.keys() | FUNCTIONS.keys() - FUNCTIONS.called):
            scope.definitions[name] = definition
            raise diagnostics.no_expression(self.tokens, scope)
        for head, _, span in walk(definition.code):
            if head in parameters and isinstance(head, str) and span is not None:
                scope.names.setdefault(head, span)
        scope.names = dict(sorted(scope.names.items(), key=lambda item: item[1]))
        return definition.code

    def is_variable(self, entry: Entry, parameters: Collection[str], varies: Mapping[str, bool]) -> bool:
        """Return whether an entry of a definition is a variable, or a definition that holds one."""
        head = entry[0]
        if isinstance(head, Definition):
            return varies[head.name]
        if not isinstance(head, str):
            return False
        if head in parameters:
            return True
        row = FUNCTIONS.alone(head)
        return varies[head] if head in varies else row is None or row.least > 0

    def skip(self, at: int) -> int:
        """Return where the separators from `at` on end."""
        while self.texts[at] in ("\n", ";"):
            at += 1
        return at

    def head(self, at: int) -> int | None:
        """Return where the body begins if a definition starts at token `at`, else None."""
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
        """Read the definition at `at`; return the separator after it."""
        scope = self.scope
        name, *parameters = [normalize_name(text) for text in self.texts[at:body] if text.isidentifier()]
        self.check_head(name, parameters, at, body)
        scope.defined, scope.parameters = name, frozenset(parameters)
        code, after = self.expression(body)
        scope.defined, scope.parameters = None, frozenset()
        span = self.tokens.start(at), self.ends[after - 1]
        scope.definitions[name] = Definition(name, tuple(parameters) or None, code, span)
        return after

    def check_head(self, name: str, parameters: list[str], at: int, body: int) -> None:
        """Raise GradcliError where these names cannot be defined."""
        row, begin, body_at, fail = FUNCTIONS.alone(name), self.tokens.start(at), self.ends[body - 1], self.tokens.error
        for word in (name, *parameters):
            if word in WORDS:
                raise fail(f"`{word}` is a reserved word", begin, body_at, "choose another name")
        if row is not None and row.least and parameters:
            raise fail(f"{name} is a function of the language", begin, self.ends[at], "choose another name")
        if name in self.scope.definitions:
            raise fail(f"{name} is defined twice", begin, self.ends[at], "choose another name")
        if name in self.scope.names:
            raise fail(f"{name} is used before it is defined", *self.scope.names[name], "move its definition up")
        if len(set(parameters)) < len(parameters):
            raise fail(f"two parameters of {name} have the same name", begin, body_at)

    def expression(self, first: int) -> tuple[Code, int]:
        """Read the expression at token `first`; return its code and the separator after it."""
        expression = Expression(self.tokens, self.scope)
        end = expression.read(first)
        return expression.code, end
