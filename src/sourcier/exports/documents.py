"""JSON in a stream: a line for each value, or one document with a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO


def write_lines(values: Iterable[Any], out: TextIO) -> None:
    """Write each value on a line of its own (JSON Lines)."""
    for value in values:
        out.write(f"{dumps(value)}\n")


def write_list(members: dict[str, str], name: str, values: Iterable[Any], out: TextIO) -> None:
    """Write one JSON object: `members`, then under `name` a list with a line for each value, never held whole."""
    head = "".join(f"{dumps(key)}: {dumps(value)}, " for key, value in members.items())
    out.write(f"{{{head}{dumps(name)}: [")
    between = "\n"
    for value in values:
        out.write(f"{between}{dumps(value)}")
        between = ",\n"
    out.write("\n]}\n")


def dumps(value: Any) -> str:
    """JSON (RFC 8259) on one line, UTF-8 characters kept."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def known(**members: Any) -> dict[str, Any]:
    """The members of an object that have a value: no null, empty text or empty list."""
    return {name: value for name, value in members.items() if value not in (None, "", [])}
