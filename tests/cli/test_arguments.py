"""How the words of a command are sorted."""

import click
import pytest

from gradcli.cli.arguments import Command, common_options, parse_wrt, read, wrt_option
from gradcli.engine.lower import LIMIT
from gradcli.errors import GradcliError


@click.command(cls=Command)
@click.argument("expression")
@common_options(more=[wrt_option(), click.option("-n", "order", type=click.IntRange(0, 1000))])
def command(**given):
    return given


def parse_words(*words):
    with command.make_context("gradcli eval", list(words)) as context:
        return context.params


@pytest.mark.parametrize("words", [["--at", "u=3", "v=4", "u*v"], ["u*v", "--at", "u=3", "v=4"],
    ["--at", "u=3", "u*v", "--at", "v=4"], ["--at=u=3", "v=4", "u*v"],
                                   ["--at", "u=3", "v=4", "--", "u*v"]])
def test_bindings_in_every_place(words):
    assert (parse_words(*words)["expression"], parse_words(*words)["at"]) == ("u*v", ("u=3", "v=4"))


@pytest.mark.parametrize("expression", ["-x**2", "-x", "--x", "-2", "a==b", "f(t)=t**2; f(x)", "a=1; a*x", "a=1\na*x",
    "x<=3", "-f*x", "- x", "-n*x", "@file", "-"])
@pytest.mark.parametrize("place", [0, 2, 4])
def test_expressions_are_not_misread(expression, place):
    words = ["--at", "x=1", "--strict"]
    words.insert(place, expression)
    found = parse_words(*words)
    assert (found["expression"], found["at"], found["strict"]) == (expression, ("x=1",), True)


@pytest.mark.parametrize("words", [["x", "-n", "3"], ["-n3", "x"], ["x", "-n3"]])
def test_a_count_may_stand_at_its_option(words):
    assert (parse_words(*words)["order"], parse_words(*words)["expression"]) == (3, "x")


def test_a_format_may_stand_at_its_option():
    for words in (["x", "-fjson"], ["-f", "json", "x"], ["--format=json", "x"]):
        assert parse_words(*words)["form"] == "json"
    assert parse_words("-fx")["expression"] == "-fx"


def test_after_two_minuses_all_is_expression():
    assert parse_words("--at", "x=1", "--", "--strict")["expression"] == "--strict"
    with pytest.raises(GradcliError) as caught:
        parse_words("3*x", "+", "2")
    assert caught.value.help == 'if it is one, put it in quotes: gradcli eval "3*x + 2"'


def test_defaults():
    assert parse_words("x") == {"expression": "x", "at": (), "form": "auto", "limit": LIMIT, "order": None, "wrt": (),
        "strict": False}


def test_ten_thousand_bindings_are_sorted_at_once():
    assert len(parse_words("x", "--at", *(f"x{i}=1" for i in range(10_000)))["at"]) == 10_000


@pytest.mark.parametrize("wrt, expected", [("x", ["x"]), ("x, y", ["x", "y"]), ("x,x,y", ["x", "x", "y"]),
    ("e\u0301", ["\u00e9"])])
def test_names(wrt, expected):
    assert parse_wrt([wrt]) == expected


def test_names_add_up():
    assert parse_wrt([]) is None and parse_wrt(["x,y", "x"]) == ["x", "y", "x"]
    assert parse_words("x", "--wrt", "x", "--wrt=y")["wrt"] == ("x", "y")


@pytest.mark.parametrize("words", [["-n", "2", "-n", "2"], ["-n2", "-n", "3"], ["--limit", "5", "--limit=6"],
                                   ["-f", "json", "--format", "plain"], ["-fjson", "-fplain"]])
def test_what_cannot_be_added_up_is_given_once(words):
    with pytest.raises(click.UsageError, match="given twice"):
        parse_words("x", *words)


def test_after_two_minuses_no_file_is_opened():
    with command.make_context("gradcli eval", ["--at", "x=1", "--", "-"]) as context, context.scope():
        assert read("-") == "-"
    with command.make_context("gradcli eval", ["--", "@/etc/passwd"]) as context, context.scope():
        assert read("@/etc/passwd") == "@/etc/passwd"


def test_an_endless_source_is_refused(monkeypatch):
    monkeypatch.setattr("gradcli.cli.arguments.MAX_BYTES", 1000)
    with pytest.raises(GradcliError, match="limit") as caught:
        read("@/dev/zero")
    assert caught.value.code == 1


@pytest.mark.parametrize("wrt, says", [("", "a name is missing"), ("x,", "a name is missing"), ("x;y", "x;y is not a name"),
    ("2", "2 is not a name")])
def test_no_names(wrt, says):
    with pytest.raises(GradcliError) as caught:
        parse_wrt([wrt])
    assert says in caught.value.message


def test_read_leaves_an_argument_as_it_is():
    assert read(" x @ y ") == " x @ y "
