"""The way through files, folders, streams and addresses."""

from __future__ import annotations

import gzip
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcier import limits
from sourcier.errors import InputError
from sourcier.settings import Settings
from sourcier.sources import capture
from sourcier.sources.capture import CLEAN_TEXT, Capture
from sourcier.sources.items import Link, SetAside
from sourcier.sources.walk import Walk

PAGE = b"<html><body><p>Le pont de Valmont rouvre lundi, dit la maire.</p></body></html>"
LINES = b'{"text": "La digue tient."}\n{"text": "La digue a tenu."}\n'


def walk(*names: object, follow: bool = True) -> Walk:
    return Walk([str(name) for name in names], Settings(), follow=follow)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b" / "inner").mkdir(parents=True)
    (tmp_path / "b" / "inner" / "page.html").write_bytes(PAGE)
    (tmp_path / "a.html").write_bytes(PAGE + b"<!-- a -->")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / ".hidden.html").write_bytes(PAGE)
    return tmp_path


def test_a_folder_in_the_order_of_its_names(folder):
    way = walk(folder)
    total = way.total
    names = [item.name.removeprefix(f"{folder}/") for item in way]
    assert names == ["a.html", "b/inner/page.html", "c.jsonl.gz, line 1", "c.jsonl.gz, line 2"]
    assert way.done == total == sum((folder / n).stat().st_size for n in ("a.html", "b/inner/page.html", "c.jsonl.gz"))


def test_a_complete_page_is_one_page(tmp_path):
    for stem, beside in (("un", "un_fichiers"), ("two", "two_files"), ("drei", "drei-Dateien"), ("III", "III.files")):
        (tmp_path / f"{stem}.html").write_bytes(PAGE)
        (tmp_path / beside).mkdir()
        (tmp_path / beside / "frame.html").write_bytes(PAGE)
    (tmp_path / "press_files").mkdir()
    (tmp_path / "press_files" / "kept.htm").write_bytes(PAGE)
    names = sorted(Path(item.name).name for item in walk(tmp_path))
    assert names == ["III.html", "drei.html", "kept.htm", "two.html", "un.html"]


def test_what_is_no_page_is_skipped_with_its_reason(tmp_path):
    for name, content in (("a.png", b"x"), ("b.css", b"x"), ("c", b"%PDF-1.7"), ("d.docx", b"PK\x03\x04"), ("e", b"")):
        (tmp_path / name).write_bytes(content)
    items = list(walk(tmp_path))
    assert [item.kind for item in items] == ["skipped", "skipped", "skipped", "skipped", "failed"]
    assert "PDF" in items[2].reason and "empty" in items[4].reason


def test_links_pipes_and_loops(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.html").write_bytes(PAGE)
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    (tmp_path / "lost.html").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe.html")
    items = list(walk(tmp_path))
    assert [type(item) for item in items] == [Capture, SetAside]
    assert items[1].name.endswith("lost.html")
    with pytest.raises(InputError, match="pipe"):
        walk(tmp_path / "pipe.html")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing.html", "no such file"),
        ("www.example.org", "https://"),
        ("example.org/a/b", "https://"),
        ("ftp://example.org/", "only http"),
        ("a\0b", "cannot be read"),
        ("a" * 5000, "cannot be read"),
    ],
)
def test_a_name_that_stands_for_nothing_is_refused_first(folder, name, words):
    with pytest.raises(InputError, match=words):
        walk(folder, name)


def test_a_file_that_may_not_be_read(folder):
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (folder / "a.html").chmod(0)
    assert next(iter(walk(folder))).reason.startswith("cannot be read")
    with pytest.raises(InputError, match="may not be read"):
        walk(folder / "a.html")


def test_addresses_come_back_and_standard_input_is_any_container(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINES)))
    items = list(walk("https://example.org/a", "-", follow=False))
    assert items[0] == Link("https://example.org/a", asked=True)
    assert [item.media_type for item in items[1:]] == [CLEAN_TEXT, CLEAN_TEXT]
    assert items[2].name == "standard input, line 2"


