"""What is known of each line of a text capture, as numbers for the line classifier.

A capture has no tags: what remains are wording, order and the shape of lines. The features are the text features of
Kohlschütter et al. ("Boilerplate Detection using Shallow Text Features", WSDM 2010), labels of furniture, the words
that a line shares with the densest prose of the page, and the same of the lines around it.
"""

from __future__ import annotations

import math
import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sourcier.page.bylines import opens_byline
from sourcier.page.furniture import furniture_kind, furniture_number, label_kind

_SENTENCE = re.compile(r"[.!?…。！？][\"»”’)\]]*$")
_COMMAS = re.compile(r"[,;:] |[，、；：]")
_MARKS = re.compile(r"[\"«»“”„‟「」]")
_TIME = re.compile(r"\d{1,2}[:h]\d{2}|\b(?:19|20)\d\d\b")
_SIGNS = re.compile(r"[©®™]|https?:|www\.|\S@\S")
_TRAIL = re.compile(r"[|›»>/•·]")
_WORD = re.compile(r"[^\W\d_]+")
_NEAR = 9
"""Leading features of a line that count for its neighbours too."""
_LEAST_SHARED = 5
"""Letters of a word from which it tells what a page is about."""


def prose_weight(line: str) -> float:
    """How much a line speaks for being prose, in characters; short lines and lines without an end speak against."""
    length = len(line)
    ended = bool(_SENTENCE.search(line))
    if length < 40:
        return -25.0 if not ended else -5.0
    if not ended and length < 120:
        return -15.0
    return min(length, 600) * (1.0 if ended else 0.4) + 12 * min(6, len(_COMMAS.findall(line)))


def densest(weights: Sequence[float]) -> tuple[int, int]:
    """First and last number of the run with the largest sum (the maximum-subarray problem, Kadane's algorithm)."""
    best, first, last = float("-inf"), 0, 0
    total, start = 0.0, 0
    for number, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, number
        total += weight
        if total > best:
            best, first, last = total, start, number
    return first, last


def long_words(line: str) -> frozenset[str]:
    """The words of a line that tell what it is about, lower case."""
    return frozenset(word for word in _WORD.findall(line.lower()) if len(word) >= _LEAST_SHARED)


def line_features(lines: Sequence[str]) -> NDArray[np.float32]:
    """One row a line, one column a feature."""
    weights = [prose_weight(line) for line in lines]
    first, last = densest(weights)
    words = [long_words(line) for line in lines]
    core = Counter(word for own in words[first : last + 1] for word in own)
    copies = Counter(lines)
    labels = [furniture_number(label_kind(line)) for line in lines]
    own = [_own(line, weight, label) for line, weight, label in zip(lines, weights, labels, strict=True)]
    total = len(lines)
    prose = np.array([max(0.0, weight) for weight in weights])
    before = np.concatenate([[0.0], np.cumsum(prose)])
    since = 99
    announced = 0.0
    rows = []
    for n in range(total):
        inside = first <= n <= last
        shared = sum(core[word] > (1 if inside else 0) for word in words[n]) / max(1, len(words[n]))
        row = [
            *own[n],
            shared,
            float(min(copies[lines[n]], 5)),
            n / max(1, total),
            float(inside),
            math.tanh((n - first) / 10),
            math.tanh((last - n) / 10),
            before[n] / (before[-1] + 1),
            math.log1p(before[n]),
            math.log1p(before[-1] - before[n + 1]),
            math.tanh(since / 5),
            announced,
        ]
        for wide in (3, 8):
            for part in (prose[max(0, n - wide) : n], prose[n + 1 : n + 1 + wide]):
                row += [float(part.mean()) if len(part) else -1.0, float((part > 0).mean()) if len(part) else -1.0]
        for step in (-3, -2, -1, 1, 2, 3):
            row += own[n + step][:_NEAR] if 0 <= n + step < total else [-1.0] * _NEAR
        rows.append(row)
        if labels[n]:
            since, announced = 0, labels[n]
        else:
            since += 1
    return np.array(rows, dtype=np.float32).reshape(total, -1)


def headline_features(
    lines: Sequence[str], features: NDArray[np.float32], odds: NDArray[np.float64]
) -> NDArray[np.float32]:
    """One row a line: its `line_features`, and how it stands to the lines that are likely body.

    Args:
        lines: the capture's.
        features: their `line_features`.
        odds: how likely each line is body.
    """
    kept = np.flatnonzero(odds > 0.5)
    first = int(kept[0]) if len(kept) else int(np.argmax(odds))
    words = [long_words(line) for line in lines]
    core = Counter(word for n in kept for word in words[n])
    opener = frozenset(word for n in kept[:3] for word in words[n])
    copies = Counter(lines)
    lower = [line.lower() for line in lines]
    ordered = sorted(lower)
    rows = []
    for n, line in enumerate(lower):
        own = words[n]
        shared = sum(core[word] > (1 if odds[n] > 0.5 else 0) for word in own) / max(1, len(own))
        longer = bisect_left(ordered, line + chr(sys.maxunicode)) - bisect_left(ordered, line) if len(line) > 15 else 0
        trail = any(line != other and len(other) > 15 and line.endswith(other) for other in lower[n + 1 : n + 12])
        rows.append(
            [
                odds[n],
                shared,
                sum(word in opener for word in own) / max(1, len(own)),
                len(own),
                math.tanh((first - n) / 5),
                math.tanh((first - n) / 30),
                float(n < first),
                float(n <= first + 1),
                min(copies[lines[n]], 4),
                min(longer, 4),
                n / len(lines),
                float(n == first),
                odds[n + 1] if n + 1 < len(lines) else 0.0,
                max(odds[n + 1 : n + 6], default=0.0),
                float(trail),
            ]
        )
    return np.hstack([features, np.array(rows, dtype=np.float32)])


def _own(line: str, weight: float, label: float) -> list[float]:
    length = len(line)
    words = _WORD.findall(line)
    return [
        math.log1p(length),
        weight,
        float(bool(_SENTENCE.search(line))),
        furniture_number(furniture_kind(line)),
        len(_COMMAS.findall(line)) / (1 + length / 80),
        sum(map(str.islower, words)) / max(1, len(words)),
        sum(map(str.isdigit, line)) / max(1, length),
        float(bool(_TIME.search(line))),
        float(line[:1].isupper()),
        label,
        len(_MARKS.findall(line)) / (1 + length / 80),
        sum(map(str.isupper, line)) / max(1, length),
        sum(word.istitle() for word in words) / max(1, len(words)),
        length / max(1, len(words)),
        float(len(words)),
        float(line.endswith((":", "…", "..."))),
        float(line.endswith("?")),
        float(line[:1] in "•●▪*-–—·"),
        float(line[:1] in "\"«“„‘'"),
        float(bool(_SIGNS.search(line))),
        float(len(_TRAIL.findall(line))),
        float(opens_byline(line)),
    ]
