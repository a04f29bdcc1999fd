"""What the tests of a site's window share: models that stay loaded, clips, windows that are closed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt

from app.gui.playback.cameras import Cameras
from app.gui.preferences import Preferences, ThemeChoice
from app.gui.site.opening import SiteWindows
from app.gui.site.tile import Tile
from app.gui.widgets import icons
from app.gui.widgets.theme import Theme
from app.site.document import SiteDocument
from inference.settings import AnalysisSettings, EngineChoice
from inference.stages import SharedModels
from tests.app.site.test_site import walk, write
from tests.photos import grace_hopper

SETTINGS = AnalysisSettings(engine=EngineChoice.CPU)


class KeptModels:
    """Models that stay loaded from test to test."""

    def __init__(self, models: SharedModels) -> None:
        self.search, self.estimator, self.identity = models.search, models.estimator, models.identity
        self.settings = models.settings

    def __enter__(self) -> KeptModels:
        return self

    def __exit__(self, *_: object) -> None: ...


@pytest.fixture(scope="session")
def kept_models(tiny_network: Path) -> Iterator[KeptModels]:
    with SharedModels(SETTINGS, tiny_network) as models:
        yield KeptModels(models)


@pytest.fixture(scope="session")
def standing(tmp_path_factory) -> Path:
    """Twenty seconds, 10 frames a second, 320 x 240: Grace Hopper stands still in the middle."""
    face = cv2.resize(grace_hopper()[60:420, 86:446], (160, 160), interpolation=cv2.INTER_AREA)
    image = np.full((240, 320, 3), 120, dtype=np.uint8)
    image[40:200, 80:240] = face
    return write(tmp_path_factory.mktemp("clips") / "standing.mkv", [image] * 200)


@pytest.fixture(scope="session")
def walking(tmp_path_factory) -> Path:
    """Four seconds, 640 x 240: she goes from the left to the right, and stays there."""
    return write(tmp_path_factory.mktemp("clips") / "walking.mkv", walk())


@pytest.fixture
def sites(qapp, kept_models) -> Iterator[SiteWindows]:
    """Opens windows of sites; those that are open at the end are closed."""
    preferences = Preferences(analysis=SETTINGS, theme=ThemeChoice.LIGHT)
    made = SiteWindows(Theme(qapp, icons.FOLDER), Cameras(), preferences, open_models=lambda settings: kept_models)
    yield made
    windows = [*made.windows]
    made.close_all(ask=False)
    for window in windows:
        window.join()


@pytest.fixture
def open_site(sites, until) -> Callable[..., object]:
    """Opens a window of several files, and waits until the first shows an image."""

    def make(*clips: Path | str, text: str | None = None, path: Path | None = None):
        if text is None:
            document = SiteDocument.of_sources([str(clip) for clip in clips], "several", SETTINGS)
        else:
            document = SiteDocument(text, path)
        window = sites.show(document)
        window.resize(1000, 620)
        until(lambda: any(tile.rendered is not None for tile in window.wall.tiles.values()))
        return window

    return make


def at(tile: Tile, x: float, y: float) -> QPoint:
    """Return where a point of the frame, as fractions of its sides, lies in a tile."""
    rect = tile.image_rect
    return QPoint(round(rect.x() + x * rect.width()), round(rect.y() + y * rect.height()))


def click(qtbot, tile: Tile, *points: tuple[float, float]) -> None:
    for point in points:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=at(tile, *point))


def drag(qtbot, tile: Tile, start: tuple[float, float], end: tuple[float, float]) -> None:
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    qtbot.mousePress(tile, Qt.MouseButton.LeftButton, pos=at(tile, *start))
    for point in (middle, end):
        qtbot.mouseMove(tile, at(tile, *point))
    qtbot.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=at(tile, *end))
