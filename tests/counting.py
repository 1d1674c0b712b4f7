"""Cost by counting: the same in every run, on every machine."""

import sys


def calls(function, *arguments):
    """How many calls of Python functions a call makes."""
    count = 0

    def counted(frame, event, _):
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count
