"""`sourcier serve` and `sourcier open`: the library in the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from sourcier.cli.add import take_in
from sourcier.cli.options import library_option, page_name, workers_option
from sourcier.cli.stories import current, read_counts

if TYPE_CHECKING:
    from sourcier.library.library import Library

PORT = 8765


def server_options(command: Any) -> Any:
    """Where a server is reached."""
    for option in (
        click.option("--reads", metavar="FILE", help="What is read most: CSV of address or id, and count."),
        click.option(
            "--behind-proxy", "proxy", is_flag=True, help="A proxy on this machine passes requests on: users log in."
        ),
        click.option(
            "--host-name", "names", multiple=True, metavar="NAME", help="Another name that browsers reach it by."
        ),
        click.option("--port", type=click.IntRange(0, 65_535), metavar="PORT", help=f"Default: {PORT}; 0: a free one."),
        click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help="Address to listen on."),
    ):
        command = option(command)
    return command


@click.command()
@library_option
@server_options
@click.option("--browser", is_flag=True, help="Open the front page in the browser.")
def serve(
    address: str | None,
    host: str,
    port: int | None,
    names: Sequence[str],
    proxy: bool,
    reads: str | None,
    browser: bool,
) -> int:
    """Show the library in the browser, and serve its REST API.

    On this machine alone it is open to everybody who uses it; on any other address it needs users (sourcier users).
    """
    counts = read_counts(reads) if reads else None
    with current(address, create=True) as its:
        _serve(its.library, host, port, names, proxy, counts, browser)
    return 0


@click.command("open")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@library_option
@workers_option
@server_options
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def open_(
    sources: Sequence[str],
    address: str | None,
    workers: int,
    host: str,
    port: int | None,
    names: Sequence[str],
    proxy: bool,
    reads: str | None,
    no_browser: bool,
) -> int:
    """Take pages into the library, and show them in the browser.

    SOURCE is what sourcier add takes: files, folders, archives, feeds, addresses.
    """
    counts = read_counts(reads) if reads else None
    for name in sources:
        page_name(name)
    _, was_stopped = take_in(sources, address, workers)
    if was_stopped:
        return 130
    with current(address) as its:
        _serve(its.library, host, port, names, proxy, counts, not no_browser)
    return 0


def _serve(
    library: Library,
    host: str,
    port: int | None,
    names: Sequence[str],
    proxy: bool,
    reads: Mapping[str, int] | None,
    browser: bool,
) -> None:
    from sourcier.web.server import serve as listen  # noqa: PLC0415 - loads the web's libraries

    def started(where: str) -> None:
        click.echo(f"{library.name}: {len(library):,} articles at {where} (Ctrl+C stops)")

    listen(
        library,
        host=host,
        port=PORT if port is None else port,
        host_names=names,
        behind_proxy=proxy,
        reads=reads,
        browser=browser,
        started=started,
    )
