"""Converts decoded images to upright BGR arrays with square pixels."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from typing import Any, cast

import cv2
import numpy as np
from av.buffer import Buffer
from av.sidedata.sidedata import Type as SideDataType
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import Colorspace, VideoReformatter
from numpy.typing import NDArray

from ..types import ImageArray
from .tone_mapping import map_tones, needs_tone_mapping

_COLORSPACE_UNSPECIFIED = 2
_FULL_RANGE = 2  # AVCOL_RANGE_JPEG of FFmpeg
# chroma without a colour
_MIDDLE = 128.0
# from this height on, images without a tag are BT.709: so every player takes them
_HD_HEIGHT = 720
# aspect ratios of a pixel that are worth a rescaling, and those that can only be a mistake of the file
_SQUARE_TOLERANCE = 0.01
_MAX_PIXEL_ASPECT = 4.0
# 1 in a display matrix, which is in fixed-point numbers
_MATRIX_ONE = 1 << 16


class ImageConverter:
    """A converter of images of any pixel format, for one thread at a time.

    One converter serves one source: it keeps the scaler's tables from image to image, and copes with
    images that change their size or format on the way. One thread inside it: measured on two cores, more
    threads cost processor time and gain nothing, since the decoder's threads already fill the cores.
    """

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()
        self._rotation: int | None = None
        self._matrix: tuple[int, int, int, int] | None = None

    def __call__(self, image: VideoFrame, pixel_aspect: float = 1.0) -> ImageArray:
        """Return the upright image, (H, W, 3) uint8 BGR; what is transparent is put on white, HDR is tone-mapped.

        Args:
            image: as it came from the decoder.
            pixel_aspect: width of a pixel over its height.

        Raises:
            av.FFmpegError, ValueError: the pixel format can't be converted.
        """
        size = _square_size(image, pixel_aspect)
        if needs_tone_mapping(image.color_trc, image.color_primaries):
            bgr = self._tone_mapped(image, size)
        elif image.format.name == "nv12" and size == (image.width, image.height) and not any(n % 2 for n in size):
            bgr = of_nv12(image)
        else:
            is_untagged_hd = image.colorspace == _COLORSPACE_UNSPECIFIED and image.height >= _HD_HEIGHT
            bgr = cast(
                ImageArray, self._reformatted(image, size, "bgr24", Colorspace.ITU709 if is_untagged_hd else None)
            )
        if _has_alpha(image.format.name):
            bgr = _on_white(bgr, self._reformatted(image, size, "bgra")[..., 3])
        return _upright(bgr, self._display_matrix(image))

    def _tone_mapped(self, image: VideoFrame, size: tuple[int, int]) -> ImageArray:
        is_untagged = image.colorspace == _COLORSPACE_UNSPECIFIED
        signal = self._reformatted(image, size, "bgr48le", Colorspace.BT2020 if is_untagged else None)
        return map_tones(cast(NDArray[np.uint16], signal), image.color_trc, image.color_primaries)

    def _reformatted(
        self, image: VideoFrame, size: tuple[int, int], pixel_format: str, colorspace: Colorspace | None = None
    ) -> NDArray[Any]:
        """Convert to an RGB format; the colour space is that of the image, its own where None."""
        width, height = size
        converted = self._reformatter.reformat(
            image, width=width, height=height, format=pixel_format, src_colorspace=colorspace, threads=1
        )
        return converted.to_ndarray()

    def upright_size(self, image: VideoFrame, pixel_aspect: float = 1.0) -> tuple[int, int]:
        """Return width and height of the converted image, pixels."""
        width, height = _square_size(image, pixel_aspect)
        return (height, width) if _swaps_axes(self._display_matrix(image)) else (width, height)

    def _display_matrix(self, image: VideoFrame) -> tuple[int, int, int, int] | None:
        """Return the image's display matrix, looked up anew only where the rotation changes.

        In PyAV, an image whose side data was looked at forms a cycle with it: its megabytes stay until the
        garbage collector comes by.
        """
        if image.rotation != self._rotation:
            self._rotation, self._matrix = image.rotation, _display_matrix(image)
        return self._matrix


def of_nv12(image: VideoFrame) -> ImageArray:
    """Convert what a GPU has decoded: FFmpeg's scaler takes several times as long for this format.

    OpenCV knows the matrix of BT.601 for limited range alone. Others are brought to it first, which is cheap: it
    takes a sum at full size, and products for the quarter of it that chroma has.

    Args:
        image: in the format NV12, one chroma sample (u, v) for two by two pixels; width and height are even.

    Returns:
        (H, W, 3) uint8 BGR; within a grey level or two of the scaler's, but for edges of colours.
    """
    height, width = image.height, image.width
    luma: NDArray[np.uint8] = _plane(image.planes[0], height)[:, :width]
    chroma: NDArray[np.uint8] = _plane(image.planes[1], height // 2)[:, :width].reshape(height // 2, width // 2, 2)
    is_bt709 = image.colorspace == Colorspace.ITU709 or (
        image.colorspace == _COLORSPACE_UNSPECIFIED and height >= _HD_HEIGHT
    )
    is_full = image.color_range == _FULL_RANGE
    if is_bt709 or is_full:
        gain, of_chroma, chroma_matrix = _to_limited_bt601(is_bt709=is_bt709, is_full=is_full)
        shift = cv2.resize(cv2.transform(chroma, of_chroma), (width, height), interpolation=cv2.INTER_LINEAR)
        luma = cast(NDArray[np.uint8], cv2.addWeighted(luma, gain, shift, 1.0, -_MIDDLE))
        chroma = cast(NDArray[np.uint8], cv2.transform(chroma, chroma_matrix))
    return cast(ImageArray, cv2.cvtColorTwoPlane(luma, chroma, cv2.COLOR_YUV2BGR_NV12))


def _plane(plane: VideoPlane, rows: int) -> NDArray[np.uint8]:
    return np.frombuffer(memoryview(plane), np.uint8)[: rows * plane.line_size].reshape(rows, plane.line_size)


@functools.cache
def _to_limited_bt601(*, is_bt709: bool, is_full: bool) -> tuple[float, NDArray[np.float32], NDArray[np.float32]]:
    """Return what makes bytes Y, U, V into those of BT.601 in limited range: of the same colours.

    Returns:
        The gain of luma; (1, 3) from U, V and 1 to what is added to luma, plus `_MIDDLE`; (2, 3) from U, V and 1
        to U, V.
    """
    here, there = _yuv_to_bgr(is_bt709=is_bt709, is_full=is_full), _yuv_to_bgr(is_bt709=False, is_full=False)
    whole = np.linalg.solve(there[:, :3], np.column_stack([here[:, :3], here[:, 3] - there[:, 3]]))
    of_chroma = whole[:1, 1:] + np.array([[0.0, 0.0, _MIDDLE]])
    return float(whole[0, 0]), of_chroma.astype(np.float32), whole[1:, 1:].astype(np.float32)


def _yuv_to_bgr(*, is_bt709: bool, is_full: bool) -> NDArray[np.float64]:
    """Return the (3, 4) matrix from bytes Y, U, V and 1 to B, G, R (ITU-R BT.601 and BT.709)."""
    red, blue = (0.2126, 0.0722) if is_bt709 else (0.299, 0.114)
    green = 1 - red - blue
    luma, chroma, black = (1.0, 1.0, 0.0) if is_full else (255 / 219, 255 / 224, 16.0)
    of_u = np.array([2 * (1 - blue), -2 * (1 - blue) * blue / green, 0.0]) * chroma
    of_v = np.array([0.0, -2 * (1 - red) * red / green, 2 * (1 - red)]) * chroma
    of_y = np.full(3, luma)
    shift = -black * of_y - _MIDDLE * (of_u + of_v)
    return np.stack([of_y, of_u, of_v, shift], axis=1)


@functools.cache
def _has_alpha(pixel_format: str) -> bool:
    return any(component.is_alpha for component in VideoFormat(pixel_format).components)


def _on_white(bgr: ImageArray, alpha: ImageArray) -> ImageArray:
    """Put an image on white, as still images are: invisible faces are none, and dark hair doesn't melt into black.

    Args:
        bgr: (H, W, 3) uint8, not multiplied by `alpha`.
        alpha: (H, W) uint8, 0 where nothing is seen.
    """
    if alpha.min(initial=255) == 255:
        return bgr
    # what is missing to white, so that no part of it is left where nothing is seen
    missing = cv2.multiply(cv2.bitwise_not(bgr), cv2.merge([alpha, alpha, alpha]), scale=1 / 255)
    return cast(ImageArray, cv2.bitwise_not(missing))


def _square_size(image: VideoFrame, pixel_aspect: float) -> tuple[int, int]:
    """Return the size with square pixels; the side that is too short grows, so that no detail is lost."""
    is_square = abs(pixel_aspect - 1) <= _SQUARE_TOLERANCE
    if is_square or not 1 / _MAX_PIXEL_ASPECT <= pixel_aspect <= _MAX_PIXEL_ASPECT:
        return image.width, image.height
    if pixel_aspect > 1:
        return round(image.width * pixel_aspect), image.height
    return image.width, round(image.height / pixel_aspect)


def _display_matrix(image: VideoFrame) -> tuple[int, int, int, int] | None:
    """Return the linear part (a, b, c, d) of the container's display matrix, None where there is none.

    A stored pixel (x, y) is shown at (a x + c y, b x + d y) (ISO/IEC 14496-12, `tkhd`).
    """
    try:
        # PyAV's type information knows one kind of side data only
        raw = cast(Mapping[SideDataType, Buffer], image.side_data).get(SideDataType.DISPLAYMATRIX)
    except ValueError:  # there is some of a kind that PyAV does not know, such as a camera's EXIF
        return _turn_matrix(image.rotation)
    if raw is None:
        return None
    matrix = np.frombuffer(bytes(raw), dtype=np.int32)
    return int(matrix[0]), int(matrix[1]), int(matrix[3]), int(matrix[4])


def _turn_matrix(degrees: float) -> tuple[int, int, int, int]:
    """Return the linear part of the display matrix that turns an image counter-clockwise."""
    radians = math.radians(degrees)
    cos, sin = round(_MATRIX_ONE * math.cos(radians)), round(_MATRIX_ONE * math.sin(radians))
    return cos, -sin, sin, cos


def _swaps_axes(matrix: tuple[int, int, int, int] | None) -> bool:
    return matrix is not None and abs(matrix[1]) > abs(matrix[0])


def _upright(image: ImageArray, matrix: tuple[int, int, int, int] | None) -> ImageArray:
    """Apply a display matrix, to the nearest of the eight ways to turn and mirror an image."""
    if matrix is None:
        return image
    a, b, c, d = matrix
    mirror_x, mirror_y = a < 0, d < 0
    if _swaps_axes(matrix):
        image = cast(ImageArray, cv2.transpose(image))
        mirror_x, mirror_y = c < 0, b < 0
    if mirror_x or mirror_y:
        flip_code = -1 if mirror_x and mirror_y else int(mirror_x)
        image = cast(ImageArray, cv2.flip(image, flip_code))
    return image
