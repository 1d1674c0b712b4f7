"""A progress bar on stderr for tables, which disappears at their end."""

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column

from gradcli.render.screen import Console


class Bar:
    """A progress bar for `size` bytes; None if the size is unknown."""

    def __init__(self, size: int | None) -> None:
        console = Console(stderr=True)
        text = Column(no_wrap=True)  # on a narrow terminal it is the bar that gets shorter
        self.progress = Progress(TextColumn("{task.fields[rows]} rows", table_column=text), BarColumn(),
                                 DownloadColumn(table_column=text), TimeRemainingColumn(table_column=text),
                                 console=console, auto_refresh=False, transient=True, disable=console.is_dumb_terminal,
                                 redirect_stdout=False, redirect_stderr=False)
        self.task = self.progress.add_task("", total=size, rows=0)
        self.progress.start()

    def show(self, position: int, rows: int) -> None:
        """Update the bar to these numbers of bytes and rows."""
        self.progress.update(self.task, completed=position, rows=f"{rows:,}".replace(",", " "), refresh=True)

    def close(self) -> None:
        """Remove the bar."""
        self.progress.stop()
