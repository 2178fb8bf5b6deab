"""The library of hostile texts in a real browser: nothing of them runs, and nothing of them even tries to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
import untrusted
from playwright.sync_api import Browser
from served import Served, serve
from watching import Watched, watched

from sourcier.library.library import Library

TRAPS = """
window.sprung = [];
Object.defineProperty(window, "pwned", { set(value) { sprung.push(`pwned ${value}`); }, get() { return 0; } });
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => sprung.push(name);
"""
SPRUNG = "window.sprung"

ARTICLES = range(0, 208, 13)
"""Which of the articles are looked at."""


@dataclass
class Hostile:
    """A server of hostile texts.

    Attributes:
        articles: their ids, in the order of the texts.
    """

    server: Served
    articles: list[str]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """A library with an article for each text."""
    path = tmp_path_factory.mktemp("hostile") / "news.sourcier"
    with Library(str(path)) as library:
        articles = untrusted.fill(library, untrusted.payloads())
    with serve(path) as started:
        yield Hostile(started, articles)


@pytest.fixture
def its(browser: Browser, hostile: Hostile) -> Iterator[Watched]:
    """A page that tells of every script that ran but ours; the browser's complaints fail the test as well."""
    with watched(browser, hostile.server.address, scripts=TRAPS, language="fr") as opened:
        yield opened


def looked_at(its: Watched, path: str, status: int = 200) -> None:
    """Load a page, open all that is folded, and go over its items."""
    its.go(path, status)
    its.page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    its.page.keyboard.press("j")
    its.page.keyboard.press("j")
    if its.page.locator("figure.drawing").count():
        its.page.wait_for_load_state("networkidle")
    assert its.page.evaluate(SPRUNG) == []
    assert its.page.locator("main, #main").count() >= 1


def test_articles_run_nothing(its: Watched, hostile: Hostile) -> None:
    for number in ARTICLES:
        looked_at(its, f"/article/{hostile.articles[number]}")
        its.page.locator("a.m-quote").first.click()
        its.page.locator(".note .back").first.click()
        assert its.page.evaluate(SPRUNG) == []


def test_forms_that_come_into_the_page_run_nothing(its: Watched, hostile: Hostile) -> None:
    for number in ARTICLES[::4]:
        looked_at(its, f"/article/{hostile.articles[number]}")
        note = its.page.locator(".note.n-event").first
        note.hover()
        note.locator(".mend a").click()
        note.locator(".mending").wait_for()
        assert its.page.evaluate(SPRUNG) == []


def test_dossiers_and_lists_run_nothing(its: Watched, hostile: Hostile) -> None:
    stories = [story.id for story in hostile.server.desk.stories.all(least=1)]
    looked_at(its, "/")
    for path in (
        *(f"/story/{story}" for story in stories[:4]),
        "/stories",
        "/agenda?start=2027-03-01&days=62",
        "/sources",
        "/corrections?undone=true",
        "/search",
        "/search?q=waits",
        "/help",
        "/api/v1/docs",
    ):
        looked_at(its, path)


def test_people_and_places_run_nothing(its: Watched) -> None:
    for _, town, person, _ in untrusted.STORIES[:3]:
        looked_at(its, f"/person/{quote(person)}")
        looked_at(its, f"/place/{quote(town)}")


def test_what_a_reader_typed_runs_nothing(its: Watched) -> None:
    for number in ARTICLES:
        text = untrusted.payloads()[number]
        its.refused.update({400, 404})
        its.page.goto(f"{its.address}/search?q={quote(text, safe='')}")
        assert its.page.evaluate(SPRUNG) == []
        its.page.goto(f"{its.address}/{quote(text.replace('/', ' '), safe='')}x")
        assert its.page.evaluate(SPRUNG) == []


def test_the_traps_would_have_sprung(browser: Browser, hostile: Hostile) -> None:
    """Without the two walls the same texts do run: what is tested above can fail."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.add_init_script(TRAPS)
    page.goto(f"{hostile.server.address}/help")
    page.evaluate("document.querySelector('#main').innerHTML = '<img src=x onerror=pwned=1>'")
    page.wait_for_function(f"{SPRUNG}.length > 0")
    context.close()
