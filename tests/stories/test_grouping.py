"""Which articles make a story, in SQLite and in PostgreSQL."""

from __future__ import annotations

from datetime import date

import pytest
from newsroom import ARREST, PARROTS, PEOPLE, PLACES, VIOLIN, article, avalanche, lace, mixed, parrots, violin


def titles(records) -> frozenset[str]:
    return frozenset(record.article.title for record in records)


@pytest.mark.parametrize("told", [violin, avalanche], ids=["en", "fr"])
def test_articles_of_one_story_are_together(stories, add, grouped, told):
    add(stories.library, *told(4))
    assert stories.update() == 4
    assert grouped(stories) == {titles(told(4))}
    (story,) = stories.all()
    assert (story.articles, story.first, story.last) == (4, "2027-03-02", "2027-03-05")
    assert sorted(story.outlets) == ["Gazette 0", "Gazette 1", "Gazette 2"]
    assert story.outlets[0] == "Gazette 0"


def test_other_stories_are_apart(stories, add, grouped):
    add(stories.library, *avalanche(), *lace(), *violin(4))
    stories.update()
    assert grouped(stories) == {titles(avalanche()), titles(lace()), titles(violin(4))}


def test_two_arrests_are_two_stories(stories, add, grouped):
    for _, record in mixed():  # one after the other, as they come
        add(stories.library, record)
        stories.update()
    assert grouped(stories) == {titles(violin()), titles(parrots()), titles(avalanche()), titles(lace())}


def alike(sentences, title):
    """Articles of an arrest that are half told in the words of all arrests."""
    return [
        article(
            f"{title} ({n + 1})",
            ARREST[n % 3],
            ARREST[(n + 1) % 3],
            sentences[n],
            sentences[(n + 2) % len(sentences)],
            published=f"2027-03-0{2 + n}",
            people=PEOPLE,
            places=tuple(PLACES),
        )
        for n in range(6)
    ]


def test_two_stories_that_were_told_as_one_are_divided(stories, add, grouped):
    one, other = alike(VIOLIN, "Violin arrest"), alike(PARROTS, "Parrots arrest")
    sizes = []
    ids = set()
    for pair in zip(one, other, strict=True):
        for record in pair:
            names = add(stories.library, record)
            stories.update()
            ids.add(stories.story(names[0]).id)
        sizes.append(len(stories.all()))
    assert sizes[0] == 1  # two articles say too little
    assert grouped(stories) == {titles(one), titles(other)}
    assert {stories.story(name).id for name in ids} == {story.id for story in stories.all()}


def test_a_story_that_was_begun_in_each_language_becomes_one(stories, add):
    """The first English articles name nobody and no place; one that does leads both together."""
    snow = (
        "Rescuers with dogs searched the deep snow all night after an avalanche swept a chalet away.",
        "The avalanche buried the chalet under two metres of fresh snow, rescuers said.",
        "Skiers were told to stay off the slopes while the avalanche danger lasts, rescuers said.",
    )
    named = "Bastien Quéméner, the mayor of Vallorcine, had two hamlets near the chalet evacuated."
    facts = {"people": PEOPLE, "places": tuple(PLACES), "published": "2027-03-04"}
    french = add(stories.library, *avalanche(3))
    english = add(
        stories.library,
        article("Avalanche hits chalet", *snow[:2], **facts),
        article("Avalanche danger", *snow[1:], **facts),
    )
    stories.update()
    assert len({stories.story(name).id for name in english}) == 1
    before = {stories.story(name).id for name in (*french, *english)}
    assert len(before) == 2
    add(stories.library, article("Avalanche: chalet gone, rescuers say", *snow, named, **facts))
    stories.update()
    (story,) = stories.all()
    assert story.articles == 6
    assert {stories.story(name) for name in before} == {story}
    assert story.id in before


def test_one_event_in_two_languages_is_one_story(stories, add, read_article):
    told = [
        ("Hélène Castaing, la ministre des Transports, a inauguré mardi le tunnel de Modane. Le tunnel relie Modane à Bardonecchia.", "fr", "Le tunnel de Modane inauguré par Hélène Castaing"),
        ("Hélène Castaing, the transport minister, opened the Modane tunnel on Tuesday. The tunnel links Modane to Bardonecchia.", "en", "Hélène Castaing opens the Modane tunnel"),
    ]  # fmt: skip
    records = [read_article(text, language, published="2027-03-03", title=title) for text, language, title in told]
    other = "The museum in Leeds showed a collection of clocks and watches on Monday. Visitors liked the oldest clock."
    add(stories.library, *records, read_article(other, "en", published="2027-03-03", title="Clocks on show in Leeds"))
    stories.update()
    assert sorted(story.articles for story in stories.all()) == [1, 2]
    assert set(stories.all(least=2)[0].languages) == {"fr", "en"}
    first, second = stories.articles(stories.all(least=2)[0].id)
    reasons = {reason.kind for article in (first, second) for reason in article.reasons}
    assert reasons & {"people", "places", "events", "names"}


STRIKE = (
    "The transport minister, Albane Delcourt, met the unions of the train drivers in Vallorcine.",
    "Train drivers on strike want shorter shifts, and most trains stay in their depots.",
    "Bastien Quéméner of the drivers' union says that 412 trains were cancelled.",
    "Commuters in Vallorcine share cars while the strike empties the platforms.",
)
NOVEL = (
    "Albane Delcourt reads from her first novel about beekeepers in Port Lanning.",
    "The novel follows beekeepers who carry their 38 hives across the heath by night.",
    "Odile Marchetti, who prints the book, sold every copy in Port Lanning.",
    "Tobias Wrenfield will play one of the beekeepers on stage, critics write.",
)


