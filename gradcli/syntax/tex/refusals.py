"""What is not read of LaTeX: errors with the place, and both readings where there are two. Correct texts make none."""

import re
from typing import TYPE_CHECKING

from gradcli.core.primitive import FUNCTIONS, Primitive
from gradcli.errors import GradcliError, brief, closest
from gradcli.ops import NEG
from gradcli.syntax import hints
from gradcli.syntax.latex import CALLED
from gradcli.syntax.nodes import Code
from gradcli.syntax.tex.words import DIGITS, INFIX, STYLES, begins_call, is_letter

if TYPE_CHECKING:
    from gradcli.syntax.tex.reader import Reader

FAR = 60  # tokens in which the end of a short group is looked for
COMMAND = "the command says what to differentiate: gradcli nth EXPR -n 1 --wrt x"
_DEGREES = "for degrees, write \\frac{\\pi}{180}"
_INTEGRAL = "integrals are not computed"
_MEANT = {
    "\\int": _INTEGRAL, "\\iint": _INTEGRAL, "\\oint": _INTEGRAL, "\\lim": "taylor expands around a point",
    "\\partial": COMMAND, "\\nabla": COMMAND, "'": COMMAND, "\\circ": _DEGREES, "\\degree": _DEGREES, "\\mp": "write + or -",
    "\\pm": "an uncertainty goes with --at, as in --at x=3±0.1", "\\over": "write \\frac{a}{b}",
    "\\choose": "write \\binom{n}{k}",
    "\\in": None, "\\to": None, "\\%": "write \\frac{x}{100}",
    **dict.fromkeys((f"\\{word}" for word in "vec hat bar dot ddot tilde mathbf boldsymbol mathbb mathcal overline".split()),
                    "write the letter alone, or \\mathrm{a\\_word}"),
    "\\lVert": "write |x|", "\\mid": "write |x|", "\\approx": "write =", "\\equiv": "write =",
    "&": "& stands in cases alone", "\\\\": "a formula has one line; \\\\ stands in cases alone",
    ",": "a decimal point is a dot",
    ";": "a formula in LaTeX has no definitions"}

_SIDES = re.compile(r"\\(?:left|right)(?![A-Za-z])\s*")


def piece(reader: "Reader", begin: int, end: int) -> str:
    """Return the text of a range of characters for a message, without \\left and \\right, of which one may be outside."""
    return brief(_SIDES.sub("", reader.tokens.source[begin:end]).strip())


def following(reader: "Reader", at: int) -> tuple[str, int]:
    """Return the text of the factor that begins at token `at`, for a message, and where it ends."""
    tokens, depth, last = reader.tokens, 0, at
    for i in range(at, min(at + FAR, len(tokens.texts) - 1)):
        text = tokens.texts[i]
        depth += (text in ("(", "[", "{", "\\lbrace")) - (text in (")", "]", "}", "\\rbrace"))
        last = i
        if tokens.texts[i + 1] == "(" and tokens.texts[at].startswith("\\") and "(" not in tokens.texts[at:i + 1]:
            continue  # the argument of \\log_2
        if depth <= 0 and (tokens.texts[i + 1] not in ("^", "_", "{") and text not in ("^", "_", "\\frac", *STYLES)):
            break
    return piece(reader, tokens.starts[at], tokens.ends[last]), tokens.ends[last]


def ambiguous(reader: "Reader", start: int, end: int, *readings: str) -> GradcliError:
    """Return the error of a text with two readings."""
    return reader.tokens.error(f"{piece(reader, start, end)} is ambiguous", start, end, f"write {' or '.join(readings)}")


def here(reader: "Reader", message: str, help: str | None = None) -> GradcliError:
    """Return the error of the next token."""
    return reader.tokens.error(message, reader.start, reader.tokens.ends[reader.at], help)


def missing_operand(reader: "Reader") -> GradcliError:
    """Return the error of a token that begins no operand."""
    text = reader.next
    shown = piece(reader, reader.start, reader.tokens.ends[reader.at])
    if text in _MEANT and (text != "," or not reader.open):
        return here(reader, f"{shown} is not read here", _MEANT[text])
    if text[:1] == "\\" and len(text) > 2 and text not in INFIX:
        near = closest(text[1:], [*FUNCTIONS, *"frac sqrt cdot sum prod operatorname left right infty".split()])
        return here(reader, f"{shown} is not read", f"did you mean \\{near[0]}?" if near else None)
    before = reader.texts[reader.at - 1] if reader.at else ""
    place = f"after {before}" if not text else f"before {shown}" if not before else f"between {before} and {shown}"
    return here(reader, f"a number or a name is missing {place}" if reader.texts[0] else "empty expression")


