"""HTML pages: the article, what stands around it, and what the page says of itself."""

from __future__ import annotations

import pytest

from sourcier.errors import NoArticle
from sourcier.page import read_page
from sourcier.sources import Capture

PROSE = [
    "La coopérative laitière de Valmont fermera son second atelier en juin, a-t-on appris mercredi auprès de la direction.",
    "Quarante salariés sont concernés, selon le syndicat maison, qui demande l'ouverture rapide de négociations.",
    "La direction assure que chacun se verra proposer un poste dans l'un des autres sites du groupe, à moins d'une heure.",
]


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='fr'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def article(html: str, **more):
    return read_page(Capture(html.encode()), **more)


PARAGRAPHS = "".join(f"<p>{part}</p>" for part in PROSE)


def test_the_body_without_what_stands_around_it():
    found = article(
        page(
            "<nav><a href='/a'>Accueil</a> <a href='/b'>Sport</a></nav><main><h1>Un atelier ferme à Valmont</h1>"
            f"<div class='body'>{PARAGRAPHS}<aside class='related'><h3>Lire aussi</h3><a href='/x'>Le lait bio recule "
            "encore dans la région</a></aside></div></main><footer><p>© 2031 Tous droits réservés.</p></footer>",
            "<title>Un atelier ferme à Valmont - Gazette</title>",
        )
    )
    assert found.title == "Un atelier ferme à Valmont"
    assert [found.text_of(b) for b in found.blocks if b.role == "paragraph"] == PROSE
    assert [t.title for t in found.teasers] == ["Le lait bio recule encore dans la région"]
    assert {f.kind for f in found.furniture} >= {"navigation", "related", "legal"}


def test_no_text_is_both_article_and_furniture():
    found = article(
        page(
            f"<h1>Un atelier ferme à Valmont</h1>{PARAGRAPHS}<div class='newsletter'><p>Recevez notre lettre</p></div>"
        )
    )
    for part in found.furniture:
        for line in part.text.split("\n"):
            assert line not in found.text


def test_metadata_is_used_and_checked():
    found = article(
        page(
            f"<h1>Un atelier ferme à Valmont</h1>{PARAGRAPHS}",
            "<title>x</title><link rel='canonical' href='https://gazette.example/a'><meta property='og:site_name' content='Gazette'>"
            "<script type='application/ld+json'>{'bad' </script><script type='application/ld+json'>"
            '{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Un atelier ferme à Valmont",'
            '"datePublished":"2026-03-04T10:00:00+01:00","dateModified":"2026-03-03T10:00:00+01:00","isAccessibleForFree":false,'
            '"author":[{"@type":"Person","name":"Léa Martin"},{"@type":"Organization","name":"AFP"}]},'
            '{"@type":"BreadcrumbList","itemListElement":[{"position":1,"name":"Accueil"},{"position":2,"name":"Économie"}]}]}'
            "</script>",
        )
    )
    assert found.published == "2026-03-04T10:00:00+01:00"
    assert found.modified is None  # before its publication: not believed
    assert (found.authors, found.agencies) == (("Léa Martin",), ("AFP",))
    assert found.section == ("Économie",)
    assert (found.canonical_url, found.site_name, found.paywalled) == ("https://gazette.example/a", "Gazette", True)


def test_a_given_date_wins():
    found = article(page(f"<h1>Un atelier ferme</h1>{PARAGRAPHS}"), published="2031-03-04")
    assert (found.published, found.published_from) == ("2031-03-04", "given")


def test_a_brief_that_declares_itself_is_an_article():
    found = article(
        page(
            "<h1>Une route coupée</h1><p>La route de Valmont est coupée jusqu'à jeudi.</p>",
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Une route coupée"}</script>',
        )
    )
    assert found.text.endswith("coupée jusqu'à jeudi.")


def test_a_list_of_headlines_is_none():
    links = "".join(f"<li><a href='/{n}'>Un titre parmi d'autres, le numéro {n}</a></li>" for n in range(50))
    with pytest.raises(NoArticle):
        article(page(f"<h1>À la une</h1><ul>{links}</ul>"))


def test_what_looks_like_a_tag_in_a_script_is_none():
    script = "<script>" + "var a = 1; if (b<c && d>'e') {}\n" * 900 + "</script>"
    found = article(page(f"{script}<h1>Un atelier ferme à Valmont</h1>{PARAGRAPHS}"))
    assert [found.text_of(b) for b in found.blocks if b.role == "paragraph"] == PROSE


def test_a_page_that_a_script_was_to_show_is_read():
    found = article(page(f"<div style='visibility:hidden'><h1>Un atelier ferme à Valmont</h1>{PARAGRAPHS}</div>"))
    assert [found.text_of(b) for b in found.blocks if b.role == "paragraph"] == PROSE