def told_short_and_long(sentences, count, title):
    return [
        article(f"{title} ({n})", sentences[0], *sentences[1 : 1 + count], *sentences[n : n + 1],
                published=f"2027-03-0{n}", people=PEOPLE, places=tuple(PLACES))
        for n in (1, 2, 3)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentences",
    [
        3,
        pytest.param(
            0,
            marks=pytest.mark.xfail(
                strict=True,
                reason="two stories of one language are joined by one shared person where they have few facts",
            ),
        ),
    ],
)
def test_a_person_may_be_in_two_stories(stories, add, grouped, sentences):
    strike = told_short_and_long(STRIKE, sentences, "Rail strike")
    novel = told_short_and_long(NOVEL, sentences, "A first novel")
    add(stories.library, *(record for pair in zip(strike, novel, strict=True) for record in pair))
    stories.update()
    assert grouped(stories) == {titles(strike), titles(novel)}


def test_a_date_in_common_makes_no_story(stories, add):
    add(
        stories.library,
        article("Blast in Lyon", "Eight people were killed in the explosion in Lyon on 3 March 2027."),
        article("Talks in Vienna", "Karl Berg denied that he will meet Ana Roy in Vienna on 20 March 2027."),
    )
    stories.update()
    assert [story.articles for story in stories.all()] == [1, 1]


def test_why_an_article_is_in_its_story_is_told_in_names(stories, add):
    names = add(stories.library, *avalanche(4))
    stories.update()
    told = {its.id: its for its in stories.articles(names[0])}
    first, *others = (told[name] for name in names)
    assert [reason.kind for reason in first.reasons] == ["opened"]
    for its in others:
        reasons = {reason.kind: reason.shared for reason in its.reasons}
        assert {"places", "words"} <= reasons.keys()
        assert "Vallorcine" in reasons["places"]
        assert 0 < its.likeness <= 1
    assert "Bastien Quéméner" in {name for its in others for reason in its.reasons for name in reason.shared}


def test_articles_without_a_date_are_grouped_by_what_they_say(stories, add, grouped):
    undated = [record.model_copy(update={"article": record.article.model_copy(update={"published": None})})
               for record in avalanche()]  # fmt: skip
    add(stories.library, *undated[:2], *violin(3), *undated[2:])
    stories.update()
    assert grouped(stories) == {titles(undated), titles(violin(3))}
    story = next(story for story in stories.all() if "Vallorcine" in story.title)
    assert (story.first, story.last) == (None, None)
    assert stories.dossier(story.id).first_report is None
    assert [a.published for a in stories.articles(story.id)] == [None] * 4


def test_undated_articles_stand_behind_dated_ones(stories, add):
    dated, undated = avalanche()[:3], avalanche()[3]
    undated = undated.model_copy(update={"article": undated.article.model_copy(update={"published": None})})
    add(stories.library, undated, *dated)
    stories.update()
    (story,) = stories.all()
    assert [a.title for a in stories.articles(story.id)] == [r.article.title for r in [*dated, undated]]
    assert (story.first, story.last) == ("2027-03-02", "2027-03-04")


def test_the_same_words_months_later_are_another_story(stories, add):
    late = [record.model_copy(update={"article": record.article.model_copy(
        update={"published": "2029-03-02", "id": record.article.id[::-1], "url": f"{record.article.url}/again"})})
        for record in avalanche()]  # fmt: skip
    add(stories.library, *avalanche(), *late)
    stories.update()
    assert [story.articles for story in stories.all()] == [4, 4]
    assert [story.first for story in stories.all()] == ["2029-03-02", "2027-03-02"]


def test_copies_are_in_the_story_of_their_original(stories, add):
    first = avalanche()[0]
    copy = article(
        "Vallorcine sous la neige",
        first.article.text.partition("\n\n")[2],
        language="fr",
        published="2027-03-03",
        outlet="Autre",
        people=PEOPLE,
        places=tuple(PLACES),
    )
    add(stories.library, *avalanche(), copy)
    stories.update()
    (story,) = stories.all()
    assert story.articles == 5
    copies = [its for its in stories.articles(story.id) if its.copy_of]
    assert [its.title for its in copies] == ["Vallorcine sous la neige"]
    assert copies[0].copy_of == stories.articles(story.id)[0].id
    assert len(stories.dossier(story.id).articles) == 5


def test_the_section_is_that_of_most_articles(stories, add):
    sections = (("Monde",), ("Régions", "Alpes"), ("Régions",), ())
    records = [record.model_copy(update={"article": record.article.model_copy(update={"section": section})})
               for record, section in zip(avalanche(), sections, strict=True)]  # fmt: skip
    add(stories.library, *records)
    stories.update()
    assert [story.section for story in stories.all()] == ["Régions"]


def test_articles_without_words_and_facts_are_each_a_story(stories, add):
    empty = [
        article(title, published=None, address=f"https://news.example/{n}") for n, title in enumerate(("…", "1", ""))
    ]
    add(stories.library, *empty, article("…", "!", address="https://news.example/4"))
    stories.update()
    assert sum(story.articles for story in stories.all()) == 4
    for story in stories.all():
        assert stories.dossier(story.id).story == story


def test_stories_are_listed_by_their_newest_article(stories, add):
    add(stories.library, *avalanche(), *lace(2), *violin(3))
    stories.update()
    listed = stories.all()
    assert [story.articles for story in listed] == [4, 3, 2]
    assert [story.last for story in listed] == sorted((story.last for story in listed), reverse=True)
    assert [story.articles for story in stories.all(least=3)] == [4, 3]
    assert [story.articles for story in stories.all(limit=1)] == [4]
    assert [story.articles for story in stories.all(since=date(2027, 3, 5))] == [4]
    assert stories.all(since=date(2027, 3, 6)) == []
