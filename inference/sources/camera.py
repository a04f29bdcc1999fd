"""Cameras, through OpenCV."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from typing import cast

import cv2

from ..errors import SourceBrokenError, SourceError
from ..process import quiet_opencv
from ..settings import EVERYTHING, Selection
from ..types import Frame, ImageArray, SourceInfo, SourceKind
from .background import BackgroundSource

# named, since OpenCV would otherwise try every way it knows, for many seconds on Windows
_BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION}
# failed reads in a row, a moment apart, after which a camera counts as gone
_MAX_MISSES = 5
_MISS_PAUSE_S = 0.05


class Camera(BackgroundSource):
    """A camera of this machine; the newest frame wins, frames yield once.

    A thread of its own reads, so that a driver that hangs can't hold up the caller, and a slow caller gets a
    fresh frame rather than an old one out of the driver's queue. `Frame.index` counts all frames that the
    camera gave, also those that were dropped; `Frame.timestamp_s` starts at 0 with the first.

    Raises (from iterating): `SourceBrokenError` where the camera stops delivering.
    """

    def __init__(
        self,
        number: int = 0,
        *,
        resolution_wh: tuple[int, int] | None = None,
        fps: float | None = None,
        selection: Selection = EVERYTHING,
        timeout_s: float = 10.0,
        reconnect_s: float = 0.0,
    ) -> None:
        """Open, and wait for the first frame.

        Args:
            number: which camera, from 0.
            resolution_wh: width and height to ask for in pixels; the camera may choose otherwise.
            fps: frame rate to ask for.
            selection: the part that is wanted, counted from the first frame.
            timeout_s: seconds without a frame after which the camera counts as gone.
            reconnect_s: seconds for which a camera that is gone is opened again and again; 0 for not at all.

        Raises:
            SourceError: there is no such camera, it is in use, or it gives no frame.
        """
        super().__init__(f"camera:{number}", selection, timeout_s, reconnect_s)
        self._number, self._resolution_wh, self._asked_fps = number, resolution_wh, fps
        self._given_fps = 0.0
        try:
            self._start()
        except (TimeoutError, SourceBrokenError):
            raise SourceError(f"{self._name} is there but gives no image; {_ADVICE}") from None

    def _described(self, first: Frame) -> SourceInfo:
        height, width = first.image_bgr.shape[:2]
        return SourceInfo(
            name=self._name,
            kind=SourceKind.CAMERA,
            width=width,
            height=height,
            fps=self._given_fps if self._given_fps > 0 else None,
        )

    def _open_capture(self) -> cv2.VideoCapture:
        quiet_opencv()
        capture = cv2.VideoCapture(self._number, _BACKENDS.get(sys.platform, cv2.CAP_ANY))
        if not capture.isOpened():
            capture.release()
            raise SourceError(f"can't open {self._name}; {_ADVICE}")
        if self._resolution_wh is not None:
            # uncompressed, most USB cameras reach a few frames per second at larger sizes
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._resolution_wh[0])
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._resolution_wh[1])
        if self._asked_fps is not None:
            capture.set(cv2.CAP_PROP_FPS, self._asked_fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        return capture

    def _produce(self) -> Generator[Frame, None, None]:
        """Yield frames without end; runs in the background thread, the only one that touches the capture."""
        capture = self._open_capture()
        index, misses, start_s = 0, 0, 0.0
        try:
            self._given_fps = capture.get(cv2.CAP_PROP_FPS)
            while misses < _MAX_MISSES:
                is_read, image = capture.read()
                if not is_read or image is None:
                    misses += 1
                    time.sleep(_MISS_PAUSE_S)
                    continue
                now_s = time.monotonic()
                start_s = now_s if index == 0 else start_s
                yield Frame(cast(ImageArray, image), index, now_s - start_s, self._name)
                index, misses = index + 1, 0
            raise SourceBrokenError(f"{self._name} stopped delivering images; {_ADVICE}")
        finally:
            capture.release()

    def _newest_wins(self) -> bool:
        return True

    def _silence(self) -> str:
        return f"{self._name} gave no image for {self._timeout_s:g} s; {_ADVICE}"


_ADVICE = (
    "check that it is plugged in, that no other program uses it, and that this one may use it "
    "(on Linux, membership in the group `video`; on macOS and Windows, the privacy settings)"
)
