"""GraphML: actors and their ties over many pages, as other tools read them."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import networkx
import pytest

from sourcier.exports.graphml import EDGE, NODE
from sourcier.record import Participant

G = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture
def graph_of(written):
    """`graph_of(records)`: the graph as networkx reads it, its nodes named by their keys."""

    def read(records):
        graph = networkx.read_graphml(io.BytesIO(written("graphml", records)), force_multigraph=True)
        return networkx.relabel_nodes(graph, {node: data["key"] for node, data in graph.nodes(data=True)})

    return read


def test_its_structure_is_that_of_graphml(samples, written):
    root = ElementTree.fromstring(written("graphml", samples))
    assert [child.tag for child in root] == [f"{G}key"] * (len(NODE) + len(EDGE)) + [f"{G}graph"]
    keys = {key.get("id"): key for key in root.iter(f"{G}key")}
    assert all(
        key.get("for") in {"node", "edge"} and key.get("attr.type") in {"string", "int"} for key in keys.values()
    )
    graph = root.find(f"{G}graph")
    assert graph.get("edgedefault") == "undirected"
    nodes = [node.get("id") for node in graph.iter(f"{G}node")]
    edges = [edge.get("id") for edge in graph.iter(f"{G}edge")]
    identifiers = [*keys, *nodes, *edges, graph.get("id")]
    assert len(set(identifiers)) == len(identifiers)
    assert all(re.fullmatch(r"[\w.-]+", identifier) for identifier in identifiers)
    for edge in graph.iter(f"{G}edge"):
        assert {edge.get("source"), edge.get("target")} <= set(nodes)
    for data in graph.iter(f"{G}data"):
        assert keys[data.get("key")].get("attr.type") == "string" or int(data.text) >= 0


def test_one_person_of_many_pages_is_one_node(samples, graph_of):
    graph = graph_of(samples)
    assert graph.nodes["donald trump"]["articles"] > 1
    assert {"name", "key", "kind", "articles"} <= set(graph.nodes["donald trump"])
    tie = next(data for *_, data in graph.edges("donald trump", data=True) if data["kind"] == "event")
    assert tie["weight"] >= tie["articles"] >= 1
    assert tie["first"] <= tie["last"]


def test_the_three_kinds_of_ties(record_of, graph_of):
    graph = graph_of([record_of(article="b" * 64), record_of("!", name="Anna Roy")])
    assert set(graph) == {"ana roy", "ole berg"}
    assert graph.nodes["ana roy"] == {
        "name": "Ana Roy",
        "key": "ana roy",
        "kind": "person",
        "office": "mayor",
        "articles": 2,
    }
    ties = {data["kind"]: data for *_, data in graph.edges(data=True)}
    assert set(ties) == {"event", "to", "about"}
    assert ties["event"] == {
        "kind": "event", "weight": 2, "happened": 0, "articles": 2, "types": "cancellation", "statuses": "conditional",
        "first": "2026-03-13", "last": "2026-03-13",
    }  # fmt: skip
    assert (ties["to"]["types"], ties["to"]["weight"]) == ("direct", 2)


def test_who_stays_away_is_in_no_tie(record_of, graph_of):
    absent = (Participant(actor="a1", role="agent"), Participant(actor="a2", role="absent"))
    graph = graph_of([record_of(participants=absent)])
    assert {data["kind"] for *_, data in graph.edges(data=True)} == {"to"}


def test_what_happened_is_counted_apart(record_of, graph_of):
    graph = graph_of([record_of(), record_of(status="happened"), record_of(status="denied")])
    event = next(data for *_, data in graph.edges(data=True) if data["kind"] == "event")
    assert (event["weight"], event["happened"], event["statuses"]) == (3, 1, "conditional | denied | happened")


def test_what_xml_cannot_hold_is_dropped(record_of, graph_of):
    graph = graph_of([record_of(name='A\x00na\x1b "<R&\r\noy>"\ufffe')])
    assert graph.nodes["ana roy"]["name"] == 'Ana "<R& oy>"'
