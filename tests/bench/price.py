"""The gradient's price, counted in operations: Rosenbrock's sum in 10 to 1000 variables (bar 5 for each of the value)."""

import sys
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from expressions import rosenbrock  # noqa: E402

from gradcli.domains.float64 import run  # noqa: E402
from gradcli.engine.lower import lower  # noqa: E402
from gradcli.engine.passes import optimize  # noqa: E402
from gradcli.engine.reverse import reverse  # noqa: E402
from gradcli.syntax.parser import parse  # noqa: E402


def operations(tape, roots) -> int:
    """How many it takes at least, leaves left out."""
    return sum(bool(arguments) for arguments in optimize(tape, roots)[0].arguments)


def ours(count: int) -> tuple[int, int, bool]:
    """The operations of the value, those of both, and whether the gradient is right at a point."""
    tape, root, variables = lower(parse(rosenbrock(count)))
    value = operations(tape, [root])
    adjoints = reverse(tape, root, list(variables.values()))
    both = operations(tape, [root, *(adjoints[slot] for slot in variables.values())])
    x = {f"x{i}": 0.3 + 0.001 * i for i in range(1, count + 1)}
    values = run(tape, x)
    right = True
    for i in range(1, count + 1):
        here, after, before = x[f"x{i}"], x.get(f"x{i + 1}"), x.get(f"x{i - 1}")
        slope = (-400 * here * (after - here**2) - 2 * (1 - here) if after is not None else 0.0) + (
            200 * (here - before**2) if before is not None else 0.0)
        right &= abs(values[adjoints[variables[f"x{i}"]]] - slope) <= 1e-9 * max(1.0, abs(slope))
    return value, both, right


def casadis(count: int) -> tuple[int, int]:
    import casadi

    x = casadi.SX.sym("x", count)
    f = sum(100 * (x[i + 1] - x[i]**2)**2 + (1 - x[i])**2 for i in range(count - 1))
    functions = casadi.Function("f", [x], [f]), casadi.Function("g", [x], [f, casadi.gradient(f, x)])
    return tuple(function.n_instructions() - count for function in functions)


def main() -> None:
    print(f"\nThe gradient's price\n{'':34}{'value':>9}{'gradient':>9}{'':>8}{'ratio':>8}")
    for count in (10, 100, 1000):
        value, both, right = ours(count)
        print(f"{f'gradcli, {count} variables':34}{value:9}{both:9}{'' if right else 'wrong':>8}{both / value:8.2f}")
        if find_spec("casadi"):
            value, both = casadis(count)
            print(f"{'CasADi':34}{value:9}{both:9}{'':>8}{both / value:8.2f}")


if __name__ == "__main__":
    main()
