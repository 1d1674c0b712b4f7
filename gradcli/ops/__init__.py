"""The table: every operation is one row, sorted as a reader would look it up. Importing this package fills it.

The operations that programs are made of have names here, as opcodes.
"""

from gradcli.ops import (  # isort: skip  the order is that of the table
    arithmetic, powers, elementary, geometry, trigonometric, hyperbolic, piecewise, logic, special, statistics, activation,
    constants)

ADD, SUB, MUL, DIV, NEG = arithmetic.add, arithmetic.sub, arithmetic.mul, arithmetic.div, arithmetic.neg
POW, SELECT = powers.power, piecewise.where  # SELECT(c, a, b) is `a if c else b`
AND, OR, NOT, LT, LE, GT, GE, NE = (
    logic.logical_and, logic.logical_or, logic.logical_not, logic.lt, logic.le, logic.gt, logic.ge, logic.ne)
NAN = constants.nan

__all__ = ["activation", "arithmetic", "constants", "elementary", "geometry", "hyperbolic", "logic", "piecewise", "powers",
           "special", "statistics", "trigonometric",
           "ADD", "AND", "DIV", "GE", "GT", "LE", "LT", "MUL", "NAN", "NE", "NEG", "NOT", "OR", "POW", "SELECT", "SUB"]
