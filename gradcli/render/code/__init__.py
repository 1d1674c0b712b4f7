"""Programs: one module for each language, whose SPELLINGS are templates of the operations.

In a template {0} is the first argument, {0:2} the same in parentheses if it binds less than level 2, {0:t} the argument as a
condition among others, {0:c} as one alone. "2|{0:2}*{1:3}" is a text of level 2; without a bar it is closed, as a call.
Level t is a comparison, a conditions joined by and or or, n one negated.
"""
