"""Named constants: rows without arguments."""

import math

from gradcli.core.constructors import constant
from gradcli.core.facets import Laws, Notation, Numerics

pi = constant(
    "pi", math.pi,
    numerics=Numerics(arb="pi"),
    laws=Laws(half_turns=1),
    notation=Notation(r"\pi", synonyms="π"),
    doc="the circumference of a circle over its diameter")
inf = constant("inf", math.inf, numerics=Numerics(), notation=Notation(r"\infty"), doc="infinity")
NAN = constant("nan", math.nan, numerics=Numerics(), doc="no number")
