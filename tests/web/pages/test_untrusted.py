"""No text of a page, a feed or a person becomes markup of ours, on any page.

A page over hostile texts may have no element and no attribute that the same page over harmless texts lacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import untrusted
from fastapi.testclient import TestClient
from httpx import Response
from lxml import etree, html

from sourcier.exports.dossiers.texts import one_line
from sourcier.library.library import Library
from sourcier.web import links
from sourcier.web.access.access import Access
from sourcier.web.access.identity import Identity
from sourcier.web.app import create_app
from sourcier.web.desk import Desk

PAYLOADS = untrusted.payloads()
NAMES = [name for _, town, person, _ in untrusted.STORIES for name in (town, person)]
LEADS = {"href", "src", "action", "formaction", "data", "poster", "cite", "background", "longdesc", "srcset", "ping"}
LED = re.compile(r"(https?://[^/?#\\\s]|/(?![/\\])|[?#]|$)", re.IGNORECASE)
"""How an address begins that leads to one of our pages, or by http to a host."""

ASKED = {"hx-get": re.compile(r"/(article/[0-9a-f]+/correct/[a-z]\d+(\.\d+)?|agenda/next|sources/jobs)\Z")}
SHAPED = re.compile(r"hx-|data-hx-")


class Known(Access):
    """Access that knows everybody by the name that the test gives, and nobody where it is empty."""

    name = "Ida"

    def identify(self, connection) -> Identity | None:
        return Identity(self.name, "admin", "session", "a-session") if self.name else None


@dataclass
class Shown:
    """A served library.

    Attributes:
        texts: that stand everywhere in it.
        articles: their ids, in the order of the texts.
    """

    client: TestClient
    access: Known
    texts: list[str]
    articles: list[str]
    stories: list[str]
    answers: dict[str, Response] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Response:
        """What a path answers, asked once; no text may break the server."""
        key = f"{path} {self.access.name} {headers}"
        if key not in self.answers:
            self.answers[key] = self.client.get(path, headers=headers, follow_redirects=False)
        assert self.answers[key].status_code < 500, path
        return self.answers[key]


def shown(path: Path, texts: list[str]) -> Iterator[Shown]:
    """Fill a library, and serve it."""
    library = Library(str(path))
    articles = untrusted.fill(library, texts)
    desk = Desk(library)
    access = Known(library.database, is_open=False)
    desk.agenda()
    with TestClient(create_app(desk, access), base_url="http://localhost") as client:
        stories = [story.id for story in desk.stories.all(least=1)]
        yield Shown(client, access, texts, articles, stories)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """A library of payloads, one an article."""
    yield from shown(tmp_path_factory.mktemp("hostile") / "news.sourcier", PAYLOADS)


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """A library of the same shape, of words."""
    texts = [untrusted.harmless(number) for number in range(60)]
    yield from shown(tmp_path_factory.mktemp("ordinary") / "news.sourcier", texts)


def each(its: Shown, *forms: str) -> Iterator[str]:
    """Paths with each article's id in place of ARTICLE."""
    return (form.replace("ARTICLE", article) for form in forms for article in its.articles)


def asking(its: Shown, *forms: str) -> Iterator[str]:
    """Paths with each text, percent-encoded, in place of TEXT."""
    return (form.replace("TEXT", quote(text, safe="")) for form in forms for text in its.texts)


def named(its: Shown, find: Callable[[str], str | None], first: int) -> Iterator[str]:
    """The pages of those whom all articles of a story name, and of every third name that is a text."""
    return (path for text in [*NAMES, *its.texts[first::3]] if (path := find(text)))


SECTIONS = ("timeline", "agenda", "outlook", "differences", "claims", "people", "quotes", "places", "articles")

