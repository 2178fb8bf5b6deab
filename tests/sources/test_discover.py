"""What to follow for a site."""

from __future__ import annotations

import gzip

import pytest

from sourcier.errors import FetchError, FetchRefused
from sourcier.sources.discover import discover
from sourcier.sources.items import Link

RSS = b'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Le Quai</title></channel></rss>'
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Quai</title></feed>'
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "title": "Le Quai", "items": []}'
OPML = b'<opml version="2.0"><body><outline xmlUrl="https://news.example/rss"/></body></opml>'
SITEMAP = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
INDEX = b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></sitemapindex>'
HOME = b"<!DOCTYPE html><html><head><title>Le Quai</title></head><body><p>Bonjour</p></body></html>"


def home(*links: str) -> bytes:
    return HOME.replace(b"</title>", b"</title>" + "\n".join(links).encode())


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/rss+xml", RSS),
        ("text/html", RSS),
        ("text/xml", ATOM),
        ("application/feed+json", JSON),
        ("text/x-opml", OPML),
        ("application/xml", SITEMAP),
        ("application/xml", INDEX),
        ("application/gzip", gzip.compress(SITEMAP)),
    ],
)
def test_the_address_itself_where_it_is_to_be_followed(fetcher, site, kind, content):
    site.pages["/given"] = (200, {"content-type": kind}, content)
    assert discover(f"{site.address}/given", fetcher) == (Link(f"{site.address}/given"),)
    assert site.paths == ["/robots.txt", "/given"]


def test_the_feeds_that_a_page_announces(fetcher, site):
    site.pages["/"] = home(
        '<link rel="alternate" type="application/rss+xml" title="À la  une" href="/rss/une">',
        '<LINK REL="Alternate" TYPE="application/atom+xml; charset=utf-8" HREF="atom">',
        '<link rel="home alternate" type="application/feed+json" href="https://autre.example/feed.json">',
        '<link rel="alternate" type="application/rss+xml" title="twice" href="/rss/une">',
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">',
        '<link rel="alternate" type="text/html" hreflang="fr" href="/fr">',
        '<link rel="stylesheet" type="application/rss+xml" href="/style">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="http://[">',
        '<link rel="alternate" type="application/rss+xml" href="">',
        '<link rel="alternate" type="application/rss+xml">',
    )
    found = discover(f"{site.address}/", fetcher)
    assert found[:3] == (
        Link(f"{site.address}/rss/une", title="À la une"),
        Link(f"{site.address}/atom"),
        Link("https://autre.example/feed.json"),
    )
    assert site.paths == ["/robots.txt", "/"]


def test_a_page_that_announces_itself_or_nothing_announces_nothing(fetcher, site):
    site.pages["/page"] = home('<link rel="alternate" type="application/rss+xml" href="">')
    assert discover(f"{site.address}/page", fetcher) == ()


def test_the_base_of_the_page_counts(fetcher, site):
    site.pages["/a/page"] = home(
        '<base href="/rubrique/">', '<link rel="alternate" type="application/rss+xml" href="rss">'
    )
    assert discover(f"{site.address}/a/page", fetcher) == (Link(f"{site.address}/rubrique/rss"),)


def test_the_address_after_redirects_counts(fetcher, new_site):
    old, new = new_site(), new_site()
    old.pages["/"] = (301, {"location": f"{new.address}/accueil/"}, b"")
    new.pages["/accueil/"] = home('<link rel="alternate" type="application/rss+xml" href="rss">')
    assert discover(f"{old.address}/", fetcher) == (Link(f"{new.address}/accueil/rss"),)


def test_not_more_feeds_than_a_site_has(fetcher, site):
    site.pages["/"] = home(*(f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(500)))
    assert len(discover(f"{site.address}/", fetcher)) == 20


def test_news_sitemaps_of_robots_txt(fetcher, site):
    site.pages |= {
        "/": HOME,
        "/robots.txt": b"Sitemap: https://news.example/sitemap.xml\nSitemap: https://news.example/sitemap_news_fr.xml\n"
        b"Sitemap: https://quai.example/actus.xml.gz\nUser-agent: *\nDisallow: /x\n",
    }
    assert discover(f"{site.address}/", fetcher) == (
        Link("https://news.example/sitemap_news_fr.xml"),
        Link("https://quai.example/actus.xml.gz"),
    )


@pytest.mark.parametrize(
    ("path", "content", "before"),
    [("/sitemap-news.xml", SITEMAP, 1), ("/feed", RSS, 3), ("/atom.xml", ATOM, 7)],
)
def test_the_usual_places_are_tried_in_turn(fetcher, site, clock, path, content, before):
    site.pages |= {"/une/page": HOME, path: content}
    assert discover(f"{site.address}/une/page", fetcher) == (Link(site.address + path),)
    assert len(site.paths) == 2 + before
    assert clock.slept == [1.0] * (1 + before)


def test_a_page_at_a_usual_place_is_no_feed(fetcher, site):
    site.pages |= {"/": HOME, "/feed": HOME, "/rss": RSS}
    assert discover(f"{site.address}/", fetcher) == (Link(f"{site.address}/rss"),)


def test_a_usual_place_that_robots_txt_forbids_is_not_tried(fetcher, site):
    site.pages |= {"/": HOME, "/feed": RSS, "/rss": RSS, "/robots.txt": b"User-agent: *\nDisallow: /feed"}
    assert discover(f"{site.address}/", fetcher) == (Link(f"{site.address}/rss"),)
    assert "/feed" not in site.paths


def test_a_site_that_has_had_enough_is_left_alone(fetcher, site):
    site.pages |= {"/": HOME, "/sitemap-news.xml": (429, {"retry-after": "600"}, b""), "/feed": RSS}
    assert discover(f"{site.address}/", fetcher) == ()
    assert site.paths[-1] == "/sitemap-news.xml"


def test_a_site_without_any(fetcher, site):
    site.pages["/"] = HOME
    assert discover(f"{site.address}/", fetcher) == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, b"<" * 15_000, b"<div>" * 15_000, b"\x1f\x8b\x08 not gzip", "Ça va".encode("utf-16")],
)
def test_pages_of_any_content(fetcher, site, content):
    site.pages["/"] = content
    assert discover(f"{site.address}/", fetcher) == ()


def test_an_address_that_gives_nothing(fetcher, site):
    with pytest.raises(FetchError, match="404"):
        discover(f"{site.address}/gone", fetcher)


def test_an_address_that_robots_txt_forbids(fetcher, site):
    site.pages |= {"/": HOME, "/robots.txt": b"User-agent: *\nDisallow: /"}
    with pytest.raises(FetchRefused):
        discover(f"{site.address}/", fetcher)
