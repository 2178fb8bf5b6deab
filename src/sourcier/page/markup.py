"""What the markup of a page calls its parts: `markup.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, cast

from sourcier.record import FurnitureKind


@cache
def _markup() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("markup.toml").read_text(encoding="utf-8"))


def _whole(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{'|'.join(words)})(?:\s|$)")


@cache
def furniture_names() -> tuple[tuple[FurnitureKind, re.Pattern[str]], ...]:
    """Kind of furniture and the words that name it, in the order in which they are asked."""
    return tuple((cast(FurnitureKind, row["kind"]), _whole(row["words"])) for row in _markup()["furniture"])


@cache
def part_names(part: str) -> re.Pattern[str]:
    """The words that name a part of an article: byline, caption, lead, kicker, signature, trail."""
    return _whole(_markup()["parts"][part])


@cache
def tags(group: str) -> frozenset[str]:
    """HTML tags of a group: skipped, blocks."""
    return frozenset(_markup()["tags"][group])


@cache
def article_types() -> frozenset[str]:
    """Schema.org types that hold an article."""
    return frozenset(_markup()["json_ld"]["article_types"])
