"""The agenda: its days, and days that are none."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar


@pytest.mark.parametrize(
    "start", ["tomorrow", "2027-02-30", "2027-13-01", "0001-01-01", "9999-12-31", "２０２７-03-01", "2027-03-01T08:00", "1' OR 1=1"]
)  # fmt: skip
def test_what_is_no_day_is_said_to_be_none(lasting_client: TestClient, parsed, start: str) -> None:
    answer = lasting_client.get("/agenda", params={"start": start})
    assert answer.status_code == 400
    assert "2026-03-09" in parsed(answer).findtext(".//main/p")


@pytest.mark.parametrize(("days", "shown"), [(1, 1), (7, 7), (62, 62), (63, 62), (10**9, 62), (0, 1), (-5, 1)])
def test_days_are_between_one_and_two_months(lasting_client: TestClient, parsed, days: int, shown: int) -> None:
    page = parsed(lasting_client.get("/agenda", params={"start": "2027-03-01", "days": days}))
    assert f"days={shown}" in page.xpath("//a[@rel='next']/@href")[0]


def test_days_that_are_no_number(lasting_client: TestClient) -> None:
    assert lasting_client.get("/agenda?days=many").status_code == 422


def test_one_turns_back_and_forth(lasting_client: TestClient, parsed) -> None:
    page = parsed(lasting_client.get("/agenda?start=2027-03-08&days=7"))
    later = page.xpath("//nav[@class='turn']/a[@rel='next']/@href")[0]
    assert later == "/agenda?start=2027-03-15&days=7"
    back = parsed(lasting_client.get(later)).xpath("//nav[@class='turn']/a[@rel='prev']/@href")[0]
    assert back == "/agenda?start=2027-03-08&days=7"


def test_the_calendar_to_subscribe_to(lasting_client: TestClient) -> None:
    answer = lasting_client.get("/agenda.ics", headers={"accept-language": "fr"})
    assert answer.headers["content-type"].startswith("text/calendar")
    assert Calendar.from_ical(answer.text)["X-WR-CALNAME"]
