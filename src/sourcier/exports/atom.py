"""Atom (RFC 4287): alerts, and stories, as feeds to be read in any feed reader."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from sourcier.exports.dossiers.moments import utc
from sourcier.exports.dossiers.sections import disputed, told
from sourcier.exports.dossiers.texts import one_line, web_address
from sourcier.exports.dossiers.wording import Wording
from sourcier.exports.xml_text import CONTROL
from sourcier.library.searches import Alert
from sourcier.stories.model import Dossier, StoryArticle

_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)


def alerts_feed(alerts: Sequence[Alert]) -> bytes:
    """The alerts as an Atom feed, newest first.

    Each entry says in its summary which search fired, and the sentences that made it fire.
    """
    ordered = sorted(alerts, key=lambda alert: (alert.fired, alert.found.number, alert.search), reverse=True)
    feed = _feed("urn:sourcier:alerts", "Sourcier alerts", ordered[0].fired if ordered else _stamp(None))
    for alert in ordered:
        feed.append(_entry(alert))
    return _written(feed)


def story_feed(dossier: Dossier, *, zone: ZoneInfo | None = None, language: str = "en") -> bytes:
    """A dossier as an Atom feed, an entry an article, newest first, undated ones last.

    Each entry says in its summary what the article adds: the changes of events that it reports, and the differences
    between sources that it has a part in.

    Args:
        dossier: the story.
        zone: of the moments in summaries; None leaves them in their own.
        language: of the words around the facts.
    """
    words = Wording(language, zone)
    story = dossier.story
    dates = [date for article in dossier.articles if (date := utc(article.published))]
    updated = max(dates, default=utc(dossier.made) or utc(story.last))
    feed = _feed(f"urn:sourcier:story:{_quoted(story.id)}", one_line(story.title), _stamp(updated))
    for article in sorted(dossier.articles, key=lambda article: utc(article.published) or _NEVER, reverse=True):
        feed.append(_article(words, dossier, article, _stamp(utc(article.published) or utc(story.first))))
    return _written(feed)


def _feed(identifier: str, title: str, updated: str) -> ElementTree.Element:
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", identifier)
    _add(feed, "title", title)
    _add(feed, "updated", updated)
    _add(_add(feed, "author"), "name", "Sourcier")
    return feed


def _written(feed: ElementTree.Element) -> bytes:
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _article(words: Wording, dossier: Dossier, article: StoryArticle, updated: str) -> ElementTree.Element:
    """An entry; where there is no page to link to, its text is the content, as RFC 4287 asks (4.1.2)."""
    entry = ElementTree.Element(f"{{{_ATOM}}}entry")
    _add(entry, "id", f"urn:sourcier:article:{_quoted(article.id)}")
    _add(entry, "title", words.title(article))
    _add(entry, "updated", updated)
    if utc(article.published):
        _add(entry, "published", updated)
    _add(_add(entry, "author"), "name", words.outlet(article))
    address = web_address(article.url)
    if address:
        link = _add(entry, "link")
        link.set("href", address)
        if _LANGUAGE_TAG.fullmatch(article.language):
            link.set("hreflang", article.language)
    _add(entry, "summary" if address else "content", "\n".join(_added(words, dossier, article)))
    return entry


def _added(words: Wording, dossier: Dossier, article: StoryArticle) -> list[str]:
    """What an article adds to its story, in lines."""
    lines = [words.copy(dossier, article)]
    for event, index in told(dossier, article):
        lines.append(f"{words.type(event)}: {one_line(event.words)} — {words.step(event.history[index], event.zone)}")
    zones = {event.id: event.zone for event in dossier.events}
    for difference in disputed(dossier, article):
        zone = zones.get(difference.event or "")
        values = "; ".join(
            f"{words.value(difference.field, value, zone)} ({', '.join(words.outlets(value.sources))})"
            for value in difference.values
        )
        lines.append(f"{words.field(difference)}, {one_line(difference.what)}: {values}")
    return list(filter(None, lines)) or [", ".join(map(words.reason, article.reasons))]


def _quoted(identifier: str) -> str:
    return quote(one_line(identifier), safe="-._~")


def _stamp(date: datetime | None) -> str:
    """A date-time of RFC 3339 in UTC; one that nobody gave is the same every time."""
    return (date or _NEVER).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _entry(alert: Alert) -> ElementTree.Element:
    found = alert.found
    entry = ElementTree.Element(f"{{{_ATOM}}}entry")
    mark = hashlib.sha256(f"{alert.search}\n{found.article}".encode()).hexdigest()[:32]
    _add(entry, "id", f"urn:sourcier:alert:{mark}")
    _add(entry, "title", f"{alert.search}: {found.title or found.url or found.article}")
    _add(entry, "updated", alert.fired)
    if found.url:
        _add(entry, "link").set("href", found.url.translate(CONTROL))
    _add(entry, "summary" if found.url else "content", "\n".join(why(alert)))
    return entry


def why(alert: Alert) -> list[str]:
    """Why an alert fired, in lines: the query, then the sentences in which it was found."""
    lines = [f"{alert.search} ({alert.query})"]
    for hit in alert.found.hits:
        lines.append(f"{hit.text} ({hit.note})" if hit.note else hit.text)
    return lines


def _add(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text is not None:
        child.text = text.translate(CONTROL)
    return child
