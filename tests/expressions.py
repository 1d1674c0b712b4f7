"""Random expressions, the same every time: trees over the whole table, and texts that are smooth at a point beside them.

Everything is drawn from a `Random` that the caller seeds. A tape also runs over mpmath's numbers here, with the functions
of `oracles`, so that what a sweep or a pass makes of an expression is seen without float64's rounding.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from mpmath import mp, mpf
from oracles import oracle

from gradcli.core.primitive import CONSTANT, FUNCTIONS, OPERATORS, VARIABLE, Primitive, rows
from gradcli.core.tape import Tape
from gradcli.engine.lower import lower
from gradcli.syntax.nodes import Apply, Call, Chain, Name, Number
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

# But for those that go by way of Decimals: a millisecond for each number.
ROWS = [row for row in rows() if row.least and FUNCTIONS.families.get(row.name, "").rpartition(".")[2] not in (
    "bessel", "beta", "integrals", "zeta")]
OPERATIONS = [row for row in ROWS if row.syntax]
CALLS = [row for row in ROWS if not row.syntax]
ARITHMETIC = [OPERATORS[symbol] for symbol in ("+", "-", "*", "/", "**", "prefix -")]
BROKEN = {FUNCTIONS[word] for word in "abs relu max min clamp".split()} | {OPERATORS["%"]}
SMOOTH = [row for row in CALLS if row.rules and (callable(row.rules) or all(map(callable, row.rules)))
          and row.taking(2) not in BROKEN and row.taking(3) not in BROKEN and row not in BROKEN]
ELEMENTARY = [FUNCTIONS[word] for word in "sqrt cbrt exp log sin cos tan sinh cosh tanh asin atan asinh log1p".split()]
KINKY = [FUNCTIONS[word] for word in "abs relu max min clamp sign floor ceil round trunc hypot sqrt log".split()]
KINKY += [OPERATORS[symbol] for symbol in "if < <= > >= == != % and or".split()]
TRANSCENDENTAL = "sin cos exp tanh atan log sqrt".split()
HUGE = 10**12


def grown(random: Random, size: int, table: Callable[[Random], Primitive], leaf: Callable[[Random], Any]) -> Any:
    """A tree of about `size` nodes."""
    if size < 2:
        return leaf(random)
    row = table(random)
    count = row.least + (row.most is None and random.random() < 0.3)
    cuts = sorted(random.randint(0, max(size - 1 - count, 0)) for _ in range(count - 1))
    shares = [b - a + 1 for a, b in zip([0, *cuts], [*cuts, max(size - 1 - count, 0)], strict=True)]
    return Apply(row, tuple(grown(random, share, table, leaf) for share in shares))


def mix(*groups: Sequence[Primitive]) -> Callable[[Random], Primitive]:
    """Rows of these groups, each group as often."""
    return lambda random: random.choice(random.choice(groups))


ANY = mix(ARITHMETIC, OPERATIONS, CALLS)


def small(random: Random) -> Any:
    """A variable, or a number that a person would type."""
    kind = random.random()
    if kind < 0.65:
        return Name(random.choice("xy"))
    return Number(random.randint(0, 4) if kind < 0.9 else Fraction(random.randint(1, 30), random.choice((2, 5, 10))))


def trees(seed: int, count: int, size: int, table: Callable[[Random], Primitive] | None = None) -> Iterator[Any]:
    """`count` trees of up to `size` nodes."""
    random = Random(seed)
    for _ in range(count):
        yield grown(random, random.randint(1, size), table or mix(OPERATIONS, CALLS), small)


def dense(random: Random, size: int) -> str:
    """A random expression of x and y with about so many operations, in which little cancels."""
    if size <= 0:
        return random.choice(["x", "x", "y", "2", "3"])
    if random.random() < 0.3:
        return f"{random.choice(TRANSCENDENTAL)}({dense(random, size - 1)})"
    if random.random() < 0.15:
        return f"({dense(random, size - 1)})**{random.choice([2, 3])}"
    left = random.randint(0, size - 1)
    return f"({dense(random, left)}{random.choice('+-**/')}{dense(random, size - 1 - left)})"


def shape(root: Any) -> list[Any]:
    """A tree without its spans, as a list that == compares."""
    found, work = list[Any](), [root]
    while work:
        node = work.pop()
        if isinstance(node, Apply) and node.arguments:
            found.append((node.row, len(node.arguments)))
            work += node.arguments
        elif isinstance(node, Apply):
            found.append(node.row.name)
        elif isinstance(node, Chain):
            found.append((node.rows, len(node.operands)))
            work += node.operands
        elif isinstance(node, Number):
            found.append(node.value)
        else:
            found.append(node.name)
    return found


def precisely(tape: Tape, at: dict[str, Any]) -> list[Any]:
    """The value of every slot: exact where it is rational, else at mpmath's precision, nan where none is real."""
    values: list[Any] = []
    for row, arguments, attribute in zip(tape.operations, tape.arguments, tape.attributes, strict=True):
        if row is CONSTANT:
            values.append(attribute)
        elif row is VARIABLE:
            values.append(at[attribute])
        else:
            values.append(_apply(row, attribute, [values[a] for a in arguments]))
    return values


