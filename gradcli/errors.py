"""What can go wrong, as values: a message that stands alone, the place in the text, a way to mend it."""


class GradcliError(Exception):
    """A request that has no answer.

    `span` is the half-open range of characters in `source` that is at fault; `help` says how to mend it;
    `code` is the exit status: 2 where the request is wrong, 1 where there is no answer to it.
    """

    def __init__(self, message: str, *, span: tuple[int, int] | None = None, source: str | None = None,
                 help: str | None = None, code: int = 2) -> None:
        super().__init__(message)
        self.message, self.span, self.source, self.help, self.code = message, span, source, help, code


def closest(word: str, candidates, most: int = 3) -> list[str]:
    """The candidates that `word` is probably a slip of, best first."""
    from difflib import get_close_matches  # only a mistake pays for this import

    return get_close_matches(word, list(candidates), n=most, cutoff=0.6)
