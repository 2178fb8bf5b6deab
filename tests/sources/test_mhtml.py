"""Pages that a browser saved as a single file."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from sourcier.sources.capture import Capture
from sourcier.sources.items import SetAside
from sourcier.sources.unpacking import items_of

CHROME = """From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/pont
Subject: Le pont rouvre
Date: Thu, 14 Aug 2025 18:30:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--abc----"


------MultipartBoundary--abc----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/pont

<html><p>Le pont de Valmont a =C3=A9t=C3=A9 r=
ouvert.</p></html>
------MultipartBoundary--abc----
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://example.org/a.png

iVBORw0KGgo=

------MultipartBoundary--abc------
""".replace("\n", "\r\n").encode()

START = b"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"; start="<main>"; type="text/html"

--b
Content-Type: text/html; charset=windows-1252
Content-ID: <side>

<p>side</p>
--b
Content-Type: text/html; charset=windows-1252
Content-ID: <main>
Content-Location: https://example.org/digue

<html><p>La digue a c\xe9d\xe9.</p></html>
--b--
"""


def read(content: bytes) -> list[object]:
    return list(items_of(io.BytesIO(content), "a.mhtml"))


def test_the_page_with_its_address_and_time():
    (item,) = read(CHROME)
    assert item.content.decode() == "<html><p>Le pont de Valmont a été rouvert.</p></html>"
    assert item.address == "https://example.org/pont"
    assert item.media_type == "text/html"
    assert item.fetched == datetime(2025, 8, 14, 18, 30, tzinfo=UTC)
    assert item.name == "a.mhtml"


def test_the_root_is_the_part_that_the_header_names():
    (item,) = read(START)
    assert item.content == b"<html><p>La digue a c\xe9d\xe9.</p></html>"
    assert item.media_type == "text/html; charset=windows-1252"
    assert item.address == "https://example.org/digue"


def test_a_cut_within_the_pictures_costs_no_page_and_one_within_the_page_does():
    assert isinstance(read(CHROME[:-30])[0], Capture)
    (item,) = read(CHROME[: CHROME.find(b"ouvert.")])
    assert isinstance(item, SetAside) and item.kind == "damaged"


def test_without_a_page_and_nested_too_deep():
    (item,) = read(CHROME.replace(b"text/html\r\nContent-ID", b"image/gif\r\nContent-ID"))
    assert isinstance(item, SetAside)
    deep = b"".join(b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    assert all(isinstance(item, SetAside) for item in read(b"MIME-Version: 1.0\r\n" + deep))
