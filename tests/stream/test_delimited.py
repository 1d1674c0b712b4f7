"""CSV and TSV: columns that pass through are unchanged, byte for byte; the place of unreadable cells is reported."""

import json
import subprocess
import sys

import pytest
from tables import HELP, check_stopped, strictly

from gradcli.stream import source


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


# Tables with other separators, decimals and comments, the options that say so, and the answer to x**2.
DIALECTS = [
    ("x;y\n3;4\n", [], "x,y,value,d/dx\n3,4,9,6\n"), ("t;x\na,b;3\n", [], 't,x,value,d/dx\n"a,b",3,9,6\n'),
    ('"a,b";x\n1;3\n', [], '"a,b",x,value,d/dx\n1,3,9,6\n'), ('x,"a;b"\n3,4\n', [], 'x,"a;b",value,d/dx\n3,4,9,6\n'),
    ("sep=;\nx;y\n3;4\n", [], "x,y,value,d/dx\n3,4,9,6\n"), ('"sep=;"\r\nx;y\r\n3;4\r\n', [], "x,y,value,d/dx\n3,4,9,6\n"),
    ("sep=;\nx;y\n3;4\n", ["--delimiter", ";"], "x,y,value,d/dx\n3,4,9,6\n"),
    ("sep=;\tx\n1\t3\n", ["--delimiter", "tab"], "sep=;,x,value,d/dx\n1,3,9,6\n"),
    ("sep=|\nx|y\n3|4\n", [], "x,y,value,d/dx\n3,4,9,6\n"), ("SEP=,\nx,y\n3,4\n", [], "x,y,value,d/dx\n3,4,9,6\n"),
    ("x;y\n1,5;4\n-2,5;1\n", ["--decimal", ","], 'x,y,value,d/dx\n"1,5",4,2.25,3\n"-2,5",1,6.25,-5\n'),
    ("x\n1,5\n", ["--decimal", ","], 'x,value,d/dx\n"1,5",2.25,3\n'),
    ('t;x\n"a;b";"1,5"\n', ["--decimal", ","], 't,x,value,d/dx\n"a;b","1,5",2.25,3\n'),
    ("x:t\n3:a\n", ["--delimiter", ":"], "x,t,value,d/dx\n3,a,9,6\n"),
    ("x\tt\n3\ta,b\n", ["--delimiter", "tab"], 'x,t,value,d/dx\n3,"a,b",9,6\n'),
    ("x\tt\n3\ta\n", ["--delimiter", "\\t"], "x,t,value,d/dx\n3,a,9,6\n"),
    ('  x \t t\n 3   "a  b" \r\n4\t5', ["--delimiter", " "], 'x,t,value,d/dx\n3,"a  b",9,6\n4,5,16,8\n'),
    ("# by hand\n#\nx,t\n3,#\n# 7,8\n4,b\n", ["--comment", "#"], "x,t,value,d/dx\n3,#,9,6\n4,b,16,8\n"),
    ('// c\nx,t\n3,"two\n// lines"\n//', ["--comment", "//"], 'x,t,value,d/dx\n3,"two\n// lines",9,6\n'),
    ("#a\n#b;c\nx;y\n3;4\n", ["--comment", "#"], "x,y,value,d/dx\n3,4,9,6\n")]


@pytest.mark.parametrize("table, words, answer", DIALECTS, ids=[repr(table) for table, *_ in DIALECTS])
def test_separators_decimals_and_comments(squared, monkeypatch, table, words, answer):
    assert squared(table, *words) == answer
    monkeypatch.setattr(source, "CHUNK_SIZE", 3)
    assert squared(table, *words) == answer


@pytest.mark.parametrize("table, words, says", [
    ("x;y\n1,5;4\n", [], "line 2, column x: '1,5' is not a number; --decimal , reads it as one"),
    ("x;y\n1,5,3;4\n", [], "line 2, column x: '1,5,3' is not a number"),
    ("x;y\n1.234,5;4\n", ["--decimal", ","], "line 2, column x: '1.234,5' is not a number"),
    ("x;y\n1.5;4\n", ["--decimal", ","], "line 2, column x: '1.5' is not a number"),
    ("#\nx\n#\n\n1\n#\ntwo\n", ["--comment", "#"], "line 7, column x: 'two' is not a number"),
    ("sep=;\nx;y\n1;2\na;3\n", [], "line 4, column x: 'a' is not a number")])
