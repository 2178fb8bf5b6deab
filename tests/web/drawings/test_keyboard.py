"""The keys of a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from drawn_server import serve
from playwright.sync_api import Browser, Page

CURRENT = "document.querySelector('[aria-current=true]')?.id"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    with serve() as address:
        opened = context.new_page()
        opened.goto(f"{address}/page.html")
        opened.locator("figure.drawn[data-drawing=timeline]").wait_for()
        opened.evaluate("document.getElementById('events-fold').open = true")
        yield opened
        context.close()


def test_slash_searches_and_types_nothing(page: Page) -> None:
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("j/k?")
    assert page.locator("#q").input_value() == "j/k?"
    assert page.evaluate(CURRENT) is None


def test_j_and_k_go_over_the_items_and_enter_opens_one(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(CURRENT) == "event-1"
    assert page.evaluate("document.activeElement.id") == "event-1"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/article.html#1")


def test_items_out_of_sight_are_passed_over(page: Page) -> None:
    page.evaluate("document.getElementById('events-fold').open = false")
    page.keyboard.press("j")
    assert page.evaluate(CURRENT) is None


def test_the_list_of_keys_opens_and_closes(page: Page) -> None:
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("j")
    assert page.evaluate(CURRENT) is None
    page.keyboard.press("Escape")
    assert page.locator("#keys").is_hidden()


def test_g_then_h_goes_home(page: Page) -> None:
    page.keyboard.press("h")
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("h")
    assert page.url.endswith("/home.html")


def test_no_key_with_a_modifier_and_none_where_they_are_off(page: Page) -> None:
    page.keyboard.press("Control+j")
    page.keyboard.press("Alt+j")
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("j")
    assert page.evaluate(CURRENT) is None
