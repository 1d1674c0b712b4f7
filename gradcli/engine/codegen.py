"""A tape as straight-line Python: the same doubles as running it slot by slot, in a fraction of the time.

Comes in: a tape, and which of its slots are results. Goes out: a function from columns of floats to rows of results.
The generated text holds our own names and numbers only, nothing that a user wrote.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Tape
from gradcli.domains.float64 import SAFE, may_leave
from gradcli.ops import AND, OR, SELECT

Row = tuple[float, ...]
Block = Callable[[Sequence[Sequence[float]]], list[Row]]
MAX_COMPILED = 20_000  # operations above which a tape is run slot by slot, since compiling takes too long

SOURCE = """\
def block(columns):
    rows = []
    append = rows.append
    for {inputs} in zip(*columns):
        try:
            {steps}
        except (ArithmeticError, ValueError):
            append(fallback(({inputs})))
        else:
            append(({results}))
    return rows
"""


def generate(tape: Tape, inputs: Sequence[int], results: Sequence[int], leaf: Callable[[int], float],
             fallback: Callable[[Row], Row]) -> Block:
    """Return a function from a column for each slot of `inputs` to rows of `results`.

    `leaf` returns the double of any other leaf. A row in which something raises, whose first result is nan, or in which a
    number is beyond SAFE, is computed by `fallback`: so the generated code may call libm directly, without the handlers of
    the table's functions.
    """
    names: dict[str, Any] = {"fallback": fallback}
    steps = []
    for slot, row in enumerate(tape.operations):
        if row is VARIABLE or row is CONSTANT:
            if slot not in inputs:
                names[f"c{slot}"] = leaf(slot)
        else:
            steps.append(f"s{slot} = {_step(tape, slot, names)}")
    value = _name(results[0], names)
    checks = [_check(tape, slot, names) for slot, (row, arguments, _, _) in enumerate(tape) if arguments and may_leave(row)]
    steps.append(f"if not ({' and '.join([f'{value} == {value}', *checks])}): raise ValueError")
    text = SOURCE.format(inputs="".join(f"s{slot}, " for slot in inputs), steps="\n            ".join(steps),
                         results="".join(f"{_name(slot, names)}, " for slot in results))
    exec(text, names)
    return names["block"]  # type: ignore[no-any-return]


def _name(slot: int, names: dict[str, Any]) -> str:
    """Return the text of a slot: the number of a leaf with a finite double, which is faster, else a variable."""
    constant = names.get(f"c{slot}")
    if constant is None:
        return f"s{slot}"
    return f"({constant!r})" if math.isfinite(constant) else f"c{slot}"


def _check(tape: Tape, slot: int, names: dict[str, Any]) -> str:
    """Return the Python expression that is true where a slot is within SAFE and its row's bounds, or a 0 made of a 0."""
    low, high = SAFE
    safe = f"{low!r} <= abs(s{slot}) <= {high!r}"
    arguments = [_name(a, names) for a in tape.arguments[slot]]
    if bounds := tape.operations[slot].numerics.bounds:
        least, most, far = bounds
        safe = f"{max(low, least)!r} <= abs(s{slot}) <= {min(high, most)!r} or abs({arguments[0]}) < {far!r} and {safe}"
    zero = " or ".join(f"not {argument}" for argument in arguments)
    return f"({safe} or not s{slot} and ({zero}))"


def _step(tape: Tape, slot: int, names: dict[str, Any]) -> str:
    """Return the Python expression of one operation; adds the function that it calls to `names`."""
    row, attribute = tape.operations[slot], tape.attributes[slot]
    arguments = [_name(a, names) for a in tape.arguments[slot]]
    if row is SELECT:
        return "{1} if {0} else {2}".format(*arguments)
    if row.syntax and (row.syntax.chains or row in (AND, OR)):
        return f"1.0 if {arguments[0]} {row.syntax.symbols[0]} {arguments[1]} else 0.0"
    names[f"f{slot}"] = getattr(row.float64, "__wrapped__", row.float64)
    if row.numerics.python_template:
        return row.numerics.python_template.format(*arguments, f=f"f{slot}")
    if attribute is not None:
        names[f"a{slot}"] = attribute
        arguments.append(f"a{slot}")
    return f"f{slot}({', '.join(arguments)})"
