"""Answers as values, which calc makes and renderers write.

The order of the fields is the order of the keys in JSON. NamedTuples, since a dataclass takes five times as long at
start-up; a file for each kind of answer, so that each command imports its own.
"""
