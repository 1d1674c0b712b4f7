"""The representation of programs: the tape, and the rows of the table of operations."""
