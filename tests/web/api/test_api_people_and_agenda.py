"""What people said, who and what stands beside them, and what is planned."""

from __future__ import annotations

import newsroom
import pytest
from api_lists import gone_through

from sourcier.record import Quote


def quoting(n: int):
    """An article in which a curator is quoted twice."""
    told = newsroom.article(
        f"Curator speaks ({n})",
        "Albane Delcourt said that lace is memory.",
        f"Albane Delcourt said that room {n} is ready.",
        published=f"2027-03-{n + 10}",
        people=("Albane Delcourt",),
        places=("Saint-Omer",),
    )
    quotes = []
    for number, sentence in enumerate(told.sentences[1:], 1):
        start = sentence.start + len("Albane Delcourt said ")
        text = told.article.text[start : sentence.end]
        quotes.append(
            Quote(id=f"q{number}", start=start, end=sentence.end, text=text, kind="indirect", speaker="a1", cue="said")
        )
    return told.model_copy(update={"quotes": tuple(quotes)})


def test_quotations_come_part_by_part(client, web_library, stories_of):
    list(web_library.add_records([quoting(n) for n in range(4)]))
    whole = [its.id for its in stories_of(web_library).quotes("Delcourt")]
    assert len(whole) >= 4
    assert [its["id"] for its in gone_through(client, "/api/v1/quotes?by=Delcourt&limit=3")] == whole


def test_what_is_said_meanwhile_changes_no_later_part(client, web_library):
    list(web_library.add_records([quoting(n) for n in range(3)]))
    before = gone_through(client, "/api/v1/quotes?by=Albane Delcourt")
    first = client.get("/api/v1/quotes?by=Albane Delcourt&limit=2").json()
    list(web_library.add_records([quoting(9)]))
    assert [*first["items"], *gone_through(client, first["next"])] == before


@pytest.mark.parametrize(("kind", "name"), [("people", "Odile Marchetti"), ("places", "Saint-Omer")])
def test_a_profile_is_found_by_any_spelling(client, kind, name):
    told = client.get(f"/api/v1/{kind}/{name.upper()}").json()
    assert told["name"] == name
    assert told["total"] > 0
    assert told["stories"]


@pytest.mark.parametrize("kind", ["people", "organisations", "places"])
def test_nobody_is_a_problem(client, kind):
    assert client.get(f"/api/v1/{kind}/Nobody Atall").status_code == 404
    assert client.get(f"/api/v1/{kind}/...").status_code == 400
    assert client.get("/api/v1/quotes?by=...").status_code == 400


def test_the_agenda_has_what_is_planned(client, web_library, stories_of):
    told = newsroom.article(
        "Kite festival announced", "The kite festival opens on 20 March.", events=[("launch", "2027-03-20", "opens")]
    )
    (event,) = told.events
    planned = told.model_copy(update={"events": (event.model_copy(update={"status": "scheduled"}),)})
    list(web_library.add_records([planned]))
    stories_of(web_library).update()
    (item,) = client.get("/api/v1/agenda?from=2027-03-20&to=2027-03-20").json()["items"]
    assert item["event"]["begin"] == "2027-03-20"
    assert item["story"]["id"]
    assert client.get("/api/v1/agenda?from=2027-03-21&to=2027-03-22").json()["items"] == []
    assert client.get("/api/v1/agenda").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=2027-03-02&to=2027-03-01", 400),
        ("from=2027-03-02&to=2028-03-01", 400),
        ("from=9999-12-31", 200),
        ("from=0001-01-01", 200),
        ("from=tomorrow", 422),
    ],
)
def test_the_days_of_an_agenda_have_bounds(client, query, status):
    assert client.get(f"/api/v1/agenda?{query}").status_code == status
