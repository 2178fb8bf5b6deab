"""Where: the places that the article names in a geographic sense, on the map where the gazetteer knows them."""

from __future__ import annotations

from collections.abc import Iterator

from sourcier.reading import gazetteer
from sourcier.reading.draft import Draft
from sourcier.reading.gazetteer import fold, key_of
from sourcier.reading.place_mentions import Mentions
from sourcier.reading.place_senses import Name, Senses
from sourcier.record import Fact, Place

_SIZE = {"country": 6, "region": 5, "water": 5, "county": 4, "capital": 3, "city": 3, "site": 1}


def read_places(draft: Draft) -> None:
    """Fill `draft.places`, in order of first mention."""
    names: dict[str, Name] = {}
    for mention in Mentions(draft).read():
        names.setdefault(key_of(mention.name), Name(mention.name)).mentions.append(mention)
    Senses(draft, list(names.values())).settle()
    draft.places = tuple(_places(_merged(list(names.values()))))


def _merged(names: list[Name]) -> list[Name]:
    """Make two names of one place one ("Kiev" and "Kyiv", "Amérique" and "États-Unis")."""
    seen: dict[tuple[str, str, str, str], Name] = {}
    kept = []
    for name in names:
        entry = name.entry
        identity = (entry.kind, entry.name, entry.country, entry.inside) if entry else ("", key_of(name.name), "", "")
        if identity not in seen:
            seen[identity] = name
            kept.append(name)
            continue
        other = seen[identity]
        other.mentions.extend(name.mentions)
        if entry is not None and entry.kind == "country" and len(name.name) > len(other.name):
            other.name = name.name
    for name in kept:
        name.mentions.sort(key=lambda mention: mention.start)
    return sorted(kept, key=lambda name: name.mentions[0].start)


def _places(names: list[Name]) -> Iterator[Place]:
    ids = {id(name): f"p{n}" for n, name in enumerate(names, 1)}
    for name in names:
        if name.name.isupper() and len(name.name) > 3:  # a dateline
            name.name = next((m.name for m in name.mentions if not m.name.isupper()), _as_known(name))
    for name in names:
        entry, holder = name.entry, _holder(name, names)
        yield Place(
            id=ids[id(name)],
            name=name.name,
            latitude=entry.latitude if entry else None,
            longitude=entry.longitude if entry else None,
            country=(entry.country or None) if entry else None,
            geonames_id=entry.geonames_id if entry else None,
            inside=ids[id(holder)] if holder else None,
            mentions=tuple(Fact(start=m.start, end=m.end, text=m.name) for m in name.mentions),
        )


def _as_known(name: Name) -> str:
    """The gazetteer's spelling of a name that the page has in capitals; as written where it knows another."""
    return name.entry.name if name.entry and key_of(name.entry.name) == key_of(name.name) else name.name.title()


def _holder(name: Name, names: list[Name]) -> Name | None:
    """The smallest place of the record that contains this one."""
    entry = name.entry
    if entry is None:
        beside = {fold(other) for mention in name.mentions for other in mention.beside}
        return next((o for o in names if o is not name and fold(o.name) in beside), None)
    holders = [o for o in names if o.entry is not None and o is not name and _contains(o.entry, entry)]
    return min(holders, key=lambda o: _SIZE[o.entry.kind] if o.entry else 0, default=None)


def _contains(outer: gazetteer.Entry, inner: gazetteer.Entry) -> bool:
    if outer.country != inner.country or _SIZE[outer.kind] <= _SIZE[inner.kind]:
        return False
    if outer.kind == "country":
        return True
    named = key_of(outer.name) in {key_of(inner.inside), key_of(inner.county)}
    return named and outer.kind in {"region", "county"}
