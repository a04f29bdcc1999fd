"""Formats of still images: those that are read and those that are not, told from first bytes or from endings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

# so many first bytes tell what a file is
HEAD_BYTES = 64

RAW = "camera RAW, which is not developed here; export it as JPEG, HEIC or TIFF"
_HDR = "an image of light values (HDR) without a finished look; export it as JPEG or PNG"
_DRAWING = "a drawing, not an image of pixels; export it as PNG"
_JPEG_XL = "JPEG XL, which is not read here; convert it to JPEG or PNG"

_RAW_EXTENSIONS = (
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr", ".iiq", ".kdc", ".mef", ".mos",
    ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f",
)  # fmt: skip
# endings of images that are not read, with the reason
UNREAD_EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(_RAW_EXTENSIONS, RAW),
        **dict.fromkeys((".exr", ".hdr"), _HDR),
        **dict.fromkeys((".svg", ".svgz", ".eps"), _DRAWING),
        ".jxl": _JPEG_XL,
    }
)

_SIGNATURES: tuple[tuple[int, bytes], ...] = (
    (0, b"\xff\xd8\xff"),  # JPEG
    (0, b"\x89PNG\r\n"),
    (0, b"BM"),
    (0, b"II*\x00"),  # TIFF
    (0, b"MM\x00*"),
    (0, b"II+\x00"),  # TIFF beyond 4 GB
    (0, b"MM\x00+"),
    (8, b"WEBP"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n"),  # JPEG 2000, in its file format and as a bare stream
    (0, b"\xff\x4f\xff\x51"),
    (0, b"8BPS\x00\x01"),  # Photoshop
)
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
# what is not read
_UNREAD_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (8, b"CR\x02\x00", RAW),  # Canon; beneath it a TIFF, whose first image is a small preview
    (4, b"ftypcrx ", RAW),
    (0, b"FUJIFILMCCD-RAW", RAW),
    (0, b"IIRO", RAW),  # Olympus
    (0, b"IIRS", RAW),
    (0, b"IIU\x00", RAW),  # Panasonic
    (0, b"FOVb", RAW),  # Sigma
    (0, b"\x00MRM", RAW),  # Minolta
    (0, b"v/1\x01", _HDR),
    (0, b"#?RADIANCE", _HDR),
    (0, b"#?RGBE", _HDR),
    (0, b"<svg", _DRAWING),
    (0, b"%!PS", _DRAWING),
    (0, b"\xff\x0a", _JPEG_XL),
    (0, b"\x00\x00\x00\x0cJXL ", _JPEG_XL),
)


def first_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return the first `HEAD_BYTES` of a file, fewer of a short one; none of what is no file or can't be read."""
    if not os.path.isfile(path):
        return b""
    try:
        with open(path, "rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""


def is_image(head: bytes) -> bool:
    """Return whether the first `HEAD_BYTES` of a file are those of an image that is read here."""
    return is_heif(head) or is_avif(head) or any(head.startswith(mark, at) for at, mark in _SIGNATURES)


def is_heif(head: bytes) -> bool:
    """Return whether a file's first bytes are those of HEIC or HEIF."""
    return _has_brand(head, _HEIF_BRANDS) and not is_avif(head)


def is_avif(head: bytes) -> bool:
    """Return whether a file's first bytes are those of AVIF."""
    return _has_brand(head, _AVIF_BRANDS)


def is_animated_webp(head: bytes) -> bool:
    """Return whether a file's first bytes are those of a WebP image that moves."""
    return head.startswith(b"RIFF") and head[8:16] == b"WEBPVP8X" and len(head) > 20 and bool(head[20] & 0x02)


def is_moving(head: bytes) -> bool:
    """Return whether a file's first bytes are those of an animated WebP, PNG or AVIF, which play like a video."""
    is_animated_png = head.startswith(b"\x89PNG\r\n") and head[37:41] == b"acTL"
    return is_animated_webp(head) or is_animated_png or head[4:12] == b"ftypavis"


def why_unread(path: str | os.PathLike[str], head: bytes = b"") -> str | None:
    """Return why an image of a known kind is not read, or None where nothing is known against it."""
    for at, mark, reason in _UNREAD_SIGNATURES:
        if head.startswith(mark, at):
            return reason
    return None if is_image(head) and not _may_be_raw(head) else UNREAD_EXTENSIONS.get(Path(path).suffix.lower())


def _may_be_raw(head: bytes) -> bool:
    """Return whether a file begins like TIFF: most cameras' RAW does, with a small preview as its first image."""
    return head[:4] in (b"II*\x00", b"MM\x00*")


def _has_brand(head: bytes, brands: tuple[bytes, ...]) -> bool:
    if head[4:8] != b"ftyp":
        return False
    # the brand of the file, four bytes of version, and the brands that it is compatible with
    length = min(int.from_bytes(head[:4], "big"), len(head))
    return head[8:12] in brands or any(head[at : at + 4] in brands for at in range(16, length - 3, 4))
