"""A million points, CSV in and CSV out, beside the peers that are installed; and memory after 10 MB and 100 MB.

Whole processes, interleaved: medians of wall-clock and processor time, the most memory, and the ratio that a bar is set for.
Each answer is checked. Nothing is asserted by the clock: the table is there to be read.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from itertools import islice
from math import cos, exp, isclose, sin
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from peers import measure

EXPRESSION = "exp(-u**2)*sin(v)+u*v**3/(1+v**2)"
ROWS, RUNS, CHECKED = 1_000_000, 5, 2000
SIZES = 10_000_000, 100_000_000
DERIVATIVE = """
e, q = exp(-u**2), 1 + v**2
value = e*sin(v) + u*v**3/q
du, dv = -2*u*e*sin(v) + v**3/q, e*cos(v) + u*(3*v**2*q - 2*v**4)/q**2
"""  # by hand
TABLE = """
import numpy
u, v = numpy.loadtxt(sys.argv[1], delimiter=",", skiprows=1, unpack=True)
{}
numpy.savetxt(sys.argv[2], numpy.column_stack([u, v, value, du, dv]), delimiter=",", fmt="%.17g",
              header="u,v,value,d/du,d/dv", comments="")
"""
PEERS = {  # what is imported first, and what is run
    "polars, by hand": ("polars", f"""
import polars
u, v = polars.col("u"), polars.col("v")
exp, sin, cos = (getattr(polars.Expr, name) for name in ("exp", "sin", "cos"))
{DERIVATIVE}
polars.scan_csv(sys.argv[1]).with_columns(value.alias("value"), du.alias("d/du"), dv.alias("d/dv")).sink_csv(sys.argv[2])
"""),
    "loadtxt, savetxt, by hand": ("numpy", TABLE.format(f"from numpy import cos, exp, sin{DERIVATIVE}")),
    "JAX, vmap(grad)": ("jax", TABLE.format("""
import jax
jax.config.update("jax_enable_x64", True)
from jax.numpy import exp, sin
both = jax.value_and_grad(lambda u, v: exp(-u**2)*sin(v) + u*v**3/(1+v**2), (0, 1))
value, (du, dv) = jax.jit(jax.vmap(both))(u, v)
""")),
    "PyTorch": ("torch", TABLE.format("""
import torch
u, v = (torch.tensor(column, requires_grad=True) for column in (u, v))
value = torch.exp(-u**2)*torch.sin(v) + u*v**3/(1+v**2)
value.sum().backward()
u, v, value, du, dv = u.detach(), v.detach(), value.detach(), u.grad, v.grad
""")),
    "csv module, by hand": ("csv", f"""
import csv
from math import cos, exp, sin
with open(sys.argv[1], newline="") as file, open(sys.argv[2], "w", newline="") as answer:
    rows, write = csv.reader(file), csv.writer(answer).writerow
    write([*next(rows), "value", "d/du", "d/dv"])
    for row in rows:
        u, v = map(float, row)
{DERIVATIVE.replace(chr(10), chr(10) + " " * 8)}
        write([*row, value, du, dv])
