"""Bytes to text, as browsers do it."""

from __future__ import annotations

import gzip

import pytest

from sourcier.errors import NotAPage
from sourcier.page.decoding import decode

TEXT = "<p>« Été à Nîmes » – œuvre</p>"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (TEXT.encode(), None),
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=iso-8859-1"),
        (TEXT.encode("windows-1252"), None),
        (TEXT.encode("windows-1252"), "text/html; charset=latin1"),
        (b'<meta charset="windows-1252">' + TEXT.encode("windows-1252"), None),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">' + TEXT.encode(), None),
        ("\ufeff" + TEXT).encode("utf-16-le") and (("\ufeff" + TEXT).encode("utf-16-le"), None),
        (gzip.compress(TEXT.encode()), None),
    ],
)
def test_the_text_comes_out(content, media_type):
    assert decode(content, media_type).endswith(TEXT)


def test_a_damaged_gzip_is_named():
    with pytest.raises(NotAPage, match="gzip"):
        decode(b"\x1f\x8bnot gzip at all")