def rest(reader: "Reader") -> GradcliError:
    """Return the error of a token after a whole expression."""
    text = reader.next
    if text in (")", "]", "}", "\\rbrace", "\\rvert", "\\rfloor", "\\rceil"):
        return here(reader, f"this {text} was never opened")
    if text == "^":
        return here(reader, "a second ^ without braces", "write a^{b^{c}}")
    if text in (",", "&", "\\\\"):
        return here(reader, f"{text} separates nothing here", _MEANT[text])
    return missing_operand(reader)


def unexpected(reader: "Reader", expected: str) -> GradcliError:
    """Return the error of a token other than the expected one."""
    return here(reader, f"{expected} is missing before {reader.next or 'the end'}")


def unclosed(reader: "Reader", start: int, opening: str) -> GradcliError:
    """Return the error of a group that the next token does not close."""
    if reader.next and reader.next not in (")", "]", "}", "\\rbrace", "\\rvert", "\\end", "&"):
        return rest(reader)
    return reader.tokens.error(f"this {opening} is never closed", start, start + len(opening))


def digits(reader: "Reader", before: str) -> GradcliError:
    """Return the error of a number without braces, of which TeX takes the first digit."""
    text = reader.next
    first, others = text[0], text[1:]
    start, end = reader.tokens.starts[reader.at - 1], reader.tokens.ends[reader.at]
    return reader.tokens.error(f"{before}{text} is {before}{first} followed by {others}", start, end,
                               f"write {before}{{{text}}}")


def argument(reader: "Reader", before: str) -> GradcliError:
    """Return the error of a token that is not an argument."""
    text = reader.next
    if text in ("-", "+") and before in ("^", "_"):
        return here(reader, f"{before}{text} takes the sign alone", f"write {before}{{{text}…}}")
    if text in ("'", "\\circ", "\\degree"):
        return here(reader, f"{text} is not read here", _MEANT[text])
    return here(reader, f"the argument of {before} is missing", f"write {before}{{…}}")


def letters(reader: "Reader") -> GradcliError:
    """Return the error of a token that cannot be part of a name."""
    if not reader.next:
        return here(reader, "these braces are never closed")
    return here(reader, f"{reader.next} cannot be part of a name", "a name has letters and digits")


def check_number(reader: "Reader") -> None:
    """Raise GradcliError where the number just read runs into what follows: 1,000 and 1.5e-3."""
    tokens, at = reader.tokens, reader.at
    source, end = tokens.source, reader.end
    if match := re.compile(r"(?:\{,\}|,)(\d{3})(?!\d)").match(source, end):
        text = source[tokens.starts[at - 1]:match.end()]
        if not reader.open or "{" in text:
            raise tokens.error("a number has no commas", tokens.starts[at - 1], match.end(),
                               f"write {re.sub('[{},]', '', text)}")
    if match := re.compile(r"[eE]([+-]?\d+)").match(source, end):
        number = tokens.texts[at - 1]
        raise ambiguous(reader, tokens.starts[at - 1], match.end(), f"{number} \\cdot 10^{{{match[1].lstrip('+')}}}",
                        f"{number} e {match[1]}")


def check_factor(reader: "Reader", start: int) -> None:
    """Raise GradcliError where the factor that begins here may be something else: x2, and f(x)."""
    text, before = reader.next, reader.texts[reader.at - 1]
    if text[0] in DIGITS:
        left, number = piece(reader, max(start, reader.end - 30), reader.end), text
        raise here(reader, f"a sign is missing between {left} and {number}", f"write {left} \\cdot {number}")
    applied = reader.texts[reader.at + 2:reader.at + 3] in ([")"], [","]) and (
        reader.texts[reader.at + 1].isalpha() or is_letter(reader.texts[reader.at + 1]))
    if text in ("(", "[") and (before in CALLED or applied and (before.isalpha() or is_letter(before))):
        group, end = following(reader, reader.at)
        pdf = " or \\varphi" + group if before == "\\phi" else ""
        raise reader.tokens.error(f"{before} is not a function", reader.tokens.starts[reader.at - 1], end,
                                  f"for a product, write {before} \\cdot {group}{pdf}")


def quotient(reader: "Reader", start: int) -> GradcliError:
    """Return the error of 1/2x: a quotient, and a factor that begins here."""
    at = reader.at
    text = piece(reader, start, reader.end)
    sign = max(("/", "÷", "\\div", "\\bmod"), key=text.rfind)
    head, slash, last = text.rpartition(sign)
    factor, end = following(reader, at)
    blank = " " if sign[0] == "\\" else ""
    return ambiguous(reader, start, end, f"{head}{slash}{blank}({last.strip()} {factor})",
                     f"({head}{slash}{last.rstrip()}) {factor}")


