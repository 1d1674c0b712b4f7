"""Formulas as a person writes them: sums of products in one normal form, and the shortest way found to write them."""
