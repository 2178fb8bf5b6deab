"""Text and records that every format can write."""

from __future__ import annotations

import json
import re

from pydantic_core import PydanticSerializationError

from sourcier.record import Record

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of UTF-16 pairs; no encoding form of Unicode has a way to write one alone (Unicode 17, D76)."""


def encodable(text: str) -> str:
    """The text, with U+FFFD in the place of each lone surrogate: one code point for one."""
    return _SURROGATE.sub("\ufffd", text)


def writable(record: Record) -> Record:
    """The record, with U+FFFD in the place of each lone surrogate, so that offsets stay."""
    try:
        record.model_dump_json()
    except PydanticSerializationError:
        content = json.dumps(record.model_dump(by_alias=True), ensure_ascii=False)
        return Record.model_validate_json(encodable(content))
    return record
