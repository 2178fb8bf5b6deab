"""Putting captures into a library: the same library in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from sourcier.library import check, store
from sourcier.library.intake import Intake
from sourcier.library.prepared import prepared_record
from sourcier.library.schema import captures, contents, set_aside, versions
from sourcier.sources.items import SetAside

PONT = (
    "Le pont de Vérigny rouvre lundi matin à la circulation, après onze semaines de travaux. La maire, Ana Roy, a "
    "remercié les riverains de leur patience et promis que les camions prendraient désormais la rocade.",
    "Les commerçants de la rive gauche attendent cette date depuis le printemps : beaucoup ont perdu un tiers de leurs "
    "clients. La mairie leur a versé une aide de quatre mille euros chacun, dont la moitié en avance.",
)
DIGUE = (
    "La digue de Carnoët tiendra cet hiver, assure le syndicat des eaux, qui a fait poser deux mille tonnes de roche. "
    "Le chantier a coûté trois millions d'euros et s'achève avec un mois d'avance sur le calendrier prévu.",
    "Les habitants du port restent inquiets : la tempête de février avait emporté trente mètres de muret en une nuit. "
    "Une réunion publique est annoncée jeudi soir à la salle des fêtes.",
)
A, B, C, D = (f"https://{name}.example/pages/1" for name in ("aurore", "bulletin", "courrier", "depeche"))
ROUNDS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FEW_ROUNDS = settings(ROUNDS, max_examples=12)


@pytest.fixture(scope="module")
def items(make_page, make_record):
    """Nine things that get in each other's way."""
    first = make_page(*PONT, address=A, published="2031-03-10T07:00+01:00")
    second = make_page(
        *PONT, "Mise à jour : le pont n'ouvrira qu'à midi.", address=A, published="2031-03-10T07:00+01:00",
        modified="2031-03-10T11:00+01:00",
    )  # fmt: skip
    same_bytes = [
        make_page(*DIGUE, address=address, content="<p>digue</p>", published="2031-03-11") for address in (B, C)
    ]
    furniture = make_page(*PONT, address=A, content="<nav>Menu</nav>", published="2031-03-10T07:00+01:00")
    copy = make_page(*PONT, address=D, title="Réouverture lundi", published="2031-03-10T06:30Z")
    undated = make_page("Une brève sans date ni adresse.", title="Brève")
    read_elsewhere = prepared_record(
        make_record(*DIGUE, title="Digue", url=D + "0", published="2031-03-12", identifier=undated_id("digue")), "digue"
    )
    unread = replace(
        make_page("x", content="rien", name="rien.html"), version=None, problem=SetAside("rien.html", "has no article")
    )
    no_page = SetAside("logo.png", "is a picture", "skipped")
    return [first, second, *same_bytes, furniture, copy, undated, read_elsewhere, unread, no_page]


def undated_id(word: str) -> str:
    return (word.encode().hex() + "0" * 64)[:64]


def add_all(library, given: Iterable[object], size: int = 1) -> list[store.Outcome]:
    given = list(given)
    return [
        outcome
        for start in range(0, len(given), size)
        for outcome in store.add(library.database, given[start : start + size])
    ]


@pytest.fixture
def results(library, emptied, state, exported):
    """`results(items, size)`: what an empty library holds once these came in batches of that size."""

    def make(items, size=1):
        emptied(library)
        add_all(library, items, size)
        assert list(check.check(library.database)) == []
        return state(library), exported(library)

    return make


@ROUNDS
@given(data=st.data())
def test_the_order_of_arrival_changes_nothing(items, results, data):
    order = data.draw(st.permutations(items))
    size = data.draw(st.sampled_from([1, 2, 3, len(items)]))
    expected, got = results(items), results(order, size)
    assert got[0] == expected[0]
    assert got[1] == expected[1]


def test_what_the_items_come_to(items, library):
    outcomes = add_all(library, items)
    assert [o.status for o in outcomes] == [
        "added", "updated", "added", "known", "known", "added", "added", "added", "aside", "aside",
    ]  # fmt: skip
    assert len(library) == 5
    assert len(library.shown(old=True)) == 6
    assert [item.name for item in library.set_aside()] == ["logo.png", "rien.html"]


def test_twice_changes_nothing(items, library, state, exported):
    add_all(library, items)
    before = state(library), exported(library)
    for size in (1, len(items)):
        assert {o.status for o in add_all(library, items, size)} == {"known", "aside"}
        assert (state(library), exported(library)) == before


