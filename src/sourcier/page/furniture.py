"""Furniture by its wording: which kind of furniture a line is, if any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast, get_args

from sourcier.languages import codes, language
from sourcier.page.spacing import spaced
from sourcier.record import FurnitureKind

_EDGES = re.compile(r"^[\s>»›→▶►•*#|:+-]+|[\s>»›→▶►•*|:.…+-]+$")
_NUMBERS = {kind: number for number, kind in enumerate(get_args(FurnitureKind), 1)}
LABEL_CHARACTERS = 90
"""A label or prompt is shorter; a longer line that merely begins like one is a sentence of the article."""


@dataclass(frozen=True)
class _Labels:
    whole: dict[str, FurnitureKind]
    start: tuple[tuple[str, FurnitureKind], ...]
    starts: tuple[str, ...]
    contains: tuple[tuple[str, FurnitureKind], ...]


@cache
def _labels(code: str) -> _Labels:
    whole: dict[str, FurnitureKind] = {}
    start, contains = [], []
    for row in language(code).tsv("furniture"):
        kind = cast(FurnitureKind, row["kind"])
        if row["match"] == "whole":
            whole[row["label"]] = kind
        elif row["match"] == "start":
            start.append((row["label"], kind))
            whole[row["label"]] = kind
        else:
            contains.append((row["label"], kind))
    return _Labels(whole, tuple(start), tuple(label for label, _ in start), tuple(contains))


@lru_cache(maxsize=1 << 13)
def plain(line: str) -> str:
    """A line as labels are compared: one kind of space and apostrophe, lower case, no arrows or colons around it."""
    return _EDGES.sub("", spaced(line).replace("’", "'").lower())


def furniture_kind(line: str, languages: Sequence[str] | None = None) -> FurnitureKind | None:
    """The kind of furniture that a line is by its words; None where it may belong to the article.

    Args:
        line: one line or block of the page.
        languages: whose wording to compare with; all installed ones where None.
    """
    words = plain(line) if len(line) <= 4 * LABEL_CHARACTERS else ""
    return _kind_of(words, tuple(languages or codes())) if words else None


@lru_cache(maxsize=1 << 13)
def _kind_of(words: str, languages: tuple[str, ...]) -> FurnitureKind | None:
    for code in languages:
        labels = _labels(code)
        if words in labels.whole:
            return labels.whole[words]
        if len(words) <= LABEL_CHARACTERS and words.startswith(labels.starts):
            for label, kind in labels.start:
                if words.startswith(label) and not words[len(label) : len(label) + 1].isalpha():
                    return kind
        if len(words) <= 3 * LABEL_CHARACTERS:
            for label, kind in labels.contains:
                if label in words:
                    return kind
    return None


def label_kind(line: str, languages: Sequence[str] | None = None) -> FurnitureKind | None:
    """The kind of furniture that a line announces: only where the line is nothing but the label."""
    words = plain(line) if len(line) <= 2 * LABEL_CHARACTERS else ""
    for code in languages or codes():
        kind = _labels(code).whole.get(words)
        if kind is not None:
            return kind
    return None


def furniture_number(kind: FurnitureKind | None) -> float:
    """A kind of furniture as a number, for features; 0 for none."""
    return 0.0 if kind is None else float(_NUMBERS[kind])


def without_label(line: str, code: str) -> str:
    """A teaser's line without the label before it ("Lire aussi Les pourparlers" gives "Les pourparlers").

    The line as it is where it does not start with a label, or is nothing else.
    """
    words = line.replace("’", "'").lower()
    for label, kind in _labels(code).start:
        if kind == "related" and words.startswith(label) and not words[len(label) : len(label) + 1].isalpha():
            rest = line[len(label) :].lstrip(" :>»›–—-|").strip()
            return rest or line
    return line
