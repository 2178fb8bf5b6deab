"""Finding articles: every operator of docs/search.md finds the same in SQLite and in PostgreSQL, and says why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcier.errors import QueryError
from sourcier.library import search as searching
from sourcier.library import store
from sourcier.library.folding import tokens

DAY = date(2031, 3, 12)
ROUNDS = settings(max_examples=60, deadline=None)
LONG = (
    "La glace mince retient le bac au port depuis dimanche et les camions attendent sur le quai, moteurs arrêtés, "
    "sans que personne ne sache quand la capitainerie rendra la route du large aux premiers bateaux.",
    "Un remorqueur viendra de la côte voisine pour ouvrir un chenal, si le froid cède assez tôt dans la semaine, et "
    "les pêcheurs espèrent sauver ce qui reste de leur saison avant la fermeture des marchés du nord.",
)


@pytest.fixture(scope="session")
def pages(make_page):
    """Ten small articles by their names, each found by something of its own."""

    def made(name: str, *paragraphs: str, day: str | None, host: str = "aurore", **facts):
        address = f"https://www.{host}.example/{name}"
        return make_page(*paragraphs, address=address, published=day, **facts)

    return [
        made(
            "bac", "La glace mince retient le bac à Port-Valmont. « Nous partirons demain », a dit Élodie d’Arc.",
            day="2031-03-10T07:00+01:00", title="L’Œuvre du froid", site_name="L'Aurore du Nord",
            people=["Élodie d’Arc"], quotes=[("Nous partirons demain", "Élodie d’Arc")], authors=["Jeanne Lorrain"],
            places=[("Port-Valmont", "BE")], section=["Économie", "Transports"], agencies=["AFP"],
            events=[("cancellation", "conditional", "La glace mince retient le bac", "2031-03-12")],
        ),
        made(
            "ferry", "Thin ice keeps the ferry in Harbour Town. The railmosane crew waits.", day="2031-03-11", language="en",
            host="ledger", title="Ferry waits for the ice", organisations=["railmosane"], places=[("Harbour Town", "GB")],
            events=[("closure", "happened", "keeps the ferry", "2031-03-11")],
        ),
        made(
            "sommet", "Ana Roy rencontrera Élodie Roy jeudi. La grève est démentie.", day="2031-03-12T22:30-05:00",
            people=["Ana Roy", "Élodie Roy"], title="Un sommet à deux",
            events=[("meeting", "scheduled", "rencontrera", "2031-03-13"), ("strike", "denied", "grève", "2031-03-20")],
        ),
        made(
            "dementi", "La réunion est démentie, la grève aura lieu.", day="2031-02-28", title="Rien n'est prévu",
            events=[("meeting", "denied", "réunion", "2031-03-13"), ("strike", "scheduled", "grève", "2031-03-20")],
        ),
        made("note", "À 12:30, le porte-parole a lu la note : rien. Le lac est glacé.", day="2030-12-31", host="courrier"),
        made("sansdate", "Une brève sans date : le bac est parti.", day=None, title="Brève"),
        made("vieux", "Le bac de 1912 est au musée.", day="1962-05-01", title="Bac et mémoire"),
        made("copie1", *LONG, day="2031-03-01", title="Bloqués", host="bulletin"),
        made("copie2", *LONG, day="2031-03-02", title="Les camions attendent", host="depeche", agencies=["Reuters"]),
        made("maire", "« Je reste », a répondu la maire. Le maire voisin se tait.", day="2031-03-05",
             quotes=[("Je reste", "la maire")], title="Elle reste"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def both(lasting, pages):
    """The same articles in a library of each kind."""
    made = {kind: lasting(kind) for kind in ("sqlite", "postgresql")}
    for library in made.values():
        for page in pages:
            store.add(library.database, [page])
    return made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, both):
    return both[request.param]


@pytest.fixture(scope="module")
def named(pages):
    """`named(numbers)`: the names of articles, in that order."""
    names = {page.version.number: page.address.rsplit("/", 1)[1] for page in pages}
    return lambda numbers: [names[number] for number in numbers]


EVERY = "sansdate vieux note dementi copie1 copie2 maire bac ferry sommet"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bac", "sansdate vieux copie1 copie2 bac"),
        ("bac glace", "copie1 copie2 bac"),
        ("glace BAC", "copie1 copie2 bac"),
        ("OEUVRE", "bac"),
        ("elodie", "bac sommet"),
        ("ÉLODIE d'arc", "bac"),
        ('"thin ice"', "ferry"),
        ('"ice thin"', ""),
        ("“glace mince” bac", "copie1 copie2 bac"),
        ("« bac retient »", ""),
        ("glac*", "note copie1 copie2 bac"),
        ("happ*", ""),
        ("countr*", ""),
        ("porte-parole", "note"),
        ("parole porte", "note"),
        ("12:30", "note"),
        ("bac -glace", "sansdate vieux"),
        ("bac NOT glace", "sansdate vieux"),
        ('bac -"glace mince" -musée', "sansdate"),
        ("bac -(musée OR glace)", "sansdate"),
        ("ferry OR musée", "vieux ferry"),
        ("ferry OU musée ET bac", "vieux ferry"),
        ("(ferry OR bac) (musée OR ice)", "vieux ferry"),
        ("note : rien ?!", "note"),
        ("-lang:fr", "ferry"),
        ("-lang:fr -lang:en", ""),
        ("-bac -ferry", "note dementi maire sommet"),
        ("person:roy", "sommet"),
        ("personne:élodie", "bac sommet"),
        ('person:"élodie d\'arc"', "bac"),
        ('person:"roy élodie"', ""),
        ("person:ro*", "sommet"),
        ("said-by:arc", "bac"),
        ("dit-par:maire", "maire"),
        ("said-by:voisin", ""),
        ("said-by:roy", ""),
        ("org:railmosane", "ferry"),
        ("place:valmont", "bac"),
        ('lieu:"port valmont"', "bac"),
        ("country:be", "bac"),
        ("pays:Royaume-Uni", "ferry"),
        ("event:meeting", "dementi sommet"),
        ("statut:démenti", "dementi sommet"),
        ("event:meeting status:denied", "dementi"),
        ("événement:réunion statut:prévu", "sommet"),
        ("event:meeting (status:denied)", "dementi sommet"),
        ("event:strike event:meeting status:scheduled", "sommet"),
        ("event:meeting -status:denied", ""),
        ("-(event:meeting status:denied)", EVERY.replace("dementi ", "")),
        ("event:meeting happens:2031-03-13", "dementi sommet"),
        ("event:meeting happens:2031-03-20", ""),
        ("event:strike status:scheduled a-lieu:2031-03", "dementi"),
        ("happens:7d", "dementi bac sommet"),
        ("happens:hier", "ferry"),
        ("happens:2031-03-20..", "dementi sommet"),
        ("happens:..2031-03-11", "ferry"),
        ("event:closure OR happens:today", "bac ferry"),
        ("-happens:2031", "sansdate vieux note copie1 copie2 maire"),
        ("bac -happens:2031", "sansdate vieux copie1 copie2"),
        ("published:2031-03-10", "bac"),
        ("published:2031-03-12", ""),
        ("publié:hier", "ferry"),
        ("published:3d", "bac ferry"),
        ("published:2031-03-13", "sommet"),
        ("published:2030", "note"),
        ("published:2030-12..2031-02", "note dementi"),
        ("published:2031-03-11..", "ferry sommet"),
        ("published:2031 -published:2031-03", "dementi"),
        ("bac published:..2031-03-01", "sansdate vieux copie1"),
        ("published:2030 OR published:2031-02", "note dementi"),
        ("outlet:aurore", "sansdate vieux dementi maire bac sommet"),
        ('média:"aurore du nord"', "bac"),
        ("outlet:ledger.example", "ferry"),
        ("section:économie", "bac"),
        ("rubrique:transports", "bac"),
        ("section:nord", ""),
        ("lang:en", "ferry"),
        ("langue:anglais", "ferry"),
        ('title:"du froid"', "bac"),
        ("titre:bac", "vieux"),
        ("title:atten*", "copie2"),
        ("title:-bac", "vieux"),
        ("by:lorrain", "bac"),
        ("by:afp", "bac"),
        ("agency:AFP", "bac"),
        ("agence:reuters", "copie2"),
        ("agency:lorrain", ""),
    ],
)  # fmt: skip
def test_a_query_finds(filled, named, query, expected):
    assert sorted(named(filled.find(query, today=DAY))) == sorted(expected.split())


def test_all_are_found_by_publication(filled, named):
    assert named(filled.find("-xyz", today=DAY))[2:] == EVERY.split()[2:]
    assert named(filled.shown()) == named(filled.find("-xyz", today=DAY))


@pytest.mark.parametrize("query", ["bac", "glac*", '"glace mince"', "elodie", "œuvre", "12:30", "ferry OR musée"])
def test_hits_stand_in_their_sentence(filled, query):
    wanted = [tokens(part.strip('"*')) for part in query.split(" OR ")]
    for found in filled.search(query, today=DAY).articles:
        text = filled.record(found.capture).article.text
        assert found.hits
        for hit in found.hits:
            sentence = " ".join(text[hit.start : hit.end].split())
            assert sentence == " ".join(hit.text.split())
            assert hit.marks
            for start, end in hit.marks:
                marked = tokens(hit.text[start:end])
                assert any(marked[:-1] == w[:-1] and marked[-1].startswith(w[-1]) for w in wanted), marked


@pytest.mark.parametrize(
    ("query", "kind", "marked", "note"),
    [
        ("person:arc", "person", "Élodie d’Arc", None),
        ("said-by:arc", "said-by", "Nous partirons demain", "Élodie d’Arc"),
        ("org:railmosane", "org", "railmosane", None),
        ("place:valmont", "place", "Port-Valmont", None),
        ("country:BE", "country", "Port-Valmont", None),
        ("event:closure", "event", "keeps the ferry", "closure, happened, 2031-03-11"),
        ("event:meeting status:denied", "event", "réunion", "meeting, denied, 2031-03-13"),
    ],
)
def test_a_fact_is_marked_where_it_stands(filled, query, kind, marked, note):
    (found,) = filled.search(query, today=DAY).articles
    (hit,) = found.hits
    (span,) = hit.marks
    assert (hit.kind, hit.text[slice(*span)], hit.note) == (kind, marked, note)


def test_a_long_sentence_is_cut_around_what_was_found(make_page, library):
    page = make_page(f"{'avant ' * 100}aiguille {'après ' * 100}fin.", address="https://aurore.example/long")
    store.add(library.database, [page])
    (hit,) = library.search("aiguille", today=DAY).articles[0].hits
    assert len(hit.text) < 400
    assert [hit.text[s:e] for s, e in hit.marks] == ["aiguille"]


def test_copies_are_counted_once_and_shown_together(filled, named):
    results = filled.search("camions", today=DAY)
    (found,) = results.articles
    assert (results.count, results.bounded) == (1, False)
    assert (found.agencies, len(found.copies)) == (("Reuters",), 1)
    assert named(filled.find("camions", today=DAY)) == ["copie1", "copie2"]
    assert filled.search("agency:reuters", today=DAY).articles[0].copies[0].outlet == "bulletin.example"


def test_newest_limit_and_offset_are_windows_of_one_list(filled, named):
    def numbers(**given):
        return [found.number for found in filled.search("-ferry", today=DAY, **given).articles]

    every = numbers(limit=100)
    assert named(every)[:3] == ["sommet", "bac", "maire"]
    assert every == sorted(every, reverse=True)
    assert [numbers(limit=1, offset=n) for n in range(len(every) + 1)] == [[n] for n in every] + [[]]
    assert numbers(limit=3, offset=2) == every[2:5]
    assert filled.search("-ferry", limit=2, today=DAY).count == len(every)
    newest = [f.number for f in filled.search("bac", newest=True, today=DAY).articles]
    assert newest == sorted(newest, reverse=True)
    assert filled.search("bac", today=DAY).count == len(newest)


def test_a_title_counts_more_than_a_text(make_page, library, named):
    pages = [
        make_page("Le canal gèle. Les mouettes restent.", address=f"https://aurore.example/{n}", title=title, published="2031-03-10")
        for n, title in enumerate(("Le gel", "Les mouettes", "Les mouettes du canal"))
    ]  # fmt: skip
    store.add(library.database, pages)
    found = library.search("canal", today=DAY).articles
    assert found[0].title == "Les mouettes du canal"
    assert library.search("title:canal", today=DAY).count == 1


def test_of_two_alike_the_newer_is_first(make_page, library):
    days = ("2030-03-10", "2031-03-10", "2029-03-10")
    store.add(
        library.database,
        [make_page("Le canal gèle.", address=f"https://aurore.example/{d}", title=d, published=d) for d in days],
    )
    assert [found.title for found in library.search("canal", today=DAY).articles] == sorted(days, reverse=True)


def test_old_versions_are_found_only_when_asked_for(make_page, library):
    address = "https://aurore.example/pont"
    texts = {"2031-03-10T07:00Z": "Le pont ouvre à sept heures.", "2031-03-10T09:00Z": "Le pont reste fermé."}
    store.add(library.database, [make_page(text, address=address, modified=at) for at, text in texts.items()])
    assert [len(library.find(query, today=DAY)) for query in ("pont", "sept", "fermé")] == [1, 0, 1]
    assert [len(library.find(query, old=True, today=DAY)) for query in ("pont", "sept", "fermé")] == [2, 1, 1]
    assert library.search("sept", old=True, today=DAY).articles[0].hits[0].text == "Le pont ouvre à sept heures."


def test_more_than_the_bound_is_said(filled, monkeypatch):
    monkeypatch.setattr(searching, "BOUND", 4)
    results = filled.search("-ferry", newest=True, limit=100, today=DAY)
    assert (results.count, results.bounded) == (4, True)
    assert results.articles[0].title == "Un sommet à deux"
    assert not filled.search("person:roy", today=DAY).bounded
    assert len(filled.find("-ferry", today=DAY)) == 9


@pytest.mark.parametrize(
    ("query", "under", "said"),
    [
        ("bac event:meting", "meting", "did you mean meeting?"),
        ("bac (ferry", "(", "not closed"),
        ("published:2031-02-30", "2031-02-30", "no such day"),
        ("status:denied status:scheduled", "status:scheduled", "one status"),
        ("persone:roy", "persone:", "did you mean personne"),
        ('"thin ice', '"', "not closed"),
        ("bac OR", "OR", "nothing behind"),
    ],
)
def test_a_mistake_is_pointed_at(filled, query, under, said):
    for asked in (filled.search, filled.find):
        with pytest.raises(QueryError, match=said) as caught:
            asked(query, today=DAY)
        shown, carets = caught.value.pointed().split("\n")
        assert shown[carets.index("^") : len(carets)] == under


VALUES = {
    ("person", "said-by", "org", "by", "agency", "outlet", "section", "place", "title"): [
        "roy", "élodie", '"élodie d’arc"', "ro*", "railmosane", "afp", '"aurore du nord"', "valmont", '"ana roy"', "bac", "maire",
        "a'b*", '"a - b"', "x~y", "été=1", "l/e",
    ],
    ("event",): ["meeting", "strike", "closure", "report", "press-conference", "nothing"],
    ("status",): ["denied", "prévu", "conditional", "happened"],
    ("happens", "published"): [
        "today", "hier", "7d", "2031", "2031-03", "2031-03-13", "2031-03-01..2031-03-12", "..2031-03-11", "2031-03-13..",
        "2031-02-30", "0001..9999", "99999d", "9999-12-31",
    ],
    ("lang", "country"): ["fr", "en", "be", "gb", "xx"],
}  # fmt: skip
WORDS = ["bac", "glace", "ferry", "glac*", "la", "réunion", "12:30", '"glace mince"', "« le bac »", "?", "l’", "œuvre", "x'y\"z", "~", "=", "&|!", "a:*b", "'", "\\"]  # fmt: skip
leaf = st.one_of(
    st.sampled_from(WORDS),
    *(
        st.builds(lambda name, value: f"{name}:{value}", st.sampled_from(names), st.sampled_from(values))
        for names, values in VALUES.items()
    ),
)
queries = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        inner.map(lambda q: f"({q})"),
        inner.map(lambda q: f"-({q})"),
        leaf.map(lambda q: f"-{q}"),
    ),
    max_leaves=8,
)


def answer(library, query: str):
    """What a query finds, or the mistake in it; anything else is raised."""
    try:
        numbers = library.find(query, today=DAY)
        results = library.search(query, today=DAY, newest=True, limit=100)
        assert {found.number for found in results.articles} <= set(numbers)
        ranked = library.search(query, today=DAY, limit=100)
        assert (ranked.count, ranked.query) == (results.count, results.query)
    except QueryError as error:
        return error.args
    return numbers, results


@ROUNDS
@given(query=queries)
def test_a_query_finds_the_same_in_both_databases(both, query):
    one, other = (answer(library, query) for library in both.values())
    assert one == other


@ROUNDS
@given(query=queries, unwanted=leaf)
def test_a_query_and_its_negation_part_all_articles(both, query, unwanted):
    library = both["sqlite"]
    try:
        found, rest = library.find(f"({query})", today=DAY), library.find(f"-({query})", today=DAY)
    except QueryError:
        return
    assert sorted(found + rest) == library.shown()
    assert not set(found) & set(rest)


@ROUNDS
@given(query=st.text(alphabet="bac:\"()-*«»“”~='\\&|! OR\0été,;{}%_?^$\ud800", max_size=30))
def test_no_string_raises_anything_but_a_query_error(both, query):
    one, other = (answer(library, query) for library in both.values())
    assert one == other


@settings(ROUNDS, max_examples=25)
@given(day=st.dates(date(1, 1, 1), date(9999, 12, 31)), query=st.sampled_from(["published:", "happens:"]))
def test_every_day_can_be_asked_for(both, day, query):
    for today in (day, DAY):
        for value in (day.isoformat(), f"{day}..", f"..{day}", "7d", "yesterday", "tomorrow"):
            results = []
            for library in both.values():
                try:
                    results.append(library.find(f"{query}{value}", today=today))
                except QueryError as error:
                    results.append(str(error))
            assert results[0] == results[1]


def test_more_articles_than_one_statement_names(make_page, library):
    pages = [
        make_page(f"Le numéro {n} est tiré.", address=f"https://aurore.example/{n}", published=str(DAY - timedelta(n)))
        for n in range(store.CHUNK + 20)
    ]
    store.add(library.database, pages)
    results = library.search("numéro", limit=1000, newest=True, today=DAY)
    assert len(results.articles) == results.count == len(pages) == len(library.find("numéro", today=DAY))
