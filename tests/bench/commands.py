"""Whole commands beside a bare click program in the same environment: medians of interleaved runs, as ratios.

Nothing is asserted: seconds differ from machine to machine, and the table is there to be read.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

RUNS = 25
# Without bytecode an editable install is compiled in every run, and click, which pip has compiled, is not: no comparison.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
BARE = """\
import sys

import click
{imports}

@click.command()
@click.argument("expression")
@click.option("--at", multiple=True)
def main(expression, at):
    click.echo("value\\t91")


sys.exit(main())
"""
GRADCLI = [sys.executable, str(Path(sys.executable).parent / "gradcli")]
ANSWER = [*GRADCLI, "eval", "u**3+v**2+4*u*v", "--at", "u=3", "v=4"]
RICH = "import rich.console, rich.table, rich.tree"


def milliseconds(command: list[str]) -> float:
    """One run of the command, from its start to its end."""
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return (perf_counter() - start) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        def bare(name: str, imports: str) -> list[str]:
            script = Path(folder, name)
            script.write_text(BARE.format(imports=imports), encoding="utf-8")
            return [sys.executable, str(script), "u**3", "--at", "u=3"]

        click, drawing = "click, one command", "click, one command, rich"
        # what is run, what it is held against, and the bar
        table: dict[str, tuple[list[str], str, str]] = {
            "python -c pass": ([sys.executable, "-c", "pass"], click, ""),
            click: (bare("alone", ""), click, ""),
            drawing: (bare("drawing", RICH), drawing, ""),
            "eval, plain": ([*ANSWER, "-f", "plain"], click, "1.25"),
            "eval, JSON": ([*ANSWER, "-f", "json"], click, "1.25"),
            "eval, rich": ([*ANSWER, "-f", "rich"], drawing, "1.25"),
            "nth, a number": ([*GRADCLI, "nth", "x**2+x**3", "-n", "2", "--at", "x=5"], click, ""),
            "nth, a formula": ([*GRADCLI, "nth", "x**2+x**3", "-n", "2"], click, ""),
            "graph, plain": ([*GRADCLI, "graph", "3*x**2", "--at", "x=3", "-f", "plain"], click, ""),
        }
        times: dict[str, list[float]] = {name: [] for name in table}
        for turn in range(RUNS + 1):  # the first fills the caches
            for name, (command, _, _) in table.items():
                elapsed = milliseconds(command)
                if turn:
                    times[name].append(elapsed)
    medians = {name: median(runs) for name, runs in times.items()}
    print(f"{'':26}{'ms':>7}{'ratio':>8}{'bar':>7}   of")
    for name, (_, floor, bar) in table.items():
        print(f"{name:26}{medians[name]:7.1f}{medians[name] / medians[floor]:8.2f}{bar:>7}   {floor}")


if __name__ == "__main__":
    main()
