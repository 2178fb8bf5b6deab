"""A page from a file."""

from __future__ import annotations

from pathlib import Path

from sourcier.errors import InputError, LimitExceeded
from sourcier.limits import PAGE_BYTES
from sourcier.settings import Settings
from sourcier.sources.capture import Capture
from sourcier.sources.saved import saved_address


def open_file(name: str, settings: Settings) -> Capture | None:
    """The bytes of a file, and the address that a browser wrote into it when it saved the page.

    Raises:
        InputError: it does not exist, is a folder, or may not be read.
        LimitExceeded: it is larger than `limits.PAGE_BYTES`.
    """
    path = Path(name)
    try:
        if path.is_dir():
            raise InputError(f"{name}: is a folder; give the pages in it, for example {name.rstrip('/')}/*.html")
        size = path.stat().st_size
        if size > PAGE_BYTES:
            raise LimitExceeded(f"{name}: {size:,} bytes, more than {PAGE_BYTES:,}; give one page at a time")
        content = path.read_bytes()
        return Capture(content, address=saved_address(content), name=name)
    except FileNotFoundError:
        raise InputError(f"{name}: no such file; give a path, an http(s) address, or - for standard input") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name[:200]}: cannot be read ({reason})") from None
