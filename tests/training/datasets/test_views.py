from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.alignment import align_faces, zoomed_template
from training.datasets.face_table import load_faces
from training.datasets.prepare import StoredView, prepare
from training.datasets.sources import Dataset
from training.datasets.views import relative_zoom, view_of


def registered(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> tuple[float, float]:
    """Return by how many pixels two crops are displaced against each other."""
    grey = [cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32) for crop in (one, other)]
    window = cv2.createHanningWindow((112, 112), cv2.CV_32F)
    return tuple(cv2.phaseCorrelate(*grey, window)[0])  # type: ignore[return-value]


def test_the_view_of_a_wide_crop_is_what_alignment_at_the_model_s_zoom_gives(
    chip: NDArray[np.uint8], tmp_path: Path
) -> None:
    (tmp_path / "set").mkdir()
    cv2.imwrite(str(tmp_path / "set" / "30_1_0_20170101000000001.png"), chip)
    prepare(Dataset([tmp_path / "set"], kind="utkface"), tmp_path / "wide.h5", view=StoredView(0.7, 176))
    prepare(Dataset([tmp_path / "set"], kind="utkface"), tmp_path / "tight.h5")
    wide, tight = load_faces(tmp_path / "wide.h5", "train"), load_faces(tmp_path / "tight.h5", "train")
    assert (wide.zoom, tight.zoom) == (0.7, 1.0)
    assert wide.provenance["template"] == "mediapipe-utkface-0.269"
    assert tight.provenance["template"] == "mediapipe-utkface-0.385"
    one, other = view_of(wide.crops[0], 112, relative_zoom(0.7, 1.0)), view_of(tight.crops[0], 112)
    # the same face at the same place, but for a third of a pixel and the sharpness of what is stored
    one, other, whole = (cv2.GaussianBlur(view, (0, 0), 1.0) for view in (one, other, view_of(wide.crops[0], 112)))
    assert registered(one, other) == pytest.approx((0.0, 0.0), abs=0.35)
    assert np.abs(one.astype(int) - other)[8:-8, 8:-8].mean() < 4
    # a view that is not what was asked for differs by much more
    assert np.abs(one.astype(int) - whole)[8:-8, 8:-8].mean() > 12


def test_a_model_that_looks_at_more_than_is_stored_is_refused() -> None:
    assert relative_zoom(0.7, 0.85) == pytest.approx(0.85 / 0.7)
    assert relative_zoom(0.85, 0.84999) == 1.0
    with pytest.raises(ValueError, match=r"zoom of 0\.8, the prepared crops show less around them \(zoom 1\)"):
        relative_zoom(1.0, 0.8)


def test_a_stored_view_that_makes_no_sense_is_refused() -> None:
    for zoom, side in ((0.0, 144), (3.0, 144), (1.0, 8)):
        with pytest.raises(ValueError, match="expected 32 px or more"):
            StoredView(zoom, side)


def test_no_faces_have_no_crops_at_any_zoom() -> None:
    empty = align_faces(np.zeros((50, 50, 3), np.uint8), [], 112, zoomed_template(0.85))
    assert empty.shape == (0, 112, 112, 3)
