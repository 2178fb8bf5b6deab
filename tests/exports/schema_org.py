"""Whether a document of JSON-LD uses schema.org as its vocabulary says, and keeps all it says when it is expanded."""

from __future__ import annotations

import re

from pyld import jsonld

ISO_DATE = r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?"
ORG = "https://schema.org/"


def walk(value):
    """All objects in a document."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(part)


def supertypes(types, name):
    found = {name}
    for above in types[name]:
        found |= supertypes(types, above)
    return found


def may_hold(ranges, value, named, vocabulary):
    """Whether a value is of one of the types that a property may hold."""
    types = vocabulary["types"]
    if isinstance(value, dict):
        kind = value.get("@type") or named[value["@id"]]
        return bool(supertypes(types, kind) & ranges)
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int | float):
        return "Number" in ranges
    member = vocabulary["members"].get(value.removeprefix(ORG))
    return (
        "Text" in ranges
        or member in ranges
        or ("URL" in ranges and re.match(r"(https?|urn):\S+$", value) is not None)
        or (bool({"Date", "DateTime"} & ranges) and re.fullmatch(ISO_DATE, value) is not None)
    )


def assert_fits(document, vocabulary):
    """Each type and property is one of schema.org, in its domain, and holds what is in its range."""
    assert document["@context"] == "https://schema.org"
    nodes = list(walk(document["@graph"]))
    named = {node["@id"]: node["@type"] for node in nodes if "@type" in node and "@id" in node}
    for node in nodes:
        if "@type" not in node:
            assert node.keys() == {"@id"}
            assert node["@id"] in named
            continue
        kinds = supertypes(vocabulary["types"], node["@type"])
        for name, value in node.items():
            if name.startswith("@"):
                continue
            meant = vocabulary["properties"][name]
            assert kinds & set(meant["domain"]), f"{name} of {node['@type']}"
            for each in value if isinstance(value, list) else [value]:
                assert may_hold(set(meant["range"]), each, named, vocabulary), f"{node['@type']}.{name}: {each}"


def assert_expands(document, vocabulary):
    """Each node and value is still there under its whole name."""

    def load(address, options):
        assert address.rstrip("/") == "https://schema.org"
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": vocabulary,
        }

    expanded = jsonld.expand(document, {"documentLoader": load})
    assert len(expanded) == len(document["@graph"])
    for node in walk(expanded):
        for name in node:
            assert name.startswith(("@", "http://schema.org/"))
        for kind in node.get("@type", ()) if "@value" not in node else ():
            assert kind.startswith("http://schema.org/")
        assert re.match(r"(urn|https?):", node.get("@id", "urn:"))
    counted = [sum(len(node) for node in walk(part) if "@value" not in node) for part in (document["@graph"], expanded)]
    assert counted[0] <= counted[1]
