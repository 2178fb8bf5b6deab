"""What can go wrong, as one tree.

Every message is one line: it names the file or address, what was expected, and what to do next.

    SourcierError                  exit code 1
    ├── InputError                 exit code 2: what was asked for cannot be read as asked
    ├── PageError                  the page arrived, but no article can be read from it
    │   ├── NotAPage               a PDF, an image, a binary, bytes that no encoding explains
    │   ├── NoArticle              a home page, an error page, an empty page
    │   ├── UnsupportedLanguage    the article is in a language that has no folder
    │   └── LimitExceeded          too large, too deep, too slow
    ├── FetchError                 an address did not give a page
    └── SetupError                 something that Sourcier needs is not installed
"""

from __future__ import annotations


class SourcierError(Exception):
    """Base of all errors that Sourcier raises on purpose; `str()` of it is one line for the user."""

    exit_code = 1


class InputError(SourcierError):
    """A missing file, a folder in place of a page, an option that cannot be understood."""

    exit_code = 2


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


class SetupError(SourcierError):
    """Something that Sourcier needs is not installed; the message says how to install it."""
