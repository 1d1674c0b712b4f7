"""The lines of earlier sessions, in a file of the user's own."""

import os
from collections.abc import Mapping
from contextlib import suppress

MAX_LINES = 10_000
SLACK = 1000  # lines beyond these before the file is written anew


class History:
    """Lines in a file, oldest first; none are kept where `path` is empty. What the system refuses is left out."""

    def __init__(self, path: str) -> None:
        self.path = path

    def lines(self) -> list[str]:
        """Return the last lines, and shorten a file that has become too long."""
        if not self.path:
            return []
        try:
            with open(self.path, encoding="utf-8", errors="surrogateescape") as file:
                found = [line for line in file.read().split("\n") if line]
        except OSError:
            return []
        if len(found) > MAX_LINES + SLACK:
            with suppress(OSError):
                self._write(f"{self.path}.new", os.O_TRUNC, "".join(f"{line}\n" for line in found[-MAX_LINES:]))
                os.replace(f"{self.path}.new", self.path)
        return found[-MAX_LINES:]

    def append(self, line: str) -> None:
        """Write a line at the end."""
        if self.path and line.strip():
            with suppress(OSError):
                os.makedirs(os.path.dirname(self.path) or ".", mode=0o700, exist_ok=True)
                self._write(self.path, os.O_APPEND, f"{line}\n")

    def _write(self, path: str, how: int, text: str) -> None:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600), "w", encoding="utf-8",
                  errors="surrogateescape") as file:
            file.write(text)


def history_path(environment: Mapping[str, str]) -> str:
    """Return the file: $GRADCLI_HISTORY, where an empty value is none, else gradcli/history in the folder of states."""
    if (named := environment.get("GRADCLI_HISTORY")) is not None:
        return os.path.expanduser(named)
    states = environment.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return os.path.join(states, "gradcli", "history") if os.path.isabs(states) else ""
