"""JSON: the dossier exactly as its model names its fields."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TextIO
from zoneinfo import ZoneInfo

from sourcier.exports.writable import encodable
from sourcier.stories.model import Dossier


def write(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write the dossier as indented JSON (RFC 8259), UTF-8 characters kept; zone and language change nothing."""
    text = json.dumps(asdict(dossier), ensure_ascii=False, allow_nan=False, indent=2)
    out.write(encodable(text) + "\n")
