"""The face detector on real photographs, stills and made-up videos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import pytest

from inference.detection.chips import ChipDetector
from inference.detection.search_detector import SearchDetector
from inference.settings import AnalysisSettings, DetectorRange
from inference.types import Detection, Frame, ImageArray
from tests.photos import eileen_collins

from .conftest import Work, paste_portrait

PLACES = ((150, 180), (700, 130), (1300, 240), (1800, 160), (420, 640), (960, 560), (1500, 800), (240, 960))
FACE_PX = 55
# eyes, nose tip, mouth of the photograph
LANDMARKS = np.array([[228, 193], [306, 192], [268, 243], [268, 279]], dtype=np.float32)


def still(image: ImageArray) -> Frame:
    return Frame(image, 0, 0.0, "picture.png", is_still=True)


def video(images: Sequence[ImageArray], fps: float = 25.0, start_s: float = 0.0) -> Iterator[Frame]:
    for index, image in enumerate(images):
        yield Frame(image, index, start_s + index / fps, "film.mp4")


def middles(faces: Sequence[Detection]) -> list[tuple[float, float]]:
    return sorted(((face.xyxy[0] + face.xyxy[2]) / 2, (face.xyxy[1] + face.xyxy[3]) / 2) for face in faces)


def found_places(faces: Sequence[Detection]) -> set[tuple[int, int]]:
    return {
        place
        for place in PLACES
        for x, y in middles(faces)
        if abs(x - place[0]) < FACE_PX / 2 and abs(y - place[1]) < FACE_PX / 2
    }


@pytest.fixture(scope="module")
def detector() -> Iterator[SearchDetector]:
    with SearchDetector(AnalysisSettings()) as opened:
        yield opened


@pytest.fixture
def crowd(wall: ImageArray, hopper: ImageArray) -> ImageArray:
    """Eight faces of 55 px in 1920 x 1080."""
    picture = wall.copy()
    for place in PLACES:
        paste_portrait(picture, hopper, *place, FACE_PX)
    return picture


def test_a_portrait(detector: SearchDetector, hopper: ImageArray) -> None:
    (face,) = detector.detect(still(hopper)).faces
    assert face.score > 0.8
    assert face.landmarks_px.shape == (6, 2)
    assert face.landmarks_px[:4] == pytest.approx(LANDMARKS, abs=8)
    assert face.xyxy == pytest.approx([168, 142, 366, 340], abs=20)


@pytest.mark.parametrize("scale", [0.15, 0.4, 3.0])
def test_landmarks_do_not_depend_on_the_images_size(detector: SearchDetector, hopper: ImageArray, scale: float) -> None:
    picture = cv2.resize(hopper, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else 1)
    (face,) = detector.detect(still(picture)).faces  # type: ignore[arg-type]
    assert face.landmarks_px[:4] / scale == pytest.approx(LANDMARKS, abs=12)


def test_another_portrait_upright_and_tilted(detector: SearchDetector) -> None:
    astronaut = eileen_collins()
    for degrees in (-30, 0, 30):
        turn = cv2.getRotationMatrix2D((225, 110), degrees, 1.0)
        turned = cv2.warpAffine(astronaut, turn, (512, 512), borderMode=cv2.BORDER_REPLICATE)
        best = detector.detect(still(turned)).faces[0]
        assert best.score > 0.8
        assert middles([best])[0] == pytest.approx((225, 120), abs=15)


@pytest.mark.parametrize("inset", [0, 15, 30])
def test_chips_that_are_all_face(detector: SearchDetector, hopper: ImageArray, inset: int) -> None:
    chip = hopper[145 + inset : 345 - inset, 166 + inset : 366 - inset]
    (face,) = detector.detect(still(chip)).faces
    assert face.landmarks_px[:4] == pytest.approx(LANDMARKS - (166 + inset, 145 + inset), abs=12)


def test_serving_sees_the_landmarks_that_training_saw(detector: SearchDetector, hopper: ImageArray) -> None:
    chip = hopper[145:345, 166:366]
    (served,) = detector.detect(still(chip)).faces
    with ChipDetector() as chips:
        (trained,) = chips.detect(still(chip)).faces
    assert trained is not None
    assert np.linalg.norm(served.landmarks_px[:4] - trained.landmarks_px[:4], axis=1).mean() < 0.04 * trained.width


def test_images_without_faces(detector: SearchDetector, hopper: ImageArray, wall: ImageArray) -> None:
    for picture in (wall[:200, :200], wall, np.zeros((480, 640, 3), np.uint8), hopper[400:]):
        assert detector.detect(still(np.ascontiguousarray(picture))).faces == []
    with ChipDetector() as chips:
        assert chips.detect(still(np.zeros((200, 200, 3), np.uint8))).faces == []


def test_noise_and_text_are_no_faces(detector: SearchDetector) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    text = np.full((480, 640, 3), 255, np.uint8)
    for row in range(10):
        line = "oO8 (o_o) :-) 00 QO @ 88 (..)"
        cv2.putText(text, line, (5, 40 + 45 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.5 + 0.1 * row, (0, 0, 0), 2)
    for picture in (noise, text, np.full((480, 640, 3), 255, np.uint8)):
        assert detector.detect(still(picture)).faces == []
        assert detector.detect(Frame(picture, 0, 0.0, "film.mp4")).faces == []
    detector.reset()


def test_hundreds_of_faces(detector: SearchDetector, hopper: ImageArray) -> None:
    """20 x 15 portraits with faces of 39 px, in one image and in the frames of a video."""
    portrait = cv2.resize(hopper[60:460, 66:466], (80, 80), interpolation=cv2.INTER_AREA)
    picture = np.tile(portrait, (15, 20, 1))
    frames = [detector.detect(frame).faces for frame in (still(picture), *video([picture] * 4))]
    places = [{(x // 80, y // 80) for x, y in middles(faces)} for faces in frames]
    assert [len(at) for at in places[:2]] == [300, 300]
    assert set.union(*places[2:]) == places[0]
    assert max(map(len, frames)) <= 303
    detector.reset()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (16, 20000), (9000, 12), (4320, 7680)])
def test_images_of_any_size(detector: SearchDetector, shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 90, np.uint8)
    assert detector.detect(still(picture)).faces == []
    assert detector.detect(Frame(picture, 0, 0.0, f"{shape}.mp4")).faces == []


def test_images_that_are_views_into_others(detector: SearchDetector, hopper: ImageArray) -> None:
    mirrored = hopper[:, ::-1]
    (face,) = detector.detect(still(mirrored)).faces
    assert middles([face])[0][0] == pytest.approx(511 - 267, abs=20)


def test_a_still_shows_all_faces_of_a_crowd(detector: SearchDetector, crowd: ImageArray) -> None:
    faces = detector.detect(still(crowd)).faces
    assert found_places(faces) == set(PLACES)
    assert len(faces) == len(PLACES)


def test_faces_smaller_than_wanted_are_left_out(crowd: ImageArray, hopper: ImageArray) -> None:
    paste_portrait(crowd, hopper, 960, 800, 200)
    with SearchDetector(AnalysisSettings(min_face_px=100)) as detector:
        (face,) = detector.detect(still(crowd)).faces
    assert face.width > 150


def test_faces_fainter_than_wanted_are_left_out(hopper: ImageArray) -> None:
    blurred = cv2.GaussianBlur(hopper, (0, 0), 22)
    with SearchDetector(AnalysisSettings(min_detection_score=0.4)) as lenient:
        (face,) = lenient.detect(still(blurred)).faces
    assert 0.4 <= face.score < 0.9
    with SearchDetector(AnalysisSettings(min_detection_score=0.9)) as strict:
        assert strict.detect(still(blurred)).faces == []


def test_faces_that_step_into_a_still_scene_are_found_within_two_frames(wall: ImageArray, crowd: ImageArray) -> None:
    with SearchDetector(AnalysisSettings()) as detector:
        seen_in: dict[tuple[int, int], int] = {}
        for frame in video([wall] * 30 + [crowd] * 4):
            for place in found_places(detector.detect(frame).faces):
                seen_in.setdefault(place, frame.index)
    assert set(seen_in) == set(PLACES)
    assert min(seen_in.values()) >= 30
    assert max(seen_in.values()) <= 31


def test_a_still_scene_costs_next_to_nothing(wall: ImageArray, work: Work) -> None:
    with SearchDetector(AnalysisSettings()) as detector:
        frames = list(video([wall] * 50))
        detector.detect(frames[0])
        at_once = work.pixels
        work.clear()
        for frame in frames[1:]:
            detector.detect(frame)
    assert work.pixels <= 6 * at_once
    assert work.looks == 0


def test_small_faces_are_found_where_everything_moves(wall: ImageArray, hopper: ImageArray) -> None:
    frames = []
    for step in range(50):
        picture = np.roll(wall, 7 * step, axis=1)
        if step >= 25:
            for x, y in PLACES:
                paste_portrait(picture, hopper, x, y, FACE_PX)
        frames.append(picture)
    with SearchDetector(AnalysisSettings()) as detector:
        found = [found_places(detector.detect(frame).faces) for frame in video(frames)]
    assert not any(found[:25])
    assert found[-1] == set(PLACES)


def test_auto_finds_everybody_in_the_first_frame(crowd: ImageArray) -> None:
    with SearchDetector(AnalysisSettings()) as detector:
        (frame,) = video([crowd])
        assert found_places(detector.detect(frame).faces) == set(PLACES)


def test_in_a_crowd_everybody_is_seen_at_least_every_third_frame(crowd: ImageArray) -> None:
    with SearchDetector(AnalysisSettings()) as detector:
        last = dict.fromkeys(PLACES, 0)
        for frame in video([crowd] * 20):
            for place in found_places(detector.detect(frame).faces):
                last[place] = frame.index
            assert all(frame.index - seen <= 2 for seen in last.values())


def test_without_tracking_everybody_is_seen_in_every_frame(crowd: ImageArray) -> None:
    with SearchDetector(AnalysisSettings(tracking=False)) as detector:
        for frame in video([crowd] * 6):
            assert found_places(detector.detect(frame).faces) == set(PLACES)


def test_a_selfie_costs_little_more_than_a_small_view_of_the_face_a_frame(
    wall: ImageArray, hopper: ImageArray, work: Work
) -> None:
    frames = []
    for step in range(75):
        picture = wall[:480, :640].copy()
        paste_portrait(picture, hopper, 320 + round(25 * np.sin(step / 8)), 250, 180)
        frames.append(picture)
    with SearchDetector(AnalysisSettings()) as detector:
        shown = [detector.detect(frame).faces for frame in video(frames[:1], 25)]
        work.clear()
        shown += [detector.detect(frame).faces for frame in list(video(frames, 25))[1:]]
    assert [len(faces) for faces in shown] == [1] * 75
    assert work.looks <= 0.25 * 74
    assert work.pixels <= 0.15 * 640 * 480 * 74
    for step, (face,) in enumerate(shown):
        assert middles([face])[0][0] == pytest.approx(320 + 25 * np.sin(step / 8), abs=12)


@pytest.mark.parametrize(
    ("reach", "near_face", "small_faces"),
    [(DetectorRange.NEAR, True, 0), (DetectorRange.FAR, True, 8), (DetectorRange.WIDE, True, 8)],
)
def test_reaches(
    crowd: ImageArray, hopper: ImageArray, reach: DetectorRange, near_face: bool, small_faces: int
) -> None:
    close = cv2.resize(crowd, (960, 540), interpolation=cv2.INTER_AREA)
    paste_portrait(close, hopper, 480, 270, 260)
    with SearchDetector(AnalysisSettings(detector=reach)) as detector:
        (frame,) = video([crowd])
        assert len(found_places(detector.detect(frame).faces)) == small_faces
        detector.reset()
        (frame,) = video([close])
        assert any(face.width > 200 for face in detector.detect(frame).faces) == near_face


@pytest.mark.parametrize("case", ["seek back", "jump", "other source", "other size", "cut", "reset"])
def test_what_does_not_follow_is_searched_afresh(wall: ImageArray, hopper: ImageArray, work: Work, case: str) -> None:
    small = wall[:360, :640].copy()
    paste_portrait(small, hopper, 300, 180, 60)
    with SearchDetector(AnalysisSettings()) as detector:
        for frame in video([small] * 4):
            detector.detect(frame)
        following = Frame(small, 4, 4 / 25, "film.mp4")
        other = {
            "seek back": Frame(small, 0, 0.0, "film.mp4"),
            "jump": Frame(small, 900, 36.0, "film.mp4"),
            "other source": Frame(small, 4, 4 / 25, "other.mp4"),
            "other size": Frame(small[:, :600], 4, 4 / 25, "film.mp4"),
            "cut": Frame(255 - small // 2, 4, 4 / 25, "film.mp4"),
            "reset": following,
        }[case]
        if case == "reset":
            detector.reset()
        work.clear()
        detector.detect(other)
        assert work.pixels >= 600 * 360


def test_a_video_that_goes_on_is_not_searched_afresh(wall: ImageArray, work: Work) -> None:
    with SearchDetector(AnalysisSettings()) as detector:
        for frame in video([wall[:360, :640]] * 3):
            work.clear()
            detector.detect(frame)
            assert frame.index == 0 or work.pixels == 0


def test_stills_leave_the_memory_of_a_video_alone(wall: ImageArray, hopper: ImageArray) -> None:
    picture = wall[:480, :640].copy()
    paste_portrait(picture, hopper, 320, 250, 120)
    frames = list(video([picture] * 6))

    def run(with_stills: bool) -> list[list[tuple[float, float]]]:
        seen = []
        with SearchDetector(AnalysisSettings()) as detector:
            for frame in frames:
                if with_stills:
                    detector.detect(still(wall[:300, :300]))
                seen.append(middles(detector.detect(frame).faces))
        return seen

    assert run(with_stills=True) == run(with_stills=False)


def test_far_apart_frames_are_each_searched_anew(wall: ImageArray, hopper: ImageArray) -> None:
    frames = []
    for step in range(6):
        picture = wall[:360, :640].copy()
        paste_portrait(picture, hopper, 80 + 95 * step, 180, 50)
        frames.append(picture)
    with SearchDetector(AnalysisSettings()) as detector:
        for frame in video(frames, fps=0.6):
            x, _ = middles(detector.detect(frame).faces)[0]
            assert x == pytest.approx(80 + 95 * frame.index, abs=20)


def test_a_face_that_leaves_is_gone_at_once(wall: ImageArray, hopper: ImageArray) -> None:
    there = wall[:480, :640].copy()
    paste_portrait(there, hopper, 320, 250, 120)
    with SearchDetector(AnalysisSettings()) as detector:
        shown = [len(detector.detect(frame).faces) for frame in video([there] * 5 + [wall[:480, :640]] * 5)]
    assert shown == [1] * 5 + [0] * 5


# --- faces that are left out -------------------------------------------------------------------


def test_a_face_narrower_than_wanted_is_told_apart_in_a_still(hopper: ImageArray) -> None:
    with SearchDetector(AnalysisSettings(min_face_px=300)) as strict:
        found = strict.detect(still(hopper))
    assert found.faces == []
    (small,) = found.ignored
    assert middles([small])[0] == pytest.approx((266, 240), abs=20)


def test_where_faces_are_protected_the_small_ones_are_found_and_known_in_every_frame(crowd: ImageArray) -> None:
    settings = AnalysisSettings(min_face_px=100, search_px=20, detector=DetectorRange.WIDE)
    with SearchDetector(settings) as strict:
        for number, frame in enumerate(video([crowd] * 12)):
            found = strict.detect(frame)
            assert found.faces == []
            # known faces are looked at in turns; between two looks they are where they should be
            if number > 2:
                assert found_places(found.ignored) == set(PLACES)


def test_a_new_film_begins_without_small_faces(hopper: ImageArray, wall: ImageArray) -> None:
    with SearchDetector(AnalysisSettings(min_face_px=300)) as strict:
        assert strict.detect(next(video([hopper]))).ignored
        assert strict.detect(next(video([wall]))).ignored == []
