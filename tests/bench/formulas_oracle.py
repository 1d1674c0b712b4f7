"""Every printed formula compared with mpmath: `python tests/bench/formulas_oracle.py COUNT SEED [-v]`.

Nothing of the program takes part in the judgement. The expressions are trees made here; their text goes to the command
line, the tree itself is evaluated by mpmath and differentiated by `mpmath.diff`; what is printed is Python, which
Python's own parser reads and mpmath evaluates. The trees are of the kinds that algebra gets
wrong: powers of u beside powers of -u, identities, inverses, roots of powers, both sides of every sign change.

`questions(seed)` yields them, `faults(question)` judges one; a lean sample runs in tests/algebra/test_printed.py.
"""

import ast
import io
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

from mpmath import mp, mpf

DIGITS, CLOSE = 34, mpf("1e-16")  # of the numbers, and how far apart two may be that are one
LARGE = 10**9  # beyond it mpmath takes its time
LONG = 10_000  # characters of a formula that are still judged, in a second or so
NAMES = "xyab"
Tree = Any  # a numeral or a name as text, or (operation, *trees)


def nan_unless(condition: Any, value: Callable[[], Any]) -> Any:
    return value() if condition else mp.nan


def power(a: Any, b: Any) -> Any:
    """The real power, nan where there is none; an exponent of thirds is not the real root."""
    if a == 0 and b < 0 or a < 0 and b != int(b):
        return mp.nan
    return a ** int(b) if b == int(b) else a**b


def cbrt(x: Any) -> Any:
    return mp.cbrt(x) if x >= 0 else -mp.cbrt(-x)


def log(x: Any, base: Any = None) -> Any:
    if x <= 0 or base is not None and (base <= 0 or base == 1):
        return mp.nan
    return mp.log(x) if base is None else mp.log(x) / mp.log(base)


def normcdf(x: Any) -> Any:
    return mp.erfc(-x / mp.sqrt(2)) / 2


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": lambda x: nan_unless(x >= 0, lambda: mp.sqrt(x)),
    "cbrt": cbrt,
    "exp": mp.exp,
    "log": log,
    "log1p": lambda x: log(1 + x),
    "expm1": lambda x: mp.exp(x) - 1,
    "exp2": lambda x: mpf(2) ** x,
    "log2": lambda x: log(x, mpf(2)),
    "log10": lambda x: log(x, mpf(10)),
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "sec": mp.sec,
    "csc": mp.csc,
    "cot": mp.cot,
    "asin": lambda x: nan_unless(-1 <= x <= 1, lambda: mp.asin(x)),
    "acos": lambda x: nan_unless(-1 <= x <= 1, lambda: mp.acos(x)),
    "atan": mp.atan,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "sech": mp.sech,
    "csch": mp.csch,
    "coth": mp.coth,
    "asinh": mp.asinh,
    "acosh": lambda x: nan_unless(x >= 1, lambda: mp.acosh(x)),
    "atanh": lambda x: nan_unless(-1 < x < 1, lambda: mp.atanh(x)),
    "abs": abs,
    "sign": mp.sign,
    "relu": lambda x: max(x, mpf(0)),
    "min": min,
    "max": max,
    "clamp": lambda x, low, high: min(max(x, low), high),
    "where": lambda c, a, b: a if c else b,
    "floor": mp.floor,
    "ceil": mp.ceil,
    "heaviside": lambda x: (mp.sign(x) + 1) / 2,
    "hypot": lambda *xs: mp.sqrt(sum(x * x for x in xs)),
    "atan2": mp.atan2,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "softplus": lambda x: mp.log(1 + mp.exp(x)),
    "logit": lambda x: log(nan_unless(0 < x < 1, lambda: x / (1 - x))),
    "logaddexp": lambda a, b: mp.log(mp.exp(a) + mp.exp(b)),
    "erf": mp.erf,
    "erfc": mp.erfc,
    "normpdf": mp.npdf,
    "normcdf": normcdf,
    "gelu": lambda x: x * normcdf(x),
    "silu": lambda x: x / (1 + mp.exp(-x)),
    "gamma": mp.gamma,
    "digamma": mp.digamma,
    "polygamma": lambda n, x: mp.polygamma(int(n), x),
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))),
    "sinc": lambda x: mp.sinpi(x) / (mp.pi * x) if x else mpf(1),
    "reciprocal": lambda x: 1 / x,
}
OPERATORS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": power,
    "neg": lambda a: -a,
    "<": lambda a, b: mpf(a < b),
    "<=": lambda a, b: mpf(a <= b),
    ">": lambda a, b: mpf(a > b),
    ">=": lambda a, b: mpf(a >= b),
    "and": lambda a, b: mpf(bool(a and b)),
    "or": lambda a, b: mpf(bool(a or b)),
    "not": lambda a: mpf(not a),
    "%": lambda a, b: a - b * mp.floor(a / b),
}


