"""Inputs that other tools stumble over, by the numbers they have in the list that this project started from."""

import json
import math
import random
import struct

import pytest


def check_refused(run, *needles):
    assert (run.returncode, run.stdout) == (2, ""), run
    first = run.stderr.partition("\n")[0]
    assert first.startswith("Error: ") and "Traceback" not in run.stderr
    for needle in needles:
        assert needle in first


# The number, the expression, and what the line of the error says.
REFUSED = [
    ("syn-001", "", "empty expression"), ("syn-002", "   ", "empty expression"), ("syn-004", "1+x)", "never opened"),
    ("syn-005", "1+", "missing after +"),
    ("syn-006", "1**", "missing after **"), ("syn-007", "*x", "missing before *"), ("syn-008", "x x", "did you mean x*x?"),
    ("syn-011", "1..2", "malformed"),
    ("syn-015", "0x10", "malformed"), ("syn-016", "1e", "malformed"), ("syn-016", "1e+", "malformed"),
    ("syn-016", ".", ". at column 1"),
    ("syn-019", "x=1", "bind with --at x=1"), ("syn-020", "1;2", "every part before the last must be a definition"),
    ("syn-026", "50%", "missing after %"),
    ("syn-028", "sin", "sin is a function; call it: sin(...)"),
    ("syn-029", "sin()", "sin takes 1 argument, got 0"),
    ("syn-032", "sin((,))", "missing"),
    ("syn-033", "1+\n2", "missing after +"), ("sec-001", "foo+1", "foo is not bound"),
    ("sec-002", "foo(1)", "foo is not a function"),
    ("sec-004", "__import__('os').system('id')", "__import__ is not a function"),
    ("sec-006", "().__class__.__bases__[0].__subclasses__()", "missing"),
    ("sec-007", "(lambda: 1)()", ": at column 8"), ("sec-008", "[i for i in range(9)]", "[ at column 1"),
    ("sec-008", "x[0]", "[ at column 2"),
    ("sec-008", "{}", "{ at column 1"), ("sec-010", "'{0.__class__}'.format(1)", "' at column 1"),
    ("sec-010", "f'{x}'", "' at column 2"),
    *(("sec-011", f"{name}({arguments})", f"{name} is not a function") for name, arguments in
      [("eval", "x"), ("exec", "x"), ("open", "x"), ("print", "x"), ("getattr", "x,x"), ("globals", ""),
      ("breakpoint", "")]),
    ("sec-012", "`id`", "` at column 1"), ("sec-012", "$(id)", "$ at column 1"), ("sec-012", "!id", "missing before !"),
    *(("sec-013", name, f"{name} is not bound") for name in ("__builtins__", "__name__", "_")),
    ("lim-006", "1<<10000000000", "missing between < and <"),
    ("enc-004", "٣+1", "U+0663 ARABIC-INDIC DIGIT THREE at column 1"),
    ("bind-001", "x", "x is not bound; use --at x=..."),
    ("bind-001", "x+y*z", "x, y, z are not bound; use --at x=... y=... z=..."),
    ("bind-014", "i", "i is not bound")]


@pytest.mark.parametrize("number, source, says", REFUSED)
def test_refused(cli, number, source, says):
    run = cli("eval", source)
    check_refused(run, says)
    if source.strip() and number not in ("sec-001", "sec-013", "bind-001", "bind-014"):
        assert "^" in run.stderr.splitlines()[-1]


