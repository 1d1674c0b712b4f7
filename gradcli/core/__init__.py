"""What a program is: the tape, and the rows of the table of operations."""
