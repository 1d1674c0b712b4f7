"""Programs in other languages: every row in every language, numbers of random expressions, hostile names and texts."""

import ast
import importlib.util
import math
import re
import subprocess
import sys
from functools import cache
from itertools import product

import pytest
from expressions import Case as Smooth
from expressions import kinky, smooth
from passes import record_of, shown
from programs import DRIVERS, case, is_there, language, numbers, run

from gradcli.analysis.rounding import bounds
from gradcli.calc.backprop.graph import graph
from gradcli.calc.programs.guards import SAMPLES
from gradcli.calc.programs.typed import read_as_typed
from gradcli.calc.question import Question
from gradcli.core import constructors
from gradcli.core.constructors import defined
from gradcli.core.facets import Doc
from gradcli.core.primitive import FUNCTIONS, Primitive, rows
from gradcli.domains.float64 import run as values_of
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.render.code.spelling import comment, make_identifiers
from gradcli.render.code.straight import program as written
from gradcli.syntax.bindings import bindings
from gradcli.syntax.nodes import Apply, Name
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

COUNT = 230  # of which each language can write 200 at least
STRAIGHT = [*DRIVERS]
TYPED = ["torch", "jax"]
GAMMA = {"gamma", "factorial", "lgamma", "digamma", "polygamma"}
BELL = {"erf", "erfc", "normcdf", "gelu"}
TAILS = {"erfinv", "erfcinv", "erfcx", "erfi", "dawsn", "ndtri", "log_ndtr"}
BESSEL, SCALED = {"besselj", "bessely", "besseli", "besselk"}, {"i0", "i1", "i0e", "i1e"}
SCIENCE = set("ai aip bi bip expi li si ci fresnels fresnelc ellipk ellipe agm zeta gammainc gammaincc lambertw".split())
SCIENCE |= {"multigammaln", "multipolygamma"}
SCIENCE |= {"beta", "lbeta", "binom"}
# What a language cannot say: digamma and its like are in the derivatives of others.
ALWAYS = {"polygamma"} | SCIENCE
REFUSED = {**dict.fromkeys(["c", "python", "numpy"], {"digamma"} | ALWAYS | TAILS | BESSEL | SCALED),
           "fortran": {"digamma"} | ALWAYS | TAILS - {"erfcx"} | BESSEL | SCALED,
           "octave": {"digamma", "log_ndtr"} | ALWAYS | BESSEL,
           **dict.fromkeys(["js", "rust"], GAMMA | BELL | ALWAYS | TAILS | BESSEL | SCALED),
           "torch": {"erfcinv", "erfi", "dawsn"} | ALWAYS | BESSEL,
           "jax": {"erfcinv", "erfi", "dawsn", "erfcx"} | ALWAYS - {"expi"} | BESSEL}
ROWS = [row for row in rows() if row.least]


def called(row: Primitive) -> Smooth:
    """A row on variables, at the first of its sample points that is neither tiny nor huge."""
    names = "abcd"[:row.least]
    for point in row.samples:
        xs = point if isinstance(point, tuple) else (point,)
        if len(xs) == row.least and all(x in (0.0, 1.0) or 1e-3 < abs(x) < 50 for x in xs):
            return Smooth(text(Apply(row, tuple(map(Name, names)))), dict(zip(names, xs, strict=True)))
    raise AssertionError(f"{row.name} has no ordinary point")


@cache
def sources() -> list[Smooth]:
    return [*map(called, ROWS), *smooth(20, COUNT)]


def expected(source: str, at: dict[str, float]) -> list[tuple[float, float]]:
    """Value and partial derivatives, each with a bound of its rounding error."""
    tape, root, variables = lower(parse(source))
    adjoints = reverse(tape, root, list(variables.values()))
    values = values_of(tape, at)
    errors = bounds(tape, values)
    slots = [root, *(adjoints.get(slot) for slot in variables.values())]
    return [(0.0, 0.0) if slot is None else (values[slot], errors[slot]) for slot in slots]


def assert_close(source: str, at: dict[str, float], found: list[float]) -> None:
    """Within 1e-12, or as far off as rounding on the way may carry it."""
    wanted = expected(source, at)
    assert len(found) == len(wanted), source
    for (value, error), number in zip(wanted, found, strict=True):
        if math.isfinite(value) and math.isfinite(error):
            assert abs(number - value) <= 1e-12 * abs(value) + 64 * error, f"{source} at {at}: {number}, not {value}"


