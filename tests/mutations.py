"""Texts with mistakes in them."""

import random


def mutate(rng: random.Random, text: str, pieces: list[str]) -> str:
    """Cut, copy and insert at random."""
    for _ in range(rng.choice([1, 1, 2, 3, 5])):
        at, until = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        text = text[:at] + rng.choice(["", text[at:until] + text[at:until], rng.choice(pieces)]) \
            + text[rng.choice([at, min(until, at + 3)]):]
    return text
