"""Reads one still image, in any format, whole or as far as it goes."""

from __future__ import annotations

import io
import os
import re
import select
import stat
import threading
import time
import warnings
from typing import Any, NamedTuple, cast

import cv2
import numpy as np
from PIL import ExifTags, Image, ImageFile, ImageOps, UnidentifiedImageError
from simplejpeg import decode_jpeg, decode_jpeg_header

from ..errors import SourceError
from ..process import leave_image_sizes_to_us, quiet_libtiff
from ..types import ImageArray
from .image_formats import HEAD_BYTES, RAW, is_heif, is_image, why_unread

# the largest images of telephones have 200 million; what is decoded takes 3 to 7 bytes each
MOST_PIXELS = 250_000_000
_JPEG_MAGIC = b"\xff\xd8\xff"
_JPEG_END = b"\xff\xd9"
# bare cut-outs are made for pages, and pages are white; on black, dark hair would melt into the ground
_GROUND_RGB = (255, 255, 255)
_JPEG_FORMATS = ("JPEG", "MPO")
# some others that Pillow knows would start a program
_FORMATS = ("PNG", "WEBP", "AVIF", "BMP", "DIB", "TIFF", "GIF", "PPM", "JPEG2000", "PSD", "ICO")
# has no first bytes to be known by, so that anything may pass for it
_TGA = ".tga"
# what decoders put in the place of an image of which nothing is there: JPEG's no brightness at all, and Pillow's zeros
_FILLS = (128, 0)
_DEEP_GREY_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
_NOT_READ = "not an image in a format that is read here (JPEG, PNG, HEIC, WebP, AVIF, TIFF, BMP, GIF, JPEG 2000)"
_DAMAGED_JPEG = "the JPEG file is damaged or cut short"
# what the JPEG library says of files whose image is whole all the same
_JPEG_IS_WHOLE = ("unknown JFIF revision", "Unknown Adobe color transform")
_STRAY_BYTES = re.compile(r"(\d+) extraneous bytes before marker 0xd9")
_JPEG_ENDS_EARLY = "Premature end of JPEG file"
_LACKS_END = "incomplete: the end of the file is missing or damaged"
_IS_DISTORTED = "damaged: parts of the image may be distorted or missing"
# EXIF's orientations: those mirrored left to right, and the turn after that
_MIRRORED_FIRST = (2, 4, 5, 7)
_TURNS = {
    3: cv2.ROTATE_180,
    4: cv2.ROTATE_180,
    5: cv2.ROTATE_90_COUNTERCLOCKWISE,
    6: cv2.ROTATE_90_CLOCKWISE,
    7: cv2.ROTATE_90_CLOCKWISE,
    8: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_DAMAGED = "the file is damaged or cut short"
# of a file that ends too early, so much has to be there
_LEAST_SHARE = 0.1
# a damaged header can claim any size; even a wall of one colour takes more bytes
_MOST_PIXELS_PER_BYTE = 1000
_COLUMNS_COMPARED = 512
# Pillow passes over missing ends and wrong check sums where a variable of its module says so
_pillow_lock = threading.Lock()
# somebody writes into a pipe, or it is given up
_PIPE_PATIENCE_S = 10.0
_PIPE_GLANCE_S = 0.1
_PIPE_CHUNK = 1 << 20
# TIFF tags: DNGVersion; NewSubfileType, whose lowest bit marks a preview; SubIFDs
_DNG_VERSION, _SUBFILE_TYPE, _SUB_IFDS = 50706, 254, 330


class StillImage(NamedTuple):
    """An image that was read.

    Attributes:
        image_bgr: (H, W, 3) uint8, upright.
        remark: what there is to know of it, such as that its end is missing; None where there is nothing.
        is_whole: False where a part of the file is missing or damaged.
    """

    image_bgr: ImageArray
    remark: str | None = None
    is_whole: bool = True


def read_image(path: str | os.PathLike[str]) -> ImageArray:
    """Read one image, upright: (H, W, 3) uint8 BGR; see `read_still`."""
    return read_still(path).image_bgr


def read_still(path: str | os.PathLike[str], stop: threading.Event | None = None) -> StillImage:
    """Read one image, upright by its EXIF orientation; see `decode_still`.

    Args:
        path: a file; or a pipe that the shell made (`/dev/stdin`, `/dev/fd/63`), which is waited for.
        stop: ends the waiting.

    Raises:
        SourceError: it can't be read, is no image, or is damaged; the message doesn't repeat the path.
    """
    try:
        data = _bytes_of(os.fspath(path), stop)
    except OSError as error:
        is_loose = isinstance(error, FileNotFoundError) and os.path.islink(path)
        raise SourceError(
            "a link to something that is not there" if is_loose else error.strerror or str(error)
        ) from error
    if not data:
        raise SourceError("the file is empty")
    return decode_still(data, os.fspath(path))


def decode_still(data: bytes, name: str = "") -> StillImage:
    """Decode one image, upright by its EXIF orientation.

    JPEG by simplejpeg, which takes a third of the time and tells of damage; all other formats by Pillow, which knows
    their transparency and depths. Transparent parts are put on white, 16 bits become 8, grey becomes BGR; of several
    images in a file the first counts. Where the end is missing, what is there counts.

    Args:
        data: the whole file.
        name: of the file; its ending tells camera RAW from TIFF.

    Raises:
        SourceError: it is no image, is damaged or larger than `MOST_PIXELS`.
    """
    unread = why_unread(name, data[:HEAD_BYTES])
    if unread is not None:
        raise SourceError(unread)
    leave_image_sizes_to_us()
    quiet_libtiff()
    if data.startswith(_JPEG_MAGIC):
        return _decode_jpeg(data)
    formats = _formats_for(data, name)
    try:
        return _decode_by_pillow(data, formats)
    except SourceError as error:
        if not is_image(data[:HEAD_BYTES]):
            raise
        try:
            return _in_part(_decode_by_pillow(data, formats, tolerant=True).image_bgr)
        except SourceError:
            if str(error) == _NOT_READ:
                raise SourceError(_DAMAGED) from None
            raise error from None


def _bytes_of(path: str, stop: threading.Event | None) -> bytes:
    mode = os.stat(path).st_mode
    if stat.S_ISREG(mode):
        with open(path, "rb") as file:
            # files of cameras are large: the head is enough to refuse them
            head = file.read(HEAD_BYTES)
            unread = why_unread(path, head)
            if unread is not None:
                raise SourceError(unread)
            return head + file.read()
    if stat.S_ISFIFO(mode) and path.startswith(("/dev/", "/proc/")):
        return _bytes_of_pipe(path, stop or threading.Event())
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"))
    kind = next((name for is_kind, name in kinds if is_kind(mode)), "a device")
    raise SourceError(f"it is {kind}, not an image file")


def _bytes_of_pipe(path: str, stop: threading.Event) -> bytes:
    """Read a pipe to its end, without hanging where nobody writes into it."""
    chunks: list[bytes] = []
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        watch = select.poll()
        watch.register(pipe, select.POLLIN | select.POLLHUP)
        given_up_s = time.monotonic() + _PIPE_PATIENCE_S
        while not stop.is_set():
            if watch.poll(1000 * _PIPE_GLANCE_S):
                chunk = os.read(pipe, _PIPE_CHUNK)
                if not chunk:
                    return b"".join(chunks)
                chunks.append(chunk)
                given_up_s = time.monotonic() + _PIPE_PATIENCE_S
            elif time.monotonic() > given_up_s:
                raise SourceError(f"nothing has come through the pipe for {_PIPE_PATIENCE_S:g} s")
    finally:
        os.close(pipe)
    raise SourceError("stopped while it was read")


def _decode_jpeg(data: bytes) -> StillImage:
    remark, orientation = _header_of_jpeg(data)
    try:
        height, width, *_ = decode_jpeg_header(data)
        check_size((width, height))
        try:
            return StillImage(_upright(decode_jpeg(data, "BGR"), orientation), remark)
        except ValueError as error:
            still = _decode_damaged_jpeg(data, (width, height), str(error))
    except ValueError:  # of a kind that is rare, such as that of printers, or damaged past what this library reads
        return _decode_odd_jpeg(data)
    return still._replace(image_bgr=_upright(still.image_bgr, orientation), remark=still.remark or remark)


def _header_of_jpeg(data: bytes) -> tuple[str | None, int]:
    """Return what there is to know of a file, and how its image lies by its EXIF data (1 to 8)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            header = Image.open(io.BytesIO(data), formats=_JPEG_FORMATS)
            return _remark(header), int(header.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # the image may be whole all the same
        return None, 1


def _decode_damaged_jpeg(data: bytes, size_wh: tuple[int, int], problem: str) -> StillImage:
    """Decode as much as there is.

    Args:
        data: the file.
        size_wh: of its image, as it lies in the file.
        problem: what the JPEG library says is wrong with it; often nothing that can be seen.

    Raises:
        SourceError: next to nothing is there.
        ValueError: the library gives nothing.
    """
    if size_wh[0] * size_wh[1] > _MOST_PIXELS_PER_BYTE * len(data):
        raise SourceError(_DAMAGED_JPEG)
    # behind an error that ends the decoding, rows stay as they are
    ground = np.full((size_wh[1], size_wh[0], 3), _FILLS[0], np.uint8)
    image = cast(ImageArray, decode_jpeg(data, "BGR", strict=False, buffer=ground))
    if any(words in problem for words in _JPEG_IS_WHOLE) or _is_padded(data, problem):
        return StillImage(image)
    return _in_part(image, _LACKS_END if _JPEG_ENDS_EARLY in problem else _IS_DISTORTED)


def _is_padded(data: bytes, problem: str) -> bool:
    """Return whether a file's only fault are the bytes by which cameras fill it up: all alike, before its end.

    Others are what is left of an image that was misread.
    """
    stray = _STRAY_BYTES.search(problem)
    if stray is None:
        return False
    count = int(stray[1])
    before_ends = (data[max(0, end.start() - count) : end.start()] for end in re.finditer(_JPEG_END, data))
    return any(len(bytes_before) == count and len(set(bytes_before)) == 1 for bytes_before in before_ends)


def _decode_odd_jpeg(data: bytes) -> StillImage:
    try:
        return _decode_by_pillow(data, _JPEG_FORMATS)
    except SourceError:
        pass
    try:
        # the mark of the end makes decoders fill up what is missing
        return _in_part(_decode_by_pillow(data + _JPEG_END, _JPEG_FORMATS).image_bgr)
    except SourceError as error:
        raise SourceError(_DAMAGED_JPEG) from error


def _upright(image: ImageArray, orientation: int) -> ImageArray:
    """Turn and mirror an image as its EXIF orientation says."""
    if orientation in _MIRRORED_FIRST:
        image = cast(ImageArray, cv2.flip(image, 1))
    turn = _TURNS.get(orientation)
    return image if turn is None else cast(ImageArray, cv2.rotate(image, turn))


def _decode_by_pillow(data: bytes, formats: tuple[str, ...], *, tolerant: bool = False) -> StillImage:
    try:
        with warnings.catch_warnings(), _pillow_lock:
            # what Pillow warns of is either harmless here (odd EXIF) or followed by an error
            warnings.simplefilter("ignore")
            ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
            try:
                image: Image.Image = Image.open(io.BytesIO(data), formats=formats)
                check_size(image.size)
                if tolerant and image.width * image.height > _MOST_PIXELS_PER_BYTE * len(data):
                    raise SourceError(_DAMAGED)
                _refuse_raw(image)
                remark = _remark(image)
                if _is_hdr(image):
                    return StillImage(_tone_mapped_heif(data, image.info), remark)
                image.load()
                return StillImage(_to_bgr(ImageOps.exif_transpose(image)), remark)
            finally:
                ImageFile.LOAD_TRUNCATED_IMAGES = False
    except SourceError:
        raise
    except UnidentifiedImageError as error:
        raise SourceError(_NOT_READ) from error
    except Exception as error:  # its decoders raise whatever damaged bytes lead them to
        raise SourceError(f"{_DAMAGED} ({error})") from error


def check_size(size_wh: tuple[int, int]) -> None:
    """Raise `SourceError` for an image of more than `MOST_PIXELS`."""
    width, height = size_wh
    if width * height > MOST_PIXELS:
        raise SourceError(
            f"too large: {width:,} x {height:,} pixels; {MOST_PIXELS // 1_000_000} million are the most that is"
            " read, so make it smaller or cut it into parts"
        )


def _refuse_raw(image: Image.Image) -> None:
    """Refuse camera RAW that goes by another ending: the image that Pillow sees in it is a small preview."""
    tags = getattr(image, "tag_v2", {})
    if _DNG_VERSION in tags or (tags.get(_SUBFILE_TYPE, 0) & 1 and _SUB_IFDS in tags):
        raise SourceError(RAW)


def _remark(image: Image.Image) -> str | None:
    """Return what to say of a file that holds more than one image."""
    try:
        count = getattr(image, "n_frames", 1)
    except Exception:  # the first may be whole all the same
        return None
    if count < 2:
        return None
    if image.format == "MPO" and not _is_stereo(image):  # a telephone's photograph with a map of its brightness
        return None
    if image.format == "PSD":  # layers, of which the whole is made
        return None
    if image.format in ("TIFF", "MPO", "HEIF"):
        return f"holds {count} images; the first is analysed"
    return f"moves: the first of its {count} images is analysed; opened as a video it gives all of them"


def _is_stereo(image: Image.Image) -> bool:
    """Return whether the further images of an MPO file are views of the same kind as the first."""
    entries = cast("dict[int, list[dict[str, dict[str, str]]]]", getattr(image, "mpinfo", {})).get(0xB002, [])
    return any(entry.get("Attribute", {}).get("MPType", "").startswith("Multi-Frame") for entry in entries[1:])


def _in_part(image: ImageArray, why: str = _LACKS_END) -> StillImage:
    """Return an image of which a part is missing or damaged with a remark on it.

    Args:
        image: with one colour where nothing is known.
        why: the beginning of the remark.

    Raises:
        SourceError: next to nothing is there.
    """
    missing = _missing_share(image)
    if missing > 1.0 - _LEAST_SHARE:
        raise SourceError(f"{_DAMAGED}: next to nothing of it can be read")
    how_much = f"; as much as {missing:.0%} of the image" if missing >= 0.01 else ""
    return StillImage(image, why + how_much, is_whole=False)


def _missing_share(image: ImageArray) -> float:
    """Return the share of the rows that a decoder may have filled up: all alike, at the end or (BMP) at the start."""
    image = image[:, :: -(-image.shape[1] // _COLUMNS_COMPARED)]
    below, above = ((image != row).any(axis=(1, 2)) for row in (image[-1], image[0]))
    if not below.any():
        return float(any((image[-1] == fill).all() for fill in _FILLS))
    return max(int(below[::-1].argmax()), int(above.argmax())) / len(image)


def _formats_for(data: bytes, name: str) -> tuple[str, ...]:
    """Return which of Pillow's formats a file may have."""
    if is_heif(data[:HEAD_BYTES]):
        # imported late, since few folders hold any
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
        return ("HEIF",)
    return (*_FORMATS, "TGA") if name.lower().endswith(_TGA) else _FORMATS


def _is_hdr(image: Image.Image) -> bool:
    """Return whether a HEIF image says so of itself; what it tells of colours is what a video tells."""
    if image.format != "HEIF" or "nclx_profile" not in image.info:
        return False
    from .tone_mapping import needs_tone_mapping

    return needs_tone_mapping(*_colour_tags(image.info))


def _tone_mapped_heif(data: bytes, info: dict[Any, Any]) -> ImageArray:
    """Return an HDR image as a screen shows it, from all of its bits; Pillow would take the upper eight."""
    from pillow_heif import open_heif

    from .tone_mapping import map_tones

    signal = np.asarray(open_heif(io.BytesIO(data), convert_hdr_to_8bit=False, bgr_mode=True))[..., :3]
    if signal.dtype == np.uint8:
        signal = signal.astype(np.uint16) * 257
    return map_tones(np.ascontiguousarray(signal), *_colour_tags(info))


def _colour_tags(info: dict[Any, Any]) -> tuple[int, int]:
    """Return transfer characteristics and primaries (ITU-T H.273) of a HEIF image."""
    profile = info["nclx_profile"]
    return int(profile["transfer_characteristics"]), int(profile["color_primaries"])


def _to_bgr(image: Image.Image) -> ImageArray:
    if image.mode in _DEEP_GREY_MODES:
        return cv2.cvtColor(_to_8_bits(np.asarray(image)), cv2.COLOR_GRAY2BGR)  # type: ignore[return-value]
    return cv2.cvtColor(np.asarray(on_white(image)), cv2.COLOR_RGB2BGR)  # type: ignore[return-value]


def on_white(image: Image.Image) -> Image.Image:
    """Return an image of Pillow's as RGB, with what is transparent on white."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, _GROUND_RGB)
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")


def _to_8_bits(grey: np.ndarray) -> ImageArray:
    """Convert 16-bit, 32-bit or float grey values to 8 bits; Pillow would cut off all above 255."""
    if np.issubdtype(grey.dtype, np.floating):
        scale = 255.0 if grey.max(initial=0.0) <= 1.0 else 1.0
    else:
        scale = 255.0 / 65535.0
    return cast(ImageArray, np.clip(grey * scale + 0.5, 0, 255).astype(np.uint8))
