"""Quotation marks stand in the sentence that they belong to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sourcier

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/*.html"))


def sentences(text, language):
    record = sourcier.read_text(text, language=language, published="2027-03-05")
    return [record.article.text[its.start : its.end] for its in record.sentences]


def test_a_mark_opens_the_sentence_behind_it():
    text = "Le préfet a tranché dimanche. « Le pont reste fermé », a-t-il dit. « Rien ne presse. On attend l'été. »"
    for its in sentences(text, "fr"):
        assert not its.endswith("«")
        assert not its.startswith("»")


@pytest.mark.parametrize("page", SAMPLES[:6], ids=lambda page: page.stem)
def test_sentences_neither_overlap_nor_lose_words(page):
    record = sourcier.read(page)
    text, at = record.article.text, 0
    for its in record.sentences:
        assert text[at : its.start].strip() == ""
        assert its.start < its.end
        at = its.end
    assert text[at:].strip() == ""
    assert json.loads(record.json_text())["sentences"]
