"""Reading from Python: one page, a stream of pages, or clean text, to records."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from os import PathLike

from sourcier.errors import InputError, SourcierError
from sourcier.page import detect_language, read_page
from sourcier.page.plain import article_from_text
from sourcier.reading import engine
from sourcier.record import Article, Record
from sourcier.settings import Settings, from_environment
from sourcier.sources import Capture, capture

Page = str | bytes | PathLike[str] | Capture
Published = str | date | datetime | None


class Reader:
    """Reads pages to records and keeps its parsers in memory.

    Args:
        language: read every page in this language ("fr", "en"); None: the language of each article.
        settings: what the environment says where None.
        fast: tell the body of HTML pages by rules alone: half the time of the page stage, a body less exact.

    Raises:
        UnsupportedLanguage: no folder is installed for `language`.
        SetupError: its spaCy pipeline is not installed.
    """

    def __init__(self, language: str | None = None, settings: Settings | None = None, *, fast: bool = False) -> None:
        self.fast = fast
        self.settings = settings or from_environment()
        self.language = language
        if language is not None:
            engine(language, self.settings)

    def read(self, page: Page, *, published: Published = None, url: str | None = None) -> Record:
        """Read one page.

        Args:
            page: a path, an http(s) address, the bytes of a page, its text, or a capture.
            published: publication date or date-time where the page does not say; ISO 8601 where it is a string.
                It wins over what the page says.
            url: the page's address where it is not fetched from there.

        Raises:
            InputError: no such file, a folder, a date that cannot be understood.
            PageError: no article can be read from the page; see `sourcier.errors` for the cases.
            FetchError: the address gave no page.
        """
        article = self._article(page, published, url)
        return engine(article.language, self.settings).read(article)

    def read_text(
        self, text: str, *, title: str | None = None, published: Published = None, url: str | None = None
    ) -> Record:
        """Read text that is clean already: paragraphs between blank lines, no furniture to set aside.

        Raises:
            InputError: the text is empty, or a date that cannot be understood.
            UnsupportedLanguage: the text is in a language that has no folder.
        """
        if not text.strip():
            raise InputError("the text is empty; give the article's paragraphs")
        article = article_from_text(
            text,
            title=title,
            published=iso(published),
            url=url,
            language=self.language or detect_language(f"{title or ''}\n{text}"),
        )
        return engine(article.language, self.settings).read(article)

    def read_many(
        self, pages: Iterable[Page], *, on_error: Callable[[Page, SourcierError], None] | None = None
    ) -> Iterator[Record]:
        """Read pages as a stream; yields the records of those that could be read, in order.

        Args:
            pages: as for `read`; consumed one by one.
            on_error: called with each page that cannot be read, and why; by default a warning is issued. The pages
                after it are read all the same.
        """
        for page in pages:
            try:
                yield self.read(page)
            except SourcierError as error:
                if on_error is None:
                    warnings.warn(f"skipped: {error}", stacklevel=2)
                else:
                    on_error(page, error)

    def _article(self, page: Page, published: Published, url: str | None) -> Article:
        return read_page(
            page if isinstance(page, Capture) else capture(page, url=url, settings=self.settings),
            published=iso(published),
            url=url,
            language=self.language,
            fast=self.fast,
        )


def load(language: str | None = None, settings: Settings | None = None, *, fast: bool = False) -> Reader:
    """A reader that is kept in memory, see `Reader`; `load("fr")` loads the French parser at once.

    Raises:
        UnsupportedLanguage: no folder is installed for `language`.
        SetupError: its spaCy pipeline is not installed.
    """
    return Reader(language, settings, fast=fast)


def read(page: Page, *, published: Published = None, url: str | None = None, language: str | None = None) -> Record:
    """Read one page; see `Reader.read`. The parsers stay in memory for the next call."""
    return Reader(language).read(page, published=published, url=url)


def read_text(
    text: str,
    *,
    title: str | None = None,
    published: Published = None,
    url: str | None = None,
    language: str | None = None,
) -> Record:
    """Read text that is clean already; see `Reader.read_text`."""
    return Reader(language).read_text(text, title=title, published=published, url=url)


def iso(published: Published) -> str | None:
    """A date or date-time as ISO 8601; a string is checked and kept.

    Raises:
        InputError: the string is not ISO 8601.
    """
    if published is None or isinstance(published, date):
        return published.isoformat() if published is not None else None
    try:
        datetime.fromisoformat(published)
    except ValueError:
        raise InputError(
            f"publication date {published!r} is not understood; write 2025-08-14 or 2025-08-14T18:30+02:00"
        ) from None
    return published
