"""AST to tape to answers."""
