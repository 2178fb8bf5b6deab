"""The schema of the API (OpenAPI 3.1): what the framework makes of the operations, and what is true of all."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from sourcier.version import __version__
from sourcier.web.problems import MEDIA_TYPE

DESCRIPTION = """\
A library of news pages: its articles as records, its stories as dossiers.

Names of fields are those of the record (docs/record.md). Lists come in parts: `next` leads to the one that follows.
Answers have an `ETag`, and `If-None-Match` is answered with 304 where nothing has changed; HEAD works where GET does.
Whatever goes wrong comes as problem details (RFC 9457). A library that is not on the loopback asks for a token:
`Authorization: Bearer srcr_…`.
"""


def schema_of(app: FastAPI) -> dict[str, Any]:
    """The schema of an application, made once."""
    if app.openapi_schema is None:
        made = get_openapi(title="Sourcier", version=__version__, description=DESCRIPTION, routes=app.routes)
        components = made.setdefault("components", {})
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{}, {"token": []}]
        for operations in made["paths"].values():
            for operation in operations.values():
                _complete(operation)
        app.openapi_schema = made
    return app.openapi_schema


def _complete(operation: dict[str, Any]) -> None:
    """Problems have their media type, and whatever GET answers may not have changed."""
    responses = operation["responses"]
    for response in responses.values():
        if response["description"] == "Successful Response":
            response["description"] = "What was asked for."
    for status, response in responses.items():
        content = response.get("content", {})
        if status >= "4":
            its = [content.pop(kind) for kind in list(content) if kind != MEDIA_TYPE]
            content.update({MEDIA_TYPE: its[0]} if its else {})
    if "ETag" in responses.get("200", {}).get("headers", {}):
        responses["304"] = {"description": "What `If-None-Match` names is still the answer."}