"""),
}
ALONE = "for name in ('numpy', 'orjson'): sys.modules[name] = None"  # so that importing them fails
START = "sys.argv[0] = 'gradcli'\nfrom gradcli.__main__ import start\nstart()"
POLARS, LOADTXT = list(PEERS)[:2]
BARS = {"gradcli, fast": POLARS, "gradcli, standard library": LOADTXT}


class Cost(NamedTuple):
    wall: float
    processor: float
    memory: float  # MiB


def run(command: list[str], answer: Path) -> Cost:
    """One run from its start to its end; its output is the answer unless it writes a file."""
    with open(answer, "wb") as file:
        found = measure([sys.executable, "-c", *command], printed=file)
    assert found.output is not None, command
    return Cost(found.seconds, found.cpu, found.bytes / 2**20)


def commands(table: Path, answer: Path) -> dict[str, list[str]]:
    words = ["eval", EXPRESSION, "--points", str(table)]
    found = {"gradcli, standard library": [f"import sys\n{ALONE}\n{START}", *words]}
    if find_spec("numpy") and find_spec("orjson"):
        found = {"gradcli, fast": [f"import sys\n{START}", *words], **found}
    return found | {name: [f"import sys\n{program}", str(table), str(answer)]
                    for name, (module, program) in PEERS.items() if find_spec(module)}


def lines(size: int | None = None) -> Iterator[str]:
    """A table of ROWS rows, or of `size` bytes."""
    random = Random(1)
    yield "u,v\n"
    left = size or ROWS
    while left > 0:
        line = f"{random.uniform(-2, 2)!r},{random.uniform(-4, 4)!r}\n"
        left -= len(line) if size else 1
        yield line


def checked(name: str, answer: Path) -> None:
    """The first rows of an answer against the formulas."""
    with open(answer) as file:
        assert next(file).strip() == "u,v,value,d/du,d/dv", name
        for line in islice(file, CHECKED):
            u, v, *found = map(float, line.split(","))
            names = {"u": u, "v": v, "exp": exp, "sin": sin, "cos": cos}
            exec(DERIVATIVE, names)
            assert all(isclose(a, names[b], rel_tol=1e-9, abs_tol=1e-12)
                       for a, b in zip(found, ("value", "du", "dv"), strict=True)), (name, line)
        assert sum(1 for _ in file) == ROWS - CHECKED, name


QUOTED = """
import polars
{frame}
u, v = polars.col("u"), polars.col("v")
exp, sin, cos = (getattr(polars.Expr, name) for name in ("exp", "sin", "cos"))
{derivative}
frame = frame.with_columns(value.alias("value"), du.alias("d/du"), dv.alias("d/dv"))
{sink}
"""
FORMS: Mapping[str, tuple[Callable[[str], str], str, str, list[str]]] = {  # a row, what polars reads and writes, and options
    "quoted CSV": (lambda line: ",".join(f'"{word}"' for word in line.split(",")) + "\n",
                   "frame = polars.scan_csv(sys.argv[1])", "frame.sink_csv(sys.argv[2])", []),
    "JSON Lines": (lambda line: '{"u": ' + line.replace(",", ', "v": ') + "}\n",
                   "frame = polars.scan_ndjson(sys.argv[1])", "frame.sink_ndjson(sys.argv[2])", ["--format", "json"])}


HEAD = f"{'':44}{'s':>7}{'CPU s':>7}{'MiB':>6}{'ratio of CPU':>14}{'ratio':>7}"


def measure_forms(folder: str) -> None:
    """A million rows in other forms, beside polars."""
    print(f"\n{ROWS:,} points in other forms (bar: ratio 1.5)\n{HEAD}")
    answer = Path(folder, "answer")
    for name, (row, frame, sink, options) in FORMS.items():
        table = Path(folder, "table.jsonl" if "JSON" in name else "table.csv")
        head, *rest = lines()
        with open(table, "w") as file:
            file.writelines([] if "JSON" in name else [row(head.strip())])
            file.writelines(row(line.strip()) for line in rest)
        words = ["eval", EXPRESSION, "--points", str(table), *options]
        commands = {f"polars, {name}": [f"import sys\n{QUOTED.format(frame=frame, sink=sink, derivative=DERIVATIVE)}",
                                       str(table), str(answer)]} if find_spec("polars") else {}
        commands[f"gradcli, {name}"] = [f"import sys\n{START}", *words]
        commands[f"gradcli, {name}, standard library"] = [f"import sys\n{ALONE}\n{START}", *words]
        show({each: Cost(*map(median, zip(*[run(command, answer) for _ in range(3)], strict=True)))
              for each, command in commands.items()})


def measure_orders(folder: str) -> None:
    """A million rows of higher orders, beside a row of eval."""
    print(f"\n{ROWS:,} points of nth (bar: twice a row of eval)\n{HEAD}")
    table, answer = Path(folder, "table.csv"), Path(folder, "answer.csv")
    with open(table, "w") as file:
        file.writelines(lines())
    words = {"eval": ["eval", EXPRESSION], "nth -n 2 --wrt u": ["nth", EXPRESSION, "-n", "2", "--wrt", "u"],
             "nth -n 4 --wrt u": ["nth", EXPRESSION, "-n", "4", "--wrt", "u"],
             "nth --wrt u,v,u,v": ["nth", EXPRESSION, "--wrt", "u,v,u,v"]}
    for title, program in (("", START), (", standard library", f"{ALONE}\n{START}")):
        show({f"gradcli {name}{title}": run([f"import sys\n{program}", *each, "--points", str(table)], answer)
              for name, each in words.items()})


def show(costs: Mapping[str, Cost]) -> None:
    """Prints costs, with their ratios to the first."""
    first, *_ = costs.values()
    for name, cost in costs.items():
        print(f"{name:44}{cost.wall:7.2f}{cost.processor:7.2f}{cost.memory:6.0f}{cost.processor / first.processor:14.2f}"
              f"{cost.wall / first.wall:7.2f}", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        table, answer = Path(folder, "table.csv"), Path(folder, "answer.csv")
        with open(table, "w") as file:
            file.writelines(lines())
        found = commands(table, answer)
        costs: dict[str, list[Cost]] = {name: [] for name in found}
        for turn in range(RUNS):
            for name, command in found.items():
                costs[name].append(run(command, answer))
                if not turn:
                    checked(name, answer)
        figures = {name: Cost(*map(median, zip(*each, strict=True))) for name, each in costs.items()}
        print(f"\n{ROWS:,} points of {EXPRESSION}, CSV in and out (bar: ratio 1)")
        print(f"{'':28}{'s':>7}{'CPU s':>7}{'MiB':>6}   {'beside':28}{'ratio of CPU':>13}{'ratio':>7}")
        for name, cost in figures.items():
            beside = figures.get(BARS.get(name, name), cost)
            print(f"{name:28}{cost.wall:7.2f}{cost.processor:7.2f}{cost.memory:6.0f}   {BARS.get(name, ''):28}"
                  f"{cost.processor / beside.processor:13.2f}{cost.wall / beside.wall:7.2f}")
        sizes: dict[str, list[float]] = {name: [] for name in BARS if name in found}
        for size in SIZES:
            with open(table, "w") as file:
                file.writelines(lines(size))
            for name in sizes:
                sizes[name].append(run(found[name], answer).memory)
        for name, (small, large) in sizes.items():
            print(f"{name}: {small:.1f} MiB after 10 MB, {large:.1f} MiB after 100 MB")
        measure_forms(folder)
        measure_orders(folder)


if __name__ == "__main__":
    main()
