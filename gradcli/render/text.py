"""Numbers, formulas, points and verdicts as text, the same in every format."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from gradcli.report.base import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gradcli.report.base import Formula, Number
    from gradcli.report.checks import Claim, Comparison
    from gradcli.report.functions import Function


def number(value: Number) -> str:
    """Write the shortest text that reads back to the same double, without a trailing .0; a text unchanged."""
    if isinstance(value, str):
        return value
    digits = repr(value)
    return digits[:-2] if digits.endswith(".0") else digits


def cell(value: object) -> str:
    """Write an attribute of a node, on one line and without tabs."""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list):
        return ",".join(map(str, value))
    return " ".join(str(value).split())


def entry(value: Formula | Number) -> str:
    """Write a formula or a number."""
    if isinstance(value, (float, str)):
        return number(value)
    from gradcli.syntax.printer import text

    return text(value)


def point(at: Mapping[str, Number] | None) -> str:
    """Write the bindings of a point."""
    return " ".join(f"{name}={number(value)}" for name, value in (at or {}).items())


def verdict(row: Comparison) -> str:
    """Return whether the methods agree on a derivative, in a word."""
    return "kink" if row.kink else "agrees" if row.agrees else "disagrees" if isfinite(row.reverse) else "undefined"


def basis(report: Claim) -> str:
    """Return the basis of the verdict that a claim is right."""
    if report.at:
        return f"at {point(report.at)}"
    parts = ["the same formula"] if report.same else []
    if report.points:
        parts.append(f"equal at {report.points} points" + " at which both exist" * report.partial)
    if report.beside:
        parts.append(f"{report.beside} of them beside an edge or a switch")
    if report.again:
        parts.append(f"{report.again} also in {report.arithmetic} arithmetic")
    return ", ".join(parts)


def slopes(report: Function) -> list[tuple[str, str]]:
    """Return the derivatives of a function with their labels."""
    return [(label([name]), partial) for name, partial in report.derivatives.items()]


def properties(report: Function) -> list[tuple[str, str]]:
    """Return the properties of a function, beside its call, with their names."""
    entries = [("is", report.doc), *slopes(report), ("domain", report.domain), ("convention", report.convention),
               ("synonyms", " ".join(report.synonyms)), ("grad_fn", report.grad_fn)]
    return [(name, about) for name, about in entries if about]