@pytest.mark.parametrize("name", STRAIGHT)
def test_every_row_is_spelt_expanded_or_refused_and_random_expressions_have_our_numbers(name, tmp_path):
    cases = [case(name, each.source, each.at) for each in sources()]
    assert {row.name for row, each in zip(ROWS, cases, strict=False) if each.report is None} == REFUSED[name]
    assert sum(each.report is not None for each in cases[len(ROWS):]) >= 200
    if not is_there(name):
        pytest.skip(f"no {name} here")
    for each, found in zip(cases, numbers(name, cases, tmp_path), strict=True):
        if each.report and (found or name != "python"):  # where Python raises, there is no number
            assert_close(each.source, each.at, found)


@cache
def undefined() -> list[Smooth]:
    """Every row where it has no value, and random expressions at points where they have none."""
    found = []
    for row in ROWS:
        points = [point for point in product(SAMPLES, repeat=row.least) if math.isnan(row.float64(*point))]
        names = "abcd"[:row.least]
        for point in points[:1] + points[-1:]:
            if row.name != "log" or point[-1]:  # log(a)/log(0) is a number there
                found.append(Smooth(f"{text(Apply(row, tuple(map(Name, names))))}*x + a",
                                    dict(zip(names, point, strict=True), x=2.0)))
    found += [Smooth("(x <= y) % sqrt(-relu(2))", {"x": 0.0, "y": 0.0}), Smooth("x*0 + log(-1)", {"x": 2.0})]
    found += [each for each in kinky(31, 2000) if math.isnan(expected(each.source, each.at)[0][0])]
    return found


def test_programs_in_python_are_clean(tmp_path):
    pytest.importorskip("ruff")
    for number, each in enumerate(sources()):
        for name in TYPED:
            if not any(word in each.source for word in REFUSED[name]):
                (tmp_path / f"{name}{number}.py").write_text(program(name, each.source, each.at)[0] + "\n")
        for name in ("python", "numpy"):
            if report := case(name, each.source, each.at).report:
                (tmp_path / f"{name}{number}.py").write_text(written(language(name), report, "0") + "\n")
    ruff = ["ruff", "check", "--isolated", "--no-cache", "--select", "E4,E7,E9,F", "--output-format", "concise", "."]
    checked = subprocess.run([sys.executable, "-m", *ruff], capture_output=True, text=True, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


PRECEDENCE = ["-(x%y)", "-(x//y)", "--(x%-y)", "x*(x%y)", "(x%y)*x", "x - x%y", "(-x)%y", "x/(x//y)", "(x - y) % (x + y)",
              "-(x/y)", "x/(y*x)", "x/y*x", "x - (y - x)", "-x**2", "(-x)**2", "2**-y", "(x if x > y else y)*2",
              "(x > y) + x", "-(x if x > 0 else y)", "abs(-x)*-y", "x % y % 2", "x // y * 2", "x*y % 2", "x % (y*2)",
              "-x % y", "-x//y"]


@pytest.mark.parametrize("name", STRAIGHT)
def test_what_binds_how(name, tmp_path):
    if not is_there(name):
        pytest.skip(f"no {name} here")
    cases = [case(name, source, {"x": -7.25, "y": 1.5} if "x" in source else {"y": 1.5}) for source in PRECEDENCE]
    for each, found in zip(cases, numbers(name, cases, tmp_path), strict=True):
        assert_close(each.source, each.at, found)


@pytest.mark.parametrize("name", [name for name in STRAIGHT if name != "python"])
def test_the_floor_of_a_quotient_by_0_is_the_infinity(name, tmp_path):
    if not is_there(name):
        pytest.skip(f"no {name} here")
    cases = [case(name, "x//y", {"x": x, "y": 0.0}) for x in (2.0, -1.5, 0.0)]
    values = [found[0] for found in numbers(name, cases, tmp_path)]
    assert values[:2] == [math.inf, -math.inf] and math.isnan(values[2])


@pytest.mark.parametrize("name", STRAIGHT)
def test_where_the_value_is_nan_the_derivatives_are(name, tmp_path):
    """Python raises there instead."""
    if not is_there(name):
        pytest.skip(f"no {name} here")
    assert len(undefined()) > 60
    cases = [case(name, each.source, each.at) for each in undefined()]
    for each, found in zip(cases, numbers(name, cases, tmp_path), strict=True):
        assert all(map(math.isnan, found)), f"{each.source} at {each.at}: {found}"


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("source, at", [("x*y", {"x": 1.0, "y": 2.0}), ("x", {"x": 1.0}), ("5", {})])
def test_the_derivative_along_a_name_that_does_not_occur_is_0(cli, name, source, at, capsys):
    bound = ["--at", *(f"{each}={value}" for each, value in at.items())] if at else []
    shown = cli("code", source, *bound, "--wrt", "z", "--lang", name)
    assert shown.stderr == "Warning: unused: z does not occur in the expression\n"
    if importlib.util.find_spec(name) is not None:
        assert printed(shown.stdout, capsys)[1:] == [0]


@pytest.mark.parametrize("name", TYPED)
def test_the_slopes_of_libraries_at_kinks_are_ours(name, capsys):
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"no {name} here")
    for source, at in [("abs(x)", {"x": 0.0}), ("-abs(x)*y", {"x": 0.0, "y": 2.0}), ("clamp(x, 0, 1)", {"x": 0.0}),
                       ("clamp(x, 0, 1)", {"x": 1.0}), ("clamp(x, y, 3)", {"x": 1.0, "y": 1.0}), ("relu(x)", {"x": 0.0}),
                       ("max(x, y)", {"x": 1.0, "y": 1.0}), ("max(x, y, 1)", {"x": 1.0, "y": 1.0})]:
        assert_close(source, at, printed(program(name, source, at)[0], capsys))


