"""Programs in other languages: many functions in one file, run once, their numbers read back."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from gradcli.calc.programs.code import straight_line
from gradcli.calc.question import Question
from gradcli.errors import GradcliError
from gradcli.render.code.expansions import EXPANSIONS
from gradcli.render.code.straight import body, helpers
from gradcli.report.programs import Straight
from gradcli.syntax.bindings import bindings

TOOLS = {"python": sys.executable, "numpy": sys.executable, "c": "cc", "js": "node", "rust": "rustc", "fortran": "gfortran",
         "octave": "octave"}
STRICT = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror"]


def language(name: str) -> Any:
    """The module of a language."""
    return import_module(f"gradcli.render.code.{name}")


def is_there(name: str) -> bool:
    """Whether its tool is installed."""
    if name == "numpy":
        try:
            import numpy  # noqa: F401
        except ImportError:
            return False
    return shutil.which(TOOLS[name]) is not None


class Case(NamedTuple):
    """A report of straight-line code at a point, None where the language lacks a function."""

    source: str
    at: dict[str, float]
    report: Straight | None


def case(name: str, source: str, at: dict[str, float]) -> Case:
    """A question as straight-line code of a language."""
    tongue = language(name)
    question = Question(source, bindings([f"{k}={v!r}" for k, v in at.items()], "--at"))
    try:
        report = straight_line(question, None, tongue.SPELLINGS, EXPANSIONS, tongue.NAME, bool(tongue.DIALECT.guard))
        return Case(source, at, report)
    except GradcliError as error:
        assert "has no" in error.message or "is not offered" in error.message, error.message
        return Case(source, at, None)


def numbers(name: str, cases: Sequence[Case], folder: Path) -> list[list[float]]:
    """Value and partial derivatives of each case, computed by one program; nothing where it raised."""
    tongue = language(name)
    written = [(each.report, each.at) for each in cases if each.report]
    codes = [body(report, tongue.DIALECT) for report, _ in written]
    texts = "\n".join(code.texts() for code in codes)
    functions = [line for i, code in enumerate(codes) for line in ["", *tongue.function(code, ["a case"], f"f{i}")]]
    points = [[tongue.DIALECT.literal(at[variable]) for variable in report.variables] for report, at in written]
    counts = [len(code.partials) for code in codes]
    driver = DRIVERS[name]([*zip(points, counts, strict=True)])
    imports = {"python": ["import math"], "numpy": ["import math", "import numpy as np"]}
    head = imports.get(name) or tongue.head(codes[0], True)
    lines = [*head, *helpers(tongue.HELPERS, texts), *functions, "", *driver]
    found = iter(run(name, "\n".join(lines) + "\n", folder))
    return [[float(word.replace("d", "e")) for word in next(found).split()] if each.report else [] for each in cases]


def run(name: str, text: str, folder: Path) -> list[str]:
    """The lines that a program prints."""
    suffix = {"python": "py", "numpy": "py", "rust": "rs", "fortran": "f90", "octave": "m"}.get(name, name)
    path, binary = folder / f"program.{suffix}", folder / "program"
    path.write_text(text, encoding="utf-8")
    compilers = {"c": ["cc", *STRICT, str(path), "-o", str(binary), "-lm"], "rust": ["rustc", "-o", str(binary), str(path)],
                 "fortran": ["gfortran", "-std=f2008", "-o", str(binary), str(path)]}
    if name in compilers:
        build = subprocess.run(compilers[name], capture_output=True, text=True, cwd=folder)
        assert not build.returncode, build.stderr[-3000:]
    words = {"octave": ["octave", "--no-gui", "-qf", str(path)]}.get(
        name, [str(binary)] if name in compilers else [TOOLS[name], str(path)])
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder)
    assert not done.returncode, done.stderr[-3000:]
    return done.stdout.splitlines()


Calls = list[tuple[list[str], int]]  # the point of each function, and how many partial derivatives it has


def _c(calls: Calls) -> list[str]:
    lines = ["int main(void)", "{", "    double grad[9];"]
    for i, (point, count) in enumerate(calls):
        lines.append(f'    printf("%.17g", f{i}({", ".join(point + ["grad"] * bool(count))}));')
        lines += [f'    printf(" %.17g", grad[{k}]);' for k in range(count)]
        lines.append('    printf("\\n");')
    return [*lines, "    (void)grad;", "    return 0;", "}"]


def _python(calls: Calls) -> list[str]:
    lines = []
    for i, (point, _) in enumerate(calls):
        lines += ["try:", f"    value, grad = f{i}({', '.join(point)})", "    print(*map(repr, map(float, [value, *grad])))",
                  "except (ArithmeticError, ValueError):", "    print()"]
    return lines


def _js(calls: Calls) -> list[str]:
    return [f"console.log(((r) => [r[0], ...r[1]].map(String).map((s) => s.replace('Infinity', 'inf')).join(' '))"
            f"(f{i}({', '.join(point)})));" for i, (point, _) in enumerate(calls)]


def _rust(calls: Calls) -> list[str]:
    lines = ["fn main() {"]
    for i, (point, _) in enumerate(calls):
        lines += [f"    let r = f{i}({', '.join(point)});",
                  '    print!("{:e}", r.0); for g in r.1.iter() { let g: &f64 = g; print!(" {:e}", g); } println!();']
    return [*lines, "}"]


def _fortran(calls: Calls) -> list[str]:
    lines = ["program main", "    implicit none", "    double precision :: value, grad(9)"]
    for i, (point, count) in enumerate(calls):
        arguments = ", ".join([*point, "value", *["grad"] * bool(count)])
        lines += [f"    call f{i}({arguments})", f"    print '(9(es25.16e3))', value, grad(1:{count})"]
    return [*lines, "end program"]


def _octave(calls: Calls) -> list[str]:
    return [f'[value, grad] = f{i}({", ".join(point)}); printf("%.17g ", [value grad]); printf("\\n");'
            for i, (point, _) in enumerate(calls)]


DRIVERS = {"c": _c, "python": _python, "numpy": _python, "js": _js, "rust": _rust, "fortran": _fortran, "octave": _octave}
