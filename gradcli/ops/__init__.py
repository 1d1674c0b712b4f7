"""The table: every operation is one row, sorted as a reader would look it up. Importing this package fills it."""

from gradcli.ops import arithmetic, constants, elementary, hyperbolic, piecewise, special, trigonometric

__all__ = ["arithmetic", "constants", "elementary", "hyperbolic", "piecewise", "special", "trigonometric"]
