"""The language: text to AST, and back to text or LaTeX."""
