"""The analysis thread, with a pipeline that finds nothing."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.gui.playback.analyser import Analyser
from app.gui.playback.player import CapturedFrame
from app.gui.playback.rendering import RenderOptions
from app.gui.playback.session import Session
from inference.settings import AnalysisSettings, DisplaySettings, Privacy
from inference.types import Detection, Frame, FrameResult, SourceInfo, SourceKind
from tests.inference.made_faces import face

from ..conftest import interrupted

PROTECTED = DisplaySettings(privacy=Privacy.PIXELATE)
INFO = SourceInfo("film", SourceKind.VIDEO)


class Silence:
    """Hears everything and does nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class Blind:
    """A pipeline that finds nobody."""

    def process(self, frame: Frame, *, live: bool = False) -> FrameResult:
        return FrameResult(frame.index, frame.timestamp_s, frame.source)

    def reset(self) -> None: ...

    def close(self) -> None: ...


class Witness:
    """Remembers which frames it was given."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.images: list[np.ndarray] = []

    def offer(self, captured: CapturedFrame, result: FrameResult, options: RenderOptions) -> None:
        self.seen.append(result.frame_index)
        self.images.append(captured.frame.image_bgr)


def captured(index: int) -> CapturedFrame:
    image = np.zeros((8, 8, 3), dtype=np.uint8)
    return CapturedFrame(Frame(image, index, index / 25, "film"), INFO, 1, 0.0)


def new_analyser() -> Analyser:
    """One whose thread does not run: the test takes its steps."""
    analyser = Analyser(Silence(), lambda settings: Blind(), Session())
    analyser._pipeline = Blind()
    return analyser


def test_a_recording_may_end_between_any_two_instructions_of_the_analysis():
    for step in itertools.count(1):
        analyser, witness = new_analyser(), Witness()
        analyser.set_frame_listener(witness)
        seen_at_the_end: list[int] = []

        def end(analyser=analyser, witness=witness, seen=seen_at_the_end) -> None:
            analyser.set_frame_listener(None)
            seen.extend(witness.seen)

        stop = threading.Thread(target=end)

        def start_to_stop(stop=stop) -> None:
            stop.start()
            stop.join(0.01)  # where it has to wait for the analysis it must not hold it up

        if not interrupted(Analyser._analyse_last, step, start_to_stop, lambda run=analyser._take_in: run(captured(0))):
            break
        stop.join(20)
        analyser._take_in(captured(1))
        assert witness.seen == seen_at_the_end
        assert analyser.analysed == 2
    assert step > 20


def test_a_listener_is_given_every_analysed_frame_once():
    analyser = new_analyser()
    witness = Witness()
    analyser._take_in(captured(0))
    analyser.set_frame_listener(witness)
    for index in (1, 2):
        analyser._take_in(captured(index))
    analyser._analyse_last(captured(2))
    assert witness.seen == [1, 2]


class Crowd(Blind):
    """A pipeline that sees a face and knows nothing of it."""

    def process(self, frame: Frame, *, live: bool = False) -> FrameResult:
        face = Detection(np.array([2, 2, 6, 6], np.float32), 0.9, np.zeros((6, 2), np.float32))
        return replace(super().process(frame), ignored=(face,))


def test_protection_may_be_switched_on_while_a_new_source_begins():
    """Between any two instructions: the frames that follow are protected."""
    protecting = RenderOptions(settings=PROTECTED)
    frame = captured(0)
    frame.frame.image_bgr[:] = np.random.default_rng(0).integers(0, 256, frame.frame.image_bgr.shape)
    for step in itertools.count(1):
        analyser = new_analyser()
        analyser._pipeline = Crowd()

        def protect(analyser=analyser) -> None:
            analyser.set_render_options(protecting)

        if not interrupted(Analyser._take_in, step, protect, lambda analyser=analyser: analyser._take_in(frame)):
            break
        analyser._present(frame, is_fresh=True)
        image = analyser.rendered_frames.take().image[..., :3]
        assert not np.array_equal(image[3:5, 3:5], frame.frame.image_bgr[3:5, 3:5])
    assert step > 20


class Finds(Blind):
    """A pipeline that finds faces at the same places in every frame."""

    def __init__(self, *boxes: tuple[int, int, int, int]) -> None:
        self._faces = tuple(face(*box, track_id=number) for number, box in enumerate(boxes, 1))

    def process(self, frame: Frame, *, live: bool = False) -> FrameResult:
        return replace(super().process(frame), faces=self._faces)


def take_over(analyser: Analyser, pipeline: Finds, settings: AnalysisSettings) -> FrameResult:
    """Let another pipeline analyse the frame that is shown; return what is shown then."""
    before = analyser._settings
    analyser._incoming, analyser._incoming_settings = pipeline, settings
    analyser._adopt_incoming()
    analyser._analyse_again(analyser._last, before)
    return analyser._result


def test_who_is_shown_stays_as_they_are_where_only_the_search_widens_and_who_is_found_besides_is_protected():
    analyser = new_analyser()
    narrow = AnalysisSettings()
    analyser._last = captured(0)
    shown = take_over(analyser, Finds((0, 0, 40, 40)), narrow)
    wider = take_over(analyser, Finds((1, 1, 42, 42), (60, 0, 90, 30)), narrow.protecting(PROTECTED))
    assert wider.faces == shown.faces
    assert [detection.xyxy.tolist() for detection in wider.ignored] == [[60, 0, 90, 30]]
    other_detector = take_over(analyser, Finds((1, 1, 42, 42)), replace(narrow, detector="blazeface"))
    assert [one.detection.xyxy.tolist() for one in other_detector.faces] == [[1, 1, 42, 42]]


def noise(index: int) -> CapturedFrame:
    one = captured(index)
    one.frame.image_bgr[:] = np.random.default_rng(index).integers(0, 256, one.frame.image_bgr.shape)
    return one


def colours(image: np.ndarray) -> int:
    return len(np.unique(image[..., :3].reshape(-1, 3), axis=0))


def shown(analyser: Analyser, frame: CapturedFrame):
    analyser._take_in(frame)
    analyser._present(frame, is_fresh=True)
    return analyser.rendered_frames.take()


def test_with_protection_on_a_frame_is_covered_as_a_whole_until_it_has_been_searched_everywhere():
    """Without models, and with those that were loaded before protection was switched on; not with those after."""
    analyser, witness = new_analyser(), Witness()
    analyser.set_frame_listener(witness)
    analyser.set_render_options(RenderOptions(settings=PROTECTED))
    narrow = AnalysisSettings()
    for pipeline, settings, is_searched in (
        (None, None, False),
        (Blind(), narrow, False),
        (Blind(), narrow.protecting(PROTECTED), True),
    ):
        analyser._pipeline, analyser._settings = pipeline, settings
        frame = noise(0)
        rendered = shown(analyser, frame)
        assert rendered.is_searched == is_searched
        assert rendered.is_covered == (not is_searched)
        assert (colours(rendered.image) == colours(frame.frame.image_bgr)) == is_searched
        assert colours(rendered.image) > 40 or not is_searched
    assert [colours(image) == 64 for image in witness.images] == [False, True]


def test_without_protection_a_frame_is_shown_at_once_and_covered_as_soon_as_it_is_switched_on():
    analyser = new_analyser()
    analyser._pipeline = None
    frame = noise(0)
    assert not shown(analyser, frame).is_covered
    analyser.set_render_options(RenderOptions(settings=PROTECTED))
    analyser._present(frame, is_fresh=False)
    rendered = analyser.rendered_frames.take()
    assert rendered.is_covered
    assert colours(rendered.image) < colours(frame.frame.image_bgr)


def test_thumbnails_are_covered_as_the_frame_is_and_shown_again_once_it_was_searched():
    """While the same frame stands."""
    analyser = new_analyser()
    frame = noise(0)
    narrow = AnalysisSettings()
    analyser._pipeline, analyser._settings = Finds((0, 0, 8, 8)), narrow
    looks = []

    def look() -> None:
        analyser._present(frame, is_fresh=False)
        (image,) = analyser.rendered_frames.take().thumbnails.values()
        looks.append(image)

    analyser._take_in(frame)
    look()
    analyser.set_render_options(RenderOptions(settings=PROTECTED))
    look()
    take_over(analyser, Finds((0, 0, 8, 8)), narrow.protecting(PROTECTED))
    look()
    analyser.set_render_options(RenderOptions())
    look()
    shown, covered, protected, again = looks
    assert not np.array_equal(covered, protected)
    assert not np.array_equal(shown, covered)
    assert np.array_equal(shown, again)
