"""What every detector offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from ..frame_clock import FrameTime
from ..types import Detection, Frame


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """The faces of one frame.

    Attributes:
        faces: each once, highest score first, in pixels of the frame.
        ignored: faces that were found and are narrower than wanted (`AnalysisSettings.min_face_px`): they get no
            attributes, but privacy covers them like the others.
    """

    faces: Sequence[Detection]
    ignored: Sequence[Detection] = ()


class Detector(Protocol):
    """Finds faces. Used from one thread at a time; a context manager, which deriving from `Closeable` gives."""

    def detect(self, frame: Frame, time: FrameTime | None = None) -> Detections:
        """Find the faces of the next frame of a video, or of an image (`frame.is_still`).

        A detector may remember faces from frame to frame; an image stands for itself and leaves no trace.

        Args:
            frame: the next frame of a video, or an image.
            time: of the frame, from the caller's `FrameClock`; None where the caller has none.
        """
        ...

    def reset(self) -> None:
        """Forget what was seen: the next frame belongs to another video."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
