"""What the operations take, with bounds and words for the schema."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Path, Query, Request

from sourcier.limits import ADDRESS_CHARACTERS
from sourcier.web.api.cursors import CHARACTERS
from sourcier.web.desk import Desk
from sourcier.web.jobs import Jobs
from sourcier.web.metrics import Metrics
from sourcier.web.reading import Reading


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


async def _reading(request: Request) -> Reading:
    reading: Reading = request.app.state.reading
    return reading


async def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


async def _editor(request: Request) -> str:
    """The name under which a correction is kept."""
    identity = request.scope.get("state", {}).get("identity")
    return str(identity.name) if identity is not None else "local"


ItsDesk = Annotated[Desk, Depends(_desk)]
ItsJobs = Annotated[Jobs, Depends(_jobs)]
ItsReading = Annotated[Reading, Depends(_reading)]
ItsMetrics = Annotated[Metrics, Depends(_metrics)]
Editor = Annotated[str, Depends(_editor)]

Limit = Annotated[int, Query(ge=1, le=100, description="Items at most.")]
Cursor = Annotated[
    str | None,
    Query(
        alias="cursor",
        min_length=1,
        pattern=r"^[A-Za-z0-9_-]+$",
        max_length=CHARACTERS,
        description="Where to go on: the `cursor` of the `next` link. Not for making up.",
    ),
]

_HEX = r"^[0-9a-fA-F]+$"
ArticleId = Annotated[
    str,
    Path(
        min_length=6,
        max_length=64,
        pattern=_HEX,
        description="Id of an article (16 hexadecimal digits) or of one of its captures (64), or the beginning of one.",
    ),
]
CaptureId = Annotated[
    str, Path(min_length=64, max_length=64, pattern=r"^[0-9a-f]+$", description="SHA-256 of the capture's bytes.")
]
StoryId = Annotated[
    str,
    Path(
        min_length=4,
        max_length=64,
        pattern=_HEX,
        description="Id of a story (16 hexadecimal digits), of a story merged into it, or of one of its articles, "
        "or the beginning of one.",
    ),
]
Name = Annotated[str, Path(min_length=1, max_length=200, description="Its name, in any spelling.")]
JobId = Annotated[str, Path(min_length=32, max_length=32, pattern=r"^[0-9a-f]+$", description="Id of the job.")]
Published = Annotated[
    str | None,
    Query(
        min_length=10,
        max_length=35,
        pattern=r"^\d{4}-\d\d-\d\d",
        description="Publication date of a page that does not say its own, ISO 8601: `2027-03-02`.",
    ),
]
Language = Annotated[
    str | None,
    Query(pattern=r"^[a-z]{2,3}$", description="Read it in this language (`fr`, `en`); by default, that of the text."),
]
Address = Annotated[
    str | None,
    Query(max_length=ADDRESS_CHARACTERS, pattern=r"^https?://\S+$", description="Where the page comes from."),
]
LastEvent = Annotated[
    int | None,
    Header(alias="Last-Event-ID", ge=0, lt=1 << 53, description="The last event that was seen; those after it come."),
]
