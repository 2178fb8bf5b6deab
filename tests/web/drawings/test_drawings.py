"""The drawings in a browser: drawn under the policy, readable at each width, reachable by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from drawn_pages import map_of, timeline
from drawn_server import serve
from playwright.sync_api import Browser, Page

WIDTHS = (390, 800, 1440)
EVENTS, UNDATED, PLACES, BRANCHES, OUTCOMES = 25, 1, 13, 5, 9
WORLD = [("New York", 40.7, -74.0, 8), ("Genève", 46.2, 6.1, 14), ("Nairobi", -1.3, 36.8, 3), ("Tokyo", 35.7, 139.7, 5)]
OCEAN = [("Suva", -18.1, 178.4, 3), ("Apia", -13.8, -171.8, 2)]
MADE = {
    "/many.html": timeline(2000, days=300),
    "/crowded.html": timeline(2000, days=12),
    "/one.html": timeline(1, days=1),
    "/world.html": map_of(WORLD),
    "/ocean.html": map_of(OCEAN),
    "/nowhere.html": map_of([]),
}

# Texts that are seen, and marks; the rectangle of a text is a little higher than its letters.
BOXES = """figure => {
  const box = (element, trim) => {
    const {left, right, top, bottom} = element.getBoundingClientRect();
    return {left: left + 1, right: right - 1, top: top + trim, bottom: bottom - trim, what: element.textContent || "mark"};
  };
  const seen = element => getComputedStyle(element).visibility === "visible";
  const texts = [...figure.querySelectorAll(".plane svg text")].filter(one => one.textContent && seen(one));
  const shapes = [...figure.querySelectorAll(".plane .shape")];
  return {texts: texts.map(one => box(one, 2)), shapes: shapes.map(one => box(one, 1))};
}"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve(MADE) as started:
        yield started


