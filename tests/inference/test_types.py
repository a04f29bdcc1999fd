from __future__ import annotations

import numpy as np
import pytest

from inference.types import AGES, Attributes, Detection, FrameResult, SourceInfo, SourceKind, TrackedFace


def attributes(age_probs: np.ndarray) -> Attributes:
    return Attributes(
        age_probs.astype(np.float32),
        np.array([0.3, 0.7], dtype=np.float32),
        np.array([0.1, 0.1, 0.5, 0.2, 0.1], dtype=np.float32),
    )


def test_the_interval_of_an_even_distribution() -> None:
    even = np.zeros(101)
    even[20:30] = 0.1
    face = attributes(even)
    assert face.age == pytest.approx(24.5)
    assert face.age_p10 == pytest.approx(20.5)
    assert face.age_p90 == pytest.approx(28.5)


def test_the_interval_of_a_gaussian() -> None:
    weights = np.exp(-0.5 * ((AGES - 40) / 6) ** 2)
    face = attributes(weights / weights.sum())
    assert face.age == pytest.approx(40, abs=0.01)
    assert face.age_p10 == pytest.approx(40 - 1.2816 * 6, abs=0.15)
    assert face.age_p90 == pytest.approx(40 + 1.2816 * 6, abs=0.15)


@pytest.mark.parametrize("year", [0, 100])
def test_certainty_at_the_ends_stays_inside(year: int) -> None:
    certain = np.zeros(101)
    certain[year] = 1
    face = attributes(certain)
    assert face.age == year
    assert 0 <= face.age_p10 <= face.age_p90 <= 100
    assert abs(face.age_p10 - year) <= 0.5


def test_labels_and_scores() -> None:
    face = attributes(np.full(101, 1 / 101))
    assert (face.gender, face.ethnicity) == ("female", "Asian")
    assert face.gender_score == pytest.approx(0.7)
    assert face.ethnicity_score == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("kind", "live"),
    [(SourceKind.VIDEO, False), (SourceKind.STILLS, False), (SourceKind.CAMERA, True), (SourceKind.STREAM, True)],
)
def test_live_sources(kind: SourceKind, live: bool) -> None:
    assert SourceInfo("x", kind).is_live is live


def test_only_still_images_have_no_time() -> None:
    assert [kind for kind in SourceKind if not SourceInfo("x", kind).has_time] == [SourceKind.STILLS]


def test_a_frame_lasts_as_long_as_the_frame_rate_says_or_a_25th_of_a_second() -> None:
    assert SourceInfo("x", SourceKind.VIDEO, fps=50.0).frame_interval_s == pytest.approx(0.02)
    assert SourceInfo("x", SourceKind.VIDEO).frame_interval_s == pytest.approx(0.04)


def detection(x: float, y: float) -> Detection:
    landmarks = np.arange(12, dtype=np.float32).reshape(6, 2) + np.float32([x, y])
    return Detection(np.array([x, y, x + 20, y + 30], dtype=np.float32), 0.9, landmarks)


def test_a_detection_in_a_resized_and_shifted_image() -> None:
    mapped = detection(100, 50).mapped((2.0, 0.5), (-10, 5))
    assert mapped.xyxy.tolist() == [190, 30, 230, 45]
    assert mapped.xyxy.dtype == mapped.landmarks_px.dtype == np.float32
    assert mapped.landmarks_px[1].tolist() == [2 * 102 - 10, 0.5 * 53 + 5]
    assert mapped.score == 0.9
    assert detection(100, 50).mapped(0.5, 1).xyxy.tolist() == [51, 26, 61, 41]


def test_a_mapped_result_keeps_ignored_faces_where_they_are_in_the_image() -> None:
    certain = np.eye(101, dtype=np.float32)[30]
    face = TrackedFace(detection(0, 0), attributes(certain), None, 4, coasted=True, observations=3)
    result = FrameResult(7, 0.28, "clip", (face,), {"detect": 0.1}, (detection(200, 100),))
    mapped = result.mapped(0.5, (-10, 0))
    assert [each.xyxy.tolist() for each in mapped.covered] == [[90, 50, 100, 65], [-10, 0, 0, 15]]
    (same,) = mapped.faces
    assert (same.track_id, same.coasted, same.observations, same.attributes) == (4, True, 3, face.attributes)
    assert (mapped.frame_index, mapped.timestamp_s, mapped.source) == (7, 0.28, "clip")
    assert result.covered[0].xyxy[0] == 200  # the original stays as it was
