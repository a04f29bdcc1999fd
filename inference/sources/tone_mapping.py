"""High dynamic range and wide colours for a screen that shows BT.709.

What is as bright as paper in HDR (203 cd/m², ITU-R BT.2408) is white here, up to there colours stay what they are;
highlights, which a screen can't show, are compressed into the last tenth. Both steps from signals to light and
back are tables and the one between them is a 3 x 3 matrix: measured at 1080p, 15 ms of processor time an image more
than for ordinary 10-bit video. FFmpeg's own tone mapping (libswscale) takes 50 ms, and 3.7 s to prepare.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorTrc
from numpy.typing import NDArray

from ..types import ImageArray

_Signal = NDArray[np.float64]

_WHITE_CD_M2 = 203.0
# light is stored in 16 bits up to this multiple of white: 1000 cd/m², the peak of most masters
_PEAK = 1000.0 / _WHITE_CD_M2
_KNEE = 0.6
_MAX_16 = 65535.0

# linear RGB of other primaries to that of BT.709, rows and columns R, G, B (from the chromaticities in ITU-R BT.2020,
# SMPTE EG 432-1 and BT.709, all with white D65)
_TO_BT709 = {
    int(ColorPrimaries.BT2020): ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187)),
    int(ColorPrimaries.SMPTE432): ((1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979)),
}


@dataclass(frozen=True, slots=True)
class _Transfer:
    """How a signal tells light.

    Attributes:
        to_light: signal 0..1 to light, white being 1.
        to_signal: light 0..1 to the signal of BT.709 that has it look alike.
        has_highlights: the light may exceed white.
    """

    to_light: Callable[[_Signal], _Signal]
    to_signal: Callable[[_Signal], _Signal]
    has_highlights: bool


def _pq_to_light(signal: _Signal) -> _Signal:
    """EOTF of SMPTE ST 2084: light on the screen."""
    power = signal ** (32 / 2523)
    over, under = np.maximum(power - 3424 / 4096, 0), 2413 / 128 - 2392 / 128 * power
    return 10_000 / _WHITE_CD_M2 * (over / under) ** (8192 / 1305)


def _hlg_to_light(signal: _Signal) -> _Signal:
    """Inverse OETF of HLG (ITU-R BT.2100): light in the scene. Its white is the signal 0.75 (BT.2408)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    light = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    white = (np.exp((0.75 - c) / a) + b) / 12
    return cast(_Signal, light / white)


def _screen_to_signal(light: _Signal) -> _Signal:
    """Inverse EOTF of ITU-R BT.1886, gamma 2.4: for light on a screen."""
    return light ** (1 / 2.4)


def _scene_to_signal(light: _Signal) -> _Signal:
    """OETF of ITU-R BT.709, for light in a scene. A screen of either kind darkens what is between alike."""
    return cast(_Signal, np.where(light < 0.018, 4.5 * light, 1.099 * light**0.45 - 0.099))


_PQ = _Transfer(_pq_to_light, _screen_to_signal, True)
_HLG = _Transfer(_hlg_to_light, _scene_to_signal, True)
_SDR = _Transfer(lambda signal: signal**2.4, _screen_to_signal, False)
# by numbers, since a damaged file may name any
_HDR = {int(ColorTrc.SMPTE2084): _PQ, int(ColorTrc.ARIB_STD_B67): _HLG}


def needs_tone_mapping(color_trc: int, color_primaries: int) -> bool:
    """Return whether an image with these tags (ITU-T H.273) is HDR (PQ or HLG), or has the colours of BT.2020."""
    return color_trc in _HDR or color_primaries == ColorPrimaries.BT2020


def map_tones(signal_bgr: NDArray[np.uint16], color_trc: int, color_primaries: int) -> ImageArray:
    """Convert to what a BT.709 screen shows.

    Args:
        signal_bgr: (H, W, 3) uint16 BGR signals as in the video, full range.
        color_trc, color_primaries: what the video says of them (ITU-T H.273). Primaries that are not told are those
            of BT.2020, as HDR has them.

    Returns:
        (H, W, 3) uint8 BGR.
    """
    to_light, to_signal = _tables(color_trc)
    light = cv2.LUT(signal_bgr, to_light)
    matrix = _matrix_bgr(color_primaries)
    light = light if matrix is None else cv2.transform(light, matrix)
    return cast(ImageArray, cv2.LUT(light, to_signal))


@functools.cache
def _tables(color_trc: int) -> tuple[NDArray[np.uint16], ImageArray]:
    """Return light as 16 bits for each 16-bit signal, and the 8-bit signal for each 16-bit light."""
    transfer = _HDR.get(color_trc, _SDR)
    steps = np.arange(65536) / _MAX_16
    peak = _PEAK if transfer.has_highlights else 1.0
    light = np.clip(transfer.to_light(steps) / peak, 0, 1)
    shown = _compressed(steps * peak) if transfer.has_highlights else steps
    signal = np.clip(transfer.to_signal(shown), 0, 1)
    return (light * _MAX_16 + 0.5).astype(np.uint16), (signal * 255 + 0.5).astype(np.uint8)


def _compressed(light: _Signal) -> _Signal:
    """Leave light up to the knee as it is, and lead what is above smoothly to 1 at the peak (extended Reinhard)."""
    over, most = (light - _KNEE) / (1 - _KNEE), (_PEAK - _KNEE) / (1 - _KNEE)
    curve = over * (1 + over / most**2) / (1 + np.maximum(over, 0))
    return np.where(light <= _KNEE, light, _KNEE + (1 - _KNEE) * curve)


@functools.cache
def _matrix_bgr(color_primaries: int) -> NDArray[np.float32] | None:
    is_told = color_primaries != ColorPrimaries.UNSPECIFIED
    rgb = _TO_BT709.get(color_primaries if is_told else int(ColorPrimaries.BT2020))
    return None if rgb is None else np.ascontiguousarray(np.array(rgb, np.float32)[::-1, ::-1])
