"""One text that several outlets run is one group, in whatever order they come and whatever becomes of one of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sourcier.library import check, store
from sourcier.library.schema import versions

WIRE = (
    "Le barrage de Montclerc lâchera de l'eau dès mardi pour soulager la vallée, a décidé le préfet après trois jours "
    "de pluie sans répit. Les campings de la rive basse doivent être vidés avant la nuit et les ponts resteront fermés.",
    "La compagnie qui l'exploite parle d'une mesure de prudence et rappelle que la cuve est pleine aux neuf dixièmes. "
    "Son directeur a reconnu que les deux vannes du fond n'avaient plus servi depuis onze ans.",
    "Dans le bourg, les pompiers passent de porte en porte et distribuent des sacs de sable aux commerçants. L'école "
    "restera close jusqu'à jeudi, et la salle des sports attend déjà une centaine de personnes âgées.",
    "Les agriculteurs craignent pour les semis : une crue aussi tardive avait coûté la moitié de leur récolte voici "
    "vingt ans. Ils réclament que le lac soit tenu plus bas dès la fin de l'hiver.",
)
OTHER = (
    "Une fanfare de quatorze musiciens jouera samedi sous la halle pour les cent ans du marché couvert, restauré cet "
    "automne par des apprentis charpentiers. Le fromager offrira une meule entière aux premiers venus du matin.",
    "La mairie promet des navettes gratuites toutes les dix minutes depuis la gare, et un feu de joie au bord du canal "
    "si le vent le permet. Les habitants sont priés de laisser leurs voitures chez eux.",
    "Trois autrices liront des contes aux enfants dans la grange voisine, entre deux ateliers de tressage et de poterie. "
    "Une soupe sera servie dans des bols que chacun apportera de la maison.",
)
OUTLETS = ("aurore", "bulletin", "courrier", "depeche")
AURORE, BULLETIN, COURRIER, DEPECHE = (f"https://{name}.example/eau" for name in OUTLETS)
DAY = date(2031, 3, 12)


def groups(library) -> set[frozenset[str]]:
    """The outlets' addresses by the texts that they run, of those that run one together."""
    found = defaultdict(set)
    with library.database.reading() as connection:
        for row in connection.execute(select(versions.c.copies, versions.c.url).where(versions.c.first)):
            found[row.copies].add(row.url)
    return {frozenset(urls) for urls in found.values() if len(urls) > 1}


@pytest.fixture(scope="module")
def wire(make_page):
    """One story: whole with its agency, cut at the end under another title, cut short, whole with a line added."""
    return [
        make_page(*WIRE, address=AURORE, title="Crue : le barrage s'ouvre", agencies=["AFP"], published="2031-03-10T08:00Z"),
        make_page(*WIRE[:3], address=BULLETIN, title="Alerte à Montclerc", published="2031-03-10T09:00Z"),
        make_page(*WIRE[:2], address=COURRIER, title="La vallée sous l'eau", published="2031-03-10T10:00Z"),
        make_page(*WIRE, "Notre page sera mise à jour.", address=DEPECHE, title="Eau", published="2031-03-10T11:00Z"),
    ]  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 4])
def test_cut_endings_and_other_titles_are_one_group_in_any_order(wire, library, emptied, size):
    for order in list(permutations(wire))[:: 1 if size == 2 else 5]:
        emptied(library)
        for start in range(0, len(order), size):
            store.add(library.database, order[start : start + size])
        assert groups(library) == {frozenset((AURORE, BULLETIN, COURRIER, DEPECHE))}


def test_a_search_shows_copies_once_with_the_agency_of_any(wire, library):
    store.add(library.database, wire)
    results = library.search("barrage", today=DAY)
    (found,) = results.articles
    assert (results.count, found.agencies) == (1, ("AFP",))
    assert {found.url, *(copy.url for copy in found.copies)} == {AURORE, BULLETIN, COURRIER, DEPECHE}
    assert len(library.find("barrage", today=DAY)) == 4
    assert library.search("barrage", newest=True, today=DAY).articles[0].url == DEPECHE


def test_other_texts_and_short_texts_are_no_copies(make_page, library):
    short = "Le marché reste ouvert jusqu'à midi."
    store.add(
        library.database,
        [
            make_page(*WIRE, address=AURORE),
            make_page(*OTHER, address=BULLETIN),
            make_page(*WIRE[:1], *OTHER[:1], address=COURRIER),
            *(make_page(short, address=f"{DEPECHE}/{n}", title=f"Marché {n}") for n in range(3)),
        ],
    )
    assert groups(library) == set()


def test_versions_of_an_article_are_no_copies_of_it(make_page, wire, library):
    later = make_page(*WIRE[:2], "Les vannes sont ouvertes.", *WIRE[2:], address=AURORE, modified="2031-03-11T08:00Z")
    store.add(library.database, [wire[0], wire[1], later])
    assert groups(library) == {frozenset((AURORE, BULLETIN))}
    for old in (False, True):
        (found,) = library.search("barrage", old=old, today=DAY).articles
        assert len(found.copies) == 1


@pytest.fixture(scope="module")
def chain(make_page):
    """Two texts that are no copies of each other, what joins them, and two other readings of its bytes."""
    bridge = {"address": BULLETIN, "content": "<p>pont</p>"}
    return {
        "long": make_page(*WIRE, address=AURORE),
        "bridge": make_page(*WIRE[:2], **bridge),
        "other": make_page(*WIRE[:2], *OTHER, address=COURRIER),
        "apart": make_page(*OTHER, **bridge),
        "elsewhere": make_page(*WIRE[:2], **{**bridge, "address": DEPECHE}),
    }


def test_what_two_texts_share_joins_them(chain, library):
    store.add(library.database, [chain["long"], chain["other"]])
    assert groups(library) == set()
    store.add(library.database, [chain["bridge"]])
    assert groups(library) == {frozenset((AURORE, BULLETIN, COURRIER))}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_page_that_is_read_anew_or_withdrawn_parts_its_group(chain, library, emptied, data):
    reading = data.draw(st.sampled_from(["apart", "elsewhere", "bridge"]))

    def groups_of(steps):
        emptied(library)
        for name, again in steps:
            store.add(library.database, [chain[name]], again=again)
        assert list(check.check(library.database)) == []
        return groups(library)

    expected = groups_of([(reading, False), ("long", False), ("other", False)])
    before = data.draw(st.permutations([("long", False), ("other", False), ("bridge", False)]))
    place = data.draw(st.integers(before.index(("bridge", False)) + 1, 3))
    assert groups_of([*before[:place], (reading, True), *before[place:]]) == expected


def test_the_last_page_of_a_text_withdrawn_leaves_no_group(chain, make_page, library):
    store.add(library.database, [chain["long"], chain["bridge"]])
    store.add(library.database, [make_page("Page vidée.", address=BULLETIN, content="<p>pont</p>")], again=True)
    assert groups(library) == set()
    (found,) = library.search("barrage", today=DAY).articles
    assert found.copies == ()
