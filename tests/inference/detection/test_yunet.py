"""The search model: its file, its landmarks, its batches."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.cli import parse_arguments
from app.headless import run_headless
from inference.detection import open_detector, yunet
from inference.detection.yunet import MODEL, SHA256, YuNet
from inference.errors import ModelError
from inference.types import ImageArray

from .test_search_detector import LANDMARKS


def test_the_model_is_that_of_the_notice() -> None:
    assert hashlib.sha256(MODEL.read_bytes()).hexdigest() == SHA256
    assert f"`{MODEL.name}` |" in (notice := (MODEL.parent / "NOTICE.md").read_text())
    assert SHA256 in notice


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_model_that_is_not_the_one_shipped_is_refused(
    damage: str, tmp_path: Path, hopper: ImageArray, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "yunet.onnx"
    if damage == "altered":
        content = bytearray(MODEL.read_bytes())
        content[5000] ^= 1
        model.write_bytes(content)
    monkeypatch.setattr(yunet, "MODEL", model)
    with pytest.raises(ModelError, match="reinstall FaceLens"):
        open_detector("auto")
    cv2.imwrite(str(tmp_path / "face.png"), hopper)
    job = parse_arguments(["--image", str(tmp_path / "face.png"), "--export", str(tmp_path / "faces.csv")])
    assert run_headless(job) == 4
    assert "yunet.onnx" in capsys.readouterr().err


@pytest.mark.parametrize("degrees", [-25, 0, 25])
def test_five_points_become_the_six_landmarks_whichever_way_the_head_is_tilted(
    hopper: ImageArray, degrees: float
) -> None:
    turn = cv2.getRotationMatrix2D((267, 230), degrees, 0.5)
    with YuNet(0.5) as model:
        (faces,) = model.detect([cv2.warpAffine(hopper, turn, (512, 600))])  # type: ignore[list-item]
    (face,) = faces.detections()
    expected = LANDMARKS @ turn[:, :2].T + turn[:, 2]
    assert np.linalg.norm(face.landmarks_px[:4] - expected, axis=1).max() < 0.13 * face.width
    assert not face.is_confirmed
    right_ear, left_ear = face.landmarks_px[4:] - face.landmarks_px[:2].mean(axis=0)
    along = (expected[1] - expected[0]) / np.linalg.norm(expected[1] - expected[0])
    assert right_ear @ along < -0.25 * face.width
    assert left_ear @ along > 0.25 * face.width


def test_a_batch_gives_what_its_images_give_alone(hopper: ImageArray) -> None:
    images = [hopper[100:400, 100:437], np.zeros((300, 337, 3), np.uint8), hopper[120:420, 60:397]]
    with YuNet(0.3) as model:
        together = model.detect(images)
        alone = [model.detect([image])[0] for image in images]
        assert model.detect([]) == []
    assert [len(faces.scores) for faces in together] == [1, 0, 1]
    for batched, single in zip(together, alone, strict=True):
        assert batched.xyxy == pytest.approx(single.xyxy, abs=0.1)
        assert batched.points_px == pytest.approx(single.points_px, abs=0.1)


def test_what_several_cores_search_together_is_what_one_would_find(hopper: ImageArray) -> None:
    large = cv2.resize(hopper, (960, 1152))
    with YuNet(0.15) as model:
        batch = yunet._as_batch([large])
        engine = model._engine
        by_one = engine._alone.run(engine._outputs, {engine._alone.get_inputs()[0].name: batch})
        for together, alone in zip(engine.run(batch), by_one, strict=True):
            assert np.array_equal(together, alone)
