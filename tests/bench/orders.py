"""High order: the nth derivative of exp(sin(x))*log(1+x**2) at 0.7, whole processes."""

from mpmath import mp, mpf
from peers import GRADCLI, Peer, compare

SYMPY = """
import sympy
x = sympy.Symbol("x")
print(sympy.diff(sympy.exp(sympy.sin(x))*sympy.log(1 + x**2), x, {n}).subs(x, sympy.Float(0.7, 30)).evalf(20))
"""
FLINT = """
from math import factorial
import flint
flint.ctx.prec, flint.ctx.cap = 400 + 4*{n}, {n} + 1
x = flint.arb_series([flint.arb(0.7), 1])
print(((x.sin().exp()*(1 + x*x).log())[{n}]*factorial({n})).str(20, radius=False))
"""
TORCH = """
import torch
x = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
f = torch.exp(torch.sin(x))*torch.log(1 + x**2)
for _ in range({n}):
    f, = torch.autograd.grad(f, x, create_graph=True)
print(f.item())
"""
JAX = """
import jax
from jax.experimental.jet import jet
jax.config.update("jax_enable_x64", True)
f = lambda x: jax.numpy.exp(jax.numpy.sin(x))*jax.numpy.log(1 + x**2)
print(jet(f, (0.7,), ([1.0] + [0.0]*({n} - 1),))[1][-1])
"""
GP = "default(realprecision, 60);n = {n};t = 7/10+x+O(x^(n+1));\nprint(1.0*polcoef(exp(sin(t))*log(1+t^2), n)*n!)\n"


def expected(n: int) -> float:
    """By the recurrences of power series, at a hundred digits."""
    with mp.workdps(100):
        x = mpf(0.7)
        sine = [(mp.sin, mp.cos)[k % 2](x) * (-1) ** (k // 2) / mp.factorial(k) for k in range(n + 1)]
        square, slope = [1 + x**2, 2 * x, mpf(1)], [2 * x, mpf(2)] + [mpf(0)] * n
        power, logarithm, quotient = [mp.exp(sine[0])], [mp.log(square[0])], list[mpf]()
        for k in range(1, n + 1):
            power.append(mp.fsum(j * sine[j] * power[k - j] for j in range(1, k + 1)) / k)
            below = mp.fsum(square[j] * quotient[k - 1 - j] for j in (1, 2) if j < k)
            quotient.append((slope[k - 1] - below) / square[0])
            logarithm.append(quotient[-1] / k)
        return float(mp.fsum(power[j] * logarithm[n - j] for j in range(n + 1)) * mp.factorial(n))


def main() -> None:
    for n in (1, 10, 20, 50, 1000):
        peers = [Peer(f"gradcli nth -n {n}", [*GRADCLI, "nth", "exp(sin(x))*log(1+x**2)", "-n", str(n), "--at", "x=0.7"]),
                 Peer("python-flint", FLINT.format(n=n), "flint"), Peer("PARI/GP", ["gp", "-q", "-f"], "gp", GP.format(n=n))]
        if n < 20:  # beyond, minutes
            peers += [Peer("SymPy", SYMPY.format(n=n), "sympy"), Peer("PyTorch, nested", TORCH.format(n=n), "torch"),
                      Peer("JAX, jet", JAX.format(n=n), "jax")]
        compare(f"High order: n = {n} (bar: n = 50 at most 5 ms beyond n = 1)", peers, [expected(n)], 3)
    for n in (1000, 5000):
        words = ["nth", "exp(sin(x))*log(1+x**2)", "-n", str(n), "--at", "x=0.7", "--digits", "15"]
        peers = [Peer(f"gradcli nth -n {n} --digits 15", [*GRADCLI, *words]),
                 Peer("PARI/GP", ["gp", "-q", "-f"], "gp", GP.format(n=n))]
        compare(f"Proven digits of order {n} (bar: GP)", peers, (), 3)


if __name__ == "__main__":
    main()
