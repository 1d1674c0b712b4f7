"""The process: `gradcli`, or `python -m gradcli`."""

# Ctrl-C ends a process that is still being imported, without a traceback. `signal` would be too late: it imports enum.
import _signal  # type: ignore[import-not-found]

if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)

import gc  # noqa: E402
import os  # noqa: E402
from typing import NoReturn  # noqa: E402


def start() -> NoReturn:
    """Run the command line, and exit at once: Python's cleanup would take a tenth of a short run."""
    # Nearly all objects live until the answer, those of imports too: collecting garbage would take a third of a long run.
    gc.disable()
    from gradcli.cli import main

    try:
        main()
    except SystemExit as leave:
        os._exit(leave.code if isinstance(leave.code, int) else 1)


if __name__ == "__main__":
    start()