def test_what_is_wrong_with_a_table_of_another_kind(cli, table, words, says):
    run = cli("eval", "x", "--points", "-", *words, stdin=table)
    assert run.returncode == 2 and run.stderr == f"Error: standard input, {says}{HELP}"


# Rows of t, x, u with quotes: those that are read by columns, and those that need a closer look, with the number meant.
FIELDS = ['"a",3,b', 'a,"3","b"', '"a, b",3,"c"', '"a ""b"" c",3,"""d"""', '"",3,""', 'a,"3",""""', '"a,""b"",c",3,d',
          'a"b,3,c', 'a"b",3,c', '"a"b,3,c', '"a" ,3,c', ' "a",3,c', '"a\nb",3,c', 'a," 3 ",c']


@pytest.mark.parametrize("row", FIELDS)
@pytest.mark.parametrize("beside", ["p,3,q", '"p",3,"q"', '"p,",3,q', None])
def test_quotes_are_read_alike_by_columns_and_by_records(squared, row, beside):
    rows = row, beside or row, row, beside or row
    assert squared("\n".join(["t,x,u", *rows])) == "t,x,u,value,d/dx\n" + "".join(f"{each},9,6\n" for each in rows)


@pytest.mark.parametrize("cell", ['"1""5"', '"1"5', '1"5"', '"1,5"', '"1\n5"', '""', '"1'])
def test_quotes_do_not_make_numbers(cli, cell):
    for other in ("a,4", '"a",4'):
        assert cli("eval", "x", "--points", "-", stdin=f"t,x\n{other}\na,{cell}\n").returncode == 2


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


def test_many_columns(cli):
    names = [f"x{i}" for i in range(5000)]
    table = f"{','.join(names)}\n{','.join(map(str, range(5000)))}\n"
    run = cli("eval", "x7*x4999", "--points", "-", stdin=table)
    assert run.stdout == table.replace("\n", ",value,d/dx7,d/dx4999\n", 1).rstrip() + ",34993,4999,7\n"
    run = cli("eval", "x7*x4999", "--points", "-", "--only", "value", "-f", "json", stdin=table)
    assert strictly(run.stdout) == {name: i for i, name in enumerate(names)} | {"value": 34993}
    again = cli("eval", "x7*value", "--points", "-", "--points-format", "jsonl", "--only", "d/dx7", stdin=2 * run.stdout)
    assert again.stdout.endswith(",34993,34993\n")


# The rows of x*y before the one that cannot be read, that row, and what is said of it: rows csv- of the list of bad inputs.
ROWS = [
    ("csv-009", "1,2\n3,4\n", "5", "line 4, 1 field where the header has 2, column y is missing: '5'"),
    ("csv-009", "1,2\n", "3,4,5", "line 3, 3 fields where the header has 2: '3,4,5'"),
    ("csv-009", '1,"2"\n', '3,"4",', """line 3, 3 fields where the header has 2: '3,"4",'"""),
    ("csv-011", "1,2\n", "3,", "line 3, column y: it is empty"), ("csv-011", "", "  ,2", "line 2, column x: it is empty"),
    ("csv-011", '"1",2\n', '"",2', "line 3, column x: it is empty"),
    ("csv-012", "1,2\n", "3,abc", "line 3, column y: 'abc' is not a number"),
    ("csv-012", "1,2\n", '"1,5",3', "line 3, column x: '1,5' is not a number"),
    ("csv-012", "1,2\n", "1 000,3", "line 3, column x: '1 000' is not a number"),
    ("csv-012", "1,2\n", "$5,3", "line 3, column x: '$5' is not a number"),
    ("csv-012", "1,2\n", "N/A,3", "line 3, column x: 'N/A' is not a number"),
    ("csv-012", "1,2\n", "pi/4,3", "line 3, column x: 'pi/4' is not a number"),
    ("csv-012", "1,2\n", "true,3", "line 3, column x: 'true' is not a number"),
    ("csv-015", "1,2\n", "1\0,3", "line 3, column x: '1\\x00' is not a number"),
    ("", "1,2\n", f"{'9' * 50}x,3", f"line 3, column x: '{'9' * 19}…{'9' * 19}x' is not a number")]