def _apply(row: Primitive, attribute: Any, xs: list[Any]) -> Any:
    if row is OPERATORS["if"]:
        return mp.nan if mp.isnan(xs[0]) else xs[1] if xs[0] else xs[2]
    if any(mp.isnan(x) for x in xs):
        return mp.nan
    if all(isinstance(x, int | Fraction) for x in xs):
        whole = row.laws.is_power and xs[0] and abs(xs[1]) < 50_000 and xs[1] == int(xs[1])
        found = Fraction(xs[0]) ** int(xs[1]) if whole else row.numerics.exact(*xs) if row.numerics.exact else None
        if found is not None:
            return found
    if any(abs(x) > HUGE for x in xs) and not row.laws.linear and not row.laws.monomial:
        return mp.nan  # mpmath would work hard
    try:
        found = oracle(row.name, attribute)(*map(real, xs))
    except (ZeroDivisionError, ValueError, OverflowError):
        return mp.nan
    return mp.nan if isinstance(found, mp.mpc) else mpf(found)


def real(x: Any) -> Any:
    """A number as mpmath's."""
    return mpf(x.numerator) / x.denominator if isinstance(x, int | Fraction) else mpf(x)


def function(source: str, at: dict[str, Any], names: str = "x") -> Callable[..., Any]:
    """What a text is worth at mpmath's precision, as a function of these names; the others are as in `at`."""
    tape, root, _ = lower(parse(source))
    return lambda *xs: real(precisely(tape, {**at, **dict(zip(names, xs, strict=True))})[root])


class Case(NamedTuple):
    """A text, and a point where all of it is smooth and of ordinary size."""

    source: str
    at: dict[str, float]


def smooth(seed: int, count: int, size: int = 9, table: Callable[[Random], Primitive] | None = None,
           most: float = 1e3) -> Iterator[Case]:
    """`count` cases of up to `size` nodes, each of which has an x.

    Nothing on the way is larger than `most`, nor almost 0 or just 1, where many functions have an edge.
    """
    random = Random(seed)
    table = table or mix(ARITHMETIC, ARITHMETIC, ELEMENTARY, SMOOTH)
    while count:
        tree = grown(random, random.randint(3, size), table, small)
        source = text(tree)
        lowered = lower(parse(source))
        if "x" not in lowered.variables:
            continue
        at = {name: random.randint(-300, 300) / 128 for name in lowered.variables}
        with mp.workdps(20):
            values = precisely(lowered.tape, at)
            beside = precisely(lowered.tape, {name: x + 1e-5 for name, x in at.items()})
        slots = zip(lowered.tape.operations, values, beside, strict=True)
        if all(row is CONSTANT or 1e-2 < abs(v) < most and w == w and (row is VARIABLE or abs(v) != 1)
               for row, v, w in slots):
            count -= 1
            yield Case(source, at)


def kinky(seed: int, count: int) -> Iterator[Case]:
    """Expressions of kinks, jumps, branches and edges, at points where many of them meet."""
    random = Random(seed)
    for tree in trees(seed, count, 10, mix(KINKY, KINKY, ARITHMETIC)):
        source = text(tree)
        if names := lower(parse(source)).variables:
            yield Case(source, {name: random.choice([0.0, 0.0, 1.0, 1.0, -1.0, 2.0, 0.5, -2.0, 1.5]) for name in names})


def rosenbrock(count: int) -> str:
    """Rosenbrock's sum in so many variables."""
    return " + ".join(f"100*(x{i + 1} - x{i}**2)**2 + (1 - x{i})**2" for i in range(1, count))


def bits(numbers: Iterable[float]) -> list[str]:
    """Doubles to be compared: -0 is not 0, and nan is nan."""
    return [repr(number) for number in numbers]


def shown(node):
    """Our AST with every parenthesis written."""
    if isinstance(node, Number):
        return str(node.value)
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Chain):
        return f"({shown(node.operands[0])}" + "".join(
            f" {row.syntax.symbols[0]} {shown(x)}" for row, x in zip(node.rows, node.operands[1:], strict=True)) + ")"
    if isinstance(node, Call):
        return f"{node.definition.name}({', '.join(map(shown, node.arguments))})"
    syntax, arguments = node.row.syntax, [shown(argument) for argument in node.arguments]
    if syntax is None:
        return f"{node.row.name}({', '.join(arguments)})"
    if syntax.kind == "ternary":
        return f"({arguments[1]} if {arguments[0]} else {arguments[2]})"
    symbol = syntax.symbols[0]
    return {"prefix": f"({symbol} {arguments[0]})", "postfix": f"({arguments[0]}{symbol})",
            "infix": f"({arguments[0]} {symbol} {arguments[-1]})"}[syntax.kind]
