"""Fetching: what comes, redirects, politeness."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from sourcier.errors import FetchError, FetchLater, FetchRefused, InputError
from sourcier.settings import Settings, from_environment
from sourcier.sources.fetch import Fetcher

HTML = {"content-type": "text/html; charset=utf-8"}
PAGE = b"<p>Bonjour</p>"
ALLOWED = Settings(private_addresses=True)


def raw(*parts: bytes):
    """A page that sends these bytes and nothing else, then closes."""

    def page(handler) -> None:
        for part in parts:
            handler.wfile.write(part)

    return page


def test_a_page(fetcher, site, clock):
    site.pages["/page"] = (200, {**HTML, "etag": '"1"', "last-modified": "Tue, 10 Mar 2026 08:00:00 GMT"}, PAGE)
    answer = fetcher.get(f"{site.address}/page", polite=False)
    assert answer.address == f"{site.address}/page"
    assert answer.capture is not None
    assert answer.capture.content == PAGE
    assert answer.capture.address == f"{site.address}/page"
    assert answer.capture.media_type == "text/html; charset=utf-8"
    assert answer.capture.fetched == clock.now()
    assert (answer.etag, answer.last_modified) == ('"1"', "Tue, 10 Mar 2026 08:00:00 GMT")
    assert (answer.not_modified, answer.expires, answer.moved_to) == (False, None, None)


def test_what_a_request_says_of_itself(site, clock):
    site.pages["/"] = PAGE
    settings = Settings(private_addresses=True, user_agent="Rédaction".encode().hex() + " (desk@paper.example)")
    with Fetcher(settings, clock=clock, sleep=clock.sleep) as made:
        made.get(f"{site.address}/#fragment", polite=False)
    path, headers = site.asked[0]
    assert path == "/"
    assert headers["user-agent"] == settings.user_agent
    assert "gzip" in headers["accept-encoding"]
    assert not {"cookie", "referer", "authorization"} & set(headers)


def test_the_default_name_has_the_token_of_robots_txt(monkeypatch):
    monkeypatch.delenv("SOURCIER_USER_AGENT", raising=False)
    assert "Sourcier/" in from_environment().user_agent
    monkeypatch.setenv("SOURCIER_USER_AGENT", "Desk/1.0")
    assert from_environment().user_agent == "Desk/1.0"


@pytest.mark.parametrize("agent", ["", "Desk\r\nX-Other: 1", "Rédaction", "a\x00b"])
def test_a_name_that_no_header_may_have(agent):
    with pytest.raises(InputError, match="SOURCIER_USER_AGENT"):
        Fetcher(Settings(user_agent=agent))


@pytest.mark.parametrize("header", ['"1"', 'W/"1"'])
def test_what_has_not_changed_is_not_sent_again(fetcher, site, header):
    site.pages["/feed"] = (304, {"etag": header, "cache-control": "max-age=60"}, b"")
    answer = fetcher.get(
        f"{site.address}/feed", etag=header, last_modified="Tue, 10 Mar 2026 08:00:00 GMT", polite=False
    )
    assert (answer.capture, answer.not_modified, answer.etag) == (None, True, header)
    assert answer.expires == datetime(2026, 3, 11, 8, 1, tzinfo=UTC)
    headers = site.asked[0][1]
    assert headers["if-none-match"] == header
    assert headers["if-modified-since"] == "Tue, 10 Mar 2026 08:00:00 GMT"


def test_not_modified_without_having_been_asked(fetcher, site):
    site.pages["/"] = (304, {}, b"")
    with pytest.raises(FetchError, match="304"):
        fetcher.get(f"{site.address}/", polite=False)


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"cache-control": "public, max-age=600"}, 10),
        ({"cache-control": "MAX-AGE=600"}, 10),
        ({"cache-control": "max-age=600", "age": "300"}, 5),
        ({"cache-control": "max-age=600", "age": "6000"}, 0),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "max-age=600, no-store"}, None),
        ({"cache-control": "max-age=-1"}, None),
        ({"cache-control": "max-age=" + "9" * 300}, 525_600),
        ({}, None),
    ],
)
def test_until_when_there_is_nothing_new(fetcher, site, clock, headers, minutes):
    site.pages["/"] = (200, {**HTML, **headers}, PAGE)
    expires = fetcher.get(f"{site.address}/", polite=False).expires
    assert (None if expires is None else (expires - clock.now()).total_seconds() / 60) == minutes


@pytest.mark.parametrize(
    ("kind", "page", "news", "whatever"),
    [
        ("text/html", True, True, True),
        ("TEXT/HTML", True, True, True),
        ("application/xhtml+xml", True, True, True),
        ("text/plain; charset=utf-8", True, True, True),
        ("application/rss+xml", True, True, True),
        ("application/feed+json", False, True, True),
        ("application/json", False, True, True),
        ("text/x-opml", True, True, True),
        ("application/gzip", False, True, True),
        ("application/warc", False, True, True),
        ("application/zip", False, True, True),
        ("application/octet-stream", False, False, True),
        ("image/png", False, False, False),
        ("video/mp4", False, False, False),
        ("application/pdf", False, False, False),
    ],
)
def test_media_types(fetcher, site, kind, page, news, whatever):
    site.pages["/"] = (200, {"content-type": kind}, PAGE)
    for accept, allowed in (("page", page), ("news", news), ("any", whatever)):
        if allowed:
            assert fetcher.get(f"{site.address}/", polite=False, accept=accept).capture is not None
        else:
            with pytest.raises(FetchError, match="not a page"):
                fetcher.get(f"{site.address}/", polite=False, accept=accept)


@pytest.mark.parametrize("status", [204, 300, 400, 401, 403, 404, 410, 451])
def test_an_answer_that_is_no_page(fetcher, site, status):
    site.pages["/"] = (status, HTML, b"")
    with pytest.raises(FetchError, match=str(status)) as raised:
        fetcher.get(f"{site.address}/", polite=False)
    assert type(raised.value) is FetchError


@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504])
def test_an_answer_that_may_be_another_one_later(fetcher, site, status):
    site.pages["/"] = (status, HTML, b"")
    with pytest.raises(FetchLater, match=str(status)) as raised:
        fetcher.get(f"{site.address}/", polite=False)
    assert raised.value.after is None


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("header", ["3600", "Wed, 11 Mar 2026 09:00:00 GMT"])
def test_a_host_that_wants_to_be_left_alone_is(fetcher, site, status, header):
    site.pages["/"] = (status, {"retry-after": header}, b"")
    site.pages["/other"] = PAGE
    for path in ("/", "/other"):
        with pytest.raises(FetchLater) as raised:
            fetcher.get(site.address + path, polite=False)
        assert raised.value.after == datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
    assert site.paths == ["/"]


def test_too_many_requests_without_a_time_is_a_minute(fetcher, site, clock):
    site.pages["/"] = (429, {}, b"")
    site.pages["/other"] = PAGE
    with pytest.raises(FetchLater):
        fetcher.get(f"{site.address}/", polite=False)
    fetcher.get(f"{site.address}/other", polite=False)
    assert clock.slept == [60.0]


@pytest.mark.parametrize(
    "address",
    ["ftp://news.example/", "file:///etc/passwd", "news.example", "http://", "http://[::1", "http://a b/", "//x", "",
     "http://news.example:0/", "http://news.example:99999/", "http://user:word@news.example/", "javascript:1",
     "http://" + "a" * 64 + ".example/", "http://news.example/\x00", "x" * 70_000],
)  # fmt: skip
def test_what_is_no_address(fetcher, address):
    with pytest.raises(FetchError) as raised:
        fetcher.get(address, polite=False)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 500


def test_redirects_are_followed(fetcher, site):
    site.pages |= {"/a": (302, {"location": "b?x=é"}, b""), "/b?x=%C3%A9": PAGE}
    answer = fetcher.get(f"{site.address}/a", polite=False)
    assert answer.capture is not None
    assert answer.capture.address == f"{site.address}/b?x=%C3%A9"
    assert answer.moved_to is None


@pytest.mark.parametrize(("statuses", "moved"), [((301, 308), True), ((301, 302), False), ((307, 301), False)])
def test_only_permanent_redirects_move_an_address(fetcher, site, statuses, moved):
    site.pages |= {
        "/a": (statuses[0], {"location": "/b"}, b""),
        "/b": (statuses[1], {"location": f"{site.address}/c#top"}, b""),
        "/c": PAGE,
    }
    assert fetcher.get(f"{site.address}/a", polite=False).moved_to == (f"{site.address}/c" if moved else None)


def test_a_redirect_loop(fetcher, site):
    site.pages["/loop"] = (302, {"location": "/loop"}, b"")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher.get(f"{site.address}/loop", polite=False)
    assert len(site.asked) == 6


def test_five_redirects_are_not_too_many(fetcher, site):
    site.pages |= {f"/{n}": (302, {"location": f"/{n + 1}"}, b"") for n in range(5)} | {"/5": PAGE}
    assert fetcher.get(f"{site.address}/0", polite=False).capture is not None


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "javascript:alert(1)", "gopher://127.0.0.1:25/", "http://u:p@127.0.0.1/", "http://[", "",
     "data:text/html,x", "http://127.0.0.1:99999/"],
)  # fmt: skip
def test_redirects_to_what_is_no_web_page(fetcher, site, location):
    site.pages["/"] = (302, {"location": location}, b"")
    with pytest.raises(FetchError) as raised:
        fetcher.get(f"{site.address}/", polite=False)
    assert not isinstance(raised.value, FetchLater)
    assert len(site.asked) == 1


def test_a_redirect_of_the_host_of_one_page_is_followed_at_once_where_a_person_asked(fetcher, site, clock):
    site.pages |= {"/a": (302, {"location": "/b"}, b""), "/b": PAGE}
    fetcher.get(f"{site.address}/a", polite=False)
    assert clock.slept == []
    fetcher.get(f"{site.address}/b", polite=False)
    assert clock.slept == [1.0]


def test_a_cookie_lives_as_long_as_the_redirects_that_need_it(fetcher, site):
    site.pages |= {"/a": (302, {"location": "/b", "set-cookie": "seen=1"}, b""), "/b": PAGE}
    fetcher.get(f"{site.address}/a", polite=False)
    fetcher.get(f"{site.address}/b", polite=False)
    assert [headers.get("cookie") for _, headers in site.asked] == [None, "seen=1", None]


def test_robots_txt_is_asked_first_and_obeyed(fetcher, site, clock):
    site.pages |= {"/robots.txt": b"User-agent: Sourcier\nDisallow: /private/\nCrawl-delay: 7\n", "/page": PAGE}
    assert fetcher.get(f"{site.address}/page").capture is not None
    with pytest.raises(FetchRefused, match=r"robots\.txt"):
        fetcher.get(f"{site.address}/private/page")
    fetcher.get(f"{site.address}/page")
    assert site.paths == ["/robots.txt", "/page", "/page"]
    assert clock.slept == [7.0, 7.0]


def test_a_person_may_ask_for_one_page_all_the_same(fetcher, site):
    site.pages |= {"/robots.txt": b"User-agent: *\nDisallow: /\n", "/page": PAGE}
    assert fetcher.get(f"{site.address}/page", polite=False).capture is not None
    assert site.paths == ["/page"]


def test_robots_txt_of_the_target_of_a_redirect_is_obeyed(fetcher, new_site):
    one, other = new_site(), new_site()
    one.pages |= {"/page": (301, {"location": f"{other.address}/page"}, b"")}
    other.pages |= {"/robots.txt": b"User-agent: *\nDisallow: /\n", "/page": PAGE}
    with pytest.raises(FetchRefused, match=r"robots\.txt"):
        fetcher.get(f"{one.address}/page")
    assert other.paths == ["/robots.txt"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_without_an_answer_for_robots_txt_nothing_is_fetched(fetcher, site, status):
    site.pages |= {"/robots.txt": (status, {}, b""), "/page": PAGE}
    for _ in range(2):
        with pytest.raises(FetchLater) as raised:
            fetcher.get(f"{site.address}/page")
        assert raised.value.after is not None
    assert site.paths == ["/robots.txt"]


@pytest.mark.parametrize(
    "page",
    [
        raw(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\ncut"),
        (200, {"content-encoding": "gzip"}, b"not gzip"),
        raw(b""),
    ],
)
def test_a_broken_robots_txt_allows_nothing_or_is_said(fetcher, site, page):
    site.pages |= {"/robots.txt": page, "/page": PAGE}
    with pytest.raises(FetchError):
        fetcher.get(f"{site.address}/page")
    assert "/page" not in site.paths


def test_a_robots_txt_without_end_is_read_up_to_the_limit(fetcher, site):
    def page(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n")
        while True:
            handler.wfile.write(b"#" * 1_000 + b"\n")

    site.pages |= {"/robots.txt": page, "/page": PAGE}
    assert fetcher.get(f"{site.address}/page").capture is not None
    with pytest.raises(FetchRefused):
        fetcher.get(f"{site.address}/private")


def test_the_sitemaps_of_a_site(fetcher, site):
    site.pages["/robots.txt"] = b"Sitemap: https://news.example/news.xml\n"
    assert fetcher.sitemaps(f"{site.address}/a/page") == ("https://news.example/news.xml",)


def test_a_local_file_and_the_names_of_fetching_load_no_http(tmp_path):
    page = tmp_path / "page.html"
    page.write_bytes(PAGE)
    code = (
        "import sys; from sourcier.sources import capture; from sourcier.sources.fetch import Fetcher, fetch_all; "
        f"capture({str(page)!r}); print(sorted({{'httpx', 'httpcore', 'protego', 'ssl'}} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