def test_twice_in_one_batch_is_once(items, results):
    expected = results(items)
    assert results([*items, *items], 2 * len(items)) == expected


def test_outcomes_stand_in_the_order_of_the_batch(items, library):
    outcomes = store.add(library.database, items)
    assert [o.name for o in outcomes[-2:]] == ["rien.html", "logo.png"] or outcomes[-1].name == "logo.png"
    assert [o.article for o in outcomes[:-2]] == [item.version.article for item in items[:-2]]


@pytest.mark.parametrize("size", [1, 2])
def test_the_better_address_is_kept(make_page, library, results, size):
    """A file has no address, the feed that led to the same bytes has one, and a date."""
    ways = [
        make_page(*PONT, content="<p>pont</p>", name="pont.html"),
        make_page(*PONT, content="<p>pont</p>", address=B),
        make_page(*PONT, content="<p>pont</p>", address=B, given="2031-03-10"),
    ]
    expected = results(ways, size)
    for order in permutations(ways):
        assert results(order, size) == expected
    (record,) = [record for _, record in library.records(library.shown(old=True))]
    assert (record.article.url, record.article.published) == (B, "2031-03-10")
    assert len(library) == 1


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_text_that_loses_its_first_page_is_that_of_the_next(make_page, results, size):
    """Two pages with one text: the one that stands for it turns out to be of another address."""
    at_a, other = sorted(
        [make_page(*PONT, address=B, content="<p>un</p>"), make_page(*PONT, address=B, content="<p>deux</p>")],
        key=lambda page: page.capture,
    )
    better = make_page(*PONT, address=A, content="<p>un</p>" if at_a.size == len("<p>un</p>") else "<p>deux</p>")
    assert better.capture == at_a.capture
    assert better.rank < at_a.rank
    expected = results([better, other], size)
    for order in permutations([at_a, other, better]):
        assert results(order, size)[1] == expected[1]


@pytest.mark.parametrize("size", [1, 2])
def test_the_same_bytes_fetched_twice(make_page, results, size):
    """A page that is put back to its first form: what is shown must not hang on which fetch came first."""
    monday, tuesday, wednesday = (f"2031-03-{day}T06:00:00+00:00" for day in (10, 11, 12))
    came = [
        make_page(*PONT, address=A, content="un", fetched=monday),
        make_page(*DIGUE, address=A, content="deux", fetched=tuesday),
        make_page(*PONT, address=A, content="un", fetched=wednesday),
    ]
    expected = results(came, size)
    for order in permutations(came):
        assert results(order, size) == expected


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("other", ["same", "address", "text", "date"])
def test_a_record_before_and_after_its_page(make_page, make_record, results, size, other):
    """A record that another reader made, or that was read without the page's address, gives way to the page."""
    page = make_page(*PONT, address=B, content="<p>pont</p>", published="2031-03-10")
    differs = {
        "same": {},
        "address": {"url": None},
        "text": {"title": "Le pont, lundi"},
        "date": {"published": "2031-03-09"},
    }[other]
    facts = {"url": B, "published": "2031-03-10", "identifier": page.capture, **differs}
    record = prepared_record(make_record(*PONT, **facts), "export.jsonl")
    expected = results([page], size)
    assert results([page, record], size) == expected
    assert results([record, page], size) == expected


@pytest.mark.parametrize("size", [1, 2])
def test_a_label_of_copies_names_a_page_that_is_there(make_page, library, results, size):
    """Of two pages with one text the one that was fetched first stands for it, whatever its id."""
    low, high = sorted(
        (make_page(*PONT, address=A, content=content) for content in ("un", "deux")), key=lambda page: page.capture
    )
    late, early = replace(low, fetched="2031-03-12T06:00:00Z"), replace(high, fetched="2031-03-10T06:00:00Z")
    copy = next(
        page for n in range(100) if low.capture < (page := make_page(*PONT, address=B, content=f"copie {n}")).capture
    )
    expected = results([early, late, copy], size)
    for order in permutations([late, early, copy]):
        assert results(order, size) == expected
    rows = {row[0] for row in select_all(library, versions.c.capture)}
    assert {row[0] for row in select_all(library, versions.c.copies)} <= rows


def select_all(library, *columns):
    with library.database.reading() as connection:
        return connection.execute(select(*columns)).all()


