"""One status a construction: what is told as fact, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest


def constructions() -> list[tuple[str, str, str]]:
    """(language, status, sentence) of the tables beside this file."""
    rows = []
    for language in ("en", "fr"):
        table = Path(__file__).with_name(f"statuses_{language}.tsv").read_text(encoding="utf-8")
        lines = [line for line in table.splitlines() if not line.startswith("#")]
        rows += [(language, *line.split("\t")) for line in lines]
    return rows


@pytest.mark.parametrize(("language", "status", "sentence"), constructions())
def test_status_of_a_construction(draft_of, language, status, sentence):
    draft = draft_of(sentence, language, published="2031-03-05", until="events")
    assert status in {event.status for event in draft.events}
