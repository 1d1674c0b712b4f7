"""The tangent sweep, from the adjoint rules: these are linear in g, so the tangent of a result is the sum of each
argument's rule with that argument's tangent for g."""

from gradcli.core.tape import Ref, Tape


def forward(tape: Tape, roots: list[int], seeds: dict[int, int]) -> dict[int, int]:
    """Extends `tape` by the tangents of `roots` where leaves have the tangents `seeds`, slots both; those that are not 0."""
    tangents = {leaf: Ref(tape, slot) for leaf, slot in seeds.items()}
    live = set(roots)
    for slot in range(max(roots, default=-1), -1, -1):
        if slot in live:
            live.update(tape.arguments[slot])
    for slot in sorted(live):
        row, arguments, span = tape.operations[slot], tape.arguments[slot], tape.spans[slot]
        if slot in tangents or not any(a in tangents for a in arguments):
            continue
        y, xs = Ref(tape, slot, span), [Ref(tape, a, span) for a in arguments]
        total: Ref | None = None
        for index, a in enumerate(arguments):
            rule = row.rule(index) if a in tangents else None
            if rule is not None:
                part = rule(Ref(tape, tangents[a].slot, span), y, *xs)
                total = part if total is None else total + part
        if total is not None:
            tangents[slot] = total
    return {root: tangents[root].slot for root in roots if root in tangents}
