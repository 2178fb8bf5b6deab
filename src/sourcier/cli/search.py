"""`sourcier search`, `searches`, `show`, `versions`: finding what a library holds."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from sourcier.cli.options import QueryCommand, json_option, library_option, opened
from sourcier.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.padding import Padding

    from sourcier.library.hits import Hit
    from sourcier.library.library import Library
    from sourcier.library.search import Found


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, metavar="QUERY")
@library_option
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Articles at most.")
@click.option("--newest", is_flag=True, help="Newest first; without it, the best among the newest.")
@click.option("--old", is_flag=True, help="Search old versions of articles as well.")
@click.option("--save", metavar="NAME", help="Keep the query under this name, for sourcier watch to alert on.")
@click.option("--saved", metavar="NAME", help="Search with a saved query.")
@json_option
def search(
    query: tuple[str, ...],
    address: str | None,
    limit: int,
    newest: bool,
    old: bool,
    save: str | None,
    saved: str | None,
    as_json: bool,
) -> int:
    """Find articles: words, "phrases", -not, OR, prefix*, and operators such as person: said-by: event: status:.

    docs/search.md tells all of them. A query with operators or quotation marks is best put between single quotes.
    """
    from sourcier.library.searches import save as keep  # noqa: PLC0415

    with opened(address) as library:
        words = _query(library, query, saved)
        results = library.search(words, limit=limit, newest=newest, old=old)
        if save:
            keep(library.database, save, words)
    if as_json:
        click.echo(json.dumps(asdict(results), ensure_ascii=False, indent=2))
        return 0
    from sourcier.exports.terminal import console  # noqa: PLC0415

    out = console(sys.stdout)
    for found in results.articles:
        _show(out, found)
    count = f"{results.count:,}{'+' if results.bounded else ''}"
    out.print(f"{count} articles" if results.count != 1 else "1 article", highlight=False)
    return 0


def _query(library: Library, query: tuple[str, ...], saved: str | None) -> str:
    from sourcier.library.searches import saved_query  # noqa: PLC0415

    if saved and query:
        raise InputError("give a query or --saved NAME, not both")
    if saved:
        return saved_query(library.database, saved)
    if not query:
        raise InputError("no query; give words to search for, or --saved NAME")
    return " ".join(query)


def _show(out: Console, found: Found) -> None:
    """An article with the sentences in which it was found."""
    from rich.text import Text  # noqa: PLC0415

    out.print(Text(found.title or "(no title)", style="bold"))
    parts = [found.outlet, found.published, found.language, ", ".join(found.agencies)]
    line = " · ".join(part for part in parts if part)
    if found.copies:
        others = sorted({copy.outlet or copy.url or copy.article for copy in found.copies})
        line += f" · also in {', '.join(others[:4])}" + (f" and {len(others) - 4} more" if len(others) > 4 else "")
    out.print(Text(f"{found.article}  {line}", style="dim"))
    for hit in found.hits:
        out.print(_marked(hit))
    out.print()


def _marked(hit: Hit) -> Padding:
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    text = Text(hit.text)
    for start, end in hit.marks:
        text.stylize("bold yellow", start, end)
    if hit.note:
        text.append(f"  ({hit.note})", style="dim")
    return Padding(text, (0, 0, 0, 2))


@click.command()
@library_option
@click.option("--remove", metavar="NAME", help="Forget a saved search and its alerts.")
@json_option
def searches(address: str | None, remove: str | None, as_json: bool) -> int:
    """List the saved searches."""
    from sourcier.library import searches as saved  # noqa: PLC0415

    with opened(address) as library:
        if remove:
            saved.remove(library.database, remove)
        for item in saved.all_saved(library.database):
            click.echo(json.dumps(asdict(item), ensure_ascii=False) if as_json else f"{item.name}: {item.query}")
    return 0


@click.command()
@click.argument("identifier", metavar="ID")
@library_option
@click.option("--format", "form", default="record", show_default=True, metavar="FORMAT", help="As for sourcier read.")
@click.option("--sentences", is_flag=True, help="Show the sentence behind each quote and event.")
@click.option("--page", is_flag=True, help="Write the page as it arrived in place of its record.")
def show(identifier: str, address: str | None, form: str, sentences: bool, page: bool) -> int:
    """Print the record of an article, or of one capture of it.

    ID is the article's or the capture's, as search and versions show them; its first digits will do.
    """
    from sourcier.exports import exporter  # noqa: PLC0415

    with opened(address) as library:
        record = library.record(identifier)
        if page:
            sys.stdout.buffer.write(library.capture(record.article.id).content)
        else:
            exporter(form)([record], sys.stdout, sentences=sentences)
    return 0


@click.command()
@click.argument("identifier", metavar="ID")
@library_option
@json_option
def versions(identifier: str, address: str | None, as_json: bool) -> int:
    """Show the versions of an article, and what changed from each to the next."""
    from sourcier.library.versions import each_changed  # noqa: PLC0415

    with opened(address) as library:
        rows = library.versions(identifier)
        records = [record for _, record in library.records([row.number for row in rows])]
    told = each_changed(records)
    if as_json:
        rows_told = [
            {**asdict(row), "changes": [asdict(change) for change in changed]}
            for row, changed in zip(rows, told, strict=True)
        ]
        click.echo(json.dumps(rows_told, ensure_ascii=False, indent=2))
        return 0
    for row, changed in zip(rows, told, strict=True):
        stamp = row.stated or row.fetched or "not dated"
        click.echo(f"{stamp}  {row.capture[:12]}  {row.title or '(no title)'}" + ("  (shown)" if row.shown else ""))
        for change in changed:
            if change.before is not None:
                click.echo(f"  {change.kind:8} - {change.before}")
            if change.after is not None:
                click.echo(f"  {'' if change.before else change.kind:8} + {change.after}")
    return 0