@pytest.mark.parametrize("before, row, says", [row[1:] for row in ROWS], ids=[f"{row[0]} {row[2]}" for row in ROWS])
def test_a_row_that_cannot_be_read(cli, before, row, says):
    table = f"x,y\n{before}{row}\n7,8\n"
    whole = before.count("\n")
    check_stopped(cli("eval", "x*y", "--points", "-", stdin=table), says, whole)
    check_stopped(cli("eval", "x*y", "--points", "-", "--only", "d/dx", "--on-error", "stop", stdin=table), says, whole)
    if "never closed" in says:
        return
    said = "Warning: 1 row could not be read: "
    skipped = cli("eval", "x*y", "--points", "-", "--on-error", "skip", stdin=table)
    assert skipped.returncode == 0 and skipped.stderr == f"{said}left out\n"
    assert skipped.stdout.count("\n") == whole + 2 and skipped.stdout.endswith("7,8,56,8,7\n")
    kept = cli("eval", "x*y", "--points", "-", "--on-error", "nan", stdin=table)
    assert kept.returncode == 0 and kept.stderr == f"{said}answered by nan\n"
    assert kept.stdout.count(",nan,nan,nan\n") == 1 and kept.stdout.endswith("7,8,56,8,7\n")
    assert cli("eval", "x*y", "--points", "-", "--on-error", "skip", "--strict", stdin=table).returncode == 1
    for line in cli("eval", "x*y", "--points", "-", "--on-error", "nan", "-f", "json", stdin=table).stdout.splitlines():
        json.loads(line)


def test_lines_are_counted_in_the_file_and_not_in_the_table(cli):
    run = cli("eval", "x*y", "--points", "-", stdin='x,"y"\r\n1,2\r\n"3\r\n",4\r\n\r\n5,6x\r\n')
    assert run.stdout == 'x,"y",value,d/dx,d/dy\n1,2,2,2,1\n"3\r\n",4,12,4,3\n'
    assert run.stderr == f"Error: standard input, line 6, column y: '6x' is not a number{HELP}"


@pytest.mark.parametrize("table, rows", [
    ("x\n\n1\n\n\n3\n\n\n", "x,value,d/dx\n1,2,2\n3,6,2\n"),
    ("x,y\n\n1,2\n\r\n3,4\n\n", "x,y,value,d/dx\n1,2,2,2\n3,4,6,2\n")])
def test_an_empty_line_is_no_row(cli, table, rows):
    for on_error in ("stop", "nan"):
        run = cli("eval", "2*x", "--points", "-", "--on-error", on_error, stdin=table)
        assert (run.returncode, run.stdout, run.stderr) == (0, rows, "")


def test_lines_are_counted_over_blocks(cli, monkeypatch):
    monkeypatch.setattr(source, "CHUNK_SIZE", 16)
    table = "x,y\n" + "1,2\n" * 20 + '"3\n",4\n' + "1,2\n" * 20 + "1,two\n"
    run = cli("eval", "x*y", "--points", "-", stdin=table)
    assert run.stdout.count("\n") == 43
    assert run.stderr.startswith("Error: standard input, line 44, column y: 'two' is not a number")


@pytest.mark.parametrize("words", [[], ["--on-error", "skip"], ["--on-error", "nan"]])
def test_a_quote_that_takes_the_rest_along_stops_in_any_case(cli, words):
    found = cli("eval", "x*y", "--points", "-", *words, stdin='x,y\n1,2\n"3,4\n5,6\n')
    assert (found.returncode, found.stdout) == (2, "x,y,value,d/dx,d/dy\n1,2,2,2,1\n")
    assert found.stderr == "Error: standard input, line 3, a quote is never closed (it reaches to the end of the table)\n"


def test_a_quote_in_the_last_line_takes_nothing_along(cli):
    found = cli("eval", "x*y", "--points", "-", "--on-error", "skip", stdin='x,y\n1,2\n"3,4\n')
    assert found.returncode == 0 and found.stderr == "Warning: 1 row could not be read: left out\n"


def test_what_json_cannot_hold_is_a_fault(cli):
    table = b"x,t\n2,a\n3,caf\xe9\n4,b\n"
    found = cli("eval", "x", "--points", "-", "-f", "json", stdin=table)
    assert found.returncode == 2 and "line 3, byte 0xe9 is not UTF-8, which JSON must be" in found.stderr
    kept = cli("eval", "x", "--points", "-", "-f", "json", "--on-error", "nan", stdin=table)
    assert [json.loads(line)["value"] for line in kept.stdout.splitlines()] == [2, "NaN", 4]
