"""What the commands of LaTeX stand for: the rows by their notation, the names by their letters."""

import unicodedata
from functools import cache

from gradcli.core.primitive import FUNCTIONS, OPERATORS, Primitive, rows
from gradcli.ops import MUL
from gradcli.syntax.latex import GREEK

INFIX = {tex: OPERATORS[symbol] for tex, symbol in {
    "+": "+", "-": "-", "\\cdot": "*", "/": "/", "\\div": "/", "\\bmod": "%", "<": "<", ">": ">", "=": "==",
    "\\le": "<=", "\\ge": ">=", "\\ne": "!=", "\\land": "and", "\\lor": "or"}.items()}
PREFIX = {tex: OPERATORS[f"prefix {symbol}"] for tex, symbol in {"+": "+", "-": "-", "\\lnot": "not"}.items()}
VARIANTS = frozenset(["varepsilon", "vartheta", "varrho", "varsigma", "varpi", "varkappa", "varphi"])
STYLES = frozenset("\\" + word for word in "mathrm mathit mathsf operatorname text textrm textit".split())
CLOSERS = {"(": ")", "[": "]", "{": "}", "\\lbrace": "\\rbrace", "|": "|", "\\lvert": "\\rvert", "\\lfloor": "\\rfloor",
           "\\lceil": "\\rceil"}
PRODUCT = MUL.syntax.left if MUL.syntax else 0  # the power of a product, also of one without a sign
OPENING, CLOSING = frozenset([*"([{", "\\lbrace", "\\begin"]), frozenset([*")]}", "\\rbrace", "\\end"])
RELATIONS = frozenset(["<", ">", "\\le", "\\ge", "\\ne", "\\land", "\\lor"])
DIGITS = frozenset("0123456789")
BRACKETS = ("(", "[", "\\lbrace")  # of arguments
FOLDS = {"\\sum": "sum", "\\prod": "prod"}
OTHERWISE = frozenset(["otherwise", "else", "sonst", "elsewhere"])
CHOOSE = "\\choose"  # stands between its arguments
CONDITIONS = frozenset(["if", "for", "when", "falls", ""])


@cache
def templates() -> dict[str, Primitive]:
    """Return the rows by their notation in LaTeX."""
    return {row.notation.latex: row for row in rows() if row.notation.latex}


def function(word: str) -> Primitive | None:
    """Return the function of a word, as sin of \\sin and \\operatorname{sin}, also by its name in other notations."""
    row = FUNCTIONS.get(word)
    if row is not None:
        return row if row.least else None
    foreign = (row for row in rows() if word in row.notation.foreign_names and row.syntax is None)
    return next(foreign, None)


def macro(command: str) -> Primitive | None:
    """Return the function of a command that stands before its arguments: \\sin, \\Gamma, \\varphi."""
    return templates().get(command) or (None if command[1:] in GREEK or command == CHOOSE else function(command[1:]))


def is_letter(command: str) -> bool:
    """Return whether a command is a Greek letter, which is a function only before a bracket."""
    return command[1:] in GREEK or command[1:] in VARIANTS


def letter_name(command: str) -> str:
    """Return the name of a Greek letter: theta, or γ where the language has a function of that name everywhere."""
    name = command[1:]
    if name in FUNCTIONS and name not in FUNCTIONS.called and FUNCTIONS[name].least:
        spelt = name.replace("lambda", "lamda").upper()
        return unicodedata.lookup(f"GREEK {'SMALL' if name.islower() else 'CAPITAL'} LETTER {spelt}")
    return name


def begins_call(text: str) -> bool:
    """Return whether a token is the name of a function, but for Greek letters."""
    return text == "\\operatorname" or text[:1] == "\\" and not is_letter(text) and macro(text) is not None
