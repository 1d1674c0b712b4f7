"""The tangent sweep, from the adjoint rules: these are linear in g, so the tangent of a result is the sum of each
argument's rule with that argument's tangent for g."""

from collections.abc import Sequence

from gradcli import DEBUG
from gradcli.core.tape import Tape
from gradcli.engine.rules import append_joint_adjoints, compile_rule, splice
from gradcli.ops import ADD, MUL, SELECT


def forward(tape: Tape, roots: Sequence[int], seeds: dict[int, int]) -> dict[int, int]:
    """Extend `tape` by the tangents of `roots`, where leaves have the tangents `seeds` (all slots); return those not 0."""
    live = set(roots)
    for slot in range(max(roots, default=-1), -1, -1):
        if slot in live:
            live.update(tape.arguments[slot])
    tangents = dict(seeds)
    for slot in sorted(live):
        xs, span = tape.arguments[slot], tape.spans[slot]
        if slot in tangents or not any(x in tangents for x in xs):
            continue
        total, joint = None, append_joint_adjoints(tape, slot, None, span)
        for index, x in enumerate(xs):
            rule = compile_rule(tape.operations[slot], index, len(xs), tape.attributes[slot]) \
                if x in tangents and not joint else None
            if rule is not None:
                slots = splice(tape, rule, [tangents[x], slot, *xs], span)
                part, mask = slots[rule.value], None if rule.mask is None else slots[rule.mask]
            elif joint and x in tangents:
                slope, mask = joint[index]
                part = tape.emit(MUL, (tangents[x], slope), None, span)
            else:
                continue
            if mask is not None:
                part = tape.emit(SELECT, (mask, part, tape.constant(0)), None, span)
            total = part if total is None else tape.emit(ADD, (total, part), None, span)
        if total is not None:
            tangents[slot] = total
    if DEBUG:
        from gradcli.debug import show

        show("passes", "forward", tape)
    return {root: tangents[root] for root in roots if root in tangents}
