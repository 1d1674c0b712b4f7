"""Random strings of tokens of LaTeX: each is read or refused with a place in it, and what is read is read back.

    python tests/bench/latex_tokens.py 100000
"""

import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse
from gradcli.syntax.tex.written import written

TOKENS = r"""
x y n e i f 2 10 0.5 + - * / ! ^ _ ( ) [ ] { } | , . = < > & ' \frac \dfrac \sqrt \sin \cos \ln \log \exp \max \Gamma
\psi \Phi \varphi \sigma \pi \theta \gamma \infty \cdot \times \div \le \ge \ne \land \lor \lnot \left( \right) \left|
\right| \left[ \right] \lfloor \rfloor \lceil \rceil \sum \prod \sum_{i=1}^{3} \begin{cases} \end{cases} \\ \text{if}
\text{otherwise} \mathrm{ab} \operatorname{sigmoid} \operatorname{relu} ^{2} ^{-1} _{1} \, \; \quad \bmod \int \lim
\partial \circ $ \[ \] \foo \ % \mathrm{ \text{ α ² é
""".split()
PLAUSIBLE = [token for token in TOKENS if token not in r"' & \\ \int \lim \partial \circ $ \[ \] \foo \ % ² é , . =".split()]


def strings(seed, count, longest=14):
    """Texts of up to `longest` tokens."""
    random = Random(seed)
    for _ in range(count):
        tokens = random.choice((TOKENS, PLAUSIBLE))
        yield random.choice(("", " ")).join(random.choice(tokens) for _ in range(random.randint(1, longest))) + "^{2}"


def fault(text):
    """What is wrong with the answer to a text, or None; and whether it is read."""
    try:
        program = parse(text)
        again = written(program)
        parse(again)
        lower(program)
    except GradcliError as error:
        start, end = error.span or (0, 0)
        placed = error.source is None or 0 <= start <= end <= len(text) + 1
        return (None if placed and error.message else f"no place: {error.message}"), False
    return None, True


if __name__ == "__main__":
    count, read, faults = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, 0, 0
    for text in strings(1, count):
        try:
            wrong, whole = fault(text)
        except Exception as error:
            wrong, whole = repr(error), False
        read += whole
        if wrong:
            faults += 1
            if faults < 20:
                print(repr(text), wrong, sep="\n    ")
    print(f"{count} texts, {read} read, {faults} faults")
