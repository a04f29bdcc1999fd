"""Frame and result to pixels for the screen."""

from __future__ import annotations

import numpy as np
import pytest

from app.gui.playback.rendering import THUMBNAIL_PX, RenderOptions, face_key, render, thumbnail
from app.gui.playback.viewport import Viewport
from inference.settings import DisplaySettings, Privacy
from inference.types import Attributes, Detection, Frame, FrameResult, TrackedFace

FULL = Viewport(400, 300)


def face(box: tuple[float, ...], track_id: int | None = 1) -> TrackedFace:
    age = np.zeros(101, dtype=np.float32)
    age[30] = 1.0
    said = Attributes(age, np.array([1, 0], np.float32), np.array([1, 0, 0, 0, 0], np.float32))
    return TrackedFace(Detection(np.array(box, np.float32), 0.9, np.zeros((6, 2), np.float32)), said, said, track_id)


@pytest.fixture
def frame() -> Frame:
    """Noise: whatever blurs it is seen."""
    image = np.random.default_rng(0).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    return Frame(image, 0, 0.0, "noise")


def result(*faces: TrackedFace) -> FrameResult:
    return FrameResult(0, 0.0, "noise", faces)


def drawn(frame: Frame, found: FrameResult | None, options: RenderOptions) -> np.ndarray:
    image, _ = render(frame, found, options, options.overlay())
    return image


def test_without_faces_the_pixels_are_the_frames_in_qt_order(frame):
    image = drawn(frame, result(), RenderOptions(viewport=FULL))
    assert np.array_equal(image[..., :3], frame.image_bgr)
    assert (image[..., 3] == 255).all()


@pytest.mark.parametrize("size", [(200, 150), (400, 300), (800, 600)])
def test_the_image_has_the_size_of_the_view(frame, size):
    options = RenderOptions(viewport=Viewport(*size))
    assert drawn(frame, result(face((100, 100, 160, 160))), options).shape == (size[1], size[0], 4)


def test_the_frame_itself_stays_as_it_is(frame):
    before = frame.image_bgr.copy()
    options = RenderOptions(viewport=FULL, settings=DisplaySettings(privacy=Privacy.PIXELATE))
    drawn(frame, result(face((100, 100, 160, 160))), options)
    assert np.array_equal(frame.image_bgr, before)


def test_boxes_are_where_the_faces_are_also_when_zoomed(frame):
    """Twice as large and turned to the middle: a box at the middle of the frame is at the middle of the view."""
    options = RenderOptions(viewport=Viewport(400, 300, zoom=2.0))
    found = result(face((180, 130, 220, 170)))
    plain, boxed = drawn(frame, result(), options), drawn(frame, found, options)
    rows, columns = np.nonzero((plain != boxed).any(axis=2))
    ring = boxed.astype(int) - plain.astype(int)
    # inside the box, away from its line and its label, nothing is drawn
    assert not ring[130:170, 180:220].any()
    assert columns.min() <= 162
    assert columns.max() >= 238
    assert rows.max() >= 188


def test_faces_out_of_view_are_not_drawn(frame):
    options = RenderOptions(viewport=Viewport(400, 300, zoom=4.0))
    assert np.array_equal(drawn(frame, result(face((0, 0, 40, 40))), options), drawn(frame, result(), options))


def test_faces_are_protected_also_without_boxes(frame):
    options = RenderOptions(viewport=FULL, is_overlay_shown=False, settings=DisplaySettings(privacy=Privacy.PIXELATE))
    image = drawn(frame, result(face((100, 100, 200, 200))), options)
    inside = image[130:170, 130:170, :3]
    assert len(np.unique(inside.reshape(-1, 3), axis=0)) < 100 < 1600
    assert np.array_equal(image[250:, :, :3], frame.image_bgr[250:])


def test_thumbnails_show_the_face_and_protect_it(frame):
    one = face((100, 100, 200, 200))
    plain = thumbnail(frame, one, Privacy.NONE)
    hidden = thumbnail(frame, one, Privacy.PIXELATE)
    assert plain.shape == hidden.shape == (THUMBNAIL_PX, THUMBNAIL_PX, 4)
    middle = slice(30, 80), slice(30, 80), slice(0, 3)
    assert (
        len(np.unique(hidden[middle].reshape(-1, 3), axis=0)) < len(np.unique(plain[middle].reshape(-1, 3), axis=0)) / 4
    )


def test_untracked_faces_are_told_apart_from_each_other_and_from_tracks():
    keys = [
        face_key(face((0, 0, 9, 9), None), 0),
        face_key(face((0, 0, 9, 9), None), 1),
        face_key(face((0, 0, 9, 9), 2), 2),
    ]
    assert keys == [-1, -2, 2]


def test_highlight_and_view_need_no_new_overlay_but_everything_else_does():
    options = RenderOptions(viewport=FULL)
    assert RenderOptions(viewport=Viewport(9, 9), highlight=3).draws_like(options)
    assert not RenderOptions(viewport=FULL, is_interval_shown=False).draws_like(options)
    assert not RenderOptions(viewport=FULL, settings=DisplaySettings(hide=frozenset({"age"}))).draws_like(options)
