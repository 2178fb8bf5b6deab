"""`sourcier stats`, `check`, `backup`, `export`, `aside`: looking after a library."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from sourcier.cli.options import QueryCommand, json_option, library_option, opened, written


@click.command()
@library_option
@json_option
def stats(address: str | None, as_json: bool) -> int:
    """Show what the library holds."""
    from sourcier.library.stats import stats as counted  # noqa: PLC0415

    with opened(address) as library:
        found = counted(library.database)
    if as_json:
        click.echo(json.dumps({"library": library.name, **asdict(found)}, ensure_ascii=False, indent=2))
        return 0
    span = f", published {found.first[:10]} to {found.last[:10]}" if found.first and found.last else ""
    per_article = f", {found.bytes / found.articles / 1000:,.1f} kB an article" if found.articles else ""
    outlets = [f"{name} {count:,}" for name, count in found.outlets.items()]
    outlets += [f"and {found.other_outlets:,} more"] * bool(found.other_outlets)
    click.echo(f"{library.name}")
    for name, value in (
        ("articles", f"{found.articles:,}{span}"),
        ("versions", f"{found.versions:,}, from {found.captures:,} captures"),
        ("copies", f"{found.copied:,} texts are run by several addresses, {found.copies:,} in all"),
        ("languages", ", ".join(f"{name} {count:,}" for name, count in found.languages.items()) or "none"),
        ("outlets", ", ".join(outlets) or "none"),
        ("events", ", ".join(f"{name} {count:,}" for name, count in found.statuses.items()) or "none"),
        ("set aside", f"{found.set_aside:,}" + (" (sourcier aside lists them)" if found.set_aside else "")),
        ("followed", f"{found.feeds:,} feeds, {found.searches:,} saved searches"),
        ("on disk", f"{found.bytes / 1e6:,.1f} MB{per_article}; pages unpacked {found.page_bytes / 1e6:,.1f} MB"),
    ):
        click.echo(f"  {name:10} {value}")
    return 0


@click.command()
@library_option
@click.option("--repair", is_flag=True, help="Make anew, from the records, all by which articles are found.")
@json_option
def check(address: str | None, repair: bool, as_json: bool) -> int:
    """Check that the library is whole; exit code 1 where it is not."""
    from sourcier.library import check as checking  # noqa: PLC0415

    found = 0
    with opened(address) as library:
        if repair:
            count = checking.repair(library.database)
            click.echo(f"{count:,} versions indexed anew", err=as_json)
        for problem in checking.check(library.database):
            found += 1
            hint = "; sourcier check --repair mends it" if problem.mends else ""
            click.echo(json.dumps(asdict(problem)) if as_json else f"{problem.what}: {problem.problem}{hint}")
        if not as_json:
            click.echo(f"{found:,} problems" if found else f"{library.name}: sound, {len(library):,} articles")
    return int(found > 0)


@click.command()
@click.argument("target", metavar="TARGET")
@library_option
def backup(target: str, address: str | None) -> int:
    """Copy the library to TARGET while it is in use.

    TARGET is a file, or an empty PostgreSQL database by its address. The copy is a library itself. A file that is an
    older backup is replaced once the new one is whole.
    """
    from sourcier.library.backup import backup as copied  # noqa: PLC0415

    with opened(address) as library:
        copied(library.database, target)
        click.echo(f"{library.name}: copied, {len(library):,} articles")
    return 0


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, metavar="[QUERY]")
@library_option
@click.option(
    "--format",
    "form",
    default="jsonl",
    show_default=True,
    metavar="FORMAT",
    help="jsonl, jsonld, ninjs, events.csv, events.parquet, … (docs/exports.md has all).",
)
@click.option("--output", metavar="FILE", help="Write to this file, replaced once the export is whole.")
@click.option("--versions", "old", is_flag=True, help="All versions of an article, not the last one alone.")
def export(query: tuple[str, ...], address: str | None, form: str, output: str | None, old: bool) -> int:
    """Write the records of the library, or of what QUERY finds, oldest first."""
    from sourcier.exports import exporter  # noqa: PLC0415

    write = exporter(form)
    with opened(address) as library:
        numbers = library.find(" ".join(query), old=old) if query else library.shown(old=old)
        with written(output) as out:
            write((record for _, record in library.records(numbers)), out)
    if output:
        click.echo(f"{output}: {len(numbers):,} records", err=True)
    return 0


@click.command()
@library_option
@json_option
def aside(address: str | None, as_json: bool) -> int:
    """List what could not be taken in, with the reasons."""
    with opened(address) as library:
        for item in library.set_aside():
            told = {"name": item.name, "kind": item.kind, "reason": item.reason}
            click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{item.kind:8} {item.name}: {item.reason}")
    return 0
