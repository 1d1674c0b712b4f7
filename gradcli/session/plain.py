"""The line without a preview, by readline, or by what Python has without it."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gradcli.session.history import History

if TYPE_CHECKING:
    from gradcli.session.session import Session


class Plain:
    """Reads lines for a session."""

    def __init__(self, session: "Callable[[], Session]", file: History) -> None:
        self.session, self.file, self.names = session, file, list[str]()
        self.readline: Any = None
        with suppress(ImportError):  # as on Windows
            import readline

            self.readline = readline
            readline.set_history_length(-1)
            for line in file.lines():
                readline.add_history(line)
            readline.set_completer_delims(" \t\n+*/^%<>=,;()!|[]")
            readline.set_completer(self._complete)
            editline = "libedit" in (readline.__doc__ or "")
            readline.parse_and_bind("bind ^I rl_complete" if editline else "tab: complete")

    def _complete(self, text: str, at: int) -> str | None:
        """Return what a word may become, one at a call, then None."""
        if not at:
            from gradcli.session.complete import complete

            before = self.readline.get_line_buffer()[:self.readline.get_endidx()]
            begin, names = complete(self.session(), before)
            self.names = [text[:len(text) - len(begin)] + name for name in names]
        return self.names[at] if at < len(self.names) else None

    def read(self) -> str:
        """Return the next line. Raises KeyboardInterrupt at Ctrl-C, EOFError at Ctrl-D."""
        try:
            line = input("> ")
        except (KeyboardInterrupt, EOFError):
            print()  # the terminal is still in the line
            raise
        self.file.append(line)
        return line
