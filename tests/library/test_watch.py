"""Following feeds: new articles once, changed ones as versions, sites asked politely."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from sqlalchemy import select, text

from sourcier.library import feeds
from sourcier.library.schema import addresses
from sourcier.library.watch import Watch

TEXT = {"content-type": "text/plain; charset=utf-8"}


@pytest.fixture
def follow(library, site) -> Callable[..., None]:
    """`follow("/feed", "/a", "/b")`: a followed feed whose entries are these pages, which are made where missing."""

    def make(path: str, *entries: str, tag: str = "1") -> None:
        items = "".join(f"<item><link>{site.address}{entry}</link></item>" for entry in entries)
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>A</title>{items}</channel></rss>'.encode()
        site.pages[path] = tagged(feed, tag, "application/rss+xml")
        for entry in entries:
            site.pages.setdefault(entry, tagged(f"Titre {entry}\n\nLe texte de {entry}.".encode(), "1"))
        feeds.follow(library.database, [site.address + path])

    return make


def tagged(content: bytes, tag: str, kind: str = "text/plain; charset=utf-8") -> Callable[[object], None]:
    """A page that is sent only to who does not have it."""

    def page(handler) -> None:
        same = handler.headers.get("if-none-match") == f'"{tag}"'
        status, body = ("304 Not Modified", b"") if same else ("200 OK", content)
        head = f'HTTP/1.1 {status}\r\netag: "{tag}"\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n'
        handler.wfile.write(head.encode() + body)

    return page


@pytest.fixture
def due(library) -> Callable[[str], None]:
    """`due("feeds")`, `due("addresses")`: let all of them be due now."""

    def make(table: str) -> None:
        with library.database.writing() as connection:
            connection.execute(text(f"UPDATE {table} SET due = '2001-01-01T00:00:00Z'"))

    return make


@pytest.fixture
def round_(library, site, watch) -> Callable[..., dict[str, int]]:
    """`round_()`: what one round comes to, and `site.paths` what it asked for."""

    def run(**given) -> dict[str, int]:
        site.asked.clear()
        return dict(watch(library, **given).once().counts)

    return run


def one_feed(library) -> feeds.Feed:
    (feed,) = feeds.followed(library.database)
    return feed


def test_the_articles_of_a_feed_are_taken_in_once(library, follow, round_, due, site):
    follow("/feed", "/a", "/b")
    assert round_() == {"added": 2}
    assert sorted(path for path in site.paths if path != "/robots.txt") == ["/a", "/b", "/feed"]
    assert {record.article.url for _, record in library.records(library.shown())} == {
        site.address + "/a",
        site.address + "/b",
    }
    assert (round_(), site.paths) == ({}, [])
    due("feeds")
    assert round_() == {}
    assert [(path, headers["if-none-match"]) for path, headers in site.asked if path != "/robots.txt"] == [
        ("/feed", '"1"')
    ]
    follow("/feed", "/c", "/a", "/b", tag="2")
    due("feeds")
    assert round_() == {"added": 1}
    assert {"/a", "/b"}.isdisjoint(site.paths)


def test_a_changed_article_is_a_new_version_when_it_is_due(library, follow, round_, due, site):
    follow("/feed", "/a", "/b")
    round_()
    site.pages["/a"] = tagged("Titre /a\n\nLe texte est corrigé.".encode(), "2")
    assert round_() == {}
    due("addresses")
    assert round_() == {"updated": 1}
    assert {path: headers.get("if-none-match") for path, headers in site.asked if len(path) == 2} == {
        "/a": '"1"',
        "/b": '"1"',
    }
    (number,) = library.find("corrigé")
    assert [row.shown for row in library.versions(next(library.records([number]))[1].article.id)] == [False, True]
    due("addresses")
    assert round_() == {}
    assert dict(site.asked)["/a"]["if-none-match"] == '"2"'


def test_an_article_is_looked_at_some_times_and_then_no_more(library, follow, round_, site):
    follow("/feed", "/a")
    round_()
    rounds = 0
    while "/a" in site.paths:
        rounds += 1
        with library.database.writing() as connection:
            connection.execute(text("UPDATE addresses SET due = '2001-01-01T00:00:00Z' WHERE due IS NOT NULL"))
        round_()
    assert rounds == 5
    with library.database.reading() as connection:
        assert connection.execute(select(addresses.c.looks, addresses.c.due)).all() == [(4, None)]


def test_the_same_bytes_sent_again_are_known(library, follow, round_, due, site):
    follow("/feed", "/a")
    site.pages["/a"] = (200, TEXT, b"Titre\n\nLe texte.")
    round_()
    due("addresses")
    assert round_() == {"known": 1}
    assert len(library.shown(old=True)) == 1


def test_a_page_that_is_announced_too_early_is_asked_for_again_when_due(library, follow, round_, due, site):
    follow("/feed", "/a")
    page = site.pages.pop("/a")
    assert round_() == {"aside": 1}
    due("feeds")
    assert round_() == {}
    site.pages["/a"] = page
    due("addresses")
    assert round_() == {"added": 1}
    assert library.set_aside() == []


def test_a_page_that_cannot_be_read_is_fetched_once(library, follow, round_, due, site):
    follow("/feed", "/a")
    site.pages["/a"] = (200, TEXT, b"no page")
    assert round_() == {"aside": 1}
    follow("/feed", "/a", tag="2")
    due("feeds")
    assert round_() == {}
    assert "/a" not in site.paths


def test_a_feed_that_fails_is_left_alone_for_longer_each_time(library, follow, round_, due, site):
    follow("/feed", "/a")
    page, lines = site.pages.pop("/feed"), []
    assert round_(trouble=lines.append) == {}
    first = one_feed(library)
    assert (first.failures, first.fetched, len(lines)) == (1, None, 1)
    assert "404" in first.problem
    assert round_() == {}
    assert site.paths == []
    due("feeds")
    round_()
    second = one_feed(library)
    assert second.failures == 2
    assert second.due > first.due
    site.pages["/feed"] = page
    due("feeds")
    assert round_() == {"added": 1}
    third = one_feed(library)
    assert (third.failures, third.problem) == (0, None)


def test_one_feed_that_fails_holds_up_no_other(library, follow, round_, site):
    follow("/feed", "/a")
    for path in ("/gone", "/broken", "/page"):
        feeds.follow(library.database, [site.address + path])
    site.pages |= {"/broken": (200, {"content-type": "application/rss+xml"}, b"<rss><channel><item>"), "/page": b"<p>x"}
    lines = []
    assert round_(trouble=lines.append)["added"] >= 1
    assert any("/gone" in line for line in lines)
    assert library.find("texte")


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(library, round_, site, new_site, status):
    other = new_site()
    site.pages["/feed"] = (status, {"retry-after": "7200"}, b"")
    elsewhere = f"http://localhost:{other.port}/feed"
    feeds.follow(library.database, [site.address + "/feed", elsewhere])
    round_()
    due = {feed.address: feed.due for feed in feeds.followed(library.database)}
    assert due[site.address + "/feed"] > due[elsewhere]


def test_a_host_that_wants_to_be_left_alone_is_asked_for_nothing_more(library, follow, round_, site, monkeypatch):
    monkeypatch.setattr("sourcier.library.watch.THREADS", 1)  # by a clock that jumps, another would ask meanwhile
    follow("/feed", "/a")
    site.pages["/late"] = (429, {"retry-after": "7200"}, b"")
    feeds.follow(library.database, [site.address + "/late"])
    round_()
    at = site.paths.index("/late")
    assert site.paths[at + 1 :] == []


def test_a_host_is_asked_once_a_second_at_most(library, follow, round_, site, clock):
    follow("/feed", "/a", "/b")
    moments = []

    def timed(page):
        return lambda handler: (moments.append(clock.seconds), page(handler))

    for path in site.pages:
        site.pages[path] = timed(site.pages[path])
    round_()
    assert len(moments) == 3
    assert all(later - earlier >= 1 for earlier, later in pairwise(moments))


def test_robots_txt_is_obeyed(library, follow, round_, site):
    site.pages["/robots.txt"] = (200, TEXT, b"User-agent: *\nDisallow: /secret")
    follow("/feed", "/a", "/secret/b")
    follow("/secret/feed", "/c")
    lines = []
    assert round_(trouble=lines.append) == {"added": 1, "aside": 1}
    assert [path for path in site.paths if path.startswith("/secret")] == []
    assert len(lines) == 1
    assert all("robots.txt" in said for said in (lines[0], library.set_aside()[0].reason))


def test_private_addresses_are_refused_unless_allowed(library, follow, site, make_reading):
    follow("/feed", "/a")
    lines = []
    watch = Watch(library.database, make_reading(), trouble=lines.append)
    assert dict(watch.once().counts) == {}
    assert site.paths == []
    assert (len(lines), one_feed(library).failures) == (1, 1)


def test_a_feed_that_has_moved_is_followed_where_it_is(library, follow, round_, due, site):
    follow("/new", "/a")
    feeds.unfollow(library.database, site.address + "/new")
    feeds.follow(library.database, [site.address + "/old"])
    site.pages["/old"] = (301, {"location": "/new"}, b"")
    assert round_() == {"added": 1}
    assert one_feed(library).address == site.address + "/new"
    due("feeds")
    round_()
    assert "/old" not in site.paths


def test_a_watch_that_is_stopped_asks_for_nothing(library, follow, site, watch):
    follow("/feed", "/a")
    stopped = watch(library)
    stopped.stop()
    stopped.run()
    assert dict(stopped.once().counts) == {}
    assert site.paths == []
    assert one_feed(library).failures == 0


def test_a_watch_goes_on_until_it_is_stopped(library, follow, site, watch):
    follow("/feed", "/a")
    running = watch(library)
    running.report = lambda outcome: running.stop()
    running.run()
    assert len(library) <= 1
    rest = watch(library)
    with library.database.writing() as connection:
        connection.execute(text("UPDATE feeds SET due = NULL, etag = NULL"))
    rest.once()
    assert len(library) == 1


def test_the_date_of_the_feed_is_that_of_a_page_without_one(library, round_, site):
    site.pages["/feed"] = (
        200,
        {"content-type": "application/rss+xml"},
        f'<rss version="2.0"><channel><item><link>{site.address}/a</link><pubDate>Mon, 10 Mar 2031 07:00:00 +0100'
        "</pubDate></item></channel></rss>".encode(),
    )
    site.pages["/a"] = (200, TEXT, b"Titre\n\nLe texte.")
    feeds.follow(library.database, [site.address + "/feed"])
    assert round_() == {"added": 1}
    ((_, record),) = library.records(library.shown())
    assert record.article.published == "2031-03-10T07:00:00+01:00"
