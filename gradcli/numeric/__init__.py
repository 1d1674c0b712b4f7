"""Our own numerics: plain functions of floats that keep their digits and never raise.

nan, inf and signed zeros come out as IEEE 754 has them.
"""
