"""GraphML: who is told of with whom, over all records, for Gephi, Cytoscape, igraph or networkx.

A node is an actor who has a key, so that one person is one node, however each page spells the name; whoever has none
is left out. The edges are of three kinds:

- `event`: both take part in an event; those who are told to stay away do not;
- `to`: a quote of the first is addressed to the second;
- `about`: an event in which the second takes part stands on the first's word.

`event` has no direction, so that its first is the one met first; of the others the source is who speaks.

Source: U. Brandes et al., GraphML Progress Report (2002), and http://graphml.graphdrawing.org: `desc`, then `key`, then
`graph`; ids are NMTOKENs, which keys of names are not, so that nodes are numbered and the key is an attribute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, TextIO

from sourcier.exports.lookup import Lookup
from sourcier.exports.tables import BETWEEN
from sourcier.exports.xml_text import xml_text
from sourcier.record import Actor, Event, Quote, Record

Tie = Literal["event", "to", "about"]

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


@dataclass
class Node:
    """An actor over all records; of several names or offices the most frequent is shown."""

    number: int
    kind: str
    names: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    articles: int = 0


@dataclass
class Edge:
    """What ties two actors in one way, over all records."""

    weight: int = 0
    happened: int = 0
    articles: int = 0
    types: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None

    def add(self, kind: str, status: str | None, day: str | None) -> None:
        """Count one event or quote."""
        self.weight += 1
        self.types[kind] += 1
        if status is not None:
            self.statuses[status] += 1
            self.happened += status in {"happened", "ongoing"}
        if day is not None:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day)


class Graph:
    """Actors and what ties them: as large as there are actors and pairs, not as there are records."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[Tie, str, str], Edge] = {}

    def add(self, record: Record) -> None:
        """Add what one record tells."""
        lookup = Lookup(record)
        for key, actor in {actor.key: actor for actor in record.actors if actor.key}.items():
            self._count(key, actor)
        touched = [*self._events(lookup), *self._quotes(lookup)]
        for edge in dict.fromkeys(touched):
            self.edges[edge].articles += 1

    def _count(self, key: str, actor: Actor) -> None:
        node = self.nodes.setdefault(key, Node(len(self.nodes), actor.kind))
        node.names[actor.name] += 1
        node.offices.update(office.title for office in actor.offices[:1])
        node.articles += 1

    def _events(self, lookup: Lookup) -> Iterator[tuple[Tie, str, str]]:
        for event in lookup.record.events:
            day = lookup.day(event.time)
            present = _keys(lookup, *(p.actor for p in event.participants if p.role != "absent"))
            for one, other in combinations(present, 2):
                yield self._tie("event", one, other, event, day)
            for holder in _keys(lookup, event.holder):
                for other in present:
                    if other != holder:
                        yield self._tie("about", holder, other, event, day)

    def _quotes(self, lookup: Lookup) -> Iterator[tuple[Tie, str, str]]:
        for quote in lookup.record.quotes:
            day = lookup.day(quote.said)
            for speaker in _keys(lookup, quote.speaker):
                for other in _keys(lookup, quote.addressee):
                    if other != speaker:
                        yield self._tie("to", speaker, other, quote, day)

    def _tie(self, tie: Tie, one: str, other: str, told: Event | Quote, day: str | None) -> tuple[Tie, str, str]:
        if tie == "event" and self.nodes[other].number < self.nodes[one].number:
            one, other = other, one
        edge = self.edges.setdefault((tie, one, other), Edge())
        if isinstance(told, Event):
            edge.add(told.type, told.status, day)
        else:
            edge.add(told.kind, None, day)
        return tie, one, other


def write(records: Iterable[Record], out: TextIO, *, sentences: bool = False) -> None:
    """Write one graph of all records; `sentences` changes nothing. The graph is held in memory, the records are not."""
    graph = Graph()
    for record in records:
        graph.add(record)
    out.write(_HEAD)
    out.writelines(
        f'  <key id="{name}" for="{of}" attr.name="{name.partition("-")[2]}" attr.type="{kind}"/>\n'
        for of, names in (("node", NODE), ("edge", EDGE))
        for name, kind in names.items()
    )
    out.write('  <graph id="actors" edgedefault="undirected">\n')
    for key, node in graph.nodes.items():
        out.write(f'    <node id="n{node.number}">{_data(NODE, _node(key, node))}</node>\n')
    for number, ((tie, one, other), edge) in enumerate(graph.edges.items()):
        ends = f'source="n{graph.nodes[one].number}" target="n{graph.nodes[other].number}"'
        out.write(f'    <edge id="e{number}" {ends}>{_data(EDGE, _edge(tie, edge))}</edge>\n')
    out.write("  </graph>\n</graphml>\n")


NODE = {
    "node-name": "string",
    "node-key": "string",
    "node-kind": "string",
    "node-office": "string",
    "node-articles": "int",
}
"""Attributes of a node: id of the GraphML key, whose name stands behind the hyphen, and type."""

EDGE = {
    "edge-kind": "string",
    "edge-weight": "int",
    "edge-happened": "int",
    "edge-articles": "int",
    "edge-types": "string",
    "edge-statuses": "string",
    "edge-first": "string",
    "edge-last": "string",
}
"""Attributes of an edge, in the same way."""


def _node(key: str, node: Node) -> tuple[str | int | None, ...]:
    return _most(node.names), key, node.kind, _most(node.offices), node.articles


def _edge(tie: Tie, edge: Edge) -> tuple[str | int | None, ...]:
    types, statuses = (BETWEEN.join(sorted(names)) or None for names in (edge.types, edge.statuses))
    return tie, edge.weight, edge.happened, edge.articles, types, statuses, edge.first, edge.last


def _data(names: Iterable[str], values: Iterable[str | int | None]) -> str:
    return "".join(
        f'<data key="{name}">{xml_text(str(value))}</data>'
        for name, value in zip(names, values, strict=True)
        if value is not None
    )


def _most(counted: Counter[str]) -> str | None:
    """The most frequent; of several the one met first."""
    return next((name for name, _ in counted.most_common(1)), None)


def _keys(lookup: Lookup, *actors: str | None) -> list[str]:
    """The keys of those who have one, each once."""
    found = (lookup.actors.get(actor or "") for actor in actors)
    return list(dict.fromkeys(actor.key for actor in found if actor is not None and actor.key))
