from __future__ import annotations

import asyncio
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from sourcier import limits
from sourcier.web.access.forms import FormTooLarge, form_token

TOKEN = "0123456789abcdef" * 4
URLENCODED = "application/x-www-form-urlencoded; charset=utf-8"
PARTS = "multipart/form-data; boundary=cut"


def part(name: str, value: bytes, more: str = "") -> bytes:
    return f'--cut\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"


def read(kind: str, *chunks: bytes) -> tuple[str | None, bytes, int]:
    """The token, the body as it is passed on, and how many messages were read before."""
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages[-1]["more_body"] = False
    waiting = iter(messages)
    asked = [0]

    async def receive():
        asked[0] += 1
        return next(waiting)

    async def run():
        token, again = await form_token(Headers({"content-type": kind}), receive)
        before = asked[0]
        body = b""
        while True:
            message = await again()
            body += message["body"]
            if not message["more_body"]:
                return token, body, before

    return asyncio.run(run())


def test_the_field_of_a_form():
    body = urlencode({"note": "été", "csrf": TOKEN}).encode()
    assert read(URLENCODED, body[:9], body[9:]) == (TOKEN, body, 2)


@pytest.mark.parametrize("body", [b"", b"a=b", b"\xff=csrf", b"&" * 1000, b"xcsrf=" + TOKEN.encode(), b"a=b&" * 1000])
def test_a_form_without_it(body):
    assert read(URLENCODED, body)[:2] == (None, body)


def test_a_form_that_is_too_large():
    with pytest.raises(FormTooLarge):
        read(URLENCODED, *[b"x" * 100_000] * 11)
    body = b"csrf=" + TOKEN.encode() + b"&x=" + b"x" * (limits.FORM_BYTES - 72)
    assert len(body) == limits.FORM_BYTES and read(URLENCODED, body)[0] == TOKEN


def test_a_form_with_files_is_read_at_its_beginning_alone():
    chunks = [
        part("csrf", TOKEN.encode()) + part("page", b"", '; filename="a.html"'),
        *[b"x" * 50_000] * 20,
        b"--cut--",
    ]
    token, body, before = read(PARTS, *chunks)
    assert (token, body) == (TOKEN, b"".join(chunks)) and before <= 3


@pytest.mark.parametrize(
    "body",
    [
        part("other", TOKEN.encode()),
        part("csrf", TOKEN.encode(), '; filename="a"'),
        part("csrf", b"short"),
        part("page", b"x" * limits.FORM_HEAD_BYTES) + part("csrf", TOKEN.encode()),
    ],
    ids=["another field", "a file", "no token", "too far"],
)
def test_a_form_with_files_without_it(body):
    body += b"--cut--"
    assert read(PARTS, body)[:2] == (None, body)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
def test_other_bodies_are_not_read(kind):
    assert read(kind, b"csrf=" + TOKEN.encode(), b"more") == (None, b"csrf=" + TOKEN.encode() + b"more", 0)


@given(st.sampled_from([URLENCODED, PARTS, "text/html"]), st.lists(st.binary(), min_size=1))
def test_every_body_is_passed_on_as_it_came(kind, chunks):
    assert read(kind, *chunks)[1] == b"".join(chunks)
