"""Tables in and out: CSV, TSV, JSON Lines; what passes through stays as it is, byte for byte."""

import json
import subprocess
import sys

import pytest

from gradcli.calc import rows as engine
from gradcli.stream import growing, source


@pytest.fixture
def squared(cli):
    """The rows of x**2 for a table, which must be answered without a word."""

    def run(table, *words):
        found = cli("eval", "x**2", "--points", "-", *words, stdin=table)
        assert (found.returncode, found.stderr) == (0, "")
        return found.stdout

    return run


def test_a_file(cli, tmp_path):
    table = tmp_path / "points.csv"
    table.write_text("name,u,v\nfirst,3,4\nsecond,0.5,-1\n")
    run = cli("eval", "u**3+v**2+4*u*v", "--points", str(table))
    assert run.stdout == "name,u,v,value,d/du,d/dv\nfirst,3,4,91,43,20\nsecond,0.5,-1,-0.875,-3.25,0\n" and not run.stderr


@pytest.mark.parametrize("table, answer", [
    ("x\n3\n", "x,value,d/dx\n3,9,6\n"), ("x\n3", "x,value,d/dx\n3,9,6\n"), ("x\n", "x,value,d/dx\n"),
    ("x", "x,value,d/dx\n"), ("\ufeffx\n3\n", "x,value,d/dx\n3,9,6\n"), ("x\r\n3\r\n4\r\n", "x,value,d/dx\n3,9,6\n4,16,8\n"),
    ("x\n3\n\n\n", "x,value,d/dx\n3,9,6\n"), ("x\r\n3\r\n\r\n", "x,value,d/dx\n3,9,6\n"),
    (" x ,y\n 3 ,4\n", " x ,y,value,d/dx\n 3 ,4,9,6\n"), ('"x"\n"3"\n', '"x",value,d/dx\n"3",9,6\n'),
    ("a,x\n0x10, 03.50 \n", "a,x,value,d/dx\n0x10, 03.50 ,12.25,7\n"), ("x\nnan\n-inf\n-0\n", None),
    ('t,x\n"a ""b"", c",3\n', 't,x,value,d/dx\n"a ""b"", c",3,9,6\n'),
    ('t,x\n"two\nlines",3\n', 't,x,value,d/dx\n"two\nlines",3,9,6\n'),
    ('t,x\n"two\r\nlines",3\r\n', 't,x,value,d/dx\n"two\r\nlines",3,9,6\n'), ('t,x\na"b,3\n', 't,x,value,d/dx\na"b,3,9,6\n'),
    ("t,x\n100%,3\n%s%d%%,4\n", "t,x,value,d/dx\n100%,3,9,6\n%s%d%%,4,16,8\n"),
    ("t,x\n{},3\n", "t,x,value,d/dx\n{},3,9,6\n"),
    ("t,t,x\n1,2,3\n", "t,t,x,value,d/dx\n1,2,3,9,6\n"), ("θ,x\né,3\n", "θ,x,value,d/dx\né,3,9,6\n"),
    (",x\n,3\n", ",x,value,d/dx\n,3,9,6\n")])
def test_csv(cli, table, answer):
    run = cli("eval", "x**2", "--points", "-", stdin=table)
    assert run.returncode == 0
    if answer is not None:
        assert (run.stdout, run.stderr) == (answer, "")


def test_text_that_is_not_unicode_passes_through():
    table = b"t,x\n\xff\x80,3\n\"\xff\",4\n"
    command = [sys.executable, "-m", "gradcli", "eval", "x**2", "--points", "-"]
    run = subprocess.run(command, input=table, capture_output=True)
    assert run.stdout == b"t,x,value,d/dx\n\xff\x80,3,9,6\n\"\xff\",4,16,8\n"


@pytest.mark.parametrize("table, answer", [
    ("x\ty\n3\t4\n", "x,y,value,d/dx\n3,4,9,6\n"), ("t\tx\na,b\t3\n", 't,x,value,d/dx\n"a,b",3,9,6\n'),
    ('t\tx\n"a,b"\t3\n', 't,x,value,d/dx\n"a,b",3,9,6\n'), ('t\tx\na"b,c\t3\n', 't,x,value,d/dx\n"a""b,c",3,9,6\n'),
    ('t,u\tx\n"a\tb"\t3\n', '"t,u",x,value,d/dx\n"a\tb",3,9,6\n')])
def test_tsv(squared, table, answer):
    assert squared(table, "--points-format", "tsv") == answer


@pytest.mark.parametrize("table, answer", [
    ('{"x": 3}\n{"x": 4.0}\n', "x,value,d/dx\n3,9,6\n4.0,16,8\n"), ('\n{"x": 3}\n\n\r\n', "x,value,d/dx\n3,9,6\n"),
    ('{"t": "a \\"b\\", c", "x": 3, "l": [1, 2], "n": null, "b": true}',
     't,x,l,n,b,value,d/dx\n"a ""b"", c",3,"[1, 2]",,true,9,6\n'),
    ('{"x": 3, "l": [1.50, {"é": ["a", null]}]}', 'x,l,value,d/dx\n3,"[1.50, {""é"": [""a"", null]}]",9,6\n'),
    ('{"x": 1e0, "t": 1}\n{"t": 0.10, "x": 2}\n{"x": 3}', "x,t,value,d/dx\n1e0,1,1,2\n2,0.10,4,4\n3,,9,6\n")])
def test_json_lines_to_csv(squared, table, answer):
    assert squared(table, "--points-format", "jsonl") == answer


