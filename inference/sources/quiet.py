"""OpenCV's own messages kept off the terminal."""

from __future__ import annotations

import os

import cv2


def quiet_opencv() -> None:
    """Silence OpenCV's log for the whole process: what fails is said in FaceLens' own words.

    Whoever looks for a fault in OpenCV itself sets `OPENCV_LOG_LEVEL`, which wins.
    """
    if "OPENCV_LOG_LEVEL" not in os.environ:
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
