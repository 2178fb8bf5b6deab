"""What readers and editors do, clicked and typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from served import Served
from watching import Watched, watched

ARTICLE = "e42578796417c3d8"
GENEVA = "77914b7f392a84c7"
TAMRIT = "9763bb46a24c75b4"
WITHOUT_COLOUR = "rgba(0, 0, 0, 0)"


@pytest.fixture
def its(browser: Browser, server: Served) -> Iterator[Watched]:
    """An English reader at a wide screen."""
    with watched(browser, server.address) as opened:
        yield opened


@pytest.fixture
def plain(browser: Browser, server: Served) -> Iterator[Watched]:
    """A reader whose browser runs no scripts."""
    with watched(browser, server.address, java_script_enabled=False) as opened:
        yield opened


def style(page: Page, selector: str, name: str) -> str:
    """A computed style of the first element that a selector finds."""
    return str(page.locator(selector).first.evaluate(f"element => getComputedStyle(element)['{name}']"))


def from_front_to_sentence(page: Page) -> str:
    """From the front page over a story and an event's source to a sentence; its text."""
    page.locator(".main-story .headline a").click()
    page.wait_for_url("**/story/*")
    source = page.locator("#timeline li > div > details").first
    source.locator("summary").click()
    told = source.locator(".sentence").first
    sentence = told.locator("p").inner_text()
    told.locator("footer a").click()
    page.wait_for_url(re.compile(r"/article/[0-9a-f]{16}#s\d+$"))
    return sentence


def spoken_by(page: Page, quote: str) -> str:
    """Who said a quotation, by the note beside the text."""
    return page.locator(f"#{quote} .gist").inner_text()


def test_from_the_front_page_to_the_sentence_that_tells_it(its: Watched) -> None:
    its.go("/")
    sentence = from_front_to_sentence(its.page)
    lit = its.page.locator(".statement:target, h1:target")
    expect(lit).to_have_count(1)
    expect(lit).to_be_in_viewport()
    assert " ".join(lit.inner_text().split()) == sentence
    assert style(its.page, ".statement:target", "backgroundColor") != WITHOUT_COLOUR


def test_a_marked_quotation_and_its_note_lead_to_each_other(its: Watched) -> None:
    its.go(f"/article/{ARTICLE}")
    run = its.page.locator("a.m-quote[data-facts^=q]:not([data-facts*=' '])").nth(1)
    fact = run.get_attribute("data-facts")
    note = its.page.locator(f"#{fact}")
    assert "lit" not in (note.get_attribute("class") or "")
    run.click()
    expect(note).to_have_class(re.compile(r"\blit\b"))
    expect(note).to_be_focused()
    expect(note).to_be_in_viewport()
    other = its.page.locator(".note.n-event").first
    told = other.get_attribute("data-fact")
    other.locator(".back").click()
    assert its.page.url.endswith(f"#at-{told}")
    lit = its.page.locator("a.m.lit")
    assert lit.count() > 0
    assert all(told in (one.get_attribute("data-facts") or "").split() for one in lit.all())
    expect(lit.first).to_be_in_viewport()


def test_kinds_of_facts_are_marked_as_they_are_ticked(its: Watched) -> None:
    its.go(f"/article/{ARTICLE}")
    assert style(its.page, "a.m-quote", "backgroundColor") != WITHOUT_COLOUR
    assert style(its.page, "a.m-person", "borderBottomStyle") == "none"
    its.page.locator("label.k-quote").click()
    its.page.locator("label.k-person").click()
    assert style(its.page, "a.m-quote", "backgroundColor") == WITHOUT_COLOUR
    assert style(its.page, "a.m-person", "borderBottomStyle") == "dotted"


def test_a_speaker_is_corrected_in_place_and_the_correction_undone(its: Watched) -> None:
    its.go(f"/article/{ARTICLE}")
    page = its.page
    note = page.locator(".note.n-quote:has(.gist a)").first
    quote = note.get_attribute("data-fact") or ""
    before = spoken_by(page, quote)
    note.hover()
    note.locator(".mend a").click()
    form = note.locator("form.correct:has(input[value=speaker])")
    form.locator("input[name=value]").fill("Olena Marchuk")
    form.locator("input[name=note]").fill("She spoke; he stood beside her.")
    form.locator("button").click()
    page.wait_for_url("**corrected=*")
    assert spoken_by(page, quote).startswith("Olena Marchuk")
    made = page.locator(".after .correction")
    expect(made).to_have_count(1)
    expect(made).to_contain_text("She spoke; he stood beside her.")
    page.get_by_role("link", name="Corrections").first.click()
    expect(page.locator("li.correction")).to_contain_text("Olena Marchuk")
    page.locator("li.correction form button").click()
    page.wait_for_url("**/corrections")
    expect(page.locator("li.correction")).to_have_count(0)
    its.go("/corrections?undone=true")
    expect(page.locator("li.correction.undone")).to_have_count(1)
    its.go(f"/article/{ARTICLE}")
    assert spoken_by(page, quote) == before


def test_a_search_is_narrowed_kept_and_forgotten(its: Watched) -> None:
    page = its.page
    its.go("/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("Anchorage")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Anchorage")
    found = page.locator("ol.roomy > li").count()
    assert found > 3
    assert page.locator(".hit mark").count() > 3
    page.locator(".facets li.s-denied a").click()
    expect(page.locator("#q")).to_have_value("Anchorage status:denied")
    assert 0 < page.locator("ol.roomy > li").count() < found
    page.locator("#keep-name").fill("What is denied in Alaska")
    page.locator("form:has(#keep-name) button").click()
    page.wait_for_load_state()
    its.go("/search")
    page.get_by_role("link", name="What is denied in Alaska").click()
    expect(page.locator("#q")).to_have_value("Anchorage status:denied")
    its.go("/search")
    page.locator("form[action='/search/forget'] button").click()
    page.wait_for_load_state()
    expect(page.get_by_role("link", name="What is denied in Alaska")).to_have_count(0)