@pytest.mark.parametrize("name", TYPED)
def test_a_library_that_gives_numbers_where_the_value_is_nan_is_said_to_do_so(name):
    for source, at, said in [("log(x)", {"x": -1.0}, True), ("log(x)", {"x": 1.0}, False), ("log(1 + x**2)", {}, False),
                             ("log(x)", {}, True), ("x/y", {}, True), ("sqrt(abs(x))/cosh(y)", {}, False)]:
        assert ("Where f is nan" in program(name, source, at)[0]) == said, source


def program(name: str, source: str, at: dict[str, float], order: int | None = None) -> tuple[str, list[str]]:
    """The program for a library that differentiates itself, and the functions that it lacks."""
    tongue = language(name)
    question = Question(source, bindings([f"{k}={v!r}" for k, v in at.items()], "--at"))
    report = read_as_typed(question, None, order, tongue.SPELLINGS, tongue.LACKING, tongue.NAME)
    return tongue.program(report, "0"), report.lacking


@pytest.mark.parametrize("name", TYPED)
def test_every_row_as_it_is_typed(name):
    refused = set()
    for row, each in zip(ROWS, sources(), strict=False):
        try:
            ast.parse(program(name, each.source, each.at)[0])
        except GradcliError:
            refused.add(row.name)
    assert refused == REFUSED[name]


@pytest.fixture
def versin():
    """A row that is defined by others, forgotten afterwards."""
    sin = FUNCTIONS["sin"]
    FUNCTIONS.families["versin"] = "here"
    yield defined("versin", 1, lambda x: 2 * sin(x / 2) ** 2, doc=Doc("1 - cos(x)", "all numbers"), samples=[1.0])
    del FUNCTIONS.families["versin"], FUNCTIONS.entered["versin"], constructors.ROWS["versin"]


@pytest.mark.parametrize("name", TYPED)
def test_a_row_defined_by_others_is_a_function_of_its_own_where_the_library_differentiates(versin, name):
    text, lacking = program(name, "x*versin(x)", {"x": 2.0})
    assert lacking == ["versin"] and "def versin(x)" in text and "sin(x/2)" in text.replace(" ", "")


def test_a_row_defined_by_others_is_written_out(versin, tmp_path):
    each = case("python", "x*versin(x)", {"x": 2.0})
    assert_close(each.source, each.at, numbers("python", [each], tmp_path)[0])


def printed(script: str, capsys: pytest.CaptureFixture[str]) -> list[float]:
    """The numbers that a typed program prints when it runs here."""
    exec(script, {})
    return [float(line.split("=")[1].split()[0]) for line in capsys.readouterr().out.splitlines()]


