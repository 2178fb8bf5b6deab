"""The schema of the API as a page shows it: operations by subject, what they take and give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """What an operation takes.

    Attributes:
        place: "path", "query" or "header".
        kind: its type and bounds in a few words.
    """

    name: str
    place: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        bodies: (media type, what it holds) of what may be sent.
        answers: (status, what it means, what it holds) where all goes well.
        errors: the statuses of what may go wrong.
    """

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    bodies: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str, str], ...]
    errors: tuple[str, ...]


def operations_of(schema: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """Subject -> its operations, in the schema's order."""
    found: dict[str, list[Operation]] = defaultdict(list)
    for path, operations in schema["paths"].items():
        for method, told in operations.items():
            found[told["tags"][0]].append(_operation(path, method, told))
    return dict(found)


def errors_of(schema: Mapping[str, Any]) -> dict[str, str]:
    """Status -> what it means, of all that may go wrong."""
    found = {
        status: response["description"]
        for operations in schema["paths"].values()
        for told in operations.values()
        for status, response in told["responses"].items()
        if status >= "4"
    }
    return dict(sorted(found.items()))


def _operation(path: str, method: str, told: Mapping[str, Any]) -> Operation:
    answers = sorted(told["responses"].items())
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        description=told.get("description", ""),
        parameters=tuple(map(_parameter, told.get("parameters", ()))),
        bodies=tuple(
            (kind, _kind(its.get("schema", {}))) for kind, its in told.get("requestBody", {}).get("content", {}).items()
        ),
        answers=tuple((status, its["description"], _given(its)) for status, its in answers if status < "4"),
        errors=tuple(status for status, _ in answers if status >= "4"),
    )


def _parameter(told: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=told["name"],
        place=told["in"],
        kind=_kind(told["schema"]),
        is_required=told.get("required", False),
        description=told.get("description", ""),
    )


def _given(response: Mapping[str, Any]) -> str:
    return ", ".join(f"{kind} ({_kind(its.get('schema', {}))})" for kind, its in response.get("content", {}).items())


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: "integer, 1 to 100", "Record", "list of Story"."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"part of a list of {name[5:-1]}" if name.startswith("Page_") else name
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return " or ".join(kind for its in several if (kind := _kind(its)) != "null")
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return ", ".join([str(schema.get("title" if schema.get("properties") else "type", "any")), *_bounds(schema)])


def _bounds(schema: Mapping[str, Any]) -> Iterator[str]:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        yield f"{least} to {most}"
    if "format" in schema:
        yield str(schema["format"])
    if "maxLength" in schema:
        yield f"at most {schema['maxLength']:,} characters"
    if "default" in schema:
        yield f"by default {schema['default']}"