def test_the_keyboard_is_enough(its: Watched) -> None:
    page = its.page
    its.go("/stories")
    items = page.locator("[data-item]")
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(items.nth(at)).to_be_focused()
    leads = items.nth(1).locator("a").first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{leads}")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("?")
    page.locator("dialog#keys button").click()
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(re.compile(r":\d+/$"))


def test_the_first_tab_stop_skips_the_head(its: Watched) -> None:
    its.go("/sources")
    its.page.keyboard.press("Tab")
    skip = its.page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    its.page.keyboard.press("Enter")
    assert its.page.url.endswith("#main")


def test_language_and_theme_are_chosen_where_one_is(its: Watched) -> None:
    page, path = its.page, "/agenda?start=2027-03-09&days=21"
    its.go(path)
    before = style(page, "body", "backgroundColor")
    page.locator(".foot a[hreflang=fr]").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url == its.address + path
    page.locator(".foot a[href*='theme/dark']").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url == its.address + path
    assert style(page, "body", "backgroundColor") != before
    its.go("/help")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator(".foot a[href*='theme/auto']").click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", re.compile("."))
    assert style(page, "body", "backgroundColor") == before


def test_two_stories_are_merged_and_told_apart_again(its: Watched) -> None:
    page = its.page
    its.go(f"/story/{TAMRIT}")
    articles = page.locator("#articles tbody tr").count()
    its.go(f"/story/{GENEVA}")
    before = page.locator("#articles tbody tr").count()
    page.locator("details.edit summary").click()
    page.locator("#other").fill(f"{its.address}/story/{TAMRIT}")
    page.locator("form[action$='/merge'] button").click()
    page.wait_for_load_state()
    expect(page.locator("#articles tbody tr")).to_have_count(before + articles)
    its.go("/corrections")
    made = page.locator("li.correction")
    expect(made).to_have_count(1)
    made.locator("form button").click()
    page.wait_for_load_state()
    expect(made).to_have_count(0)
    its.go(f"/story/{GENEVA}")
    expect(page.locator("#articles tbody tr")).to_have_count(before)


def test_a_feed_is_followed_and_left(its: Watched) -> None:
    page, feed = its.page, "https://ledger.example/world.rss"
    its.go("/sources")
    row = page.locator("tr", has_text=feed)
    expect(row).to_have_count(0)
    page.locator("#address").fill(feed)
    page.locator("form[action='/sources/follow'] button").click()
    expect(row).to_have_count(1)
    row.locator("form button").click()
    expect(row).to_have_count(0)
    expect(page.locator("tr.failing")).to_have_count(1)


def test_a_file_is_taken_in_and_its_progress_shown(its: Watched) -> None:
    page = its.page
    its.go("/sources")
    form = page.locator("form[action='/sources/add']:has(input[type=file])")
    empty = {"name": "moved.html", "mimeType": "text/html", "buffer": b"<title>Moved</title><p>To the new pier.</p>"}
    form.locator("input[type=file]").set_input_files(empty)
    form.locator("button").click()
    expect(page.locator("#jobs li")).to_contain_text("moved.html")
    expect(page.locator("#jobs form")).to_have_count(0, timeout=60_000)  # once it ended there is nothing to stop
    page.reload()
    expect(page.locator("li", has_text="moved.html").last).to_contain_text("no article")


def test_without_scripts_everything_is_read(plain: Watched) -> None:
    plain.go("/")
    from_front_to_sentence(plain.page)
    page = plain.page
    expect(page.locator(":target")).to_be_in_viewport()
    page.locator("a.m-quote").first.click()
    assert re.search(r"#[qeo]\d+$", page.url)
    expect(page.locator(":target")).to_be_in_viewport()
    plain.go(f"/story/{GENEVA}")
    for table in ("people", "places", "articles"):
        assert page.locator(f"#{table} tbody tr").count() > 1


def test_without_scripts_one_searches(plain: Watched) -> None:
    plain.go("/")
    plain.page.locator("#q").fill("strike")
    plain.page.locator(".find button").click()
    plain.page.wait_for_url("**/search?q=strike")
    assert plain.page.locator(".hit mark").count() > 1
    plain.page.locator(".facets li a").first.click()
    assert plain.page.locator(".hit mark").count() > 0


def test_without_scripts_one_corrects(plain: Watched) -> None:
    page = plain.page
    plain.go(f"/article/{ARTICLE}")
    note = page.locator(".note.n-event").first
    event = note.get_attribute("data-fact") or ""
    note.hover()
    note.locator(".mend a").click()
    page.wait_for_url(f"**/correct/{event}")
    form = page.locator("form.correct:has(input[value=status])")
    form.locator("select").select_option("denied")
    form.locator("button").click()
    page.wait_for_url("**corrected=*")
    expect(page.locator(f"#{event} .chip")).to_have_class(re.compile("s-denied"))
    page.locator(".after .correction form button").click()
    page.wait_for_url("**/corrections")
    plain.go(f"/article/{ARTICLE}")
    expect(page.locator(f"#{event} .chip")).not_to_have_class(re.compile("s-denied"))
