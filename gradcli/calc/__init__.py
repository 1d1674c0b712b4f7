"""Questions to answers, one file for each kind; the only layer that knows the whole pipeline."""
