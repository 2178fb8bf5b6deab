"""Who made a picture is no part of what its caption says."""

from __future__ import annotations

import pytest

from sourcier.page.credits import split_credit


@pytest.mark.parametrize(
    ("caption", "code", "text", "credit"),
    [
        ("Le pont de Valmont, mardi. © Ana Roy / Agence Lumen", "fr", "Le pont de Valmont, mardi.", True),
        (
            "The bridge at Valmont on Tuesday. Photograph: Tom Oduya/Lumen",
            "en",
            "The bridge at Valmont on Tuesday.",
            True,
        ),
        ("The bridge at Valmont on Tuesday.", "en", "The bridge at Valmont on Tuesday.", False),
    ],
)
def test_a_credit_is_cut_off(caption, code, text, credit):
    said, who = split_credit(caption, code)
    assert said == text
    assert bool(who) is credit
