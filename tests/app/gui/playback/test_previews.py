"""Small images of a file, at the time that is pointed at."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.gui.playback import previews
from app.gui.playback.previews import PREVIEW_PX, Preview, PreviewRequest, Previews
from inference.film import Film
from inference.settings import AnalysisSettings, DisplaySettings, Privacy
from inference.sources import open_source
from inference.types import Frame

from ..conftest import FPS, SETTINGS

PATIENCE_S = 20.0


@pytest.fixture
def ask() -> Iterator:
    answers: queue.Queue[Preview] = queue.Queue()
    opened = []

    def open_it(target):
        opened.append(open_source(target))
        return opened[-1]

    thread = Previews(answers.put, open_it)
    thread.start()

    def ask(request: PreviewRequest) -> list[Preview]:
        """What comes until the exact image."""
        thread.ask(request)
        came = [answers.get(timeout=PATIENCE_S)]
        while not came[-1].is_exact:
            came.append(answers.get(timeout=PATIENCE_S))
        return came

    ask.thread, ask.opened, ask.answers = thread, opened, answers
    yield ask
    thread.stop()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def index_of(preview: Preview) -> float:
    """Number of the frame: the ground at the right is twice as bright, as far as the encoder is exact."""
    return float(preview.image[8:24, -6:-2].mean()) / 2


def test_the_key_frame_comes_first_and_then_the_frame_itself(ask, clip):
    quick, exact = ask(PreviewRequest(1, clip, 25 / FPS))
    assert index_of(quick) == pytest.approx(20, abs=1.5)  # every tenth is one
    assert index_of(exact) == pytest.approx(25, abs=3)
    assert index_of(exact) > index_of(quick) + 1
    with open_source(clip) as source:
        frame = next(source.frames_from(25 / FPS))
    whole = cv2.resize(frame.image_bgr, exact.image.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert np.array_equal(exact.image, whole)
    assert max(exact.image.shape) == PREVIEW_PX
    assert exact.image.shape[0] * 4 == exact.image.shape[1] * 3


def test_what_was_seen_is_kept_and_the_oldest_is_forgotten(ask, clip, monkeypatch):
    monkeypatch.setattr(previews, "_MOST_KEPT", 3)
    for index in (5, 12, 17, 25, 33):
        ask(PreviewRequest(1, clip, index / FPS))
    assert len(ask.thread._kept) == 3
    (again,) = ask(PreviewRequest(1, clip, 33 / FPS))
    assert index_of(again) == pytest.approx(33, abs=3)
    assert len(ask.opened) == 1


def test_another_file_is_opened_anew_and_nothing_of_the_first_is_kept(ask, clip):
    ask(PreviewRequest(1, clip, 0.4))
    ask(PreviewRequest(2, clip, 0.8))
    assert len(ask.opened) == 2
    assert len(ask.thread._kept) == 1
    assert list(ask.opened[0]) == []  # it is closed
    ask.thread.ask(PreviewRequest(3, None))
    ask.thread.stop()
    ask.thread.join(PATIENCE_S)
    assert list(ask.opened[1]) == []


def test_of_many_that_are_asked_for_meanwhile_the_latest_is_shown(ask, clip):
    source = open_source(clip)
    may_go_on, begun, glanced = threading.Event(), threading.Event(), []
    glance = source.glance

    def slow(position):
        glanced.append(position)
        begun.set()
        may_go_on.wait(PATIENCE_S)
        return glance(position)

    source.glance = slow
    ask.thread._open_source = lambda target: source
    ask.thread.ask(PreviewRequest(1, clip, 0.0))
    assert begun.wait(PATIENCE_S)
    for tenth in range(1, 16):
        ask.thread.ask(PreviewRequest(1, clip, tenth / 10))
    may_go_on.set()
    while (last := ask.answers.get(timeout=PATIENCE_S)).request.position != 1.5 or not last.is_exact:
        pass
    assert glanced == [0.0, 1.5]


def test_a_file_that_can_not_be_read_has_no_previews_and_hurts_nobody(ask, clip, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a video")
    ask.thread.ask(PreviewRequest(1, str(broken), 0.0))
    assert len(ask(PreviewRequest(2, clip, 0.0))) in (1, 2)


@pytest.fixture
def searched(clip, kept_pipeline) -> Film:
    """A film of the clip that says it was searched as privacy wants it."""
    display = DisplaySettings(privacy=Privacy.BLUR)
    with open_source(clip) as source:
        film = Film(source.info, SETTINGS.protecting(display))
        for frame in source:
            film.add(kept_pipeline.process(frame))
    return film


def colours(image: np.ndarray) -> int:
    return len(np.unique(image.reshape(-1, 3), axis=0))


def test_protected_faces_are_covered_as_on_the_screen(ask, clip, searched):
    open_, whole, face = (
        ask(replace(PreviewRequest(1, clip, 1.0), privacy=privacy, film=film))[-1].image
        for privacy, film in (
            (Privacy.NONE, None),
            (Privacy.PIXELATE, None),
            (Privacy.PIXELATE, searched),
        )
    )
    # nothing is known of the frame: a few tiles are all that is left
    assert colours(whole) <= 5 * 5
    assert 200 < colours(face) < colours(open_)
    (found,) = searched.find(25, 1.0).covered
    x1, y1, x2, y2 = (found.xyxy * PREVIEW_PX / 400).round().astype(int)
    assert colours(face[y1:y2, x1:x2]) <= 8 * 8
    assert np.array_equal(face[-20:, -20:], open_[-20:, -20:])


def test_a_film_that_was_not_searched_for_protection_does_not_open_a_frame(clip):
    film = Film(open_source(clip).info, AnalysisSettings())
    frame = Frame(np.full((60, 80, 3), 7, np.uint8), 0, 0.0, clip)
    frame.image_bgr[20:40, 20:40] = np.arange(400, dtype=np.uint8).reshape(20, 20, 1)
    request = PreviewRequest(1, clip, privacy=Privacy.PIXELATE, film=film)
    assert colours(previews.protected(frame, 1.0, request)) <= 5 * 5
