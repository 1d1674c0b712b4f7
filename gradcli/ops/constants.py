"""Named constants: rows without arguments."""

import math
from typing import Any

from gradcli.core.primitive import Primitive, primitive


def _constant(name: str, value: float, doc: str, synonyms: str = "", latex: str = "") -> Primitive:
    columns: dict[str, Any] = {"doc": doc, "domain": "a constant", "at": [()], "latex": latex}
    return primitive(name, 0, [], lambda: value, synonyms=synonyms, **columns)


pi = _constant("pi", math.pi, "the circumference of a circle over its diameter", "π", r"\pi")
tau = _constant("tau", math.tau, "2*pi", "τ", r"\tau")
e = _constant("e", math.e, "the base of natural logarithms", latex="e")
inf = _constant("inf", math.inf, "infinity", latex=r"\infty")
nan = _constant("nan", math.nan, "no number")
