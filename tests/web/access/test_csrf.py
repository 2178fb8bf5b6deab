from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from sourcier.web.access.csrf import Csrf, is_by_program, is_foreign

TOKENS = Csrf(b"k" * 32)


def test_a_token_is_one_sessions_alone():
    token = TOKENS.token("a")
    assert len(token) == 64 and TOKENS.is_valid("a", token)
    assert not TOKENS.is_valid("b", token) and not Csrf(b"l" * 32).is_valid("a", token)
    for wrong in (None, "", token[:-1], token.upper(), token + " ", "é" * 64, "\ud800"):
        assert not TOKENS.is_valid("a", wrong)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"sec-fetch-site": "same-origin", "origin": "https://news.example"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": ""}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://news.example"}, True),
        ({"origin": "http://news.example"}, False),
        ({"origin": "http://NEWS.example:80"}, False),
        ({"origin": "https://news.example"}, True),  # port 443 where the host says none: http
        ({"origin": "http://news.example:8000"}, True),
        ({"origin": "http://other.example"}, True),
        ({"origin": "http://news.example.other.example"}, True),
        ({"origin": "http://news.example@other.example"}, True),
        ({"origin": "null"}, True),
        ({"origin": ""}, True),
        ({"origin": "http://[::1"}, True),
        ({"origin": "http://news.example:99999"}, True),
        ({"origin": "file://"}, True),
    ],
)
def test_where_a_request_comes_from(headers, expected):
    assert is_foreign(Headers({"host": "news.example:80", **headers})) is expected


def test_a_proxy_may_speak_https_for_the_server():
    assert not is_foreign(Headers({"host": "news.example", "origin": "https://news.example"}))
    assert not is_foreign(Headers({"host": "[::1]:8000", "origin": "http://[::1]:8000"}))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"user-agent": "curl/8.5.0"}, True),
        ({}, True),
        ({"user-agent": "Mozilla/5.0 (X11; Linux x86_64)"}, False),
        ({"user-agent": "curl/8.5.0", "origin": "http://news.example"}, False),
        ({"user-agent": "curl/8.5.0", "sec-fetch-site": "none"}, False),
        ({"user-agent": "curl/8.5.0", "referer": "http://news.example/"}, False),
        ({"user-agent": "curl/8.5.0", "cookie": "a=b"}, False),
    ],
)
def test_what_only_a_program_sends(headers, expected):
    assert is_by_program(Headers(headers)) is expected
