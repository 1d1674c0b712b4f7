"""The table of functions for a reader, from gradcli/topics/functions.tsv, which the tests write from the rows."""

from collections.abc import Iterator
from pathlib import Path

from gradcli.errors import GradcliError, closest
from gradcli.report.functions import Function

TABLE = Path(__file__).parents[1] / "topics" / "functions.tsv"
# Those of Function, and PyTorch's names of the node for numbers and tensors, and of what it records instead of one.
COLUMNS = [*Function._fields, "recorded"]


def functions(name: str | None = None) -> list[Function]:
    """Return all of them, or those called `name`, which may be PyTorch's name. Raises GradcliError where there is none."""
    known = list(_read_table())
    found = [each for each, words in known if name is None or name in words]
    if not found:
        from gradcli.syntax.nodes import FOLDS

        words = [word for each, _ in known for word in (each.name, *each.synonyms)]
        near = closest(name or "", filter(str.isidentifier, words))
        help = f"did you mean {near[0]}?" if near else "gradcli functions lists all"
        if name in FOLDS:
            help = f"{name}(EXPR, i, FROM, TO) has an index: gradcli help language"
        raise GradcliError(f"there is no function {name}", help=help)
    return found


def _read_table() -> Iterator[tuple[Function, set[str]]]:
    """Yield each function, and all the words that mean it."""
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        name, call, synonyms, doc, derivatives, domain, convention, grad_fn, recorded = line.split("\t")
        slopes = dict(slope.split(" = ", 1) for slope in derivatives.split("; ") if slope)
        words = synonyms.split()
        yield (Function(name, call, words, doc, slopes, domain, convention, grad_fn),
               {name, *words, *recorded.split()})
