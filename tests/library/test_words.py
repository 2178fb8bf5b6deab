"""The words by which a record is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcier.library.folding import tokens
from sourcier.library.words import BETWEEN, event_days, text_words, words_of
from sourcier.record.structs import parse

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/*.record.json"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("role", [None, "caption"])
def test_all_words_of_the_text_are_indexed_in_order(path, role):
    content = path.read_bytes()
    if role:  # a caption in the middle of the text: what copies have in common is not one piece
        content = role.encode().join(content.rsplit(b"paragraph", 1))
    record = parse(content)
    document, own = words_of(record, event_days(record))
    body = document.body.split(" ")
    facts = len(body) - body[::-1].index(BETWEEN)
    assert body[facts:] == tokens(record.article.text.removeprefix(record.article.title or ""))
    assert own == text_words(record)
    assert not any(word[0] != "~" for word in body[:facts])
