"""Decide whether a formula is the derivative, and what is wrong with it."""
