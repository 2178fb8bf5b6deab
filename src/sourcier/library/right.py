"""What a correction may set: a value that makes sense for the record that it corrects."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import get_args

from sourcier.errors import InputError, UnsupportedLanguage
from sourcier.languages import Language, language
from sourcier.library.facts import Json
from sourcier.library.overlay import place_of, speaker_of, time_of
from sourcier.reading import gazetteer
from sourcier.reading.body_keys import body_key
from sourcier.reading.name_keys import name_key
from sourcier.record.corrections import Named
from sourcier.record.facts import Status

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?")
_PLACE = re.compile(r"(.+),\s*([A-Z]{2})")


def right(action: str, told: Json, value: str) -> tuple[str | None, Named | None]:
    """What a correction keeps of a value, and whom or what it names.

    Args:
        action: as in `Corrections.add`.
        told: the record that is corrected, as a JSON object.
        value: as it was given.

    Raises:
        InputError: it makes no sense.
    """
    match action:
        case "speaker":
            speaker = _speaker(told, value)
            return speaker.name, speaker
        case "place":
            place = _place(told, value)
            return value if _PLACE.fullmatch(value) else place.name, place
        case "date":
            return _date(value), None
        case "status":
            return _status(value), None
    return None, None


def _status(value: str) -> str:
    if value not in get_args(Status):
        raise InputError(f"{value}: is no status; give one of {', '.join(get_args(Status))}")
    return value


def _date(value: str) -> str:
    parts = value.split("/")
    if len(parts) > 2 or not all(map(_is_moment, parts)):
        raise InputError(f"{value}: is no ISO 8601 date; write 2026-03-10, 2026-03-10T18:00, 2026-03 or two with a /")
    time = time_of(value)
    if time["begin"][:10] > time["finish"][:10]:
        raise InputError(f"{value}: ends before it begins; write the first day first")
    return value


def _is_moment(value: str) -> bool:
    """Whether a calendar has this day, month, year or moment."""
    if not _DAY.fullmatch(value):
        return False
    try:
        if "T" in value:
            datetime.fromisoformat(value)
        else:
            date.fromisoformat(f"{value}-01-01"[:10] if len(value) < 10 else value)
    except ValueError:
        return False
    return True


def _speaker(told: Json, value: str) -> Named:
    if re.fullmatch(r"a\d+", value):
        actor = next((its for its in told["actors"] if its["id"] == value), None)
        if actor is None:
            raise InputError(f"{value}: the article has no actor of this id; give a name")
        return Named(name=actor["name"], kind=actor["kind"], key=actor["key"])
    actor = speaker_of(told, Named(name=value))
    if actor is not None:
        return Named(name=actor["name"], kind=actor["kind"], key=actor["key"])
    known = _language(told)
    country = gazetteer.countries(known).get(gazetteer.fold(value)) if known else None
    if country is not None:
        return Named(name=value, kind="country", key=country)
    body = body_key(value, (), known) if known else None
    if body is not None:
        return Named(name=value, kind="organisation", key=body)
    return Named(name=value, kind="person", key=name_key(value) or None if " " in value else None)


def _place(told: Json, value: str) -> Named:
    if re.fullmatch(r"p\d+", value):
        place = next((its for its in told["places"] if its["id"] == value), None)
        if place is None:
            raise InputError(f"{value}: the article has no place of this id; give a name")
        return _named(place)
    within = _PLACE.fullmatch(value)
    name, country = (within[1], within[2]) if within else (value, None)
    if country is None:
        place = _called(told, name)
        if place is not None:
            return _named(place)
    known = _language(told)
    entries = gazetteer.find(name, known) if known else ()
    entry = next((its for its in entries if country in {None, its.country}), None)
    if entry is None:
        return Named(name=name, country=country)
    return Named(
        name=name,
        latitude=entry.latitude,
        longitude=entry.longitude,
        country=entry.country or None,
        geonames_id=entry.geonames_id,
    )


def _called(told: Json, name: str) -> Json | None:
    """The place of a record that is called so there."""
    wanted = gazetteer.key_of(name)
    for place in told["places"]:
        if wanted in {gazetteer.key_of(its) for its in (place["name"], *(m["text"] for m in place["mentions"]))}:
            return place_of(told, _named(place))
    return None


def _named(place: Json) -> Named:
    return Named(**{name: place[name] for name in ("name", "latitude", "longitude", "country", "geonames_id")})


def _language(told: Json) -> Language | None:
    """The language of a record; None where no folder for it is installed."""
    try:
        return language(told["article"]["language"])
    except UnsupportedLanguage:
        return None
