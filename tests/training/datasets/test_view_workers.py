"""Views that processes of their own make are those of the process that asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.training.made_faces import QUICK_RECIPE, write_faces
from training.datasets.augmentation import AugmentationSettings
from training.datasets.face_table import load_faces
from training.datasets.view_workers import AugmentedViews, ViewWorkers
from training.fitting.run_options import RunOptions
from training.fitting.trainer import train


def test_the_same_draw_gives_the_same_views_however_many_ask_at_once(tmp_path: Path) -> None:
    faces = load_faces(write_faces(tmp_path / "faces.h5"), "train", stream=True)
    views = AugmentedViews(faces, 24, AugmentationSettings(), zoom=0.9)
    asked = [(np.arange(i, i + 5), (7, 0, i)) for i in range(8)]
    with ViewWorkers(views, 2) as workers, ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda ask: workers.of(*ask), asked))
    for (rows, draw), images in zip(asked, made, strict=True):
        np.testing.assert_array_equal(images, views.of(rows, draw))
    assert not np.array_equal(made[0], views.of(asked[0][0], (8, 0, 0))), "the draw decides nothing"


def test_a_run_with_processes_ends_with_the_weights_of_a_run_without(tmp_path: Path) -> None:
    data = write_faces(tmp_path / "faces.h5")
    plain = train(data, tmp_path / "plain", QUICK_RECIPE)
    shared = train(data, tmp_path / "shared", QUICK_RECIPE, run_options=RunOptions(processes=1))
    for one, other in zip(plain.get_weights(), shared.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-7)


def test_less_than_no_process_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 processes; expected 0 or more"):
        RunOptions(processes=-1)
