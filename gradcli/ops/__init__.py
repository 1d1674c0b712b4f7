"""The table: every operation is one row, sorted as a reader would look it up. Importing this package fills it."""

from gradcli.ops import (  # isort: skip  the order is that of the table
    arithmetic, powers, elementary, geometry, trigonometric, hyperbolic, piecewise, logic, special, statistics, activation,
    constants)

__all__ = ["activation", "arithmetic", "constants", "elementary", "geometry", "hyperbolic", "logic", "piecewise", "powers",
           "special", "statistics", "trigonometric"]
