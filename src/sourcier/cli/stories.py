"""`sourcier stories`, `story`, `agenda`, `quotes`, `differences`: what many articles say together."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from sourcier.cli.corrections import user
from sourcier.cli.options import json_option, library_option, opened, written
from sourcier.errors import InputError, LibraryError

if TYPE_CHECKING:
    from sourcier.stories.stories import Stories

_DAY = click.DateTime(["%Y-%m-%d"])


def zone_option(command: Any) -> Any:
    """In which zone moments are shown."""
    return click.option(
        "--zone",
        callback=lambda context, parameter, value: _zone(value),
        metavar="ZONE",
        help="Show moments in this zone (Europe/Paris); default: each in its own.",
    )(command)


def language_option(command: Any) -> Any:
    """In which language Sourcier words what it shows."""
    return click.option(
        "--words",
        "language",
        default="en",
        show_default=True,
        metavar="CODE",
        help="Language of the words around the facts: en or fr.",
    )(command)


@contextmanager
def current(address: str | None, *, create: bool = False) -> Iterator[Stories]:
    """The stories of a library, with all its articles placed."""
    from sourcier.cli.progress import PlacingBar  # noqa: PLC0415
    from sourcier.stories.stories import Stories as Opened  # noqa: PLC0415

    with opened(address, create=create) as library:
        found = Opened(library)
        with PlacingBar() as bar:
            try:
                found.update(bar.look)
            except LibraryError as error:
                if "may not be written" not in str(error):
                    raise
                # A library that may not be written shows the stories that it has.
        yield found


@click.command()
@library_option
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, help="Stories at most.")
@click.option("--least", type=click.IntRange(1), default=2, show_default=True, help="Articles of a story at least.")
@click.option("--since", type=_DAY, metavar="DAY", help="Stories with an article of this day or after (2026-03-10).")
@click.option("--front", is_flag=True, help="The stories most covered now: the front page.")
@click.option("--on", type=_DAY, metavar="DAY", help="The front page of this day; default: today.")
@click.option("--reads", metavar="FILE", help="The front page by readers: CSV of address or id, and count.")
@language_option
@json_option
def stories(
    address: str | None,
    limit: int,
    least: int,
    since: datetime | None,
    front: bool,
    on: datetime | None,
    reads: str | None,
    language: str,
    as_json: bool,
) -> int:
    """List the stories of the library, those with the newest articles first."""
    counts = read_counts(reads) if reads else None
    is_front = front or on is not None or counts is not None
    with current(address) as its:
        if is_front:
            now = on.replace(hour=23, minute=59).astimezone() if on else None
            found = its.front_page(now, limit=limit, reads=counts)
        else:
            found = its.all(least=least, since=since.date() if since else None, limit=limit)
    if as_json:
        click.echo(json.dumps([asdict(story) for story in found], ensure_ascii=False, indent=2))
        return 0
    from sourcier.exports.dossiers import terminal  # noqa: PLC0415

    (terminal.front_page if is_front else terminal.stories)(found, sys.stdout, language=language)
    return 0


@click.command()
@click.argument("identifier", metavar="ID")
@library_option
@click.option(
    "--format",
    "form",
    default="dossier",
    show_default=True,
    metavar="FORMAT",
    help="dossier, markdown, html, ics, atom, json, jsonld or geojson; or a format of records, for the story's.",
)
@click.option("--output", metavar="FILE", help="Write to this file, replaced once it is whole.")
@click.option("--merge", multiple=True, metavar="ID", help="Make this story and another one; may be repeated.")
@click.option("--split", multiple=True, metavar="ARTICLE", help="Make a story of its own of these articles.")
@click.option("--move", multiple=True, metavar="ARTICLE", help="Put articles of other stories into this one.")
@zone_option
@language_option
@json_option
def story(
    identifier: str,
    address: str | None,
    form: str,
    output: str | None,
    merge: tuple[str, ...],
    split: tuple[str, ...],
    move: tuple[str, ...],
    zone: ZoneInfo | None,
    language: str,
    as_json: bool,
) -> int:
    """Show a story as a dossier: timeline, agenda, outlook, people, quotes, where the sources differ.

    ID is the story's, or that of one of its articles; its first digits will do. What is merged, split or moved by hand
    stays so.
    """
    if sum(map(bool, (merge, split, move))) > 1:
        raise InputError("one of --merge, --split and --move at a time")
    with current(address) as its:
        if merge:
            identifier = its.merge(identifier, merge, by=user()).id
        elif split:
            identifier = its.split(identifier, split).id
        elif move:
            identifier = its.move(move, identifier).id
        write = _writer(its, identifier, "json" if as_json else form, zone, language)
        with written(output) as out:
            write(out)
    return 0


def _writer(its: Stories, identifier: str, form: str, zone: ZoneInfo | None, language: str) -> Any:
    """What writes a story in a format of dossiers, or its records in one of records."""
    from sourcier.exports import exporter  # noqa: PLC0415
    from sourcier.exports import formats as record_formats  # noqa: PLC0415
    from sourcier.exports.dossiers import dossier_exporter, formats  # noqa: PLC0415

    if form in formats():
        write, told = dossier_exporter(form), its.dossier(identifier)
        return lambda out: write(told, out, zone=zone, language=language)
    if form not in record_formats():
        known = ", ".join([*formats(), *(name for name in record_formats() if name not in formats())])
        raise InputError(f"no format {form!r}; formats: {known}")
    export, records = exporter(form), its.records(identifier)
    return lambda out: export(records, out)


@click.command()
@library_option
@click.option("--from", "first", type=_DAY, metavar="DAY", help="First day; default: today.")
@click.option("--days", type=click.IntRange(1, 3660), default=14, show_default=True, help="How many days.")
@click.option("--format", "form", type=click.Choice(["list", "ics"]), default="list", show_default=True)
@click.option("--output", metavar="FILE", help="Write to this file, replaced once it is whole.")
@zone_option
@language_option
@json_option
def agenda(
    address: str | None,
    first: datetime | None,
    days: int,
    form: str,
    output: str | None,
    zone: ZoneInfo | None,
    language: str,
    as_json: bool,
) -> int:
    """Show what is planned in the coming days in all stories, and what was moved or cancelled.

    Moments are shown in your own zone, or in that of --zone.
    """
    begin = first.date() if first else date.today()
    with current(address) as its:
        found = its.agenda(begin, begin + timedelta(days - 1))
    with written(output) as out:
        if as_json:
            told = [{"story": asdict(story), "event": asdict(event)} for story, event in found]
            out.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        elif form == "ics":
            from sourcier.exports.dossiers.ics import calendar  # noqa: PLC0415

            out.write(calendar(found, "Sourcier", language=language).decode())
        else:
            from sourcier.exports.dossiers import terminal  # noqa: PLC0415

            terminal.agenda(found, out, zone=zone or _own_zone(), language=language)
    return 0


@click.command()
@library_option
@click.option("--by", required=True, metavar="NAME", help="Whose quotations; any spelling of a full name will do.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Quotations at most.")
@zone_option
@language_option
@json_option
def quotes(address: str | None, by: str, limit: int, zone: ZoneInfo | None, language: str, as_json: bool) -> int:
    """Show what a person said in all articles, when, to whom and on which channel; the newest first."""
    with current(address) as its:
        found = its.quotes(by, limit=limit)
    if as_json:
        click.echo(json.dumps([asdict(said) for said in found], ensure_ascii=False, indent=2))
        return 0
    from sourcier.exports.dossiers import terminal  # noqa: PLC0415

    terminal.quotes(found, sys.stdout, zone=zone, language=language)
    return 0


@click.command()
@click.argument("identifier", metavar="ID")
@library_option
@zone_option
@language_option
@json_option
def differences(identifier: str, address: str | None, zone: ZoneInfo | None, language: str, as_json: bool) -> int:
    """Show where the sources of a story disagree, sentence beside sentence, and who denies what."""
    with current(address) as its:
        told = its.dossier(identifier)
    if as_json:
        found = {
            "differences": [asdict(item) for item in told.differences],
            "claims": [asdict(item) for item in told.claims],
        }
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    from sourcier.exports.dossiers import terminal  # noqa: PLC0415

    terminal.differences(told, sys.stdout, zone=zone, language=language)
    return 0


def _zone(name: str | None) -> ZoneInfo | None:
    if not name:
        return None
    from sourcier.exports.dossiers.moments import known_zone  # noqa: PLC0415 - nothing else here needs it

    zone = known_zone(name)
    if zone is None:
        raise InputError(f"{name}: is no time zone; give one by its name, for example Europe/Paris")
    return zone


def _own_zone() -> ZoneInfo | None:
    """The zone of this computer; None where it is not set by a name."""
    from babel.dates import LOCALTZ  # noqa: PLC0415 - slow to load

    return LOCALTZ if isinstance(LOCALTZ, ZoneInfo) else None


def read_counts(name: str) -> dict[str, int]:
    """Address or id of an article -> how often it was read.

    Raises:
        InputError: no such file, or a row without a count.
    """
    try:
        with Path(name).open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.reader(lines) if row]
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}); give a CSV file of address and count") from None
    except UnicodeDecodeError:
        raise InputError(f"{name}: cannot be read (no UTF-8); give a CSV file of address and count") from None
    counts = {}
    for number, row in enumerate(rows):
        if len(row) < 2 or not row[1].strip().isdigit():
            if number == 0:
                continue  # a heading
            raise InputError(f"{name}: row {number + 1} has no count; each row is an address or id, and a number")
        counts[row[0].strip()] = int(row[1])
    return counts
