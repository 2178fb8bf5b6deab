"""JSON Lines: one record a line, exactly as its model names its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from sourcier.record import Record


def write(records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    """Write each record as one line of JSON; `sentences` changes nothing, offsets are all there."""
    for record in records:
        out.write(record.model_dump_json(by_alias=True) + "\n")
