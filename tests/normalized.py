"""Texts in normal form, and the points at which they have a value."""

from fractions import Fraction
from random import Random

from expressions import precisely, real
from mpmath import mp

import gradcli.ops  # noqa: F401  fills the table
from gradcli.algebra.canonical import canonical
from gradcli.core.primitive import VARIABLE
from gradcli.engine.lift import lift, lift_bounded
from gradcli.engine.lower import lower
from gradcli.engine.passes import HashConsedTape, append_copy, expand_hidden
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

NAMES = "xyabn"


def variables(algebra, names="xyz"):
    """The forms of these names."""
    return [algebra.of(algebra.base(VARIABLE, (), name)) for name in names]


def canon(source):
    """A tape in canonical form, its root; the variables come in the order of NAMES, whatever the text says."""
    tape, root, _ = lower(parse(source))
    ordered = HashConsedTape()
    for name in NAMES:
        ordered.variable(name)
    moved = append_copy(tape, ordered)
    longer, shown = expand_hidden(ordered)
    found, (slot,) = canonical(longer, [shown[moved[root]]], "." in source)
    found.verify()
    return found, slot


def written(source):
    """The canonical form as a text."""
    tape, root = canon(source)
    return text(lift(tape)[root])


def printed(form):
    """A form of a ring, or of a sum of terms, as a text."""
    tape, root = form.write()
    return text(lift_bounded(tape, [root], 10**6)[0])


def sample(source, count, seed=1):
    """Points with rational coordinates at which a text has a value, and that value."""
    tape, root, variables = lower(parse(source))
    random = Random(seed)
    for _ in range(count):
        at = {name: Fraction(random.randint(-256, 256), 100) for name in variables}
        slots = precisely(tape, at)
        numbers = [(row, [real(slots[a]) for a in arguments])
                   for row, arguments in zip(tape.operations, tape.arguments, strict=True)]
        if any(row.singular.jumps and all(mp.isfinite(x) for x in xs) and row.singular.jumps(*xs) for row, xs in numbers):
            continue
        if mp.isfinite(slots[root]) and abs(slots[root]) < 10**20:
            yield at, slots[root]


def random_form(algebra, random, depth=3):
    """A form, and the same as a function of the values of x, y, z."""
    if not depth or random.random() < 0.3:
        i = random.randrange(4)
        if i == 3:
            number = Fraction(random.randint(-5, 5), random.randint(1, 3))
            return algebra.number(number), lambda at: number
        return variables(algebra)[i], lambda at: at[i]
    (a, f), (b, g) = (random_form(algebra, random, depth - 1) for _ in range(2))
    if random.random() < 0.5:
        p, q = random.randint(-3, 3), Fraction(random.randint(-3, 3), 2)
        return algebra.sum([(p, a), (q, b)]), lambda at: p * f(at) + q * g(at)
    n, m = random.randint(0, 3), random.choice((1, 1, 2, -1))
    return algebra.product([(a, n), (b, m)]), lambda at: (f(at) ** n if n else 1) * g(at) ** m


def value(form, at):
    """The value of a form that is a polynomial or a quotient of such, at the values of x, y, z."""
    total = Fraction(0)
    for term, coefficient in form.items.items():
        product = Fraction(coefficient)
        for base, exponent in term.powers.items():
            inside = at["xyz".index(base.attribute)] if base.row is VARIABLE else value(base.arguments[0], at)
            product *= inside**exponent
        total += product
    return total
