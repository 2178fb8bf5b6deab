"""The agenda, a person's quotations and the front page of a library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from newsroom import article, avalanche, lace, violin

from sourcier.errors import InputError

OPENING = {
    "fr": "Le procès de Paul Vasseur s'ouvrira à Rouen le {} mars 2027.",
    "en": "The trial of Paul Vasseur will begin in Rouen on {} March 2027.",
}
POSTPONED = "The trial of Paul Vasseur in Rouen has been postponed from 10 March to 17 March 2027."
STRIKE = "Une grève des conducteurs de train est prévue le 12 mars 2027 à Lyon."
CALLED_OFF = "La grève des conducteurs de train prévue le 12 mars 2027 à Lyon est annulée."


@pytest.fixture
def planned(stories, add, read_article):
    """A trial that is put off, and a strike that is called off."""
    trial = add(
        stories.library,
        read_article(OPENING["fr"].format(10), "fr", published="2027-03-01", title="Justice", outlet="Le Courrier"),
        read_article(POSTPONED, "en", published="2027-03-05", title="In court", outlet="The Ledger"),
    )
    strike = add(
        stories.library,
        read_article(STRIKE, "fr", published="2027-03-01", title="Rail", outlet="Le Courrier"),
        read_article(CALLED_OFF, "fr", published="2027-03-09", title="Rail", outlet="La Gazette"),
    )
    stories.update()
    for names in (trial, strike):
        if stories.story(names[0]).id != stories.story(names[1]).id:
            stories.merge(stories.story(names[0]).id, [stories.story(names[1]).id])
    return stories, trial, strike


def agenda(stories, first: int, last: int) -> list[tuple[str, str | None, str]]:
    return [
        (event.type, event.begin, event.status)
        for _, event in stories.agenda(date(2027, 3, first), date(2027, 3, last))
    ]


def test_the_agenda_has_what_is_planned_and_what_was_called_off(planned):
    stories, trial, strike = planned
    assert agenda(stories, 1, 31) == [("strike", "2027-03-12", "cancelled"), ("trial", "2027-03-17", "scheduled")]
    assert [story.id for story, _ in stories.agenda(date(2027, 3, 1), date(2027, 3, 31))] == [
        stories.story(strike[0]).id,
        stories.story(trial[0]).id,
    ]


def test_both_days_of_an_agenda_are_in_it(planned):
    stories, *_ = planned
    assert [kind for kind, *_ in agenda(stories, 12, 17)] == ["strike", "trial"]
    assert [kind for kind, *_ in agenda(stories, 13, 16)] == []
    assert [kind for kind, *_ in agenda(stories, 17, 17)] == ["trial"]
    assert [kind for kind, *_ in agenda(stories, 10, 10)] == []  # it was moved away from there


def test_what_was_held_is_not_in_the_agenda(planned, add, read_article):
    stories, trial, _ = planned
    held = "The trial of Paul Vasseur began in Rouen on 17 March 2027."
    (name,) = add(stories.library, read_article(held, "en", published="2027-03-18", title="In court"))
    stories.update()
    if stories.story(name).id != stories.story(trial[0]).id:
        stories.move([name], stories.story(trial[0]).id)
    assert [kind for kind, *_ in agenda(stories, 13, 31)] == []


@pytest.mark.parametrize("days", [(date.min, date.max), (date.min, date.min), (date.max, date.max)])
def test_an_agenda_of_any_days(planned, days):
    stories, *_ = planned
    assert len(stories.agenda(*days)) == (2 if days == (date.min, date.max) else 0)


def test_an_empty_agenda(stories):
    assert stories.agenda(date(2027, 3, 1), date(2027, 3, 31)) == []
    assert stories.agenda(date(2027, 3, 31), date(2027, 3, 1)) == []


@pytest.fixture
def quoted(stories, add, read_article):
    add(
        stories.library,
        read_article("« Nous avons attendu la marée toute la nuit », a déclaré Iouri Ouchakov. « La mer est calme », a dit Ana Roy.", "fr", published="2027-03-01", title="Mer"),
        read_article("“We waited for the tide until the morning,” Yuri Ushakov said.", "en", published="2027-03-03", title="Sea"),
        read_article("“We will wait for the wind tomorrow,” Ana Royer said.", "en", published="2027-03-04", title="Wind"),
    )  # fmt: skip
    stories.update()
    return stories


@pytest.mark.parametrize("name", ["Yuri Ushakov", "Iouri Ouchakov", "iouri ouchakov", "  Youri  Ouchakov "])
def test_any_spelling_of_a_full_name_finds_the_quotations(quoted, name):
    found = quoted.quotes(name)
    assert [said.source.published for said in found] == ["2027-03-03", "2027-03-01"]
    assert {said.speaker for said in found} == {"Yuri Ushakov", "Iouri Ouchakov"}
    assert len({said.key for said in found}) == 1


def test_quotations_are_of_that_person_alone(quoted):
    assert [said.speaker for said in quoted.quotes("Ana Roy")] == ["Ana Roy"]
    assert [said.speaker for said in quoted.quotes("Roy")] == ["Ana Roy"]
    assert quoted.quotes("Nobody Known") == []


def test_no_more_quotations_than_asked_for(quoted):
    assert [said.source.published for said in quoted.quotes("Yuri Ushakov", limit=1)] == ["2027-03-03"]


@pytest.mark.parametrize("name", ["", "  ", "…", '"'])
def test_no_name_is_an_error(quoted, name):
    with pytest.raises(InputError, match="no name"):
        quoted.quotes(name)


@pytest.mark.parametrize("name", ['Ana" OR "Roy', "ana*", "said-by:roy", "(", "-roy", "a:b:c", "ROY AND", "~"])
def test_a_name_is_no_query(quoted, name):
    try:
        assert {said.speaker for said in quoted.quotes(name)} <= {"Ana Roy", "Ana Royer"}
    except InputError as error:
        assert "\n" not in str(error)


NOW = datetime(2027, 3, 6, 12, tzinfo=UTC)


def with_outlets(records, outlets):
    return [
        record.model_copy(
            update={"article": record.article.model_copy(update={"site_name": outlets[n % len(outlets)]})}
        )
        for n, record in enumerate(records)
    ]


def on(record, day):
    return record.model_copy(update={"article": record.article.model_copy(update={"published": day})})


def front(stories, **options) -> list[str]:
    return [story.title.split()[0] for story in stories.front_page(NOW, **options)]


def test_more_outlets_come_first(stories, add):
    add(stories.library, *with_outlets(avalanche(), ["One"]), *with_outlets(violin(4), ["One", "Two", "Three", "Four"]))
    stories.update()
    assert front(stories) == ["Actor", "Avalanche"]


def test_fresh_stories_come_first(stories, add):
    old = [on(record, "2027-03-03") for record in with_outlets(avalanche(), ["One", "Two"])]
    new = [on(record, "2027-03-06") for record in with_outlets(lace(), ["One", "Two"])]
    add(stories.library, *old, *new)
    stories.update()
    assert front(stories) == ["Dentelles", "Avalanche"]
    assert [story.recent for story in stories.front_page(NOW)] == [4, 0]


def test_growing_stories_come_first(stories, add):
    slow = [
        on(record, f"2027-03-0{day}")
        for record, day in zip(with_outlets(avalanche(), ["One", "Two"]), (2, 3, 3, 6), strict=True)
    ]
    fast = [
        on(record, f"2027-03-0{day}")
        for record, day in zip(with_outlets(lace(), ["One", "Two"]), (5, 5, 6, 6), strict=True)
    ]
    add(stories.library, *slow, *fast)
    stories.update()
    assert front(stories) == ["Dentelles", "Avalanche"]


def test_old_and_coming_stories_are_not_on_the_front_page(stories, add):
    add(stories.library, *avalanche(2), *[on(record, "2027-03-09") for record in lace()])
    stories.update()
    assert stories.front_page(datetime(2027, 4, 6, tzinfo=UTC)) == []
    assert front(stories) == ["Avalanche"]
    assert stories.front_page(NOW - timedelta(days=30)) == []
    assert front(stories, limit=1) == ["Avalanche"]
    undated = article("Sans date", "Un bac traverse la baie.", language="fr", published=None)
    add(stories.library, undated)
    stories.update()
    assert front(stories) == ["Avalanche"]


def test_the_most_read_come_first(stories, add):
    snow = add(stories.library, *with_outlets(avalanche(), ["One", "Two", "Three"]))
    add(stories.library, *with_outlets(lace(), ["One"]))
    stories.update()
    address = lace()[1].article.url
    assert front(stories) == ["Avalanche", "Dentelles"]
    assert front(stories, reads={address: 7, snow[0]: 2, snow[1]: 3, "https://unknown.example/": 99}) == [
        "Dentelles",
        "Avalanche",
    ]
    assert [story.reads for story in stories.front_page(NOW, reads={address: 7, snow[0]: 2, snow[1]: 3})] == [7, 5]
    assert [story.reads for story in stories.front_page(NOW, reads={})] == [0, 0]
    assert [story.reads for story in stories.front_page(NOW)] == [None, None]


def test_a_front_page_of_nothing(stories):
    assert stories.front_page() == []
    assert stories.front_page(NOW, reads={"a": 1}) == []
    assert stories.all() == []
