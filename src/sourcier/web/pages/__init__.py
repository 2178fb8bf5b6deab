"""The pages: one module a page, each a handful of routes that gather what a template shows."""

from __future__ import annotations

from fastapi import APIRouter

from sourcier.web.pages import (
    agenda,
    article,
    corrections,
    fixed,
    front,
    preferences,
    profile,
    search,
    sources,
    stories,
    story,
)


def routers() -> list[APIRouter]:
    """The routes of all pages."""
    modules = (front, stories, story, article, profile, agenda, search, sources, corrections, preferences, fixed)
    return [module.router for module in modules]
