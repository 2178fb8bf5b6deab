"""Addresses that were fetched, and when to look at them again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sourcier.library.numbers import utc
from sourcier.library.prepared import Prepared

LOOKS = (timedelta(hours=1), timedelta(hours=5), timedelta(hours=18), timedelta(days=3))
"""How long after each look an article is looked at again: most corrections come on the first day."""

OLD = timedelta(days=7)
"""An article that is older when it is first fetched is not looked at again."""


def rows(pages: Iterable[Prepared], at: str) -> list[dict[str, Any]]:
    """The rows of `schema.addresses` for pages that were just fetched, at `at` (UTC)."""
    found = {}
    for page in pages:
        if page.visit is not None:
            published = page.version.published if page.version else None
            found[page.visit.asked] = {
                "address": page.visit.asked,
                "capture": page.capture,
                "etag": page.visit.etag,
                "last_modified": page.visit.last_modified,
                "fetched": at,
                "due": due(at, page.visit.looks) if page.version and not _is_old(published, at) else None,
                "looks": page.visit.looks,
            }
    return list(found.values())


def due(at: str, looks: int) -> str | None:
    """When to look again after so many looks; None: not any more."""
    if looks >= len(LOOKS):
        return None
    return utc((datetime.fromisoformat(at) + LOOKS[looks]).isoformat())


def _is_old(published: str | None, at: str) -> bool:
    stamp = utc(published)
    return bool(stamp) and datetime.fromisoformat(stamp) < datetime.fromisoformat(at).astimezone(UTC) - OLD
