"""What can go wrong, as one tree.

Every message is one line: it names the file or address, what was expected, and what to do next.

    SourcierError                  exit code 1
    ├── InputError                 exit code 2: what was asked for cannot be read as asked
    │   ├── QueryError             a mistake in a query, with its place
    │   └── NotFound               there is nothing of this name: no such article, story, person, user
    ├── PageError                  the page arrived, but no article can be read from it
    │   ├── NotAPage               a PDF, an image, a binary, bytes that no encoding explains
    │   ├── NoArticle              a home page, an error page, an empty page
    │   ├── UnsupportedLanguage    the article is in a language that has no folder
    │   └── LimitExceeded          too large, too deep, too slow
    ├── FetchError                 an address did not give a page
    │   ├── FetchRefused           a private address, or the site's robots.txt forbids it
    │   └── FetchLater             not now: too many requests, trouble of the server or on the way
    ├── LibraryError               a library that cannot be opened, written or understood
    └── SetupError                 something that Sourcier needs is not installed
"""

from __future__ import annotations

import unicodedata
from datetime import datetime


class SourcierError(Exception):
    """Base of all errors that Sourcier raises on purpose; `str()` of it is one line for the user."""

    exit_code = 1


class InputError(SourcierError):
    """A missing file, a folder in place of a page, an option that cannot be understood."""

    exit_code = 2


class QueryError(InputError):
    """A mistake in a query of the library, with its place.

    Attributes:
        query: as it was given.
        position: code point at which the mistake starts; the length of the query where its end is the mistake.
        length: code points of the mistake, at least 1.
    """

    def __init__(self, message: str, query: str, position: int, length: int = 1) -> None:
        super().__init__(message, query, position, length)
        self.message = message
        self.query = query
        self.position = position
        self.length = max(length, 1)

    def __str__(self) -> str:
        return self.message

    def pointed(self, width: int = 100) -> str:
        """The query and, on a line below, carets under the mistake, for a terminal.

        Args:
            width: columns that are shown at most, but for a mark at either end where the query is cut.
        """
        query = _shown(self.query)
        start = end = min(self.position, len(query))
        while end < min(start + self.length, len(query)) and _columns(query[start : end + 1]) <= width // 2:
            end += 1
        left, right = start, end
        while left and _columns(query[left - 1 : end]) <= width * 3 // 4:
            left -= 1
        while right < len(query) and _columns(query[left : right + 1]) <= width:
            right += 1
        before = "…" if left else ""
        line = f"{before}{query[left:right]}{'…' if right < len(query) else ''}"
        return f"{line}\n{' ' * _columns(before + query[left:start])}{'^' * max(_columns(query[start:end]), 1)}"


def _shown(text: str) -> str:
    """The text on one line, code point by code point, with nothing that a terminal would act on."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c if c.isprintable() else " " for c in text)


def _columns(text: str) -> int:
    """Columns of a terminal that a text takes: two for a wide character, none for a combining mark."""
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me"} else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


class NotFound(InputError):
    """There is nothing of the name or id that was given."""


class PageError(SourcierError):
    """The page arrived, but no article can be read from it."""


class NotAPage(PageError):
    """The bytes are not text: a PDF, an image, an archive, or an encoding nobody declares."""


class NoArticle(PageError):
    """The page has text but no article: a home page, an error page, a list of teasers."""


class UnsupportedLanguage(PageError):
    """The article is in a language for which no folder is installed."""


class LimitExceeded(PageError):
    """The page is larger, deeper or slower to read than `sourcier.limits` allows."""


class FetchError(SourcierError):
    """An address did not give a page: refused, not found, too slow, or not allowed."""


class FetchRefused(FetchError):
    """Sourcier does not fetch it: the address is a private one, or the site's robots.txt forbids it."""


class FetchLater(FetchError):
    """The address may give a page another time.

    Attributes:
        after: the moment before which it is useless to ask, with its zone; None where nobody says.
    """

    def __init__(self, message: str, after: datetime | None = None) -> None:
        super().__init__(message)
        self.after = after


class LibraryError(SourcierError):
    """A library cannot be opened, written or understood: locked, full, damaged, of a newer version."""


class SetupError(SourcierError):
    """Something that Sourcier needs is not installed; the message says how to install it."""
