"""Tokens, and the messages where none starts."""

import pytest

from gradcli.errors import GradcliError
from gradcli.syntax.lexer import kind, normalize_name, tokens
from gradcli.syntax.parser import parse


def kinds(source):
    return list(map(kind, tokens(source)[0]))


@pytest.mark.parametrize("source, expected", [
    ("2.5e-3*x_1", ["number", "*", "name", ""]), ("a<=b!=c", ["name", "<=", "name", "!=", "name", ""]),
    ("a if b else not c", ["name", "if", "name", "else", "not", "name", ""]), ("iffy", ["name", ""]),
    ("1 # 2\n3", ["number", "\n", "number", ""]), ("x!", ["name", "!", ""]),
    ("x!=2", ["name", "!=", "number", ""]),
    ("5−3×2÷1·4", ["number", "−", "number", "×", "number", "÷", "number", "·", "number", ""]),
    ("a≤b≥c≠d", ["name", "≤", "name", "≥", "name", "≠", "name", ""]), ("\t1\r\x0b\u00a0\u2009", ["number", ""]),
    (".5", ["number", ""]), ("1.", ["number", ""]), ("1_000", ["number", ""]), ("", [""])])
def test_kinds(source, expected):
    assert kinds(source) == expected


def test_places_are_those_of_the_text():
    source = "  ab  + # c\n 2.5"
    texts, ends = tokens(source)
    assert [source[end - len(text):end] for text, end in zip(texts, ends, strict=True)] == texts
    assert texts == ["ab", "+", "\n", "2.5", ""]


def test_a_newline_in_parentheses_is_a_blank():
    assert tokens("(a\n+b)\nc\n") == (["(", "a", "+", "b", ")", "\n", "c", ""], [1, 2, 4, 5, 6, 7, 8, 9])


def test_blanks_are_what_python_takes_for_them():
    blanks = "".join(c for c in map(chr, range(0x110000)) if c.isspace() and c != "\n")
    assert tokens(f"{blanks}1{blanks}")[0][:2] == ["1", ""]


@pytest.mark.parametrize("name", ["θ", "x1", "lambda", "E_n", "π", "日本", "ñ", "n\u0302", "x\u0301y", "е", "क्ष", "Δx",
    "H_α", "λ_max", "Τ_x", "сумма", "ΑΒ", "x_а"])
def test_any_identifier_is_a_name(name):
    assert kinds(name + "+1") == ["name", "+", "number", ""]


def test_both_spellings_of_a_letter_are_one_name():
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    assert normalize_name(decomposed) == composed and list(parse(decomposed).names) == [composed]


@pytest.mark.parametrize("source, said, meant", [
    ("1+٣", "U+0663 ARABIC-INDIC DIGIT THREE at column 3", "3"),
    ("xⁿ", "U+207F SUPERSCRIPT LATIN SMALL LETTER N at column 2", "**n"),
    ("x⁻", "U+207B SUPERSCRIPT MINUS at column 2", None), ("(a\n+２", "U+FF12 FULLWIDTH DIGIT TWO at column 2", "2"),
    ("x–1", "U+2013 EN DASH at column 2", "-"), ("1+\x00", "U+0000 a control character at column 3", None),
    ("x[0]", "[ at column 2", "round parentheses"), ("a&b", "& at column 2", "and"),
    ("sin 30°", "U+00B0 DEGREE SIGN at column 7", "(30*pi/180)"), ("x>0 ? 2*x : 0", "? at column 5", "2*x if x>0 else 0"),
    ("½", "U+00BD VULGAR FRACTION ONE HALF at column 1", "1/2"),
    ("1+сos(x)", "U+0441 CYRILLIC SMALL LETTER ES at column 3 is mixed with Latin letters", "c"),
    ("a_maх2", "U+0445 CYRILLIC SMALL LETTER HA at column 5 is mixed with Latin letters", "x"),
    ("e\u0301Τ", "U+03A4 GREEK CAPITAL LETTER TAU at column 3 is mixed with Latin letters", "T"),
    ("'a'", "' at column 1", None),
    ("x₁", "U+2081 SUBSCRIPT ONE at column 2", "x_1"), ("log₂(x)", "U+2082 SUBSCRIPT TWO at column 4", "log2"),
    ("x\udcff", "the byte 0xFF, which is not UTF-8, at column 2", None)])
def test_what_starts_no_token_is_named(source, said, meant):
    with pytest.raises(GradcliError) as caught:
        parse(source)
    assert caught.value.message.startswith(said)
    assert caught.value.help == (meant and f"write {meant}")