def test_a_subheading_stays_between_its_paragraphs():
    found = article(
        page(
            f"<main><h1>Un atelier ferme à Valmont</h1><div class='body'><p>{PROSE[0]}</p><p>{PROSE[1]}</p>"
            f"<h2>Des postes ailleurs</h2><p>{PROSE[2]}</p></div></main>"
        )
    )
    assert [b.role for b in found.blocks] == ["title", "paragraph", "paragraph", "subheading", "paragraph"]


def test_a_kicker_in_the_heading_is_no_part_of_the_headline():
    found = article(
        page(
            f"<h1><span>Agroalimentaire</span> Un atelier ferme à Valmont</h1>{PARAGRAPHS}",
            "<meta property='og:title' content='Un atelier ferme à Valmont'>",
        )
    )
    assert (found.kicker, found.title) == ("Agroalimentaire", "Un atelier ferme à Valmont")


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<div class='meta'>Mercredi 5 mars | Par <span>Jeanne Martin</span></div>", ""),
        ("<span itemprop='author' itemscope><b itemprop='name'>Jeanne Martin</b></span>", ""),
        ("", "<meta name='twitter:label1' content='Écrit par'><meta name='twitter:data1' content='Jeanne Martin'>"),
        ("", "<meta name='author' content='von Jeanne Martin'>"),
    ],
)
def test_who_signs_is_found_where_pages_say_it(body, head):
    found = article(page(f"<h1>Un atelier ferme à Valmont</h1>{body}{PARAGRAPHS}", head))
    assert found.authors == ("Jeanne Martin",)


def test_an_element_left_open_in_noscript_swallows_nothing():
    body = f"<h1>Un atelier ferme à Valmont</h1>{PARAGRAPHS}"
    assert article(page(f"<noscript><div id=warning></noscript>{body}")).text == article(page(body)).text


TITLED = "<meta property='og:title' content='{}'><title>{} - La Gazette de Valmont et alentours</title>"


@pytest.mark.parametrize(
    ("heading", "said", "title", "kicker"),
    [
        ("<h1>Un atelier ferme</h1>", "Un atelier ferme", "Un atelier ferme", None),
        (
            "<h1><span class='overline'>Laiterie</span> <span>Un atelier ferme à Valmont</span></h1>",
            "Un atelier ferme à Valmont",
            "Un atelier ferme à Valmont",
            "Laiterie",
        ),
        (
            "<h1><span class='overline'>Laiterie :</span> <span>Un atelier ferme à Valmont</span></h1>",
            "Laiterie : Un atelier ferme à Valmont",
            "Laiterie : Un atelier ferme à Valmont",
            None,
        ),
    ],
)
def test_the_headline_is_what_a_reader_sees_without_what_markup_calls_a_kicker(heading, said, title, kicker):
    found = article(page(f"<article>{heading}{PARAGRAPHS}</article>", TITLED.format(said, said)))
    assert (found.title, found.kicker) == (title, kicker)


@pytest.mark.parametrize(
    ("before", "after", "head", "expected"),
    [
        ("<div><span>Par</span><span>Léa Roy</span></div>", "", "", [("Léa Roy", "person", None)]),
        ("<p>Auteure</p><p>Léa Roy</p>", "", "", [("Léa Roy", "person", None)]),
        ("", "<p>Auteur : Léa Le Roy</p>", "", [("Léa Le Roy", "person", None)]),
        ("", "<p><em>Léa Roy</em></p>", "", [("Léa Roy", "person", None)]),
        (
            "<p class='byline'>Par <a href='/auteur/lea-roy'>Léa Roy</a>, envoyée spéciale à Kiev, avec AFP</p>",
            "",
            "",
            [("Léa Roy", "person", "envoyée spéciale à Kiev"), ("AFP", "agency", None)],
        ),
        (
            "<p>Par Léa Roy</p>",
            "",
            "<meta name='author' content='Léa Roy'><script type='application/ld+json'>"
            '{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Paul Martin"}}</script>',
            [("Léa Roy", "person", None)],
        ),
        (
            "",
            "",
            '<script type=\'application/ld+json\'>{"@graph": [{"@type": "NewsArticle", "author": {"@id": "#p"}},'
            ' {"@type": "Person", "@id": "#p", "name": "Léa Roy"}]}</script>',
            [("Léa Roy", "person", None)],
        ),
    ],
)
def test_people_agencies_and_roles_of_those_who_sign(before, after, head, expected):
    found = article(page(f"<article><h1>Un atelier ferme à Valmont</h1>{before}{PARAGRAPHS}{after}</article>", head))
    assert [(s.name, s.kind, s.role) for s in found.signatures] == expected
    assert found.authors == tuple(name for name, kind, _ in expected if kind == "person")


def test_names_below_in_lists_of_other_things_sign_nothing():
    below = (
        "<ul class='tags'><li><a href='/t/1'>Jeanne Martin</a></li></ul><div class='related'><p>Par Paul Roy</p></div>"
    )
    found = article(page(f"<article><h1>Un atelier ferme à Valmont</h1>{PARAGRAPHS}</article>{below}"))
    assert found.authors == ()
