"""A window into the pipeline: GRADCLI_DEBUG=tokens,ast,tape,passes prints what each stage made, on standard error.

Nothing imports this module unless that variable is set.
"""

import sys

from gradcli import DEBUG

STAGES = ("tokens", "ast", "tape", "passes")
_CHOSEN = {stage.strip() for stage in DEBUG.split(",")} - {""}
if _CHOSEN - {*STAGES}:
    print(f"GRADCLI_DEBUG: unknown stage {', '.join(sorted(_CHOSEN - {*STAGES}))}; the stages are {', '.join(STAGES)}",
          file=sys.stderr)


def show(stage: str, title: str, product: object) -> None:
    """Print `product` under a heading if `stage` was chosen; `title` names the function that made it."""
    if stage in _CHOSEN:
        print(f"# {stage}: {title}", product, sep="\n", file=sys.stderr)
