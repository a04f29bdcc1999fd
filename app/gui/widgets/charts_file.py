"""The charts as a file: an image, numbers, or one page with title, source, date, settings, limits; always in light."""

from __future__ import annotations

import csv
import html
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QBuffer, QIODevice, QPoint, QRect
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtSvg import QSvgGenerator

from inference.attributes import ETHNICITIES, GENDERS
from inference.sinks.summary import LIMITS

from ..playback.statistics import AGE_BIN_YEARS, Statistics
from . import icons
from .charts_panel import ChartsPanel
from .theme import GRID, LIGHT, style_sheet

CHART_ENDINGS = (".png", ".jpg", ".svg", ".csv", ".html")
_WIDTH, _SCALE = 90 * GRID, 2.0


@dataclass(frozen=True, slots=True)
class ChartsOrigin:
    """What the page says of where the charts come from.

    Attributes:
        source: name of the file or stream.
        settings: sentences on how it was analysed, and what part of it.
        version: of FaceLens.
    """

    source: str
    settings: tuple[str, ...]
    version: str


def charts_file(ending: str, statistics: Statistics, hidden: frozenset[str], origin: ChartsOrigin) -> bytes:
    """Return the charts as a file; to be called in the window's thread, since widgets draw them.

    Args:
        ending: one of `CHART_ENDINGS`.
        statistics: what there is.
        hidden: attributes that are left out.
        origin: where it comes from.

    Returns:
        Empty where the ending has no format.
    """
    ending = ending.lower()
    if ending == ".csv":
        return _numbers(statistics, hidden).encode()
    if ending not in CHART_ENDINGS:
        return b""
    panel = ChartsPanel(LIGHT)
    panel.setStyleSheet(style_sheet(LIGHT, icons.FOLDER))
    panel.resize(_WIDTH, 100 * GRID)
    panel.show_statistics(statistics, hidden)
    panel.ensurePolished()
    panel.grab()  # lays everything out as if it were shown
    try:
        if ending == ".svg":
            return _svg(panel)
        if ending == ".html":
            return _page(_svg(panel).decode(), origin).encode()
        return _image(panel, ending[1:])
    finally:
        panel.deleteLater()


def _image(panel: ChartsPanel, kind: str) -> bytes:
    size = panel.page_size
    image = QImage(round(size.width() * _SCALE), round(size.height() * _SCALE), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    painter = QPainter(image)
    panel.paint_page(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return buffer.data().data()


def _svg(panel: ChartsPanel) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(panel.page_size)
    generator.setViewBox(QRect(QPoint(), panel.page_size))
    generator.setTitle("FaceLens")
    painter = QPainter(generator)
    panel.paint_page(painter)
    painter.end()
    return buffer.data().data()


def _numbers(statistics: Statistics, hidden: frozenset[str]) -> str:
    """Return what the charts show as rows of `chart,group,series,value`, so that one table holds all of them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("chart", "group", "series", "value"))
    if statistics.people is not None:
        writer.writerow(("total", "all", "people", statistics.people))
    if statistics.mean_age is not None and "age" not in hidden:
        writer.writerow(("total", "all", "mean_age", round(statistics.mean_age, 2)))
    if "age" not in hidden:
        for number, counts in enumerate(statistics.ages_by_gender.T):
            band = f"{number * AGE_BIN_YEARS}-{(number + 1) * AGE_BIN_YEARS - 1}"
            series = {"all": counts.sum()} if "gender" in hidden else dict(zip(GENDERS, counts, strict=True))
            writer.writerows(("ages", band, name, count) for name, count in series.items())
    if "ethnicity" not in hidden:
        writer.writerows(
            ("ethnicity", name, "people", count)
            for name, count in zip(ETHNICITIES, statistics.ethnicities, strict=True)
        )
    courses = [("people_in_view", statistics.people_over_time)]
    courses += [] if "age" in hidden else [("mean_age_in_view", statistics.age_over_time)]
    unit = "time_s" if statistics.has_time else "image"
    for name, values in courses:
        for when, value in zip(statistics.times_s, values, strict=True):
            writer.writerow((name, f"{unit}={when:g}", "mean", round(float(value), 3) if np.isfinite(value) else ""))
    return text.getvalue()


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; color: #1c1c24; background: #f4f4f7; margin: 0 auto; max-width: 760px;
padding: 32px 20px; }}
h1 {{ font-size: 24px; margin: 0 0 4px; overflow-wrap: anywhere; }}
p {{ margin: 4px 0; color: #5d5d6b; overflow-wrap: anywhere; }}
main {{ background: #fff; border: 1px solid #dcdce4; border-radius: 12px; margin: 20px 0; overflow: hidden; }}
svg {{ display: block; width: 100%; height: auto; }}
</style></head><body>
<h1>{title}</h1><p>{made}</p>
<main>{svg}</main>
{notes}
</body></html>
"""


def _page(svg: str, origin: ChartsOrigin) -> str:
    notes = (*origin.settings, LIMITS)
    made = f"Made by FaceLens {origin.version} on {datetime.now():%Y-%m-%d %H:%M}"
    return _PAGE.format(
        title=html.escape(f"People in {Path(origin.source).name or origin.source}"),
        made=html.escape(f"{made} from {origin.source}"),
        svg=svg[svg.index("<svg") :],
        notes="\n".join(f"<p>{html.escape(note)}</p>" for note in notes),
    )
