"""Network streams, and files on web servers."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from ..errors import SourceError
from ..settings import EVERYTHING, Selection
from ..types import Frame, SourceInfo
from .background import BackgroundSource
from .decoding import VideoDecoder
from .urls import without_credentials


class NetworkStream(BackgroundSource):
    """A stream (rtsp://, rtmp://, http://, ...) or a video file on a web server; yields frames once.

    A thread of its own reads and decodes, so that neither a silent server nor a slow name lookup holds up
    the caller. Frames are never dropped here: where they aren't taken, the server is made to wait.
    """

    def __init__(self, url: str, *, selection: Selection = EVERYTHING, timeout_s: float = 10.0) -> None:
        """Open, and wait for the first frame.

        Args:
            url: where the stream is; user name and password in it are used, but shown nowhere.
            selection: the part that is wanted; a live stream is played up to its start.
            timeout_s: seconds after which an unreachable or silent server is given up.

        Raises:
            SourceError: no connection, nothing there, no video, or no image in time.
            UsageError: the selection starts after the end.
        """
        super().__init__(without_credentials(url), selection, timeout_s)
        self._url = url
        self._decoder: VideoDecoder | None = None
        try:
            first = self._start()
        except TimeoutError:
            raise SourceError(
                f"can't open {self._name}: no image within {timeout_s:g} s; "
                "check the address, and that the server is running"
            ) from None
        if self._decoder is None or first is None:
            raise self._selection.nothing_left(self._name)
        info: SourceInfo = self._decoder.info
        self._info: SourceInfo = replace(info, frame_count=self._selection.expected_frames(info.frame_count, info.fps))

    def _produce(self) -> Generator[Frame, None, None]:
        decoder = VideoDecoder(self._url, name=self._name, timeout_s=self._timeout_s)
        try:
            if self._selection.start_s > 0 and not decoder.info.is_live:
                decoder.seek(self._selection.start_s)
            self._decoder = decoder
            yield from decoder.frames()
        finally:
            decoder.close()

    @property
    def decode_errors(self) -> int:
        """Number of damaged places so far, skipped or shown damaged."""
        return self._decoder.decode_errors if self._decoder else 0

    def _silence(self) -> str:
        return f"{self._name} broke off: no image for {self._timeout_s:g} s"
