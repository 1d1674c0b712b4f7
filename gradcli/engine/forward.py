"""The tangent sweep, from the adjoint rules: these are linear in g, so the tangent of a result is the sum of each
argument's rule with that argument's tangent for g. Over the adjoints, one from each leaf gives the second derivatives.
"""

from collections.abc import Iterable, Mapping, Sequence

from gradcli import DEBUG
from gradcli.core.tape import Tape
from gradcli.engine.rules import append_joint_adjoints, compile_rule, splice
from gradcli.ops import ADD, MUL, SELECT


def forward(tape: Tape, roots: Sequence[int], seeds: dict[int, int]) -> dict[int, int]:
    """Extend `tape` by the tangents of `roots`, where leaves have the tangents `seeds` (all slots); return those not 0."""
    tangents = _push(tape, tape.dependencies(roots), dict(seeds))
    return {root: tangents[root] for root in roots if root in tangents}


def append_second_derivatives(tape: Tape, adjoints: Mapping[int, int], leaves: Iterable[int],
                              steps: Mapping[int, int] | None = None) -> dict[tuple[int, int], int]:
    """Extend `tape` by the second derivatives along each pair of leaves; return the slots of those that are not 0.

    Either order of a pair has the same slot, so that a Hessian is symmetric to the last bit. `steps` are the slots of the
    step along each leaf, by default 1. The work is that of the slots between each leaf and the adjoints of it and of later
    leaves, as for a sparse Hessian.
    """
    order = [leaf for leaf in sorted(set(leaves)) if leaf in adjoints]
    places: dict[int, list[int]] = {}  # of each adjoint: where its leaves stand in the order
    for place, leaf in enumerate(order):
        places.setdefault(adjoints[leaf], []).append(place)
    users, latest = _users(tape, {slot: max(standing) for slot, standing in places.items()})
    found: dict[tuple[int, int], int] = {}
    for first, leaf in enumerate(order):
        seed = steps[leaf] if steps else tape.constant(1)
        between, work = {leaf}, [leaf]
        while work:
            new = [user for user in users[work.pop()] if latest[user] >= first and user not in between]
            between.update(new)
            work += new
        tangents = _push(tape, sorted(between), {leaf: seed})
        for slot in between & places.keys() & tangents.keys():
            for place in places[slot]:
                if place >= first:
                    found[leaf, order[place]] = found[order[place], leaf] = tangents[slot]
    return found


def _users(tape: Tape, roots: Mapping[int, int]) -> tuple[list[list[int]], list[int]]:
    """Return, for each slot, those that have it as an argument, and the largest number of the `roots` that depend on it."""
    latest = [roots.get(slot, -1) for slot in range(len(tape))]
    users: list[list[int]] = [[] for _ in latest]
    for slot in range(len(tape) - 1, -1, -1):
        if latest[slot] >= 0:
            for a in {*tape.arguments[slot]}:
                users[a].append(slot)
                latest[a] = max(latest[a], latest[slot])
    return users, latest


def _push(tape: Tape, slots: Iterable[int], tangents: dict[int, int]) -> dict[int, int]:
    """Extend `tape` by the tangents of `slots`, in order, and put those that are not 0 among `tangents`."""
    for slot in slots:
        xs, span = tape.arguments[slot], tape.spans[slot]
        if slot in tangents or not any(x in tangents for x in xs):
            continue
        total, joint = None, append_joint_adjoints(tape, slot, None, span)
        for index, x in enumerate(xs):
            rule = compile_rule(tape.operations[slot], index, len(xs), tape.attributes[slot]) \
                if x in tangents and not joint else None
            if rule is not None:
                spliced = splice(tape, rule, [tangents[x], slot, *xs], span)
                part, mask = spliced[rule.value], None if rule.mask is None else spliced[rule.mask]
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
    return tangents
