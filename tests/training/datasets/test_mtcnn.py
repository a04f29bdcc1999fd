from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.alignment import similarity_to_template
from inference.types import Frame
from training.datasets.detectors import open_detector


class FakeMtcnn:
    """Finds two faces where MTCNN found the one of the chip."""

    def detect_faces(self, image: NDArray[np.uint8]) -> list[dict[str, object]]:
        assert image.shape == (280, 280, 3)
        points = {
            "left_eye": [97, 97],
            "right_eye": [171, 93],
            "nose": [138, 139],
            "mouth_left": [104, 174],
            "mouth_right": [171, 170],
        }
        faint = {"box": [0, 0, 9, 9], "confidence": 0.7, "keypoints": {name: [1, 1] for name in points}}
        return [faint, {"box": [58, 30, 151, 196], "confidence": 0.99, "keypoints": points}]


def test_mtcnn_s_landmarks_go_where_mediapipe_s_go(chip: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mtcnn", SimpleNamespace(MTCNN=FakeMtcnn))
    with open_detector("mtcnn") as mtcnn, open_detector("mediapipe") as mediapipe:
        frame = Frame(chip, 0, 0.0, "chip.png", is_still=True)
        (found,), (reference,) = mtcnn.detect(frame).faces, mediapipe.detect(frame).faces
    assert found.landmarks_px.tolist() == [[57, 57], [131, 53], [98, 99], [97.5, 132]]
    assert found.xyxy.tolist() == [18, -10, 169, 186]
    assert np.abs(found.landmarks_px - reference.landmarks_px[:4]).max() < 10
    one, other = (similarity_to_template(face.landmarks_px) for face in (found, reference))
    assert one is not None
    assert other is not None
    np.testing.assert_allclose(one[:, :2], other[:, :2], atol=0.06)
