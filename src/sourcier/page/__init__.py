"""From a capture to an article: what is the page's own text, and what stands around it."""

from __future__ import annotations

import re

from sourcier.errors import NoArticle
from sourcier.page.decoding import decode
from sourcier.page.detection import detect_language
from sourcier.record import Article
from sourcier.sources.capture import Capture

__all__ = ["detect_language", "read_page"]

_TAG = re.compile(
    r"<(?:!doctype|html|head|body|div|p|article|span|a|meta|title|h[1-6]|table|section|main|br|script|link|ul|center|font)\b",
    re.IGNORECASE,
)


def read_page(
    capture: Capture,
    *,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
    fast: bool = False,
) -> Article:
    """The article of a page, HTML or plain-text capture.

    Args:
        capture: the bytes.
        published: wins over what the page says (ISO 8601).
        url: the page's address where the capture has none.
        language: read it in this language; None: the article's own.
        fast: tell the body of an HTML page by rules alone, without the block classifier; docs/page.md has figures.

    Raises:
        NotAPage: the bytes are no text.
        NoArticle: the page holds no article.
        UnsupportedLanguage: the article's language has no folder.
        LimitExceeded: more than `sourcier.limits` allows.
    """
    address = url or capture.address
    text = decode(capture.content, capture.media_type)
    if not text.strip():
        raise NoArticle("the page is empty; fetch it again or give another")
    head = text[:200_000]
    tags = len(_TAG.findall(head))
    if tags >= 3 or (tags and head.lstrip().startswith("<")):
        from sourcier.page.html import article_from_html  # noqa: PLC0415 - lxml only where it is needed

        article = article_from_html(
            text, identifier=capture.id, url=address, language_code=language, fetched=capture.fetched, fast=fast
        )
    else:
        from sourcier.page.text_capture import article_from_capture  # noqa: PLC0415

        article = article_from_capture(text, identifier=capture.id, url=address, language_code=language)
    if published:
        article = article.model_copy(update={"published": published, "published_from": "given"})
    return article
