"""Exact and proven numbers for tables: each row has the answer of its point."""

import json

import pytest
from tables import HELP

from gradcli.stream.single import exact_text

TABLE = "x,y\n1,2\n-1.50D0,3\n0.1,7\n"
POINTS = ("1", "2"), ("-1.5", "3"), ("0.1", "7")
COMMANDS = [("eval", ["x*y**2/3"]), ("grad", ["x*y**2/3"]), ("hessian", ["x**2*y + y**3/7"]),
            ("nth", ["x**3/y", "-n2", "--wrt", "x"]), ("jacobian", ["x*y", "y**2"]),
            ("nth", ["x**3/y", "-n2", "--wrt", "x", "--all"])]


def singly(cli, command, words, at):
    """The numbers of a single answer, in the order of a table's columns."""
    report = json.loads(cli(command, *words, "--at", *at, "-f", "json").stdout)
    if command in ("hessian", "jacobian"):
        rows = report[command]
        return [entry for i, row in enumerate(rows) for entry in (row[i:] if command == "hessian" else row)]
    if "orders" in report:
        return [each["value"] for each in report["orders"]]
    return ([report["value"]] if "value" in report else []) + list(report.get("partials", {}).values())


@pytest.mark.parametrize("command, words", COMMANDS)
@pytest.mark.parametrize("numbers", [["--exact"], ["--digits", "20"], []], ids=" ".join)
def test_rows_are_single_answers(cli, command, words, numbers):
    if "--digits" in numbers:
        pytest.importorskip("flint")
    run = cli(command, *words, *numbers, "--points", "-", "-f", "json", stdin=TABLE)
    assert (run.returncode, run.stderr) == (0, "")
    for line, (x, y) in zip(run.stdout.splitlines(), POINTS, strict=True):
        row = json.loads(line)
        assert [row.pop("x"), row.pop("y")] == [float(x), float(y)]
        assert list(row.values()) == singly(cli, command, [*words, *numbers], [f"x={x}", f"y={y}"])


def test_csv_in_exact_numbers(cli):
    run = cli("eval", "a*x/3", "--exact", "--points", "-", "--at", "a=2", stdin=TABLE)
    assert run.stdout == "x,y,value,d/da,d/dx\n1,2,2/3,1/3,2/3\n-1.50D0,3,-1,-1/2,2/3\n0.1,7,1/15,1/30,2/3\n"
    run = cli("hessian", "x**2*y", "--exact", "--points", "-", "--wrt", "y,x", stdin=TABLE)
    assert run.stdout == "x,y,d2/dy2,d2/dydx,d2/dx2\n1,2,0,2,4\n-1.50D0,3,0,-3,6\n0.1,7,0,1/5,14\n"


def test_a_row_without_an_answer(cli):
    table = "x\n4\n2\n9\n"
    words = "eval", "sqrt(x)", "--exact", "--only", "value", "--points", "-"
    run = cli(*words, stdin=table)
    assert (run.returncode, run.stdout) == (1, "x,value\n4,2\n")
    assert run.stderr == f"Error: standard input, line 3, sqrt(x) has no exact value here{HELP}"
    run = cli(*words, "--on-error", "skip", stdin=table)
    assert (run.returncode, run.stdout) == (0, "x,value\n4,2\n9,3\n") and "left out" in run.stderr
    run = cli(*words, "--on-error", "nan", "-f", "json", stdin=table)
    assert run.stdout == '{"x": 4, "value": "2"}\n{"x": 2, "value": "NaN"}\n{"x": 9, "value": "3"}\n'
    assert cli(*words, stdin="x\n4\ntwo\n").returncode == 2


def test_texts_of_tables_are_expressions():
    texts = {"007": "7", "5.": "5", ".5": "0.5", "+1": "1", "1.0D+03": "1.0e+3", "-Infinity": "-inf", "NaN": "nan",
             "1E400": "1e+400"}
    assert {text: exact_text(text.encode()) for text in texts} == texts
    for text in ("1_0", "1e9999999999999999999999", "x"):
        with pytest.raises(ValueError):
            exact_text(text.encode())
