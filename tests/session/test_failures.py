"""What ends a command, as an error."""

import click
import pytest

from gradcli.cli import group
from gradcli.errors import GradcliError
from gradcli.session.failures import Misuse, failure


@pytest.mark.parametrize("error, code, says", [
    (MemoryError(), 1, "out of memory"), (RecursionError(), 1, "nested too deeply"),
    (OSError(5, "Input/output error"), 1, "Input/output error"), (OSError(5, "Gone", "name"), 1, "Gone: name"),
    (OverflowError("too\nlarge"), 1, "a bug in gradcli, OverflowError: too large"),
    (click.UsageError("two\nlines"), 2, "two lines"), (GradcliError("no", code=1), 1, "no")])
def test_it_has_a_message_and_a_code(error, code, says):
    found = failure(error, [])
    assert found.code == code and says in found.message


def test_options_that_are_wrong_show_those_that_are_right():
    with pytest.raises(click.UsageError) as error, click.Context(group, info_name="gradcli") as context:
        context.fail("no")
    found = failure(error.value, [])
    assert isinstance(found, Misuse) and found.usage.startswith("Usage: gradcli") and "--help" in found.usage


def test_a_name_of_a_file_may_be_meant(tmp_path):
    name = str(tmp_path / "f.txt")
    (tmp_path / "f.txt").write_text("x")
    assert failure(GradcliError("no", source=name), [name]).help == f"to read the file, write @{name}"
