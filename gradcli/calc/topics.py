"""The topics of the help, from the texts in gradcli/topics: words, warnings, and what concerns all commands."""

import re
from pathlib import Path

from gradcli.report.topics import Topic

FOLDER = Path(__file__).parents[1] / "topics"
GROUPS = "glossary", "warnings", "topics"  # the files, and the kinds of topics in them

# Other words for topics, or for the commands that have them.
ALSO = {**dict.fromkeys(["uncertainty", "uncertainties", "error", "±", "range", "ranges", "grid", "table", "at", "point"],
                        "points"),
        **dict.fromkeys(["sum", "sums", "prod", "product", "latex", "expression", "syntax", "definition"], "language"),
        **dict.fromkeys(["digits", "exact", "precision", "number"], "numbers"),
        **dict.fromkeys(["ans", "vars", "clear", "save", "quit", "interactive"], "session"),
        **dict.fromkeys(["json", "csv", "output", "schema.json"], "formats"), "exit": "exit-codes", "pytorch": "torch",
        "implicit": "nth", "derivative": "nth", "gradient": "grad", "series": "taylor"}


def topics(name: str | None = None) -> list[Topic]:
    """Return all topics, those of the group `name`, or the one of that name; [] where there is none."""
    return [topic for kind in GROUPS for topic in read_group(kind) if name is None or name in (kind, topic.name)]


def read_group(kind: str) -> list[Topic]:
    """Return the topics of a group in their order."""
    found = []
    for section in re.split(r"^== ", (FOLDER / f"{kind}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, text = section.partition("\n")
        name, _, title = head.partition(": ")
        found.append(Topic(name, kind, title, text.strip("\n")))
    return found
