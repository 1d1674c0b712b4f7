"""Judge wrong claims whose slip is known: is it named, and never another?

    python tests/bench/slips.py [COUNT] [SEED]

The claims are made in tests/slips.py from textbook rules; "" is the kind of those with no usual slip.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from slips import KINDS, wrong_claims  # noqa: E402

from gradcli.calc.claims.claim import judge  # noqa: E402
from gradcli.calc.question import Question  # noqa: E402

count, seed = (int(word) for word in [*sys.argv[1:], *("200", "3")[len(sys.argv) - 1:]])
for kind in KINDS:
    pairs = wrong_claims(kind, count, seed)
    found = [(source, claim, judge(Question(source, {}), claim)) for source, claim in pairs]
    named = [each for each in found if (kind in (each[2].slip or "") if kind else each[2].slip is None)]
    print(f"{kind or 'none'}: {len(named)} of {len(pairs)}")
    for source, claim, verdict in found:
        if verdict.right or (source, claim, verdict) not in named:
            print(f"  {source}  {claim}: {'right' if verdict.right else verdict.slip}")
