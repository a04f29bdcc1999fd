"""The detectors that find the face of a chip: that of the serving path, and MTCNN.

Importing this adds those of training to the registry; what they need is imported when they are opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inference.detection.registry import DetectorSpec, detector_names, detector_spec, open_detector, register
from inference.settings import AnalysisSettings

if TYPE_CHECKING:
    from inference.detection.base import Detector

__all__ = ["DEFAULT_DETECTOR", "chip_detectors", "detector_spec", "open_detector"]

DEFAULT_DETECTOR = "mediapipe"


def _open_mtcnn(settings: AnalysisSettings) -> Detector:
    from .mtcnn import MtcnnDetector

    return MtcnnDetector()


register(DetectorSpec("mtcnn", "mtcnn", _open_mtcnn, is_for_chips=True))


def chip_detectors() -> list[str]:
    """Return the names of the detectors that data can be prepared with."""
    return detector_names(for_chips=True)
