"""Text captures: only wording, order and the shape of lines can tell."""

from __future__ import annotations

import textwrap

import pytest

from sourcier.errors import NoArticle
from sourcier.page import read_page
from sourcier.sources import Capture

BODY = [
    "Le conseil municipal de Valmont a voté mardi soir la reconstruction du vieux pont, fermé depuis deux ans.",
    "« Nous avons assez attendu », a déclaré la maire, Ana Roy, devant une salle comble. Le chantier durera dix mois.",
    "Les commerçants du quai réclament une aide pendant les travaux, que la commune promet d'étudier avant l'été.",
]
ENGLISH = [
    "The town council of Marrow Bay voted on Tuesday night to rebuild the old bridge, which has been shut for two years.",
    "“We have waited long enough,” Mayor Ann Roy told a packed hall. She said the works would last ten months.",
    "Shopkeepers on the quay want help while the works go on, and the council has promised to look at it before summer.",
]


def read(text: str):
    return read_page(Capture(text.encode()))


def texts(article, *roles):
    return [article.text_of(block) for block in article.blocks if block.role in roles]


def test_menus_before_and_stories_after_are_set_aside():
    page = [
        "Menu", "Se connecter", "Accueil Région", "Le vieux pont sera reconstruit", "Par Léa Martin avec AFP",
        "Publié le 4 mars 2025 à 9h12", "Partager", *BODY, "À lire aussi : Une piscine rouvre", "Contenus sponsorisés",
        "Les plus lus", "Une fanfare fête ses cent ans", "Elle jouera samedi sur la place devant tous ses anciens membres.",
    ]  # fmt: skip
    article = read("\n\n".join(page))
    assert article.title == "Le vieux pont sera reconstruit"
    assert article.section == ("Région",)
    assert (article.authors, article.agencies) == (("Léa Martin",), ("AFP",))
    assert (article.published, article.published_from) == ("2025-03-04T09:12", "text")
    assert texts(article, "lead", "paragraph") == BODY
    assert [t.title for t in article.teasers] == ["Une piscine rouvre", "Une fanfare fête ses cent ans"]
    assert "fanfare" not in article.text


def test_an_advertisement_in_the_middle_does_not_end_the_article():
    article = read(
        "\n".join(
            ["Old bridge to be rebuilt", "By Tom Oduya", *ENGLISH[:2], "Advertisement", "A long wait", ENGLISH[2]]
        )
    )
    assert texts(article, "lead", "paragraph") == ENGLISH
    assert texts(article, "subheading") == ["A long wait"]


def test_a_hard_wrapped_capture_is_joined_again():
    wrapped = "\n\n".join(["Old bridge to be rebuilt", *(textwrap.fill(part * 2, 78) for part in ENGLISH)])
    article = read(wrapped)
    assert all("\n" not in part for part in texts(article, "paragraph"))
    assert len(texts(article, "paragraph")) == 3


def test_a_capture_without_byline_or_menu():
    article = read("\n\n".join(["Le vieux pont sera reconstruit", *BODY]))
    assert (article.title, article.authors, article.published) == ("Le vieux pont sera reconstruit", (), None)
    assert texts(article, "paragraph") == BODY


def test_a_trail_with_separators_and_a_list():
    article = read(
        "\n".join(
            [
                "Home > News > Harbour",
                "Old bridge to be rebuilt",
                "By Tom Oduya",
                *ENGLISH,
                "• ten months of works",
                "• two lanes",
            ]
        )
    )
    assert article.section == ("News", "Harbour")
    assert texts(article, "list_item") == ["ten months of works", "two lanes"]


def test_lines_that_are_no_article():
    with pytest.raises(NoArticle):
        read("Menu\nAccueil\nSport\nMétéo\nContact")
