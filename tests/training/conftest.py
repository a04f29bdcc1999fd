"""What the tests of the training package share."""

from __future__ import annotations

import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tqdm import tqdm

from tests.photos import grace_hopper

# its watching thread outlives a test
tqdm.monitor_interval = 0


@pytest.fixture(scope="session")
def chip() -> NDArray[np.uint8]:
    """(200, 200, 3) BGR: a face that fills the image, cut from a public-domain photograph of Grace Hopper."""
    photograph = grace_hopper()
    assert photograph is not None
    return cv2.resize(photograph[130:350, 160:380], (200, 200), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


@pytest.fixture(scope="session")
def chips(tmp_path_factory: pytest.TempPathFactory, chip: NDArray[np.uint8]) -> Path:
    """A folder of twelve labelled chips whose brightness tells the age, an image without a face, a broken one,
    one whose name lacks a field, and a zip with one chip more. Stains keep them from being near duplicates."""
    folder = tmp_path_factory.mktemp("chips")
    rng = np.random.default_rng(5)
    for i in range(12):
        level = 0.4 + 0.05 * i
        stains = cv2.resize(rng.normal(0, 40, (12, 12)), (200, 200), interpolation=cv2.INTER_CUBIC)
        image = np.clip(chip * level + (stains - stains.mean())[..., None], 0, 255).astype(np.uint8)
        name = f"{5 + 7 * i}_{i % 2}_{i % 5}_2017010100000{i:04d}.jpg.chip.jpg"
        cv2.imwrite(str(folder / name), image)
    cv2.imwrite(str(folder / "30_0_0_20170101000000777.jpg.chip.jpg"), np.full((200, 200, 3), 90, np.uint8))
    (folder / "31_0_0_20170101000000888.jpg.chip.jpg").write_bytes(b"\xff\xd8 not an image")
    cv2.imwrite(str(folder / "61_1_20170101000000999.jpg.chip.jpg"), chip)
    packed = cv2.imencode(".jpg", chip)[1].tobytes()
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("UTKFace/44_1_3_20170101000001234.jpg .chip.jpg", packed)
    return folder
