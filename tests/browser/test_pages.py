"""Every page, narrow and wide, light and dark, in both languages: nothing is complained of, and all can use it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Browser
from served import Served
from watching import Watched, barriers, keep_screenshot, watched

HEAVIEST = 400_000
"""Bytes that a page and all that it loads may weigh, compressed, without the map's data."""

DOSSIER = "77914b7f392a84c7"
ARTICLE = "e42578796417c3d8"
CHANGED = "a4973c521831042c"

PAGES: dict[str, tuple[str, int]] = {
    "front": ("/", 200),
    "stories": ("/stories", 200),
    "story": (f"/story/{DOSSIER}", 200),
    "article": (f"/article/{ARTICLE}", 200),
    "version": (f"/article/{CHANGED}?version=OLD", 200),
    "person": ("/person/Vladimir Putin", 200),
    "organisation": ("/organisation/Railmosane", 200),
    "place": ("/place/Anchorage", 200),
    "agenda": ("/agenda?start=2027-03-09&days=21", 200),
    "search": ("/search?q=Gen%C3%A8ve+OR+strike", 200),
    "search-mistake": ("/search?q=status%3Adenied+AND+%28strike", 400),
    "search-nothing": ("/search?q=zzyzx", 200),
    "search-empty": ("/search", 200),
    "sources": ("/sources", 200),
    "corrections": ("/corrections?undone=true", 200),
    "correct": (f"/article/{ARTICLE}/correct/e1", 200),
    "help": ("/help", 200),
    "api": ("/api/v1/docs", 200),
    "account": ("/account", 200),
    "missing": ("/story/0123456789abcdef", 404),
}
"""Name -> path and status."""

WAYS = ((390, "light", "fr"), (1440, "dark", "en"), (390, "dark", "en"), (1440, "light", "fr"))
"""Width, scheme, language: every page is looked at in the first two, those that are most read in all."""

MOST_READ = ("front", "story", "article", "search")

LOOKS = [*product(PAGES, WAYS[:2]), *product(MOST_READ, WAYS[2:])]


@pytest.fixture(scope="module")
def path_of(server: Served) -> Callable[[str], str]:
    """`path_of(name)`: the path of a page; the library has corrections by then, one of them undone."""
    corrections = server.desk.corrections
    corrections.add("status", by="Ana", article=ARTICLE, fact="e1", value="denied", note="Told otherwise at noon.")
    undone = corrections.add("wrong", by="Bo", article=ARTICLE, fact="q2")
    corrections.undo(undone.id, by="Ana")
    server.desk.changed()
    server.desk.agenda()
    old = next(row.capture for row in server.desk.library.versions(CHANGED) if not row.shown)
    return lambda name: PAGES[name][0].replace("OLD", old)


def settled(its: Watched) -> None:
    """Wait until what a page draws, and what it asks for later, is there."""
    if its.page.locator("figure.drawing, [hx-trigger^=load]").count():
        its.page.wait_for_load_state("networkidle")
    its.page.evaluate("document.fonts.ready.then(() => true)")


def weight(its: Watched) -> int:
    """Bytes that came for a page, compressed, without the map's data."""
    answers = [answer.request for answer in its.answers if "/vendor/countries-" not in answer.url]
    return sum(its.sizes()["responseBodySize"] + its.sizes()["responseHeadersSize"] for its in answers)


@pytest.mark.parametrize(("name", "way"), LOOKS, ids=[f"{name}-{'-'.join(map(str, way))}" for name, way in LOOKS])
def test_a_page_is_whole(
    browser: Browser, server: Served, path_of: Callable[[str], str], name: str, way: tuple[int, str, str]
) -> None:
    width, scheme, language = way
    with watched(browser, server.address, width=width, scheme=scheme, language=language) as its:
        its.go(path_of(name), PAGES[name][1])
        settled(its)
        painted = its.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
        print(f"{name}: {weight(its) / 1000:.0f} kB in {len(its.answers)} answers, first paint after {painted:.0f} ms")
        assert weight(its) < HEAVIEST
        keep_screenshot(its.page, f"{name}-{width}-{scheme}-{language}")
        assert its.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
        assert its.page.locator("html").get_attribute("lang") == language
        assert barriers(its.page) == []


@pytest.mark.parametrize("name", ["story", "article"])
def test_on_paper_only_what_is_told_is_left(
    browser: Browser, server: Served, path_of: Callable[[str], str], name: str
) -> None:
    with watched(browser, server.address) as its:
        its.go(path_of(name))
        its.page.emulate_media(media="print")
        for gone in (".top", ".foot", ".find", ".kinds", ".tools", ".desk > nav", ".edit", ".mend"):
            assert its.page.locator(f"{gone}:visible").count() == 0, gone
        assert its.page.locator("h1").is_visible()
