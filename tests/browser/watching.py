"""A page that is watched: whatever the browser complains of is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response

HEIGHTS = {390: 844, 1440: 900}

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}

POLICY = """addEventListener("securitypolicyviolation", (event) =>
  console.error("policy", event.violatedDirective, event.blockedURI, event.sourceFile, event.sample));"""


@dataclass
class Watched:
    """A page, and what was wrong with it.

    Attributes:
        complaints: of the console, the policy, scripts, the network; dialogs that opened.
        refused: statuses of 400 and above that the test asked for, which the console complains of.
        answers: of all requests.
    """

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    answers: list[Response] = field(default_factory=list)

    def told(self, message: ConsoleMessage) -> None:
        """The console says something; what it says of an answer that was refused is expected."""
        is_expected = any(f"status of {status}" in message.text for status in self.refused)
        if message.type in {"error", "warning"} and not is_expected:
            self.complaints.append(f"{message.type}: {message.text}")

    def asked(self, request: Request) -> None:
        """Nothing is asked of any other host."""
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc and not request.url.startswith("data:"):
            self.complaints.append(f"asked elsewhere: {request.url}")

    def failed(self, request: Request) -> None:
        """A request failed; one that a new page broke off did not."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.failure}: {request.url}")

    def answered(self, response: Response) -> None:
        """An answer came."""
        self.answers.append(response)
        if response.status >= 400 and response.status not in self.refused:
            self.complaints.append(f"{response.status}: {response.url}")

    def opened(self, dialog: Dialog) -> None:
        """A dialog of a script opened."""
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, path: str, status: int = 200) -> None:
        """Load a page of the server, its scripts as well."""
        if status >= 400:
            self.refused.add(status)
        answer = self.page.goto(f"{self.address}{path}", wait_until="load")
        assert answer is not None
        assert answer.status == status, path


@contextmanager
def watched(
    browser: Browser,
    address: str,
    *,
    width: int = 1440,
    scheme: str = "light",
    language: str = "en",
    scripts: str = "",
    **options: Any,
) -> Iterator[Watched]:
    """A page of a browser that was never here; at the end nothing may have been complained of.

    Args:
        browser: in which.
        address: of the server.
        width: of the window, in CSS pixels.
        scheme: light or dark, as the reader's system has it.
        language: that the browser asks for.
        scripts: run before those of every page.
        options: of the browser's context.
    """
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS.get(width, 900)},
        color_scheme=scheme,
        locale={"fr": "fr-FR", "en": "en-GB"}[language],
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.add_init_script(POLICY + scripts)
    its = Watched(page, address)
    page.on("console", its.told)
    page.on("pageerror", lambda error: its.complaints.append(f"script: {error}"))
    page.on("request", its.asked)
    page.on("requestfailed", its.failed)
    page.on("response", its.answered)
    page.on("dialog", its.opened)
    try:
        yield its
        assert its.complaints == []
    finally:
        context.close()


def keep_screenshot(page: Page, name: str) -> None:
    """Write what a page looks like into the folder that SOURCIER_SCREENSHOTS names, where it names one."""
    folder = os.environ.get("SOURCIER_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def barriers(page: Page) -> list[tuple[str, str, list[str]]]:
    """What keeps people out of a page, by axe: rule, what it asks for, and the elements; serious and critical ones."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        (its["id"], its["help"], [node["html"][:300] for node in its["nodes"][:5]])
        for its in found
        if its["impact"] in {"serious", "critical"}
    ]
