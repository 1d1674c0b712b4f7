"""gradcli, the derivative calculator for the command line."""

import os

__version__ = "0.1.0"
__released__ = "2026-11-30"  # the date of that version, which the manual pages have
DEBUG = os.environ.get("GRADCLI_DEBUG", "")  # the stages that gradcli.debug prints
