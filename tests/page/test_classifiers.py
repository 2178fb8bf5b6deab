"""The block classifier: plain numbers that give a probability for each block."""

from __future__ import annotations

import numpy as np

from sourcier.page.block_features import block_features
from sourcier.page.classifiers import Trees, trees
from sourcier.page.html import page_view

PAGE = (
    "<html><body><nav><a href='/a'>Home</a></nav><h1>Thin ice puts the ferry in doubt</h1>"
    "<p>The harbour office has told crews to be ready to stay ashore from Friday, when a thaw is due.</p>"
    "<p>Islanders have stocked up on fuel and bread, as they did in the last two winters.</p></body></html>"
)


def test_a_tree_goes_left_where_the_column_is_not_above_the_threshold():
    model = Trees(
        words=(),
        feature=np.array([[0, 0, 0]], dtype=np.int32),
        threshold=np.array([[0.5, 0.0, 0.0]]),
        left=np.array([[1, 1, 2]], dtype=np.int32),
        right=np.array([[2, 1, 2]], dtype=np.int32),
        value=np.array([[0.0, -2.0, 2.0]]),
        depth=1,
    )
    low, high = model.probabilities(np.array([[0.5], [0.6]], dtype=np.float32))
    assert low < 0.5 < high


def test_every_block_has_its_row_and_the_model_its_columns():
    model = trees("block")
    view = page_view(PAGE)
    features = block_features(view, model.words)
    assert len(features) == len(view.blocks)
    assert model.feature.max() < features.shape[1]
    odds = model.probabilities(features)
    assert all(0 <= p <= 1 for p in odds)
    prose = [p for block, p in zip(view.blocks, odds, strict=True) if block.tag == "p"]
    assert min(prose) > odds[0]
