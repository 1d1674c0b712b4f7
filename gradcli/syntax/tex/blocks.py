"""What has a form of its own in LaTeX: fractions, binomials, roots, sums and products over an index, cases, equations."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from gradcli.core.trampoline import Work
from gradcli.ops import ADD, DIV, POW, SELECT
from gradcli.syntax.folds import check_bounds
from gradcli.syntax.nodes import Code, Fold
from gradcli.syntax.tex import refusals
from gradcli.syntax.tex.words import (
    CLOSING,
    CONDITIONS,
    FOLDS,
    OPENING,
    OTHERWISE,
    PRODUCT,
    RELATIONS,
    STYLES,
    is_letter,
    templates,
)

if TYPE_CHECKING:
    from gradcli.syntax.tex.reader import Reader


def fraction(reader: "Reader", start: int) -> Work:
    """Read the two arguments of a fraction."""
    refusals.check_fraction(reader, start)
    yield reader.argument("\\frac")
    yield reader.argument("\\frac")
    reader.push(DIV, 2, start)


def binomial(reader: "Reader", start: int) -> Work:
    """Read the two arguments of a binomial coefficient."""
    yield reader.argument("\\binom")
    yield reader.argument("\\binom")
    reader.push(templates()["\\binom{#1}{#2}"], 2, start)


def root(reader: "Reader", start: int) -> Work:
    """Read a root; the n-th one, other than the second and third, is the power 1/n."""
    template = "\\sqrt{#1}"
    if reader.next == "[":
        if reader.texts[reader.at + 1:reader.at + 3] in (["2", "]"], ["3", "]"]):
            template = "\\sqrt[3]{#1}" if reader.texts[reader.at + 1] == "3" else template
            reader.at += 3
        else:
            reader.push(1, 0, start)
            yield reader.group()
            reader.push(DIV, 2, start)
            template = ""
    yield reader.argument("\\sqrt")
    if template:
        reader.push(templates()[template], 1, start)
    else:
        reader.code.append((None, 2, None))
        reader.push(POW, 2, start)


def fold(reader: "Reader") -> Work:
    """Read a sum or product over an index, and the term that follows it."""
    start, name = reader.start, FOLDS[reader.next]
    reader.at += 1
    bounds: dict[str, Code] = {}
    index = ""
    for _ in range(2):
        script, mark = reader.next, len(reader.code)
        if script not in ("_", "^") or script in bounds:
            raise refusals.bounds(reader, name, start)
        reader.at += 1
        if script == "_":
            index = yield lower_bound(reader, name, start)
        else:
            yield reader.argument("\\sum")
        bounds[script] = reader.cut(mark)
    fold = Fold(name, index, (start, start), ())
    fold.bounds = [bounds["_"], bounds["^"]]
    check_bounds(fold, reader.tokens.source)
    reader.indices[index] = reader.indices.get(index, 0) + 1
    mark = len(reader.code)
    body = reader.start
    yield reader.expression(PRODUCT)
    fold.code = reader.cut(mark)
    refusals.check_body(reader, start, body)
    reader.indices[index] -= 1
    fold.span = start, reader.end
    reader.folds = True
    reader.push(fold, 0, start)


def lower_bound(reader: "Reader", name: str, start: int) -> Work:
    """Read {i = 1}; return the index."""
    if reader.next != "{":
        raise refusals.bounds(reader, name, start)
    reader.at += 1
    if not (reader.next.isalpha() or is_letter(reader.next)):
        raise refusals.bounds(reader, name, start)
    index = reader.letter(scripts=True)
    if reader.next != "=":
        raise refusals.bounds(reader, name, start)
    reader.at += 1
    reader.open.append("}")
    yield reader.expression(ADD.syntax.left if ADD.syntax else 0)
    reader.open.pop()
    reader.take("}")
    return index


def cases(reader: "Reader", start: int) -> Work:
    """Read the rows of cases: values and conditions, of which the first that holds decides."""
    if reader.letters() != "cases":
        raise reader.tokens.error("cases is the only environment that is read", start, reader.end)
    reader.open.append("\\end")
    count, closed = 0, False
    while not closed:
        yield reader.expression(0)
        if reader.next == ",":
            reader.at += 1
        reader.take("&")
        closed = yield condition(reader)
        count += not closed
        if reader.next in (",", "."):
            reader.at += 1
        if reader.next == "\\\\":
            reader.at += 1
        if reader.next == "\\end":
            break
    reader.open.pop()
    reader.take("\\end")
    if reader.letters() != "cases":
        raise reader.tokens.error("cases are not closed", start, reader.end, "write \\end{cases}")
    if not closed:
        reader.push_name("nan", start)  # where no condition holds
    for _ in range(count):
        reader.push(SELECT, 3, start)


def condition(reader: "Reader") -> Work:
    """Read the condition of a row after its value; return whether it is that of all other cases."""
    math = False
    if reader.next in STYLES:
        start = reader.start
        reader.at += 1
        reader.take("{")
        word = ""
        while reader.next.isalpha() or reader.next in (",", ":"):
            word += reader.next
            reader.at += 1
        math = reader.next == "$"
        reader.at += math
        if not math:
            reader.take("}")
            if word.strip(",:").lower() in OTHERWISE:
                return True
        if word.strip(",:").lower() not in CONDITIONS:
            raise reader.tokens.error(f"{word} is not a condition", start, reader.end,
                                      "write \\text{if } x > 0, or \\text{otherwise}")
    if math:
        reader.open.append("$")
    yield reader.expression(0)
    if math:
        reader.open.pop()
        reader.take("$")
        reader.take("}")
    reader.code.append((None, 2, None))
    return False


def find_right_side(texts: Sequence[str]) -> int:
    """Return where the right side begins of y = … or f(x) = …; 0 for another equation, or none."""
    if "=" not in texts:
        return 0
    equals = texts.index("=")
    name = texts[:equals]
    called = len(name) > 3 and name[1] == "(" and name[-1] == ")" and name[2:-1:2] and all(
        text == "," for text in name[3:-1:2])
    plain = len(name) == 1 or len(name) > 2 and name[1] == "_" and (len(name) == 3 or name[2] == "{")
    if not name or not (name[0].isalpha() or is_letter(name[0])) or not (called or plain) or "=" in texts[equals + 1:]:
        return 0
    rest = texts[equals + 1:-1]
    depths = accumulate((text in OPENING) - (text in CLOSING) for text in rest)
    if any(text in RELATIONS and not depth for text, depth in zip(rest, depths, strict=True)):
        return 0
    names = set(_outside_words(rest))
    varies = any(text.isalpha() and text != "e" or is_letter(text) for text in names)
    return equals + 1 if varies and name[0] not in names else 0


def _outside_words(texts: Sequence[str]) -> Iterator[str]:
    """Yield the tokens that are no letters of a word, as in \\text{if}."""
    word = False
    for before, text in pairwise(["", *texts]):
        word = before in STYLES or word and text != "}"
        if not word:
            yield text
