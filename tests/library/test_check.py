"""Whatever is damaged in a library is named, and mended where the check says so."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from sqlalchemy import select, text

from sourcier.errors import LibraryError
from sourcier.library import check, store, word_index
from sourcier.library.intake import Intake
from sourcier.library.library import Library
from sourcier.library.packing import packed
from sourcier.library.reread import Reread
from sourcier.library.schema import contents, records, set_aside, versions

PARAGRAPH = (
    "Le moulin de Carnoët moudra de nouveau dès samedi, après deux ans de chantier et une collecte dans tout le canton "
    "voisin. Les ailes ont été taillées dans des chênes abattus par la tempête de l'hiver passé."
)
DAY = date(2031, 3, 12)


@pytest.fixture
def filled(library, make_page, make_capture, make_reading):
    """Two articles, one of them in two versions, with events and sketches; one page set aside; one record alone."""
    event = ("reopening", "scheduled", "moudra de nouveau dès samedi", "2031-03-15")
    store.add(
        library.database,
        [
            make_page(PARAGRAPH, address="https://aurore.example/moulin", modified="2031-03-10", events=[event]),
            make_page(PARAGRAPH, "Le pain cuit.", address="https://aurore.example/moulin", modified="2031-03-11"),
            make_page("La farine manque.", address="https://aurore.example/farine", published="2031-03-12"),
        ],
    )
    Intake(library.database, make_reading()).take([make_capture("no page", name="rien.txt")])
    assert list(check.check(library.database)) == []
    return library


@pytest.fixture
def ids(filled):
    """The versions' numbers, captures and articles, by publication."""
    with filled.database.reading() as connection:
        chosen = select(versions.c.number, versions.c.capture, versions.c.article).order_by(versions.c.number)
        return connection.execute(chosen).all()


@pytest.fixture
def damage(filled):
    """`damage(statement)`: do something that a library never does, past its rules."""

    def do(statement) -> None:
        if filled.database.is_sqlite:
            with filled.database.engine.connect() as connection:
                connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
                connection.execute(statement)
                connection.commit()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")
        else:
            with filled.database.engine.begin() as connection:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                connection.execute(statement)

    return do


def found(library) -> list[tuple[str, str, bool]]:
    return [(problem.what, problem.problem, problem.mends) for problem in check.check(library.database)]


@pytest.mark.parametrize(
    "damaged", [packed(b"other bytes"), b"no frame", b"", packed(b"x" * 100)[:-3]], ids=["other", "junk", "none", "cut"]
)
def test_bytes_that_changed(filled, ids, damage, damaged):
    damage(contents.update().where(contents.c.capture == ids[1].capture).values(packed=damaged))
    assert found(filled) == [(ids[1].capture, "its bytes are damaged; restore a backup, or take it in again", False)]


def test_bytes_that_are_missing(filled, ids, damage):
    damage(contents.delete().where(contents.c.capture == ids[2].capture))
    assert found(filled) == [(ids[2].capture, "its bytes are missing; restore a backup, or take it in again", False)]


def test_missing_bytes_come_with_the_page(filled, ids, damage, make_page):
    page = make_page("La farine manque.", address="https://aurore.example/farine", published="2031-03-12")
    assert page.capture in {row.capture for row in ids}
    damage(contents.delete().where(contents.c.capture == page.capture))
    store.add(filled.database, [page])
    assert found(filled) == []


@pytest.mark.parametrize(
    "damaged", [b"no frame", packed(b"{}"), packed(b"no json"), packed(b"\xff")], ids=["junk", "empty", "words", "byte"]
)
def test_a_record_that_is_damaged(filled, ids, damage, damaged):
    damage(records.update().where(records.c.number == ids[1].number).values(packed=damaged))
    assert found(filled) == [(ids[1].capture, "its record is damaged; run: sourcier reread", False)]
    assert check.repair(filled.database) == 2
    assert len(found(filled)) == 1


def test_a_record_in_the_place_of_another(filled, ids, damage):
    with filled.database.reading() as connection:
        other = connection.scalar(select(records.c.packed).where(records.c.number == ids[0].number))
    damage(records.update().where(records.c.number == ids[1].number).values(packed=other))
    assert found(filled) == [(ids[1].capture, f"has the record of {ids[0].capture}; run: sourcier reread", False)]


@pytest.mark.parametrize(
    ("statement", "table", "said"),
    [
        ("DELETE FROM records WHERE number = :number", "versions", "1 without their row in records"),
        ("DELETE FROM captures WHERE id = :capture", "versions", "1 without their row in captures"),
        ("DELETE FROM captures WHERE id = :capture", "contents", "1 without their row in captures"),
        ("DELETE FROM versions WHERE number = :number", "records", "1 without their row in versions"),
        ("DELETE FROM articles WHERE id = :article", "versions", "without their row in articles"),
        ("INSERT INTO articles (id, key, added) VALUES ('0', 'x', 'x')", "articles", "1 without their row in versions"),
        ("INSERT INTO events (number, place, type, status) VALUES (7, 0, 'vote', 'denied')", "events", "1 without"),
        ("INSERT INTO sketches (band, number) VALUES (5, 7)", "sketches", "1 without their row in versions"),
        ("DELETE FROM events", "events", ""),
        ("DELETE FROM sketches", "sketches", ""),
    ],
)
def test_rows_that_are_missing_or_alone(filled, ids, damage, statement, table, said):
    damage(
        text(statement).bindparams(
            **{name: getattr(ids[1], name) for name in ids[1]._fields if f":{name}" in statement}
        )
    )
    problems = found(filled)
    assert [what for what, problem, _ in problems if what == table and said in problem], problems
    mended = [what for what, _, mends in problems if mends]
    check.repair(filled.database)
    assert not {what for what, *_ in found(filled)} & set(mended)
    if table in {"events", "sketches"}:
        assert mended == [table]
        assert found(filled) == []