@pytest.mark.parametrize("number, source, value", [
    ("syn-009", "2x", "6"), ("syn-012", "010", "10"), ("syn-014", "1_000", "1000"), ("syn-017", "1e5x", "300000"),
    ("syn-018", "x==3", "1"),
    ("syn-021", "x if x>0 else 0", "3"), ("syn-022", "-2^2", "-4"), ("syn-024", "-x**-2", "-0.1111111111111111"),
    ("syn-024", "2**-x", "0.125"),
    ("syn-025", "+-+x", "-3"), ("syn-025", "--x", "3"), ("syn-026", "x!", "6"),
    ("syn-034", "1+2\r", "3"), ("syn-034", "\t1 +\t2  ", "3"),
    ("syn-035", "x # note", "3"),
    ("enc-007", "5−3", "2"), ("enc-007", "3×4", "12"), ("enc-007", "6÷2", "3"), ("enc-007", "3·4", "12"),
    ("enc-008", "1\u00a0+\u00a02", "3"),
    ("enc-010", "π", "3.141592653589793"), ("bind-014", "e", "2.718281828459045"),
    ("enc-006", "3²", "9"), ("enc-006", "x²", "9"), ("syn-028", "sin^2(x - 3)", "0"),
    ("lim-008", "(" * 1000 + "x" + ")" * 1000, "3"), ("lim-010", "-" * 20_000 + "x", "3"),
    ("lim-014", "1e-99999999999", "0"), ("sec-013", "_ + 1", "4")])
def test_answered(cli, number, source, value):
    run = cli("eval", "--only", "value", "--at", "x=3", *["_=3"] * ("_" in source), "--", source)
    assert (run.returncode, run.stdout) == (0, value + "\n")


@pytest.mark.parametrize("number, source, value, says", [
    ("lim-001", "10**10**10", "inf", "10**10**10 overflows"), ("lim-002", "9**9**9", "inf", "9**9**9 overflows"),
    ("lim-002", "9**9**9**9", "inf", "9**9**9 overflows"),
    *(("lim-014", source, "0", "is below the range of a double: 0") for source in ("0." + "0" * 400 + "1", "1e-400")),
    ("lim-015", "1e400", "inf", "1e400 is beyond the range of a double"),
    ("lim-015", "1e99999999999", "inf", "1e99999999999 overflows")])
def test_out_of_range(cli, number, source, value, says):
    run = cli("eval", source)
    assert (run.returncode, run.stdout) == (0, f"value\t{value}\n")
    assert run.stderr.startswith("Warning: overflow: ") and says in run.stderr.partition("\n")[0]
    assert strict(cli("eval", source, "-f", "json").stdout)["value"] == ("Infinity" if value == "inf" else 0)


def strict(text):
    """JSON as its standard has it, without Python's NaN and Infinity."""
    return json.loads(text, parse_constant=pytest.fail)


def test_two_spellings_of_a_name_bind(cli):  # enc-010
    assert cli("eval", "e\u0301*θ", "--at", "\u00e9=2", "θ=3").stdout == "value\t6\nd/dé\t3\nd/dθ\t2\n"


@pytest.mark.parametrize("number, words, says", [
    ("bind-002", ["x="], "--at x=: the value is missing"), ("bind-003", ["x"], "--at x: a binding is NAME=VALUE"),
    ("bind-004", ["=1"], "--at =1: the name is missing"),
    ("bind-007", ["x=1 y=2"], "write --at x=1,y=2"), ("bind-007", ["x=1;y=2"], "write --at x=1,y=2"),
    ("bind-012", ["x=true"], "true is not a number"),
    ("bind-012", ["x=abc"], "abc is not a number"), ("sec-014", ["x=__import__('os')"], "--at x=__import__('os')"),
    ("twice", ["x=1", "x=2"], "x is bound twice"),
    *(("word", [f"{word}=2"], f"--at {word}=2: `{word}` is a reserved word (as in")
      for word in ("if", "else", "and", "or", "not")),
    ("mine", ["x=1", "--at"], "Option '--at' requires an argument")])
def test_bindings_refused(cli, number, words, says):
    check_refused(cli("eval", "x", "--at", *words), says)


@pytest.mark.parametrize("source, at, meant", [
    ("thet*2", "theta=3", "did you mean theta?"), ("x+X", "x=1", None), ("X", "x=1", "did you mean x?"),
    ("sinx+PI", "x=1", "did you mean sin(x) or pi?"), ("xy", "x=1,y=2", "did you mean x*y?"),
    ("x + 2xy + xpiy", "x=1,y=2", "did you mean x*y or x*pi*y?"), ("a*b", "c=1", None)])
