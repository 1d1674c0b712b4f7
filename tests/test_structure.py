"""The shape of the package, read from its source: layers, the one place of an operation, sizes, docstrings, tests."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import gradcli.ops
from gradcli.cli import COMMANDS
from gradcli.core.primitive import FUNCTIONS, OPERATORS, Primitive, rows
from gradcli.ops import CONTENTS

PACKAGE = Path(gradcli.ops.__file__).parents[1]
FILES = {".".join(["gradcli", *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(".__init__"): path
         for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
# From the bottom up: a layer imports itself and what stands before it.
LAYERS = ["", *"errors debug lazy numeric core ops domains syntax engine algebra report".split(),
          *"analysis calc render stream session cli __main__".split()]
# Renderers print formulas, so they see the AST; a tape or a row they never see.
NARROWER = {"report": {"report", "errors"},
            "render": {"render", "report", "syntax", "errors"}}


def layer(module: str) -> str:
    """The part of the package that a module belongs to: `core` of gradcli.core.tape; "" of gradcli itself."""
    return module.partition(".")[2].partition(".")[0]


def imports(module: str) -> list[tuple[str, int]]:
    """What a module imports, those inside functions too: full names, a submodule or a thing in one, with the line."""
    found = []
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}:{node.lineno} a relative import"
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("import_module", "lazy_kernel", "LazyModule"):
            found.append((late(node.args[0], ast.unparse(node.func)), node.lineno))
    return found


def late(name: ast.expr, function: str) -> str:
    """The module that a call imports at run time; for a formatted name, its beginning."""
    begin = name.values[0] if isinstance(name, ast.JoinedStr) else name
    known = begin.value if isinstance(begin, ast.Constant) else ""
    return f"gradcli.numeric.{known}" if function == "lazy_kernel" else known


@pytest.mark.parametrize("module", FILES)
def test_imports_point_downward(module):
    own = layer(module)
    assert own in LAYERS, f"{own} is no layer yet"
    allowed = NARROWER.get(own) or set(LAYERS[:LAYERS.index(own) + 1])
    upward = [f"{FILES[module]}:{line} imports {name}" for name, line in imports(module)
              if name.partition(".")[0] == "gradcli" and layer(name) in LAYERS and layer(name) not in {"", *allowed}]
    assert not upward


def test_only_these_files_draw_with_rich():
    users = {module for module in FILES for name, _ in imports(module) if name.partition(".")[0] == "rich"}
    assert users <= {"gradcli.render.screen", "gradcli.render.progress"}


ALL = [*rows()]  # which imports every family
# Hidden rows are in no registry: they are found as what the modules of the table hold. Constants stay out, since e, inf and
# nan are also how numbers are written.
HELD = [thing for name, module in sorted(sys.modules.items()) if name.startswith("gradcli.ops")
        for thing in vars(module).values() if isinstance(thing, Primitive)]
OPERATIONS = {row.name for row in [*HELD, *FUNCTIONS.values(), *OPERATORS.values()] if row.least} \
    | {word for word, row in FUNCTIONS.items() if row.least}
OPERATIONS -= FUNCTIONS.called  # words that mean other things too


def docstrings(tree: ast.Module) -> set[int]:
    """The identities of the nodes that are docstrings."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)}


# The tape's operators are Python's special methods, called __add__ and so on. How other languages spell the operations
# is said in gradcli.render.code, where tests/render/test_code.py asks every language about every row.
NAMESAKES = {("gradcli.report.matrices", "'div'")}  # the divergence
NAMING = ("gradcli.ops", "gradcli.core.tape", "gradcli.render.code")


