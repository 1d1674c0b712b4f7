"""Formulas as a person writes them: a normal form of sums of products, and the shortest equal form found."""
