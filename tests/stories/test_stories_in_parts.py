"""Lists of stories and of quotations that are given part by part, in SQLite and in PostgreSQL."""

from __future__ import annotations

from newsroom import article, avalanche, lace, violin

from sourcier.record import Quote


def in_parts(stories, size):
    found, after = [], None
    while part := stories.all(limit=size, after=after):
        found += part
        after = part[-1]
    return found


def test_the_parts_of_a_list_make_the_whole(stories, add):
    add(stories.library, *violin(), *avalanche(), *lace())
    add(stories.library, *(article(name, f"{name} swim.", published=None) for name in ("Otters", "Herons", "Newts")))
    stories.update()
    whole = stories.all()
    assert len(whole) >= 5
    assert whole[-1].last is None
    for size in (1, 2, 3):
        assert in_parts(stories, size) == whole


def test_a_list_goes_on_behind_a_story_that_has_changed(stories, add):
    add(stories.library, *violin(6), *avalanche(), *lace())
    stories.update()
    first, *rest = stories.all()
    add(stories.library, *violin(8)[6:])
    stories.update()
    assert stories.story(first.id) != first
    assert [its.id for its in stories.all(after=first)] == [its.id for its in rest]


def test_quotations_are_given_up_to_an_article(stories, add):
    def quoting(day):
        told = article(
            "Lace", f"Albane Delcourt spoke of lace {day}.", published=f"2027-03-{day}", people=["Albane Delcourt"]
        )
        start = told.sentences[1].start
        quote = Quote(id="q1", start=start, end=start + 15, text="Albane Delcourt", kind="indirect", speaker="a1")
        return told.model_copy(update={"quotes": (quote,)})

    add(stories.library, *map(quoting, (11, 12, 13)))
    newest, middle, oldest = stories.quotes("Albane Delcourt")
    number = next(row.number for row in stories.library.versions(middle.source.article))
    assert stories.quotes("Albane Delcourt", upto=number) == [middle, oldest]
    assert stories.quotes("Albane Delcourt", limit=1) == [newest]
