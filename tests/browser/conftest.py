"""A real browser in which pages of the live server are opened and checked."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = "rules => axe.run(document, {runOnly: rules})"
CONTRAST = ["color-contrast", "link-in-text-block"]
EXPECTED = "Failed to load resource: the server responded with a status of"

# the browser's driver keeps an event loop in this thread, which Django would take for async code
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a sandbox because tests may run as root."""
    chromium = which("chromium") or which("chromium-browser")
    assert chromium, "Install chromium: scripts/system-packages test"
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@dataclass
class Visitor:
    """Somebody at a screen: opens pages and notices what is wrong with them."""

    context: BrowserContext
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page in a new tab, listening for complaints of the browser."""
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address + path)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        # error pages answer with their status, which the browser reports as a failure
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            self.complaints.append(message.text)

    def barriers(self, page: Page, rules: list[str]) -> list[str]:
        """What keeps people with disabilities from using the page, as axe finds it."""
        page.evaluate(AXE.read_text())
        found: dict[str, Any] = page.evaluate(ASK_AXE, rules)
        return [
            f"{fault['id']}: {fault['help']} at {node['target']}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]

    def overflow(self, page: Page) -> int:
        """By how many pixels the page is wider than the screen."""
        width: int = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width

    def faults(self, page: Page, rules: list[str] = RULES) -> list[str]:
        """Everything that is wrong with the page."""
        faults = self.barriers(page, rules) + self.complaints
        wider = self.overflow(page)
        return [*faults, f"{wider} pixels too wide"] if wider > 0 else faults


Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(browser: Browser, live_server: Any) -> Iterator[Arrive]:
    """Come to the site: `arrive(width=360, scheme="dark", language="zh-CN", script=False)`."""
    contexts: list[BrowserContext] = []

    def come(
        *, width: int = 1440, scheme: str = "light", language: str = "en-GB", script: bool = True
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale=language,
            java_script_enabled=script,
        )
        contexts.append(context)
        return Visitor(context, live_server.url)

    yield come
    for context in contexts:
        context.close()
