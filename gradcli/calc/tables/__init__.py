"""Answers at many points: of a table, or of ranges."""