def test_the_version_that_states_the_last_change_is_shown(make_page, library, emptied):
    pages = [
        make_page(f"Le pont ouvre à {hour} heures.", address=A, published="2031-03-10", modified=modified)
        for hour, modified in ((9, "2031-03-10T09:00+01:00"), (7, None), (12, "2031-03-10T09:30+02:00"))
    ]
    for order in permutations(pages):
        emptied(library)
        add_all(library, order)
        (number,) = library.shown()
        assert "9 heures" in next(library.records([number]))[1].article.text
        assert [row.shown for row in library.versions(pages[0].version.article)] == [False, False, True]


def test_where_pages_state_nothing_the_last_fetched_is_shown(make_page, library):
    early = make_page("Le pont ouvre à 9 heures.", address=A, fetched="2031-03-10T09:00:00+01:00")
    late = make_page("Le pont ouvre à midi.", address=A, fetched="2031-03-10T08:30:00+00:00")
    for order in ((early, late), (late, early)):
        add_all(library, order)
        rows = library.versions(early.version.article)
        assert [(row.fetched, row.shown) for row in rows] == [
            ("2031-03-10T08:00:00Z", False),
            ("2031-03-10T08:30:00Z", True),
        ]


def test_one_address_in_all_its_spellings_is_one_article(make_page, library):
    spellings = (A, A.replace("https", "http") + "/", A + "?utm_source=lettre#haut")
    pages = [make_page(f"Le pont ouvre à {n} heures.", address=a) for n, a in enumerate(spellings, 7)]
    assert [o.status for o in store.add(library.database, pages)] == ["added", "updated", "updated"]
    assert len(library) == 1


def test_what_was_set_aside_is_read_later(make_page, library):
    page = make_page(*PONT, address=A, name="pont.html")
    unread = replace(page, version=None, problem=SetAside("pont.html", "has no article"))
    (outcome,) = store.add(library.database, [unread])
    assert (outcome.status, outcome.reason, outcome.kind) == ("aside", "has no article", "failed")
    assert library.capture(page.capture).content == repr((PONT, A, [])).encode()
    assert list(check.check(library.database)) == []
    (outcome,) = store.add(library.database, [page], again=True)
    assert outcome.status in {"added", "known"}
    assert library.set_aside() == []
    assert len(library) == 1
    assert list(check.check(library.database)) == []


def test_a_name_that_failed_once_and_then_gave_a_page_is_not_set_aside(make_page, library):
    store.add(library.database, [SetAside("pont.html", "cannot be read (Permission denied)")])
    store.add(library.database, [make_page(*PONT, name="pont.html")])
    assert library.set_aside() == []


def test_a_better_way_to_a_page_that_then_cannot_be_read_loses_nothing(make_page, library):
    page = make_page(*PONT, name="pont.html", content="<p>pont</p>")
    died = make_page(*PONT, address=A, content="<p>pont</p>", name=A)
    store.add(library.database, [page])
    store.add(library.database, [replace(died, version=None, problem=SetAside(A, "the process that read it died"))])
    assert len(library) == 1
    assert list(check.check(library.database)) == []


def test_the_same_bytes_by_a_worse_way_are_known(make_page, library, state):
    """Two who add at once may both have read a page before either has kept it."""
    pages = [make_page(*PONT, address=address, content="<p>pont</p>") for address in (A, B, None)]
    store.add(library.database, pages[:1])
    before = state(library)
    assert [o.status for page in pages[1:] for o in store.add(library.database, [page])] == ["known", "known"]
    assert state(library) == before


@pytest.mark.parametrize("size", [1, 3, 40])
def test_numbers_that_collide(make_page, library, monkeypatch, size):
    """Every version is found under a number of its own, also where all of one minute would have the same."""
    monkeypatch.setattr("sourcier.library.prepared.version_number", lambda published, capture: int(capture[0], 16) // 4)
    pages = [make_page(f"Le numéro {n} est tiré.", address=f"{A}/{n}", title=f"Tirage {n}") for n in range(40)]
    assert {o.status for o in add_all(library, pages, size)} == {"added"}
    numbers = library.shown()
    assert len(numbers) == len(set(numbers)) == 40
    found = {number: record.article.id for number, record in library.records(numbers)}
    assert found == {row.number: row.capture for row in select_all(library, versions.c.number, versions.c.capture)}
    assert set(found.values()) == {page.capture for page in pages}
    assert {o.status for o in add_all(library, pages, size)} == {"known"}
    assert list(check.check(library.database)) == []


def test_a_batch_is_taken_in_whole_or_not_at_all(make_page, library, monkeypatch, state):
    before = state(library)

    def fails(*_):
        raise RuntimeError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr("sourcier.library.store.copies.join", fails)
        with pytest.raises(RuntimeError, match="stopped"):
            store.add(library.database, [make_page(*PONT, address=A)])
    assert state(library) == before
    assert store.add(library.database, [make_page(*PONT, address=A)])[0].status == "added"


def test_more_pages_than_one_statement_can_name(make_page, library):
    pages = [make_page(f"Le numéro {n} est tiré.", address=f"{A}/{n}") for n in range(2 * store.CHUNK + 1)]
    assert len(store.add(library.database, pages)) == len(library) == len(pages)
    with library.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(contents)) == len(pages)


