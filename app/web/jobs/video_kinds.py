"""Tells videos from everything else by their first bytes: what clients say of a file counts for nothing."""

from __future__ import annotations

# so many first bytes tell what a file is
HEAD_BYTES = 400
_TS_PACKET, _M2TS_PACKET, _SYNC = 188, 192, 0x47
_SIGNATURES: tuple[tuple[int, bytes], ...] = (
    *((4, kind) for kind in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")),  # MP4, QuickTime
    (0, b"\x1a\x45\xdf\xa3"),  # Matroska, WebM
    (8, b"AVI "),
    (0, b"\x00\x00\x01\xba"),  # MPEG
    (0, b"\x00\x00\x01\xb3"),
    (0, b"FLV\x01"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),  # Windows Media
    (0, b"OggS"),
    (0, b"GIF8"),
)


def is_video(head: bytes) -> bool:
    """Return whether the first `HEAD_BYTES` of a file are those of a video.

    Playlists and the like, which make a reader open other files and addresses, are none.
    """
    if any(head.startswith(mark, at) for at, mark in _SIGNATURES):
        return True
    packets = ((0, _TS_PACKET), (4, _M2TS_PACKET))
    return any(_all_sync(head, at, length) for at, length in packets)


def _all_sync(head: bytes, at: int, length: int) -> bool:
    places = head[at::length]
    return len(places) >= 2 and all(byte == _SYNC for byte in places)
