"""The line with a preview below it, by prompt_toolkit."""

import os
from asyncio import get_running_loop
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import to_filter
from prompt_toolkit.history import History as Lines
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth

from gradcli.session.history import History

if TYPE_CHECKING:
    from gradcli.session.session import Session

WARM = 0.05  # seconds after the first prompt, in which it is drawn, until what a preview needs is imported
STYLE = Style.from_dict({"bottom-toolbar": "noreverse ansibrightblack"})


class _Names(Completer):
    """Completion by the names that the session knows."""

    def __init__(self, session: "Callable[[], Session]") -> None:
        self.session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        from gradcli.session.complete import complete

        begin, names = complete(self.session(), document.text_before_cursor)
        yield from (Completion(name, -len(begin)) for name in names)


class _Lines(Lines):
    """Our file of lines as prompt_toolkit's history."""

    def __init__(self, file: History) -> None:
        super().__init__()
        self.file = file

    def load_history_strings(self) -> Iterable[str]:
        return self.file.lines()[::-1]

    def store_string(self, string: str) -> None:
        for line in string.splitlines():
            self.file.append(line)


class _Preview:
    """The preview of the line that is typed, made once for each."""

    def __init__(self, session: "Callable[[], Session]") -> None:
        self.session, self.line, self.parts, self.warm = session, "", list[str](), False

    def __call__(self) -> str:
        from gradcli.session import preview

        line = get_app().current_buffer.text
        if not line.strip():
            self.line, self.parts = line, []
        elif line != self.line:
            self.prepare()
            self.line = line
            self.parts = preview.limited(lambda: preview.preview(self.session(), line), preview.SECONDS)
        return preview.fit(self.parts, get_app().output.get_size().columns - 1, width=get_cwidth)

    def prepare(self) -> None:
        """Import what a preview needs, which the copy of this process that makes it would forget."""
        from gradcli.session.preview import preview

        if not self.warm:
            self.warm = True
            for line in ("gradcli_x**2*sin(gradcli_x)", "sin(1)*gradcli"):
                preview(self.session(), line)


class Editor:
    """Reads lines for a session."""

    def __init__(self, session: "Callable[[], Session]", file: History) -> None:
        self.preview = _Preview(session) if os.environ.get("GRADCLI_PREVIEW") != "0" and hasattr(os, "fork") else None
        self.prompt: PromptSession[str] = PromptSession(
            "> ", completer=_Names(session), complete_while_typing=False, history=_Lines(file), style=STYLE,
            bottom_toolbar=self.preview, color_depth=ColorDepth.MONOCHROME if os.environ.get("NO_COLOR") else None)
        # The preview stands in the next line, not at the bottom of the screen.
        self.prompt.layout.current_window.dont_extend_height = to_filter(True)

    def read(self) -> str:
        """Return the next line. Raises KeyboardInterrupt at Ctrl-C, EOFError at Ctrl-D."""
        return self.prompt.prompt(pre_run=self._begin)

    def _begin(self) -> None:
        if self.preview:
            self.preview.line = ""  # what was shown may have changed since
            get_running_loop().call_later(WARM, self.preview.prepare)
