"""Protect faces, as it arrives on the screen, in a snapshot and in a recording."""

from __future__ import annotations

from dataclasses import replace

import av
import cv2
import numpy as np
import pytest

from app.gui.playback.viewport import Viewport
from inference.pipeline import Pipeline
from inference.settings import Privacy
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


def record_from_a_standstill(window, until) -> None:
    """Begin to record, which plays, and stand at frame 20."""
    window.actions_.record.trigger()
    window.actions_.play.trigger()
    window.controller.seek(0.8)
    until(lambda: index_of(window) == 20)


def test_a_face_that_nothing_is_known_of_is_protected_in_a_recording(protecting, until, save_as):
    path = save_as("safe.mp4")
    record_from_a_standstill(protecting, until)
    protecting.actions_.step_forward.trigger()
    until(lambda: index_of(protecting) == 21 and bool(protecting.view.rendered.result.ignored))
    protecting.actions_.record.trigger()
    until(saved(protecting, path))
    with av.open(str(path)) as container:
        recorded = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)][-1]
    frame, (detection,) = protecting.view.rendered.captured.frame, protecting.view.rendered.result.ignored
    assert_protected(recorded, frame.image_bgr, detection.xyxy)


# --- whatever has not been searched yet ----------------------------------------------------------


def detail(image: np.ndarray) -> float:
    """Mean strength of the edges of an image."""
    grey = cv2.cvtColor(np.ascontiguousarray(image[..., :3]), cv2.COLOR_BGR2GRAY)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F)).mean())


def test_without_models_a_protected_film_is_covered_from_its_first_frame_on_and_in_snapshots(
    make_window, clip, until, save_as, tmp_path
):
    window = make_window(open_pipeline=lambda settings: Pipeline(settings, tmp_path / "absent.onnx"))
    window.toggles["privacy"].trigger()
    window.open(clip)
    until(lambda: index_of(window) >= 0)
    window.actions_.play.trigger()
    window.controller.seek(0.4)
    until(lambda: index_of(window) == 10)
    rendered = window.view.rendered
    assert rendered.is_covered
    open_detail = detail(rendered.captured.frame.image_bgr)
    assert detail(rendered.image) < open_detail / 5
    window.view.zoom(6)
    until(lambda: window.view.rendered.region.x1 > 0)
    assert detail(window.view.rendered.image) < open_detail / 5
    path = save_as("covered.png")
    window.actions_.snapshot.trigger()
    until(saved(window, path))
    assert detail(cv2.imread(str(path))) < open_detail / 5
    window.toggles["privacy"].trigger()
    until(lambda: not window.view.rendered.is_covered)


def test_protection_holds_in_a_recording_from_the_moment_at_which_it_is_switched_on(paused, until, save_as, clip):
    path = save_as("half.mp4")
    window = paused
    record_from_a_standstill(window, until)

    def step_to(index: int) -> None:
        window.actions_.step_forward.trigger()
        until(lambda: index_of(window) == index and window.view.rendered.is_searched == window_is_protected())

    def window_is_protected() -> bool:
        return window.preferences.display.privacy is not Privacy.NONE

    for index in (21, 22):
        step_to(index)
    window.toggles["privacy"].trigger()
    until(lambda: window.view.rendered.is_searched)
    for index in (23, 24):
        step_to(index)
    window.actions_.record.trigger()
    until(saved(window, path))
    with av.open(str(path)) as container:
        recorded = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)][-4:]
    with av.open(clip) as container:
        plain = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)][21:25]
    box = window.view.rendered.result.covered[0].xyxy
    middle = np.array([box[0] + 40, box[1] + 40, box[2] - 40, box[3] - 40])
    are_open = [
        sharpness(one, middle)[0] > sharpness(before, middle)[0] / 2
        for one, before in zip(recorded, plain, strict=True)
    ]
    assert are_open == [True, True, False, False]
