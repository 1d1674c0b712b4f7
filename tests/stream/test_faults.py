"""What cannot be read: where it is said to be, what is written before it, and what --on-error makes of it."""

import json

import pytest

from gradcli.stream import source

HELP = " (--on-error skip leaves such rows out, --on-error nan writes nan for their results)\n"


def stopped(run, says, rows):
    assert run.returncode == 2 and run.stderr == f"Error: standard input, {says}{HELP}"
    assert run.stdout.count("\n") == rows + 1 or not rows and not run.stdout


# The rows of x*y before the one that cannot be read, that row, and what is said of it: rows csv- of the list of bad inputs.
ROWS = [
    ("csv-009", "1,2\n3,4\n", "5", "line 4, 1 field where the header has 2, column y is missing: '5'"),
    ("csv-009", "1,2\n", "3,4,5", "line 3, 3 fields where the header has 2: '3,4,5'"),
    ("csv-009", '1,"2"\n', '3,"4",', """line 3, 3 fields where the header has 2: '3,"4",'"""),
    ("csv-011", "1,2\n", "3,", "line 3, column y: it is empty"), ("csv-011", "", "  ,2", "line 2, column x: it is empty"),
    ("csv-011", '"1",2\n', '"",2', "line 3, column x: it is empty"),
    ("csv-012", "1,2\n", "3,abc", "line 3, column y: 'abc' is no number"),
    ("csv-012", "1,2\n", '"1,5",3', "line 3, column x: '1,5' is no number"),
    ("csv-012", "1,2\n", "1 000,3", "line 3, column x: '1 000' is no number"),
    ("csv-012", "1,2\n", "$5,3", "line 3, column x: '$5' is no number"),
    ("csv-012", "1,2\n", "N/A,3", "line 3, column x: 'N/A' is no number"),
    ("csv-012", "1,2\n", "pi/4,3", "line 3, column x: 'pi/4' is no number"),
    ("csv-012", "1,2\n", "true,3", "line 3, column x: 'true' is no number"),
    ("csv-015", "1,2\n", "1\0,3", "line 3, column x: '1\\x00' is no number"),
    ("", "1,2\n", f"{'9' * 50}x,3", f"line 3, column x: '{'9' * 19}…{'9' * 19}x' is no number")]


@pytest.mark.parametrize("before, row, says", [row[1:] for row in ROWS], ids=[f"{row[0]} {row[2]}" for row in ROWS])
def test_a_row_that_cannot_be_read(cli, before, row, says):
    table = f"x,y\n{before}{row}\n7,8\n"
    whole = before.count("\n")
    stopped(cli("eval", "x*y", "--points", "-", stdin=table), says, whole)
    stopped(cli("eval", "x*y", "--points", "-", "--only", "d/dx", "--on-error", "stop", stdin=table), says, whole)
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
    assert run.stderr == f"Error: standard input, line 6, column y: '6x' is no number{HELP}"


@pytest.mark.parametrize("table, rows", [
    ("x\n\n1\n\n\n3\n\n\n", "x,value,d/dx\n1,2,2\n3,6,2\n"),
    ("x,y\n\n1,2\n\r\n3,4\n\n", "x,y,value,d/dx\n1,2,2,2\n3,4,6,2\n")])
def test_an_empty_line_is_no_row(cli, table, rows):
    for on_error in ("stop", "nan"):
        run = cli("eval", "2*x", "--points", "-", "--on-error", on_error, stdin=table)
        assert (run.returncode, run.stdout, run.stderr) == (0, rows, "")


def test_lines_are_counted_over_blocks(cli, monkeypatch):
    monkeypatch.setattr(source, "SIZE", 16)
    table = "x,y\n" + "1,2\n" * 20 + '"3\n",4\n' + "1,2\n" * 20 + "1,two\n"
    run = cli("eval", "x*y", "--points", "-", stdin=table)
    assert run.stdout.count("\n") == 43
    assert run.stderr.startswith("Error: standard input, line 44, column y: 'two' is no number")


