"""A made site: a camera at a door that somebody walks by, and one in a cellar that gives no image."""

from __future__ import annotations

import threading
from pathlib import Path

import cv2
import numpy as np

from tests.app.web.running_server import PHOTO
from tests.web_server import WebServer, send_images

PATIENCE_S = 60.0
FPS = 15.0
_SITE = """
[site]
name = "museum"
leave_after_s = 0.5
store = "sqlite:///{store}"

[analysis]
detector = "yunet"

[[source]]
name = "door"
url = "{url}/door"

[[source.line]]
name = "middle"
points = [[0.5, 0.0], [0.5, 1.0]]
"""


def jpegs() -> list[bytes]:
    """Somebody walks from left to right through 480 x 270 for two seconds; then nobody is there for as long."""
    photo = cv2.imread(str(PHOTO))
    person = cv2.resize(photo, (round(270 * photo.shape[1] / photo.shape[0]), 270), interpolation=cv2.INTER_AREA)
    images = []
    for index in range(30):
        scene = np.full((270, 480, 3), 90, dtype=np.uint8)
        x = round(index * (480 - person.shape[1]) / 29)
        scene[:, x : x + person.shape[1]] = person
        images.append(scene)
    images += [np.full((270, 480, 3), 90, dtype=np.uint8)] * 30
    return [cv2.imencode(".jpg", image)[1].tobytes() for image in images]


class Cameras:
    """A door that shows people, and a cellar whose camera answers nothing until it is switched off."""

    def __init__(self) -> None:
        self.cellar_is_off = threading.Event()
        self._images = jpegs()
        self._server = WebServer(self._answer)
        self.url = self._server.url

    def _answer(self, request) -> None:
        if request.path == "/door":
            send_images(request, self._images, FPS, self._server.stopping)
        else:
            self.cellar_is_off.wait(PATIENCE_S)

    def stop(self) -> None:
        self.cellar_is_off.set()
        self._server.stop()


def write_site(folder: Path, cameras: Cameras) -> Path:
    """Write the file of a site that watches the door, and return its path."""
    path = folder / "museum.toml"
    path.write_text(_SITE.format(store=folder / "museum.db", url=cameras.url))
    return path