ARITHMETIC = {OPERATORS[symbol] for symbol in "+-*/"}


def written(tree: Tree) -> str:
    """The text of a tree, every operation in parentheses."""
    if isinstance(tree, str):
        return tree
    operation, *parts = tree
    texts = [written(part) for part in parts]
    if operation in FUNCTIONS:
        return f"{operation}({', '.join(texts)})"
    if operation == "if":
        return f"({texts[1]} if {texts[0]} else {texts[2]})"
    if len(texts) == 1:
        return f"(-{texts[0]})" if operation == "neg" else f"({operation} {texts[0]})"
    return f"({texts[0]} {operation} {texts[1]})"


def value(tree: Tree, at: dict[str, Any]) -> Any:
    """What a tree is worth, nan where it is not real."""
    if isinstance(tree, str):
        known = at.get(tree)
        return known if known is not None else +mp.pi if tree == "pi" else +mp.e if tree == "e" else ratio(tree)
    operation, *parts = tree
    if operation == "if":
        condition = value(parts[0], at)
        return condition if mp.isnan(condition) else value(parts[1 if condition else 2], at)
    return applied(FUNCTIONS.get(operation) or OPERATORS[operation], *(value(part, at) for part in parts))


class TooLarge(Exception):
    """Mpmath would take its time."""


def ratio(text: str) -> Any:
    """A numeral, or two as in (1/2)."""
    if text == "pi":
        return +mp.pi
    numerator, _, denominator = text.strip("()").partition("/")
    return mpf(numerator) / mpf(denominator or "1")


class Flat(Exception):
    """The formula is nan where the function is constant, as that of cbrt(x + abs(x)) for x < 0. Known; counted apart."""


def applied(function: Callable[..., Any], *xs: Any) -> Any:
    if any(mp.isnan(x) for x in xs):
        return mp.nan
    if function not in ARITHMETIC and any(abs(x) > LARGE for x in xs):
        raise TooLarge
    try:
        found = function(*xs)
    except (ZeroDivisionError, ValueError, OverflowError):
        return mp.nan
    return mp.nan if isinstance(found, mp.mpc) else mpf(found)


SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.Mod: "%",
    ast.USub: "neg",
    ast.Not: "not",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.And: "and",
    ast.Or: "or",
}


def parsed(formula: str) -> Tree:
    """A printed formula as a tree, by Python's own parser."""

    def made(node: ast.AST) -> Tree:
        match node:
            case ast.Constant():
                return ast.get_source_segment(formula, node)
            case ast.Name():
                return node.id
            case ast.Call():
                return node.func.id, *map(made, node.args)
            case ast.BinOp():
                return SYMBOLS[type(node.op)], made(node.left), made(node.right)
            case ast.UnaryOp():
                return made(node.operand) if isinstance(node.op, ast.UAdd) else (SYMBOLS[type(node.op)], made(node.operand))
            case ast.IfExp():
                return "if", made(node.test), made(node.body), made(node.orelse)
            case ast.BoolOp():
                return joined_by(SYMBOLS[type(node.op)], [made(value) for value in node.values])
            case ast.Compare():
                sides = [made(side) for side in (node.left, *node.comparators)]
                pairs = zip(node.ops, sides, sides[1:], strict=False)
                return joined_by("and", [(SYMBOLS[type(op)], a, b) for op, a, b in pairs])
        raise ValueError(ast.dump(node))

    return made(ast.parse(formula, mode="eval").body)


def joined_by(symbol: str, trees: list[Tree]) -> Tree:
    total = trees[0]
    for each in trees[1:]:
        total = symbol, total, each
    return total


# Trees. Each kind of them is a function of a Random; `part` gives what stands within.

