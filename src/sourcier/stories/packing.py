"""Traits and centres as the library keeps them: MessagePack in a Zstandard frame, weights in thousandths."""

from __future__ import annotations

import msgspec

from sourcier.library.packing import RECORD_LEVEL, packed, unpacked
from sourcier.stories.likeness import Centre
from sourcier.stories.traits import Traits, Vector

_Kept = dict[str, int]
_UNIT = 1000


def packed_traits(traits: Traits) -> bytes:
    """Traits as bytes."""
    kept = (traits.language, traits.day, _kept(traits.words), _kept(traits.facts))
    return packed(msgspec.msgpack.encode(kept), RECORD_LEVEL)


def traits_of(content: bytes) -> Traits:
    """What `packed_traits` was given, to a thousandth.

    Raises:
        LibraryError: the bytes are damaged.
    """
    language, day, words, facts = _traits.decode(unpacked(content))
    return Traits(language, day, _vector(words), _vector(facts))


def packed_centre(centre: Centre) -> bytes:
    """A centre as bytes."""
    words = {language: _kept(vector) for language, vector in centre.words.items()}
    kept = (words, _kept(centre.facts), centre.first, centre.last)
    return packed(msgspec.msgpack.encode(kept), RECORD_LEVEL)


def centre_of(content: bytes) -> Centre:
    """What `packed_centre` was given, to a thousandth.

    Raises:
        LibraryError: the bytes are damaged.
    """
    words, facts, first, last = _centre.decode(unpacked(content))
    return Centre({language: _vector(vector) for language, vector in words.items()}, _vector(facts), first, last)


def _kept(vector: Vector) -> _Kept:
    return {term: thousandths for term, weight in vector.items() if (thousandths := round(weight * _UNIT))}


def _vector(kept: _Kept) -> Vector:
    return {term: thousandths / _UNIT for term, thousandths in kept.items()}


_traits = msgspec.msgpack.Decoder(tuple[str, float | None, _Kept, _Kept])
_centre = msgspec.msgpack.Decoder(tuple[dict[str, _Kept], _Kept, float | None, float | None])
