"""What is planned is listed once, in order of its day."""

from __future__ import annotations

import sourcier
from sourcier.exports.view import View


def test_a_plan_told_twice_is_one_line():
    record = sourcier.read_text(
        "Les deux ministres se rencontreront vendredi à Oslo. La rencontre aura lieu vendredi à Oslo. "
        "Les cheminots manifesteront jeudi.",
        language="fr",
        published="2031-03-10",
    )
    agenda = View(record).agenda()
    assert len([e for e in record.events if e.type == "meeting"]) == 2
    assert len(agenda) == 2
