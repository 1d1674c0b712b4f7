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


def instructions(function, *arguments):
    """How many of the interpreter's instructions a call takes."""
    count = 0

    def counted(frame, event, _):
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return counted

    sys._getframe().f_trace_opcodes = True  # Python 3.12 looks for one such frame when tracing begins
    before = sys.gettrace()
    sys.settrace(counted)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count