UNARY = "sqrt cbrt exp log sin cos tan sinh cosh tanh asin atan asinh log1p expm1 sec sech erf sigmoid softplus abs".split()
INVERSES = [
    ("exp", "log"),
    ("log", "exp"),
    ("sin", "asin"),
    ("asin", "sin"),
    ("cos", "acos"),
    ("tan", "atan"),
    ("atan", "tan"),
    ("sinh", "asinh"),
    ("asinh", "sinh"),
    ("cosh", "acosh"),
    ("acosh", "cosh"),
    ("tanh", "atanh"),
    ("atanh", "tanh"),
    ("exp2", "log2"),
    ("log2", "exp2"),
    ("log1p", "expm1"),
    ("expm1", "log1p"),
    ("sigmoid", "logit"),
    ("logit", "sigmoid"),
    ("sqrt", "abs"),
    ("acos", "cos"),
]
SQUARES = [("sin", "cos"), ("cosh", "sinh"), ("sec", "tan"), ("csc", "cot"), ("tanh", "sech"), ("coth", "csch")]


def leaf(random: Random) -> Tree:
    return random.choice(["x", "x", "x", "y", "a", str(random.randint(1, 4))])


def numeral(random: Random) -> Tree:
    return random.choice(["2", "3", "1", "5", "(1/2)", "(2/3)", "0.5", "1.5", "pi"])


def negated(tree: Tree) -> Tree:
    """-u as a person writes it: 1 - x for x - 1."""
    if isinstance(tree, tuple) and tree[0] == "-":
        return "-", tree[2], tree[1]
    return "neg", tree


def binomial(random: Random) -> Tree:
    left = random.choice(
        ["x", "x", ("**", "x", "2"), ("*", "x", "y"), ("*", "2", "x"), (random.choice(UNARY), "x"), ("**", "x", "a")]
    )
    right = random.choice(["1", "2", "y", "a", ("**", "y", "2"), "(1/2)", "pi"])
    return random.choice("+--"), *random.sample([left, right], 2)


def part(random: Random, depth: int = 1) -> Tree:
    kind = random.random()
    if kind < 0.35 or depth <= 0:
        return leaf(random)
    if kind < 0.65:
        return binomial(random)
    if kind < 0.8:
        return random.choice(UNARY), part(random, depth - 1)
    return random.choice("+-*/"), part(random, depth - 1), part(random, depth - 1)


def exponent(random: Random) -> Tree:
    return random.choice(
        [
            "1",
            "2",
            "3",
            "4",
            ("neg", "1"),
            ("neg", "2"),
            ("neg", "3"),
            "(1/2)",
            "(3/2)",
            ("neg", "(1/2)"),
            "(1/3)",
            "(2/3)",
            "2.5",
            "a",
            ("neg", "a"),
            ("-", "2", "a"),
            ("+", "a", "1"),
            ("*", "2", "a"),
            "y",
        ]
    )


def joined(random: Random, symbols: str, trees: list[Tree]) -> Tree:
    total = trees[0]
    for tree in trees[1:]:
        total = random.choice(symbols), total, tree
    return total


def opposites(random: Random) -> Tree:
    """Powers of u and of -u, beside something else."""
    u = binomial(random) if random.random() < 0.8 else part(random)
    factors = [
        ("**", random.choice([u, negated(u), ("neg", u), ("*", numeral(random), u)]), exponent(random))
        for _ in range(random.randint(2, 4))
    ]
    if random.random() < 0.4:
        factors.append(part(random, 0))
    random.shuffle(factors)
    return joined(random, "**/" if random.random() < 0.8 else "*/+-", factors)


def fractions(random: Random) -> Tree:
    """Quotients within quotients."""
    found = part(random)
    for _ in range(random.randint(1, 4)):
        found = random.choice(
            [
                ("/", part(random, 0), ("+", part(random, 0), found)),
                ("/", found, part(random)),
                ("+", ("/", "1", found), part(random, 0)),
                ("/", ("-", found, leaf(random)), ("+", found, "1")),
                ("-", leaf(random), ("/", found, binomial(random))),
            ]
        )
    return found


