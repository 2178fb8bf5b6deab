"""robots.txt, read as RFC 9309 says."""

from __future__ import annotations

import threading

import pytest

from sourcier.errors import FetchError, FetchLater, FetchRefused
from sourcier.sources.robots import Reply, Robots

PAGE = "https://news.example/politique/2026/03/greve?page=2"


def robots_of(*replies: Reply | Exception, clock=lambda: 0.0):
    """Robots whose site gives these replies, the last one for ever; and the addresses that are asked for."""
    asked: list[str] = []

    def load(address: str) -> Reply:
        asked.append(address)
        reply = replies[min(len(asked), len(replies)) - 1]
        if isinstance(reply, Exception):
            raise reply
        return reply

    return Robots(load, clock=clock), asked


def rules_of(text: str | bytes):
    return robots_of(Reply(200, text if isinstance(text, bytes) else text.encode()))[0].rules(PAGE)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /politique", False),
        ("User-agent: *\nDisallow: /sport", True),
        ("User-agent: *\nDisallow: /\nAllow: /politique/", True),
        ("User-agent: *\nAllow: /politique\nDisallow: /politique/2026", False),
        ("User-agent: *\nDisallow: /*?page=", False),
        ("User-agent: *\nDisallow: /*.pdf$", True),
        ("User-agent: Sourcier\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
        ("User-agent: sourcier\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: OtherBot\nDisallow: /", True),
        ("User-agent: OtherBot\nUser-agent: Sourcier\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("USER-AGENT: *\r\nDISALLOW: /politique # for now\r\n", False),
        ("<!DOCTYPE html><html><body>Page introuvable</body></html>", True),
        (b"User-agent: *\nDisallow: /\xff\xfe\x00", True),
    ],
)
def test_what_a_site_allows(text, allowed):
    assert rules_of(text).allows(PAGE) is allowed


@pytest.mark.parametrize(
    ("said", "delay"),
    [("10", 10), ("0.2", 1), ("0", 1), ("60", 60), ("3600", 60), ("inf", 1), ("nan", 1), ("-4", 1), ("soon", 1)],
)
def test_the_crawl_delay_is_bounded(said, delay):
    assert rules_of(f"User-agent: *\nCrawl-delay: {said}\n").delay == delay


def test_the_sitemaps_are_given():
    rules = rules_of("Sitemap: https://news.example/news.xml\nUser-agent: *\nDisallow: /\nSitemap: ftp://a/b\n")
    assert rules.sitemaps == ("https://news.example/news.xml",)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_without_the_file_everything_is_allowed(status):
    assert robots_of(Reply(status, b"User-agent: *\nDisallow: /"))[0].rules(PAGE).allows(PAGE)


@pytest.mark.parametrize("reply", [Reply(500), Reply(502), Reply(503), Reply(429), FetchLater("no answer")])
def test_where_it_cannot_be_had_nothing_is_allowed_for_now(reply):
    now = 0.0
    robots, asked = robots_of(reply, Reply(404), clock=lambda: now)
    assert not robots.rules(PAGE).reachable
    assert not robots.rules(PAGE).allows(PAGE)
    now = 601.0
    assert robots.rules(PAGE).allows(PAGE)
    assert len(asked) == 2


def test_a_site_that_was_not_asked_is_not_remembered():
    robots, _ = robots_of(FetchLater("leave me alone", after=object()), Reply(404))
    with pytest.raises(FetchLater):
        robots.rules(PAGE)
    assert robots.rules(PAGE).allows(PAGE)


@pytest.mark.parametrize("error", [FetchRefused("a private network"), FetchError("the host is not known")])
def test_what_keeps_from_the_site_itself_is_said(error):
    with pytest.raises(type(error)):
        robots_of(error)[0].rules(PAGE)


def test_redirects_are_followed_to_another_host():
    robots, asked = robots_of(
        Reply(301, location="https://www.news.example/robots.txt"), Reply(200, b"User-agent: *\nDisallow: /")
    )
    assert not robots.rules(PAGE).allows(PAGE)
    assert asked == ["https://news.example/robots.txt", "https://www.news.example/robots.txt"]


def test_redirects_without_end_are_no_file():
    robots, asked = robots_of(Reply(302, location="https://news.example/robots.txt?"))
    assert robots.rules(PAGE).allows(PAGE)
    assert len(asked) == 6


def test_a_redirect_to_a_private_network_allows_nothing():
    robots, _ = robots_of(Reply(302, location="http://10.0.0.1/"), FetchRefused("a private network"))
    assert not robots.rules(PAGE).reachable


def test_it_is_kept_for_a_day_and_for_each_origin():
    now = 0.0
    robots, asked = robots_of(Reply(404), clock=lambda: now)
    robots.rules(PAGE)
    robots.rules("https://news.example/other")
    robots.rules("https://NEWS.example/other")
    assert len(asked) == 1
    robots.rules("http://news.example/")
    robots.rules("https://news.example:8443/")
    assert len(asked) == 3
    now = 86_401.0
    robots.rules(PAGE)
    assert len(asked) == 4


def test_a_line_that_the_limit_cuts_does_not_count():
    """The last line would be `Disallow: /`, and forbid the whole site."""
    filling = b"# " + b"x" * 500_000 + b"\nUser-agent: *\nDisallow: /sport\n"
    last = b"Disallow: /"
    filling += b"#" * (512_000 - len(filling) - len(last) - 1) + b"\n" + last
    assert len(filling) == 512_000
    assert rules_of(filling + b"private\n").allows(PAGE)
    assert not rules_of(filling).allows(PAGE)


@pytest.mark.parametrize("line", ["Disallow: /a" + "*a" * 200, "Allow: /" + "*" * 200, "Disallow: " + "%" * 200])
def test_patterns_made_to_be_slow(line):
    rules = rules_of("User-agent: *\n" + f"{line}\n" * 1_000)
    for _ in range(5):
        rules.allows("https://news.example/" + "a" * 5_000)


def test_only_the_last_sites_are_kept(monkeypatch):
    monkeypatch.setattr("sourcier.sources.robots.ROBOTS_ORIGINS", 2)
    robots, asked = robots_of(Reply(404))
    for host in ("a", "b", "c", "a"):
        robots.rules(f"https://{host}.example/")
    assert len(asked) == 4


def test_threads_that_need_the_same_file_ask_once():
    asked: list[str] = []
    go = threading.Event()

    def load(address: str) -> Reply:
        asked.append(address)
        go.wait(5)
        return Reply(404)

    robots = Robots(load, clock=lambda: 0.0)
    threads = [threading.Thread(target=robots.rules, args=(PAGE,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert asked == ["https://news.example/robots.txt"]
