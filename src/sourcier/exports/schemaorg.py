"""What the JSON-LD of records and that of dossiers share: nodes in the vocabulary of schema.org (release 30.0)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from sourcier.exports.documents import known, write_list
from sourcier.exports.identifiers import geonames
from sourcier.exports.lookup import Site, coordinates
from sourcier.record import ParticipantRole

Node = dict[str, Any]

TYPES = {
    "person": "Person",
    "organisation": "Organization",
    "country": "GovernmentOrganization",
    "group": "Organization",
}
"""An actor's kind -> type. A country that speaks or acts is its government; schema.org's Country is a place."""

ROLES: dict[ParticipantRole, str] = {
    "agent": "performer",
    "patient": "about",
    "participant": "attendee",
    "host": "organizer",
}
"""A participant's role -> property of the event; those who are told to stay away have none."""

PLOVER = "https://github.com/openeventdata/PLOVER"

VOCABULARY = "https://schema.org"


def write_graph(nodes: Iterable[Node], out: TextIO) -> None:
    """Write one document, a line for each node."""
    write_list({"@context": VOCABULARY}, "@graph", nodes, out)


def node(kind: str, identifier: str, /, **properties: Any) -> Node:
    """A node with a name of its own; what has no value is left out."""
    return {"@type": kind, "@id": identifier, **known(**properties)}


def blank(kind: str, **properties: Any) -> Node:
    """A node that needs no name."""
    return {"@type": kind, **known(**properties)}


def term(of: str, name: str) -> Node:
    """A word of one of Sourcier's lists, as a keyword."""
    return blank("DefinedTerm", name=name, inDefinedTermSet=f"urn:sourcier:{of}")


def event_terms(kind: str, status: str, plover: str | None, polarity: str = "positive") -> list[Node]:
    """What an event is and how it stands: its type, status, polarity where it is negative, and PLOVER code."""
    negative = [term("polarity", polarity)] if polarity == "negative" else []
    code = [blank("DefinedTerm", termCode=plover, inDefinedTermSet=PLOVER)] if plover else []
    return [term("event-type", kind), term("status", status), *negative, *code]


def place_properties(place: Site) -> Node:
    """What a Place says of itself."""
    found = coordinates(place)
    return known(
        name=place.name,
        geo=blank("GeoCoordinates", latitude=found[0], longitude=found[1]) if found else None,
        address=blank("PostalAddress", addressCountry=place.country) if place.country else None,
        sameAs=geonames(place),
    )
