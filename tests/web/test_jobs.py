"""Jobs: one after the other, told as they go, stopped, and forgotten in the end."""

from __future__ import annotations

import io
import threading
import time

import newsroom
import pytest

from sourcier.exports.jsonl import write
from sourcier.web.desk import Desk
from sourcier.web.jobs import Jobs, plain_name
from sourcier.web.metrics import Metrics
from sourcier.web.reading import Busy


def lines(*records) -> io.BytesIO:
    out = io.StringIO()
    write(records, out)
    return io.BytesIO(out.getvalue().encode())


def ended(job):
    while job.ended is None:
        time.sleep(0.02)
    return job


@pytest.fixture
def jobs(web_library):
    made = Jobs(Desk(web_library), Metrics(web_library.database))
    yield made
    made.close()


def test_an_upload_is_taken_in_and_told(jobs, web_library):
    record = newsroom.article("Regatta starts", "Boats race at Port Lanning.", places=("Port Lanning",))
    job = ended(jobs.add_upload(lines(record), "saved/regatta.jsonl"))
    told = job.progress()
    assert (told.state, told.added, told.problem, told.name) == ("done", 1, None, "regatta.jsonl")
    events = job.events()
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert [event.data["title"] for event in events if event.kind == "outcome"] == ["Regatta starts"]
    assert (events[-1].kind, events[-1].data["state"]) == ("done", "done")
    assert job.events(events[-2].number) == [events[-1]]
    # It is in a story, too.
    assert jobs.desk.stories.story(next(e for e in events if e.kind == "outcome").data["article"])


def test_a_job_that_waits_can_be_stopped(jobs):
    gate = threading.Event()
    first = jobs._begin("first", lambda intake: gate.wait() and intake.tally, None, None)
    upload = lines(newsroom.article("Regatta starts", "Boats race."))
    second = jobs.add_upload(upload, "regatta.jsonl")
    assert second.progress().state == "waiting"
    second.stop()
    gate.set()
    assert ended(first).state == "done"
    assert ended(second).state == "stopped"
    assert second.progress().added == 0
    assert upload.closed


def test_what_goes_wrong_is_told(jobs):
    def broken(_):
        raise ZeroDivisionError("division by zero")

    job = ended(jobs._begin("broken", broken, None, None))
    assert job.state == "failed"
    assert "bug in Sourcier" in job.progress().problem


def test_only_so_many_jobs_wait(jobs, monkeypatch):
    monkeypatch.setattr("sourcier.web.jobs.JOBS_WAITING", 1)
    gate = threading.Event()
    for name in ("runs", "waits"):
        jobs._begin(name, lambda intake: gate.wait() and intake.tally, None, None)
    with pytest.raises(Busy):
        jobs.add_addresses(["https://gazette.example/"])
    gate.set()


def test_what_ended_long_ago_is_forgotten(jobs):
    job = ended(jobs._begin("quick", lambda intake: intake.tally, None, None))
    assert jobs.find(job.id) is job
    job.ended -= 3_601
    assert jobs.find(job.id) is None
    assert jobs.all() == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\pages\\one.html", "one.html"),
        ("..", "upload"),
        ("", "upload"),
        ("a\nb<script>.html", "a b script .html"),
        ("\ud800.zip", ".zip"),
    ],
)
def test_an_upload_has_a_plain_name(name, plain):
    assert plain_name(name) == plain
