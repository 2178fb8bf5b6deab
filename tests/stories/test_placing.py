"""Placing articles: each once, in exactly one story, wherever it is stopped and however many do it at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import article, avalanche, lace, mixed, parrots, violin
from sqlalchemy import delete, select

from sourcier.errors import InputError
from sourcier.library import store
from sourcier.library.library import Library
from sourcier.library.prepared import prepared_record
from sourcier.library.schema import (
    articles,
    dossiers,
    events,
    records,
    sketches,
    story_articles,
    story_names,
    story_terms,
    versions,
)
from sourcier.library.schema import stories as story_rows
from sourcier.stories import update as module
from sourcier.stories.stories import Stories

MIXED = [record for _, record in mixed()]


def placed(library) -> list[tuple[str, str]]:
    with library.database.reading() as connection:
        rows = connection.execute(select(story_articles.c.article, story_articles.c.story))
        return sorted(tuple(row) for row in rows)


def is_whole(library) -> None:
    """Every shown article is in exactly one story, by its shown version, and all counts are right."""
    with library.database.reading() as connection:
        shown = dict(connection.execute(select(versions.c.article, versions.c.number).where(versions.c.shown)).all())
        kept = connection.execute(select(story_articles)).all()
        lines = {row.id: row for row in connection.execute(select(story_rows))}
        terms = set(connection.scalars(select(story_terms.c.number).distinct()))
        names = {row.id: row.story for row in connection.execute(select(story_names))}
    assert {row.article: row.number for row in kept} == shown
    assert len(kept) == len(shown) == len({row.place for row in kept})
    counts = Counter(row.story for row in kept)
    assert {name: line.articles for name, line in lines.items() if line.articles} == counts
    assert terms <= set(shown.values())
    assert not names.keys() & lines.keys()
    assert set(names.values()) <= lines.keys()


def remove(library, article: str) -> None:
    """Take an article out of a library."""
    with library.database.writing() as connection:
        numbers = select(versions.c.number).where(versions.c.article == article)
        for table in (records, sketches, events):
            connection.execute(delete(table).where(table.c.number.in_(numbers)))
        if not library.database.is_sqlite:
            connection.exec_driver_sql("DELETE FROM words")
        connection.execute(delete(versions).where(versions.c.article == article))
        connection.execute(delete(articles).where(articles.c.id == article))


def test_what_is_placed_is_not_placed_again(stories, add):
    assert stories.update() == 0
    add(stories.library, *MIXED)
    assert stories.update() == len(MIXED)
    before = placed(stories.library)
    assert stories.update() == 0
    add(stories.library, *MIXED)  # known already
    assert stories.update() == 0
    assert placed(stories.library) == before
    is_whole(stories.library)


def test_progress_is_told_batch_by_batch(stories, add, monkeypatch):
    monkeypatch.setattr("sourcier.stories.update.BATCH", 3)
    add(stories.library, *avalanche(4), *lace(4))
    told = []
    stories.update(lambda done, total: told.append((done, total)))
    assert told == [(3, 8), (6, 8), (8, 8)]


def test_what_was_placed_before_an_interruption_stays(stories, add, monkeypatch):
    monkeypatch.setattr("sourcier.stories.update.BATCH", 5)
    add(stories.library, *MIXED)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stories.update(stop)
    first = placed(stories.library)
    assert len(first) == 5
    assert stories.update() == len(MIXED) - 5
    assert {name for name, _ in first} <= {name for name, _ in placed(stories.library)}
    assert stories.update() == 0
    is_whole(stories.library)


def test_a_batch_that_fails_is_undone_whole(stories, add, monkeypatch):
    add(stories.library, *avalanche(4))
    count = 0
    place = module.place

    def fail(*arguments):
        nonlocal count
        count += 1
        if count == 3:
            raise MemoryError
        place(*arguments)

    monkeypatch.setattr(module, "place", fail)
    with pytest.raises(MemoryError):
        stories.update()
    assert placed(stories.library) == []
    assert stories.all() == []
    monkeypatch.setattr(module, "place", place)
    assert stories.update() == 4
    is_whole(stories.library)


def test_many_at_once_place_each_article_once(stories, add, monkeypatch):
    monkeypatch.setattr("sourcier.stories.update.BATCH", 2)
    add(stories.library, *MIXED)
    begin = threading.Barrier(3)
    wrong: list[BaseException] = []
    counts: list[int] = []

    def work() -> None:
        begin.wait()
        try:
            counts.append(stories.update())
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sum(counts) == len(MIXED)
    assert stories.update() == 0
    is_whole(stories.library)


def test_two_processes_place_each_article_once(add, library_address):
    code = "import sys; from sourcier.library.library import Library; from sourcier.stories.stories import Stories; Stories(Library(sys.argv[1])).update()"
    with Library(library_address) as library:
        add(library, *MIXED)
        others = [
            subprocess.Popen([sys.executable, "-c", code, library_address], stderr=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        for other in others:
            assert (other.communicate()[1], other.returncode) == ("", 0)
        assert Stories(library).update() == 0
        is_whole(library)


@pytest.fixture(scope="module")
def by_turns(lasting) -> Library:
    """One library for all examples: to empty it is faster than to make one."""
    return lasting("sqlite")


@given(data=st.data(), order=st.permutations(MIXED))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_article_is_in_one_story_in_whatever_order_they_come(by_turns, add, emptied, data, order):
    emptied(by_turns)
    stories = Stories(by_turns)
    count = 0
    while order:
        size = data.draw(st.integers(1, 12))
        add(by_turns, *order[:size])
        count += len(order[:size])
        order = order[size:]
        stories.update()
        assert sum(story.articles for story in stories.all()) == count == len(by_turns)
    is_whole(by_turns)


def test_a_new_version_stays_in_its_story(stories, add):
    told = avalanche()
    address = "https://gazette.example/avalanche"
    first = told[1].model_copy(update={"article": told[1].article.model_copy(update={"url": address})})
    (name,) = add(stories.library, first)
    add(stories.library, told[0], *told[2:], *lace())
    stories.update()
    story = stories.story(name)
    before = stories.dossier(story.id)
    newer = article(
        "Vallorcine : l'avalanche n'a pas fait de blessés",
        "Les dentellières de Saint-Omer brodent des mouchoirs pour le musée.",  # what it says now is of no account
        language="fr",
        published="2027-03-03",
        modified="2027-03-09T10:00:00+00:00",
        address=address,
        outlet="Gazette",
    )
    assert add(stories.library, newer) == [name]
    assert stories.update() == 1
    assert stories.update() == 0
    assert stories.story(name).id == story.id
    assert stories.story(name).articles == story.articles == 4
    titles = [its.title for its in stories.articles(story.id)]
    assert newer.article.title in titles
    assert first.article.title not in titles
    after = stories.dossier(story.id)
    assert after != before
    assert [its.title for its in after.articles] == titles
    is_whole(stories.library)


def test_an_article_that_the_library_has_no_more_leaves(stories, add):
    names = add(stories.library, *avalanche(4))
    add(stories.library, *lace(4))
    stories.update()
    story = stories.story(names[0])
    stories.dossier(story.id)
    remove(stories.library, names[0])
    assert stories.update() == 0
    assert stories.story(story.id).articles == 3
    assert names[0] not in {its.id for its in stories.articles(story.id)}
    assert names[0] not in {its.id for its in stories.dossier(story.id).articles}
    with pytest.raises(InputError):
        stories.story(names[0])
    is_whole(stories.library)


def test_a_story_that_lost_all_its_articles_is_not_shown(stories, add):
    names = add(stories.library, *avalanche(2))
    add(stories.library, *lace(2))
    stories.update()
    for name in names:
        remove(stories.library, name)
    stories.update()
    assert [story.articles for story in stories.all()] == [2]
    is_whole(stories.library)
    add(stories.library, *avalanche(4))
    stories.update()
    assert sorted(story.articles for story in stories.all()) == [2, 4]
    is_whole(stories.library)


def read_anew(library, record, address) -> str:
    """Let a newer reader find another address for a page; the id of the article that it comes to."""
    other = record.model_copy(update={"article": record.article.model_copy(update={"url": address})})
    newer = other.model_copy(update={"reader": other.reader.model_copy(update={"version": "2"})})
    (outcome,) = store.add(library.database, [prepared_record(newer, address)], again=True)
    return outcome.article


def test_an_article_that_comes_to_another_address_is_placed_at_once(stories, add):
    told = avalanche()
    names = add(stories.library, *told)
    stories.update()
    assert read_anew(stories.library, told[0], "https://news.example/x") not in names
    stories.update()
    is_whole(stories.library)
    assert stories.update() == 0
    assert [story.articles for story in stories.all()] == [4]


def test_a_version_that_comes_to_another_article_is_placed_at_once(stories, add):
    """An address had two pages: the newer one, which was shown, is an article of its own now."""
    told = avalanche()
    address = told[0].article.url
    newer = article("Vallorcine dégagée", "La route de Vallorcine est rouverte.", language="fr", address=address,
                    published="2027-03-01", modified="2027-03-08")  # fmt: skip
    (name,) = set(add(stories.library, told[0], newer))
    add(stories.library, *told[1:])
    stories.update()
    assert newer.article.title in {its.title for story in stories.all() for its in stories.articles(story.id)}
    assert read_anew(stories.library, newer, "https://news.example/x") != name
    assert stories.update() == 2
    is_whole(stories.library)
    assert stories.update() == 0


def test_a_record_that_is_damaged_is_not_placed(stories, add):
    names = add(stories.library, *avalanche(4))
    with stories.database.writing() as connection:
        number = connection.scalar(select(versions.c.number).where(versions.c.article == names[1]))
        connection.execute(records.update().where(records.c.number == number).values(packed=b"damaged"))
    assert stories.update() == 3
    assert stories.update() == 0
    assert [story.articles for story in stories.all()] == [3]


def test_an_id_stays_when_articles_come(stories, add):
    names = []
    for record in avalanche():
        names += add(stories.library, record)
        stories.update()
        assert len({stories.story(name).id for name in names}) == 1
    first = stories.story(names[0]).id
    assert len(first) == 16
    add(stories.library, *lace(), *violin(), *parrots())
    stories.update()
    assert stories.story(names[0]).id == first


def test_an_id_leads_on_where_its_story_is_divided(stories, add):
    """Of two stories that were told as one the first keeps the id."""
    seen: set[str] = set()
    for record in MIXED:
        add(stories.library, record)
        stories.update()
        seen |= {story.id for story in stories.all()}
    now = {story.id for story in stories.all()}
    assert {stories.story(name).id for name in seen} <= now
    oldest = add(stories.library, MIXED[0])[0]
    assert stories.story(oldest).id in seen


@pytest.mark.parametrize(
    "wanted", ["", "abc", "story", "12 34", "../..", "'; --", "é" * 8, "%%%%", "____", "a" * 5000, "\0" * 6]
)
def test_what_is_no_id_is_told_in_one_line(stories, add, wanted):
    add(stories.library, *avalanche(2))
    stories.update()
    for ask in (stories.story, stories.articles, stories.dossier, lambda name: list(stories.records(name))):
        with pytest.raises(InputError) as caught:
            ask(wanted)
        assert str(caught.value).count("\n") == 0


def test_an_id_that_nothing_has(stories, add):
    with pytest.raises(InputError, match="no story has this id"):
        stories.story("0123456789abcdef")


def test_the_beginning_of_an_id_is_enough(stories, add):
    names = add(stories.library, *avalanche(4))
    stories.update()
    story = stories.story(names[0])
    for wanted in (story.id, story.id[:4], f" {story.id[:9].upper()} ", names[1], names[2][:10]):
        assert stories.story(wanted) == story


def test_an_id_that_two_stories_begin_with_is_refused(own_stories, add):
    add(own_stories.library, *avalanche(2), *lace(2))
    own_stories.update()
    ids = [story.id for story in own_stories.all()]
    with own_stories.database.writing() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table, column in ((story_rows, "id"), (story_articles, "story"), (dossiers, "story")):
            for old, new in zip(ids, ("abcd000000000001", "abcd000000000002"), strict=True):
                connection.execute(table.update().where(table.c[column] == old).values(**{column: new}))
    with pytest.raises(InputError, match="several stories begin so"):
        own_stories.story("abcd")
    assert own_stories.story("abcd000000000001").id == "abcd000000000001"


def test_a_cheap_look_tells_that_something_came(stories, add):
    first, second = violin()[:2]
    add(stories.library, first)
    before = stories.arrivals()
    stories.update()
    assert stories.arrivals() == before
    add(stories.library, second)
    assert stories.arrivals() != before
