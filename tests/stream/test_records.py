"""Tables that cannot be used: their columns, or their format."""

import pytest


@pytest.mark.parametrize("table, words, code, says", [
    ("", [], 2, "no input: standard input is empty"),  # csv-004
    ("\n\n1,2\n", [], 2, "standard input has no header (its first line names the columns)"),
    ("1,2\n3,4\n", [], 2, "standard input has no header: its first line is 1,2 (put a line with the names of the "
     "columns before it, such as x,y)"),  # csv-006
    ("x,z\n3,4\n", [], 2, "standard input has no column y; it has x, z (--at y=… binds it in all "
     "rows)"),  # csv-007
    ("t,Y1\n3,4\n", ["--at", "x=2"], 2, "standard input has no column y; it has t, Y1"),
    ("x\ty\n1\t2\n", [], 2, "standard input has no column x, y; it has x y (is it separated by tabs? use --points-format"),
    ("x|y\n1|2\n", [], 2, "standard input has no column x, y; it has x|y (is it separated by bars? use --delimiter '|'"),
    ("x y\n1 2\n", [], 2, "standard input has no column x, y; it has x y (is it separated by blanks? use --delimiter ' '"),
    ("x,y\n1,2\n", ["--delimiter", ";"], 2, "standard input has no column x, y; it has x,y (is it separated by commas? use"),
    ("# x,y\nx,y\n1,2\n", [], 2, "standard input has no column x; it has # x, y (does it begin with comments?"),
    ('[{"x": 1}]\n', [], 2, 'standard input has no column x, y; it has [{"x": 1}] (is it a JSON array? make JSON Lines'),
    ("first name,z\n1,2\n", [], 2, "standard input has no column x, y; it has first name, z (--at x=… binds"),
    ('{"x": 1, "y": 2}\n', [], 2, 'standard input has no column x, y; it has {"x": 1, "y": 2} (is it JSON Lines? use '
     "--points-format jsonl)"),
    ("x,y\n1,2\n", ["--at", "x=2"], 2, "--at x: standard input has a column x (leave one of the two out)"),
    ("x,y,x\n1,2,3\n", [], 2, "standard input has two columns x (rename one of them)"),
    ("x,y,value\n1,2,3\n", [], 2, "standard input has a column value already, which is the name of a result"),
    ("x,y,d/dx\n1,2,3\n", [], 2, "standard input has a column d/dx already"),
    ("x,y,t,t\n1,2,3,4\n", ["-f", "json"], 2, "standard input has two columns t"),
    ('x,"y\n1,2\n', [], 2, "standard input has no header"),
    (b"x,y,\xe9\n", [], 2, "the header of standard input is not UTF-8: byte 0xe9 (convert it, for example with iconv)"),
    (b"PK\x03\x04\x14\0\x06\0", [], 2, "standard input is a spreadsheet (xlsx, ods) or another zip archive (save the table"),
    (b"\xd0\xcf\x11\xe0\xa1", [], 2, "standard input is a spreadsheet (xls) (save the table as CSV)"),
    (b"BZh91AY&SY", [], 2, "standard input is compressed by bzip2"),
    (b"PAR1\x15\0", [], 2, "standard input is a Parquet file"),
    ("x,y\n1,2\n".encode("utf-16"), [], 1, "standard input looks like UTF-16 (convert it to UTF-8 with iconv)"),  # csv-003
    ("x,y\n1,2\n".encode("utf-16-le"), [], 1, "standard input looks like UTF-16"),
    ("x,y\n1,2\n".encode("utf-16-be"), [], 1, "standard input looks like UTF-16"),
    (b"\x1f\x8b\x08\0\0\0\0\0", [], 2, "standard input is compressed by gzip (pipe it through gunzip)"),  # csv-015
    (b"\xfd7zXZ\0\0\x04", [], 2, "standard input is compressed by xz (pipe it through xzcat)"),
    (b"\x28\xb5\x2f\xfd\x04\0", [], 2, "standard input is compressed by zstd (pipe it through zstdcat)"),
    ("x,y\n", ["-f", "plain"], 2, "-f plain is for one answer (the answers to --points are csv or json)"),
    ("\ufeff", ["--points-format", "jsonl"], 2, "standard input: the first row is missing"),
    ("\n\n", ["--points-format", "jsonl"], 2, "standard input: the first row is missing"),
    ("x,y\n1,2\n", ["--points-format", "jsonl"], 2, "standard input: the first row is not a JSON object: x,y (each line"),
    ("{}\n", ["--points-format", "jsonl"], 2, "standard input has no column x, y; it has none")])
def test_a_table_that_cannot_be_used(cli, table, words, code, says):
    run = cli("eval", "x*y", "--points", "-", *words, stdin=table)
    assert (run.returncode, run.stdout) == (code, "")
    assert run.stderr.startswith(f"Error: {says}") and run.stderr.count("\n") == 1


def test_a_column_that_is_nearly_called_so(cli):
    run = cli("eval", "speed**2", "--points", "-", stdin="time,sped\n1,2\n")
    assert run.stderr.startswith("Error: standard input has no column speed; it has time, sped (did you mean sped? --at")
