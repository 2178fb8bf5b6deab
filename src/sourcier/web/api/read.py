"""Reading a page for its poster: it comes in, its record goes out, nothing is kept."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError, model_validator
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from sourcier.api import iso
from sourcier.errors import InputError, LimitExceeded
from sourcier.limits import ARTICLE_CHARACTERS, PAGE_BYTES, UPLOAD_PARTS
from sourcier.record import Record
from sourcier.settings import Settings
from sourcier.sources import capture
from sourcier.sources.capture import CLEAN_TEXT, Capture
from sourcier.web.api.answers import Asked, problems
from sourcier.web.api.feeds import Web
from sourcier.web.api.parameters import Address, ItsMetrics, ItsReading, Language, Published
from sourcier.web.reading import Page

router = APIRouter(prefix="/api/v1", tags=["reading"])

_FORM = "multipart/form-data"


class ToRead(Asked):
    """A page, by one of `url`, `text` and `html`."""

    url: Web | None = Field(None, description="Address of the page, which is fetched; with `text` or `html`: its own.")
    text: str | None = Field(
        None, min_length=1, max_length=ARTICLE_CHARACTERS, description="Clean text: paragraphs between blank lines."
    )
    html: str | None = Field(None, min_length=1, max_length=PAGE_BYTES, description="The page as HTML.")
    title: str | None = Field(None, max_length=2_000, description="Title of a clean text.")
    published: str | None = Field(
        None, min_length=10, max_length=35, description="Publication date where the page does not say, ISO 8601."
    )
    language: str | None = Field(None, pattern=r"^[a-z]{2,3}$", description="Read it in this language.")

    @model_validator(mode="after")
    def _one_page(self) -> ToRead:
        if self.text is not None and self.html is not None:
            raise ValueError("give text or html, not both")
        if self.text is None and self.html is None and self.url is None:
            raise ValueError("give one of url, text and html")
        return self


_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": ToRead.model_json_schema(ref_template="#/components/schemas/{model}")},
        _FORM: {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary", "description": "The page."}},
            }
        },
        "text/html": {"schema": {"type": "string", "format": "binary"}},
        "text/plain": {"schema": {"type": "string", "format": "binary"}},
    },
}


@router.post(
    "/read",
    summary="Read a page: its record",
    response_model=Record,
    responses=problems(400, 413, 415, 429, 504),
    openapi_extra={"requestBody": _BODY},
)
async def read(
    request: Request,
    reading: ItsReading,
    metrics: ItsMetrics,
    published: Published = None,
    language: Language = None,
    address: Address = None,
) -> Response:
    """The page is the body, with its own media type; or a `file` of a form; or named or held by a JSON object.

    The parameters are for pages and forms; a JSON object has its own. Nothing is kept.
    """
    iso(published)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        asked = _asked(await request.body())
        iso(asked.published)
        fetched = asked.url if asked.text is None and asked.html is None else None
        content = await run_in_threadpool(_fetched, fetched, reading.settings) if fetched else _given(asked)
        page = Page(content, asked.published, asked.language, asked.url if not fetched else None)
    else:
        content = (
            await _form(request) if kind == _FORM else Capture(await request.body(), media_type=_declared(request))
        )
        page = Page(content, published, language, address)
    if len(page.capture.content) > PAGE_BYTES:
        raise LimitExceeded(f"the page has more than {PAGE_BYTES:,} bytes; post the article's own page")
    try:
        record = await run_in_threadpool(reading.read, page)
    except BaseException as error:
        metrics.pages.labels(type(error).__name__).inc()
        raise
    metrics.pages.labels("read").inc()
    return Response(record, media_type="application/json")


def _asked(body: bytes) -> ToRead:
    try:
        return ToRead.model_validate(json.loads(body))
    except ValidationError as error:
        found: list[dict[str, Any]] = [{**its, "loc": ("body", *its["loc"])} for its in error.errors()]
        raise RequestValidationError(found) from None
    except (ValueError, RecursionError):
        raise InputError("the body is no JSON; send an object with url, text or html") from None


def _given(asked: ToRead) -> Capture:
    if asked.html is not None:
        return Capture(asked.html.encode("utf-8", "replace"), media_type="text/html; charset=utf-8")
    told = {"text": asked.text, "title": asked.title}
    return Capture(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"), media_type=CLEAN_TEXT)


def _fetched(url: str, settings: Settings) -> Capture:
    return capture(url, settings=settings)


async def _form(request: Request) -> Capture:
    form = await request.form(max_files=1, max_fields=UPLOAD_PARTS, max_part_size=10_000)
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InputError('the form has no file; send the page as its part "file"')
        return Capture(await file.read(PAGE_BYTES + 1), media_type=_plain(file.content_type))
    finally:
        await form.close()


def _declared(request: Request) -> str | None:
    kind = request.headers.get("content-type")
    if kind is not None and kind.partition("/")[0].strip().lower() in {"image", "audio", "video", "font"}:
        raise HTTPException(415, "that is no page; post HTML, text, a form or JSON")
    return _plain(kind)


def _plain(kind: str | None) -> str | None:
    """A media type from outside; never one of our own, which are trusted to be well formed."""
    return None if kind is None or "vnd.sourcier" in kind.lower() or len(kind) > 200 else kind
