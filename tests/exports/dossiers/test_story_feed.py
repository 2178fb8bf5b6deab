"""The story as a feed, by the schema of RFC 4287 and by what its prose asks for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from sourcier.exports.atom import alerts_feed, story_feed
from sourcier.library.search import Found
from sourcier.library.searches import Alert

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SCHEMA = etree.RelaxNG(etree.parse(str(Path(__file__).parents[1] / "standards" / "atom.rng")))


def valid(content: bytes):
    """The feed, which fits the schema and the sentences of RFC 4287 that the schema leaves to Schematron."""
    feed = etree.fromstring(content)
    assert SCHEMA.validate(feed), SCHEMA.error_log
    assert feed.xpath("count(a:author)", namespaces=ATOM) >= 1
    for entry in feed.iterfind("a:entry", ATOM):
        assert entry.xpath("a:link[@rel='alternate'] or a:link[not(@rel)] or a:content", namespaces=ATOM)
    ids = feed.xpath("//a:entry/a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids))
    return feed


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_feed_is_valid(dossier, bare, language):
    feed = valid(story_feed(dossier, language=language))
    assert feed.findtext("a:id", namespaces=ATOM) == "urn:sourcier:story:9f3c2a71d04be856"
    assert feed.findtext("a:updated", namespaces=ATOM) == "2027-03-08T17:30:00Z"
    assert valid(story_feed(bare)).findtext("a:updated", namespaces=ATOM) == "1970-01-01T00:00:00Z"


def test_an_entry_an_article_newest_first(dossier):
    feed = feedparser.parse(story_feed(dossier))
    assert [entry.id for entry in feed.entries] == [f"urn:sourcier:article:a{n}" for n in (5, 4, 3, 2, 1, 6)]
    assert [entry.author for entry in feed.entries][:2] == ["La Gazette de Valmont", "Le Courrier des Alpes"]
    assert feed.entries[1].link == "https://courrier.example/barrage?id=7&page=2"
    assert feed.entries[-1].title == "(no headline)"


def test_an_entry_tells_what_its_article_adds(dossier):
    entries = {entry.id[-2:]: entry for entry in feedparser.parse(story_feed(dossier)).entries}
    assert "moved from Tue 9 Mar 2027" in entries["a4"].summary
    assert "quatorze personnes (La Gazette de Valmont); 15 (Northern Ledger)" in entries["a5"].summary
    assert "same text as Northern Ledger" in entries["a6"].content[0].value


def test_identifiers_are_iris(dossier):
    article = replace(dossier.articles[0], id="a b\n<é>")
    feed = valid(story_feed(replace(dossier, articles=(article,))))
    assert feed.findtext("a:entry/a:id", namespaces=ATOM) == "urn:sourcier:article:a%20b%20%3C%C3%A9%3E"


def test_the_alerts_are_valid_too():
    found = Found(1, "a1", "c1", None, None, None, None, "fr", (), (), ())
    alerts = [
        Alert("bac", "bac", "2027-03-03T07:42:00Z", found),
        Alert("quai", "quai", "2027-03-03T07:43:00Z", replace(found, url="https://gazette.example/quai")),
    ]
    assert len(valid(alerts_feed(alerts)).findall("a:entry", ATOM)) == 2
    valid(alerts_feed([]))
