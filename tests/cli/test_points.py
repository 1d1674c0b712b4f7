"""--points and its companions."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tables import GRADCLI


def test_a_file(cli, tmp_path):
    table = tmp_path / "points.csv"
    table.write_text("name,u,v\nfirst,3,4\nsecond,0.5,-1\n")
    run = cli("eval", "u**3+v**2+4*u*v", "--points", str(table))
    assert run.stdout == "name,u,v,value,d/du,d/dv\nfirst,3,4,91,43,20\nsecond,0.5,-1,-0.875,-3.25,0\n" and not run.stderr


@pytest.mark.parametrize("name, form", [("p.csv", "csv"), ("p.TSV", "tsv"), ("p.tab", "tsv"), ("p.jsonl", "jsonl"),
                                        ("p.ndjson", "jsonl"), ("p.json", "jsonl"), ("p.txt", "csv"), ("p", "csv")])
def test_the_ending_tells_the_format(cli, tmp_path, name, form):
    text = {"csv": "x,y\n3,4\n", "tsv": "x\ty\n3\t4\n", "jsonl": '{"x": 3, "y": 4}\n'}[form]
    (tmp_path / name).write_text(text)
    run = cli("eval", "x*y", "--points", str(tmp_path / name))
    assert run.stdout == "x,y,value,d/dx,d/dy\n3,4,12,4,3\n"
    (tmp_path / "other.csv").write_text(text)
    assert cli("eval", "x*y", "--points", str(tmp_path / "other.csv"), "--points-format", form).stdout == run.stdout


def test_what_is_the_same_in_all_rows(cli):
    run = cli("eval", "a*x**2 + b", "--points", "-", "--at", "a=1/4", "b=-0", stdin="x\n2\n-4\n")
    assert run.stdout == "x,value,d/da,d/dx,d/db\n2,1,4,1,1\n-4,4,16,-2,1\n"
    run = cli("eval", "a*x**2", "--points", "-", "--at", "a=2", "q=1", "--wrt", "x", stdin="x\n3\n")
    assert (run.stdout, run.stderr) == ("x,value,d/dx\n3,18,12\n", "Warning: q does not occur in the expression\n")
    run = cli("eval", "a**2", "--points", "-", "--at", "a=3", stdin="x\nfirst\n\n\n")
    assert run.stdout == "x,value,d/da\nfirst,9,6\n"


def test_a_column_called_as_a_constant_is_a_variable(cli):
    assert cli("eval", "e*x", "--points", "-", stdin="e,x\n2,3\n").stdout == "e,x,value,d/de,d/dx\n2,3,6,3,2\n"


def test_a_name_in_another_spelling_is_the_same_name(cli):
    assert cli("eval", "\u00e9**2", "--points", "-", stdin="e\u0301\n3\n").stdout == "e\u0301,value,d/d\u00e9\n3,9,6\n"


def test_only(cli):
    assert cli("eval", "x*y", "--points", "-", "--only", "d/dy", stdin="x,y\n3,4\n").stdout == "x,y,d/dy\n3,4,3\n"
    run = cli("eval", "x*y", "--points", "-", "--only", "d/dz", stdin="x,y\n3,4\n")
    assert (run.returncode, run.stdout) == (2, "") and "one of value, d/dx, d/dy" in run.stderr


def test_nth(cli):
    table = "x,y\n1,2\n-1,0.5\n"
    assert cli("nth", "x**3*y", "--wrt", "x,x,y", "--points", "-", stdin=table).stdout == "x,y,d3/dx2dy\n1,2,6\n-1,0.5,-6\n"
    run = cli("nth", "a*x**3", "-n", "2", "--all", "--points", "-", "--at", "a=2", stdin="x\n3\n")
    assert run.stdout == "x,value,d/dx,d2/dx2\n3,54,54,36\n"
    run = cli("nth", "x**3", "-n", "2", "--points", "-", "-f", "json", stdin="x\n3\n1e308\n")
    assert run.stdout == '{"x": 3, "d2/dx2": 18}\n{"x": 1e308, "d2/dx2": "Infinity"}\n'
    assert cli("nth", "x*y", "-n", "1", "--points", "-", stdin=table).returncode == 2


def test_a_request_that_is_wrong(cli):
    for words in (["x+", "--points", "-"], ["x", "--points", "-", "--at", "x=1,x=2"], ["-", "--points", "-"],
                  ["x", "--points-format", "csv"], ["x", "--on-error", "skip"], ["x", "--points", "-", "--on-error", "no"]):
        run = cli("eval", *words, stdin="x\n1\n")
        assert (run.returncode, run.stdout) == (2, "")


def test_a_mistake_in_the_expression_is_told_before_anything_is_read(cli):
    found = cli("eval", "x+", "--points", "missing.csv")
    assert found.returncode == 2 and "missing.csv" not in found.stderr and "x+" in found.stderr


@pytest.mark.skipif(not shutil.which("parallel"), reason="GNU parallel is not installed")
def test_more_cores_by_gnu_parallel(tmp_path):
    """The recipe of the README, with smaller blocks."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    recipe = re.search(r"^zcat .*\\\n.* > answers.csv$", readme, re.MULTILINE)[0]
    table = "u,v,t\n" + "".join(f"{i}.5,{i % 7},{i}\n" for i in range(2000))
    (tmp_path / "huge.csv").write_text(table)
    (tmp_path / "huge.csv.gz").write_bytes(gzip.compress(table.encode()))
    where = {**os.environ, "HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    run = subprocess.run(["bash", "-c", recipe.replace("50M", "15k")], cwd=tmp_path, env=where, stderr=subprocess.PIPE)
    alone = subprocess.run([*GRADCLI, "eval", "exp(-u**2)*sin(v)", "--points", tmp_path / "huge.csv"], capture_output=True)
    assert (tmp_path / "answers.csv").read_bytes() == alone.stdout, run.stderr
