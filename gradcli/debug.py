"""Print the intermediate forms of a program to standard error.

The environment variable GRADCLI_DEBUG=tokens,ast,tape,passes names the stages; nothing imports this module unless it is set.
"""

import sys

from gradcli import DEBUG

STAGES = ("tokens", "ast", "tape", "passes")
_ENABLED = {stage.strip() for stage in DEBUG.split(",")} - {""}
if _ENABLED - {*STAGES}:
    print(f"GRADCLI_DEBUG: unknown stage {', '.join(sorted(_ENABLED - {*STAGES}))}; the stages are {', '.join(STAGES)}",
          file=sys.stderr)


def show(stage: str, title: str, product: object) -> None:
    """Print `product` under a heading if `stage` is enabled; `title` names the function that made it."""
    if stage in _ENABLED:
        print(f"# {stage}: {title}", product, sep="\n", file=sys.stderr)