@contextmanager
def opened(browser: Browser, address: str, width: int = 1440, scheme: str = "light") -> Iterator[Page]:
    """A page in which every complaint of the browser fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR")
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', "
        "event => console.error('policy', event.violatedDirective, event.blockedURI, event.sourceFile))"
    )
    page.goto(address)
    yield page
    context.close()
    assert complaints == []


def drawn(page: Page, kind: str) -> None:
    page.locator(f"figure.drawn[data-drawing={kind}]").wait_for(timeout=20_000)


def clashes(boxes: list[dict[str, float]], others: list[dict[str, float]]) -> list[tuple[object, object]]:
    """Pairs that lie over each other."""
    return [
        (one["what"], other["what"])
        for index, one in enumerate(boxes)
        for other in (others[index + 1 :] if others is boxes else others)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_drawing_shows_all_that_its_table_has_and_nothing_overlaps(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    with opened(browser, f"{address}/page.html", width, scheme) as page:
        drawn(page, "timeline")
        drawn(page, "map")
        times, places = (page.locator(f"figure[data-drawing={kind}]") for kind in ("timeline", "map"))
        assert times.locator("a.mark").count() == EVENTS
        assert times.locator(".undated").inner_text() == f"{UNDATED} sans date"
        assert places.locator("a.mark").count() == PLACES
        for figure in (times, places):
            boxes = figure.evaluate(BOXES)
            assert len(boxes["texts"]) > 10
            assert clashes(boxes["texts"], boxes["texts"]) == []
            assert clashes(boxes["shapes"], boxes["shapes"]) == []
            assert clashes([one for one in boxes["texts"] if one["what"] != "maintenant"], boxes["shapes"]) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        tree = page.locator("figure[data-drawing=tree]")
        if width == 390:
            assert tree.evaluate("figure => figure.childElementCount") == 0
            assert page.locator("#outlook-fold").evaluate("details => details.open")
        else:
            drawn(page, "tree")
            assert tree.locator(".condition").count() == BRANCHES
            assert tree.locator(".outcome").count() == OUTCOMES
            assert not page.locator("#outlook-fold").evaluate("details => details.open")


def test_the_keyboard_reaches_every_event_and_opens_one(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/page.html") as page:
        drawn(page, "timeline")
        figure = page.locator("figure[data-drawing=timeline]")
        assert figure.locator('a.mark[tabindex="0"]').count() == 1
        figure.locator('a.mark[tabindex="0"]').focus()
        reached = set()
        for _ in range(EVENTS):
            reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
            page.keyboard.press("ArrowRight")
        assert len(reached) == EVENTS
        assert page.locator("figure[data-drawing=timeline] .tip").is_visible()
        page.keyboard.press("Escape")
        assert page.locator("figure[data-drawing=timeline] .tip").is_hidden()
        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#event-0"
        assert page.locator("#event-0").is_visible()


def test_a_mark_tells_what_the_item_says(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/page.html") as page:
        drawn(page, "timeline")
        figure = page.locator("figure[data-drawing=timeline]")
        figure.locator("a[href='#event-16']").hover()
        assert figure.locator(".tip p").all_text_contents() == [
            "réunion, prévu",
            "16 mars 2026, 9 h",
            "troisième rencontre à Genève, reportée de quatre jours",
        ]
        name = figure.locator("a[href='#event-16']").get_attribute("aria-label") or ""
        assert name.startswith("réunion, prévu, 16 mars 2026, 9 h: troisième")
        assert figure.locator("a[href='#event-16'] .way").get_attribute("d")


def test_the_reader_enlarges_and_goes_back(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/page.html") as page:
        drawn(page, "timeline")
        page.emulate_media(reduced_motion="reduce")
        figure = page.locator("figure[data-drawing=timeline]")
        place = "() => document.querySelector(\"a[href='#event-16']\").getAttribute('transform')"
        first = page.evaluate(place)
        high = figure.bounding_box()
        for _ in range(3):
            figure.get_by_role("button", name="Agrandir").click()
        page.locator("figure .outside").first.wait_for()
        texts = figure.evaluate(BOXES)["texts"]
        assert clashes(texts, texts) == []
        assert high and figure.bounding_box()["height"] == high["height"]  # type: ignore[index]
        figure.get_by_role("button", name="Tout montrer").click()
        page.locator("figure .outside").first.wait_for(state="detached")
        assert page.evaluate(place) == first
        figure.locator('a.mark[tabindex="0"]').focus()
        page.keyboard.press("+")
        page.locator("figure .outside").first.wait_for()
        page.keyboard.press("End")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#event-22"


def test_the_wheel_alone_scrolls_the_page(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/page.html") as page:
        drawn(page, "map")
        page.locator("figure[data-drawing=timeline] svg text.words").first.hover()
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(200)
        assert page.evaluate("scrollY") > 100
        assert page.locator("figure .outside").count() == 0


def test_the_arrow_keys_go_over_the_map_by_direction(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/page.html") as page:
        drawn(page, "map")
        figure = page.locator("figure[data-drawing=map]")
        figure.locator("a[href='/places/1']").focus()
        assert figure.locator(".tip p").all_text_contents() == ["Paris", "France", "9 articles"]
        page.keyboard.press("ArrowUp")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "/places/7"
        areas = figure.locator(".dot").evaluate_all("dots => dots.map(dot => dot.getAttribute('r') ** 2)")
        assert areas == sorted(areas, reverse=True)
        assert areas[0] / areas[1] == pytest.approx(14 / 9)
        assert page.locator("figure[data-drawing=map] text.country").all_text_contents().count("Italie") == 1


def test_the_tree_is_walked_by_its_branches(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/page.html") as page:
        drawn(page, "tree")
        tree = page.locator("figure[data-drawing=tree]")
        tree.locator('.mark[tabindex="0"]').focus()
        told = []
        for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"):
            page.keyboard.press(key)
            told.append(page.evaluate("document.activeElement.getAttribute('href')"))
        assert told == ["#branch-1", "#prospect-2", "#prospect-3", "#prospect-4", "#branch-1"]
        assert tree.locator(".number").all_inner_texts() == ["60 %", "75 %", "20 %", "35 %", "50 %"]
        assert tree.locator(".chip").count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, address: str, scheme: str) -> None:
    with opened(browser, f"{address}/page.html", scheme=scheme) as page:
        drawn(page, "tree")
        drawn(page, "map")
        drawn(page, "timeline")
        page.locator("figure[data-drawing=timeline] a.mark").first.focus()
        found = Axe().run(page, context="figure").response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("path", ["/many.html", "/crowded.html"])
def test_two_thousand_events_draw_without_one_over_another(browser: Browser, address: str, path: str) -> None:
    with opened(browser, address + path) as page:
        drawn(page, "timeline")
        figure = page.locator("figure")
        shapes = figure.evaluate(BOXES)["shapes"]
        heaped = sum(int(text.removeprefix("+")) for text in figure.locator(".heap text").all_text_contents())
        assert len(shapes) + heaped == 2000
        centres = {(round(box["left"] + box["right"]), round(box["top"] + box["bottom"])) for box in shapes}
        assert len(centres) == len(shapes)
        if heaped:
            figure.locator(".heap").first.click()
            page.locator("figure .outside").first.wait_for()
            assert page.evaluate("location.hash") == ""


@pytest.mark.parametrize("path", ["/one.html", "/world.html", "/ocean.html"])
def test_little_to_draw_and_far_apart(browser: Browser, address: str, path: str) -> None:
    with opened(browser, address + path, 800) as page:
        page.locator("figure.drawn").wait_for(timeout=20_000)
        texts = page.locator("figure").evaluate(BOXES)["texts"]
        assert clashes(texts, texts) == []
        if path == "/ocean.html":  # over the date line, not around the world
            first, second = (page.locator(f"a[href='#p{index}']").bounding_box() for index in (0, 1))
            assert first and second and 200 < second["x"] - first["x"] < 800


def test_a_table_without_places_stays_a_table(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/nowhere.html") as page:
        page.locator("figure:not(.drawn)").wait_for(state="attached")
        page.wait_for_timeout(300)
        assert page.locator("figure").evaluate("figure => figure.childElementCount") == 0


def test_the_drawings_follow_the_width(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/page.html") as page:
        drawn(page, "tree")
        page.set_viewport_size({"width": 390, "height": 844})
        page.locator("figure[data-drawing=tree]:not(.drawn)").wait_for(state="attached")
        page.locator("figure[data-drawing=timeline] svg[width='350']").wait_for()
        assert page.locator("#outlook-fold").evaluate("details => details.open")


def test_a_figure_is_drawn_when_its_tab_opens_or_it_comes_in_later(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/one.html") as page:
        drawn(page, "timeline")
        page.evaluate(
            """() => {
              const later = document.querySelector("main").cloneNode(true);
              later.querySelector("figure").replaceChildren();
              later.querySelector("figure").className = "drawing";
              later.querySelector("figure").dataset.of = "later";
              later.querySelector("ol").id = "later";
              later.hidden = true;
              document.body.append(later);
              later.dispatchEvent(new CustomEvent("htmx:load", {bubbles: true, detail: {elt: later}}));
            }"""
        )
        later = page.locator("figure[data-of=later]")
        page.wait_for_timeout(100)
        assert later.locator("a.mark").count() == 0
        page.evaluate("document.querySelector('main[hidden]').hidden = false")
        later.locator("a.mark").wait_for()


def test_two_fingers_enlarge_one_pans_sideways_and_up_and_down_stay_the_pages(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}/page.html")
    drawn(page, "timeline")
    drawn(page, "map")
    session = context.new_cdp_session(page)
    zoom = "(({k, x}) => [k, x])(document.querySelector('.plane svg').__zoom)"

    def swipe(*fingers: tuple[tuple[int, int], tuple[int, int]]) -> list[float]:
        """Moves fingers, each from one point to another, in eight steps; the scale and shift that came of it."""
        for kind, share in [("touchStart", 0.0), *(("touchMove", step / 8) for step in range(1, 9))]:
            points = [(x + (to_x - x) * share, y + (to_y - y) * share) for (x, y), (to_x, to_y) in fingers]
            touched = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})
            page.wait_for_timeout(16)
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(100)
        found: list[float] = page.evaluate(zoom)
        return found

    larger, shift = swipe(((150, 450), (80, 450)), ((200, 450), (270, 450)))
    assert larger > 2
    same, further = swipe(((250, 450), (150, 450)))
    assert same == larger and further < shift - 50
    assert page.evaluate("scrollY") == 0
    assert swipe(((250, 450), (250, 250))) == [same, further]
    assert page.evaluate("scrollY") > 50
    context.close()
