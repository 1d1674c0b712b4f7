"""One big expression, literals in the text: value and gradient of the sum of N terms (a*x_i + b - y_i)**2; and deep ones."""

import tempfile
from pathlib import Path
from random import Random

from peers import GRADCLI, Peer, compare

from gradcli.syntax.lexer import tokens

AT = {"a": 1.5, "b": 0.25}
READ = "text = open(FILE).read()\n"
TORCH = READ + """
import torch
a, b = (torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (1.5, 0.25))
f = eval(text)
f.backward()
print(f.item(), a.grad.item(), b.grad.item())
"""
CASADI = READ + """
import casadi
a, b = casadi.SX.sym("a"), casadi.SX.sym("b")
f = eval(text)
gradient = casadi.gradient(f, casadi.vertcat(a, b))
print(*[x for out in casadi.Function("f", [a, b], [f, gradient])(1.5, 0.25) for x in out.full().flat])
"""
SYMPY = READ + """
import sympy
f = sympy.sympify(text)
print(*[g.subs({"a": 1.5, "b": 0.25}).evalf(17) for g in (f, f.diff("a"), f.diff("b"))])
"""
PEERS = ("PyTorch", TORCH, "torch"), ("CasADi", CASADI, "casadi"), ("SymPy", SYMPY, "sympy")  # Python reads 3000 terms


def terms(count: int) -> tuple[str, list[float]]:
    """The expression, and its value and gradient."""
    random = Random(1)
    numbers = [(round(random.uniform(-3, 3), 4), round(random.uniform(0, 5), 4)) for _ in range(count)]
    rests = [(x, AT["a"] * x + AT["b"] - y) for x, y in numbers]
    return " + ".join(f"(a*{x} + b - {y})**2" for x, y in numbers), [
        sum(rest**2 for _, rest in rests), sum(2 * rest * x for x, rest in rests), sum(2 * rest for _, rest in rests)]


UNLIKE = ["sin({c}*a)*b", "(a*{c} + b)**2", "exp(-{c}*b)*a", "a*b/({c} + a**2)", "log({c} + b**2)", "sqrt(a**2 + {c})"]


def unlike_terms(count: int) -> str:
    """A sum of terms of six shapes."""
    random = Random(2)
    return " + ".join(random.choice(UNLIKE).format(c=round(random.uniform(0.5, 5), 4)) for _ in range(count))


def main() -> None:
    at = [f"{name}={value}" for name, value in AT.items()]
    cost = {}
    with tempfile.TemporaryDirectory() as folder:
        bare = compare("A bare interpreter", [Peer("python -c pass", "print(0)")], [0])["python -c pass"]
        for count in (1000, 10_000, 100_000):
            text, expected = terms(count)
            file, giac = Path(folder, f"{count}.txt"), Path(folder, f"{count}.giac")
            file.write_text(text, encoding="utf-8")
            giac.write_text(f"f:={text}:;\ng:=diff(f,[a,b]):;\na:={AT['a']}:;b:={AT['b']}:;\nf;g;\n", encoding="utf-8")
            peers = [Peer(f"gradcli, {count} terms", [*GRADCLI, "eval", f"@{file}", "--at", *at, "-f", "plain"]),
                     Peer("giac", ["giac", str(giac)], "giac")]
            if count == 1000:
                peers += [Peer(name, code.replace("FILE", repr(str(file))), needs)
                          for name, code, needs in PEERS]
            right = compare(f"One big expression: {count} terms (bar at 100 000: giac)", peers, expected,
                            1 if count > 10_000 else 3)
            cost[count] = right.get(peers[0].name)
            if cost[count] and count > 1000:
                each = (cost[count].bytes - bare.bytes) / len(tokens(text)[0])
                print(f"{'bytes of memory for each token':34}{each:9.0f} (bar 400)")
        if cost[10_000] and cost[100_000]:
            print(f"\n100 000 terms cost {cost[100_000].cpu / cost[10_000].cpu:.1f} times as much as 10 000 (bar 11)")
        before = 0.0
        for count in (1000, 10_000, 100_000, 1_000_000):
            text = unlike_terms(count)
            file, giac = Path(folder, f"unlike{count}"), Path(folder, f"unlike{count}.giac")
            file.write_text(text, encoding="utf-8")
            giac.write_text(f"f:={text}:;\ng:=diff(f,[a,b]):;\na:={AT['a']}:;b:={AT['b']}:;\nf;g;\n", encoding="utf-8")
            right = compare(f"Unlike terms: {count} (bar: 0.8 of giac, 11 times the decade before)", [
                Peer(f"gradcli, {count} terms", [*GRADCLI, "eval", f"@{file}", "--at", *at, "-f", "plain"]),
                Peer("giac", ["giac", str(giac)], "giac")], ())
            now = next(iter(right.values())).cpu
            print(f"{'times as much as the decade before':34}{now / before if before else 0:9.1f}")
            before = now
        deep = {"sin": ("sin(" * 100_000 + "x" + ")" * 100_000, []), "minus": ("-" * 100_000 + "x", [3, 1]),
                "parentheses": ("(" * 100_000 + "x" + ")" * 100_000, [3, 1])}
        for name, (text, expected) in deep.items():
            Path(folder, name).write_text(text, encoding="utf-8")
            Path(folder, f"{name}.giac").write_text(f"f:={text}:;\ng:=diff(f,x):;x:=3.0:;\nf;g;\n", encoding="utf-8")
            compare(f"100 000 deep: {name}", [
                Peer("gradcli", [*GRADCLI, "eval", f"@{Path(folder, name)}", "--at", "x=3", "-f", "plain"]),
                Peer("giac", ["giac", str(Path(folder, f"{name}.giac"))], "giac")], expected)


if __name__ == "__main__":
    main()
