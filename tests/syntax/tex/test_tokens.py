"""LaTeX to tokens: layout is dropped, places are those of the text."""

import pytest

from gradcli.syntax.tex.tokens import Tokens


@pytest.mark.parametrize("source, texts", [
    (r"x + 12.5\,y", ["x", "+", "12.5", "y"]), (r"\left( x \right)\quad", ["(", "x", ")"]), (r"\dfrac12", ["\\frac", "12"]),
    (r"\left|x\right|", ["\\lvert", "x", "\\rvert"]), ("x % a remark\n+ y", ["x", "+", "y"]),
    (r"\[ x \times y \]", ["x", "\\cdot", "y"]),
    (r"\alpha*3 + \pi*x", ["\\alpha", "\\cdot", "3", "+", "\\pi", "\\cdot", "x"]),
    (r"\bigl\{ x \Big\}", ["\\lbrace", "x", "\\rbrace"]), ("$x$", ["x"]), ("", []), ("$", ["$"])])
def test_the_tokens_of_a_text(source, texts):
    tokens = Tokens(source)
    assert tokens.texts == [*texts, ""]
    assert all(source[start:end] for start, end in zip(tokens.starts[:-1], tokens.ends[:-1], strict=True))


def test_an_argument_without_braces_is_a_digit():
    tokens = Tokens(r"\frac123")
    assert [tokens.take_digit(1), tokens.texts[1], tokens.starts[1]] == ["1", "23", 6]
