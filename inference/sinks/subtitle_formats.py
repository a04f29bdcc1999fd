"""The formats of subtitles: Advanced SubStation Alpha, which places them to the pixel, and WebVTT for web pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from html import escape
from typing import NamedTuple

from ..overlay.arrangement import PlacedLabel, Style
from ..overlay.labels import Run
from ..overlay.palette import NUM_COLOURS, Bgr, Swatch, mix, swatch_of
from ..overlay.stretches import Stretch

# rows after the first are a little smaller
_LOWER_ROW = 0.82
# what is bold in the overlay's font of many weights
_BOLD = 600
# ASS gives the height of a line, from the highest to the deepest letter; the overlay that of letters
_LINE_HEIGHT = 1.16
_FADED = 0.28
# the size of a browser's own subtitles, as a share of the shorter side of the video
_VTT_FONT = 0.05


class _Side(StrEnum):
    """Which side of a label keeps its place where another font makes it wider."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class _Anchor(NamedTuple):
    """The point of a label that keeps its place, pixels.

    Attributes:
        side: where it is from left to right.
        is_below: True at the lower edge of the label, False at the upper one.
    """

    x: float
    y: float
    side: _Side
    is_below: bool


def _anchor(placed: PlacedLabel, width: int) -> _Anchor:
    """Return the point that is nearest to the face: a player's font may be wider or higher than the overlay's."""
    left, top, right, bottom = placed.xyxy
    face = placed.face.detection.xyxy
    is_below = (top + bottom) / 2 < (face[1] + face[3]) / 2
    y = bottom if is_below else top
    offsets = {
        _Side.LEFT: abs(left - face[0]),
        _Side.CENTER: abs((left + right) / 2 - (face[0] + face[2]) / 2),
        _Side.RIGHT: abs(right - face[2]),
    }
    side = min(offsets, key=lambda one: offsets[one])
    if left >= face[2] or left <= 0:
        side = _Side.LEFT
    elif right <= face[0] or right >= width:
        side = _Side.RIGHT
    x = {_Side.LEFT: left, _Side.CENTER: (left + right) / 2, _Side.RIGHT: right}[side]
    return _Anchor(x, y, side, is_below)


def _swatch(placed: PlacedLabel) -> Swatch:
    return swatch_of(placed.face.number)


# --- Advanced SubStation Alpha -----------------------------------------------------------------

_ALIGNMENTS = {_Side.LEFT: 1, _Side.CENTER: 2, _Side.RIGHT: 3}
_STYLE_FORMAT = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
    "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    "Encoding"
)


def ass(stretches: Iterable[Stretch], size: tuple[int, int], title: str) -> Iterator[str]:
    """Yield the lines of a script in Advanced SubStation Alpha (v4.00+).

    Positions are pixels of the video as it is shown, upright and with square pixels, whatever is stored.
    """
    width, height = size
    style = Style.of(width, height)
    yield "[Script Info]\n; made by FaceLens\n"
    yield f"Title: {' '.join(title.split())}\nScriptType: v4.00+\n"
    yield f"PlayResX: {width}\nPlayResY: {height}\nLayoutResX: {width}\nLayoutResY: {height}\n"
    yield "WrapStyle: 2\nScaledBorderAndShadow: yes\nYCbCr Matrix: None\n\n"
    yield f"[V4+ Styles]\nFormat: {_STYLE_FORMAT}\n"
    pad = max(1, round(style.text * 0.3))
    # an opaque box in the colour of the outline, as wide as the text
    colours = "&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000"
    yield f"Style: Label,Arial,{style.text},{colours},0,0,0,0,100,100,0,0,3,{pad},0,7,0,0,0,1\n\n"
    yield "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    for stretch in stretches:
        start, end = _centiseconds(stretch.start_s), _centiseconds(stretch.end_s)
        if start < end:
            name = stretch.label.face.number or ""
            text = _ass_text(stretch.label, width, pad)
            yield f"Dialogue: 0,{_ass_time(start)},{_ass_time(end)},Label,{name},0,0,0,,{text}\n"


def _centiseconds(time_s: float) -> int:
    # rounded down: a frame that is shown at 0.033 s has its label, which begins at 0.03 s
    return max(0, math.floor(time_s * 100 + 1e-4))