def check_script(reader: "Reader", first: int, kind: str, raised: bool) -> None:
    """Raise GradcliError where ^, !, _ or ' may not follow the atom that began at token `first`.

    `raised`: it has a power already.
    """
    tokens, text, start = reader.tokens, reader.next, reader.tokens.starts[first]
    if text == "'" or text == "^" and reader.texts[reader.at + 1] in ("'", "\\circ", "\\degree"):
        sign = reader.texts[reader.at + (text == "^")]
        raise here(reader, "a prime is not read" if sign == "'" else "degrees are not read", _MEANT[sign])
    if text == "_":
        atom = piece(reader, start, reader.end).partition("^")[0]
        help = f"write {atom}_{{…}}^{{…}}" if raised else None
        raise here(reader, "an index stands directly after its name", help)
    if kind in ("call", "bare call"):
        raise _power_of_call(reader, start, piece(reader, start, reader.end))
    if raised and text == "^" and reader.texts[reader.at - 1] != "!":
        raise here(reader, "two powers follow one another", "write a^{b^{c}} or (a^{b})^{c}")
    if text == "!" and reader.texts[reader.at - 1] == "!":
        raise ambiguous(reader, start, tokens.ends[reader.at], f"({piece(reader, start, reader.end)})!")
    if text == "^" and kind == "name" and reader.texts[reader.at + 1:reader.at + 3] == ["{", "("] and reader.texts[
            reader.at + 4:reader.at + 6] == [")", "}"]:
        number, atom = reader.texts[reader.at + 3], piece(reader, start, reader.end)
        raise here(reader, f"{atom}^{{({number})}} may be a derivative",
                   f"for a power, write {atom}^{{{number}}}; {COMMAND}")


def _power_of_call(reader: "Reader", start: int, atom: str) -> GradcliError:
    """Return the error of sin(x)^2 and sin(x)!, where `atom` is the call."""
    found = re.match(r"\\?[A-Za-z]+(?:\{[^{}]*\})?(?:_(?:\{[^{}]*\}|.))?(\^(?:\{[^{}]*\}|.))?", atom)
    head = found[0] if found else ""
    argument = atom[len(head):].strip()
    for opening, closing in (("(", ")"), ("\\left(", "\\right)")):
        if argument.startswith(opening) and argument.endswith(closing):
            argument = argument[len(opening):-len(closing)]
    end, script, whole = reader.tokens.ends[reader.at], "!", f"({atom})!"
    if reader.next == "^":
        power, end = following(reader, reader.at + 1)
        script = f"^{power}" if power[:1] == "{" else f"^{{{power}}}"
        whole = f"({atom}){script}" if is_letter(head) or found and found[1] else f"{head}{script}({argument})"
    base = argument if re.fullmatch(r"\w|\\[a-z]+", argument) else f"({argument})"
    return ambiguous(reader, start, end, whole, f"{head}({base}{script})")


def check_fraction(reader: "Reader", start: int) -> None:
    r"""Raise GradcliError for \frac{d}{dx}, which is not a quotient."""
    texts, at = reader.texts, reader.at
    letters = [text for text in texts[at:at + 16] if text not in STYLES]
    head = "".join(letters)
    if re.match(r"\{(d|\\partial|\{d\})(\^.|\^\{.*?\})?[^{+\-}]*\}\{(\1)[^{+\-}]", head):
        end = reader.tokens.ends[min(at + 5, len(texts) - 1)]
        raise reader.tokens.error("a derivative is not read", start, end, COMMAND)


def check_greek(reader: "Reader", row: Primitive | None) -> None:
    """Raise GradcliError for a power of a Greek letter before a bracket: of the function, or of a variable."""
    if row is None or reader.texts[reader.at + 1] != "^":
        return
    begin = reader.start
    power, end = following(reader, reader.at + 2)
    at = next((i for i in range(reader.at, min(reader.at + FAR, len(reader.texts))) if reader.tokens.starts[i] >= end), None)
    if at is not None and reader.texts[at] in ("(", "["):
        group, last = following(reader, at)
        letter = reader.next
        raise ambiguous(reader, begin, last, f"({letter}{group})^{power}", f"{letter}^{power} \\cdot {group}")


