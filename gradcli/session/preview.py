"""The answer to the line that is being typed, below it: in little time, or none."""

import os
import signal
from collections.abc import Callable

from gradcli.errors import GradcliError
from gradcli.session.session import Session
from gradcli.session.state import localize

SECONDS = 0.05  # that a key press may take
LIMIT = 2000  # operations that may be built meanwhile
GAP = "   "  # between the parts


def preview(session: Session, line: str) -> list[str]:
    """Return the parts of the answer: the value and the partials, or formulas; an error's sentence; [] if there is none."""
    from gradcli.calc.matrices import gradient
    from gradcli.calc.question import Question
    from gradcli.calc.values import evaluate
    from gradcli.render.text import entry, number
    from gradcli.report.base import label
    from gradcli.syntax.bindings import bindings

    found = session.classify(line)
    if found.kind not in ("expression", "continuation", "definition") or not found.text:
        return []
    try:
        expanded = session.state.expand(found.text, continues=found.kind == "continuation")
        try:
            question = Question(expanded.text, bindings(session.state.bindings([expanded.text])), LIMIT)
            if not question.free:
                answer = evaluate(question)
                slopes = [f"{label([name])}={number(slope)}" for name, slope in answer.partials.items()]
                return [number(answer.value), *slopes]
            partials = gradient(question).partials
            return [f"{label([name])} = {entry(formula)}" for name, formula in partials.items()]
        except GradcliError as error:
            raise localize(error, expanded) from None
    except GradcliError as error:
        return [error.message] if error.code == 2 else []


def limited(work: Callable[[], list[str]], seconds: float) -> list[str]:
    """Return the result of `work`, done in a copy of this process, which the system ends after `seconds`; [] in that case.

    So it changes nothing here, and one long operation does not outlast its time.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, seconds)
            with open(writer, "wb") as pipe:
                pipe.write("\n".join(work()).encode(errors="replace"))
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        text = pipe.read().decode(errors="replace")
    os.waitpid(child, 0)
    return text.split("\n") if text else []


def fit(parts: list[str], room: int, width: Callable[[str], int] = len) -> str:
    """Return as many parts as fit into `room` columns, none of them cut; dots stand for others.

    `width` counts the columns of a text.
    """
    shown = ""
    for i, part in enumerate(parts):
        longer = shown + GAP * bool(shown) + part
        more = len(GAP) + 1 if i + 1 < len(parts) else 0
        if width(longer) + more > room:
            return f"{shown}{GAP}…" if shown else ""
        shown = longer
    return shown
