"""The names that a text has defined so far: what a name calls, and which are left to others to give a meaning."""

from collections.abc import Collection

from gradcli.core.primitive import FUNCTIONS, Primitive
from gradcli.syntax.nodes import Definition


class Scope:
    """Definitions in their order; `names` are the others, each with its first place.

    `defined` and `parameters` belong to the definition that is being read.
    """

    def __init__(self) -> None:
        self.definitions: dict[str, Definition] = {}
        self.names: dict[str, tuple[int, int]] = {}
        self.defined: str | None = None
        self.parameters: Collection[str] = ()

    def calls(self, name: str) -> Definition | Primitive | None:
        """Return the function that `name` calls here, if any."""
        if name in self.parameters:
            return None
        if name in self.definitions:
            definition = self.definitions[name]
            return definition if definition.parameters else None
        row = FUNCTIONS.get(name)
        return row if row and row.least else None
