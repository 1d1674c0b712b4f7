"""The answer of `functions`."""

from typing import NamedTuple

from gradcli.report.base import Formula


class Function(NamedTuple):
    """An answer of `functions`: a row of the table; `call` shows its arguments, `derivatives` are along each of them."""

    name: str
    call: Formula
    synonyms: list[str]
    doc: str
    derivatives: dict[str, Formula]
    domain: str
    convention: str
    grad_fn: str
