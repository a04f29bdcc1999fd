"""A real browser that looks at the server's pages: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# it calls nobody, and gives pages a camera without asking: the one of `camera_images`
_FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --use-fake-device-for-media-stream --use-fake-ui-for-media-stream"""
SIZES = {"desktop": (1366, 768), "phone": (390, 844)}


@contextmanager
def running_browser(camera_images: Path | None = None) -> Iterator[object]:
    """Yield a `playwright.sync_api.Browser`; skips where there is none.

    Args:
        camera_images: what its camera sees: JPEG images one after the other.
    """
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    flags = _FLAGS.split()
    if camera_images is not None:
        flags.append(f"--use-file-for-fake-video-capture={camera_images}")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """One who looks at pages, and notes what browsers complain of.

    Attributes:
        page: a `playwright.sync_api.Page`.
        complaints: errors of scripts and of the content security policy, and requests to other servers.
        refusals: what the server answered with an error, as the browser's console tells.
    """

    def __init__(self, browser, url: str, size: str = "desktop", scheme: str = "light") -> None:
        width, height = SIZES[size]
        self._context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            has_touch=size == "phone",
            permissions=["camera"],
        )
        self._url = url
        self.complaints: list[str] = []
        self.refusals: list[str] = []
        self.page = self._context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._on_request)

    def _on_console(self, message) -> None:
        if message.text.startswith("Failed to load resource"):
            self.refusals.append(message.text)
        elif message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _on_request(self, request) -> None:
        if not request.url.startswith((self._url, "blob:", "data:")):
            self.complaints.append(f"asks for {request.url}")

    def close(self) -> None:
        self._context.close()


def violations(page) -> list[str]:
    """Return the rules of axe-core that a page breaks, with where."""
    from axe_playwright_python.sync_playwright import Axe

    broken = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in broken]
