"""Options that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from sourcier.errors import InputError

if TYPE_CHECKING:
    from sourcier.library.library import Library

_Command = TypeVar("_Command", bound=Callable[..., Any])


def library_option(command: _Command) -> _Command:
    """Which library a command works on."""
    return click.option(
        "--library",
        "address",
        metavar="LIBRARY",
        help="A file, or postgresql://user@host/name; default: SOURCIER_LIBRARY, or your own library.",
    )(command)


def page_name(page: str) -> str:
    """A page as the command line names it: always a name, never the page itself."""
    if "\n" in page or "<" in page:
        raise InputError(f"{page[:60]!r} is no file name; give a path, an http(s) address, or - for standard input")
    return page


class QueryCommand(click.Command):
    """A command with a query, in which "-grève" is a word that is not wanted, and no row of options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put a space, which means nothing in a query, before what only looks like options."""
        spaced = [
            f" {arg}" if arg.startswith("-") and not arg.startswith("--") and len(arg) > 2 else arg for arg in args
        ]
        return super().parse_args(ctx, spaced)


def json_option(command: _Command) -> _Command:
    """Whether a command writes for a machine."""
    return click.option("--json", "as_json", is_flag=True, help="Write JSON, for a machine.")(command)


def workers_option(command: _Command) -> _Command:
    """How many processes read pages."""
    return click.option(
        "--workers",
        type=click.IntRange(1, 64),
        default=cores,
        metavar="N",
        help="Processes that read pages; default: one for each core, at most 8. Each takes about 0.7 GB.",
    )(command)


def cores() -> int:
    """The cores that this process may use, at most 8."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, 8)


def opened(address: str | None, *, create: bool = False) -> Library:
    """The library that a command works on.

    Raises:
        InputError: there is none, and it is not to be made.
        LibraryError: it cannot be opened.
    """
    from sourcier.library.library import Library  # noqa: PLC0415 - loads SQLAlchemy

    return Library(address, create=create)


@contextmanager
def written(output: str | None) -> Iterator[TextIO]:
    """A file that stands under its name only once it is whole; standard output where no name is given."""
    if output is None:
        yield sys.stdout
        return
    path = Path(output)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        raise InputError(f"{output}: cannot be written ({error.strerror}); give another file") from None
    finally:
        part.unlink(missing_ok=True)
