"""Which language an article is in: of its own text, not of the menu around it."""

from __future__ import annotations

from functools import cache
from typing import Any

from sourcier.errors import UnsupportedLanguage
from sourcier.languages import codes

_ENOUGH = 60
"""Characters below which a declared language is believed before the text."""

_SAMPLE = 4_000
"""Characters looked at; more change nothing in news."""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads a model

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str, declared: str | None = None) -> str:
    """The language of a text (ISO 639-1), by py3langid.

    Args:
        text: the article's own text.
        declared: what the page says of itself ("fr-BE"); believed where the text is too short to tell.

    Raises:
        UnsupportedLanguage: the text is in a language that has no folder.
    """
    said = (declared or "").replace("_", "-").split("-")[0].lower()
    supported = codes()
    if len(text.strip()) < _ENOUGH and said in supported:
        return said
    found, probability = _identifier().classify(text[:_SAMPLE])
    if found in supported:
        return str(found)
    if (probability < 0.9 or len(text) < _ENOUGH) and said in supported:
        return said
    raise UnsupportedLanguage(
        f"the page is in a language that is not supported ({found}); supported: {', '.join(supported)}"
    )
