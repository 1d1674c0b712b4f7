"""Functions expressed by others, for languages that lack them, in gradcli's own language.

The texts are over the names of the arguments, and hold where the plain definition over- or underflows, cancels or divides 0
by 0. A hidden row that is not listed is written by its definition.
"""

from collections.abc import Callable
from math import factorial

Expansion = Callable[..., str]


def _fold(name: str) -> Expansion:
    """Return the expansion of a function of many arguments by that of two."""

    def text(first: str, second: str, *others: str) -> str:
        nested = f"{name}({first}, {second})"
        for other in others:
            nested = f"{name}({nested}, {other})"
        return nested

    return text


def _extreme(name: str, sign: str) -> Expansion:
    """Return the expansion of max or min, which is nan if an argument is."""
    two = _fold(name)
    return lambda a, b, *others: (two(a, b, *others) if others else
                                  f"{a} if {a} {sign} {b} or {a} != {a} else {b}")


def _digamma(x: str) -> str:
    """Write eight steps of the recurrence and an asymptotic series; left of 0 the reflection."""
    z = f"({x} if {x} > 0 else 1 - {x})"
    w = f"({z} + 8)"
    terms = ["1/12", "-1/120", "1/252", "-1/240", "1/132", "-691/32760", "1/12"]
    series = " - ".join(f"({term})/{w}**{2 * k}" for k, term in enumerate(terms, 1))
    steps = " - ".join(f"1/({z} + {k})" for k in range(8))
    return f"log({w}) - 1/(2*{w}) - {series} - {steps} - (0 if {x} > 0 else pi/tan(pi*{x}))"


def _sinc_slope(x: str) -> str:
    """Write the power series near 0, where the difference cancels, else the difference."""
    u = f"(pi*{x})**2"
    series = " + ".join(f"({(-1) ** k * 2 * k}/{factorial(2 * k + 1)})*({u})**{k - 1}" for k in range(1, 10))
    return f"pi*(pi*{x})*({series}) if abs({x}) < 0.3 else (cos(pi*{x}) - sin(pi*{x})/(pi*{x}))/{x}"


