"""Images of the server's pages for the documentation, in the system's Chromium: `make screenshots`.

The people of the site's history are made up; whoever is seen is in the built-in demo and photographs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import cv2

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.app.store.made_store import SITE, made_days, made_store
from tests.app.web.browser import Visitor, running_browser
from tests.app.web.running_server import PHOTO, RunningServer

_SITE_FILE = """
[site]
name = "{site}"
store = "{store}"

[[source]]
name = "door"
url = "demo"

[[source.line]]
name = "middle"
points = [[0.5, 0.1], [0.5, 0.9]]
"""


def party() -> bytes:
    """Return a JPEG image of the two people of the built-in photographs, side by side."""
    photos = [cv2.imread(str(path)) for path in (PHOTO, PHOTO.with_name("eileen_collins.png"))]
    height = 700
    beside = [cv2.resize(photo, (round(height * photo.shape[1] / photo.shape[0]), height)) for photo in photos]
    return cv2.imencode(".jpg", cv2.hconcat(beside))[1].tobytes()


def shoot(visitor: Visitor, path: Path) -> None:
    """Save what is seen of a page."""
    visitor.page.wait_for_timeout(700)
    visitor.page.screenshot(path=path, **({"quality": 88} if path.suffix == ".jpg" else {}))
    print(path)
    if visitor.complaints:
        raise RuntimeError(f"the browser complains: {visitor.complaints}")


def shoot_image(browser: object, url: str, folder: Path) -> None:
    visitor = Visitor(browser, url)
    visitor.page.goto("/")
    files = {"name": "party.jpg", "mimeType": "image/jpeg", "buffer": party()}
    visitor.page.set_input_files("input.choose >> nth=0", files=files)
    visitor.page.wait_for_selector("#faces li")
    shoot(visitor, folder / "server-image.jpg")
    visitor.close()


def shoot_phone(browser: object, url: str, folder: Path) -> None:
    visitor = Visitor(browser, url, size="phone")
    visitor.page.goto("/history?by=hour&from=2026-11-02&to=2026-11-03")
    shoot(visitor, folder / "server-phone.png")
    visitor.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/images"), help="where to (docs/images)")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "museum.toml"
        site.write_text(_SITE_FILE.format(site=SITE, store=made_store(Path(name) / "museum.db", **made_days(2))))
        with RunningServer(Path(name) / "server", "--site", str(site)) as server, running_browser() as browser:
            shoot_image(browser, server.url, given.folder)
            shoot_phone(browser, server.url, given.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