def identities(random: Random) -> Tree:
    """Squares and higher powers of functions with a Pythagorean identity."""
    u = part(random, 0) if random.random() < 0.6 else part(random)
    f, g = random.choice(SQUARES)
    powers = [
        (
            "**",
            (random.choice((f, g)), random.choice([u, u, u, ("neg", u)])),
            random.choice(["1", "2", "2", "3", "4", "a", ("neg", "1"), ("neg", "2")]),
        )
        for _ in range(random.randint(2, 4))
    ]
    coefficients = [random.choice(["1", "1", ("neg", "1"), "2", "x", "a"]) for _ in powers]
    return joined(
        random, "+-", [("*", c, p) for c, p in zip(coefficients, powers, strict=True)] + [random.choice(["1", "x"])]
    )


def inverses(random: Random) -> Tree:
    f, g = random.choice(INVERSES)
    u = part(random)
    inner = (g, u)
    if random.random() < 0.4:
        inner = random.choice(
            [
                ("neg", inner),
                ("*", random.choice(["2", "3", "a", "(1/2)"]), inner),
                ("+", inner, leaf(random)),
                ("/", inner, "2"),
                ("**", inner, "2"),
            ]
        )
    found = f, inner
    return random.choice([found, ("*", found, leaf(random)), ("**", found, exponent(random)), ("+", found, u)])


def exponentials(random: Random) -> Tree:
    """Symbolic exponents, powers of exponentials, products of those."""
    base = random.choice(
        [
            "x",
            "2",
            "3",
            "y",
            "e",
            "(1/2)",
            binomial(random),
            ("abs", "x"),
            ("exp", leaf(random)),
            ("+", ("**", "x", "2"), "1"),
        ]
    )
    powers = []
    for _ in range(random.randint(1, 3)):
        p = ("**", base, random.choice([exponent(random), part(random, 0), binomial(random)]))
        powers.append(random.choice([p, ("**", p, exponent(random)), ("sqrt", p), ("log", p), ("exp", part(random, 0))]))
    return joined(random, "**/+-", powers)


def signs(random: Random) -> Tree:
    """Functions with two sides, and powers of them."""
    u = part(random)
    parts = []
    for _ in range(random.randint(1, 3)):
        v = random.choice([u, negated(u), part(random)])
        f = random.choice(
            [
                ("abs", v),
                ("sign", v),
                ("relu", v),
                ("max", u, v),
                ("min", u, v),
                ("clamp", v, ("neg", "1"), "1"),
                ("max", v, leaf(random), u),
                ("heaviside", v),
            ]
        )
        power_of = exponent(random)
        if f[0] not in ("abs", "sign") and names_of(power_of):  # relu(x)**a has the derivative relu(x)**a*log(relu(x)): nan
            power_of = "2"  # where relu is 0 and the true one is 0. Known, and left to those who write it.
        parts.append(random.choice([f, f, ("**", f, power_of), ("*", f, v)]))
    return joined(random, "+-**/", parts)


def roots(random: Random) -> Tree:
    """Roots of powers, powers of roots, products of both."""
    u = random.choice(["x", "x", ("*", "x", "y"), binomial(random), ("/", "x", "y"), ("neg", "x")])
    whole = random.choice(["2", "3", "4", "6", ("neg", "2"), ("neg", "1")])
    root = random.choice(["(1/2)", "(1/3)", "(3/2)", "(2/3)", ("neg", "(1/2)"), "0.25", "a"])
    found = random.choice(
        [
            ("**", ("**", u, whole), root),
            ("**", ("**", u, root), whole),
            ("sqrt", ("**", u, whole)),
            ("cbrt", ("**", u, whole)),
            ("**", ("cbrt", u), whole),
            ("**", ("sqrt", u), whole),
            ("sqrt", ("*", numeral(random), ("**", u, whole))),
            ("sqrt", ("abs", u)),
        ]
    )
    return random.choice(
        [found, ("*", found, ("**", u, exponent(random))), ("/", found, u), ("+", found, u), ("*", found, found)]
    )


def branches(random: Random) -> Tree:
    """Conditionals, on the same condition, its opposite, or others."""
    u, v = part(random, 0), leaf(random)
    condition = random.choice("< <= > >=".split()), u, v

    def of() -> Tree:
        c = random.choice(
            [
                condition,
                condition,
                ("not", condition),
                ("and", condition, ("<", leaf(random), "1")),
                ("or", condition, (">", leaf(random), "0")),
                (condition[0], v, u),
            ]
        )
        return random.choice(
            [
                ("if", c, part(random), part(random)),
                ("if", c, part(random), "0"),
                ("where", c, part(random), part(random)),
                ("*", c, part(random)),
            ]
        )

    parts = [random.choice([of(), ("*", leaf(random), of()), ("**", of(), "2")]) for _ in range(random.randint(1, 3))]
    return joined(random, "+-*/", parts)