def _ass_time(centiseconds: int) -> str:
    seconds, rest = divmod(centiseconds, 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:02d}"


def _ass_text(placed: PlacedLabel, width: int, pad: int) -> str:
    anchor, swatch = _anchor(placed, width), _swatch(placed)
    # the position is that of the text, around which lies the box
    x = anchor.x + {_Side.LEFT: pad, _Side.CENTER: 0, _Side.RIGHT: -pad}[anchor.side]
    y = anchor.y + (-pad if anchor.is_below else pad)
    alignment = _ALIGNMENTS[anchor.side] + (0 if anchor.is_below else 6)
    start = rf"{{\an{alignment}\pos({x:.0f},{y:.0f})\3c{_ass_colour(swatch.fill)}}}"
    rows = [
        rf"{{\fs{placed.text_px * _LINE_HEIGHT * (_LOWER_ROW if number else 1):.0f}}}"
        + " ".join(_ass_run(run, swatch) for run in row)
        for number, row in enumerate(placed.label)
    ]
    return start + r"\N".join(rows)


def _ass_run(run: Run, swatch: Swatch) -> str:
    colour = mix(swatch.text, swatch.fill, _FADED) if run.faded else swatch.text
    return rf"{{\b{int(run.weight >= _BOLD)}\1c{_ass_colour(colour)}}}{run.text}"


def _ass_colour(colour: Bgr) -> str:
    return "&H{:02X}{:02X}{:02X}&".format(*colour)


# --- WebVTT ------------------------------------------------------------------------------------


def vtt(stretches: Iterable[Stretch], size: tuple[int, int], title: str) -> Iterator[str]:
    """Yield the parts of a WebVTT file (W3C, 2019), cues by time; positions are shares of the video's width and height.

    Browsers that know no style sheets in such a file (Firefox) show labels in their own size and in white on black.
    """
    width, height = size
    yield f"WEBVTT {' '.join(title.split()).replace('-->', '-')}\n\n"
    text = Style.of(width, height).text * _LINE_HEIGHT / (_VTT_FONT * min(width, height))
    rules = [f"::cue {{ font-size: {100 * text:.1f}%; background-color: transparent }}"]
    for number in range(1, NUM_COLOURS + 1):
        fill, ink = (f"rgb{colour[::-1]}" for colour in swatch_of(number))
        rules.append(f"::cue(.{_class_of(number)}) {{ background-color: {fill}; color: {ink} }}")
    yield "STYLE\n" + "\n".join(rules) + "\n\n"
    # what is sorted is no more than what is written
    cues = sorted((_milliseconds(one.start_s), _vtt_cue(one, size)) for one in stretches)
    yield from (cue for _, cue in cues)


def _vtt_cue(stretch: Stretch, size: tuple[int, int]) -> str:
    start, end = _milliseconds(stretch.start_s), _milliseconds(stretch.end_s)
    if start >= end:
        return ""
    anchor = _anchor(stretch.label, size[0])
    # of a label's upper edge: browsers don't place the lower one
    x, y = anchor.x / size[0], stretch.label.place.y / size[1]
    place = f"line:{y:.2%} position:{min(max(x, 0.0), 1.0):.2%} align:{anchor.side}"
    rows = "\n".join(" ".join(map(_vtt_run, row)) for row in stretch.label.label)
    colours = _class_of(stretch.label.face.number or 1)
    return f"{_vtt_time(start)} --> {_vtt_time(end)} {place}\n<c.{colours}>{rows}</c>\n\n"


def _milliseconds(time_s: float) -> int:
    return max(0, math.floor(time_s * 1000 + 1e-3))


def _vtt_time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def _vtt_run(run: Run) -> str:
    text = escape(run.text, quote=False)
    return f"<b>{text}</b>" if run.weight >= _BOLD else text


def _class_of(person: int) -> str:
    return f"p{(person - 1) % NUM_COLOURS + 1}"


FORMATS: Mapping[str, Callable[[Iterable[Stretch], tuple[int, int], str], Iterator[str]]] = {".ass": ass, ".vtt": vtt}
