"""Questions as programs of other languages."""
