"""`sourcier correct`, `corrections`: setting right what was read wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sourcier.cli.options import json_option, library_option, opened, written
from sourcier.errors import InputError
from sourcier.settings import login_name

if TYPE_CHECKING:
    from sourcier.library.corrections import Corrections
    from sourcier.library.library import Library
    from sourcier.record.corrections import Correction


def user() -> str:
    """Who corrects."""
    return login_name("unknown")


@click.command()
@click.argument("article", required=False, metavar="ARTICLE")
@click.argument("fact", required=False, metavar="FACT")
@library_option
@click.option("--wrong", is_flag=True, help="There is no such fact.")
@click.option("--speaker", metavar="NAME", help="Who says the quotation: a name, or the id of an actor of the article.")
@click.option(
    "--date", metavar="DATE", help="When the event is: 2026-03-10, 2026-03-10T18:00, 2026-03, or two with a / between."
)
@click.option(
    "--status", metavar="STATUS", help="happened, ongoing, scheduled, conditional, forecast, demanded, denied."
)
@click.option("--place", metavar="PLACE", help="Where the event is: a name ('Vienne, FR'), or the id of a place.")
@click.option("--same-person", nargs=2, metavar="PERSON PERSON", help="Two people, by name or key, are one.")
@click.option("--undo", metavar="ID", help="Undo a correction: of a fact, of people, or stories that were merged.")
@click.option("--note", metavar="TEXT", help="Why.")
@click.option("--by", metavar="NAME", help="Who corrects; default: your login name.")
@json_option
def correct(
    article: str | None,
    fact: str | None,
    address: str | None,
    wrong: bool,
    speaker: str | None,
    date: str | None,
    status: str | None,
    place: str | None,
    same_person: tuple[str, str] | None,
    undo: str | None,
    note: str | None,
    by: str | None,
    as_json: bool,
) -> int:
    """Correct a fact, say that two people are one, or undo a correction.

    ARTICLE is the id of an article, and FACT that of one of its facts, as `sourcier show ID --format json` has it: q2,
    a quotation; e3, an event; t4, a time; p2, a place, and p2.1 its first mention; a1.2, an office; o1, a scenario of
    the outlook. What was read is kept: a correction lies over it, in everything that is shown, found and exported.
    """
    from sourcier.library.corrections import Corrections  # noqa: PLC0415

    values = {"speaker": speaker, "date": date, "status": status, "place": place}
    given: dict[str, str | None] = {action: value for action, value in values.items() if value is not None}
    given |= {"wrong": None} if wrong else {}
    if bool(given) + bool(same_person) + bool(undo) != 1 or (bool(given) != (fact is not None)) or len(given) > 1:
        raise InputError(
            "one correction at a time: sourcier correct ARTICLE FACT with --wrong, --speaker, --date, --status or "
            "--place; or --same-person PERSON PERSON; or --undo ID"
        )
    name = by or user()
    with opened(address) as library:
        its = Corrections(library)
        if undo:
            told = _undone(library, undo, name)
        elif same_person:
            told = its.same_person(*same_person, by=name, note=note)
        else:
            told = _corrected(its, given, name, article, fact, note)
    click.echo(told.model_dump_json() if as_json else line(told))
    return 0


def _undone(library: Library, identifier: str, by: str) -> Correction:
    from sourcier.stories.stories import Stories  # noqa: PLC0415

    return Stories(library).undo(identifier, by=by)


def _corrected(
    its: Corrections, given: dict[str, str | None], by: str, article: str | None, fact: str | None, note: str | None
) -> Correction:
    action, value = next(iter(given.items()))
    return its.add(action, by=by, article=article, fact=fact, value=value, note=note)  # type: ignore[arg-type]


@click.command()
@library_option
@click.option("--article", metavar="ID", help="Those of this article alone.")
@click.option("--undone", is_flag=True, help="Those that were undone as well.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Corrections at most.")
@click.option("--format", "form", metavar="FORM", help="Annotated data: quotes, events, times or places.")
@click.option("--output", metavar="FILE", help="Write to this file, replaced once it is whole.")
@json_option
def corrections(
    address: str | None,
    article: str | None,
    undone: bool,
    limit: int,
    form: str | None,
    output: str | None,
    as_json: bool,
) -> int:
    """List what people corrected, the newest first; or write the corrected articles as annotated data.

    Annotated data is in the form of the files under `benchmarks/data`, one article a line.
    """
    from sourcier.library.corrections import Corrections  # noqa: PLC0415

    with opened(address) as library:
        its = Corrections(library)
        if form is not None:
            return _annotated(library, its, article, form, output)
        found = its.all(article=article, undone=undone, limit=limit)
    with written(output) as out:
        for told in found:
            out.write((told.model_dump_json() if as_json else line(told)) + "\n")
    return 0


def _annotated(library: Library, its: Corrections, article: str | None, form: str, output: str | None) -> int:
    from sourcier.exports.annotated import write  # noqa: PLC0415

    wanted = its.articles() if article is None else [library.versions(article)[0].article]
    with written(output) as out:
        count = write(its.records(wanted), out, form=form)
    if output:
        click.echo(f"{output}: {count:,} articles", err=True)
    return 0


def line(its: Correction) -> str:
    """A correction on one line, for a terminal."""
    from sourcier.exports.corrected import in_words  # noqa: PLC0415

    value = its.named.name if its.action == "same story" and its.named else its.value
    said = in_words(its.action, its.target.kind, its.target.text, value, its.before, its.note)
    parts = [its.id[:8], its.made[:16].replace("T", " "), its.by, *([its.article[:8]] if its.article else []), said]
    parts += [f"[undone {its.undone[:10]} by {its.undone_by}]"] if its.undone else []
    parts += ["[not found any more]"] if its.applies is False else []
    return "  ".join(parts)
