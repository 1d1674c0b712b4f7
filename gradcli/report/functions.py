"""The answer of `functions`."""

from typing import NamedTuple


class Function(NamedTuple):
    """An answer of `functions`: a row of the table; `call` shows its arguments, `derivatives` are along each."""

    name: str
    call: str
    synonyms: list[str]
    doc: str
    derivatives: dict[str, str]
    domain: str
    convention: str
    grad_fn: str
