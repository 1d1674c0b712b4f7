"""What `-f json` prints, held against gradcli/schema.json: a fault says what to change, and where."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators

SCHEMA = json.loads((Path(__file__).parents[1] / "gradcli" / "schema.json").read_text(encoding="utf-8"))


def refuse(word: str) -> None:
    """NaN and Infinity, which Python's reader takes, are no JSON."""
    raise ValueError(f"{word} is not JSON")


def ordered(validator: Any, properties: dict[str, Any], instance: Any, schema: dict[str, Any]) -> Iterator[ValidationError]:
    """The keyword `properties`, which here holds their order too."""
    yield from Draft202012Validator.VALIDATORS["properties"](validator, properties, instance, schema)
    if isinstance(instance, dict):
        found = [key for key in instance if key in properties]
        wanted = [key for key in properties if key in instance]
        if found != wanted:
            yield ValidationError(f"its keys come as {', '.join(found)}, in the schema as {', '.join(wanted)}")


VALIDATOR = validators.extend(Draft202012Validator, {"properties": ordered})


@cache
def validator(kind: str) -> Any:
    """The validator of a kind of answer; `any` for one of a command that is not known."""
    reference = {"anyOf": SCHEMA["anyOf"]} if kind == "any" else {"$ref": f"#/$defs/{kind}"}
    return VALIDATOR({"$defs": SCHEMA["$defs"], **reference})


def pointer(part: Any, whole: Any = SCHEMA, path: str = "") -> str | None:
    """The place of an object of the schema, such as $defs/eval/properties/at."""
    if part is whole:
        return path.lstrip("/") or "the beginning"
    below = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ()
    return next((found for key, each in below if (found := pointer(part, each, f"{path}/{key}"))), None)


def deepest(error: ValidationError) -> ValidationError:
    """The first fault of the alternative that fits best."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        error = min(branches.values(), key=lambda branch: (len(branch), -max(len(each.path) for each in branch)))[0]
    return error


def fault(answer: object, kind: str) -> str | None:
    """What is wrong with an answer, and where the schema says so; None where nothing is."""
    error = next(validator(kind).iter_errors(answer), None)
    if error is None:
        return None
    error = deepest(error)
    where = "/".join(map(str, error.absolute_path)) or "the answer"
    place = f"gradcli/schema.json, {pointer(error.schema)}"
    if error.validator == "additionalProperties":
        unknown = [key for key in error.instance if key not in error.schema.get("properties", {})]
        return (f"{where} has the key {', '.join(unknown)}, which the schema has not: add it to {place}/properties, "
                "in the place where it is printed, and to `required` if it is always there")
    if error.validator == "enum":
        return f"{where}: {error.message}: add it to {place}/enum"
    return f"{where}: {error.message} ({place})"


def kind_of(words: Sequence[str]) -> str:
    """The entry of the schema for the answer to these words."""
    command = words[0] if words[0] in SCHEMA["$defs"] else "any"
    ranged = words[0] != "plot" and any(re.match(r"\w+=[^;=]+:", word) for word in words[1:])
    return "row" if "--points" in words or ranged else "only" if "--only" in words else command


def faults(printed: str, words: Sequence[str]) -> list[str]:
    """The faults of what a command line has printed: an object, or one in each line for a table and a batch."""
    kind = kind_of(words)
    lines = printed.splitlines() if kind in ("row", "batch") else [printed] if printed else []
    found = []
    for line in lines:
        answer = json.loads(line, parse_constant=refuse)
        found.append(fault(answer, kind))
        if kind == "batch" and not answer.keys() & {"text", "error"}:
            found.append(fault({key: value for key, value in answer.items() if key not in ("id", "exit")}, "any"))
    return [each for each in found if each]
