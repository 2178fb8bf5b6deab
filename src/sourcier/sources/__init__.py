"""Bytes in: from a file, standard input or a web address to a capture.

Sources are found by the entry-point group `sourcier.sources`; an add-on brings another by the same door.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from os import PathLike, fspath
from typing import Protocol, cast

from sourcier.errors import InputError
from sourcier.settings import Settings, from_environment
from sourcier.sources.capture import Capture

__all__ = ["Capture", "Source", "capture"]

GROUP = "sourcier.sources"


class Source(Protocol):
    """One way to get a page: None where the name is not of its kind."""

    def __call__(self, name: str, settings: Settings) -> Capture | None:
        """The capture behind `name`, or None where another source should try."""


@cache
def _sources() -> tuple[Source, ...]:
    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name == "file", point.name))
    return tuple(cast(Callable[[], Source], point.load)() for point in points)


def capture(page: str | bytes | PathLike[str], *, url: str | None = None, settings: Settings | None = None) -> Capture:
    """What stands behind a name: a path, an http(s) address, `-` for standard input; or the page itself.

    Args:
        page: bytes are the page; so is a string with a line break or a tag in it; any other string is a name.
        url: the page's address where it does not come from there.
        settings: what the environment says where None.

    Raises:
        InputError: no such file, a folder.
        FetchError: the address gave no page.
        LimitExceeded: more bytes than `limits.PAGE_BYTES`.
    """
    if isinstance(page, bytes):
        return Capture(page, address=url)
    name = fspath(page)
    if isinstance(page, str) and ("\n" in page or "<" in page or not page.strip()):
        return Capture(page.encode("utf-8", "surrogatepass"), address=url, media_type="text/plain; charset=utf-8")
    if "://" in name and not name.lower().startswith(("http://", "https://")):
        raise InputError(f"{name[:200]}: only http and https addresses are read; save the page and give its path")
    for source in _sources():
        found = source(name, settings or from_environment())
        if found is not None:
            return Capture(found.content, url or found.address, found.media_type, found.fetched)
    raise InputError(f"{name}: no such file; give a path, an http(s) address, or - for standard input")