PAGES: dict[str, Callable[[Shown], Iterator[str]]] = {
    "front": lambda its: iter(["/", "/agenda/next"]),
    "stories": lambda its: iter(["/stories?least=1", "/stories"]),
    "story": lambda its: (f"/story/{story}?whole={name}" for story in its.stories for name in SECTIONS),
    "article": lambda its: each(its, "/article/ARTICLE"),
    "version": lambda its: iter([f"/article/{its.articles[0]}?version={old_version(its)}"]),
    "correct": lambda its: islice(
        each(its, *(f"/article/ARTICLE/correct/{fact}" for fact in ("e1", "o1", "q1", "p1", "t1", "a1.1"))), 0, None, 5
    ),
    "person": lambda its: named(its, links.person, 0),
    "organisation": lambda its: named(its, links.organisation, 1),
    "place": lambda its: named(its, links.place, 2),
    "agenda": lambda its: iter(["/agenda?start=2027-03-01&days=62"]),
    "found": lambda its: (f"/search?q=waits&page={page}" for page in range(1, len(its.texts) // 20 + 2)),
    "search": lambda its: iter(["/search", "/search?q=%28", *asking(its, "/search?q=TEXT")]),
    "sources": lambda its: iter(["/sources"]),
    "corrections": lambda its: iter(["/corrections", "/corrections?undone=true"]),
    "fixed": lambda its: iter(["/help", "/api/v1/docs", "/account"]),
    "refused": lambda its: asking(
        its, "/story/TEXT", "/article/TEXT", "/agenda?start=TEXT", "/search?page=TEXT", "/TEXT", "/person/x?before=TEXT"
    ),
}
"""Kind of page -> paths of such pages."""


PROFILES = ("person", "organisation", "place")
"""Kinds that have one template."""


def old_version(its: Shown) -> str:
    """The capture of the version of the first article that is no longer shown."""
    desk: Desk = its.client.app.state.desk  # type: ignore[attr-defined]
    return next(row.capture for row in desk.library.versions(its.articles[0]) if not row.shown)


def shape(content: str) -> set[tuple[str, str]]:
    """The elements of a page, each with each of its attributes; where one leads must be a place to go to."""
    document = html.document_fromstring(content)
    found = set()
    for element in document.iter():
        if not isinstance(element.tag, str):
            found.add(("comment", ""))
            continue
        found.add((element.tag, ""))
        for name, value in element.attrib.items():
            found.add((element.tag, name))
            assert not name.startswith("on"), (element.tag, name, value)
            assert name not in LEADS or LED.match(value), (element.tag, name, value)
            assert not SHAPED.match(name) or name not in ASKED or ASKED[name].match(value), (name, value)
    return found


def shapes(its: Shown, kind: str, **headers: str) -> set[tuple[str, str]]:
    """The same over all pages of a kind."""
    found: set[tuple[str, str]] = set()
    for path in PAGES[kind](its):
        answer = its.get(path, **headers)
        if answer.headers.get("content-type", "").startswith("text/html"):
            found |= shape(answer.text)
        else:
            assert answer.headers["x-content-type-options"] == "nosniff"
    return found


def test_there_are_two_hundred_texts_each_another() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200


@pytest.mark.parametrize("kind", PAGES)
def test_no_text_becomes_markup(hostile: Shown, ordinary: Shown, kind: str) -> None:
    found = shapes(hostile, kind)
    assert found > {("main", "id")} or found > {("div", "id")}
    alike = PROFILES if kind in PROFILES else (kind,)
    allowed = {("section", "class")} if kind == "front" else set()  # of the stories that more than seven leave
    assert found - allowed.union(*(shapes(ordinary, one) for one in alike)) == set()


def test_no_text_becomes_markup_of_a_piece_that_comes_later(hostile: Shown, ordinary: Shown) -> None:
    pieces = (shapes(its, "correct", **{"hx-request": "true"}) for its in (hostile, ordinary))
    assert next(pieces) - next(pieces) == set()


def test_titles_are_shown_as_they_are(hostile: Shown) -> None:
    for text, article in list(zip(hostile.texts, hostile.articles, strict=True))[1:]:
        heading = html.document_fromstring(hostile.get(f"/article/{article}").text).find(".//h1")
        assert heading is not None
        title = one_line(f"waits {text}")
        assert " ".join(heading.text_content().split()).endswith(" ".join(title.split()))


def test_names_of_users_become_no_markup(hostile: Shown, ordinary: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = shape(ordinary.get("/help").text)
    for text in PAYLOADS:
        monkeypatch.setattr(hostile.access, "name", text)
        assert shape(hostile.get("/help").text) - allowed == set()


def test_the_log_in_shows_names_as_text_and_leads_nowhere_else(
    hostile: Shown, ordinary: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hostile.access, "name", "")
    monkeypatch.setattr(ordinary.access, "name", "")
    failed = ordinary.client.post("/login", data={"name": "Ana", "password": "x" * 12, "next": "/agenda"})
    allowed = shape(failed.text)
    for text in PAYLOADS:
        asked = hostile.get(f"/login?{urlencode({'next': text})}")
        answer = hostile.client.post("/login", data={"name": text[:64], "password": "x" * 12, "next": text})
        assert answer.status_code in {403, 429}
        for page in (asked.text, answer.text):
            assert shape(page) - allowed <= {("input", "autofocus")}
            leads = html.document_fromstring(page).xpath("string(//input[@name='next']/@value)")
            assert re.match(r"/(?![/\\])", leads)


def test_going_back_leads_nowhere_else(hostile: Shown) -> None:
    for text in PAYLOADS:
        answer = hostile.get(f"/preferences/language/fr?{urlencode({'next': text})}")
        assert answer.status_code == 303
        assert re.match(r"/(?![/\\])", answer.headers["location"])
        assert "\n" not in answer.headers["location"]


@pytest.mark.parametrize("form", ["html", "atom", "markdown", "ics", "json", "jsonld", "geojson"])
def test_what_is_taken_along_is_no_page_of_ours(hostile: Shown, ordinary: Shown, form: str) -> None:
    taken = []
    for its in (hostile, ordinary):
        found: set[tuple[str, str]] = set()
        for story in its.stories:
            answer = its.get(f"/story/{story}/dossier.{form}")
            assert answer.headers["content-disposition"].startswith("attachment; ")
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")
            if form == "html":
                found |= shape(answer.text)
            elif form == "atom":
                found |= {
                    (str(element.tag), name)
                    for element in etree.fromstring(answer.content).iter()
                    for name in ("", *element.attrib)
                }
        taken.append(found)
    assert taken[0] - taken[1] <= {("a", "href"), ("a", "rel")}


def test_records_are_taken_along_as_data(hostile: Shown) -> None:
    for article in hostile.articles[:20]:
        answer = hostile.get(f"/article/{article}/record.json")
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_names_of_files_that_are_taken_in_become_no_markup(hostile: Shown, ordinary: Shown) -> None:
    taken = []
    for its in (hostile, ordinary):
        token = html.document_fromstring(its.get("/help").text).xpath("string(//meta[@name='csrf']/@content)")
        for text in its.texts[::30]:
            sent = its.client.post(
                "/sources/add",
                data={"csrf": token},
                files={"file": (f"{text}.html", b"<title>Moved</title><p>Gone.</p>", "text/html")},
            )
            assert sent.status_code == 200
        pieces = (its.client.get("/sources").text, its.client.get("/sources/jobs").text)
        taken.append(set().union(*map(shape, pieces)))
    assert taken[0] - taken[1] == set()
