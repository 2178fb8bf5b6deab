"""ZIP archives: what can be read is, what cannot is told, and nothing is written where a name points to."""

from __future__ import annotations

import gzip
import io
import random
import zipfile

import pytest

from sourcier import limits
from sourcier.sources.capture import Capture
from sourcier.sources.items import Link, SetAside
from sourcier.sources.unpacking import items_of

PAGE = b"<html><body><p>Le pont de Valmont rouvre lundi, dit la maire.</p></body></html>"


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def read(content: bytes, name: str = "a.zip") -> list[object]:
    return list(items_of(io.BytesIO(content), name))


def numbered(count: int) -> list[tuple[str, bytes]]:
    chance = random.Random(3)
    return [(f"{n}.html", PAGE.replace(b"lundi", chance.randbytes(200).hex().encode())) for n in range(count)]


def test_pages_and_what_lies_beside_them():
    items = read(
        packed(
            ("saved/pont.html", PAGE),
            ("saved/pont_fichiers/cadre.html", PAGE),
            ("saved/pont_fichiers/logo.png", b"\x89PNG"),
            ("saved/photo.jpg", b"\xff\xd8\xff"),
            ("__MACOSX/._pont.html", b"\x00"),
            ("list.txt", b"https://example.org/1\nhttps://example.org/2\n"),
            ("lines.jsonl.gz", gzip.compress(b'{"text": "La digue tient."}\n')),
            ("inner.zip", packed(("a.html", PAGE))),
        )
    )
    assert items[0] == Capture(PAGE) and items[0].name == "a.zip, saved/pont.html"
    assert items[1] == SetAside("a.zip, saved/photo.jpg", "is a picture, not a page", "skipped")
    assert items[2:4] == [Link("https://example.org/1"), Link("https://example.org/2")]
    assert items[4].content == b'{"text": "La digue tient."}'
    assert isinstance(items[5], SetAside) and "inside another" in items[5].reason
    assert len(items) == 6


def test_a_name_that_points_outside_is_only_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    items = read(packed(("../../outside.html", PAGE), ("/etc/page\n.html", PAGE)))
    assert [item.name for item in items] == ["a.zip, ../../outside.html", "a.zip, /etc/page?.html"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_damaged_member_costs_itself(method):
    content = bytearray(packed(*numbered(9), method=method))
    at = content.find(b"4.html") + 60
    content[at : at + 20] = b"\xff" * 20
    items = read(bytes(content))
    aside = [item for item in items if isinstance(item, SetAside)]
    assert [(item.name, item.kind) for item in aside] == [("a.zip, 4.html", "damaged")]
    assert [item for item in items if isinstance(item, Capture)] == [
        Capture(content) for name, content in numbered(9) if name != "4.html"
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_an_archive_that_is_cut_keeps_the_members_before(method):
    whole = packed(*numbered(9), method=method)
    ends = [whole.find(b"PK\x03\x04", whole.find(f"{n}.html".encode())) for n in range(8)]
    pages = dict(numbered(9))
    for cut in random.Random(2).sample(range(40, len(whole) - 1), 60):
        items = read(whole[:cut])
        captures = [item for item in items if isinstance(item, Capture)]
        assert any(isinstance(item, SetAside) and item.kind == "damaged" for item in items)
        assert all(pages[item.name.removeprefix("a.zip, ")] == item.content for item in captures)
        assert len(captures) >= sum(0 < end <= cut for end in ends)


def test_a_bomb_is_set_aside_and_the_rest_kept(monkeypatch):
    bomb = b"<p>" + b" " * (limits.PAGE_BYTES + 1)
    items = read(packed(("bomb.html", bomb), ("pont.html", PAGE)))
    assert "bytes" in items[0].reason and items[1] == Capture(PAGE)
    many = packed(*((f"{n}.html", b"<p>" + b"a" * 15_000_000) for n in range(5)))
    items = read(many)
    assert sum(isinstance(item, Capture) for item in items) == 3
    assert "times the archive" in items[-1].reason
    monkeypatch.setattr("sourcier.sources.containers.zip.ZIP_MEMBERS", 3)
    items = read(packed(*numbered(9)))
    assert len(items) == 1 and "members" in items[0].reason


def test_encrypted_members_and_office_documents():
    content = bytearray(packed(("a.html", PAGE), ("b.html", PAGE)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + offset] |= 1
    items = read(bytes(content))
    assert "encrypted" in items[0].reason and items[1] == Capture(PAGE)
    document = packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
    assert [item.kind for item in read(document, "report")] == ["skipped"]