def plain(random: Random) -> Tree:
    """Compositions without a plan."""
    return random.choice(
        [
            lambda: (random.choice(UNARY), part(random, 2)),
            lambda: (random.choice("+-*/"), part(random, 2), part(random, 2)),
            lambda: ("**", part(random, 2), exponent(random)),
            lambda: (random.choice(["hypot", "atan2", "logaddexp"]), part(random), part(random)),
        ]
    )()


KINDS = [opposites, opposites, fractions, identities, inverses, exponentials, signs, roots, branches, plain]


def tree(random: Random) -> Tree:
    found = random.choice(KINDS)(random)
    kind = random.random()
    if kind < 0.25:
        return random.choice("+-*/"), found, random.choice(KINDS)(random)
    if kind < 0.35:
        return random.choice(UNARY), found
    return found


class Question(NamedTuple):
    """The words of a command line, its tree, its bindings as texts, and the variables of the answer."""

    words: list[str]
    tree: Tree
    bound: dict[str, str]
    wrt: tuple[str, ...]


def names_of(tree: Tree) -> list[str]:
    found, work = dict[str, None](), [tree]
    while work:
        node = work.pop()
        if isinstance(node, tuple):
            work += reversed(node[1:])
        elif node in NAMES:
            found[node] = None
    return list(found)


def size_of(tree: Tree) -> int:
    return 1 if isinstance(tree, str) else 1 + sum(map(size_of, tree[1:]))


def questions(seed: int) -> Iterator[Question]:
    """Questions without end."""
    random = Random(seed)
    while True:
        root = tree(random)
        names = names_of(root)
        if "x" not in names or size_of(root) > random.choice((14, 20, 20, 28, 45)):
            continue
        bound = {
            name: random.choice(["2", "1/2", "-1", "3", "0.7"]) for name in names if name != "x" and random.random() < 0.15
        }
        free = [name for name in names if name not in bound]
        given = ["--at", *(f"{name}={text}" for name, text in bound.items())] if bound else []
        source, command = written(root), random.choice("grad grad nth nth nth hessian jacobian taylor".split())
        shape = random.choice(["plain", "json"])
        if command == "taylor":
            center, order = random.choice(["1/2", "-1", "2", "3/7", "0", "1", "-0.6", "pi"]), random.randint(0, 3)
            words = [command, source, "--around", f"x={center}", "-n", str(order), *given, "-f", "json"]
            yield Question(words, root, {**bound, "x": center}, ("x",) * order)
            continue
        if command == "nth":
            wrt = tuple(random.choice(free) for _ in range(random.choice([0, 1, 1, 2, 2, 3])))
            words = ["nth", source, "-n", str(len(wrt)), "--wrt", ",".join(wrt or free[:1])]
        else:
            wrt = tuple(free)
            words = [command, source] + (["x*" + source] if command == "jacobian" else []) + ["--wrt", ",".join(wrt)]
        yield Question([*words, *given, "-f", shape], root, bound, wrt)


