"""The way through all that a newsroom names: files, folders, standard input, addresses."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from sourcier.errors import InputError
from sourcier.settings import Settings
from sourcier.sources.capture import CLEAN_TEXT, RECORD, Capture
from sourcier.sources.items import Item, Link, SetAside
from sourcier.sources.kinds import ending, no_page_by_name
from sourcier.sources.saved import is_companion
from sourcier.sources.unpacking import items_of

_WEB = ("http://", "https://")
_HOST = re.compile(r"(?:www\.)?[^\s/.:]+(?:\.[^\s/.:]+)+(?::\d+)?(?:/\S*)?")

_FILES = frozenset(
    {
        *("html", "htm", "xhtml", "mht", "mhtml", "txt", "text", "md", "xml", "rss", "atom", "opml"),
        *("json", "jsonl", "ndjson", "csv", "warc", "gz", "zst", "zip", "wacz"),
    }
)


class Walk:
    """All that stands behind the names that a user gave, in their order; a folder's files in the order of their names.

    Nothing is fetched: an address is given back as a link, and what the caller fetches from it goes to `unpack`.
    Hidden files are passed over; a link to a folder is followed once; devices and pipes are not opened.

    Args:
        names: paths of files and folders, http(s) addresses, `-` for standard input.
        settings: what the environment says.
        follow: whether the links that feeds, sitemaps and lists hold are given; where not, one item that is set aside
            says how many there are. Addresses among `names` are given in any case.

    Attributes:
        done: bytes of `total` that are read or passed over.

    Raises:
        InputError: a name that is no file, folder or address, or that may not be read; before anything is read.
    """

    def __init__(self, names: Sequence[str], settings: Settings, *, follow: bool) -> None:
        for name in names:
            _check(name)
        self.names = tuple(names)
        self.settings = settings
        self.follow = follow
        self.done = 0

    @cached_property
    def total(self) -> int:
        """Bytes of all files, found by looking at their sizes; standard input and addresses count nothing."""
        return sum(_size(path) for name in self.names if _is_path(name) for path in _files(Path(name)))

    def __iter__(self) -> Iterator[Item]:
        """Read what the names stand for, one thing at a time."""
        self.done = 0
        for name in self.names:
            if name == "-":
                yield from self._kept(items_of(sys.stdin.buffer, "standard input"), "standard input")
            elif not _is_path(name):
                yield Link(name, asked=True)
            elif Path(name).is_dir():
                for path in _files(Path(name)):
                    yield from self._file(path, named=False)
            else:
                yield from self._file(Path(name), named=True)

    def unpack(self, capture: Capture) -> Iterator[Item]:
        """What the caller fetched: the items of a container, or the capture itself where it is a page."""
        if capture.media_type in {CLEAN_TEXT, RECORD}:
            yield capture
            return
        # A feed's relative links are resolved against its name.
        name = capture.address or capture.name or "the page"
        for item in self._kept(items_of(io.BytesIO(capture.content), name), name):
            if not isinstance(item, Capture) or item.name != name:
                yield item
            elif item.media_type is not None:  # one page in a wrapping that says what it is: MHTML
                yield replace(item, address=item.address or capture.address)
            elif item.content == capture.content and capture.address is not None:
                yield capture
            else:
                yield replace(capture, content=item.content, address=capture.address or item.address)

    def _file(self, path: Path, *, named: bool) -> Iterator[Item]:
        name = str(path)
        size = _size(path)
        before = self.done
        what = None if named else no_page_by_name(name)
        if what is not None:
            yield SetAside(name, f"is {what}, not a page", "skipped")
        else:
            try:
                raw = _File(path, self)
            except (OSError, ValueError) as error:
                yield SetAside(name, f"cannot be read ({getattr(error, 'strerror', None) or error})")
            else:
                with raw:
                    yield from self._kept(items_of(io.BufferedReader(raw, 1 << 16), name), name)
        self.done = before + size

    def _kept(self, items: Iterator[Item], name: str) -> Iterator[Item]:
        """The items, without their links where these are not to be followed."""
        left = 0
        for item in items:
            if isinstance(item, Link) and not self.follow:
                left += 1
            else:
                yield item
        if left:
            pages = "1 page" if left == 1 else f"{left:,} pages"
            yield SetAside(name, f"links to {pages}, which are not followed", "skipped")


class _File(io.FileIO):
    """A file that counts what is read of it and ends where the disk fails."""

    def __init__(self, path: Path, walk: Walk) -> None:
        # Without O_NONBLOCK, a file that has become a pipe since it was listed would stop everything.
        super().__init__(path, opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0)))
        self.fault: str | None = None
        self._walk = walk
        self._from = walk.done
        self._furthest = 0

    def readinto(self, buffer: bytearray | memoryview, /) -> int | None:  # type: ignore[override]
        try:
            count = super().readinto(buffer)
        except OSError as error:
            self.fault = f"cannot be read further ({error.strerror})"
            return 0
        self._furthest = max(self._furthest, self.tell())
        self._walk.done = self._from + self._furthest
        return count


def _is_path(name: str) -> bool:
    return name != "-" and not name.lower().startswith(_WEB)


def _check(name: str) -> None:
    """Refuse a name that stands for nothing.

    Raises:
        InputError: see `Walk`.
    """
    if not _is_path(name):
        return
    if "://" in name:
        raise InputError(f"{name[:200]}: only http and https addresses are read; save the page and give its path")
    path = Path(name)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        if _HOST.fullmatch(name) and (name.lower().startswith("www.") or "/" in name or not _ends_like_a_file(name)):
            raise InputError(f"{name[:200]}: no such file; an address begins with https://") from None
        raise InputError(
            f"{name[:200]}: no such file or folder; give a path, an http(s) address, or - for standard input"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name[:200]!r}: cannot be read ({reason}); give another path") from None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise InputError(f"{name[:200]}: is a device or a pipe; give a file, or - for standard input")
    if not os.access(path, os.R_OK | (os.X_OK if stat.S_ISDIR(mode) else 0)):
        raise InputError(f"{name[:200]}: may not be read; change its permissions or give another path")


def _ends_like_a_file(name: str) -> bool:
    """Whether a name ends like a file that pages are kept in, rather than like a host."""
    return ending(name) in _FILES


def _files(path: Path) -> Iterator[Path]:
    """The files behind a path, a folder's in the order of their names, folders inside it among them."""
    if not path.is_dir():
        yield path
        return
    seen: set[tuple[int, int]] = set()
    waiting: list[Path] = [path]
    while waiting:
        here = waiting.pop()
        try:
            found = here.stat()
            if stat.S_ISREG(found.st_mode):
                yield here
                continue
            if not stat.S_ISDIR(found.st_mode) or (found.st_dev, found.st_ino) in seen:
                continue
            seen.add((found.st_dev, found.st_ino))
            names = sorted(entry.name for entry in here.iterdir() if not entry.name.startswith("."))
        except OSError:
            yield here  # opening it says why
            continue
        beside = set(names)
        waiting.extend(here / entry for entry in reversed(names) if not _is_beside(here / entry, beside))


def _is_beside(path: Path, beside: set[str]) -> bool:
    """Whether a path is the folder of a saved page's pictures."""
    return is_companion(path.name, beside) and path.is_dir()


def _size(path: Path) -> int:
    try:
        found = path.stat()
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0
