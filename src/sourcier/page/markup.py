"""What the markup of a page calls its parts: `markup.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, cast

from sourcier.record import FurnitureKind

REMEMBERED = 1 << 14
"""Class and id of elements whose meaning is kept: the pages of a site use the same ones."""
NAME_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*")
"""The words of a class or id: "relatedArticles__item" has "related", "Articles" and "item"."""


@cache
def _markup() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("markup.toml").read_text(encoding="utf-8"))


def _whole(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{'|'.join(words)})(?:\s|$)")


@cache
def furniture_rows() -> tuple[tuple[FurnitureKind, re.Pattern[str]], ...]:
    """Kind of furniture and the words that name it, in the order in which they are asked."""
    return tuple((cast(FurnitureKind, row["kind"]), _whole(row["words"])) for row in _markup()["furniture"])


@cache
def _parts() -> dict[str, re.Pattern[str]]:
    return {part: _whole(words) for part, words in _markup()["parts"].items()}


@lru_cache(maxsize=REMEMBERED)
def furniture_called(names: str) -> frozenset[int]:
    """Which rows of `furniture_rows` the words of one element's class and id name."""
    return frozenset(n for n, (_, words) in enumerate(furniture_rows()) if words.search(names))


@lru_cache(maxsize=REMEMBERED)
def parts_called(names: str) -> frozenset[str]:
    """Which parts of an article these words name: byline, caption, lead, kicker, signature, trail, body, embed, box."""
    return frozenset(part for part, words in _parts().items() if words.search(names))


def parts_named(classes: str | None) -> frozenset[str]:
    """Which parts of an article the classes of a single element name, as `parts_called`; none where it has none."""
    return parts_called(re.sub(r"[^a-z]+", " ", classes.lower())) if classes else frozenset()


@cache
def tags(group: str) -> frozenset[str]:
    """HTML tags of a group: skipped, blocks."""
    return frozenset(_markup()["tags"][group])


@cache
def article_types() -> frozenset[str]:
    """Schema.org types that hold an article."""
    return frozenset(_markup()["json_ld"]["article_types"])