@pytest.mark.parametrize("module", [module for module in FILES if not module.startswith(NAMING)])
def test_no_operation_is_named_outside_its_row(module):
    path, tree = FILES[module], TREES[module]
    ignored = docstrings(tree)
    named = [f"{path}:{node.lineno} {node.value!r}" for node in ast.walk(tree) if isinstance(node, ast.Constant)
             and isinstance(node.value, str) and node.value in OPERATIONS and id(node) not in ignored]
    named += [f"{path}:{line} imports {name}" for name, line in imports(module)
              if name.startswith("gradcli.ops.") and not name.rpartition(".")[2].isupper()  # but for opcodes
              and name != "gradcli.ops.family"]
    named += [f"{path}:{node.lineno} {ast.unparse(node)}" for node in ast.walk(tree) if isinstance(node, ast.Subscript)
              and isinstance(node.value, ast.Name) and node.value.id == "FUNCTIONS" and isinstance(node.slice, ast.Constant)]
    assert not [each for each in named if (module, each.rpartition(" ")[2]) not in NAMESAKES]


def made_by(module: str) -> set[str]:
    """The names of the rows that a module makes: the first arguments of its calls."""
    calls = [node for node in ast.walk(TREES[module]) if isinstance(node, ast.Call) and node.args
             and isinstance(node.args[0], ast.Constant) and ast.unparse(node.func) != "lazy_kernel"]
    return {call.args[0].value for call in calls} & {row.name for row in [*HELD, *ALL]}


def test_every_row_is_made_in_one_place():
    made = [name for module in FILES if layer(module) == "ops" for name in made_by(module)]
    assert len(made) == len(set(made)) and {*made} >= {row.name for row in [*HELD, *ALL] if row.least}


@pytest.mark.parametrize("family", CONTENTS)
def test_the_contents_name_the_rows_of_each_family(family):
    words, others = CONTENTS[family].split(), " ".join(words for name, words in CONTENTS.items() if name != family).split()
    assert len(words) == len(set(words)) and not {*words} & {*others}
    named = {row.name for row in FUNCTIONS.values()}
    assert {FUNCTIONS[word].name for word in words} == made_by(f"gradcli.ops.{family}") & named


def test_only_one_family_has_roots_and_constants_that_formulas_are_written_with():
    assert {FUNCTIONS.families[word] for word, row in FUNCTIONS.items() if len(row.laws.monomial) == 1
            or not row.least and row.numerics.definition} == {"gradcli.ops.elementary"}


@pytest.mark.parametrize("module", FILES)
def test_a_file_is_read_in_one_sitting_and_says_what_it_holds(module):
    assert len(FILES[module].read_text(encoding="utf-8").splitlines()) <= 350
    assert ast.get_docstring(TREES[module])


MAX_FILES = 32  # that a reader finds his way among; more of them are grouped in folders


def test_a_folder_has_few_files():
    folders = [path.parent for path in FILES.values()]
    assert not {str(folder) for folder in folders if folders.count(folder) > MAX_FILES}


LEAST = 30  # nodes of a body from which on it is one idea, not a way to write
ALIKE = {"only"}  # as a text and as LaTeX, each by an `entry` of its own


def test_no_function_is_written_twice():
    """The same statements with the same parameters are one function, which both import; tests may look alike."""
    bodies: dict[str, list[str]] = {}
    for path in [*FILES.values(), *sorted(Path(__file__).parent.rglob("*.py"))]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name not in ALIKE and not node.name.startswith("test_"):
                body = [each for each in node.body if not isinstance(each, ast.Expr) or id(each.value) not in documented]
                if sum(1 for each in body for _ in ast.walk(each)) >= LEAST:
                    key = ast.dump(ast.Module([node.args, *body], []))  # type: ignore[list-item]
                    bodies.setdefault(key, []).append(f"{path}:{node.lineno} {node.name}")
    assert not [places for places in bodies.values() if len(places) > 1]


@pytest.mark.parametrize("module", FILES)
def test_the_recursion_limit_is_left_alone(module):
    assert "setrecursionlimit" not in FILES[module].read_text(encoding="utf-8")


