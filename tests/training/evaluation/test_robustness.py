from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.evaluation.robustness import CHANGES, as_markdown


@pytest.fixture(scope="module")
def crop(chip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return cv2.cvtColor(cv2.resize(chip, (112, 112)), cv2.COLOR_BGR2RGB)  # type: ignore[return-value]


@pytest.mark.parametrize("name", CHANGES)
def test_changes_keep_shape_and_picture_and_repeat(name: str, crop: NDArray[np.uint8]) -> None:
    before = crop.copy()
    changed = CHANGES[name](crop)
    assert (changed.shape, changed.dtype) == (crop.shape, np.uint8)
    np.testing.assert_array_equal(crop, before)
    np.testing.assert_array_equal(CHANGES[name](crop), changed)
    assert (name == "as they are") == np.array_equal(changed, crop)


def test_changes_do_what_their_names_say(crop: NDArray[np.uint8]) -> None:
    grey = CHANGES["grey"](crop)
    np.testing.assert_array_equal(grey[..., 0], grey[..., 2])
    sepia = CHANGES["sepia"](crop).reshape(-1, 3).mean(axis=0)
    assert sepia[0] > sepia[1] > sepia[2]
    assert CHANGES["dark (gain 0.35)"](crop).mean() == pytest.approx(0.35 * crop.mean(), rel=0.02)
    assert CHANGES["washed out (gamma 0.5)"](crop).mean() > 1.2 * crop.mean()
    sharp, soft = (cv2.Laplacian(c, cv2.CV_64F).std() for c in (crop, CHANGES["blurred (sigma 2)"](crop)))
    assert soft < 0.5 * sharp
    lit = CHANGES["light from the left"](crop).astype(float) / np.maximum(crop, 1)
    assert lit[:, :20].mean() > 1.3 > 0.8 > lit[:, -20:].mean()
    spot = np.zeros_like(crop)
    spot[30:34, 30:34] = 255  # 25 pixels left of and above the centre
    loose = np.argwhere(CHANGES["loose crop (zoom 0.8)"](spot)[..., 0] > 60).mean(axis=0)
    np.testing.assert_allclose(loose, 55.5 - 0.8 * 24, atol=0.6)


def test_the_table_has_a_line_a_change() -> None:
    row = {"age_mae": 4.256, "gender_accuracy": 0.9512, "ethnicity_accuracy": 0.8, "age_interval_coverage": 0.797}
    table = as_markdown({"grey": row, "sepia": row}).splitlines()
    assert table[2:] == [f"| {name} | 4.26 | 95.1% | 80.0% | 79.7% |" for name in ("grey", "sepia")]
