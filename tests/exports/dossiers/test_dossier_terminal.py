"""The terminal: everything is there at every width; what is cancelled or moved is seen, with and without colour."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from sourcier.exports.dossiers import terminal

SECTIONS = (
    "TIMELINE (3)", "AGENDA (3)", "OUTLOOK (4)", "DIFFERENCES (3)", "CLAIMS AND DENIALS (1)", "PEOPLE (3)", "QUOTES (5)",
    "PLACES (2)", "WHO REPORTED FIRST", "ARTICLES (6)",
)  # fmt: skip


def shown(monkeypatch, print_it, *args, width=100, colour=False, **options) -> str:
    out = io.StringIO()
    monkeypatch.setattr(
        terminal, "console", lambda out: Console(file=out, width=width, highlight=False, force_terminal=colour)
    )
    print_it(*args, out, **options)
    return out.getvalue()


def words_of(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


@pytest.mark.parametrize("width", [40, 75, 76, 100, 200])
def test_all_sections_at_every_width(monkeypatch, dossier, width):
    text = shown(monkeypatch, terminal.write, dossier, width=width)
    assert [line for line in text.splitlines() if line in SECTIONS] == list(SECTIONS)
    assert all(len(line) <= width for line in text.splitlines())
    assert "…" not in text


def test_no_sentence_is_cut_where_columns_are_lists(monkeypatch, dossier):
    text = words_of(shown(monkeypatch, terminal.write, dossier, width=60))
    for difference in dossier.differences:
        for value in difference.values:
            for source in value.sources:
                assert words_of(source.sentence) in text
    for said in dossier.quotes:
        assert words_of(said.text) in text


def test_what_changed(monkeypatch, dossier):
    text = words_of(shown(monkeypatch, terminal.write, dossier, width=60))
    assert "moved from Tue 9 Mar 2027, 10:00 (Zurich)" in text
    assert "press conference cancelled" in text
    assert "15 (corrected)" in text
    assert "Correction of “15”: Le bilan a été revu" in text


def test_the_outlook_is_a_tree(monkeypatch, dossier):
    text = words_of(shown(monkeypatch, terminal.write, dossier))
    assert "Si la fissure s’élargit ├── → le barrage sera vidangé 30% open" in text
    assert "evacuated came true according to Anselme Roche" in text


def test_colour_and_strokes_have_meaning(monkeypatch, dossier):
    text = shown(monkeypatch, terminal.write, dossier, colour=True, width=160)
    assert re.search("\x1b\\[9m(conférence de presse du préfet)", text)
    assert re.search("\x1b\\[94mscheduled", text)
    assert re.search("\x1b\\[31mcancelled", text)


def test_lists(monkeypatch, dossier):
    agenda = [(dossier.story, event) for event in dossier.agenda()]
    assert dossier.story.id in shown(monkeypatch, terminal.stories, [dossier.story])
    assert "2 nouveaux · lu 1 840 fois" in shown(
        monkeypatch, terminal.front_page, [dossier.story], language="fr"
    ).replace("\u202f", " ")
    assert shown(monkeypatch, terminal.agenda, agenda).count(dossier.story.id) == 3
    quotes = shown(monkeypatch, terminal.quotes, dossier.quotes)
    first = [said.speaker for said in dossier.quotes if said.speaker][:2]
    assert quotes.index(first[0]) < quotes.index(first[1])  # in the order in which they are given
    assert "Speaker not named" in quotes
    assert "DIFFERENCES (3)" in shown(monkeypatch, terminal.differences, dossier)


def test_nothing_yet(monkeypatch, bare):
    assert "Nothing yet." in shown(monkeypatch, terminal.differences, bare)
    assert "Untitled" in shown(monkeypatch, terminal.write, bare)
