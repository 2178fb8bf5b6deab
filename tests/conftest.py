"""Fixtures that every test may use: parsers are loaded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sourcier.page.plain import article_from_text
from sourcier.reading.draft import Draft
from sourcier.reading.engine import engine, readers
from sourcier.reading.parsing import parse

DraftOf = Callable[..., Draft]


@pytest.fixture(scope="session")
def draft_of() -> DraftOf:
    """`draft_of(text, "fr", published=…, title=…, until="quotes")`: a draft read up to and with that reader.

    Without `until` the draft is parsed only; with `until="all"` every reader has read it.
    """

    def make(
        text: str,
        language: str,
        *,
        published: str | None = None,
        title: str | None = None,
        until: str | None = None,
    ) -> Draft:
        loaded = engine(language)
        article = article_from_text(text, language=language, title=title, published=published)
        doc = next(parse([article], loaded.pipeline, loaded.language))
        draft = Draft(article, doc, loaded.language, loaded.grammar)
        for name, reader in readers() if until else ():
            reader(draft)
            if name == until:
                break
        return draft

    return make
