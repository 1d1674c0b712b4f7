"""Derivatives by the rules of calculus, step by step."""
