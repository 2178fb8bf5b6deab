"""What holds of every page, whole or damaged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcier.errors import PageError
from sourcier.page import read_page
from sourcier.sources import Capture

SENTENCES = {
    "en": (
        "The harbour council voted on Monday to close the old quay for repairs.",
        "“We should have done it years ago,” said the harbour master, Ann Marrow.",
        "Two ferries will run from the northern pier until the works are finished.",
        "Fishermen fear that the detour will cost them an hour of every working day.",
        "The works are to cost 3.4 million euros, a third of it paid by the region.",
        "If the frost comes early, the council may stop the works until March.",
    ),
    "fr": (
        "Le conseil du port a voté lundi la fermeture du vieux quai pour travaux.",
        "« Il aurait fallu le faire depuis des années », a dit la capitaine du port, Anne Marot.",
        "Deux bacs partiront de la jetée nord jusqu’à la fin des travaux.",
        "Les pêcheurs craignent que le détour ne leur coûte une heure par jour de travail.",
        "Les travaux doivent coûter 3,4 millions d’euros, dont un tiers payé par la région.",
        "Si le gel vient tôt, le conseil pourrait arrêter les travaux jusqu’en mars.",
    ),
}
FURNITURE = {
    "en": (
        '<nav class="menu"><a href="/w">World</a> <a href="/s">Sport</a></nav>',
        '<aside class="related"><h3>Read more</h3><a href="/1">The lighthouse gets a new lamp after a hundred years</a></aside>',
        '<div class="newsletter"><p>Sign up to our newsletter</p></div>',
        '<div class="share"><a href="#">Share on Facebook</a></div>',
        '<div class="cookie-banner"><p>We use cookies to measure our audience and to show advertising.</p></div>',
        '<div class="comments"><h3>Comments</h3><p>Sign in to join the discussion.</p></div>',
        "<footer><p>© The Harbour Gazette. All rights reserved.</p></footer>",
    ),
    "fr": (
        '<nav class="menu"><a href="/m">Monde</a> <a href="/s">Sport</a></nav>',
        '<aside class="related"><h3>À lire également</h3><a href="/1">Le phare reçoit une lampe neuve au bout de cent ans</a></aside>',
        '<div class="newsletter"><p>Inscrivez-vous à notre newsletter</p></div>',
        '<div class="share"><a href="#">Partager sur Facebook</a></div>',
        '<div class="cookie-banner"><p>Nous utilisons des cookies pour mesurer notre audience.</p></div>',
        '<div class="comments"><h3>Commentaires</h3><p>Connectez-vous pour réagir à cet article.</p></div>',
        "<footer><p>© La Gazette du port. Tous droits réservés.</p></footer>",
    ),
}


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A page of paragraphs with furniture around and between them, and its paragraphs."""
    code = draw(st.sampled_from(sorted(SENTENCES)))
    groups = draw(
        st.lists(st.permutations(SENTENCES[code]).map(lambda p: " ".join(p[:3])), min_size=2, max_size=5, unique=True)
    )
    parts = [f"<p>{text}</p>" for text in groups]
    for extra in draw(st.lists(st.sampled_from(FURNITURE[code]), max_size=6, unique=True)):
        parts.insert(draw(st.integers(0, len(parts))), extra)
    title = {"en": "Old quay closes for repairs", "fr": "Le vieux quai ferme pour travaux"}[code]
    body = "".join(parts)
    return (
        f"<html lang={code}><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>",
        groups,
    )


def _lines(article):
    return {line for found in article.furniture for line in found.text.split("\n")} | {t.title for t in article.teasers}


@settings(max_examples=60, deadline=None)
@given(pages(), st.booleans())
def test_no_text_of_the_article_lies_in_the_furniture_and_none_of_the_furniture_in_the_article(page, fast):
    html, paragraphs = page
    article = read_page(Capture(html.encode()), fast=fast)
    blocks = [article.text_of(block) for block in article.blocks]
    assert not set(blocks) & _lines(article)
    assert all(paragraph in article.text for paragraph in paragraphs)
    assert all(line not in article.text for line in _lines(article) if len(line) > 20)


@settings(max_examples=60, deadline=None)
@given(pages())
def test_blocks_tile_the_text(page):
    article = read_page(Capture(page[0].encode()))
    assert article.text == "\n\n".join(article.text_of(block) for block in article.blocks)
    assert [b.start for b in article.blocks] == sorted(b.start for b in article.blocks)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A page with bytes flipped, stretches cut out or doubled, entities broken."""
    content = bytearray(draw(pages())[0].replace("’", "&rsquo;").encode())
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        long = draw(st.integers(1, 60))
        kind = draw(st.sampled_from(("flip", "cut", "double", "tag", "entity")))
        if kind == "flip" and content:
            content[at] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del content[at : at + long]
        elif kind == "double":
            content[at:at] = content[at : at + long]
        else:
            content[at:at] = {"tag": b"<div class='", "entity": b"&#x110000;&bogus&#;"}[kind]
    return bytes(content)


@settings(max_examples=150, deadline=None)
@given(damaged(), st.sampled_from((None, "en", "fr")))
def test_a_damaged_page_is_read_or_refused_in_one_line(content, language):
    try:
        article = read_page(Capture(content), language=language)
    except PageError as error:
        assert str(error) and "\n" not in str(error)
    else:
        assert not {article.text_of(b) for b in article.blocks} & _lines(article)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_the_same_holds_of_text_captures(code):
    labels = {"en": ("Read more", "Most read"), "fr": ("À lire également", "Les plus lus")}[code]
    title = {"en": "Old quay closes for repairs", "fr": "Le vieux quai ferme pour travaux"}[code]
    paragraphs = [" ".join(SENTENCES[code][n : n + 2]) for n in (0, 2, 4)]
    other = {
        "en": "The lighthouse gets a new lamp after a hundred years",
        "fr": "Le phare reçoit une lampe neuve au bout de cent ans",
    }[code]
    article = read_page(Capture("\n".join([title, *paragraphs, labels[0], other, labels[1], other]).encode()))
    assert [article.text_of(b) for b in article.blocks] == [title, *paragraphs]
    assert other in {t.title for t in article.teasers}
