"""The REST API: one module a resource, each with a router."""

from __future__ import annotations

from fastapi import APIRouter

from sourcier.web.api import (
    agenda,
    articles,
    corrections,
    feeds,
    jobs,
    profiles,
    quotes,
    read,
    search,
    searches,
    service,
    stories,
)

PATH = "/api/v1"


def api_routers() -> list[APIRouter]:
    """The routers of all resources."""
    return [
        its.router
        for its in (
            articles,
            search,
            stories,
            agenda,
            quotes,
            profiles,
            corrections,
            searches,
            feeds,
            read,
            jobs,
            service,
        )
    ]
