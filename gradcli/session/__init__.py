"""Many questions in one process: the commands of a batch, and the session on a terminal."""
