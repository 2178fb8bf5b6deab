"""From a capture to an article."""

from sourcier.page.plain import article_from_text
from sourcier.record import Article
from sourcier.sources.capture import Capture

__all__ = ["detect_language", "read_page"]


def detect_language(text: str) -> str:
    """To be written by the page helper."""
    return "fr" if " le " in text and " est " in text else "en"


def read_page(
    capture: Capture, *, published: str | None = None, url: str | None = None, language: str | None = None
) -> Article:
    """To be written by the page helper."""
    text = capture.content.decode()
    return article_from_text(text, language=language or detect_language(text), published=published, url=url)
