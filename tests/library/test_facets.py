"""What the articles of a search can be narrowed down by."""

from __future__ import annotations

import newsroom

from sourcier.stories.stories import Stories


def told(library):
    list(library.add_records(record for _, record in newsroom.mixed()))
    Stories(library).update()
    return library


def test_each_value_finds_as_many_articles_as_its_facet_says(library):
    told(library)
    found = library.search("lang:en OR lang:fr", limit=100, faceted=True)
    facets = found.facets
    assert facets is not None
    assert sum(count for _, count in facets.languages) == len(library.find("lang:en OR lang:fr"))
    assert facets.outlets
    assert facets.months
    for operator, values in (
        ("outlet", facets.outlets),
        ("lang", facets.languages),
        ("published", facets.months),
        ("status", facets.statuses),
        ("event", facets.types),
    ):
        for value, count in values:
            assert len(library.find(f'{operator}:"{value}"')) == count, (operator, value)


def test_facets_are_of_the_query_and_only_where_they_are_asked_for(library):
    told(library)
    assert library.search("violin").facets is None
    facets = library.search("violin", faceted=True).facets
    assert facets is not None
    assert {code for code, _ in facets.languages} == {"en"}
    assert library.search("nothing-like-it", faceted=True).facets.languages == ()
