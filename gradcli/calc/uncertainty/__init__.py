"""The uncertainty of a value, from those of its variables."""
