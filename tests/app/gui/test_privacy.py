"""Protect faces, as it arrives on the screen, in a snapshot and in a recording."""

from __future__ import annotations

from dataclasses import replace

import av
import cv2
import numpy as np
import pytest

from app.gui.playback.viewport import Viewport
from inference.types import Frame, FrameResult

from .conftest import KeptPipeline, index_of, saved


class Unnamed(KeptPipeline):
    """Finds faces and does not get round to looking at them: with default settings, those that are new."""

    def process(self, frame: Frame, *, live: bool = False) -> FrameResult:
        result = super().process(frame, live=live)
        return replace(result, faces=(), ignored=result.covered)


@pytest.fixture
def protecting(make_window, kept_pipeline, clip, until):
    """A window that stands at the tenth frame, a face in it that nothing is known of, faces protected."""
    unnamed = Unnamed(kept_pipeline._pipeline)
    window = make_window(open_pipeline=lambda settings: unnamed)
    window.toggles["privacy"].trigger()
    window.open(clip)
    until(lambda: index_of(window) >= 0)
    window.actions_.play.trigger()
    window.controller.seek(0.4)
    until(lambda: index_of(window) == 10 and bool(window.view.rendered.result.ignored))
    return window


def sharpness(image: np.ndarray, box: np.ndarray) -> tuple[float, float]:
    """Mean strength of edges in a face, and in the lower eighth of the image."""
    edges = np.abs(cv2.Laplacian(cv2.cvtColor(np.ascontiguousarray(image[..., :3]), cv2.COLOR_BGR2GRAY), cv2.CV_32F))
    x1, y1, x2, y2 = box.astype(int)
    return float(edges[y1:y2, x1:x2].mean()), float(edges[-image.shape[0] // 8 :].mean())


def assert_protected(image: np.ndarray, frame: np.ndarray, box: np.ndarray) -> None:
    """The face has lost its edges, what is far from it has kept them; `box` is in pixels of the frame."""
    scale = image.shape[1] / frame.shape[1]
    plain = cv2.resize(frame, image.shape[1::-1], interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    (face, ground), (open_face, open_ground) = sharpness(image, box * scale), sharpness(plain, box * scale)
    assert face < open_face / 3
    assert ground > open_ground / 2


@pytest.mark.parametrize("size", [(200, 150), (400, 300), (800, 600)], ids=["half", "full", "double"])
def test_a_face_that_nothing_is_known_of_is_protected_on_the_screen(protecting, until, size):
    view = protecting.view
    view.viewport_changed.emit(Viewport(*size))
    until(lambda: view.rendered.image.shape[1::-1] == size)
    frame, (detection,) = view.rendered.captured.frame, view.rendered.result.ignored
    assert_protected(view.rendered.image, frame.image_bgr, detection.xyxy)


def test_a_face_that_nothing_is_known_of_is_protected_in_a_snapshot(protecting, until, save_as):
    path = save_as("safe.png")
    protecting.actions_.snapshot.trigger()
    until(saved(protecting, path))
    frame, (detection,) = protecting.view.rendered.captured.frame, protecting.view.rendered.result.ignored
    assert_protected(cv2.imread(str(path)), frame.image_bgr, detection.xyxy)


def test_a_face_that_nothing_is_known_of_is_protected_in_a_recording(protecting, until, save_as):
    path = save_as("safe.mp4")
    protecting.actions_.record.trigger()
    protecting.actions_.step_forward.trigger()
    until(lambda: index_of(protecting) == 11 and bool(protecting.view.rendered.result.ignored))
    protecting.actions_.record.trigger()
    until(saved(protecting, path))
    with av.open(str(path)) as container:
        recorded = next(container.decode(video=0)).to_ndarray(format="bgr24")
    frame, (detection,) = protecting.view.rendered.captured.frame, protecting.view.rendered.result.ignored
    assert_protected(recorded, frame.image_bgr, detection.xyxy)
