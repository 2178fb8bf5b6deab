"""Which texts are copies of one text: MinHash over runs of words.

A text is sketched twice: whole, and its opening alone, since outlets cut a wire story from its end. Two texts that
share a band of a sketch are candidates, found by an index, never by comparing all pairs (A. Broder, On the resemblance
and containment of documents, 1997). Of most candidates their signatures tell that they are no copies (P. Li and
A. C. König, b-Bit Minwise Hashing, 2010); of the others their own words tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

RUN = 5
"""Words of one shingle."""

BANDS, ROWS = 16, 5
"""Of the whole text: 99.8 % of texts with a resemblance of .8 meet, 95 % at .7, 73 % at .6, and 1 in 6,000 at .1."""

OPENING_BANDS, OPENING_WORDS = 4, 80
LEAST_WORDS = 40
"""A shorter text is nobody's copy: two briefs of two sentences are often alike."""

CONTAINED = 0.75
"""Share of the shorter text's shingles that the longer must hold."""

LIKELY, SURE = 0.5, 0.92
"""What a signature must promise of that share to be looked into, and to be believed: it errs by .06 at most, one
standard deviation."""

_HASHES = (BANDS + OPENING_BANDS) * ROWS
_random = np.random.default_rng(20250815)
_FACTORS = _random.integers(1, 1 << 62, size=_HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_CHANCE = 1 / 256
"""Two bytes of signatures that have nothing to do with each other are the same this often."""


@dataclass(frozen=True)
class Sketch:
    """What is kept of a text to find its copies.

    Attributes:
        bands: by which candidates are found, as signed 64-bit numbers; none for a short text.
        signature: one byte for each of the hashes of the whole text; empty for a short text.
        size: how many runs of words the text has.
    """

    bands: tuple[int, ...]
    signature: bytes
    size: int


def sketch(words: Sequence[str]) -> Sketch:
    """The sketch of a text given by its words."""
    if len(words) < LEAST_WORDS:
        return Sketch((), b"", 0)
    runs = _runs(words)
    split = BANDS * ROWS
    lowest = np.concatenate(
        [
            _lowest(runs, _FACTORS[:split]),
            _lowest(runs[: OPENING_WORDS - RUN + 1], _FACTORS[split:]),
        ]
    )
    rows = lowest.reshape(-1, ROWS)
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for column in range(ROWS):
        mixed = (mixed ^ rows[:, column]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    mixed ^= np.arange(len(mixed), dtype=np.uint64)  # the same values in two bands say nothing
    signature = lowest[:split].astype(np.uint8).tobytes()
    return Sketch(tuple(mixed.astype(np.int64).tolist()), signature, len(runs))


def shingles(words: Sequence[str]) -> NDArray[np.uint64]:
    """One 64-bit number for each run of `RUN` words, each once, in increasing order; empty for a short text."""
    return np.unique(_runs(words)) if len(words) >= LEAST_WORDS else np.empty(0, dtype=np.uint64)


def promised(signature: bytes, size: int, others: Sequence[bytes], sizes: Sequence[int]) -> list[float]:
    """The share of `contained` for each other text, as signatures and sizes promise it."""
    own = np.frombuffer(signature, dtype=np.uint8)
    all_others = np.frombuffer(b"".join(others), dtype=np.uint8).reshape(len(others), len(own))
    same = (all_others == own).mean(axis=1)
    resemblance = np.clip((same - _CHANCE) / (1 - _CHANCE), 0, 1)
    other_sizes = np.asarray(sizes)
    common = resemblance / (1 + resemblance) * (size + other_sizes)
    return list((common / np.minimum(size, other_sizes)).tolist())


def contained(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """The share of the shorter text's shingles that the other holds, 0..1; 0 where a text is too short to tell."""
    if not len(one) or not len(other):
        return 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / min(len(one), len(other))


def _runs(words: Sequence[str]) -> NDArray[np.uint64]:
    hashes = np.fromiter(map(crc32, " ".join(words).encode().split(b" ")), dtype=np.uint64, count=len(words))
    runs = np.zeros(len(words) - RUN + 1, dtype=np.uint64)
    for offset in range(RUN):
        runs = (runs ^ hashes[offset : offset + len(runs)]) * _MIX
        runs ^= runs >> np.uint64(31)
    return runs


def _lowest(runs: NDArray[np.uint64], factors: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """For each factor the lowest of all runs' hashes."""
    products = runs[None, :] * factors[:, None]
    return np.asarray(products.min(axis=1) >> np.uint64(32))
