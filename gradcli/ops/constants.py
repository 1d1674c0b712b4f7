"""Named constants: rows without arguments."""

import math
from typing import Any

from gradcli.core.primitive import Primitive, primitive


def _constant(name: str, value: float, doc: str, **columns: Any) -> Primitive:
    return primitive(name, 0, [], lambda: value, doc=doc, domain="a constant", at=[()], **columns)


pi = _constant("pi", math.pi, "the circumference of a circle over its diameter", synonyms="π", latex=r"\pi", turns=1)
inf = _constant("inf", math.inf, "infinity", latex=r"\infty")
nan = _constant("nan", math.nan, "no number")
