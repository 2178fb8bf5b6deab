"""Passwords: what is one, and how it is kept (argon2id, RFC 9106)."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sourcier.errors import InputError
from sourcier.limits import PASSWORD_BYTES, PASSWORD_CHARACTERS

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """What is kept of a password.

    Raises:
        InputError: it is too short or too long.
    """
    prepared = _prepared(password)
    if prepared is None or len(prepared) > PASSWORD_BYTES:
        raise InputError(f"a password has at most {PASSWORD_BYTES:,} bytes of text; choose a shorter one")
    if len(prepared.decode()) < PASSWORD_CHARACTERS:
        raise InputError(f"a password has at least {PASSWORD_CHARACTERS} characters; choose a longer one")
    return _HASHER.hash(prepared)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept.

    Args:
        kept: None where there is no such user: the work is done all the same, so that time tells no names.
        password: as it was given.
    """
    prepared = _prepared(password)
    sound = prepared is not None and len(prepared) <= PASSWORD_BYTES
    tried = prepared if sound and prepared is not None else b""
    if kept is None:
        _HASHER.hash(tried)
        return False
    try:
        return _HASHER.verify(kept, tried) and sound
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether the library hashes with other parameters by now."""
    return _HASHER.check_needs_rehash(kept)


def _prepared(password: str) -> bytes | None:
    """The bytes that are hashed, the same for every way to type an accent; None for what is no text."""
    if len(password) > PASSWORD_BYTES:  # a character has at least one byte; megabytes are not worth composing
        return b" " * (PASSWORD_BYTES + 1)
    try:
        return unicodedata.normalize("NFC", password).encode()
    except UnicodeEncodeError:
        return None