@pytest.mark.parametrize("name", ["\udce9t\udce9.html", "a\x00b.html", "x" * 5000, "été\n.html", "\U0001f600.html"])
def test_any_name_can_be_kept(library, name):
    """A file's name is any bytes: those of an old archive are often no UTF-8."""
    (outcome,) = store.add(library.database, [SetAside(name, "is damaged")])
    assert outcome.status == "aside"
    assert len(library.set_aside()) == 1


@pytest.mark.parametrize("sign", ["\x00", "\U0010ffff", "'", "\\", "~", "\u2028"])
def test_any_text_can_be_kept_and_withdrawn(make_page, library, sign):
    page = make_page(
        f"Le pont{sign}rouvre.", title=f"Le{sign} pont", site_name=f"Au{sign}rore", address=f"{A}?q={sign}"
    )
    store.add(library.database, [page])
    store.add(library.database, [page], again=True)
    assert len(library) == 1
    assert list(check.check(library.database)) == []


@FEW_ROUNDS
@given(data=st.data())
def test_an_intake_gives_the_same_in_any_order(make_capture, make_reading, library, emptied, exported, state, data):
    """The same, from the bytes: what is known is told before it is read."""
    text = "\n\n".join(["Le pont rouvre", *PONT])
    came = [
        make_capture("@published 2031-03-10\n" + text, address=A),
        make_capture("@published 2031-03-10\n@modified 2031-03-11\n" + text + "\n\nMise à jour.", address=A),
        make_capture("@published 2031-03-10\n@furniture Menu\n" + text, address=A),
        make_capture("@published 2031-03-11\nLa digue\n\n" + DIGUE[0], address=B),
        make_capture("@published 2031-03-11\nLa digue\n\n" + DIGUE[0], address=C),
        make_capture("@published 2031-03-11\nLa digue\n\n" + DIGUE[0], name="digue.txt"),
        make_capture("Brève\n\nSans date.", name="breve.txt"),
        make_capture("Brève\n\nSans date.", name="breve.txt", published="2031-03-12"),
        make_capture("no page", name="rien.txt"),
    ]

    def result(order, size):
        emptied(library)
        for start in range(0, len(order), size):
            Intake(library.database, make_reading()).take(order[start : start + size])
        return state(library), exported(library)

    order = data.draw(st.permutations(came))
    size = data.draw(st.sampled_from([1, 2, len(came)]))
    assert result(order, size) == result(came, 1)


def test_an_intake_reads_nothing_twice(make_capture, make_reading, library):
    came = [make_capture(f"Titre {n}\n\nTexte {n}.", address=f"{A}/{n}") for n in range(5)]
    reading = make_reading()
    counts = Intake(library.database, reading).take(came).counts
    assert counts == {"added": 5}
    told = []
    tally = Intake(library.database, reading, report=told.append).take([*came, make_capture("no page", name="x")])
    assert tally.counts == {"known": 5, "aside": 1}
    assert len(reading.read) == 6
    assert all(o.article and o.title for o in told if o.status == "known")
    assert Intake(library.database, reading).take([make_capture("no page", name="x")]).counts == {"aside": 1}
    assert len(reading.read) == 6


def test_a_known_page_is_told_with_its_article(make_capture, make_reading, library):
    """Also one whose text another page had already."""
    pages = [make_capture(f"{top}Titre\n\nTexte.", address=A) for top in ("", "@furniture Menu\n")]
    Intake(library.database, make_reading()).take(pages)
    told = []
    Intake(library.database, make_reading(), report=told.append).take(pages)
    assert [o.status for o in told] == ["known", "known"]
    assert len({o.article for o in told}) == 1
    assert told[0].article is not None


def test_what_is_set_aside_stands_for_itself(library):
    given = [SetAside(f"{n}.html", f"reason {n}", kind) for n, kind in enumerate(("damaged", "skipped", "failed"))]
    store.add(library.database, given)
    assert library.set_aside() == given
    rows = select_all(library, set_aside.c.capture)
    assert [row[0] for row in rows] == [None] * 3
    assert select_all(library, captures.c.id) == []
