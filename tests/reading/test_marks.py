"""Passages between quotation marks, by characters alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcier.languages import language
from sourcier.reading.marks import find_marked


@pytest.mark.parametrize(
    ("text", "code", "inner"),
    [
        ("Il a dit « non » puis « oui ».", "fr", ["non", "oui"]),
        ("« On m'a répondu : “Pas avant mai.” »", "fr", ["On m'a répondu : “Pas avant mai.”", "Pas avant mai."]),
        ('He said "no" and left.', "en", ["no"]),
        ("“She told me, ‘Go.’ So I went.”", "en", ["She told me, ‘Go.’ So I went.", "Go."]),
        ("It is Ann’s and the boys’ boat.", "en", []),
        ("''It is late,'' she said.", "en", ["It is late,"]),
        ("In the '90s it was the workers' hall.", "en", []),
        ("”It is late.” Nobody left.", "en", ["It is late."]),
        ("She said: “It is late.“", "en", ["It is late."]),
    ],
)
def test_pairs(text, code, inner):
    assert [text[m.inner_start : m.inner_end] for m in find_marked(text, language(code))] == inner


def test_speech_over_two_paragraphs():
    text = "“It goes on.\n\n“And on,” she said."
    first, second = find_marked(text, language("en"), [(0, 12), (14, len(text))])
    assert (first.closed, second.continues) == (False, True)


@given(st.text(alphabet=" «»“”\"'‘’ab.,\n", max_size=80))
def test_offsets_always_hold(text):
    for mark in find_marked(text, language("fr")):
        assert 0 <= mark.start < mark.inner_start <= mark.inner_end <= mark.end <= len(text)