def test_json_lines_are_kept_as_they_are(squared):
    table = '{"x": 3}\n {"x":-0.0,"t":"\\u00e9é", "l": [1, {"y": 1e400}]} \n{"l": {}, "x": 5}\n'
    found = squared(table, "--points-format", "jsonl", "-f", "json")
    assert found == ('{"x": 3, "value": 9, "d/dx": 6}\n'
                     '{"x":-0.0,"t":"\\u00e9é", "l": [1, {"y": 1e400}], "value": 0, "d/dx": -0}\n'
                     '{"l": {}, "x": 5, "value": 25, "d/dx": 10}\n')


def strictly(line):
    def refused(name):
        raise ValueError(name)

    pairs = json.loads(line, parse_constant=refused, object_pairs_hook=list)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_csv_to_strict_json(cli):
    table = 't,x\n"a ""b"",\n c",3\n007,1e999\n+1,nan\n1.50,-.5\nné\x01\\,-0\n'
    run = cli("eval", "1/x", "--points", "-", "-f", "json", stdin=table)
    assert [strictly(line) for line in run.stdout.splitlines()] == [
        {"t": 'a "b",\n c', "x": 3, "value": 1 / 3, "d/dx": -1 / 9}, {"t": "007", "x": float("inf"), "value": 0, "d/dx": 0},
        {"t": "+1", "x": "nan", "value": "NaN", "d/dx": "NaN"}, {"t": 1.5, "x": -0.5, "value": -2, "d/dx": -4},
        {"t": "né\x01\\", "x": 0, "value": "-Infinity", "d/dx": "-Infinity"}]
    assert '"t": 1.50, "x": -0.5' in run.stdout  # a number's text is kept where JSON has it so
    assert run.stderr == "Warning: 2 rows with a result that is not finite\n"


@pytest.mark.parametrize("cells", ["1.50,-2e3", "-0,100", "1,nan", "03,1", "+1,2", ".5,1", "1.,2", "1E5,1e-400", '"1",2',
                                   "1 ,2"])
def test_blocks_of_json_are_rows_of_json(cli, cells):
    """A block of JSON's numbers is written at once, any other row by row; cells that JSON has stay as they are."""
    table = f"100%,x\n1,2\n{cells}\n"
    found = cli("eval", "1/(x-2)", "--points", "-", "-f", "json", stdin=table).stdout.splitlines()
    again = cli("eval", "1/(x-2)", "--points", "-", "-f", "json", stdin='100%,x\n"1",2\n' + cells).stdout.splitlines()
    assert found[1] == again[1] and found[0] == '{"100%": 1, "x": 2, "value": "Infinity", "d/dx": "-Infinity"}'
    assert strictly(found[1])["x"] == pytest.approx(float(cells.split(",")[1].strip('"')), nan_ok=True) or "nan" in cells


def test_a_header_alone_is_no_rows(squared):
    assert squared("x\n", "-f", "json") == ""


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
    assert (run.returncode, run.stdout) == (2, "") and "it is one of value, d/dx, d/dy" in run.stderr


def test_nth(cli):
    table = "x,y\n1,2\n-1,0.5\n"
    assert cli("nth", "x**3*y", "--wrt", "x,x,y", "--points", "-", stdin=table).stdout == "x,y,d3/dx2dy\n1,2,6\n-1,0.5,-6\n"
    run = cli("nth", "a*x**3", "-n", "2", "--all", "--points", "-", "--at", "a=2", stdin="x\n3\n")
    assert run.stdout == "x,value,d/dx,d2/dx2\n3,54,54,36\n"
    run = cli("nth", "x**3", "-n", "2", "--points", "-", "-f", "json", stdin="x\n3\n1e308\n")
    assert run.stdout == '{"x": 3, "d2/dx2": 18}\n{"x": 1e308, "d2/dx2": "Infinity"}\n'
    assert cli("nth", "x*y", "-n", "1", "--points", "-", stdin=table).returncode == 2


def test_blocks_may_end_anywhere(cli, monkeypatch):
    """However the input falls into blocks, and whichever engine takes over when, the output is the same."""
    table = 't,x\n' + "".join(f'"{i}, ""q""\n",{i}\n' if i % 7 == 3 else f"{i} %,{i}.5\n" for i in range(40)) + "\n\n"
    expected = cli("eval", "x**2", "--points", "-", stdin=table)
    assert expected.returncode == 0 and expected.stdout.count("\n") == 41 + 6
    monkeypatch.setattr(growing, "MANY", 10)
    monkeypatch.setattr(engine, "FEW", 3)
    for size in (1, 2, 3, 5, 16, 64, 300):
        monkeypatch.setattr(source, "SIZE", size)
        assert cli("eval", "x**2", "--points", "-", stdin=table).stdout == expected.stdout


def test_many_columns(cli):
    names = [f"x{i}" for i in range(5000)]
    table = f"{','.join(names)}\n{','.join(map(str, range(5000)))}\n"
    run = cli("eval", "x7*x4999", "--points", "-", stdin=table)
    assert run.stdout == table.replace("\n", ",value,d/dx7,d/dx4999\n", 1).rstrip() + ",34993,4999,7\n"
    run = cli("eval", "x7*x4999", "--points", "-", "--only", "value", "-f", "json", stdin=table)
    assert strictly(run.stdout) == {name: i for i, name in enumerate(names)} | {"value": 34993}
    again = cli("eval", "x7*value", "--points", "-", "--points-format", "jsonl", "--only", "d/dx7", stdin=2 * run.stdout)
    assert again.stdout.endswith(",34993,34993\n")
