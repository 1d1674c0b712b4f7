"""gradcli, the derivative calculator for the command line."""

import os

__version__ = "0.1.0"
DEBUG = os.environ.get("GRADCLI_DEBUG", "")  # the stages that gradcli.debug prints
