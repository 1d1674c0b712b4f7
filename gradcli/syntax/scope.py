"""The names of a text: those it has defined so far, and those that bindings must define."""

from collections.abc import Collection

from gradcli.core.primitive import FUNCTIONS, Primitive
from gradcli.syntax.nodes import Definition


class Scope:
    """Definitions in their order; `names` are the names used without one, each with its first place.

    `defined` and `parameters` belong to the definition that is being read, `indices` to the sums around; `folds` tells
    whether there are any in the text.
    """

    def __init__(self) -> None:
        self.definitions: dict[str, Definition] = {}
        self.names: dict[str, tuple[int, int]] = {}
        self.defined: str | None = None
        self.parameters: Collection[str] = ()
        self.indices: dict[str, int] = {}
        self.folds = False

    def hides(self, name: str) -> bool:
        """Return whether the text itself gives the name a meaning here."""
        return name in self.parameters or name in self.indices or name in self.definitions

    def calls(self, name: str, directly: bool = False) -> Definition | Primitive | None:
        """Return the function that `name` calls here, if any; `directly` if a parenthesis follows it."""
        if name in self.parameters or name in self.indices:
            return None
        if name in self.definitions:
            definition = self.definitions[name]
            return definition if definition.parameters else None
        row = FUNCTIONS.get(name) if directly else FUNCTIONS.alone(name)
        return row if row and row.least else None
