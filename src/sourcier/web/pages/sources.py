"""Where articles come from: the feeds that are followed, what could not be read and why, what the library holds."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse

from sourcier.errors import InputError
from sourcier.library import feeds
from sourcier.limits import UPLOAD_PARTS
from sourcier.web.desk import Desk
from sourcier.web.jobs import Jobs
from sourcier.web.rendering import Pages
from sourcier.web.uploads import kept_file

router = APIRouter()

ASIDE = 200
"""Pages set aside that are listed."""


@router.get("/sources")
def sources(request: Request) -> HTMLResponse:
    """Feeds, outlets, and what was set aside."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    figures = desk.stats()
    return pages.render(
        request,
        "sources.html",
        feeds=feeds.followed(desk.library.database),
        stats=figures,
        jobs=[job.progress() for job in request.app.state.jobs.all()],
        aside=desk.library.set_aside(limit=ASIDE),
        more_aside=max(figures.set_aside - ASIDE, 0),
        library=desk.library.name,
    )


@router.get("/sources/jobs")
def jobs(request: Request) -> HTMLResponse:
    """What is being taken in, alone: it is asked for again as long as something is."""
    pages: Pages = request.app.state.pages
    return pages.render(request, "jobs.html", jobs=[job.progress() for job in request.app.state.jobs.all()])


@router.post("/sources/add")
async def add(request: Request) -> RedirectResponse:
    """Take in what stands behind an address, or an uploaded file."""
    jobs: Jobs = request.app.state.jobs
    form = await request.form(max_files=1, max_fields=UPLOAD_PARTS, max_part_size=10_000)
    try:
        file, address = form.get("file"), str(form.get("address") or "").strip()
        if isinstance(file, UploadFile) and file.filename:
            upload = await run_in_threadpool(kept_file, file)
            try:
                jobs.add_upload(upload, file.filename)
            except BaseException:
                upload.close()
                raise
        else:
            jobs.add_addresses([_address(address)])
    finally:
        await form.close()
    return RedirectResponse("/sources#adding", 303)


@router.post("/sources/stop")
def stop(request: Request, job: Annotated[str, Form(max_length=64)]) -> RedirectResponse:
    """Stop taking something in; what is read by now is kept."""
    found = request.app.state.jobs.find(job)
    if found is not None and found.ended is None:
        found.stop()
    return RedirectResponse("/sources#adding", 303)


@router.post("/sources/follow")
def follow(request: Request, address: Annotated[str, Form(max_length=2_000)]) -> RedirectResponse:
    """Follow a feed."""
    desk: Desk = request.app.state.desk
    feeds.follow(desk.library.database, [_address(address)])
    return RedirectResponse("/sources", 303)


@router.post("/sources/unfollow")
def unfollow(request: Request, address: Annotated[str, Form(max_length=2_000)]) -> RedirectResponse:
    """Follow a feed no longer."""
    desk: Desk = request.app.state.desk
    feeds.unfollow(desk.library.database, address)
    return RedirectResponse("/sources", 303)


def _address(given: str) -> str:
    found = given.strip()
    if not found.lower().startswith(("http://", "https://")):
        raise InputError(f"{found[:200] or 'nothing'}: is no address; give one that begins with https://")
    return found
