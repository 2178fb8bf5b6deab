"""A server with users: who comes in, and what a reader may not do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from served import Served, serve
from watching import Watched, barriers, keep_screenshot, watched

from sourcier.web.access.access import Access

PASSWORD = "nine herons on the quay"
ARTICLE = "e42578796417c3d8"
STORY = "77914b7f392a84c7"


def _users(access: Access) -> None:
    access.users.add("Ida", PASSWORD, "admin")
    access.users.add("Rui", PASSWORD, "reader")


@pytest.fixture(scope="module")
def guarded(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with an admin, Ida, and a reader, Rui."""
    path = tmp_path_factory.mktemp("guarded") / "news.sourcier"
    shutil.copy(sample_library, path)
    with serve(path, is_open=False, ready=_users) as started:
        yield started


@pytest.fixture
def its(browser: Browser, guarded: Served) -> Iterator[Watched]:
    """A browser in which nobody is logged in."""
    with watched(browser, guarded.address) as opened:
        yield opened


def log_in(its: Watched, name: str, password: str = PASSWORD) -> None:
    """Fill in the form, and send it."""
    its.page.locator("#name").fill(name)
    its.page.locator("#password").fill(password)
    its.page.locator(".door button").click()


def test_the_way_in_leads_where_one_wanted_to_go(its: Watched) -> None:
    page = its.page
    its.go("/agenda?days=7")
    assert "/login?next=" in page.url
    its.refused.add(403)
    log_in(its, "Ida", "nine herons")
    expect(page.get_by_role("alert")).to_be_visible()
    keep_screenshot(page, "log-in")
    assert barriers(page) == []
    expect(page.locator("#name")).to_have_value("Ida")
    log_in(its, "Ida")
    page.wait_for_url("**/agenda?days=7")
    its.go(f"/article/{ARTICLE}")
    assert page.locator(".mend").count() > 0
    its.go("/account")
    page.locator("#label").fill("Archive")
    page.locator("form:has(#label) button").click()
    expect(page.locator("code.secret")).to_be_visible()
    keep_screenshot(page, "account")
    assert barriers(page) == []
    page.locator("form[action='/logout'] button").click()
    page.wait_for_url("**/login")
    its.go("/")
    assert "/login" in page.url


def test_a_reader_reads_and_corrects_nothing(its: Watched) -> None:
    page = its.page
    its.go("/login")
    log_in(its, "Rui")
    page.wait_for_url(f"{its.address}/")
    for path in (f"/article/{ARTICLE}", f"/story/{STORY}", "/sources", "/search?q=strike", "/corrections"):
        its.go(path)
        assert page.locator("main").count() == 1
        assert page.locator("form[method=post], .mend").count() == 0, path
    token = page.locator("meta[name=csrf]").get_attribute("content") or ""
    refused = page.context.request.post(
        f"{its.address}/article/{ARTICLE}/correct/q1",
        form={"action": "wrong", "csrf": token},
        headers={"origin": its.address},
    )
    assert refused.status == 403
    its.go("/corrections")
    expect(page.locator("li.correction")).to_have_count(0)
