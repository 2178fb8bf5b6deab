"""JSON: the dossier exactly as its model names its fields."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TextIO
from zoneinfo import ZoneInfo

from sourcier.stories.model import Dossier

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of UTF-16 pairs, which UTF-8 has no way to write; U+FFFD takes their place, one code point for one."""


def write(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write the dossier as indented JSON (RFC 8259), UTF-8 characters kept; zone and language change nothing."""
    text = json.dumps(asdict(dossier), ensure_ascii=False, allow_nan=False, indent=2)
    out.write(_SURROGATE.sub("\ufffd", text) + "\n")
