"""Questions to answers: the only layer that knows the whole pipeline. One file for each kind of answer."""
