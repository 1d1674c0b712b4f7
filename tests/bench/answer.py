"""One answer, the whole process: value and both partials of u**3+v**2+4*u*v at u=3, v=4."""

import tempfile
from pathlib import Path

from peers import GRADCLI, Peer, compare

CLICK = """
import sys

import click
{imports}

@click.command()
@click.argument("expression")
@click.option("--at", multiple=True)
def main(expression, at):
    click.echo("value\\t91\\nd/du\\t43\\nd/dv\\t20")


sys.exit(main(["u**3"]))
"""
RICH = "import rich.console, rich.table, rich.tree"
ASKED = ["u**3+v**2+4*u*v", "--at", "u=3", "v=4"]
SYMPY = """
import sympy
u, v = sympy.symbols("u v")
f = u**3 + v**2 + 4*u*v
print(*[g.subs({u: 3, v: 4}) for g in (f, f.diff(u), f.diff(v))])
"""
CASADI = """
import casadi
u, v = casadi.SX.sym("u"), casadi.SX.sym("v")
f = u**3 + v**2 + 4*u*v
print(casadi.Function("f", [u, v], [f, casadi.gradient(f, casadi.vertcat(u, v))])(3, 4))
"""
TORCH = """
import torch
u, v = (torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (3.0, 4.0))
f = u**3 + v**2 + 4*u*v
f.backward()
print(f.item(), u.grad.item(), v.grad.item())
"""
JAX = """
import jax
jax.config.update("jax_enable_x64", True)
print(jax.value_and_grad(lambda u, v: u**3 + v**2 + 4*u*v, (0, 1))(3.0, 4.0))
"""
GP = """
at(g) = subst(subst(g, u, 3), v, 4)
f = u^3+v^2+4*u*v;
print(at(f), " ", at(deriv(f, u)), " ", at(deriv(f, v)))
"""
QALC = "[replace(replace(F, x, 3), y, 4), replace(diff(F, x, 1, 3), y, 4), replace(diff(F, y, 1, 4), x, 3)]"
GIAC = "f:=u^3+v^2+4*u*v:;\nsubst([f,diff(f,u),diff(f,v)],[u=3,v=4]);\n"
EXPECTED = 91, 43, 20


def main(turns: int = 15) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "question")
        file.write_text(GIAC, encoding="utf-8")
        compare("One answer: the floor is a click program with one command (bar 1.25)", [
            Peer("click alone", CLICK.format(imports="")), Peer("python -c pass, and the answer", "print(91, 43, 20)"),
            *(Peer(f"gradcli eval -f {form}", [*GRADCLI, "eval", *ASKED, "-f", form]) for form in ("plain", "json")),
            Peer("gradcli nth, a number", [*GRADCLI, "nth", *ASKED, "-n", "0", "--wrt", "u"])], EXPECTED[:1], turns)
        compare("Other questions: the floor is a click program with one command (bar 1.2; --digits 1.6)", [
            Peer("click alone", CLICK.format(imports="")),
            Peer("gradcli grad, formulas", [*GRADCLI, "grad", ASKED[0], "-f", "plain"]),
            Peer("gradcli nth -n 2, a formula", [*GRADCLI, "nth", "x**2+x**3", "-n", "2", "-f", "plain"]),
            Peer("gradcli taylor", [*GRADCLI, "taylor", "exp(x)", "--around", "x=0", "-n", "3", "-f", "plain"]),
            Peer("gradcli check", [*GRADCLI, "check", "x**2", "2*x", "-f", "plain"]),
            Peer("gradcli functions", [*GRADCLI, "functions", "-f", "plain"]),
            Peer("gradcli eval --digits 15", [*GRADCLI, "eval", *ASKED, "--digits", "15", "-f", "plain"])], (), turns)
        compare("One answer, drawn: the floor is click and rich (bar 1.25)", [
            Peer("click and rich", CLICK.format(imports=RICH)),
            Peer("gradcli eval -f rich", [*GRADCLI, "eval", *ASKED, "-f", "rich"])], EXPECTED[:1], turns)
        compare("One answer: the others", [
            Peer("gradcli eval -f plain", [*GRADCLI, "eval", *ASKED, "-f", "plain"]),
            Peer("SymPy", SYMPY, "sympy"), Peer("CasADi", CASADI, "casadi"), Peer("PyTorch", TORCH, "torch"),
            Peer("JAX", JAX, "jax"), Peer("giac", ["giac", str(file)], "giac"),
            Peer("PARI/GP", ["gp", "-q", "-f"], "gp", GP),
            Peer("qalc (its letters are x, y)", ["qalc", "-t", QALC.replace("F", "x^3+y^2+4*x*y")], "qalc")],
                EXPECTED, max(turns // 3, 1))


if __name__ == "__main__":
    main()
