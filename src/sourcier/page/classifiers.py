"""The page stage's classifiers: how likely a block, or a line of a capture, belongs to the body or is the headline.

Gradient-boosted trees (Friedman, "Greedy Function Approximation", 2001), trained by `benchmarks/train_blocks.py` and
`benchmarks/train_lines.py` on pages with gold bodies and kept as plain numbers in `block_model.json`,
`line_model.json` and `headline_model.json`; no learning library is needed to read them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CHUNK = 256
"""Rows that go down the trees together."""


@dataclass(frozen=True)
class Trees:
    """Trees of one depth-first layout, one row a tree.

    Attributes:
        words: words of markup that are features.
        feature: column that a node compares.
        threshold: the left child is next where the column is not above this.
        left: index of a node's left child; a leaf is its own child.
        right: index of a node's right child.
        value: what a leaf adds to the log-odds.
        depth: of the deepest tree.
    """

    words: tuple[str, ...]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """How likely what each row tells of is what the trees were trained to find, 0..1."""
        roots = (np.arange(len(self.feature)) * self.feature.shape[1]).astype(np.int32)
        feature, threshold, value = self.feature.ravel(), self.threshold.ravel(), self.value.ravel()
        left, right = (self.left + roots[:, None]).ravel(), (self.right + roots[:, None]).ravel()
        odds = []
        for start in range(0, len(features), _CHUNK):
            chunk = features[start : start + _CHUNK]
            row = (np.arange(len(chunk), dtype=np.int32) * chunk.shape[1])[:, None]
            node = np.broadcast_to(roots, (len(chunk), len(roots)))
            for _ in range(self.depth):
                below = chunk.take(row + feature.take(node)) <= threshold.take(node)
                node = np.where(below, left.take(node), right.take(node))
            odds.append(value.take(node).sum(axis=1))
        likely: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.concatenate(odds)))
        return likely


@cache
def trees(name: str) -> Trees:
    """Trees that come with the package, read once: "block", "line" or "headline"."""
    text = files(__package__).joinpath(f"{name}_model.json").read_text(encoding="utf-8")
    return trees_from(json.loads(text))


def trees_from(data: Mapping[str, Any]) -> Trees:
    """Trees in the form in which it is kept: words, depth, and the nodes of each tree."""
    rows = data["trees"]
    size = max(len(tree["feature"]) for tree in rows)

    def table(name: str) -> NDArray[np.float64]:
        whole: NDArray[np.float64] = np.zeros((len(rows), size))
        for number, tree in enumerate(rows):
            whole[number, : len(tree[name])] = tree[name]
        return whole

    return Trees(
        words=tuple(data["words"]),
        feature=table("feature").astype(np.int32),
        threshold=table("threshold"),
        left=table("left").astype(np.int32),
        right=table("right").astype(np.int32),
        value=table("value"),
        depth=data["depth"],
    )