def check_word(reader: "Reader", word: str, start: int) -> None:
    """Raise GradcliError for a word before a bracket, which is not a function."""
    if reader.next in ("(", "["):
        near = closest(word, [name for name in FUNCTIONS if FUNCTIONS[name].least])
        group, _ = following(reader, reader.at)
        text = piece(reader, start, reader.end)
        raise reader.tokens.error(f"{word or 'this'} is not a function", start, reader.end,
                                  f"did you mean \\operatorname{{{near[0]}}}{group}?" if near else
                                  f"for a product, write {text} \\cdot {group}")


def script_of_function(reader: "Reader", command: str) -> GradcliError:
    """Return the error of an index of a function, or of a second power."""
    return here(reader, f"{command} has no index" if reader.next == "_" else "two powers follow one another")


def check_exponent(reader: "Reader", command: str, row: Primitive, code: Code, start: int) -> tuple[Primitive, Code]:
    """Return the function and the power that are meant by a function with an exponent: sin^2 and sin^{-1}."""
    if len(code) == 2 and code[1][0] is NEG or len(code) == 1 and isinstance(code[0][0], int) and code[0][0] < 0:
        if code[0][0] == 1 and row.laws.inverse is not None and row.least == 1:
            return row.laws.inverse, []
        inverse = next((each for each in FUNCTIONS.values() if each.laws.inverse is row), None)
        if code[0][0] == 1 and inverse is not None:
            return inverse, []
        group, end = following(reader, reader.at)
        power = f"^{{{code[0][0]}}}" if code[0][0] != 1 else ""
        text = piece(reader, start, reader.end)
        raise reader.tokens.error(f"{text} is neither a power nor an inverse here", start, reader.end,
                                  f"write \\frac{{1}}{{{command}{power}{group}}}")
    return row, code


def arity(reader: "Reader", row: Primitive, count: int, start: int) -> GradcliError:
    """Return the error of a call with so many arguments."""
    name = piece(reader, start, reader.end).partition("(")[0]
    return reader.tokens.error(f"{name} takes {hints.count_arguments(row)}, got {count}", start, reader.end)


def missing_argument(reader: "Reader", command: str, start: int) -> GradcliError:
    """Return the error of a function that nothing follows, or a sign."""
    help = f"write {command}({reader.next}…)" if reader.next in ("-", "+") else f"write {command}(x)"
    return reader.tokens.error(f"the argument of {command} is missing", start, reader.tokens.ends[reader.at], help)


def check_argument(reader: "Reader", start: int, begin: int) -> None:
    """Raise GradcliError where what follows may belong to the argument without brackets, which began at `begin`."""
    text, at = reader.next, reader.at
    product = text in ("\\cdot", "/", "\\div", "\\bmod") and not begins_call(reader.texts[at + 1])
    if not (product or text == "!" or reader.starts_factor() and not begins_call(text)):
        return
    head, inner = piece(reader, start, begin), piece(reader, begin, reader.end)
    if text == "!":
        raise ambiguous(reader, start, reader.tokens.ends[at], f"({head}({inner}))!", f"{head}({inner}!)")
    factor, end = following(reader, at + product)
    sign = " " if not product else text if text == "/" else f" {text} "
    raise ambiguous(reader, start, end, f"{head}({inner}{sign}{factor})", f"{head}({inner}){sign}{factor}")


def indexed(reader: "Reader", name: str, index: str) -> GradcliError:
    """Return the error of x_i within a sum over i: there are no vectors."""
    start = reader.tokens.starts[reader.at - 3] if reader.end - reader.tokens.starts[reader.at - 3] < FAR else reader.end - 1
    return reader.tokens.error(f"{name}_{index} would be one number for each {index}", start, reader.end,
                               f"a sum has {index} as a number, as in {index} {name}")


def bounds(reader: "Reader", name: str, start: int) -> GradcliError:
    """Return the error of a sum without both bounds."""
    return reader.tokens.error(f"the bounds of this {name} are missing", start, reader.tokens.ends[reader.at],
                               f"write \\{name}_{{i=1}}^{{n}}")


def check_body(reader: "Reader", start: int, begin: int) -> None:
    """Raise GradcliError where a sign follows the body of a sum, which began at `begin`: it may belong to it."""
    if reader.next not in ("+", "-"):
        return
    body = piece(reader, begin, reader.end)
    if not (body.startswith("(") and body.endswith(")")):
        rest, end = following(reader, reader.at + 1)
        head = piece(reader, start, begin)
        sign = f" {reader.next} {rest}"
        raise ambiguous(reader, start, end, f"{head} ({body}{sign})", f"({head} {body}){sign}")
