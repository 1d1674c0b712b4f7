"""Answers as values: what calc hands to the renderers. No text is made here.

The order of the fields is the order of the keys in JSON. NamedTuples: a dataclass costs five times as much at start-up.
A file for each kind of answer, so that one does not wait for the others.
"""
