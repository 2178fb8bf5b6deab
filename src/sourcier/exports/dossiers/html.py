"""HTML: a dossier as one page that asks nothing of any network, for a browser, a mail or a printer.

The page has no script. Its content security policy (CSP Level 3) lets in its own style sheet and nothing else, so that
markup that came through in spite of the escaping would still load and run nothing.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any, Protocol, TextIO
from zoneinfo import ZoneInfo

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sourcier.exports.dossiers import sections
from sourcier.exports.dossiers.moments import moment
from sourcier.exports.dossiers.texts import one_line, printable, unquoted, web_address
from sourcier.exports.dossiers.wording import LONG_DAY, Wording
from sourcier.stories.model import Dossier, EventPlace, Source, StoryArticle, StoryEvent, StoryPlace

STRIP_DAYS = 120
"""Days that the strip of days can show: more of them would be thinner than a line."""


class Links(Protocol):
    """Where the names, places and sources of a dossier lead; None for nowhere."""

    def source(self, source: Source) -> str | None:
        """To a sentence of an article."""

    def article(self, article: StoryArticle) -> str | None:
        """To an article."""

    def person(self, name: str | None) -> str | None:
        """To a person."""

    def place(self, place: EventPlace | StoryPlace | None) -> str | None:
        """To a place."""


class Outward:
    """Links of a page that stands alone: to the outlets' own pages, and nowhere else."""

    def source(self, source: Source) -> str | None:
        """The article's address."""
        return web_address(source.url)

    def article(self, article: StoryArticle) -> str | None:
        """Its address."""
        return web_address(article.url)

    def person(self, name: str | None) -> str | None:
        """Nowhere."""
        return None

    def place(self, place: EventPlace | StoryPlace | None) -> str | None:
        """Nowhere."""
        return None


def write(dossier: Dossier, out: TextIO, *, zone: ZoneInfo | None = None, language: str = "en") -> None:
    """Write the dossier as a page of HTML."""
    out.write(page(dossier, zone=zone, language=language))


def page(dossier: Dossier, *, zone: ZoneInfo | None = None, language: str = "en") -> str:
    """The page, from `<!doctype html>` on."""
    return (
        _own()
        .get_template("dossier.html")
        .render(shown_in(dossier, Wording(language, zone), Outward()), strip=strip_of(dossier))
    )


def shown_in(dossier: Dossier, words: Wording, links: Links) -> dict[str, Any]:
    """What the templates of a dossier need: its facts in the order in which they are shown.

    `drawings`, empty here, may hold markup to put at the head of a section, by its name; `strip`
    is that of `strip_of`, where it is to be shown; `most` is how many facts a
    section shows, None for all, and `whole` names those that show all of them all the same.
    """
    return {
        "dossier": dossier,
        "story": dossier.story,
        "words": words,
        "links": links,
        "shown": _sections(dossier),
        "events": {event.id: event for event in dossier.events},
        "strip": None,
        "long": LONG_DAY,
        "drawings": {},
        "most": None,
        "whole": (),
    }


@cache
def _own() -> Environment:
    return environment()


def environment(*loaders: BaseLoader) -> Environment:
    """What renders the templates of a dossier, and those of loaders that are asked first: all that is put in escaped.

    Printable text alone comes through, and nothing for None; a name that nobody filled in is an error.
    """
    environment = Environment(
        loader=ChoiceLoader([*loaders, PackageLoader("sourcier.exports.dossiers")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters.update(
        one_line=one_line, unquoted=unquoted, web_address=web_address, stamp=_stamp, first_source=_first_source
    )
    environment.globals.update(
        branches=sections.branches,
        voices=sections.voices,
        first_reports=sections.first_reports,
        moved_from=sections.moved_from,
        told_once=sections.told_once,
    )
    return environment


def _finalize(value: Any) -> Any:
    """What is put into the page, before it is escaped: printable text, and nothing for None."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else _LEFT_ALONE.sub(_BOUND, printable(str(value)))


_LEFT_ALONE = re.compile(r" (?=[:;!?»%€](?:\s|$))|(?<=«) |(?<=\d) (?=\d{3}(?!\d))")
_BOUND = "\u00a0"
"""French puts a space before some signs and between groups of digits, and no line ends there; pages write that space
in any way."""


def _stamp(stated: str | None) -> str | None:
    """Text for the `datetime` of a `time` element; None where the text states no moment."""
    found = moment(stated)
    if found is None:
        return None
    return found.time.isoformat(timespec="minutes") if found.time else (stated or "").strip()


def _first_source(event: StoryEvent) -> Source | None:
    """The sentence that shows an event: its newest mention."""
    return event.mentions[-1].source if event.mentions else None


def _sections(dossier: Dossier) -> list[tuple[str, int]]:
    """(name, how many facts) of each section that has something to show, in their order."""
    counts = {
        "timeline": len(dossier.timeline()),
        "agenda": len(dossier.agenda()),
        "outlook": len(dossier.outlook),
        "differences": len(dossier.differences),
        "claims": len(dossier.claims),
        "people": len(dossier.people),
        "quotes": len(dossier.quotes),
        "places": len(dossier.places),
        "first reports": len(sections.first_reports(dossier)),
        "articles": len(dossier.articles),
    }
    return [(name, count) for name, count in counts.items() if count]


def strip_of(dossier: Dossier) -> dict[str, Any] | None:
    """The strip of days below the headline: articles as bars, events as marks, places in percent.

    None where there are fewer than two days, or more than can be shown.
    """
    bars = [(date.fromisoformat(day), count) for day, count in sections.days(dossier)]
    if not bars:
        return None
    first, last = bars[0][0], bars[-1][0]
    marks = [(found.day, event) for event in dossier.events if (found := moment(event.begin)) and found.grain != "year"]
    marks = [(day, event) for day, event in marks if first <= day <= last + timedelta(days=STRIP_DAYS // 4)]
    last = max([last, *(day for day, _ in marks)])
    total = (last - first).days + 1
    if not 1 < total <= STRIP_DAYS:
        return None
    most = max(count for _, count in bars)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "width": round(100 / total, 3),
        "bars": [
            (round(100 * (day - first).days / total, 3), round(100 * count / most), count, day.isoformat())
            for day, count in bars
        ],
        "marks": [(round(100 * ((day - first).days + 0.5) / total, 3), event) for day, event in marks],
    }
