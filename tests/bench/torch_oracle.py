"""Write tests/cases/torch/directions.tsv with PyTorch, which the tests then need not have.

    python tests/bench/torch_oracle.py > tests/cases/torch/directions.tsv
"""

import torch

torch.set_default_dtype(torch.float64)
CASES = [
    ("u**3+v**2+4*u*v", "u=3 v=4", "u=1 v=2"), ("sin(u)*exp(v)", "u=0.7 v=-0.3", "u=2 v=-1"),
    ("log(u)*v**2", "u=2.5 v=3", "u=1 v=1"), ("u/v - v/u", "u=2 v=5", "u=-1 v=0.5"),
    ("sqrt(u**2+v**2)", "u=3 v=4", "u=1 v=2"), ("tanh(u*v)", "u=0.5 v=0.25", "u=1 v=-2"), ("u**v", "u=2 v=3", "u=1 v=1"),
    ("sigmoid(u)*v", "u=0.5 v=2", "v=1"), ("atan2(u,v)", "u=1 v=2", "u=1 v=-1"),
    ("exp(-u**2-v**2)", "u=0.5 v=-0.25", "u=1 v=2"), ("cos(u)*sin(v)", "u=1.5 v=0.5", "u=0.25 v=4"),
    ("softplus(u)+v**4", "u=0.5 v=1.5", "u=1 v=1"), ("erf(u)*v", "u=0.5 v=2", "u=1 v=3"),
    ("log1p(u)*expm1(v)", "u=0.5 v=0.25", "u=2 v=1"), ("1/(1+u**2+v**2)", "u=1 v=2", "u=1 v=-1"),
    ("sinh(u)/cosh(v)", "u=0.5 v=1", "u=1 v=1"), ("asin(u)*acos(v)", "u=0.25 v=-0.5", "u=1 v=2"),
    ("(1-u)**2+100*(v-u**2)**2", "u=0.5 v=2", "u=1 v=-3"), ("abs(u)*v", "u=-2 v=3", "u=1 v=1"),
    ("max(u,v)**2", "u=1 v=3", "u=5 v=2"), ("relu(u-v)*u", "u=3 v=1", "u=1 v=1"), ("lgamma(u)*v", "u=3.5 v=2", "u=1 v=-1")]
WORDS = {name: getattr(torch, name) for name in "sin cos exp log sqrt tanh sigmoid atan2 erf log1p expm1 sinh cosh asin "
         "acos lgamma relu abs".split()} | {"softplus": torch.nn.functional.softplus, "max": torch.maximum}


def tensors(text):
    return {name: torch.tensor(float(number)) for name, number in (pair.split("=") for pair in text.split())}


print("# Of torch.func in PyTorch 2.13: jvp, hvp (u, v) along a direction, and vjp (u, v) of the expression and its square "
      "with weights 1, -2.")
print("expression", "at", "along", "jvp", "hvp_u", "hvp_v", "vjp_u", "vjp_v", sep="\t")
for source, at, along in CASES:

    def f(u, v, source=source):
        return eval(source, WORDS, {"u": u, "v": v})  # noqa: S307  our own texts

    point, direction = tensors(at), {"u": torch.tensor(0.0), "v": torch.tensor(0.0)} | tensors(along)
    primals, tangents = (point["u"], point["v"]), (direction["u"], direction["v"])
    _, jvp = torch.func.jvp(f, primals, tangents)
    _, hvp = torch.func.jvp(torch.func.grad(f, argnums=(0, 1)), primals, tangents)
    _, pull = torch.func.vjp(lambda u, v, f=f: (f(u, v), f(u, v) ** 2), *primals)
    vjp = pull((torch.tensor(1.0), torch.tensor(-2.0)))
    print(source, at, along, *(repr(float(number)) for number in (jvp, *hvp, *vjp)), sep="\t")
