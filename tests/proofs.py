"""A tape in a domain of exact or proven numbers: run at higher and higher precisions until all results are settled."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from mpmath import mpf

from gradcli.core.tape import Tape
from gradcli.domains.base import Domain, Unsettled


def settle(domain: Domain, compute: Callable[[], Any]) -> Any:
    """What `compute` gives at the first precision at which it gives anything. Raises GradcliError at the last."""
    while True:
        try:
            return compute()
        except Unsettled as reason:
            domain.refine(reason)


def texts(domain: Domain, tape: Tape, point: Iterable[Any], slots: dict[Any, int | None]) -> dict[Any, str | float]:
    """What is printed of each slot, where the variables x0, x1, … are the numbers of `point`."""
    at = {f"x{i}": domain.real(Fraction(x)) for i, x in enumerate(point)}

    def text(slot: int) -> str | float:
        value = domain.run(tape, at, [slot])[slot]
        return value if isinstance(value, float) else domain.text(value)

    return {key: "0" if slot is None else settle(domain, lambda slot=slot: text(slot)) for key, slot in slots.items()}


def rounds(text: str, true: Any, digits: int) -> bool:
    """Whether a text has so many significant digits and is `true` rounded to them; exactly between two, either."""
    mantissa, _, exponent = text.lstrip("-").partition("e")
    if len(mantissa.replace(".", "").lstrip("0")) != digits:
        return text == "0" and true == 0
    place = int(exponent or 0) - len(mantissa.partition(".")[2])
    return bool(abs(mpf(text) - true) <= mpf("0.5000001") * mpf(10) ** place)
