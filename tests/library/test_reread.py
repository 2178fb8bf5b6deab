"""Reading all captures again: newer records in the place of older ones, nothing lost, wherever it is stopped."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sourcier.library import check, reread, store
from sourcier.library.intake import Intake
from sourcier.library.packing import packed
from sourcier.library.reread import Reread
from sourcier.library.schema import captures, contents

A, B, C = (f"https://{name}.example/pages/1" for name in ("aurore", "bulletin", "courrier"))
TEXT = "\n\n".join(
    [
        "Le moulin tourne",
        "Le moulin de Carnoët moudra de nouveau dès samedi, après deux ans de chantier et une collecte dans tout le canton "
        "voisin. Les ailes ont été taillées dans des chênes abattus par la tempête de l'hiver passé.",
        "Le meunier, Yves Le Goff, a montré la meule aux enfants de l'école et promis du pain à qui viendrait à pied.",
    ]
)


@pytest.fixture
def came(make_capture):
    """Two versions, three copies, one without an address, and one that no reading reads."""
    return [
        make_capture("@published 2031-03-10\n" + TEXT, address=A),
        make_capture("@published 2031-03-10\n@modified 2031-03-11\n" + TEXT + "\n\nLe pain est cuit.", address=A),
        make_capture("@published 2031-03-10\n@furniture Menu\n" + TEXT, address=A),
        make_capture("@published 2031-03-12\n" + TEXT, address=B),
        make_capture("@published 2031-03-12\nLa farine\n\nElle manque perdue depuis mars.", address=C),
        make_capture("Brève\n\nSans date.", name="breve.txt"),
        make_capture("no page", name="rien.txt"),
    ]


@pytest.fixture
def filled(library, came, make_reading):
    Intake(library.database, make_reading("1")).take(came)
    return library


def readers(library) -> list[str]:
    return [record.reader.version for _, record in library.records(library.shown(old=True))]


def stamps(library):
    with library.database.reading() as connection:
        return dict(connection.execute(select(captures.c.id, captures.c.added)).all())


def test_newer_records_stand_in_the_place_of_older_ones(filled, came, make_reading, state):
    articles, added = state(filled)["articles"], stamps(filled)
    told = []
    progress = Reread(filled.database, make_reading("2"), report=told.append).run()
    assert (progress.done, progress.aside, progress.total) == (7, 1, 7)
    assert set(readers(filled)) == {"2"}
    assert {outcome.name for outcome in told if outcome.status == "aside"} == {"rien.txt"}
    assert state(filled)["articles"] == articles
    assert stamps(filled) == added
    assert list(check.check(filled.database)) == []


def test_it_is_as_a_new_library_that_the_newer_reading_reads(
    filled, came, make_reading, state, exported, emptied, monkeypatch
):
    monkeypatch.setattr(reread, "_BATCH", 2)
    Reread(filled.database, make_reading("2")).run()
    found = state(filled), exported(filled)
    emptied(filled)
    Intake(filled.database, make_reading("2")).take(came)
    assert found == (state(filled), exported(filled))


def test_what_the_newer_reading_cannot_read_keeps_its_record(filled, make_reading, exported):
    before = {record.article.url: record for _, record in filled.records(filled.shown())}
    progress = Reread(filled.database, make_reading("2", lost="perdue")).run()
    assert progress.aside == 2
    after = {record.article.url: record for _, record in filled.records(filled.shown())}
    assert after[C] == before[C]
    assert {record.reader.version for url, record in after.items() if url != C} == {"2"}
    assert len(filled.find("farine")) == 1
    assert list(check.check(filled.database)) == []
    assert Reread(filled.database, make_reading("3")).run().aside == 1
    assert set(readers(filled)) == {"3"}
    assert [item.name for item in filled.set_aside()] == ["rien.txt"]


def test_what_was_set_aside_is_tried_again(library, came, make_reading):
    Intake(library.database, make_reading("1", lost="perdue")).take(came)
    assert {item.name for item in library.set_aside()} == {C, "rien.txt"}
    told = []
    Reread(library.database, make_reading("2"), report=told.append).run()
    assert [item.name for item in library.set_aside()] == ["rien.txt"]
    assert [outcome.status for outcome in told if outcome.title == "La farine"] == ["added"]
    assert len(library.find("farine")) == 1


@pytest.mark.parametrize("after", [1, 2, 3, 5, 7])
def test_stopped_it_goes_on_where_it_was(filled, make_reading, monkeypatch, after):
    monkeypatch.setattr(reread, "_BATCH", 1)
    first, second = make_reading("2"), make_reading("2")
    run = Reread(filled.database, first)
    run.look = lambda progress: run.stop() if progress.done >= after else None
    done = run.run().done
    rest = Reread(filled.database, second)
    assert rest.run().done == rest.progress.total == 7 - done
    assert not set(first.read) & set(second.read)
    assert set(readers(filled)) == {"2"}
    again = make_reading("3")
    assert Reread(filled.database, again).run().done == len(again.read) == 7


def test_broken_off_it_goes_on_where_it_was(filled, make_reading, monkeypatch):
    monkeypatch.setattr(reread, "_BATCH", 2)
    told = []

    def tell(outcome):
        told.append(outcome)
        if len(told) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Reread(filled.database, make_reading("2"), report=tell).run()
    rest = make_reading("2")
    Reread(filled.database, rest).run()
    assert len(rest.read) == 3
    assert set(readers(filled)) == {"2"}


@pytest.mark.parametrize("other", [True, False])
def test_damaged_bytes_cost_no_record(filled, came, make_reading, other):
    with filled.database.writing() as connection:
        damaged = contents.update().where(contents.c.capture == came[4].id)
        connection.execute(damaged.values(packed=packed(b"other bytes") if other else b"no frame"))
    told = []
    Reread(filled.database, make_reading("2"), report=told.append).run()
    assert [(o.name, o.kind) for o in told if o.kind == "damaged"] == [(C, "damaged")]
    assert len(filled.find("farine")) == 1
    assert sorted(set(readers(filled))) == ["1", "2"]


def test_a_record_without_its_page_stays_as_it_is(library, make_record, make_reading, exported):
    list(library.add_records([make_record("Le moulin tourne.", url=A)]))
    before = exported(library)
    assert Reread(library.database, make_reading("2")).run().total == 0
    assert exported(library) == before


def test_pages_that_come_meanwhile_are_kept(filled, make_capture, make_reading, monkeypatch):
    monkeypatch.setattr(reread, "_BATCH", 1)
    newer = make_capture("La roue\n\nElle grince.", address=A + "/2")

    def tell(outcome):
        if not filled.find("grince"):
            Intake(filled.database, make_reading("2")).take([newer])

    Reread(filled.database, make_reading("2"), report=tell).run()
    assert len(filled.find("grince")) == 1
    assert set(readers(filled)) == {"2"}
    assert store.add(filled.database, []) == []