def at_import(module: str) -> set[str]:
    """The modules of ours that a module imports while it is imported itself."""
    found, work = set(), list(TREES[module].body)
    while work:
        node = work.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
        elif isinstance(node, ast.Try):
            work += node.body
    return found & FILES.keys() - {"gradcli", module}


def test_no_two_modules_import_each_other():
    graph = {module: at_import(module) for module in FILES}
    graph["gradcli.ops"] = {name for name in FILES if name.startswith("gradcli.ops.")}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


ALONE = """
import importlib, os, sys, click, fractions, re, typing
for module in sys.argv[1:]:
    child = os.fork()
    if not child:
        importlib.import_module(module)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print(module)
"""


def test_a_module_that_reads_the_table_can_be_imported_alone():
    """Other modules import what they need at the top, since there is no circle."""
    readers = [module for module in FILES if layer(module) not in ("ops", "core") and any(
        isinstance(node, ast.Name) and node.id in ("FUNCTIONS", "OPERATORS") for node in ast.walk(TREES[module]))]
    run = subprocess.run([sys.executable, "-c", ALONE, *readers], capture_output=True, text=True)
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)


@pytest.mark.parametrize("module", FILES)
def test_no_pattern_is_possessive(module):
    """Python 3.11.0 to 3.11.4 read possessive quantifiers and atomic groups wrongly (python/cpython#106052)."""
    constants = [node.value for node in ast.walk(TREES[module]) if isinstance(node, ast.Constant)]
    assert not [text for text in constants if isinstance(text, str) and re.search(r"\\[A-Za-z]|\[|\(\?", text)
                and re.search(r"[\])}\w.][*+?]\+(?![+*?\s])|\}\+|\(\?>", text)]


TESTS = Path(__file__).parent
# Modules without a test file of their own: rows, kernels of rows, plain data, spellings and commands, tested by one table.
TESTED_TOGETHER = {
    "ops": "test_table.py",
    **{f"numeric.{kernels}": "numeric/test_keeps_digits.py"
       for kernels in (
           "gamma", "elliptic", "gates", "gauss", "hyperbolic", "inverse", "logistic", "mills", "powers", "quantiles",
           "sinc", "sums")},
    "core.operand": "core/test_tape.py",
    "calc.claims.agreement": "calc/claims/test_claim.py",
    "report": "render",
    "render.code": "render/test_code.py",
    **{f"cli.{command}": "cases" for command in [*COMMANDS, "formula", "direction"]},
}


def own_tests(module: str) -> Path:
    """The tests of a/b.py are tests/a/test_b.py, those of a/__init__.py tests/test_a.py."""
    *folders, name = module.split(".")[1:]
    return TESTS.joinpath(*folders, f"test_{name.strip('_')}.py")


def shared_tests(module: str) -> list[str]:
    """The entries of the table that a module belongs to."""
    return [entry for entry in TESTED_TOGETHER if f"{module}.".startswith(f"gradcli.{entry}.")]


DEFINING = [module for module, tree in TREES.items()
            if module != "gradcli" and any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(tree))]


@pytest.mark.parametrize("module", DEFINING)
def test_a_module_has_its_tests(module):
    assert own_tests(module).exists() or shared_tests(module), f"its tests belong into {own_tests(module)}"


@pytest.mark.parametrize("entry", TESTED_TOGETHER)
def test_modules_are_tested_together_where_none_has_tests_of_its_own(entry):
    assert (TESTS / TESTED_TOGETHER[entry]).exists()
    modules = [module for module, path in FILES.items() if entry in shared_tests(module) and path.stem != "__init__"]
    own = [own_tests(module) for module in modules if own_tests(module).exists()]
    assert modules and not own, f"move them to {TESTED_TOGETHER[entry]}, or take {entry} out of the table"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_transcripts(command):
    transcripts = "".join(path.read_text(encoding="utf-8") for path in (TESTS / "cases").glob("*.txt"))
    assert len(re.findall(rf"^\$ (?:\w+=\S+ )*gradcli {command} ", transcripts, re.MULTILINE)) > 5
