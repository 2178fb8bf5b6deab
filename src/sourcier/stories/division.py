"""Whether a story is two: its articles fall into halves that have little in common but what all of them say.

Two alike events, two arrests of two actors, come together by the words that such events share. Among the articles of
one story these words say nothing: weighted anew by how few of these articles have them, the words of the one event and
those of the other stand apart. The halves are those of the normalised cut (J. Shi and J. Malik, Normalized cuts and
image segmentation, 2000), settled by moving each article to the nearer half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sourcier.stories.traits import Traits, Vector

LEAST = 4
"""Different texts of the smaller half."""

SHARE = 0.2
"""Share of the texts that the smaller half has at least."""

RATIO = 0.26
"""Likeness between the halves over likeness within them, from which on a story is one."""

WORDS_SHARE = 0.8
"""How much words count beside facts between articles of one language."""

SAME = 0.85
"""Likeness by words from which two articles are nearly one text."""

_Matrix = NDArray[np.float64]
_Half = NDArray[np.bool_]


@dataclass(frozen=True)
class Halves:
    """Two halves of a story, as indexes into its articles.

    Attributes:
        ratio: likeness between them over likeness within them.
        smaller: different texts of the smaller half.
        texts: different texts of both.
    """

    one: tuple[int, ...]
    other: tuple[int, ...]
    ratio: float
    smaller: int
    texts: int

    @property
    def are_two(self) -> bool:
        """Whether they are two stories."""
        return self.smaller >= max(LEAST, SHARE * self.texts) and self.ratio <= RATIO


def halves(articles: Sequence[Traits]) -> Halves | None:
    """The two halves of a story's articles; None where they cannot be told apart.

    Texts that are nearly one, as those of an agency are, count once: that they are alike says nothing of the others.
    """
    texts = _different(articles)
    if len(texts) < 2 * LEAST:
        return None
    alike = _alike([articles[its[0]] for its in texts])
    side = _settled(alike, _cut(alike))
    if side.all() or not side.any():
        return None
    within = (_mean_within(alike, side) + _mean_within(alike, ~side)) / 2
    between = float(alike[np.ix_(side, ~side)].mean())
    ratio = between / within if within else 1.0
    one, other = ([n for text in np.flatnonzero(half).tolist() for n in texts[text]] for half in (side, ~side))
    return Halves(tuple(sorted(one)), tuple(sorted(other)), ratio, int(min(side.sum(), (~side).sum())), len(texts))


def _different(articles: Sequence[Traits]) -> list[list[int]]:
    """The articles by text, those that are nearly one together."""
    place = {term: n for n, term in enumerate(dict.fromkeys(term for its in articles for term in its.words))}
    matrix = np.zeros((len(articles), len(place)), dtype=np.float32)
    for row, article in zip(matrix, articles, strict=True):
        row[[place[term] for term in article.words]] = list(article.words.values())
    same = matrix @ matrix.T >= SAME
    texts: list[list[int]] = []
    of_article: dict[int, list[int]] = {}
    for n in range(len(articles)):
        earlier = np.flatnonzero(same[n, :n])
        if len(earlier):
            of_article[n] = of_article[int(earlier[0])]
            of_article[n].append(n)
        else:
            of_article[n] = [n]
            texts.append(of_article[n])
    return texts


def _alike(articles: Sequence[Traits]) -> _Matrix:
    """How alike the articles are: by facts, and those of one language by their words as much; 0 with themselves."""
    alike = _cosines([article.facts for article in articles])
    languages = np.array([article.language for article in articles])
    for language in np.unique(languages):
        its = np.flatnonzero(languages == language)
        by_words = _cosines([articles[n].words for n in its.tolist()])
        alike[np.ix_(its, its)] = WORDS_SHARE * by_words + (1 - WORDS_SHARE) * alike[np.ix_(its, its)]
    np.fill_diagonal(alike, 0.0)
    return alike


def _cosines(vectors: Sequence[Vector]) -> _Matrix:
    """Cosines of vectors whose terms are weighted by how few of these vectors have them."""
    place = {term: n for n, term in enumerate(dict.fromkeys(term for vector in vectors for term in vector))}
    matrix = np.zeros((len(vectors), len(place)))
    for row, vector in zip(matrix, vectors, strict=True):
        row[[place[term] for term in vector]] = list(vector.values())
    having = (matrix > 0).sum(axis=0)
    matrix *= np.where(having > 1, np.log((len(vectors) + 1) / (having + 0.5)), 0.0)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= np.where(lengths > 0, lengths, 1.0)
    return np.asarray(matrix @ matrix.T)


def _cut(alike: _Matrix) -> _Half:
    """The sign of the second eigenvector of the normalised affinities."""
    affinity = alike + 1e-6
    degree = affinity.sum(axis=1)
    _, vectors = np.linalg.eigh(affinity / np.sqrt(np.outer(degree, degree)))
    return np.asarray(vectors[:, -2] > 0)


def _settled(alike: _Matrix, side: _Half) -> _Half:
    """The halves once each article is in the one whose articles are more like it."""
    for _ in range(10):
        if side.all() or not side.any():
            break
        to_one = alike @ side / np.maximum(side.sum() - side, 1)
        to_other = alike @ ~side / np.maximum((~side).sum() - ~side, 1)
        nearer = to_one > to_other
        if (nearer == side).all():
            break
        side = nearer
    return side


def _mean_within(alike: _Matrix, half: _Half) -> float:
    """Mean likeness of two articles of one half; 0 for a half of one."""
    count = int(half.sum())
    return float(alike[np.ix_(half, half)].sum() / (count * (count - 1))) if count > 1 else 0.0
