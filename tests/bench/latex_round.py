"""Round trip: random expressions through the LaTeX that is printed and back, by their canonical forms.

    python tests/bench/latex_round.py 5000
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from expressions import ANY, trees

from gradcli.calc.formulas import Formulas
from gradcli.calc.question import Question
from gradcli.errors import GradcliError
from gradcli.syntax.latex import latex
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

BRACES = "{%s}"


def canonical(source):
    """The expression simplified, or the error of that."""
    try:
        return text(Formulas(Question(source, {}, 200_000)).formula())
    except GradcliError as error:
        return error.message


def differences(seed, count, size=12):
    """The expressions that are refused, or come back as others: the text, its LaTeX, what is read."""
    for tree in trees(seed, count, size, ANY):
        source = text(tree)
        written = latex(parse(source).result)
        enclosed = f"${written}$"
        try:
            read = text(parse(enclosed).result)
        except (GradcliError, AssertionError) as error:
            yield source, written, f"refused: {error}"
            continue
        if read != source and canonical(source) != canonical(enclosed):
            yield source, written, read


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    found = list(differences(1, count))
    for each in found[:40]:
        print(*each, sep="\n    ")
    print(f"{len(found)} of {count}")
