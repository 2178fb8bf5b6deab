"""Corrections in a library: kept, found by, indexed, read anew, undone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from sourcier.errors import InputError
from sourcier.library import store
from sourcier.library.backup import backup
from sourcier.library.check import check, repair
from sourcier.library.corrections import Corrections
from sourcier.library.library import Library
from sourcier.reading.name_keys import name_key
from sourcier.record import Actor

TODAY = date(2026, 3, 9)
WORDS = (
    "La maire Ana Roy a dit « le pont rouvre lundi » devant la presse.",
    "Le ministre Karl Berg se rendra à Vienne mardi.",
)
FACTS = {
    "people": ("Ana Roy", "Karl Berg"),
    "quotes": (("« le pont rouvre lundi »", "Karl Berg"),),
    "places": (("Vienne", "AT"),),
    "events": (("visit", "scheduled", "se rendra", "2026-03-10"),),
    "published": "2026-03-08",
}


@pytest.fixture
def its(library) -> Corrections:
    return Corrections(library)


@pytest.fixture
def article(library, make_record) -> str:
    """The id of an article whose quotation has the wrong speaker."""
    return added(library, make_record(*WORDS, url="https://gazette.example/pont", **FACTS))


def added(library: Library, *records) -> str:
    names = [outcome.article for outcome in library.add_records(records)]
    return names[0]


def keyed(record):
    """The record with the keys of its people."""
    actors = tuple(
        a.model_copy(update={"key": name_key(a.name) if a.kind == "person" else None}) for a in record.actors
    )
    return record.model_copy(update={"actors": actors})


def found(library: Library, *queries: str) -> list[int]:
    return [len(library.find(query, today=TODAY)) for query in queries]


def assert_sound(library: Library) -> None:
    """Nothing is amiss, and the indexes are what they would be if they were made anew."""
    assert list(check(library.database)) == []
    before = indexed(library)
    repair(library.database)
    assert indexed(library) == before


def indexed(library: Library) -> tuple[list, list]:
    with library.database.reading() as connection:
        rows = connection.execute(text("SELECT number, place, type, status, begin, finish FROM events ORDER BY 1, 2"))
        events = [tuple(row) for row in rows]
        if not library.database.is_sqlite:
            words = connection.execute(text("SELECT number, document::text FROM words ORDER BY 1"))
            return events, [tuple(row) for row in words]
        connection.execute(text("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'words', 'instance')"))
        words = [tuple(row) for row in connection.execute(text("SELECT doc, term, col, \"offset\" FROM temp.terms ORDER BY 1, 2, 3, 4"))]  # fmt: skip
        connection.execute(text("DROP TABLE temp.terms"))
        return events, words


def test_a_speaker_set_right_is_found_and_shown(library, its, article):
    before = library.record(article)
    made = its.add("speaker", by="ana", article=article, fact="q1", value="Ana Roy", note="heard it")
    record = library.record(article)
    speaker = next(a for a in record.actors if a.id == record.quotes[0].speaker)
    assert speaker.name == "Ana Roy"
    assert record.quotes[0].speaker_text == before.quotes[0].speaker_text
    (told,) = record.corrections
    assert (told.id, told.by, told.fact, told.value, told.before) == (made.id, "ana", "q1", "Ana Roy", "Karl Berg")
    assert (told.action, told.kind, told.note, told.made) == ("speaker", "quote", "heard it", made.made)
    assert found(library, "said-by:Roy", "said-by:Berg") == [1, 0]
    (hit,) = library.search("said-by:Roy", today=TODAY).articles[0].hits
    assert hit.note == "Ana Roy"
    assert_sound(library)


def test_status_date_and_place_of_an_event(library, its, article):
    for action, value in (("status", "denied"), ("date", "2026-04-02"), ("place", "Lyon")):
        its.add(action, by="ana", article=article, fact="e1", value=value)
    (event,) = library.record(article).events
    record = library.record(article)
    time = next(t for t in record.times if t.id == event.time)
    place = next(p for p in record.places if p.id == event.place)
    assert (event.status, time.begin, time.text) == ("denied", "2026-04-02", "se rendra")
    assert (place.name, place.country, place.mentions) == ("Lyon", "FR", ())
    assert place.latitude == pytest.approx(45.75, abs=0.1)
    assert found(library, "status:denied", "status:scheduled", "place:Lyon") == [1, 0, 1]
    assert found(library, "happens:2026-04-02", "happens:2026-03-10") == [1, 0]
    assert [c.action for c in record.corrections] == ["status", "date", "place"]
    assert_sound(library)


def test_a_wrong_event_is_gone_everywhere(library, its, article):
    its.add("wrong", by="ana", article=article, fact="e1")
    record = library.record(article)
    assert record.events == ()
    assert [(c.fact, c.text, c.value) for c in record.corrections] == [(None, "se rendra", None)]
    assert found(library, "event:visit", "status:scheduled") == [0, 0]
    assert_sound(library)


def test_every_correction_can_be_undone(library, its, article):
    before, words = library.record(article), indexed(library)
    facts = (
        ("speaker", "q1", "Edda Vollbrecht"),
        ("status", "e1", "denied"),
        ("date", "e1", "2026-04"),
        ("date", "t1", "2026-05-01/2026-05-03"),
        ("place", "p1", "Vienne, FR"),
        ("place", "e1", "p1"),
        ("wrong", "p1.1", None),
        ("wrong", "q1", None),
        ("wrong", "t1", None),
        ("wrong", "e1", None),
    )
    for action, fact, value in facts:
        its.add(action, by="ana", article=article, fact=fact, value=value)
    assert [c.applies for c in its.all()] == [True] * len(facts)
    assert library.record(article).events == ()
    for n, one in enumerate(its.all()):
        undone = its.undo(one.id if n else one.id[:6], by="bo")
        assert (undone.undone_by, undone.id) == ("bo", one.id)
    assert library.record(article) == before
    assert indexed(library) == words
    assert its.all() == []
    assert [c.undone_by for c in its.all(undone=True)] == ["bo"] * len(facts)
    assert {c.applies for c in its.all(undone=True)} == {None}
    assert_sound(library)


def test_corrections_undone_in_any_order_leave_sound_indexes(library, its, article):
    made = [
        its.add("speaker", by="ana", article=article, fact="q1", value="Ana Roy"),
        its.add("date", by="ana", article=article, fact="e1", value="2026-04-02"),
        its.add("wrong", by="ana", article=article, fact="t2"),
    ]
    its.undo(made[1].id, by="ana")  # the time that the third one calls wrong is gone
    assert [c.applies for c in its.all()] == [False, True]
    assert len(library.record(article).times) == 1
    its.undo(made[0].id, by="ana")
    assert_sound(library)
    assert library.record(article).corrections == ()


def test_the_list_is_newest_first_and_in_pages(library, its, article, make_record):
    other = added(library, make_record(*WORDS, title="Un autre pont", url="https://gazette.example/2", **FACTS))
    for n in range(5):
        its.add("status", by="ana", article=(article, other)[n % 2], fact="e1", value="denied")
    places = [c.place for c in its.all()]
    assert places == sorted(places, reverse=True)
    assert [c.place for c in its.all(limit=2)] == places[:2]
    assert [c.place for c in its.all(limit=2, before=places[1])] == places[2:4]
    assert {c.article for c in its.all(article=article)} == {article}
    assert len(its.all(article=article[:8])) == 3
    assert its.articles() == [article, other]
    assert [r.article.title for r in its.records([other, article])] == [r.article.title for r in map(library.record, (other, article))]  # fmt: skip
    assert its.one(its.all()[0].id[:8]).id == its.all()[0].id


@pytest.mark.parametrize(
    ("action", "fact", "value", "said"),
    [
        ("wrong", "q9", None, "no quote of this id"),
        ("wrong", "a1", None, "no fact that can be corrected"),
        ("wrong", "s1", None, "no fact that can be corrected"),
        ("wrong", "e1", "denied", "has no value"),
        ("speaker", "e1", "Ana Roy", "no speaker can be set there; what can be: wrong, date, status, place"),
        ("speaker", "q1", "a9", "no actor of this id"),
        ("speaker", "q1", "  ", "nothing was given"),
        ("speaker", "q1", "x" * 2001, "longer than 2,000 characters"),
        ("status", "e1", "cancelled", "give one of happened, ongoing"),
        ("status", "e1", None, "nothing was given"),
        ("date", "e1", "next Monday", "no ISO 8601 date"),
        ("date", "e1", "2026-02-30", "no ISO 8601 date"),
        ("date", "e1", "0000", "no ISO 8601 date"),
        ("date", "e1", "2026-03-10T25:00", "no ISO 8601 date"),
        ("date", "e1", "2026-03-10/2026-03-09", "ends before it begins"),
        ("place", "e1", "p9", "no place of this id"),
        ("sing", "e1", "la", "no sing can be set there"),
        ("date", "", "2026-03-10", "no fact that can be corrected"),
    ],
)
def test_what_makes_no_sense_is_refused(library, its, article, action, fact, value, said):
    with pytest.raises(InputError, match=said):
        its.add(action, by="ana", article=article, fact=fact, value=value)
    assert its.all(undone=True) == []
    assert library.record(article).corrections == ()


def test_what_is_not_there_is_refused(its, article):
    for wanted, said in ((None, "which article"), ("beef00beef", "no article has this id"), ("x", "is no id")):
        with pytest.raises(InputError, match=said):
            its.add("wrong", by="ana", article=wanted, fact="q1")
    with pytest.raises(InputError, match="who corrects"):
        its.add("wrong", by=" ", article=article, fact="q1")
    made = its.add("wrong", by="ana", article=article, fact="q1")
    its.undo(made.id, by="bo")
    with pytest.raises(InputError, match=r"was undone on .* by bo"):
        its.undo(made.id, by="ana")
    for identifier, said in (("0123", "no correction has this id"), ("zz", "is no id"), ("", "is no id")):
        with pytest.raises(InputError, match=said):
            its.undo(identifier, by="ana")


def test_a_place_that_no_gazetteer_knows_has_no_point(library, its, article):
    its.add("place", by="ana", article=article, fact="e1", value="Trillonges-sur-Vaule")
    place = library.record(article).places[-1]
    assert (place.name, place.latitude, place.country, place.geonames_id) == ("Trillonges-sur-Vaule", None, None, None)


def test_which_of_several_places_is_said_by_its_country(library, its, article):
    its.add("place", by="ana", article=article, fact="p1", value="Vienne, FR")
    (place,) = library.record(article).places
    assert (place.country, place.mentions[0].text) == ("FR", "Vienne")
    assert place.latitude == pytest.approx(45.5, abs=1.5)
    assert found(library, "country:FR", "country:AT") == [1, 0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Edda Vollbrecht", "person"), ("Banque centrale européenne", "organisation"), ("Norvège", "country")],
)
def test_a_new_speaker_is_of_the_kind_that_the_name_says(library, its, article, name, kind):
    its.add("speaker", by="ana", article=article, fact="q1", value=name)
    actor = library.record(article).actors[-1]
    assert (actor.name, actor.kind) == (name, kind)
    assert actor.key


def test_a_correction_outlives_a_new_reading(library, its, make_page):
    """The new reading counts otherwise, and says more before the words."""
    address = "https://gazette.example/pont"
    old = make_page(*WORDS, address=address, content="page", **FACTS)
    store.add(library.database, [old])
    article = library.versions(old.version.article)[0].article
    its.add("speaker", by="ana", article=article, fact="q1", value="Ana Roy")
    its.add("wrong", by="ana", article=article, fact="e1")
    more = {**FACTS, "people": ("Zoé Arnal", *FACTS["people"]), "lead": "Zoé Arnal attend depuis un an."}
    more["events"] = (("statement", "happened", "attend", "2026-03-08"), *FACTS["events"])
    store.add(library.database, [make_page(*WORDS, address=address, content="page", reader="2", **more)], again=True)
    record = library.record(article)
    assert record.reader.version == "2"
    names = {a.id: a.name for a in record.actors}
    assert names[record.quotes[0].speaker] == "Ana Roy"
    assert [e.type for e in record.events] == ["statement"]
    assert [c.applies for c in its.all()] == [True, True]
    assert found(library, "said-by:Roy", "said-by:Berg", "event:visit", "event:statement") == [1, 0, 0, 1]
    assert_sound(library)


def test_a_correction_whose_words_are_gone_is_kept_and_does_nothing(library, its, make_page):
    address = "https://gazette.example/pont"
    store.add(
        library.database, [make_page(*WORDS, address=address, content="old", fetched="2026-03-08T10:00:00Z", **FACTS)]
    )
    article = library.versions(make_page(*WORDS, address=address, **FACTS).version.article)[0].article
    made = its.add("status", by="ana", article=article, fact="e1", value="denied")
    newer = make_page(
        "Le pont reste fermé.",
        address=address,
        content="new",
        fetched="2026-03-09T10:00:00Z",
        published=FACTS["published"],
    )
    store.add(library.database, [newer])
    assert library.record(article).corrections == ()
    assert [(c.id, c.applies) for c in its.all()] == [(made.id, False)]
    # The version that has the words is corrected as before.
    (older,) = [row for row in library.versions(article) if not row.shown]
    assert next(library.records([older.number]))[1].events[0].status == "denied"
    assert [len(library.find("status:denied", old=old, today=TODAY)) for old in (False, True)] == [0, 1]
    assert_sound(library)
    its.undo(made.id, by="ana")
    assert_sound(library)


def test_corrections_go_with_an_article_that_a_new_reading_calls_otherwise(library, its, make_page):
    page = {"address": None, "content": "page", **FACTS}
    store.add(library.database, [make_page(*WORDS, **page)])
    (number,) = library.shown()
    its.add("status", by="ana", article=next(library.records([number]))[1].article.id, fact="e1", value="denied")
    named = make_page(*WORDS, canonical_url="https://gazette.example/pont", reader="2", **page)
    other = make_page(
        "Le pont.",
        *WORDS,
        address="https://gazette.example/pont",
        content="other",
        fetched="2026-03-01T08:00:00Z",
        **FACTS,
    )
    store.add(library.database, [other])
    store.add(library.database, [named], again=True)
    (made,) = its.all()
    assert made.article == named.version.article
    assert made.applies
    assert len(library) == 1
    assert_sound(library)


def test_pages_taken_in_again_and_repairs_keep_corrections(library, its, article, make_record, tmp_path):
    its.add("status", by="ana", article=article, fact="e1", value="denied")
    added(library, make_record(*WORDS, url="https://gazette.example/pont", **FACTS))
    repair(library.database)
    assert found(library, "status:denied") == [1]
    if library.database.is_sqlite:
        backup(library.database, str(tmp_path / "copy.sourcier"))
        with Library(str(tmp_path / "copy.sourcier")) as copy:
            assert copy.record(article) == library.record(article)
            assert found(copy, "status:denied") == [1]
            assert list(check(copy.database)) == []


def people(library, make_record) -> list[str]:
    """Three articles: of Ana Roy, of Anna-Maria Royer, who is she, and of both."""
    told = [
        keyed(make_record(f"{name} a parlé : « {n} ponts ».", title=f"Titre {n}", url=f"https://gazette.example/{n}", people=names, quotes=((f"« {n} ponts »", name),), published=f"2026-03-0{n}"))
        for n, name, names in ((1, "Ana Roy", ("Ana Roy",)), (2, "Marie Royer", ("Marie Royer",)))
    ]  # fmt: skip
    both = make_record("Ana Roy et Marie Royer : « trois ponts ».", title="Titre 3", url="https://gazette.example/3", people=("Ana Roy", "Marie Royer"), quotes=(("« trois ponts »", "Marie Royer"),), published="2026-03-03")  # fmt: skip
    return [outcome.article for outcome in library.add_records([*told, keyed(both)])]


QUERIES = ('person:"Ana Roy"', 'person:"Marie Royer"', 'said-by:"Ana Roy"', 'said-by:"Marie Royer"', 'person:"Maria Royer"')  # fmt: skip


def test_two_people_are_one_in_all_articles(library, its, make_record):
    one, other, both = people(library, make_record)
    before, words = [library.record(article) for article in (one, other, both)], indexed(library)
    assert found(library, *QUERIES[:4]) == [2, 2, 1, 2]
    made = its.same_person(name_key("Ana Roy"), "Marie Royer", by="ana", note="her married name")
    assert (made.article, made.value, made.before, made.target.text) == (None, "Ana Roy", "Marie Royer", "Marie Royer")
    assert found(library, *QUERIES[:4]) == [3, 3, 3, 3]
    for article in (one, other, both):
        (actor,) = library.record(article).actors
        assert actor.key == name_key("Ana Roy")
        assert {actor.name, *actor.aliases} == {"Ana Roy", "Marie Royer"}
        assert library.record(article).quotes[0].speaker == actor.id
        assert [(c.action, c.fact, c.by) for c in library.record(article).corrections] == [
            ("same person", actor.id, "ana")
        ]
    assert [m.text for m in library.record(both).actors[0].mentions] == ["Ana Roy", "Marie Royer"]
    assert all(article.hits for article in library.search('said-by:"Marie Royer"', today=TODAY).articles)
    assert_sound(library)
    its.undo(made.id, by="bo")
    assert [library.record(article) for article in (one, other, both)] == before
    assert indexed(library) == words
    assert_sound(library)


def test_an_article_that_comes_later_knows_who_is_one(library, its, make_record):
    people(library, make_record)
    its.same_person("Ana Roy", "Marie Royer", by="ana")
    later = keyed(
        make_record(
            "Marie Royer est venue.", title="Plus tard", url="https://gazette.example/4", people=("Marie Royer",)
        )
    )
    article = added(library, later)
    assert library.record(article).actors[0].key == name_key("Ana Roy")
    assert found(library, *QUERIES[:2]) == [4, 4]
    assert_sound(library)


def test_three_people_are_one_and_two_again(library, its, make_record):
    people(library, make_record)
    third = added(
        library,
        keyed(
            make_record(
                "Edda Vollbrecht est venue.",
                title="Quatre",
                url="https://gazette.example/4",
                people=("Edda Vollbrecht",),
            )
        ),
    )
    first = its.same_person("Ana Roy", "Marie Royer", by="ana")
    its.same_person("Edda Vollbrecht", "Ana Roy", by="ana")
    queries = ('person:"Ana Roy"', 'person:"Marie Royer"', 'person:"Edda Vollbrecht"')
    assert found(library, *queries) == [4, 4, 4]
    assert_sound(library)
    with pytest.raises(InputError, match=r"same person as .* already"):
        its.same_person("Marie Royer", "Edda Vollbrecht", by="ana")
    its.undo(first.id, by="ana")
    assert found(library, *queries) == [3, 2, 3]
    assert library.record(third).actors[0].aliases == ("Ana Roy",)
    assert_sound(library)


@pytest.mark.parametrize(("one", "other", "said"), [("Ana Roy", "Nobody Here", "no article names a person so"), ("Roy", "Ana Roy", "no article names"), ("Ana Roy", "ana roy", "same person as .* already")])  # fmt: skip
def test_who_cannot_be_one_is_refused(library, its, make_record, one, other, said):
    people(library, make_record)
    with pytest.raises(InputError, match=said):
        its.same_person(one, other, by="ana")
    assert its.all(undone=True) == []


def test_a_speaker_set_by_id_is_the_person_with_that_key(library, its, make_record):
    *_, both = people(library, make_record)
    its.add("speaker", by="ana", article=both, fact="q1", value="a1")
    assert library.record(both).quotes[0].speaker == "a1"
    its.same_person("Marie Royer", "Ana Roy", by="ana")
    record = library.record(both)
    assert record.quotes[0].speaker == record.actors[0].id
    assert_sound(library)


def test_a_record_without_corrections_is_as_it_was_read(library, article):
    record = library.record(article)
    assert record.corrections == ()
    assert isinstance(record.actors[0], Actor)