def test_a_name_that_is_nearly_bound(cli, source, at, meant):
    first = cli("eval", source, "--at", at).stderr.partition("\n")[0]
    assert "not bound" in first and first.partition(" (")[2] == (f"{meant})" if meant else "")


@pytest.mark.parametrize("number, words, value", [
    ("bind-007", ["x=1,y=2"], "1"), ("bind-012", ["x=1/3"], "0.3333333333333333"),
    ("bind-012", ["x=2pi"], "6.283185307179586"), ("sec-015", ["x=1+1"], "2"),
    ("bind-008", ["x=1", "--at", "z=2"], "1")])
def test_bindings_taken(cli, number, words, value):
    run = cli("eval", "x", "--only", "value", "--at", *words)
    assert (run.returncode, run.stdout) == (0, value + "\n")
    assert ("does not occur" in run.stderr) is (len(words) > 1 or "," in words[0])


def test_other_languages_words_are_names(cli):
    for name in ("lambda", "for", "in", "is", "class", "None", "True", "def"):
        assert cli("eval", f"{name}**2", "--at", f"{name}=3", "--only", f"d/d{name}").stdout == "6\n"
        assert cli("nth", f"{name}**2", "-n", "1", "--wrt", name).stdout == f"2*{name}\n"


def test_nan_bound(cli):  # bind-009
    run = cli("eval", "x*1", "--at", "x=nan")
    assert (run.returncode, run.stdout) == (1, "value\tnan\nd/dx\tnan\n") and run.stderr.startswith("Warning: ")


