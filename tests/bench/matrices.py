"""A sparse Hessian: Rosenbrock's sum in 10 to 1000 variables, whole processes; every entry, and those that are not 0."""

import tempfile
from pathlib import Path

from peers import GRADCLI, Peer, compare
from price import rosenbrock

CASADI = """
import casadi
x = casadi.SX.sym("x", {count})
f = sum(100*(x[i + 1] - x[i]**2)**2 + (1 - x[i])**2 for i in range({count} - 1))
hessian, _ = casadi.hessian(f, x)
print(casadi.Function("h", [x], [hessian])(casadi.DM([0.5]*{count})).nonzeros())
"""
SYMPY = """
import sympy
x = sympy.symbols("x1:{count}")
f = sum(100*(b - a**2)**2 + (1 - a)**2 for a, b in zip(x, x[1:]))
at = dict.fromkeys(x, sympy.Float(0.5))
print([float(entry.subs(at)) for entry in sympy.hessian(f, x).values()])
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for count in (10, 100, 1000):
            file = Path(folder, "rosenbrock")
            file.write_text(rosenbrock(count), encoding="utf-8")
            at = [f"x{i}=0.5" for i in range(1, count + 1)]
            peers = [Peer("gradcli hessian --nonzero", [*GRADCLI, "hessian", f"@{file}", "--nonzero", "--at", *at]),
                     Peer("gradcli hessian -f json", [*GRADCLI, "hessian", f"@{file}", "-f", "json", "--at", *at]),
                     Peer("CasADi", CASADI.format(count=count), "casadi")]
            if count < 100:
                peers.append(Peer("SymPy", SYMPY.format(count=count + 1), "sympy"))
            compare(f"The Hessian of {count} variables (bar: linear in the entries that are not 0)", peers, [102, -200], 3)


if __name__ == "__main__":
    main()
