"""Still images that stand on their head or lie on their side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from inference.closeable import Closeable
from inference.detection import open_detector
from inference.detection.base import Detections, Detector
from inference.detection.turned import detect_in_still
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, EngineChoice
from inference.sources import open_images
from inference.types import Detection, Frame, ImageArray
from tests.photos import eileen_collins, grace_hopper

# how an image comes to lie, and by how much it is then to be turned clockwise
LYING = {
    180: cv2.ROTATE_180,
    90: cv2.ROTATE_90_COUNTERCLOCKWISE,
    270: cv2.ROTATE_90_CLOCKWISE,
}


def still(image: ImageArray) -> Frame:
    return Frame(image, 0, 0.0, "photo.jpg", is_still=True)


@pytest.fixture(scope="module")
def detector() -> Iterator[Detector]:
    with open_detector("auto", AnalysisSettings()) as detector:
        yield detector


def lying(points: np.ndarray, turn: int, width: int, height: int) -> np.ndarray:
    """Where points of an image lie once it lies."""
    x, y = points.T
    moved = {180: (width - x, height - y), 90: (y, width - x), 270: (height - y, x)}
    return np.stack(moved[turn], axis=1)


@pytest.mark.parametrize("turn", LYING)
@pytest.mark.parametrize("portrait", [grace_hopper, eileen_collins])
def test_a_face_is_found_where_it_is_in_an_image_that_lies(detector, turn, portrait):
    upright = portrait()
    height, width = upright.shape[:2]
    (expected,) = detector.detect(still(upright)).faces
    found, turned_deg = detect_in_still(detector, still(cv2.rotate(upright, LYING[turn])))
    assert turned_deg == turn
    (face,) = found.faces
    corners = lying(expected.xyxy.reshape(2, 2), turn, width, height)
    np.testing.assert_allclose(face.xyxy[:2], corners.min(axis=0), atol=3)
    np.testing.assert_allclose(face.xyxy[2:], corners.max(axis=0), atol=3)
    np.testing.assert_allclose(face.landmarks_px, lying(expected.landmarks_px, turn, width, height), atol=3)
    assert face.score == pytest.approx(expected.score, abs=0.05)


def test_who_stands_on_his_head_is_estimated_like_who_stands(tmp_path):
    cv2.imwrite(str(tmp_path / "1.png"), grace_hopper())
    cv2.imwrite(str(tmp_path / "2.png"), cv2.rotate(grace_hopper(), cv2.ROTATE_180))
    results = []
    with Pipeline(AnalysisSettings(engine=EngineChoice.CPU)) as pipeline, open_images([tmp_path]) as source:
        report = pipeline.run(source, [], on_result=results.append)
    (upright,), (lying,) = (result.faces for result in results)
    assert lying.attributes.age == pytest.approx(upright.attributes.age, abs=2)
    assert lying.attributes.gender == upright.attributes.gender
    assert [result.turned_deg for result in results] == [0, 180]
    assert report.notes == (f"{tmp_path / '2.png'}: turned by 180 degrees to find its faces",)


class Scripted(Closeable):
    """Finds what it is told to, and counts how often it is asked."""

    def __init__(self, find: Callable[[ImageArray], Detections]) -> None:
        self._find = find
        self.images: list[ImageArray] = []

    def detect(self, frame: Frame, time: object = None) -> Detections:
        self.images.append(frame.image_bgr)
        return self._find(frame.image_bgr)

    def close(self) -> None:
        pass


def face(score: float, *, upright: bool = True, width: float = 40) -> Detection:
    down = 1 if upright else -1
    landmarks = np.array([[10, 20], [30, 20], [20, 20 + 8 * down], [20, 20 + 15 * down], [0, 20], [40, 20]], np.float32)
    return Detection(np.array([0, 0, width, 40], np.float32), score, landmarks)


IMAGE = np.zeros((1200, 1600, 3), np.uint8)


@pytest.mark.parametrize(
    "found",
    [
        Detections([face(0.995)]),
        Detections([face(0.995, upright=False)]),
        Detections([], [face(0.995, width=10)]),
        Detections([face(0.55)] * 3),
    ],
)
def test_an_image_whose_faces_are_found_costs_one_look(found):
    detector = Scripted(lambda image: found)
    assert detect_in_still(detector, still(IMAGE)) == (found, 0)
    assert len(detector.images) == 1


@pytest.mark.parametrize(
    "found", [Detections([]), Detections([face(0.6)]), Detections([replace(face(0.995), is_confirmed=False)])]
)
def test_an_image_without_a_sure_face_costs_three_small_looks_more(found):
    detector = Scripted(lambda image: found)
    assert detect_in_still(detector, still(IMAGE)) == (found, 0)
    assert len(detector.images) == 4
    assert all(max(image.shape) <= 640 for image in detector.images[1:])


@pytest.mark.parametrize(
    ("as_it_is", "turned"),
    [
        (Detections([]), Detections([face(0.9)])),  # not clear enough
        (Detections([]), Detections([replace(face(0.995), is_confirmed=False)])),  # nor is this
        (Detections([]), Detections([face(0.995, upright=False)])),  # upright as it is, then
    ],
)
def test_doubtful_faces_turn_no_image(as_it_is, turned):
    image = IMAGE.copy()
    image[0] = 255
    detector = Scripted(lambda seen: as_it_is if seen[0].all() else turned)
    assert detect_in_still(detector, still(image)) == (as_it_is, 0)


def test_what_the_copy_promises_and_the_image_does_not_hold_changes_nothing(wall):
    detector = Scripted(lambda image: Detections([face(0.995)] if max(image.shape) <= 640 else []))
    found, turned_deg = detect_in_still(detector, still(wall))
    assert (list(found.faces), turned_deg) == ([], 0)


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (2, 3)])
def test_images_of_any_size_can_be_turned(detector, size):
    found, turned_deg = detect_in_still(detector, still(np.zeros((*size, 3), np.uint8)))
    assert (list(found.faces), turned_deg) == ([], 0)
