"""Programs: one module for each language, whose SPELLINGS say how it writes each operation.

A spelling is a template: {0} is the first argument, {0:2} the same in parentheses where it binds less than level 2, {0:t}
the argument as a condition among others, {0:c} as one that stands alone. "2|{0:2}*{1:3}" is a text of level 2; without a
bar it is closed, as a call is. Level t is a comparison, a conditions joined by and or or, n one negated.
"""
