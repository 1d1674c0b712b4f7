"""The process: `gradcli`, or `python -m gradcli`."""

import gc
import os
from typing import NoReturn


def start() -> NoReturn:
    """Run the command line, and leave at once: Python's tidying up would be a tenth of a short run."""
    # Nearly all objects live until the answer, what is imported too: looking for garbage would be a third of a long run.
    gc.disable()
    from gradcli.cli import main

    try:
        main()
    except SystemExit as leave:
        os._exit(leave.code if isinstance(leave.code, int) else 1)


if __name__ == "__main__":
    start()
