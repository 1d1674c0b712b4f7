"""Texts that the parser refuses."""

import pytest

from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse


def refusal(source):
    """The message, the help, the exit code, the text, and the part of it that the error points at."""
    with pytest.raises(GradcliError) as caught:
        parse(source)
    error = caught.value
    return error.message, error.help, error.code, error.source, source[slice(*error.span)]