EXPANSIONS: dict[str, Expansion] = {
    "abs": lambda x: f"{x} if {x} >= 0 or {x} != {x} else -{x}",
    "sign": lambda x: f"1 if {x} > 0 else -1 if {x} < 0 else {x}",
    "heaviside": lambda x: f"1 if {x} > 0 else 0 if {x} < 0 else 1/2 + 0*{x}",
    "relu": lambda x: f"{x} if {x} >= 0 or {x} != {x} else 0",
    "max": _extreme("max", ">="),
    "min": _extreme("min", "<="),
    "clamp": lambda x, lo, hi: f"min(max({x}, {lo}), {hi})",
    "tie": lambda first, *others: f"1/(1 + {' + '.join(f'({first} == {other})' for other in others)})",
    "over": lambda a, b: f"{a} >= {b}",
    "under": lambda a, b: f"{a} <= {b}",
    "hypot": _fold("hypot"),
    "floor": lambda x: f"trunc({x}) if trunc({x}) <= {x} else trunc({x}) - 1",
    "ceil": lambda x: f"trunc({x}) if trunc({x}) >= {x} else trunc({x}) + 1",
    "round": lambda x: (f"floor({x}) if {x} - floor({x}) < 1/2 or {x} - floor({x}) == 1/2 and "
                        f"floor({x}/2) == floor({x})/2 else floor({x}) + 1"),
    "asinh": lambda x: f"sign({x})*log1p(abs({x}) + abs({x})*(abs({x})/(1 + hypot(1, {x}))))",
    "acosh": lambda x: f"log({x}) + log1p(sqrt(1 - 1/{x})*sqrt(1 + 1/{x}))",
    "atanh": lambda x: f"log1p(2*{x}/(1 - {x}))/2",
    "cbrt": lambda x: f"{x} if {x} == 0 else sign({x})*(2*abs({x})**(1/3) + abs({x})/(abs({x})**(1/3))**2)/3",
    "exp2": lambda x: f"2**{x}",
    "expm1": lambda x: (f"exp({x}) - 1 if abs({x}) > 1/2 else {x} if exp({x}) == 1 else "
                        f"(exp({x}) - 1)*{x}/log(exp({x}))"),
    "log1p": lambda x: f"{x} if 1 + {x} == 1 else log(1 + {x})*{x}/(1 + {x} - 1)",
    "log2": lambda x: f"log({x})/log(2)",
    "log10": lambda x: f"log({x})/log(10)",
    "log": lambda x, base: f"log({x})/log({base})",
    "sec": lambda x: f"1/cos({x})",
    "csc": lambda x: f"1/sin({x})",
    "cot": lambda x: f"1/tan({x})",
    "acot": lambda x: f"pi/2 if {x} == 0 else atan(1/{x})",
    "asec": lambda x: f"acos(1/{x})",
    "acsc": lambda x: f"asin(1/{x})",
    "asech": lambda x: f"acosh(1/{x})",
    "acsch": lambda x: f"asinh(1/{x})",
    "acoth": lambda x: f"atanh(1/{x})",
    "sinc": lambda x: f"1 if {x} == 0 else sin(pi*{x})/(pi*{x})",
    "sinc_slope": _sinc_slope,
    "sech": lambda x: f"2*exp(-abs({x}))/(1 + exp(-2*abs({x})))",
    "csch": lambda x: f"1/sinh({x})",
    "coth": lambda x: f"1/tanh({x})",
    "semicircle": lambda x: f"sqrt((1 - {x})*(1 + {x}))",
    "side_hyperbola": lambda x: f"sqrt(abs({x}) - 1)*sqrt(abs({x}) + 1)",
    "upper_hyperbola": lambda x: f"hypot(1, {x})",
    "angle_slope": lambda a, b: f"{b}/hypot({a}, {b})/hypot({a}, {b})",
    "falling_power": lambda a, b: f"0 if {b} == 0 else {b}*{a}**({b} - 1)",
    "power_log": lambda a, b: f"(0 if {b} > 0 else nan if {b} == 0 else -inf) if {a} == 0 else {a}**{b}*log({a})",
    "sigmoid": lambda x: f"(1 if {x} >= 0 else exp({x}))/(1 + exp(-abs({x})))",
    "softplus": lambda x: f"relu({x}) + log1p(exp(-abs({x})))",
    "logaddexp": lambda a, b: f"max({a}, {b}) + log1p(exp(-abs({a} - {b})))",
    "normcdf": lambda x: f"erfc(-{x}/sqrt(2))/2",
    "normpdf": lambda x: f"exp(-{x}**2/2)/sqrt(2*pi)",
    "logit": lambda x: f"log({x}/(1 - {x}))",
    "silu": lambda x: f"{x}*sigmoid({x})",
    "gelu": lambda x: f"{x}*normcdf({x})",
    "factorial": lambda x: f"gamma({x} + 1)",
    "i0": lambda x: f"besseli(0, {x})",
    "i1": lambda x: f"besseli(1, {x})",
    "i0e": lambda x: f"exp(-abs({x}))*besseli(0, {x})",
    "i1e": lambda x: f"exp(-abs({x}))*besseli(1, {x})",
    "ndtri": lambda x: f"-sqrt(2)*erfcinv(2*{x})",
    "fmod": lambda a, b: f"{a} - {b}*trunc({a}/{b})",
    "entr": lambda x: f"0 if {x} == 0 else -inf if {x} < 0 else -{x}*log({x})",
    "xlogy": lambda a, b: f"0 if {a} == 0 and {b} >= 0 else {a}*log({b})",
    "xlog1py": lambda a, b: f"0 if {a} == 0 and {b} >= -1 else {a}*log1p({b})",
    "logaddexp2": lambda a, b: f"max({a}, {b}) + log1p(2**(-abs({a} - {b})))/log(2)",
    "logsumexp": _fold("logaddexp"),
    "digamma": _digamma,
}
