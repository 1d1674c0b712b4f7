"""JSON Lines: objects in, objects or CSV out."""

import json

import pytest
from tables import check_stopped

from gradcli.stream import adaptive
from gradcli.stream.jsonlines import JSONLines


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


# The rows before, the row, and what is said of it.
OBJECTS = [
    ('{"x": 1}\n', '{"x": "1"}', """line 2, column x: '1' is a text; a number has no quotes"""),
    ('{"x": 1}\n', '{"x": null}', "line 2, column x: it is empty"),
    ('{"x": 1}\n\n', "{}", "line 3, column x is missing"),
    ('{"x": 1}\n', '{"x": true}', "line 2, column x: 'true' is not a number"),
    ('{"x": 1}\n', '{"x": [2]}', "line 2, column x: '[2]' is not a number"),
    ('{"x": 1}\n', "7", "line 2, is not a JSON object: 7"),
    ('{"x": 1}\n', '{"x": 1', """line 2, is not a JSON object: {"x": 1"""),
    ('{"x": 1}\n', "[]", "line 2, is not a JSON object: []"),
    ('{"x": 1}\n', '{"x": NaN}', "line 2, is not a JSON object: NaN is not JSON"),
    ('{"x": 1}\n', '{"x": 1, "x": 2}', "line 2, is not a JSON object: a key occurs twice"),
    ('{"x": 1}\n', '{"x": 1, "value": 2}', "line 2, column value: that is the name of a result"),
    ('{"x": 1}\n', '{"x": 2, "t": 3}', "line 2, column t: the first row has none; -f json keeps it"),
    ('{"x": 1}\n', '{"x": ' + "[" * 3000 + "1" + "]" * 3000 + "}",
     "line 2, is not a JSON object: {\"x\": [[[[[[[[[[[[[…]]]]]]]]]]]]]]]]]]]}")]


@pytest.mark.parametrize("before, row, says", OBJECTS, ids=[row[2][:60] for row in OBJECTS])
def test_an_object_that_cannot_be_read(cli, before, row, says):
    words = ["eval", "x**2", "--points", "-", "--points-format", "jsonl"]
    table = f'{before}{row}\n{{"x": 3}}\n'
    check_stopped(cli(*words, stdin=table), says, 1)
    said = "Warning: 1 row could not be read: "
    skipped = cli(*words, "--on-error", "skip", stdin=table)
    assert (skipped.stdout, skipped.stderr) == ("x,value,d/dx\n1,1,2\n3,9,6\n", f"{said}left out\n")
    kept = cli(*words, "--on-error", "nan", stdin=table)
    assert kept.stdout.splitlines()[2].endswith(",nan,nan") and kept.stderr == f"{said}answered by nan\n"
    if "keeps it" in says:
        assert cli(*words, "-f", "json", stdin=table).returncode == 0
    elif "a JSON object" in says:
        lines = cli(*words, "-f", "json", "--on-error", "nan", stdin=table).stdout.splitlines()
        assert json.loads(lines[1]) == {"value": "NaN", "d/dx": "NaN"} and len(lines) == 3
    else:
        assert cli(*words, "-f", "json", stdin=table).returncode == 2


# Objects that are written like the first, and some that are not quite.
LIKE = [
    '{"x": 3, "t": "a", "y": 1}', '{"x": -0, "t": "", "y": 2.50}', '{"x": 1e3, "t": "b c", "y": null}',
    '{"x": 3, "t": "a, b", "y": 1}', '{"x": 3, "t": "a \\"b\\" \\u00e9", "y": 1}',
    '{"x": 3, "t": [1, {"x": 2}], "y": {}}', '{"x": 3, "y": 1, "t": "a"}', '{"x" : 3, "t": "a", "y": 1 }',
    '{"x":3,"t":"a","y":1}', '{"x": 3, "t": true, "y": 1}', '{"x": "Infinity", "t": "}", "y": 1}',
    '{"x": 3, "t": " a ", "y": "é"}', '{"x": 123456789012345678901234567890, "t": "", "y": 1}',
    '{"x": 1e400, "t": "\\n", "y": 0.1e-5}', '{"x": 0, "t": -0, "y": 0}', '{"x": 2, "t": "x", "y": 007}',
    '{"x": 2, "t": "x", "y": abc}', '{"x": 2, "t": "x", "x": 3, "y": 1}', '{"x": 2, "t": "x", "y": NaN}',
    '{"x": 2, "t": "x", "y": 1', '{"x": 2, "t": 1, 2, "y": 1}', '{"x": true, "t": "x", "y": 1}',
    '{"x": 2, "t": "x", "y": 1}}', '{"x": 2, "t": "x", "y": "\x01"}', '{"x": 2 3, "t": "x", "y": 1}',
    '{"x": , "t": "x", "y": 1}', '{"x": 2, "t": "x", "y": 1} ', '', '{"x": 2, "t": "x"}',
    '{"x": 5, "t": "%s %d", "y": 1}']


@pytest.mark.parametrize("row", LIKE)
@pytest.mark.parametrize("words", [[], ["-f", "json"]], ids=["csv", "json"])
@pytest.mark.parametrize("many", [1, 10**9], ids=["fast", "standard"])
def test_objects_are_read_alike_by_columns_and_line_by_line(cli, monkeypatch, row, words, many):
    monkeypatch.setattr(adaptive, "FAST_ROWS", many)
    table = "\n".join([LIKE[0], row, LIKE[0]]) + "\n"
    asked = "eval", "x**2", "--points", "-", "--points-format", "jsonl", "--on-error", "nan", *words
    found = cli(*asked, stdin=table)
    monkeypatch.setattr(JSONLines, "cells", lambda self, block: None)
    assert vars(found) == vars(cli(*asked, stdin=table))


def test_a_regular_block_is_read_by_columns(cli, monkeypatch):
    monkeypatch.setattr(JSONLines, "records", lambda self, block: pytest.fail("line by line"))
    table = '{"a": "one", "x": 3}\n{"a": "two", "x": 4.0}\n'
    for words, answer in (([], "a,x,value,d/dx\none,3,9,6\ntwo,4.0,16,8\n"),
                          (["-f", "json"], '{"a": "one", "x": 3, "value": 9, "d/dx": 6}\n'
                           '{"a": "two", "x": 4.0, "value": 16, "d/dx": 8}\n')):
        assert cli("eval", "x**2", "--points", "-", "--points-format", "jsonl", *words, stdin=table).stdout == answer


def test_an_array_is_no_lines(cli):
    run = cli("eval", "x", "--points", "-", "--points-format", "jsonl", stdin='[{"x": 1},\n{"x": 2}]\n')
    assert run.returncode == 2 and "(make JSON Lines of it, as jq -c '.[]' does)" in run.stderr


def test_objects_within_objects(cli):
    words = "eval", "x", "--points", "-", "--points-format", "jsonl", "--only", "value"
    table = '{"o": {"x": 9, "y": {"z": 1.50, "t": "é,"}, "e": {}, "n": null}, "x": 3}\n'
    assert cli(*words, stdin=table).stdout == (
        'o,x,value\n"{""x"": 9, ""y"": {""z"": 1.50, ""t"": ""é,""}, ""e"": {}, ""n"": null}",3,3\n')
    assert cli(*words, "-f", "json", stdin=table).stdout == table[:-2] + ', "value": 3}\n'
    run = cli(*words, stdin='{"x": 1, "o": 0}\n{"x": 1, "o": {"a": 1, "a": 2}}\n')
    assert run.returncode == 2 and "line 2, is not a JSON object: a key occurs twice" in run.stderr
