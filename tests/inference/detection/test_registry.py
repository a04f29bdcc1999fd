"""Detectors by name."""

from __future__ import annotations

import numpy as np
import pytest

from inference.closeable import Closeable
from inference.detection import DetectorSpec, open_detector, register
from inference.detection.base import Detections
from inference.detection.registry import detector_names
from inference.frame_clock import FrameTime
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DetectorRange
from inference.types import Detection, Frame

MIDDLE = Detection(np.array([40, 40, 60, 60], dtype=np.float32), 0.9, np.zeros((6, 2), dtype=np.float32))


class MiddleDetector(Closeable):
    """Takes the middle of every frame for a face, and its corner for one that is ignored."""

    is_closed = False

    def __init__(self, settings: AnalysisSettings) -> None:
        self.settings = settings

    def detect(self, frame: Frame, time: FrameTime | None = None) -> Detections:
        return Detections([MIDDLE], [MIDDLE.mapped(0.1, 0)])

    def reset(self) -> None: ...

    def close(self) -> None:
        self.is_closed = True


def test_every_range_that_can_be_set_has_a_detector() -> None:
    assert set(DetectorRange) <= set(detector_names(for_chips=False))
    assert "mediapipe" in detector_names(for_chips=True)


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        ValueError, match="unknown detector 'haar'; there are auto, near, far, wide, yunet, blazeface, mediapipe"
    ):
        open_detector("haar")


def test_a_registered_detector_serves_the_pipeline(tiny_network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.detection.registry._SPECS", {})
    opened: list[MiddleDetector] = []

    def open_middle(settings: AnalysisSettings) -> MiddleDetector:
        opened.append(MiddleDetector(settings))
        return opened[-1]

    register(DetectorSpec("wide", "the middle of a frame", open_middle))
    settings = AnalysisSettings(detector=DetectorRange.WIDE, tracking=False)
    with Pipeline(settings, tiny_network) as pipeline:
        result = pipeline.process(Frame(np.zeros((100, 100, 3), np.uint8), 0, 0.0, "clip.mp4"))
    assert [face.detection.xyxy.tolist() for face in result.faces] == [[40, 40, 60, 60]]
    assert [face.xyxy.tolist() for face in result.ignored] == [[4, 4, 6, 6]]
    (detector,) = opened
    assert detector.settings == settings
    assert detector.is_closed
