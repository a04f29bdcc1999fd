"""Frame and result to pixels for the screen."""

from __future__ import annotations

import cv2
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


def result(*faces: TrackedFace, ignored: tuple[tuple[float, ...], ...] = ()) -> FrameResult:
    return FrameResult(0, 0.0, "noise", faces, ignored=tuple(face(box).detection for box in ignored))


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


NAMED, IGNORED = (60.0, 80.0, 120.0, 140.0), (240.0, 140.0, 300.0, 200.0)
EVERY_SIZE = pytest.mark.parametrize("size", [(200, 150), (400, 300), (800, 600)], ids=["half", "full", "double"])


def protected(size: tuple[int, int], zoom: float = 1.0, center: tuple[float, float] = (0.5, 0.5)) -> RenderOptions:
    viewport = Viewport(*size, zoom=zoom, center=center)
    return RenderOptions(viewport, is_overlay_shown=False, settings=DisplaySettings(privacy=Privacy.PIXELATE))


def changes(frame: Frame, found: FrameResult, options: RenderOptions) -> np.ndarray:
    """Where the view differs from one without faces, (h, w) bool."""
    return (drawn(frame, found, options) != drawn(frame, result(), options)).any(axis=2)


def assert_covers(changed: np.ndarray, boxes: list[tuple[float, ...]], scale: float) -> None:
    """All of each box is covered, and nothing that is further from it than half its size."""
    far = np.ones(changed.shape, dtype=bool)
    for box in boxes:
        x1, y1, x2, y2 = (round(value * scale) for value in box)
        assert changed[y1:y2, x1:x2].mean() > 0.97  # a tile may hold a colour that was there before
        margin = round((x2 - x1) / 2) + 1
        far[max(0, y1 - margin) : y2 + margin, max(0, x1 - margin) : x2 + margin] = False
    assert not changed[far].any()


@EVERY_SIZE
def test_an_ignored_face_alone_is_protected_where_it_is(frame, size):
    """One that is too small for the settings, or so new that the model has not looked at it."""
    changed = changes(frame, result(ignored=(IGNORED,)), protected(size))
    assert_covers(changed, [IGNORED], size[0] / 400)


@EVERY_SIZE
def test_an_ignored_face_beside_a_named_one_is_protected_like_it(frame, size):
    changed = changes(frame, result(face(NAMED), ignored=(IGNORED,)), protected(size))
    assert_covers(changed, [NAMED, IGNORED], size[0] / 400)


@EVERY_SIZE
def test_ignored_faces_are_neither_drawn_nor_named(frame, size):
    options = RenderOptions(viewport=Viewport(*size))
    assert not changes(frame, result(ignored=(IGNORED,)), options).any()


def test_a_head_that_reaches_into_the_view_is_protected_though_its_face_is_outside(frame):
    """The view begins below the face's box: its chin and neck are in sight."""
    options = protected((400, 300), zoom=2.0, center=(0.5, 0.75))
    head = (150.0, 80.0, 250.0, 149.0)
    changed = changes(frame, result(ignored=(head,)), options)
    assert changed[:10, 200:600].any()
    assert not changed[60:].any()


@EVERY_SIZE
def test_the_live_view_covers_what_a_snapshot_covers(frame, size):
    found = result(face(NAMED), ignored=(IGNORED,))
    live = changes(frame, found, protected(size))
    options = protected((400, 300))
    saved = (options.overlay().draw(frame, found) != frame.image_bgr).any(axis=2)
    saved = cv2.resize(saved.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST).astype(bool)
    assert (live & saved).sum() > 0.93 * (live | saved).sum()


def test_faces_are_protected_also_without_boxes(frame):
    options = RenderOptions(viewport=FULL, is_overlay_shown=False, settings=DisplaySettings(privacy=Privacy.PIXELATE))
    image = drawn(frame, result(face((100, 100, 200, 200))), options)
    inside = image[130:170, 130:170, :3]
    assert len(np.unique(inside.reshape(-1, 3), axis=0)) < 100 < 1600
    assert np.array_equal(image[250:, :, :3], frame.image_bgr[250:])


def test_thumbnails_show_the_face_and_protect_it(frame):
    one = face((100, 100, 200, 200))
    plain = thumbnail(frame, one, [one.detection], Privacy.NONE)
    hidden = thumbnail(frame, one, [one.detection], Privacy.PIXELATE)
    assert plain.shape == hidden.shape == (THUMBNAIL_PX, THUMBNAIL_PX, 4)
    middle = slice(30, 80), slice(30, 80), slice(0, 3)
    assert (
        len(np.unique(hidden[middle].reshape(-1, 3), axis=0)) < len(np.unique(plain[middle].reshape(-1, 3), axis=0)) / 4
    )


def test_thumbnails_protect_a_face_that_reaches_into_them(frame):
    one, other = face((100, 100, 200, 200)), face((190, 100, 290, 200))
    alone = thumbnail(frame, one, [one.detection], Privacy.PIXELATE)
    both = thumbnail(frame, one, [one.detection, other.detection], Privacy.PIXELATE)
    assert not np.array_equal(alone[:, -20:], both[:, -20:])
    assert np.array_equal(alone[:, :60], both[:, :60])


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
