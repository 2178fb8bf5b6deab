"""What changed from one version of an article to the next, and finding versions by their ids."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sourcier.errors import InputError
from sourcier.library import store
from sourcier.library.versions import Change, changes

LEAD = "Le bac de Carnoët reprend la mer."
BODY = (
    "Il emportera 40 voitures à chaque départ. La traversée dure une heure.",
    "« Nous avons attendu la marée », a dit Ana Roy. Le port se réjouit déjà.",
)
QUOTE = ("Nous avons attendu la marée", "Ana Roy")
ADDRESS = "https://aurore.example/bac"


@pytest.fixture
def older(make_record):
    return make_record(*BODY, lead=LEAD, people=["Ana Roy"], quotes=[QUOTE])


@pytest.mark.parametrize(
    ("facts", "body", "expected"),
    [
        ({}, BODY, []),
        (
            {"title": "Le pont de Vérigny rouvre mardi"},
            BODY,
            [Change("title", "Le pont de Vérigny rouvre lundi", "Le pont de Vérigny rouvre mardi")],
        ),
        ({"lead": "Le bac reste à quai."}, BODY, [Change("lead", LEAD, "Le bac reste à quai.")]),
        ({"lead": None}, BODY, [Change("lead", LEAD, None)]),
        (
            {},
            (BODY[0].replace("40", "1 250"), BODY[1]),
            [
                Change(
                    "number",
                    "Il emportera 40 voitures à chaque départ.",
                    "Il emportera 1 250 voitures à chaque départ.",
                )
            ],
        ),
        (
            {},
            (BODY[0].replace("une heure", "une petite heure"), BODY[1]),
            [Change("reworded", "La traversée dure une heure.", "La traversée dure une petite heure.")],
        ),
        ({}, (*BODY, "Un guide sera imprimé."), [Change("added", None, "Un guide sera imprimé.")]),
        ({}, (BODY[0], BODY[1].removesuffix(" Le port se réjouit déjà.")), [Change("dropped", "Le port se réjouit déjà.", None)]),
        ({}, (BODY[0].replace(" ", "  "), BODY[1]), []),
    ],
)  # fmt: skip
def test_what_changed(make_record, older, facts, body, expected):
    newer = make_record(*body, **{"lead": LEAD, "people": ["Ana Roy"], "quotes": [QUOTE], **facts})
    assert changes(older, newer) == expected
    turned = [Change({"added": "dropped", "dropped": "added"}.get(c.kind, c.kind), c.after, c.before) for c in expected]
    assert changes(newer, older) == turned


def test_a_quote_that_came_or_went_is_told_with_its_sentence(make_record, older):
    newer = make_record(BODY[0], "« La brume nous retient », a dit Ana Roy. Le port se réjouit déjà.", lead=LEAD,
                        people=["Ana Roy"], quotes=[("La brume nous retient", "Ana Roy")])  # fmt: skip
    assert changes(older, newer)[-2:] == [
        Change("quote", QUOTE[0], None),
        Change("quote", None, "La brume nous retient"),
    ]


def test_a_quote_that_only_moved_is_no_change_of_quotes(make_record, older):
    newer = make_record(*reversed(BODY), lead=LEAD, people=["Ana Roy"], quotes=[QUOTE])
    assert {change.kind for change in changes(older, newer)} <= {"added", "dropped"}


@pytest.fixture
def filled(make_page, library):
    """Two versions of one article, and another article; the ids of its captures, oldest first."""
    pages = [
        make_page(LEAD, address=ADDRESS, modified=f"2031-03-10T0{hour}:00Z", title=f"Bac {hour}") for hour in (7, 9)
    ]
    store.add(library.database, [*reversed(pages), make_page(*BODY, address=ADDRESS + "/2")])
    return pages


def test_versions_stand_oldest_first_by_any_id(filled, library):
    article = filled[0].version.article
    for identifier in (
        article,
        article[:6],
        article.upper(),
        f" {article} ",
        filled[0].capture,
        filled[1].capture[:12],
    ):
        rows = library.versions(identifier)
        assert [(row.title, row.shown, row.capture) for row in rows] == [
            ("Bac 7", False, filled[0].capture),
            ("Bac 9", True, filled[1].capture),
        ]


def test_an_article_is_its_shown_version_and_a_capture_itself(filled, library):
    assert library.record(filled[0].version.article[:8]).article.title == "Bac 9"
    assert [library.record(page.capture[:20]).article.title for page in filled] == ["Bac 7", "Bac 9"]
    assert library.capture(filled[0].capture).id == filled[0].capture


@pytest.mark.parametrize("identifier", ["", "abc", "abcde", "zzzzzzzz", "12345g", "%%%%%%", "e3b0c44298fc1c149afb"])
def test_what_is_no_id_is_one_clear_line(filled, library, identifier):
    for asked in (library.record, library.versions):
        with pytest.raises(InputError) as caught:
            asked(identifier)
        assert "\n" not in str(caught.value)
        assert str(caught.value).startswith(f"{identifier}: ")


def test_a_beginning_of_two_ids_is_refused(make_page, library):
    pages = [make_page(LEAD, address=ADDRESS + "x" * n) for n in (1, 2)]
    ids = [f"aaaaaa{n:010x}" for n in (1, 2)]
    pages = [replace(p, version=replace(p.version, article=i)) for p, i in zip(pages, ids, strict=True)]
    store.add(library.database, pages)
    with pytest.raises(InputError, match="several articles begin so"):
        library.versions("aaaaaa")


def test_a_capture_that_is_not_kept_is_said(make_record, library):
    list(library.add_records([make_record(LEAD, url=ADDRESS)]))
    (row,) = library.versions(next(library.records(library.shown()))[1].article.id)
    with pytest.raises(InputError, match="no capture"):
        library.capture(row.capture)
