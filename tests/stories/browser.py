"""A real Chromium before a real server of the small office; skipped plainly where either is missing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from tests.site import SIGN_IN_PASSWORD, Site

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")
# What Chromium itself says about a status we mean.
_EXPECTED = "Failed to load resource: the server responded with a status of 4"


@dataclass
class Window:
    """One person's browser; `trouble` collects what the console complains about."""

    page: Any
    address: str
    trouble: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, username: str) -> None:
        """By keyboard alone: the first box has the focus."""
        self.go("/sign-in")
        self.page.locator("#username:focus").wait_for()
        self.page.keyboard.type(username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(SIGN_IN_PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("heading", name="Việc của tôi").wait_for()

    def note(self, text: str) -> None:
        if not text.startswith(_EXPECTED):
            self.trouble.append(text)


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The site on a free port of this machine."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


@contextmanager
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(browser: Any, address: str, *, width: int = 1366, height: int = 900) -> Iterator[Window]:
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": width, "height": height}
    )
    opened = Window(context.new_page(), address)
    opened.page.set_default_timeout(10_000)
    opened.page.on(
        "console", lambda said: opened.note(said.text) if said.type in ("error", "warning") else None
    )
    opened.page.on("pageerror", lambda error: opened.note(str(error)))
    try:
        yield opened
    finally:
        context.close()
