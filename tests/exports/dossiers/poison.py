"""Dossiers of which every text is of our choosing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_type_hints

from hypothesis import strategies as st

DATES = {"begin", "finish", "before", "reported", "published", "first", "last", "said", "made", "zone"}
"""Fields that hold a date or a zone: what is not one there is only shown."""

KEPT = {"id", "article", "copy_of", "event", "key"}
"""Fields by which parts of a dossier find each other."""

NOISE = st.text(
    st.characters(codec=None) | st.sampled_from("<>&\"'`*_[]()|#~\\;:,\r\n\t\x00\x1b\x85\u202e\ud800\ufffe{}%$"),
    max_size=40,
)


def poisoned(value: Any, text: str, *, dates: bool = False, url: str | None = None) -> Any:
    """The same dossier with `text` in every text field; `dates` asks for the dates as well, `url` for addresses."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    hints = get_type_hints(type(value))
    changed = {}
    for field in fields(value):
        old = getattr(value, field.name)
        hint = hints[field.name]
        if field.name in KEPT or (field.name in DATES and not dates):
            continue
        if field.name == "url":
            changed[field.name] = text if url is None else url
        elif hint in {str, str | None}:
            changed[field.name] = text
        elif hint == tuple[str, ...]:
            changed[field.name] = tuple(text for _ in old)
        elif isinstance(old, tuple):
            changed[field.name] = tuple(poisoned(part, text, dates=dates, url=url) for part in old)
        elif isinstance(old, dict):
            changed[field.name] = {
                name: tuple(poisoned(part, text, dates=dates, url=url) for part in parts) for name, parts in old.items()
            }
        elif is_dataclass(old):
            changed[field.name] = poisoned(old, text, dates=dates, url=url)
    return replace(value, **changed)
