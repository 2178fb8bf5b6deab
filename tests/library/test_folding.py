"""Folded words: the same for a text and a query, whatever the script."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcier.library.folding import fold, token_spans, tokens

TEXT = st.one_of(
    st.text(),
    st.text(
        st.sampled_from("aÉeœŒßİıﬁ’'-–«»½™²ﷺ\u0301\u0308\u00ad\u200b\u200d\ufe0f가ᄒ\u1161\u11abがｶﾞक्षिقـٌ\ud800 .,_")
    ),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’accord, l'accord", ["l", "accord", "l", "accord"]),
        ("The U.S. Senate", ["the", "u", "s", "senate"]),
        ("2,5 points ; 12:30 ; 3 000", ["2", "5", "points", "12", "30", "3", "000"]),
        ("la porte-parole – Anna–Lena", ["la", "porte", "parole", "anna", "lena"]),
        ("Élodie D’Arc, née à Sète", ["elodie", "d", "arc", "nee", "a", "sete"]),
        (
            "Œuvre, Æsir, Straße, Ørsted, Łódź, Đoković, Işık",
            ["oeuvre", "aesir", "strasse", "orsted", "lodz", "dokovic", "isik"],
        ),
        ("e\u0301tat et État", ["etat", "et", "etat"]),
        ("gou\u00adver\u00adne\u00adment", ["gouvernement"]),
        ("Valmont™ vs Valmont®", ["valmont", "vs", "valmont"]),
        ("2½ ans, n° 4, CO₂", ["2", "ans", "n", "4", "co2"]),
        ("ﬁn ＡＢＣ Ⅷ", ["fin", "abc", "viii"]),
        ("東京 と 대한민국 と がく", ["東京", "と", "대한민국", "と", "がく"]),
        ("قال الرئيسُ ١٢", ["قال", "الرييس", "12"]),
        ("Ёлка Ἀθήνα", ["елка", "αθηνα"]),
        ("snake_case @nom #mot", ["snake", "case", "nom", "mot"]),
        ("👩‍🚒 !!! …", []),
        ("", []),
    ],
)
def test_words(text, words):
    assert tokens(text) == words
    assert tokens(unicodedata.normalize("NFD", text)) == words
    assert tokens(unicodedata.normalize("NFC", text)) == words


def test_fold_keeps_signs_of_ascii():
    assert fold("L’ÉTÉ — « 5 € »!") == 'l\'ete - " 5   "!'


def test_spans_lead_back_to_the_text():
    text = "L’œuvre e\u0301tait finie."
    assert [(word, text[start:end]) for word, start, end in token_spans(text)] == [
        ("l", "L"),
        ("oeuvre", "œuvre"),
        ("etait", "e\u0301tait"),
        ("finie", "finie"),
    ]


@given(TEXT)
def test_spans_give_the_same_words_in_order(text):
    spans = token_spans(text)
    assert [word for word, _, _ in spans] == tokens(text)
    behind = 0
    for word, start, end in spans:
        assert behind <= start < end <= len(text)
        assert word
        behind = end


@given(TEXT)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert tokens(fold(text)) == tokens(text)
    for word in tokens(text):
        assert tokens(word) == [word]


@given(TEXT)
def test_case_does_not_matter(text):
    assert tokens(text.casefold()) == tokens(text)


def test_every_character_by_itself_and_many_at_once():
    plain = {"Cn", "Co", "Cs"}  # neither these nor ideographs and syllables have anything to fold
    ranges = ((0x3400, 0xA000), (0xAC00, 0xD7A4), (0x17000, 0x19000), (0x20000, 0x2F800), (0x30000, 0x40000))
    skipped = {code for start, end in ranges for code in range(start + 9, end)}
    codes = [
        n for n in range(128, sys.maxunicode + 1) if n not in skipped and unicodedata.category(chr(n)) not in plain
    ]
    behind = []
    for code in codes:
        words = tokens(f"x {chr(code)} y")
        assert (words[0], words[-1]) == ("x", "y"), hex(code)
        assert len(words) <= 3, hex(code)
        assert tokens(fold(chr(code))) == tokens(chr(code)), hex(code)
        behind += words
    assert tokens(" ".join(f"x {chr(code)} y" for code in codes)) == behind
