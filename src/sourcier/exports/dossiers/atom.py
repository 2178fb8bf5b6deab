"""Atom: a dossier as a feed, see `sourcier.exports.atom.story_feed`."""

from __future__ import annotations

from typing import TextIO
from zoneinfo import ZoneInfo

from sourcier.exports.atom import story_feed
from sourcier.stories.model import Dossier


def write(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write the dossier as an Atom feed, newest article first."""
    out.write(story_feed(dossier, zone=zone, language=language).decode())
