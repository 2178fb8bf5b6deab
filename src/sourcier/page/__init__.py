"""From a capture to an article: what is the page's own text, and what stands around it."""

from __future__ import annotations

import json
import re

from sourcier.errors import NoArticle
from sourcier.page.decoding import decode
from sourcier.page.detection import detect_language
from sourcier.record import Article
from sourcier.sources.capture import CLEAN_TEXT, Capture

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
        published: wins over what the page says (ISO 8601); `capture.published` counts where the page says nothing.
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
    if capture.media_type == CLEAN_TEXT:
        article = _clean(capture, address, language)
    else:
        article = _page(capture, address, language, fast)
    given = published or (capture.published if article.published is None else None)
    if given:
        article = article.model_copy(update={"published": given, "published_from": "given"})
    return article


def _page(capture: Capture, address: str | None, language: str | None, fast: bool) -> Article:
    """The article of a page as it came."""
    text = decode(capture.content, capture.media_type)
    if not text.strip():
        raise NoArticle("the page is empty; fetch it again or give another")
    head = text[:200_000]
    tags = len(_TAG.findall(head))
    if tags >= 3 or (tags and head.lstrip().startswith("<")):
        from sourcier.page.html import article_from_html  # noqa: PLC0415 - lxml only where it is needed

        return article_from_html(
            text, identifier=capture.id, url=address, language_code=language, fetched=capture.fetched, fast=fast
        )
    from sourcier.page.text_capture import article_from_capture  # noqa: PLC0415

    return article_from_capture(text, identifier=capture.id, url=address, language_code=language)


def _clean(capture: Capture, address: str | None, language: str | None) -> Article:
    """The article of text that came clean, see `sources.capture.CLEAN_TEXT`."""
    from sourcier.page.plain import article_from_text  # noqa: PLC0415

    told = json.loads(capture.content)
    text, title = str(told["text"]), told.get("title")
    if not text.strip():
        raise NoArticle("the text is empty; give the article's paragraphs")
    language = language or detect_language(f"{title or ''}\n{text}")
    article = article_from_text(text, title=title, url=address, language=language)
    return article.model_copy(update={"id": capture.id})
