"""Named constants: rows without arguments."""

import math

from gradcli.core.primitive import primitive

for _names, _value in (("pi π", math.pi), ("tau τ", math.tau), ("e", math.e), ("inf", math.inf), ("nan", math.nan)):
    _first, *_others = _names.split()
    primitive(_first, 0, [], lambda value=_value: value, synonyms=" ".join(_others))