@pytest.mark.parametrize("number, words, says", [
    ("cli-001", ["--no-such-option"], "No such option"), ("cli-001", ["eval", "x", "--strit"], "--strict"),
    ("cli-001", ["eval"], "Missing argument"),
    ("lim-019", ["nth", "x", "-n", "-1"], "-1 is not in the range 0<=x<=1000"),
    ("lim-018", ["nth", "sin(x)", "-n", "1000000"], "1000000 is not in the range 0<=x<=1000"),
    *(("lim-019", ["nth", "x", "-n", order], f"'-n': '{order}' is not a valid integer.") for order in ("1.5", "x")),
    ("syn-036", ["eval", "x", "y"], 'put it in quotes: gradcli eval "x y"'),
    ("cli", ["evl", "x"], "did you mean: gradcli eval?"),
    *(("cli", [word, "x**2"], f"there is no command {word} (did you mean: gradcli {command}?)") for word, command in
      [("diff", "grad"), ("derive", "grad"), ("derivative", "grad"), ("Differentiate", "grad"), ("derivatives", "grad"),
       ("gradient", "grad"), ("series", "taylor"), ("evaluate", "eval"), ("calculate", "eval"), ("hess", "hessian")]),
    ("cli", ["3*x", "+", "2", "--at", "x=1"], 'put it in quotes: gradcli "3*x + 2"'),
    ("cli", ["x", "--foo"], "No such option '--foo'."),
    ("cli", ["x", "--at", "x=1", "x=2"], "--at x=2: x is bound twice"), ("cli", ["sin", "--at", "x=2"], "sin is a function"),
    ("cli", ["foo", "--at", "x=2"], 'there is no command foo (did you mean: gradcli eval "foo" --at x=2?)'),
    ("cli", ["evl", "--at", "x=2"], "there is no command evl (did you mean: gradcli eval?)"),
    ("cli", ["x"], 'there is no command x (did you mean: gradcli eval "x"?)'),
    ("cli", ["sin", "x"], 'there is no command sin (did you mean: gradcli eval "sin x"?)'),
    ("cli", ["2*(3+"], "missing after +"), ("cli", ["x²", "--no-such"], "No such option"),
    ("cli", ["graph", "x**2", "--retain_grad"], "Did you mean '--retain-grad'?"),
    ("cli", ["eval", "x", "-o", "out.txt"], "there is no option -o (the shell writes a file: > out.txt)"),
    ("cli", ["graph", "x", "-n", "2"], "there is no option -n (nth, explain and plot have it: gradcli nth)"),
    ("cli", ["grad", "2x", "-m3"], "there is no option -m (gradcli grad --help lists all)"),
    ("cli", ["taylor", "sin x", "-n", "5"], "missing point (--around x=0 gives one)"),
    ("enc-010", ["grad", "а*b + a"], "two names look alike: а with U+0430 and a with U+0061"),
    ("enc-010", ["eval", "а*2", "--at", "a=1"], "two names look alike"),
    ("cli", ["eval", "x", "--at", "x=3.0(1)"], "the uncertainty (1) is not read (write 3.0±0.1, or * for a product)"),
    *(("cli", [*words, "--at", f"x=5{sign}0.1"], "an uncertainty goes with eval, for one point")
      for sign in ("±", "+-", "+/-")
      for words in (["nth", "x", "-n", "1"], ["grad", "x"], ["hessian", "x"], ["jacobian", "x"], ["graph", "x"],
                    ["explain", "x"], ["check", "x"], ["code", "x"], ["x**2", "-n", "2"],
                    ["taylor", "x", "-n", "1", "--around", "x=1"])),
    ("cli", ["eval", "x", "--at", "x=5±0.1", "--points", "-"], "goes with one point, not with a range or a table"),
    ("cli", ["eval", "x", "--at", "x=5±0.1", "--along", "x=1"], "goes with partial derivatives, not with --along"),
    *(("cli", ["eval", formula], "an uncertainty goes with --at (as in --at x=3±0.1)")
      for formula in ("5 +/- 0.1", "5+/-0.1")),
    *(("cli", ["eval", "x*y", "--at", "y=2", *words.split()], "(write it without blanks, as in --at x=3±0.1)")
      for words in ("x=3 ± 0.1", "x=3 ±0.1", "x=3± 0.1", "x=3 +/- 0.1", "x=3+-10 %", "x=3 ± 0.1 z=2", "x=3 +- 0.1 --exact")),
    *(("cli", words.split(), "(write it without blanks, as in --at x=3±0.1)")
      for words in ("jacobian x*y x --at y=2 x=3 ± 0.1", "eval x --at=x=3 ± 0.1", "x*y --at y=2 x=3+-10 %",
                    "taylor x --around x=3 ± 0.1 -n 2")),
    ("cli", ["eval", "x", "%", "3", "--at", "x=2"], 'put it in quotes: gradcli eval "x % 3"'),
    ("cli", ["taylor", "sin(x)", "--around", "x=0", "-n", "5", "--at", "x=0.1"], "--at x=0.1: x is a name of --around"),
    ("cli", ["taylor", "sin(x)", "--around", "x=0", "-n", "5", "--at", "x=0.1", "--wrt", "x"], "x is a name of --around"),
    *(("cli", ["eval", "x", "--at", "x=5±0.1", *words], "an uncertainty goes with doubles, not with --exact or --digits")
      for words in (["--exact"], ["--digits", "20"])),
    ("cli", ["eval", "x±0.1", "--at", "x=5"], "an uncertainty goes with --at"),
    ("cli", ["version"], "did you mean: gradcli --version?"),
    *(("cli", words, "gradcli --help lists the commands") for words in (["draw", "x"], ["-f", "json"], ["-n2", "x"])),
    *(("cli", ["eval", "x", "--at", *words], "a binding is one word, NAME=VALUE (write it without blanks, as in --at x=3)")
      for words in (["x", "=", "3"], ["x=", "3"], ["x", "=3"])),
    ("cli", ["eval", "x", "--at", ""], "Error: --at: a binding is NAME=VALUE"),
    ("cli", ["functions", "sin", "cos"], "expected one name, got 2"),
    ("cli", ["eval", "@no such file"], "cannot read no such file: "),
    ("cli", ["eval", "@"], "an @ is followed by a file name"),
    ("cli", ["eval", "x", "--wrt", "x,,y"], "--wrt x,,y: a name is missing"),
    ("cli", ["eval", "x", "--limit", "0"], "--limit")])