@pytest.fixture
def forget(filled):
    """`forget(number)`: take a version out of the word index alone."""

    def do(number: int, instead: int | None = None) -> None:
        with filled.database.writing() as connection:
            ((_, its),) = store._Intake(connection, False)._versions([number])
            word_index.drop(connection, [(number, its.document)])
            if instead is not None:
                word_index.put(connection, [(instead, its.document)])

    return do


@pytest.mark.parametrize("instead", [None, 7])
def test_a_version_that_the_word_index_lost(filled, forget, instead):
    (number,) = filled.find("farine", today=DAY)
    forget(number, instead)
    assert filled.find("farine", today=DAY) == []
    assert [(what, mends) for what, _, mends in found(filled)] == [("words", True)]
    assert check.repair(filled.database) == 3
    assert found(filled) == []
    assert filled.find("farine", today=DAY) == [number]


def test_a_repair_of_a_sound_library_changes_nothing(filled, state, exported):
    def everything():
        with filled.database.reading() as connection:
            tables = [
                sorted(map(tuple, connection.execute(text(f"SELECT * FROM {t}")))) for t in ("events", "sketches")
            ]
        queries = ("farine", "moulin", "event:reopening happens:2031-03-15", "-moulin")
        return state(filled), exported(filled), tables, [filled.find(q, old=True, today=DAY) for q in queries]

    before = everything()
    assert check.repair(filled.database) == 3
    assert everything() == before


@pytest.mark.parametrize(("shown", "count"), [(True, 2), (False, 0)])
def test_an_article_with_no_version_shown_or_two(filled, damage, shown, count):
    with filled.database.reading() as connection:
        article = connection.scalar(select(versions.c.article).where(~versions.c.shown))
    damage(versions.update().where(versions.c.article == article).values(shown=shown))
    assert found(filled) == [(article, f"{count} of its versions are shown, not one; run: sourcier reread", False)]


def test_a_capture_that_nobody_accounts_for(filled, damage):
    damage(set_aside.delete())
    ((_, said, mends),) = found(filled)
    assert (said, mends) == ("belongs to no article and was not set aside; run: sourcier reread", False)


@pytest.mark.parametrize("kind", ["two shown", "record", "account"])
def test_a_rereading_mends_what_the_check_says_it_does(filled, ids, damage, make_capture, make_reading, kind):
    pages = [
        make_capture(f"@modified 2031-03-1{n}\nMoulin\n\nIl tourne {n} fois.", address="https://b.example/m")
        for n in (1, 2)
    ]
    with filled.database.writing() as connection:
        for table in ("events", "sketches", "records", "versions", "articles", "contents", "set_aside", "captures"):
            connection.execute(text(f"DELETE FROM {table}"))
        word_index.clear(connection)
    Intake(filled.database, make_reading()).take([*pages, make_capture("no page", name="rien.txt")])
    if kind == "two shown":
        damage(versions.update().values(shown=True))
    elif kind == "record":
        damage(records.update().values(packed=b"no frame"))
    else:
        damage(set_aside.delete())
    assert {problem.rsplit("; ", 1)[1] for _, problem, _ in found(filled)} == {"run: sourcier reread"}
    Reread(filled.database, make_reading("2")).run()
    assert found(filled) == []


@pytest.mark.parametrize(("start", "length"), [(0, 100), (100, 8000), (8192, 8192), (20_000, 60_000)])
def test_a_file_that_is_overwritten(tmp_path, make_page, start, length):
    path = tmp_path / "own.sourcier"
    with Library(str(path)) as library:
        pages = [make_page(f"Le numéro {n} est tiré.", address=f"https://aurore.example/{n}") for n in range(40)]
        store.add(library.database, pages)
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * length)
    try:
        with Library(str(path)) as library:
            problems = found(library)
    except LibraryError as error:
        problems = [("file", str(error), False)]
    assert problems
    assert all("\n" not in problem for _, problem, _ in problems)
    assert all(
        problem.endswith(("restore a backup", "with --library", "sourcier check says")) for _, problem, _ in problems
    )


def test_an_index_of_the_database_that_is_damaged(tmp_path, make_page):
    path = tmp_path / "own.sourcier"
    with Library(str(path)) as library:
        store.add(library.database, [make_page("La farine manque.", address="https://aurore.example/farine")])
        library.close()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'events_begin') WHERE name = 'ix_versions_article'")  # fmt: skip
        connection.close()
        problems = found(library)
    assert {what for what, *_ in problems} == {"database"}


def test_a_damaged_record_stops_no_page_from_coming_in(filled, damage, make_page):
    damage(records.update().values(packed=b"no frame"))
    pages = [
        make_page(PARAGRAPH, "La roue grince encore, dit-on au bourg.", address="https://bulletin.example/moulin"),
        make_page(PARAGRAPH, "Le pain cuit, et la roue grince.", address="https://aurore.example/moulin", modified="2031-03-12"),
        make_page("Autre chose.", address="https://bulletin.example/autre"),
    ]  # fmt: skip
    assert [o.status for o in store.add(filled.database, pages)] == ["added", "updated", "added"]
    assert len(filled.find("autre", today=DAY)) == 1
