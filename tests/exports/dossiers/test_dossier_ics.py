"""The calendar, by the rules of RFC 5545 and by the reading of a library."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from sourcier.exports.dossiers.ics import calendar, write
from sourcier.exports.dossiers.zones import vtimezone

MEETING = 3


def content(dossier, **options) -> bytes:
    return calendar(((dossier.story, event) for event in dossier.events), dossier.story.title, **options)


def entries(dossier, **options):
    read = Calendar.from_ical(content(dossier, **options))
    return {str(entry["UID"]): entry for entry in read.walk("VEVENT")}


def entry_of(event, dossier):
    read = Calendar.from_ical(calendar([(dossier.story, event)], "x"))
    return next(iter(read.walk("VEVENT")), None)


def unfolded(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def test_lines(dossier):
    data = content(dossier, language="fr")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for line in unfolded(data):
        assert re.match(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line), line


def test_required_properties_stand_once(dossier):
    text = content(dossier).decode()
    head = text.split("BEGIN:VEVENT")[0]
    assert head.count("\r\nVERSION:2.0\r\n") == head.count("PRODID:") == head.count("\r\nNAME:") == 1
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in head
    for part in text.split("BEGIN:VEVENT")[1:]:
        lines = unfolded(part.encode())
        for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "STATUS", "LAST-MODIFIED"):
            assert sum(bool(re.match(f"{name}[:;]", line)) for line in lines) == 1, name
        assert not any(re.match("ATTENDEE|ORGANIZER|METHOD", line) for line in lines)
        assert next(line for line in lines if line.startswith("DTSTAMP")).endswith("Z")


def test_only_events_with_a_date_and_each_once(dossier):
    twice = calendar([(dossier.story, event) for event in dossier.events * 2], "x")
    uids = [str(entry["UID"]) for entry in Calendar.from_ical(twice).walk("VEVENT")]
    assert uids == [f"0000000000000{n:03x}@sourcier" for n in range(0xE1, 0xE8)]


def test_statuses(dossier):
    statuses = [str(entry["STATUS"]) for entry in entries(dossier).values()]
    assert statuses == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED", "CONFIRMED", "TENTATIVE", "TENTATIVE"]


def test_a_moved_event_keeps_its_uid_and_rises_in_sequence(dossier):
    event = dossier.events[MEETING]
    before = replace(event, history=event.history[:1], begin="2027-03-09T10:00+01:00", finish=None)
    old, new = entry_of(before, dossier), entry_of(event, dossier)
    assert old["UID"] == new["UID"]
    assert (int(old["SEQUENCE"]), int(new["SEQUENCE"])) == (0, 1)
    assert "moved from Tue 9 Mar 2027" in new["DESCRIPTION"]
    assert "Le Courrier des Alpes" in new["DESCRIPTION"]
    assert str(new["URL"]) == "https://courrier.example/barrage?id=7&page=2"
    assert (new["GEO"].latitude, new["GEO"].longitude) == (46.20222, 6.14569)
    assert str(new["LOCATION"]) == "Geneva, Switzerland"


@pytest.mark.parametrize(
    ("begin", "finish", "zone", "start", "end"),
    [
        ("2027-03-09", "2027-03-09", None, "VALUE=DATE:20270309", "VALUE=DATE:20270310"),
        ("2027-03-09", None, None, "VALUE=DATE:20270309", "VALUE=DATE:20270310"),
        ("2027-03-09", "2027-03-11", None, "VALUE=DATE:20270309", "VALUE=DATE:20270312"),
        ("2027-03", None, None, "VALUE=DATE:20270301", "VALUE=DATE:20270401"),
        ("2027-03-09", "2027-03-01", None, "VALUE=DATE:20270309", "VALUE=DATE:20270310"),
        ("2027-03-09T10:00", "2027-03-09T10:00", None, ":20270309T100000", None),
        ("2027-03-09T10:00", "2027-03-09T12:00", None, ":20270309T100000", ":20270309T120000"),
        ("2027-03-09T06:00", "2027-03-09T11:59", None, ":20270309T060000", ":20270309T120000"),
        ("2027-03-09T20:00", "2027-03-10", None, ":20270309T200000", ":20270311T000000"),
        ("2027-03-09T10:00+01:00", None, None, ":20270309T090000Z", None),
        ("2027-03-09T10:00+01:00", None, "Europe/Zurich", "TZID=Europe/Zurich:20270309T100000", None),
        ("2027-03-09T09:00Z", None, "Europe/Zurich", "TZID=Europe/Zurich:20270309T100000", None),
        ("2027-03-09T10:00", "2027-03-09T11:00", "Europe/Zurich", "TZID=Europe/Zurich:20270309T100000", "TZID=Europe/Zurich:20270309T110000"),
        ("2027-03-09T10:00+01:00", None, "Nowhere/../x", ":20270309T090000Z", None),
        ("2027-03-09T10:00+01:00", "2027-03-09T11:00", None, ":20270309T090000Z", None),
        ("9999-12-31", None, None, "VALUE=DATE:99991231", None),
    ],
)  # fmt: skip
def test_start_and_end(begin, finish, zone, start, end, dossier):
    event = replace(dossier.events[1], begin=begin, finish=finish, zone=zone)
    lines = unfolded(calendar([(dossier.story, event)], "x"))[:-1]
    body = lines[lines.index("BEGIN:VEVENT") :]
    found = {
        name: next((line.removeprefix(name).removeprefix(";") for line in body if line.startswith(name)), None)
        for name in ("DTSTART", "DTEND")
    }
    assert found == {"DTSTART": start, "DTEND": end}


def test_every_zone_that_is_named_is_defined(dossier):
    lines = unfolded(content(dossier))
    named = {match[1] for line in lines if (match := re.search(r";TZID=([^:;]+)", line))}
    assert named == {line.removeprefix("TZID:") for line in lines if line.startswith("TZID:")} == {"Europe/Zurich"}


@pytest.mark.parametrize(
    "name",
    ["Europe/Zurich", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca"],
)
def test_a_zone_changes_its_clocks_when_the_tz_database_says(name):
    zone = ZoneInfo(name)
    onsets = []
    for part in vtimezone(zone, 2025, 2028).subcomponents:
        old, new = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        moment = (part["DTSTART"].dt - old).replace(tzinfo=UTC)
        assert moment.astimezone(zone).utcoffset() == new
        assert (moment - timedelta(seconds=1)).astimezone(zone).utcoffset() == old
        onsets.append((moment, new))
    for day in range(365 * 4):
        moment = datetime(2025, 1, 2, 12, tzinfo=UTC) + timedelta(days=day)
        assert moment.astimezone(zone).utcoffset() == [offset for onset, offset in onsets if onset <= moment][-1]


def test_what_nobody_dated_is_stamped_the_same_every_time(dossier):
    event = dossier.events[4]
    assert entry_of(event, replace(dossier, story=replace(dossier.story, last=None)))["DTSTAMP"].dt == datetime(
        1970, 1, 1, tzinfo=UTC
    )
    stamped = calendar([(dossier.story, event)], "x", made="2027-03-09T06:00:00Z")
    assert b"DTSTAMP:20270309T060000Z" in stamped


def test_text_is_escaped_and_comes_back(dossier):
    words = 'one, two; three\\n "four" : five'
    entry = entry_of(replace(dossier.events[1], words=words), dossier)
    assert str(entry["SUMMARY"]) == f"evacuation: {words}"
    assert str(entry["CATEGORIES"].cats[0]) == "evacuation"


def test_the_writer_keeps_line_ends(dossier):
    out = io.StringIO(newline="")
    write(dossier, out)
    assert out.getvalue().count("\r\n") == out.getvalue().count("\n")


def test_no_events_give_an_empty_calendar():
    read = Calendar.from_ical(calendar([], "Empty"))
    assert (str(read["NAME"]), read.walk("VEVENT")) == ("Empty", [])


def test_dates_of_the_library_agree(dossier):
    entry = entries(dossier)["00000000000000e6@sourcier"]
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2027, 4, 1), date(2027, 5, 1))
