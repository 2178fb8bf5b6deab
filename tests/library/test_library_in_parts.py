"""What the library gives part by part, and a record as it is kept, in SQLite and in PostgreSQL."""

from __future__ import annotations

import newsroom
import pytest

from sourcier.errors import InputError
from sourcier.library import store
from sourcier.record import Record
from sourcier.sources.items import SetAside


def test_a_search_goes_on_behind_an_article(library):
    list(library.add_records(newsroom.violin()))
    whole = library.search("police OR violin", limit=100).articles
    assert len(whole) == 6
    first = library.search("police OR violin", limit=2).articles
    rest = library.search("police OR violin", limit=100, after=first[-1].number).articles
    assert [*first, *rest] == list(whole)
    # One that is no longer found has the offset in its place.
    assert library.search("police OR violin", limit=100, after=1, offset=2).articles == rest


def test_what_was_set_aside_goes_on_behind_a_name(library):
    names = [f"page {n}.html" for n in range(5)]
    list(store.add(library.database, [SetAside(name, "holds no article") for name in names]))
    assert [its.name for its in library.set_aside(limit=2)] == names[:2]
    assert [its.name for its in library.set_aside(after=names[1])] == names[2:]


def test_a_record_is_given_as_it_is_kept(library):
    (outcome,) = library.add_records(newsroom.violin(1))
    assert Record.model_validate_json(library.record_json(outcome.article)) == library.record(outcome.article)
    with pytest.raises(InputError):
        library.record_json("ffffffffffffffff")
