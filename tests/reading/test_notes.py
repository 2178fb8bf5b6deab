"""What an event is compared with, and how it was held."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "language", "kind", "words", "time"),
    [
        ("Ankara a rappelé lundi son ambassadeur, une première depuis 2020.", "fr", "withdrawal", "une première depuis 2020", "2020"),
        ("C'est la troisième grève en un mois à Valmont.", "fr", "strike", "la troisième grève en un mois", "P1M"),
        ("The crash killed 40 people, the deadliest since 2011.", "en", "accident", "the deadliest since 2011", "2011"),
        ("The bank raised rates on Tuesday for the first time since 2022.", "en", "decision", "for the first time since 2022", "2022"),
    ],
)  # fmt: skip
def test_comparison_with_its_time(draft_of, text, language, kind, words, time):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    event = next(e for e in draft.events if e.comparison is not None)
    assert (event.type, event.comparison.text) == (kind, words)
    value = next(t.value for t in draft.times if t.id == event.comparison.time)
    assert value == time
    assert draft.article.text[event.comparison.start : event.comparison.end] == words


def test_a_plain_date_compares_nothing(draft_of):
    draft = draft_of("The first meeting in May was held in Oslo.", "en", published="2031-06-12", until="events")
    assert all(event.comparison is None for event in draft.events)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Les deux présidents se sont rencontrés en tête-à-tête à Oslo.", "fr", "en tête-à-tête"),
        ("The ministers met behind closed doors in Oslo.", "en", "behind closed doors"),
        ("The plant was closed behind closed doors.", "en", None),
    ],
)
def test_format(draft_of, text, language, words):
    draft = draft_of(text, language, published="2031-03-12", until="events")
    assert {event.format.text if event.format else None for event in draft.events} == {words}
