"""Lines to words, as shells split them."""

import shlex
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli.errors import GradcliError
from gradcli.session.words import split_words

TEXTS = st.text("ab \t'\"é#*(", max_size=30)  # shlex keeps a backslash before $ and ` in quotes, which shells take away


@given(TEXTS)
def test_as_the_standard_library(line):
    try:
        expected = shlex.split(line)
    except ValueError:
        with pytest.raises(GradcliError, match="never closed"):
            split_words(line)
    else:
        assert split_words(line) == expected


@pytest.mark.parametrize("line", [
    r'a "b \" c" d', r"a '\' b\ c", r'"\$x \`y \\ \z"', "''", r"a\'b", '"a"b\'c\'', r'"\frac"'])
def test_as_a_shell(line):
    run = subprocess.run(["bash", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True)
    assert split_words(line) == run.stdout.splitlines()


@pytest.mark.parametrize("line, span", [("a 'b", (2, 3)), ('a b"', (3, 4)), ("a\\", (1, 2))])
def test_what_is_not_closed_has_its_place(line, span):
    with pytest.raises(GradcliError) as error:
        split_words(line)
    assert error.value.span == span


def test_a_word_may_be_long():
    assert split_words('a"' + "x" * 1_000_000 + '"') == ["a" + "x" * 1_000_000]
