"""One strict JSON object; what is not finite is a string."""

import json
import math


def _strict(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _strict(item) for key, item in value.items()}
    return [_strict(item) for item in value] if isinstance(value, list) else value


def answer(report) -> str:
    fields = {**report._asdict(), "warnings": [{"kind": k, "message": m} for k, m in report.warnings]}
    return json.dumps(_strict(fields), ensure_ascii=False)


def graph(source: str, at, nodes) -> str:
    fields = {"expression": source, "at": at, "root": nodes[-1].id, "nodes": [n._asdict() for n in nodes]}
    return json.dumps(_strict(fields), ensure_ascii=False)


def nth(source: str, wrt: list[str], at: dict[str, float], value: float) -> str:
    fields = {"expression": source, "wrt": wrt, "order": len(wrt), "at": at, "value": value, "warnings": []}
    return json.dumps(_strict(fields), ensure_ascii=False)
