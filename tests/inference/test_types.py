from __future__ import annotations

import numpy as np
import pytest

from inference.types import AGES, Attributes, SourceInfo, SourceKind


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