def test_links_that_are_not_followed_are_counted(tmp_path):
    (tmp_path / "list.txt").write_text("https://example.org/1\nhttps://example.org/2\n")
    (item,) = walk(tmp_path, follow=False)
    assert item.kind == "skipped" and "2 pages" in item.reason


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_single_file_compression(tmp_path, pack):
    path = tmp_path / "page.html.packed"
    path.write_bytes(pack(PAGE))
    assert list(walk(path)) == [Capture(PAGE)]
    path.write_bytes(pack(PAGE)[:-5])
    (item,) = walk(path)
    assert item.kind == "damaged" and "cut short" in item.reason
    path.write_bytes(pack(b"<p>" + b" " * limits.PAGE_BYTES))
    (item,) = walk(path)
    assert isinstance(item, SetAside)


def test_a_page_that_is_too_large(tmp_path):
    (tmp_path / "page.html").write_bytes(b"<p>" + b"a" * limits.PAGE_BYTES)
    (item,) = walk(tmp_path)
    assert "bytes" in item.reason


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0021)https://example.org/a -->",
        "<!--\n Page saved with SingleFile \n url: https://example.org/a \n saved date: Thu Aug 14 2025\n-->",
    ],
)
def test_the_address_of_a_saved_page(tmp_path, comment):
    path = tmp_path / "page.html"
    path.write_text(f"<!DOCTYPE html>\n{comment}\n<html><p>Le pont rouvre.</p></html>")
    (item,) = walk(path)
    assert item.address == "https://example.org/a"
    assert capture(path).address == "https://example.org/a"


def test_progress_moves_inside_a_big_file(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(LINES * 20_000)
    way = walk(path)
    seen = {way.done for _ in way}
    assert len(seen) > 10 and max(seen) <= way.total == way.done


def test_what_was_fetched_is_told_apart():
    way = walk()
    page = Capture(PAGE, "https://example.org/a", "text/html; charset=utf-8")
    assert next(way.unpack(page)) is page
    feed = b"<rss version='2.0'><channel><item><title>P</title><link>/a</link></item></channel></rss>"
    assert list(way.unpack(Capture(feed, "https://example.org/rss"))) == [Link("https://example.org/a", None, "P")]
    clean = Capture(b'{"text": "a"}', media_type=CLEAN_TEXT)
    assert next(way.unpack(clean)) is clean
    mhtml = Capture(BEGINNINGS[3], "https://example.org/a", "multipart/related")
    assert list(way.unpack(mhtml)) == [Capture(b"<p>", "https://example.org/a", "text/html")]
    packed = Capture(gzip.compress(PAGE), "https://example.org/a", "text/html")
    assert list(way.unpack(packed)) == [Capture(PAGE, "https://example.org/a", "text/html")]


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("a.html", PAGE)
        members.writestr("b.jsonl", LINES)
    return out.getvalue()


BEGINNINGS = [
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 20\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>\r\n\r\n",
    gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n\r\n"),
    archive(),
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\nDate: x\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n--b--",
    LINES,
    b'[{"text": "a", "published": "2025-08-14"}]',
    b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "https://example.org/"}]}',
    b"https://example.org/1\nhttps://example.org/2\n",
    b"<rss version='2.0'><channel><item><title>P</title><link>/a</link><pubDate>x</pubDate></item></channel></rss>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/><published>2025</published></entry></feed>",
    b"<opml><body><outline xmlUrl='https://example.org/rss'/></body></opml>",
    b"<urlset><url><loc>https://example.org/</loc></url></urlset>",
    gzip.compress(LINES),
    zstandard.compress(LINES),
    PAGE,
]


def told(content: bytes) -> None:
    for item in walk().unpack(Capture(content, "https://example.org/x")):
        if isinstance(item, SetAside):
            assert item.reason and "\n" not in item.reason and "\n" not in item.name
            assert item.kind in {"damaged", "skipped", "failed"}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(content):
    told(content)


@settings(max_examples=800, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.data())
def test_no_damage_makes_it_raise(content, data):
    content = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(at, min(at + 8, len(content))))
        content[at:end] = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from([b"<", b"{", b'"', b"\n", b"\0"])))
    told(bytes(content))
