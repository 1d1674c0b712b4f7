"""Number types: float64, columns of them, exact rationals, balls."""
