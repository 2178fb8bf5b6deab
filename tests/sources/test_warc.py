"""Web archives: what is whole is kept, what is damaged is told, and nothing comes out other than it went in."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import random
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

import brotli
import pytest
import zstandard

from sourcier.sources.capture import Capture
from sourcier.sources.containers.warc import container
from sourcier.sources.items import SetAside
from sourcier.sources.unpacking import items_of

HTML = "text/html; charset=utf-8"


def sha1(content: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(content).digest()).decode()


def http(body: bytes, media_type: str | None = HTML, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if media_type is not None:
        lines.append(f"Content-Type: {media_type}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    block: bytes, address: str = "https://example.org/", kind: str = "response", *, digest: bool = True, **fields: str
) -> bytes:
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(block + address.encode()).hexdigest()}>",
        "WARC-Date": "2025-08-14T18:30:00Z",
        "WARC-Target-URI": address,
        "Content-Type": "application/http; msgtype=response" if kind == "response" else "text/html",
        "Content-Length": str(len(block)),
    }
    if digest:
        head["WARC-Block-Digest"] = sha1(block)
    head |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def page(number: int, chance: random.Random) -> bytes:
    words = " ".join(f"mot{chance.randrange(10_000)}" for _ in range(chance.randrange(20, 400)))
    return f"<html><h1>Le pont numéro {number} rouvre</h1><p>{words}.</p></html>".encode()


@dataclass
class Built:
    content: bytes
    spans: list[tuple[int, int]]
    pages: dict[str, bytes]
    """Address -> content of each page; `page{n}` is in the record of `spans[n]`."""


def build(*, packed: bool, count: int = 30, seed: int = 5) -> Built:
    chance = random.Random(seed)
    content, spans, pages = bytearray(), [], {}
    for number in range(count):
        address = f"https://example.org/page{number}"
        body = page(number, chance)
        kind = number % 6
        if kind == 4:
            written = record(http(random.Random(number).randbytes(3000), "image/png"), address)
        elif kind == 5:
            # A signature of gzip and the words that a record begins with, inside a page.
            body += b"\x1f\x8b\x08\x00\x00<p>WARC/1.0\r\nWARC-Type: response\r\n</p>\x1f\x8b\x08" + body
            written = record(http(body), address)
        else:
            written = record(http(body), address)
        if kind != 4:
            pages[address] = body
        if packed:
            written = gzip.compress(written, 6 if number % 3 else 0)
        spans.append((len(content), len(content) + len(written)))
        content += written
    return Built(bytes(content), spans, pages)


def read(content: bytes, name: str = "a.warc") -> tuple[list[Capture], list[SetAside]]:
    items = list(container.items(io.BytesIO(content), name))
    captures = [item for item in items if isinstance(item, Capture)]
    aside = [item for item in items if isinstance(item, SetAside)]
    assert len(captures) + len(aside) == len(items)
    return captures, aside


def one(content: bytes) -> Capture:
    captures, aside = read(content)
    assert len(captures) == 1 and not aside, aside
    return captures[0]


def assert_kept(built: Built, content: bytes, whole: list[int]) -> list[SetAside]:
    """Every page of the records that are whole is there, and what is there is as it was."""
    captures, aside = read(content)
    for capture in captures:
        assert built.pages[capture.address] == capture.content
        assert capture.fetched == datetime(2025, 8, 14, 18, 30, tzinfo=UTC)
        assert capture.media_type == HTML
    found = [capture.address for capture in captures]
    assert len(found) == len(set(found))
    wanted = {f"https://example.org/page{number}" for number in whole} & set(built.pages)
    assert wanted <= set(found)
    assert all(item.kind == "damaged" and re.match(r"a\.warc, byte \d+$", item.name) for item in aside), aside
    return aside


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_whole_archive_gives_every_page_where_it_stands(packed):
    built = build(packed=packed)
    captures, aside = read(built.content)
    assert not aside
    assert {capture.address: capture.content for capture in captures} == built.pages
    starts = {f"a.warc, byte {start}" for start, _ in built.spans}
    assert {capture.name for capture in captures} <= starts


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_an_archive_that_is_cut_keeps_what_is_whole(packed):
    built = build(packed=packed)
    chance = random.Random(11)
    cuts = [chance.randrange(1, len(built.content)) for _ in range(440)]
    cuts += [end - less for _, end in built.spans[:10] for less in (0, 1, 2, 3, 5, 9)]
    for cut in cuts:
        aside = assert_kept(built, built.content[:cut], [n for n, (_, end) in enumerate(built.spans) if end <= cut])
        edges = {0, *(end - less for _, end in built.spans for less in ((0, 1, 2, 3, 4) if not packed else (0,)))}
        assert len(aside) == (cut not in edges), cut


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_damage_costs_the_records_that_it_falls_on(packed):
    built = build(packed=packed)
    chance = random.Random(13)
    starts = [chance.randrange(len(built.content) - 200) for _ in range(50)]
    starts += [max(0, start + shift) for start, _ in built.spans[:8] for shift in (-199, -100, -3, -1, 0, 1, 20)]
    for start in starts:
        content = bytearray(built.content)
        content[start : start + 200] = chance.randbytes(200)
        whole = [n for n, (begin, end) in enumerate(built.spans) if end <= start or begin >= start + 200]
        aside = assert_kept(built, bytes(content), whole)
        assert aside, start
        hit = {f"a.warc, byte {begin}" for n, (begin, _) in enumerate(built.spans) if n not in whole}
        assert {item.name for item in aside} & hit


def test_a_whole_file_in_one_gzip_member_gives_every_page_and_keeps_those_before_damage():
    built = build(packed=False)
    packed = gzip.compress(built.content)
    captures, aside = read(packed)
    assert not aside
    assert {capture.address: capture.content for capture in captures} == built.pages
    chance = random.Random(17)
    for _ in range(30):
        cut = chance.randrange(30, len(packed))
        had = len(zlib.decompressobj(31).decompress(packed[:cut]))
        captures, aside = read(packed[:cut])
        assert aside
        assert all(built.pages[capture.address] == capture.content for capture in captures)
        whole = {f"https://example.org/page{n}" for n, (_, end) in enumerate(built.spans) if end <= had}
        assert whole & set(built.pages) <= {capture.address for capture in captures}
    damaged = bytearray(packed)
    damaged[len(packed) // 2 : len(packed) // 2 + 200] = chance.randbytes(200)
    captures, aside = read(bytes(damaged))
    assert captures and aside
    assert all(built.pages[capture.address] == capture.content for capture in captures)


def test_an_archive_through_a_stream_and_in_zstandard():
    built = build(packed=True)
    items = list(items_of(io.BytesIO(built.content), "crawl.warc.gz"))
    assert {item.address for item in items} == set(built.pages)
    plain = build(packed=False)
    items = list(items_of(io.BytesIO(zstandard.compress(plain.content)), "crawl.warc.zst"))
    assert {item.address: item.content for item in items} == plain.pages
    cut = list(items_of(io.BytesIO(zstandard.compress(plain.content)[:-300]), "crawl.warc.zst"))
    assert isinstance(cut[-1], SetAside) and cut[-1].kind == "damaged"


BODY = "<html><p>La digue de Valmont a cédé hier soir.</p></html>".encode()


@pytest.mark.parametrize(
    "block",
    [
        http(gzip.compress(BODY), Content_Encoding="gzip"),
        http(zlib.compress(BODY), Content_Encoding="deflate"),
        http(zlib.compress(BODY)[2:-4], Content_Encoding="deflate"),
        http(brotli.compress(BODY), Content_Encoding="br"),
        http(zstandard.compress(BODY), Content_Encoding="zstd"),
        http(
            b"%x\r\n%b\r\n5;a=b\r\n%b\r\n0\r\n\r\n" % (len(BODY) - 5, BODY[:-5], BODY[-5:]), Transfer_Encoding="chunked"
        ),
        http(BODY, Transfer_Encoding="chunked", Content_Encoding="gzip"),  # undone by the crawler, as the header is not
        http(BODY, Content_Encoding="br"),
        http(BODY, status="200"),
    ],
)
def test_the_encodings_of_the_web_are_undone(block):
    assert one(record(block)).content == BODY


def test_a_bomb_and_a_wrong_encoding_are_set_aside():
    bomb = zlib.compress(b" " * 30_000_000, 9)
    for block, words in (
        (http(gzip.compress(b" " * 30_000_000), Content_Encoding="gzip"), "larger"),
        (http(bomb, Content_Encoding="deflate"), "larger"),
        (http(brotli.compress(b" " * 30_000_000, quality=3), Content_Encoding="br"), "larger"),
        (http(b"\x00\x01\x02", Content_Encoding="br"), "encoding"),
        (http(b"\x1f\x8b\x00\x01\x02", Content_Encoding="gzip"), "encoding"),
        (http(BODY, Content_Encoding="rot13"), "rot13"),
    ):
        captures, aside = read(record(block) + record(http(BODY)))
        assert [capture.content for capture in captures] == [BODY]
        assert words in aside[0].reason and aside[0].kind == "failed"


def test_what_is_no_page_is_passed_over_in_silence():
    records = [
        record(b"software: test\r\n", "", "warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(http(b"x"), kind="revisit"),
        record(b"a: b", kind="metadata"),
        record(http(b"body {}", "text/css")),
        record(http(BODY, status="404 Not Found")),
        record(http(b"", status="301 Moved", Location="/a")),
        record(http(b"plain words", None)),
    ]
    assert read(b"".join(records)) == ([], [])
    assert one(b"".join(records) + record(http(BODY, None))).content == BODY


def test_a_resource_is_a_page():
    capture = one(record(BODY, "https://example.org/r", "resource"))
    assert (capture.content, capture.media_type, capture.address) == (BODY, "text/html", "https://example.org/r")


@pytest.mark.parametrize(
    "digest",
    [
        sha1(BODY),
        "sha256:" + hashlib.sha256(BODY).hexdigest(),
        "sha256:" + base64.b32encode(hashlib.sha256(BODY).digest()).decode(),
        "crc32:01234567",
    ],
)
def test_a_payload_digest_that_is_right_or_not_known(digest):
    assert one(record(http(BODY), digest=False, WARC_Payload_Digest=digest)).content == BODY


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("field", ["WARC-Payload-Digest", "WARC-Block-Digest"])
def test_a_digest_that_is_wrong_is_damage(packed, field):
    pack = gzip.compress if packed else bytes
    wrong = record(http(BODY), digest=False, **{field: sha1(b"other")})
    captures, aside = read(pack(wrong) + pack(record(http(BODY), "https://example.org/next")))
    assert [capture.address for capture in captures] == ["https://example.org/next"]
    assert [(item.name, item.kind) for item in aside] == [("a.warc, byte 0", "damaged")]
    assert "digest" in aside[0].reason


def test_the_digest_of_a_revisit_is_another_records():
    assert read(record(http(b""), kind="revisit", digest=False, WARC_Payload_Digest=sha1(BODY))) == ([], [])


def test_a_record_larger_than_a_page_is_passed_over():
    film = record(http(b"\x00" * 23_000_000, "video/mp4"))
    assert one(film + record(http(BODY))).content == BODY
    assert one(gzip.compress(film, 1) + gzip.compress(record(http(BODY)))).content == BODY


def test_a_length_that_lies_costs_one_record():
    built = [record(http(BODY), f"https://example.org/{n}") for n in range(3)]
    lying = re.sub(rb"Content-Length: \d+", b"Content-Length: 99999999999", built[1])
    captures, aside = read(built[0] + gzip.compress(b"")[:0] + lying + built[2])
    assert captures[0].address == "https://example.org/0" and aside
    captures, aside = read(b"".join(map(gzip.compress, (built[0], lying, built[2]))))
    assert [capture.address for capture in captures] == ["https://example.org/0", "https://example.org/2"]
    assert len(aside) == 1


def test_what_is_recognised():
    assert container.recognises(record(b""), "anything")
    assert not container.recognises(b"WARC is a format\n", "note.txt")
