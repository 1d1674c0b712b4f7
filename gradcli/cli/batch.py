"""gradcli batch: many questions in one process, a line each; the answers are lines of JSON."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from gradcli.cli.arguments import Command, inside, option
from gradcli.errors import GradcliError
from gradcli.session.inside import Inside
from gradcli.session.words import split_words

if TYPE_CHECKING:
    from gradcli.stream.source import Source

BLOCK = 1 << 16  # bytes that are written at once where nobody waits for an answer


class Request(NamedTuple):
    """The words of a line; `id` is empty, or has the id under its key."""

    words: list[str]
    id: dict[str, Any]


@click.command(cls=Command)
@click.argument("file", required=False)
@option("--stop", group="Output", is_flag=True, help="End at the first question that is not answered.")
def command(file: str | None, stop: bool) -> None:
    """\b
    gradcli batch questions.txt
    echo 'eval "x**2" --at x=3' | gradcli batch
    echo '["nth", "x**3", "-n", "2"]' | gradcli batch
    echo '{"id": 7, "args": ["grad", "x*y", "-f", "latex"]}' | gradcli batch

    Answer many questions in one process: each line of FILE, or of standard input, has the words of a command as a shell
    splits them, or a JSON array of them, or an object with id and args. Each answer is a line: what -f json prints, or the
    text of another format, or the error; then the exit code. Lines that begin with # have none.
    """
    import gc

    from gradcli.stream.sink import Sink
    from gradcli.stream.source import Source

    if within := inside():
        raise GradcliError(f"there is no batch within a {within.owner}", help="write its lines themselves")
    gc.freeze()
    gc.enable()  # which a process for one answer does not need
    group, sink, held = click.get_current_context().find_root().command, Sink(), bytearray()
    assert isinstance(group, click.Group)
    readable, unanswered = 0, False
    with closing(Source(file or "-")) as source:
        source.hint = "a line is one question"
        room = BLOCK if source.size else 0
        try:
            for number, line in _lines(source):
                try:
                    request = _read(line)
                    readable += 1
                    text, code = _answer(group, request)
                except GradcliError as error:
                    text, code = _finish({"error": _describe(error)}, {"line": number}, error.code)
                held += text.encode("utf-8", "backslashreplace") + b"\n"  # a lone surrogate as JSON escapes it
                if len(held) > room:
                    block = bytes(held)
                    held.clear()  # first, so that an interruption does not repeat lines
                    sink.write(block)
                unanswered |= code > 0
                if code and stop:
                    break
        finally:
            sink.write(bytes(held))
    if unanswered or not readable:
        raise click.exceptions.Exit(1 if readable else 2)


def _lines(source: "Source") -> Iterator[tuple[int, str]]:
    """Yield the lines that hold a request, with their numbers, as they arrive."""
    number = 0
    for block in source.blocks():
        for line in block[:-1].split(b"\n"):
            number += 1
            text = line.decode("utf-8", "surrogateescape").strip()
            if text and not text.startswith("#"):
                yield number, text


def _read(line: str) -> Request:
    """Return the request on a line. Raises GradcliError if it is none."""
    if not line.isascii() and (odd := next((char for char in line if "\udc80" <= char <= "\udcff"), None)):
        raise GradcliError(f"the line is not UTF-8: byte 0x{ord(odd) - 0xDC00:x}", help="convert it, for example with iconv")
    identity: dict[str, Any] = {}
    if line[0] not in "[{":
        words = split_words(line)
    else:
        words = _parse(line)
        if isinstance(words, dict):
            if not {"args"} <= words.keys() <= {"args", "id"}:
                raise GradcliError("an object has the keys args and id, and no others")
            identity = {key: value for key, value in words.items() if key == "id"}
            words = words["args"]
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise GradcliError("the words are an array of texts", help='as in ["eval", "x**2", "--at", "x=3"]')
        if isinstance(identity.get("id"), (list, dict)):
            raise GradcliError("an id is a text or a number")
    if any("\0" in word for word in words):
        raise GradcliError("a word has a character NUL, which no command line has")
    if not words:
        raise GradcliError("the line has no words", help='as in ["eval", "x**2", "--at", "x=3"]')
    return Request(words, identity)


def _parse(line: str) -> Any:
    """Return the value of a line of JSON. Raises GradcliError."""
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise GradcliError(f"this is not JSON: {error.msg}", source=line, span=(error.pos, error.pos + 1)) from None
    except (ValueError, RecursionError):
        raise GradcliError("this JSON holds a number too long or is nested too deeply") from None


def _answer(group: click.Group, request: Request) -> tuple[str, int]:
    """Return the line of an answer, and the exit code."""
    within, error = Inside("batch", "plain"), None
    with redirect_stdout(TextIOWrapper(BytesIO(), sys.stdout.encoding, "backslashreplace", write_through=True)) as printed:
        try:
            code = within.run(group, request.words, form="json")
        except GradcliError as failed:
            error, code = failed, failed.code
    text = printed.buffer.getvalue().decode(printed.encoding).removesuffix("\n")
    if within.form == "json" and not error:
        return _finish(text, request.id, code)
    fields: dict[str, Any] = {"text": text, "warnings": within.warnings} if text else {}
    return _finish(fields | ({"error": _describe(error)} if error else {}), request.id, code)


def _describe(error: GradcliError) -> dict[str, Any]:
    """Return the fields of an error; a place behind the end of the text, as of what is missing, is its last character."""
    span = error.span
    if span and error.source:
        end = min(span[1], len(error.source))
        span = min(span[0], end - 1), end
    return {"message": error.message, "help": error.help, "source": error.source, "span": span}


def _finish(answer: str | dict[str, Any], first: dict[str, Any], code: int) -> tuple[str, int]:
    """Return the JSON of an answer with fields before it, and the exit code behind it; and that code."""
    from gradcli.render.as_json import answer as write

    text = answer if isinstance(answer, str) else write(answer)
    head = write(first)[:-1] + ", " if first else "{"
    return f'{head}{text[1:-1]}, "exit": {code}}}', code
