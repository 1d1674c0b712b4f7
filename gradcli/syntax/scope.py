"""The names of a text: those it has defined so far, and those that bindings must define."""

from collections.abc import Collection

from gradcli.core.primitive import FUNCTIONS, Primitive
from gradcli.syntax.nodes import Definition


class Scope:
    """Definitions in their order; `names` are the names used without one, each with its first place.

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
