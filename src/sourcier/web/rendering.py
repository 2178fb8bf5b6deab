"""Templates rendered in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from jinja2 import PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sourcier.exports.dossiers.html import environment
from sourcier.exports.dossiers.wording import Wording
from sourcier.languages import codes, language
from sourcier.version import __version__
from sourcier.web import links
from sourcier.web.access.identity import Identity
from sourcier.web.access.roles import route_path
from sourcier.web.messages import Message, in_words_of

LANGUAGE_COOKIE = "sourcier-language"
THEME_COOKIE = "sourcier-theme"
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Words:
    """The words around what pages show, from `languages/<code>/web.toml`, and how a dossier words its facts."""

    code: str

    @cached_property
    def facts(self) -> Wording:
        """The words of dossiers: dates, statuses, numbers."""
        return Wording(self.code)

    @cached_property
    def _labels(self) -> dict[str, str]:
        tables = language(self.code).toml("web")
        return {name: text for table in tables.values() if isinstance(table, dict) for name, text in table.items()}

    def __call__(self, name: str, /, **values: object) -> str:
        """A label, its braces filled in; a name that the language does not have stands for itself."""
        label = self._labels.get(name, name)
        return label.format_map(values) if values else label

    def message(self, text: str) -> Message:
        """What went wrong, in this language where it has words for it."""
        return in_words_of(self.code, text)


class Pages:
    """Renders templates; `app.state.pages`."""

    def __init__(self) -> None:
        self._environment = environment(PackageLoader("sourcier.web"))
        self._environment.globals.update(
            article_link=links.article,
            story_link=links.story,
            person_link=links.person,
            organisation_link=links.organisation,
            place_link=links.place,
            search_link=links.search,
        )
        self._words = {code: Words(code) for code in codes()}

    def words(self, request: Request) -> Words:
        """The words in the language that a reader chose, else in the first that the browser asks for."""
        return self._words[chosen_language(request)]

    def render(
        self,
        request: Request,
        template: str,
        /,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """A page, with the words, the reader and the links that every template may use."""
        return HTMLResponse(self.text(request, template, **context), status, headers)

    def text(self, request: Request, template: str, /, **context: Any) -> str:
        """The same as text."""
        words = self.words(request)
        theme = request.cookies.get(THEME_COOKIE)
        identity: Identity | None = request.scope.get("state", {}).get("identity")
        path, asked = route_path(request.scope), request.scope["query_string"].decode("latin-1")
        here = quote(path, safe="/") + (f"?{asked}" if asked else "")
        return self._environment.get_template(template).render(
            {
                "t": words,
                "words": words.facts,
                "language": words.code,
                "languages": codes(),
                "theme": theme if theme in THEMES else None,
                "identity": identity,
                "csrf": request.scope.get("state", {}).get("csrf", ""),
                "may_edit": identity is not None and identity.may("editor"),
                "next": quote(here, safe="/"),
                "path": path,
                "version": __version__,
                "query": "",
                "links": links.Inward(),
                **context,
            }
        )


def chosen_language(request: Request) -> str:
    """The language of the pages for a reader: a cookie, else what the browser prefers, else English."""
    known = codes()
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in known:
        return chosen
    wanted = [part.partition(";") for part in request.headers.get("accept-language", "").split(",")]
    for tag, _, quality in sorted(wanted, key=_quality, reverse=True):
        code = tag.strip().lower().partition("-")[0]
        if code in known and quality.replace(" ", "") != "q=0":
            return code
    return "en" if "en" in known else known[0]


def _quality(part: tuple[str, str, str]) -> float:
    try:
        return float(part[2].strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0
