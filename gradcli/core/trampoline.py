"""Recursion without Python's stack: work that yields the parts which it needs done first, as generators."""

from collections.abc import Generator
from typing import Any

Work = Generator["Work", Any, Any]  # is sent what each part returns


def finish(work: Work) -> Any:
    """Do the work and all parts of it, nested to any depth; return what it returns."""
    stack, value = [work], None
    while stack:
        try:
            stack.append(stack[-1].send(value))
            value = None
        except StopIteration as result:
            stack.pop()
            value = result.value
    return value
