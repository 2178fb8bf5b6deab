"""Feeds, OPML, sitemaps and lists of addresses: links, dated where the list says when."""

from __future__ import annotations

import io
import json

import pytest

from sourcier.sources.containers.feed import container
from sourcier.sources.items import Link, SetAside
from sourcier.sources.unpacking import items_of

A, B = "https://example.org/a", "https://example.org/b"


def read(content: str | bytes, name: str = "https://example.org/feeds/news") -> list[object]:
    return list(items_of(io.BytesIO(content.encode() if isinstance(content, str) else content), name))


RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Nouvelles</title><link>https://example.org/</link>
<item><title>Le pont &amp; la digue</title><link>{A}</link><pubDate>Thu, 14 Aug 2025 18:30:00 +0200</pubDate></item>
<item><title>La digue</title><guid isPermaLink="true">{B}</guid></item>
<item><title>Relatif</title><link>/c</link></item>
<item><title>Rien</title><guid isPermaLink="false">tag:1</guid></item>
</channel></rss>"""


def test_rss():
    assert read(RSS) == [
        Link(A, "2025-08-14T18:30:00+02:00", "Le pont & la digue"),
        Link(B, None, "La digue"),
        Link("https://example.org/c", None, "Relatif"),
        SetAside("https://example.org/feeds/news, entry 4", "has no address of a page"),
    ]


def test_rss_1_and_0_91():
    rdf = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>N</title></channel>
      <item rdf:about="{A}"><title>Le pont</title><link>{A}</link><dc:date>2025-08-14T18:30+02:00</dc:date></item></rdf:RDF>"""
    assert read(rdf) == [Link(A, "2025-08-14T18:30:00+02:00", "Le pont")]
    old = f'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/rss.dtd"><rss version="0.91"><channel><item><title>P</title><link>{A}</link></item></channel></rss>'
    assert read(old) == [Link(A, None, "P")]


def test_atom():
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><id>x</id>
      <entry><title type="html">Le &lt;b&gt;pont&lt;/b&gt;</title><link rel="alternate" href="{A}"/><id>1</id>
        <published>2025-08-14T18:30:00Z</published><updated>2025-08-15T18:30:00Z</updated></entry>
      <entry><title>Sans date</title><link href="../b"/><id>2</id><updated>2025-08-15T18:30:00Z</updated></entry></feed>"""
    assert read(atom) == [Link(A, "2025-08-14T18:30:00+00:00", "Le pont"), Link(B, None, "Sans date")]


def test_json_feed():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "N",
        "items": [
            {"id": "1", "url": A, "title": "Le pont", "date_published": "2025-08-14T18:30:00+02:00"},
            {"id": B},
            {"id": "3"},
            7,
        ],
    }
    items = read(json.dumps(feed))
    assert items[:2] == [Link(A, "2025-08-14T18:30:00+02:00", "Le pont"), Link(B)]
    assert items[2] == Link("https://example.org/feeds/3") and isinstance(items[3], SetAside)
    assert isinstance(read(json.dumps(feed)[:-20])[0], SetAside)


def test_a_broken_feed_gives_what_it_has():
    items = read(RSS[: RSS.find("<item><title>Relatif")])
    assert items[0] == Link(A, "2025-08-14T18:30:00+02:00", "Le pont & la digue")
    assert [item.kind for item in items if isinstance(item, SetAside)] == ["damaged"]


def test_opml():
    opml = f"""<opml version="2.0"><head><title>Flux</title></head><body><outline text="France">
      <outline type="rss" text="Pont" title="Le pont" xmlUrl="{A}"/><outline type="rss" text="B" xmlUrl="{B}"/>
      <outline text="bad" xmlUrl="javascript:1"/></outline></body></opml>"""
    items = read(opml)
    assert items[:2] == [Link(A, title="Le pont"), Link(B, title="B")]
    assert isinstance(items[2], SetAside) and len(items) == 3
    assert [type(item) for item in read(opml[:-60])][-1] is SetAside


SITEMAP = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>{A}</loc><image:image><image:loc>https://example.org/i.jpg</image:loc><image:title>Image</image:title></image:image>
<news:news><news:publication><news:name>Le Fanal</news:name></news:publication>
<news:publication_date>2025-08-14T18:30+02:00</news:publication_date><news:title>Le pont</news:title></news:news></url>
<url><loc> {B} </loc><lastmod>2025-08-15</lastmod></url><url><lastmod>2025-08-15</lastmod></url></urlset>"""


def test_sitemap():
    items = read(SITEMAP)
    assert items[:2] == [Link(A, "2025-08-14T18:30:00+02:00", "Le pont"), Link(B)]
    assert isinstance(items[2], SetAside) and len(items) == 3
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{A}</loc></sitemap></sitemapindex>'
    assert read(index) == [Link(A)]
    cut = read(SITEMAP[: SITEMAP.find("<url><lastmod>") - 10])
    assert cut[0] == Link(A, "2025-08-14T18:30:00+02:00", "Le pont")
    assert isinstance(cut[-1], SetAside) and cut[-1].kind == "damaged"


def test_a_list_of_addresses():
    items = read(f"\ufeff# à lire\n\n{A}\r\n  {B}  \n", "list.txt")
    assert items == [Link(A), Link(B)]
    items = read(f"{A}\n{B}\n{A}\nftp://example.org\n{B}\n{A}{'x' * 20_000}\n{A}", "list.txt")
    assert items[:3] == [Link(A), Link(B), Link(A)]
    assert items[4] == Link(B) and items[6] == Link(A)
    assert [item.name for item in items if isinstance(item, SetAside)] == ["list.txt, line 4", "list.txt, line 6"]


def test_a_page_that_begins_with_its_address_is_a_page():
    (item,) = read(f"{A}\nLe pont rouvre lundi, dit la maire.\n", "page.txt")
    assert item.content.startswith(A.encode())


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + '<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize(
    "document",
    [
        f"<rss version='2.0'><channel><item><title>&m;&secret;</title><link>{A}</link></item></channel></rss>",
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&m;&secret;</title><link href='{A}'/></entry></feed>",
        f"<opml><body><outline text='&m;' xmlUrl='{A}'/>&secret;</body></opml>",
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{A}</loc><x>&m;&secret;</x></url></urlset>",
    ],
)
def test_entities_are_harmless(document):
    told = repr(read(BOMB + document))
    assert "root:" not in told
    assert len(told) < 5_000


def test_bytes_that_name_a_file_are_not_opened():
    for item in container.items(io.BytesIO(b"/etc/passwd"), "x"):
        assert isinstance(item, SetAside)