# The rows before, the row, and what is said of it.
OBJECTS = [
    ('{"x": 1}\n', '{"x": "1"}', """line 2, column x: '1' is no number"""),
    ('{"x": 1}\n', '{"x": null}', "line 2, column x: it is empty"),
    ('{"x": 1}\n\n', "{}", "line 3, column x is missing"),
    ('{"x": 1}\n', '{"x": true}', "line 2, column x: 'true' is no number"),
    ('{"x": 1}\n', '{"x": [2]}', "line 2, column x: '[2]' is no number"),
    ('{"x": 1}\n', "7", "line 2, is no JSON object: 7"),
    ('{"x": 1}\n', '{"x": 1', """line 2, is no JSON object: {"x": 1"""),
    ('{"x": 1}\n', "[]", "line 2, is no JSON object: []"),
    ('{"x": 1}\n', '{"x": NaN}', "line 2, is no JSON object: NaN is not JSON"),
    ('{"x": 1}\n', '{"x": 1, "x": 2}', "line 2, is no JSON object: a key is there twice"),
    ('{"x": 1}\n', '{"x": 1, "value": 2}', "line 2, column value: a result is called that"),
    ('{"x": 1}\n', '{"x": 2, "t": 3}', "line 2, column t: the first row has none; -f json keeps it"),
    ('{"x": 1}\n', '{"x": ' + "[" * 3000 + "1" + "]" * 3000 + "}",
     "line 2, is no JSON object: {\"x\": [[[[[[[[[[[[[…]]]]]]]]]]]]]]]]]]]}")]


@pytest.mark.parametrize("before, row, says", OBJECTS, ids=[row[2][:60] for row in OBJECTS])
def test_an_object_that_cannot_be_read(cli, before, row, says):
    words = ["eval", "x**2", "--points", "-", "--points-format", "jsonl"]
    table = f'{before}{row}\n{{"x": 3}}\n'
    stopped(cli(*words, stdin=table), says, 1)
    said = "Warning: 1 row could not be read: "
    skipped = cli(*words, "--on-error", "skip", stdin=table)
    assert (skipped.stdout, skipped.stderr) == ("x,value,d/dx\n1,1,2\n3,9,6\n", f"{said}left out\n")
    kept = cli(*words, "--on-error", "nan", stdin=table)
    assert kept.stdout.splitlines()[2].endswith(",nan,nan") and kept.stderr == f"{said}answered by nan\n"
    if "keeps it" in says:
        assert cli(*words, "-f", "json", stdin=table).returncode == 0
    elif "no JSON" in says:
        lines = cli(*words, "-f", "json", "--on-error", "nan", stdin=table).stdout.splitlines()
        assert json.loads(lines[1]) == {"value": "NaN", "d/dx": "NaN"} and len(lines) == 3
    else:
        assert cli(*words, "-f", "json", stdin=table).returncode == 2


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
    assert found.returncode == 2 and "line 3, byte 0xe9 is not UTF-8, which JSON has to be" in found.stderr
    kept = cli("eval", "x", "--points", "-", "-f", "json", "--on-error", "nan", stdin=table)
    assert [json.loads(line)["value"] for line in kept.stdout.splitlines()] == [2, "NaN", 4]


def test_a_mistake_in_the_expression_is_told_before_anything_is_read(cli):
    found = cli("eval", "x+", "--points", "missing.csv")
    assert found.returncode == 2 and "missing.csv" not in found.stderr and "x+" in found.stderr


@pytest.mark.parametrize("table, words, code, says", [
    ("", [], 2, "no input: standard input is empty"),  # csv-004
    ("\n\n1,2\n", [], 2, "standard input has no header (its first line names the columns)"),
    ("1,2\n3,4\n", [], 2, "standard input has no header: its first line is 1,2 (put a line with the names of the "
     "columns before it, such as x,y)"),  # csv-006
    ("x,z\n3,4\n", [], 2, "standard input has no column y; it has x, z (--at y=… binds what is the same in all "
     "rows)"),  # csv-007
    ("t,Y1\n3,4\n", ["--at", "x=2"], 2, "standard input has no column y; it has t, Y1"),
    ("xx,y\n3,4\n", [], 2, "standard input has no column x; it has xx, y (did you mean xx? --at x=…"),
    ("x\ty\n1\t2\n", [], 2, "standard input has no column x, y; it has x y (is it parted by tabs? say --points-format tsv)"),
    ('{"x": 1, "y": 2}\n', [], 2, 'standard input has no column x, y; it has {"x": 1, "y": 2} (is it JSON Lines? say '
     "--points-format jsonl)"),
    ("x;y\n1;2\n", [], 2, "standard input has no column x, y; it has x;y (its fields are parted by commas, or"),
    ("x,y\n1,2\n", ["--at", "x=2"], 2, "--at x: standard input has a column x (leave one of the two out)"),
    ("x,y,x\n1,2,3\n", [], 2, "standard input has two columns x (rename one of them)"),
    ("x,y,value\n1,2,3\n", [], 2, "standard input has a column value already, which is what a result is called"),
    ("x,y,d/dx\n1,2,3\n", [], 2, "standard input has a column d/dx already"),
    ("x,y,t,t\n1,2,3,4\n", ["-f", "json"], 2, "standard input has two columns t"),
    ('x,"y\n1,2\n', [], 2, "standard input has no header"),
    (b"x,y,\xe9\n", [], 2, "the header of standard input is not UTF-8: byte 0xe9 (convert it, for example with iconv)"),
    ("x,y\n1,2\n".encode("utf-16"), [], 1, "standard input looks like UTF-16 (convert it to UTF-8 with iconv)"),  # csv-003
    ("x,y\n1,2\n".encode("utf-16-le"), [], 1, "standard input looks like UTF-16"),
    ("x,y\n1,2\n".encode("utf-16-be"), [], 1, "standard input looks like UTF-16"),
    (b"\x1f\x8b\x08\0\0\0\0\0", [], 2, "standard input is compressed by gzip (pipe it through gunzip)"),  # csv-015
    (b"\xfd7zXZ\0\0\x04", [], 2, "standard input is compressed by xz (pipe it through xzcat)"),
    (b"\x28\xb5\x2f\xfd\x04\0", [], 2, "standard input is compressed by zstd (pipe it through zstdcat)"),
    ("x,y\n", ["--wrt", "z"], 2, "--wrt z: no such variable in the expression"),
    ("x,y\n", ["-f", "plain"], 2, "-f plain is for one answer (the answers to --points are csv or json)"),
    ("x,y\n", ["--digits", "5"], 2, "--points computes in double precision (leave --exact and --digits out)"),
    ("\ufeff", ["--points-format", "jsonl"], 2, "standard input: the first row is missing"),
    ("\n\n", ["--points-format", "jsonl"], 2, "standard input: the first row is missing"),
    ("x,y\n1,2\n", ["--points-format", "jsonl"], 2, "standard input: the first row is no JSON object: x,y (each line is an"),
    ("{}\n", ["--points-format", "jsonl"], 2, "standard input has no column x, y; it has none")])
