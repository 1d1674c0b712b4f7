"""The table of functions for a reader, made from the rows; tests/calc/test_functions.py writes and compares it."""

from gradcli.algebra.canonical import canonical
from gradcli.calc.functions import COLUMNS
from gradcli.core.primitive import FUNCTIONS, OPERATORS, Primitive, rows
from gradcli.core.tape import Ref, Tape
from gradcli.engine.lift import lift_bounded
from gradcli.engine.lower import LIMIT
from gradcli.engine.passes import expand_hidden
from gradcli.engine.reverse import reverse
from gradcli.syntax.printer import text


def described() -> str:
    """The text of gradcli/topics/functions.tsv."""
    words: dict[int, list[str]] = {}
    for word, row in [*FUNCTIONS.items(), *OPERATORS.items()]:
        words.setdefault(id(row), []).append(word.split()[-1])
    lines = [COLUMNS, *(fields(row, [w for w in dict.fromkeys(words.get(id(row), [])) if w != row.name]) for row in rows())]
    return "".join("\t".join(line) + "\n" for line in lines)


def fields(row: Primitive, synonyms: list[str]) -> list[str]:
    """The fields of a row in the order of COLUMNS."""
    tape = Tape()
    names = arguments(row)
    leaves = [tape.variable(name) for name in names]
    root = tape.emit(row, tuple(leaves))
    offered = {leaf: name for leaf, name in zip(leaves, names, strict=True)
               if callable(row.rules) or not row.rules or not isinstance(row.rules[leaf], str)}
    adjoints = reverse(tape, root, list(offered))
    longer, moved = expand_hidden(tape)
    zero = longer.constant(0)
    slots = [moved[adjoints[leaf]] if leaf in adjoints else zero for leaf in offered]
    written, (call, *partials) = canonical(longer, [moved[root], *slots])
    asts = lift_bounded(written, [call, *partials], LIMIT)
    slopes = [f"{name} = {text(slope)}" for name, slope in zip(offered.values(), asts[1:], strict=True)]
    refusals = [] if callable(row.rules) else [rule for rule in row.rules or () if isinstance(rule, str)]
    return [row.name, text(asts[0]), " ".join(synonyms), row.doc.summary, "; ".join(slopes), row.doc.domain,
            "; ".join(filter(None, [row.doc.convention, *refusals])),
            row.torch.name("t" * len(names)) if names else "", " ".join(sorted(recorded(row)))]


def recorded(row: Primitive) -> set[str]:
    """PyTorch's names of a row's node, for numbers or tensors as arguments, and of what it records instead."""
    names = row.torch.grad_fn
    found = {names} if isinstance(names, str) else set(names.values())
    if row.torch.form:
        tape = Tape()
        row.torch.form(*(Ref(tape, tape.variable(name)) for name in arguments(row)))
        found |= {each.torch.name("t" * each.least) for each in tape.operations if each.hidden}
    return found - {""}


def arguments(row: Primitive) -> list[str]:
    """The names that the row's own rule, or its definition, gives its arguments."""
    count = row.least
    rule = next((rule for rule in row.rules if callable(rule)), None) if isinstance(row.rules, list) else None
    names = rule.__code__.co_varnames[2:rule.__code__.co_argcount] if rule else ()
    if not names and row.numerics.composed and row.numerics.definition:
        names = row.numerics.definition.__code__.co_varnames[:count]
    return list(names) if len(names) == count else ["x", "y", "z"][:count] if count != 2 else ["a", "b"]
