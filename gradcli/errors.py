"""What can go wrong, as values: a message that stands alone, the place in the text, a way to mend it."""

from collections.abc import Iterable


class GradcliError(Exception):
    """A request that has no answer.

    `span` is the half-open range of characters in `source` that is at fault; `help` says how to mend it;
    `code` is the exit status: 2 where the request is wrong, 1 where there is no answer to it.
    """

    def __init__(self, message: str, *, span: tuple[int, int] | None = None, source: str | None = None,
                 help: str | None = None, code: int = 2) -> None:
        super().__init__(message)
        self.message, self.span, self.source, self.help, self.code = message, span, source, help, code


def brief(text: str, most: int = 40) -> str:
    """A piece of somebody's text on one line, short enough for a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most // 2 - 1]}…{text[-most // 2:]}"


def closest(word: str, candidates: Iterable[str], most: int = 3, alike: float = 0.6) -> list[str]:
    """The candidates that `word` is probably a slip of, in whatever case it is written, best first."""
    from difflib import get_close_matches  # only a mistake pays for this import

    folded = {candidate.lower(): candidate for candidate in candidates}
    return [folded[near] for near in get_close_matches(word.lower(), list(folded), n=most, cutoff=alike)]