def test_a_table_that_cannot_be_used(cli, table, words, code, says):
    run = cli("eval", "x*y", "--points", "-", *words, stdin=table)
    assert (run.returncode, run.stdout) == (code, "")
    assert run.stderr.startswith(f"Error: {says}") and run.stderr.count("\n") == 1


def test_a_request_that_is_wrong(cli):
    for words in (["x+", "--points", "-"], ["x", "--points", "-", "--at", "x=1,x=2"], ["-", "--points", "-"],
                  ["x", "--points-format", "csv"], ["x", "--on-error", "skip"], ["x", "--points", "-", "--on-error", "no"]):
        run = cli("eval", *words, stdin="x\n1\n")
        assert (run.returncode, run.stdout) == (2, "")


@pytest.mark.parametrize("name, says", [("missing.csv", "No such file or directory"), (".", "Is a directory"),
                                        ("", "No such")])
def test_a_file_that_is_none(cli, tmp_path, monkeypatch, name, says):  # csv-016
    monkeypatch.chdir(tmp_path)
    run = cli("eval", "x", "--points", name)
    assert (run.returncode, run.stdout) == (2, "") and run.stderr.startswith("Error: cannot read ") and says in run.stderr


def test_a_record_without_end(cli, monkeypatch, tmp_path):  # lim-021
    monkeypatch.setattr(source, "LONGEST", 1000)
    monkeypatch.setattr(source, "SIZE", 100)
    for table in ("x\n" + "1" * 2000 + "\n", "x" * 2000, 'x\n"' + "\n" * 2000):
        run = cli("eval", "x", "--points", "-", stdin=table)
        assert run.returncode == 1 and run.stderr.startswith("Error: standard input has a record of more than ")
    table = tmp_path / "table.csv"
    table.write_text("x\n" + "12\n" * 100 + "1" * 2000)
    assert cli("eval", "x", "--points", str(table)).stdout == "x,value,d/dx\n" + "12,12,1\n" * 100


def test_results_that_are_not_finite_are_written_and_counted(cli):
    table = "x\n1\n0\n-1\nnan\n"
    run = cli("eval", "log(x)", "--points", "-", stdin=table)
    assert run.stdout == "x,value,d/dx\n1,0,1\n0,-inf,inf\n-1,nan,nan\nnan,nan,nan\n" and run.returncode == 0
    assert run.stderr == "Warning: 3 rows with a result that is not finite\n"
    assert cli("eval", "log(x)", "--points", "-", "--strict", stdin=table).returncode == 1
    assert cli("eval", "log(x)", "--points", "-", "--strict", stdin="x\n1\n").returncode == 0
    run = cli("nth", "log(x)", "-n", "2", "--points", "-", "-f", "json", stdin="x\n0\n")
    assert run.stdout == '{"x": 0, "d2/dx2": "-Infinity"}\n' and "1 row with" in run.stderr
