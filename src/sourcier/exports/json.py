"""JSON: the record exactly as its model names its fields."""

from __future__ import annotations

from typing import TextIO

from sourcier.record import Record


def write(record: Record, out: TextIO, *, sentences: bool = False) -> None:
    """Write the record as indented JSON, UTF-8 characters kept; `sentences` changes nothing, offsets are all there."""
    out.write(record.json_text())