def answered(words: list[str]) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of a command line run in this process."""
    from gradcli.cli import main

    before = sys.argv, sys.stdout, sys.stderr
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    sys.argv, sys.stdout, sys.stderr = ["gradcli", *words], *streams
    try:
        main()
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 0
    finally:
        sys.argv, sys.stdout, sys.stderr = before
    out, err = (stream.buffer.getvalue().decode() for stream in streams)
    return code, out, err


def formulas(question: Question, out: str) -> list[tuple[Tree, tuple[str, ...], str]]:
    """What is printed: of which tree, along which variables, the formula."""
    command, shape, names = question.words[0], question.words[-1], question.wrt
    if command == "taylor":
        known = {each["powers"]["x"]: each["coefficient"] for each in json.loads(out)["coefficients"]}
        return [(("/", question.tree, str(math.factorial(k))), ("x",) * k, known.get(k, "0")) for k in range(len(names) + 1)]
    trees = [question.tree, ("*", "x", question.tree)]
    if command == "nth":
        orders = [(question.tree, names)]
    elif command == "grad":
        orders = [(question.tree, (name,)) for name in names]
    elif command == "hessian":
        orders = [(question.tree, (a, b)) for a in names for b in names]
    else:
        orders = [(each, (name,)) for each in trees for name in names]
    if shape == "json":
        answer = json.loads(out)
        if command == "nth":
            texts = [answer["derivative"]]
        elif command == "grad":
            texts = list(answer["partials"].values())
        else:
            texts = [text for row in answer[command] for text in row]
    else:
        texts = [line.rpartition("\t")[2] for line in out.splitlines()]
    assert len(texts) == len(orders), (question, out)
    return [(each, along, text) for (each, along), text in zip(orders, texts, strict=True)]


def points(random: Random, names: list[str], bound: dict[str, str]) -> dict[str, Any]:
    """Both signs, near and far from 0; never just at a kink."""
    with mp.workdps(DIGITS):
        at = {name: mpf(random.choice([-1, 1]) * random.randint(1, 2500)) / 997 + mpf(1) / 7919 for name in names}
        for name, text in bound.items():
            at[name] = ratio(text)
        return at


def truth(tree: Tree, along: tuple[str, ...], at: dict[str, Any]) -> Any:
    """The derivative by mpmath, nan where there is none."""
    if not along:
        return value(tree, at)
    moving = list(dict.fromkeys(along))

    def function(*xs: Any) -> Any:
        found = value(tree, {**at, **dict(zip(moving, xs, strict=True))})
        if mp.isnan(found):
            raise ZeroDivisionError
        return found

    counts = tuple(along.count(name) for name in moving)
    try:
        return mp.diff(
            function,
            tuple(at[name] for name in moving) if len(moving) > 1 else at[moving[0]],
            counts if len(moving) > 1 else counts[0],
        )
    except (ZeroDivisionError, ValueError, OverflowError):
        return mp.nan


def compared(each: Tree, along: tuple[str, ...], formula: Tree, at: dict[str, Any]) -> bool:
    """True where the two numbers agree, False where the true one does not exist. Raises AssertionError elsewhere."""
    for digits in (DIGITS, 3 * DIGITS):  # what cancels is looked at again with more
        with mp.workdps(digits):
            right, ours = truth(each, along, at), value(formula, at)
            if mp.isnan(right) or not abs(right) < 10**12:
                return False
            if abs(right - ours) <= CLOSE * max(abs(right), mpf("1e-12")):
                return True
    if mp.isnan(ours) and not right:
        raise Flat
    raise AssertionError(f"{mp.nstr(ours, 12)}, not {mp.nstr(right, 12)}")


def faults(question: Question, random: Random, count: Counter[str], tries: int = 3) -> Iterator[str]:
    """The error of an answer, if there is one; `count` counts the comparisons."""
    try:
        code, out, err = answered(question.words)
    except Exception as reason:  # a traceback, whatever it is
        yield f"{question.words}: {reason!r}"
        return
    if code:
        count["refused"] += 1
        if not any(reason in err for reason in ("beyond", "limit", "no Taylor expansion", "a name that is free")):
            yield f"{question.words}: {err}"
        return
    for each, along, formula in formulas(question, out):
        if len(formula) > LONG:
            count["too long"] += 1
            continue
        looked = False
        for _ in range(tries):
            at = points(random, sorted({*names_of(question.tree), "x"}), question.bound)
            try:
                looked |= compared(each, along, parsed(formula), at)
            except TooLarge:
                continue
            except Flat:
                count["nan where it is 0"] += 1
            except Exception as reason:
                yield (
                    f"{question.words} along {along} at { {k: mp.nstr(v, 8) for k, v in at.items()} }: {formula} is "
                    f"{type(reason).__name__}: {reason}"
                )
                break
        count["compared" if looked else "nowhere defined"] += 1
        if looked:
            count[f"{question.words[0]} {question.words[-1]}"] += 1


def main() -> None:
    total, seed = int(sys.argv[1]), int(sys.argv[2])
    random, count, wrong = Random(seed), Counter[str](), 0
    for number, question in enumerate(questions(seed)):
        if count["compared"] >= total:
            break
        for fault in faults(question, random, count):
            wrong += 1
            print(fault, flush=True)
        if "-v" in sys.argv and number % 500 == 499:
            print(number + 1, dict(count), wrong, file=sys.stderr, flush=True)
    print(f"seed {seed}: {number} questions, {dict(count)}, {wrong} wrong")


if __name__ == "__main__":
    main()
