"""Digests as web archives write them: `sha1:` in base32, `sha256:` in hexadecimal or base32."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable

_ALGORITHMS = {"md5": 16, "sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}
"""Algorithm -> bytes of a digest."""


def matches(declared: str, contents: Iterable[bytes]) -> bool | None:
    """Whether any of `contents` has the declared digest; None where its algorithm is not known.

    >>> matches("sha1:YODQ3M6ZC4SYGLEODUHW4PDBZJJYCFT6", [b"Le pont rouvre"])
    False
    >>> matches("crc32:00000000", [b""]) is None
    True
    """
    algorithm, _, value = declared.strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in _ALGORITHMS:
        return None
    wanted = _bytes(value.strip(), _ALGORITHMS[algorithm])
    return any(hashlib.new(algorithm, content, usedforsecurity=False).digest() == wanted for content in contents)


def _bytes(value: str, size: int) -> bytes | None:
    try:
        if len(value) == size * 2:
            return bytes.fromhex(value)
        value = value.rstrip("=").upper()
        return base64.b32decode(value + "=" * (-len(value) % 8))
    except (ValueError, binascii.Error):
        return None
