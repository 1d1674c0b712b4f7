"""The error of a request without an answer: its message, the place in the text, and help."""

from collections.abc import Iterable


class GradcliError(Exception):
    """A request that has no answer.

    `span` is the half-open range of characters of `source` that caused it; `help` is a way to correct it;
    `code` is the exit status: 2 if the request is wrong, 1 if there is no answer to it.
    """

    def __init__(self, message: str, *, span: tuple[int, int] | None = None, source: str | None = None,
                 help: str | None = None, code: int = 2) -> None:
        super().__init__(message)
        self.message, self.span, self.source, self.help, self.code = message, span, source, help, code


def brief(text: str, most: int = 40) -> str:
    """Return a text of the input on one line, shortened for a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most // 2 - 1]}…{text[-most // 2:]}"


def closest(word: str, candidates: Iterable[str], most: int = 3) -> list[str]:
    """Return the candidates that `word` probably misspells, in any case of letters, best first.

    One letter is wrong, missing, added or exchanged with its neighbour; in long words two.
    """
    folded = word.casefold()
    slips = max(1, min(2, (len(folded) - 2) // 3))
    near = []
    for candidate in dict.fromkeys(candidates):
        other = candidate.casefold()
        distance = _distance(folded, other, slips) if max(len(folded), len(other)) > 2 else 2 * (folded != other)
        if distance <= slips:
            near.append((distance, not folded.startswith(other), candidate))
    return [candidate for _, _, candidate in sorted(near, key=lambda each: each[:2])[:most]]


def _distance(word: str, other: str, most: int) -> int:
    """Return how many letters are changed, missing, added or exchanged with a neighbour; `most` + 1 for any number above."""
    if abs(len(word) - len(other)) > most or len(word) > 60:
        return most + 1
    older: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(word):
        row = [i + 1]
        for j, match in enumerate(other):
            cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (letter != match))
            if i and j and letter == other[j - 1] and word[i - 1] == match:
                cost = min(cost, older[j - 1] + 1)
            row.append(cost)
        older, last = last, row
    return last[-1]
