"""Runs of capitalised words: where a name may stand."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span


def capitalised(words: Doc | Span) -> Iterator[Span]:
    """The longest runs of words that begin with a capital, in text order."""
    doc = words.doc if isinstance(words, Span) else words
    start = None
    end = 0
    for token in words:
        end = token.i + 1
        if token.text[:1].isupper() and not token.is_punct:
            start = token.i if start is None else start
        elif start is not None:
            yield doc[start : token.i]
            start = None
    if start is not None:
        yield doc[start:end]