# Their own numbers have fewer digits there: PyTorch's polygamma, 1 - tanh(x)**2, 1 + erf(x).
ROUGH = re.compile("gamma|harmonic|factorial|tanh|coth|gelu|normcdf")


@pytest.mark.parametrize("name", TYPED)
def test_numbers_of_libraries_that_differentiate_by_themselves(name, capsys):
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"no {name} here")
    for each in sources():
        if not ROUGH.search(each.source):
            assert_close(each.source, each.at, printed(program(name, each.source, each.at)[0], capsys))


def test_the_graph_of_every_row_in_pytorch_is_the_one_that_graph_shows(capsys):
    pytest.importorskip("torch")
    seen = 0
    for each in sources():
        if not any(name in each.source for name in REFUSED["torch"]):
            source, _ = program("torch", each.source, each.at)
            if "# PyTorch has no" not in source:
                seen += 1
                names: dict = {}
                exec(source, names)
                assert record_of(names["f"].grad_fn) == shown(graph(Question(each.source, {}))), each.source
    capsys.readouterr()
    assert seen > COUNT / 2


HOSTILE = "double*fn*end*θ*lambda1*变*t0*grad*sin(x)*X*d_x"
POINT = dict.fromkeys(["double", "fn", "end", "θ", "lambda1", "变", "t0", "grad", "x", "X", "d_x"], 1.5)


@pytest.mark.parametrize("name", STRAIGHT)
def test_names_that_mean_something_there_are_others(name, tmp_path):
    if not is_there(name):
        pytest.skip(f"no {name} here")
    found = case(name, HOSTILE, POINT)
    assert found.report
    lines = run(name, written(language(name), found.report, "0") + "\n", tmp_path)
    assert_close(HOSTILE, POINT, [float(line.split()[-1]) for line in lines])


def test_identifiers():
    assert make_identifiers(["θ", "Ω", "λ", "end", "变", "x"], ["end", "lambda"]) == {
        "θ": "theta", "Ω": "Omega", "λ": "lambda_", "end": "end_", "变": "v5", "x": "x"}
    assert make_identifiers(["x", "X"], [], folded=True) == {"x": "x", "X": "X_"}


@pytest.mark.parametrize("text", ["x */ y", "x\n#include y", "x ??/ y", "x \\", "*/*/", "x\u202ey", "/*", "?" * 9, "**//"])
def test_a_comment_is_not_left(text):
    line = comment(text)
    assert line.isprintable() and not re.search(r"\*/|/\*|\?\?|\\", line)


@pytest.mark.parametrize("name", ["python", "c"])
def test_many_slots(name, tmp_path):
    source = "+".join(f"sin({i}*x)*cos(x+{i})" for i in range(300))
    if not is_there(name):
        pytest.skip(f"no {name} here")
    found = case(name, source, {"x": 0.5})
    assert_close(source, {"x": 0.5}, numbers(name, [found], tmp_path)[0])


@pytest.mark.parametrize("source", ["(" * 3000 + "x" + "+1)" * 3000, "+".join(["x*2"] * 3000),
                                    "sin(" * 900 + "x" + ")" * 900, "x if x>0 else " * 900 + "1"])
@pytest.mark.parametrize("name", TYPED)
def test_what_is_nested_deeply_is_written_in_lines(name, source):
    compile(program(name, source, {"x": 1.0})[0], "", "exec")


@pytest.mark.parametrize("source, wrt, slope", [("a*x**2", "a", 25), ("e*x", "e", 5)])
def test_what_is_bound_or_a_constant_is_a_variable_where_its_derivative_is_asked_for(cli, source, wrt, slope):
    for words in (["--lang", "python"], ["--lang", "torch"], ["--lang", "jax"]):
        run = cli("code", source, "--at", "a=3", "--wrt", wrt, *words)
        assert f"def f({source[0]}, x):" in run.stdout
    names: dict = {}
    exec(cli("code", source, "--at", "a=3", "--wrt", wrt, "--lang", "python").stdout, names)
    assert names["f"](3.0, 5.0)[1] == [slope]


def test_a_branch_that_is_not_taken_never_raises(tmp_path):
    source = "where(x>0, log(x) + log(x)*sqrt(x), 1/(x+1)) + where(x>-2, 0, log(log(x)))"
    found = case("python", source, {"x": -0.5})
    assert_close(source, {"x": -0.5}, numbers("python", [found], tmp_path)[0])