def test_requests_refused(cli, number, words, says):
    check_refused(cli(*words), says)


def test_standard_input(cli):
    assert cli("eval", "-", "--at", "x=3", stdin="2x\n").stdout == "value\t6\nd/dx\t2\n"
    assert cli("eval", "-", stdin="\ufeff1\r\n+1 # bom\r\n".replace("1\r\n+", "1 +")).stdout == "value\t2\n"
    check_refused(cli("eval", "-"), "no input: standard input is empty")
    check_refused(cli("eval", "-", stdin=b"1+\xff"), "standard input is not UTF-8: byte 0xff at offset 2")
    check_refused(cli("eval", "-", stdin=b"1+\0x"), "U+0000")  # enc-001
    check_refused(cli("eval", "-", stdin="x".encode("utf-16")), "not UTF-8")


def test_a_file(cli, tmp_path):
    path = tmp_path / "формула.txt"
    path.write_text("k = 2 # a factor\nk*x\n", encoding="utf-8")
    assert cli("eval", f"@{path}", "--at", "x=3").stdout == "value\t6\nd/dx\t2\n"
    path.write_text("k = 2\nk*$\n", encoding="utf-8")
    assert cli("eval", f"@{path}").stderr.endswith("  line 2: k*$\n            ^\n")
    check_refused(cli("eval", f"@{tmp_path}"), "Is a directory")


def test_size(cli):
    doubling = "f0(t)=t+t;" + "".join(f"f{i}(t)=f{i - 1}(f{i - 1}(t));" for i in range(1, 40)) + "f39(x)"
    run = cli("eval", doubling, "--at", "x=1")
    assert (run.returncode, run.stdout) == (1, "") and "beyond the limit of 10000000 (raise it with --limit)" in run.stderr
    assert cli("eval", "x+x+x", "--at", "x=1", "--limit", "3").returncode == 1
    assert cli("eval", "x+x+x", "--at", "x=1", "--limit", "30").returncode == 0


def test_what_is_printed_reads_back_as_the_same_double(cli):  # num-015, num-016
    rng = random.Random(3)
    doubles = [0.0, -0.0, 5e-324, 1e16, 1e22, 123456789012345.6, math.inf, -math.inf,
               *(struct.unpack("d", rng.randbytes(8))[0] for _ in range(60))]
    for double in filter(lambda x: x == x, doubles):
        at = ["x", "--at", f"x={double!r}"]
        plain = cli("eval", *at, "--only", "value").stdout.strip()
        answer = strict(cli("eval", *at, "-f", "json").stdout)
        csv = cli("eval", *at, "-f", "csv").stdout.splitlines()[1]
        assert repr(float(plain)) == repr(float(answer["value"])) == repr(float(answer["at"]["x"])) == repr(double)
        assert csv == f"{plain},{plain},1" and plain == repr(double).removesuffix(".0")


def test_what_is_not_finite_is_a_string_in_json(cli):  # num-016
    found = [cli("eval", "x*1", "--at", f"x={x}", "-f", "json") for x in ("nan", "inf", "-inf")]
    assert [strict(run.stdout)["value"] for run in found] == ["NaN", "Infinity", "-Infinity"]
    assert [run.returncode for run in found] == [1, 0, 0]


@pytest.mark.parametrize("command", ["eval", "graph", "nth", "functions"])
def test_an_error_is_on_stderr_in_json_too(cli, command):  # cli-003
    words = [command, "sn(x)", "-f", "json"] + ["-n", "1"] * (command == "nth")
    check_refused(cli(*words), "sn(x)" if command == "functions" else "sn is not a function (did you mean sin(x)?)")
