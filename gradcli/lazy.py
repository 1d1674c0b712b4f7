"""Functions and modules that are imported when they are first used: start-up does not pay for them."""

from collections.abc import Callable
from typing import Any


class LazyModule:
    """A module by its full name, imported when something of it is used."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, attribute: str) -> Any:
        from importlib import import_module

        return getattr(import_module(self.name), attribute)


def lazy_kernel(module: str, name: str) -> Callable[..., Any]:
    """Return the function `name` of gradcli.numeric's `module`, imported at its first call."""
    function: Callable[..., Any] | None = None

    def kernel(*arguments: Any) -> Any:
        nonlocal function
        if function is None:
            function = getattr(LazyModule("gradcli.numeric." + module), name)
        return function(*arguments)

    return kernel
