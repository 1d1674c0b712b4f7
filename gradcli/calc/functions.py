"""The table, for a reader: every function and operator with its derivative, from its row alone."""

from gradcli.algebra.canonical import canonical
from gradcli.core.primitive import FUNCTIONS, OPERATORS, Primitive, rows
from gradcli.core.tape import Ref, Tape
from gradcli.engine.lift import lift_bounded
from gradcli.engine.lower import LIMIT
from gradcli.engine.passes import expand_hidden
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError, closest
from gradcli.report.functions import Function
from gradcli.syntax.nodes import FOLDS


def functions(name: str | None = None) -> list[Function]:
    """Return all of them, or those called `name`, which may be PyTorch's name. Raises GradcliError where there is none."""
    words: dict[int, list[str]] = {}
    for word, row in [*FUNCTIONS.items(), *OPERATORS.items()]:
        words.setdefault(id(row), []).append(word.split()[-1])
    found = [_described(row, [w for w in dict.fromkeys(words.get(id(row), [])) if w != row.name]) for row in rows()
             if name is None or name == row.name or name in words.get(id(row), ()) or name in _torch_names(row)]
    if not found:
        near = closest(name or "", FUNCTIONS)
        help = f"did you mean {near[0]}?" if near else "gradcli functions lists all"
        if name in FOLDS:
            help = f"{name}(EXPR, i, FROM, TO) has an index: gradcli help language"
        raise GradcliError(f"there is no function {name}", help=help)
    return found


def _torch_names(row: Primitive) -> set[str]:
    """Return PyTorch's names of a row's node, for numbers or tensors as arguments, and of what it records instead."""
    names = row.torch.grad_fn
    found = {names} if isinstance(names, str) else set(names.values())
    if row.torch.form:
        tape = Tape()
        row.torch.form(*(Ref(tape, tape.variable(name)) for name in _arguments(row)))
        found |= {each.torch.name("t" * each.least) for each in tape.operations if each.hidden}
    return found - {""}


def _described(row: Primitive, synonyms: list[str]) -> Function:
    tape = Tape()
    names = _arguments(row)
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
    slopes = dict(zip(offered.values(), asts[1:], strict=True))
    refusals = [] if callable(row.rules) else [rule for rule in row.rules or () if isinstance(rule, str)]
    convention = "; ".join(filter(None, [row.doc.convention, *refusals]))
    return Function(row.name, asts[0], synonyms, row.doc.summary, slopes, row.doc.domain, convention,
                    row.torch.name("t" * len(names)) if names else "")


def _arguments(row: Primitive) -> list[str]:
    """Return the names that the row's own rule, or its definition, gives its arguments."""
    count = row.least
    rule = next((rule for rule in row.rules if callable(rule)), None) if isinstance(row.rules, list) else None
    names = rule.__code__.co_varnames[2:rule.__code__.co_argcount] if rule else ()
    if not names and row.numerics.composed and row.numerics.definition:
        names = row.numerics.definition.__code__.co_varnames[:count]
    return list(names) if len(names) == count else ["x", "y", "z"][:count] if count != 2 else ["a", "b"]
