"""The work of a derivative of high order: bounded as it grows, and that of a series foreseen before any of it is done."""

from collections.abc import Sequence
from math import log2, prod

from gradcli.core.tape import Tape
from gradcli.engine.lower import SWEPT, Lowered, counted
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError

SERIES = 3  # the order from which on derivatives are coefficients of a series, not swept
STEP = 16  # operations that an order of a series takes; as many products of its coefficients are one
FAR, SAMPLED = 50, (10, 20)  # the order above which work is extrapolated, and the orders from which
CLOSED = 2.5  # the exponent of its growth above which derivatives do not close, and each order takes all of the row's work


def check_order(lowered: Lowered, names: Sequence[str], limit: int, speedup: int = 1) -> None:
    """Raise GradcliError where the number of the derivative along `names` takes more operations than the limit allows.

    With a `speedup` above 1, that of a library's series over the recurrences, so many times more are allowed.
    """
    parts = prod(names.count(name) + 1 for name in set(names))
    work = len(lowered.tape) * (STEP * len(names) + parts**2 // STEP)
    if speedup == 1 and len(names) > FAR and len(set(names)) == 1 and work <= limit:
        work = max(work, _extrapolated_work(lowered, names[0], len(names)))
    if work // speedup > limit and len(names) >= SERIES:
        raise GradcliError(f"the derivative of order {len(names)} takes about {counted(work)} operations, beyond the limit "
                           f"of {limit}", help="raise it with --limit", code=1)


def check_growth(tape: Tape, order: int, limit: int, least: int) -> None:
    """Raise GradcliError where a tape, which grows with each order of a derivative, is longer than the limit allows.

    One of `least` slots is allowed at any limit.
    """
    if len(tape) > max(least, limit // SWEPT):
        raise GradcliError(f"the derivative of order {order} takes more work than the limit of {limit} operations allows",
                           help="raise it with --limit", code=1)


def _extrapolated_work(lowered: Lowered, name: str, order: int) -> int:
    """Return the work of a series from its growth: that of digamma, whose derivatives do not close, is of cubic order."""
    tape, root, variables = lowered
    few, more = (sum(k * k for k in Expansion(tape, root, [variables[name]], n).orders.values()) for n in SAMPLED) \
        if name in variables else (1, 1)
    growth = log2(more / few) if few else 0.0
    return int(more * (order / SAMPLED[1]) ** growth) // (1 if growth > CLOSED else STEP)
