"""Adding pages to the library: jobs, and what happens in them."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from typing import Annotated, Any, BinaryIO, cast

from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from sourcier.api import iso
from sourcier.errors import InputError, NotFound
from sourcier.limits import JOB_ADDRESSES, UPLOAD_PARTS
from sourcier.web.api.answers import Asked, Page, answer, as_json, listed, problems
from sourcier.web.api.feeds import Web
from sourcier.web.api.parameters import ItsJobs, JobId, LastEvent, Published
from sourcier.web.job import Job, Progress
from sourcier.web.jobs import NAME_CHARACTERS
from sourcier.web.uploads import kept_file

router = APIRouter(prefix="/api/v1", tags=["adding"])

LOOK_SECONDS = 0.2
"""Seconds between two looks at whether something happened in a job."""

_FORM = "multipart/form-data"


class ToAdd(Asked):
    """Addresses of pages, feeds, sitemaps, lists."""

    addresses: list[Web] = Field(min_length=1, max_length=JOB_ADDRESSES)
    published: str | None = Field(
        None, min_length=10, max_length=35, description="Publication date of pages that do not say theirs, ISO 8601."
    )


_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": ToAdd.model_json_schema(ref_template="#/components/schemas/{model}")},
        _FORM: {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary", "description": "What holds pages."}},
            }
        },
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}


@router.post(
    "/add",
    summary="Add pages to the library: a job",
    response_model=Progress,
    status_code=202,
    responses=problems(400, 413, 429),
    openapi_extra={"requestBody": _BODY},
)
async def add(
    request: Request,
    jobs: ItsJobs,
    published: Published = None,
    name: Annotated[
        str, Query(max_length=NAME_CHARACTERS, description="What the file is called, where it is the body.")
    ] = "upload",
) -> Response:
    """By addresses, or by a file: a page, ZIP, WARC, MHTML, JSON Lines, a feed, OPML, a sitemap, a list of addresses.

    A file is the body, of any media type but JSON's, or the `file` of a form. Files of the server cannot be named.
    """
    iso(published)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        asked = _asked(await request.body())
        job = jobs.add_addresses(asked.addresses, published=iso(asked.published or published))
    else:
        upload, called = await (_form(request) if kind == _FORM else _body(request, name))
        try:
            job = jobs.add_upload(upload, called, published=published)
        except BaseException:
            upload.close()
            raise
    return answer(job.progress(), 202, {"location": f"/api/v1/jobs/{job.id}"})


@router.get("/jobs", summary="The jobs of the last hour", response_model=Page[Progress], responses=problems())
async def all_jobs(request: Request, jobs: ItsJobs) -> Response:
    """Newest first; those that ended more than an hour ago are forgotten."""
    return listed(request, [job.progress() for job in jobs.all()])


async def _job(id: JobId, jobs: ItsJobs) -> Job:
    found = jobs.find(id)
    if found is None:
        raise NotFound(f"{id}: no job has this id; those that ended an hour ago are forgotten")
    return found


ItsJob = Annotated[Job, Depends(_job)]


@router.get("/jobs/{id}", summary="How far a job is", response_model=Progress, responses=problems(404))
async def job(its: ItsJob) -> Response:
    """Counts so far; `/events` tells each page."""
    return answer(its.progress())


@router.delete("/jobs/{id}", summary="Stop a job", response_model=Progress, status_code=202, responses=problems(404))
async def stop(its: ItsJob) -> Response:
    """What is read by now is kept; a job that has ended stays as it is."""
    if its.ended is None:
        its.stop()
    return answer(its.progress(), 202)


@router.get(
    "/jobs/{id}/events",
    summary="What happens in a job, as it happens",
    response_class=EventSourceResponse,
    responses=problems(404),
)
async def events(its: ItsJob, last: LastEvent = None) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `progress` and `done` with the job as JSON, `outcome` with what became of a page.

    Each has an id, from which a client that was cut off goes on; the last 5,000 are kept.
    """
    after = last or 0
    while True:
        is_over = its.ended is not None  # before the look: nothing is told after that
        for event in its.events(after):
            after = event.number
            yield ServerSentEvent(raw_data=as_json(event.data).decode(), event=event.kind, id=str(event.number))
        if is_over:
            return
        await asyncio.sleep(LOOK_SECONDS)


def _asked(body: bytes) -> ToAdd:
    try:
        return ToAdd.model_validate(json.loads(body))
    except ValidationError as error:
        found: list[dict[str, Any]] = [{**its, "loc": ("body", *its["loc"])} for its in error.errors()]
        raise RequestValidationError(found) from None
    except (ValueError, RecursionError):
        raise InputError("the body is no JSON; send an object with addresses, or a file") from None


async def _form(request: Request) -> tuple[BinaryIO, str]:
    form = await request.form(max_files=1, max_fields=UPLOAD_PARTS, max_part_size=10_000)
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InputError('the form has no file; send one as its part "file"')
        kept = await run_in_threadpool(kept_file, file)
        return kept, file.filename or "upload"
    finally:
        await form.close()


async def _body(request: Request, name: str) -> tuple[BinaryIO, str]:
    kept = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - the job closes it
    try:
        async for piece in request.stream():
            await run_in_threadpool(kept.write, piece)
    except BaseException:
        kept.close()
        raise
    kept.seek(0)
    return kept, name
