"""Kernels that are imported when they are first called: start-up does not pay for them."""

from collections.abc import Callable
from typing import Any


def lazy_kernel(module: str, name: str) -> Callable[..., Any]:
    """Return the function `name` of gradcli.numeric's `module`, imported at its first call."""
    function: Callable[..., Any] | None = None

    def kernel(*arguments: Any) -> Any:
        nonlocal function
        if function is None:
            from importlib import import_module

            function = getattr(import_module(f"gradcli.numeric.{module}"), name)
        return function(*arguments)

    return kernel
