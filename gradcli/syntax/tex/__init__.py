"""LaTeX to AST, for a text in math mode."""
