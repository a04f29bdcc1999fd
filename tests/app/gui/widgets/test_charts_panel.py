"""Charts that answer, hide what is hidden, and are written as files."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtSvg import QSvgRenderer

from app.gui.playback.session import Session
from app.gui.playback.statistics import NOTHING
from app.gui.widgets.charts_file import ChartsOrigin, charts_file
from app.gui.widgets.charts_panel import ChartsPanel, count_ticks, percentage
from app.gui.widgets.theme import LIGHT
from inference.types import FrameResult, SourceInfo, SourceKind

ORIGIN = ChartsOrigin("/films/a <b>.mp4", ("Counted: seen twice.",), "9.9")
STATISTICS = replace(
    NOTHING,
    people=3,
    mean_age=41.25,
    ages_by_gender=np.array([[0, 0, 1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 1, 0, 0, 0, 0]]),
    ethnicities=np.array([2, 0, 1, 0, 0]),
    times_s=np.arange(0.0, 100.0),
    people_over_time=np.where(np.arange(100) < 50, 2.0, np.nan),
    age_over_time=np.full(100, 40.0),
    frames=100,
    rule="seen twice",
)


@pytest.fixture
def panel(qtbot):
    widget = ChartsPanel(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(360, 900)
    widget.show_statistics(STATISTICS, frozenset())
    widget.show()
    return widget


def test_what_is_hidden_is_in_no_chart(panel):
    assert panel.visible_charts == 4
    panel.show_statistics(STATISTICS, frozenset({"age"}))
    assert panel.visible_charts == 2
    assert panel._mean_age.isHidden()
    panel.show_statistics(STATISTICS, frozenset({"age", "gender", "ethnicity"}))
    assert panel.visible_charts == 1
    panel.show_statistics(STATISTICS, frozenset({"gender"}))
    assert panel._legend.isHidden()
    assert panel._ages.words(25, 0) == "20–29:  2"


def test_the_pointer_is_told_the_values(panel):
    assert panel._ages.words(25, 0) == "20–29:  Male 1, Female 1"
    assert panel._ethnicities.words(5, -2.2) == "Asian: 1 of 3"
    assert panel._in_view.words(10.4, 0) == "0:10  2.0 in view"
    assert "nothing analysed" in panel._in_view.words(70, 0)


def test_a_click_goes_to_the_time_and_a_drag_chooses_a_stretch(panel, qtbot):
    clicked, chosen = [], []
    panel.time_chosen.connect(clicked.append)
    panel.range_chosen.connect(lambda *both: chosen.append(both))
    chart = panel._in_view.viewport()
    middle = QPoint(chart.width() // 2, 40)
    when = panel._in_view.place_of(QPointF(middle))[0]
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=middle)
    assert clicked == [pytest.approx(when)]
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=middle - QPoint(60, 0))
    ((first, last),) = chosen
    assert first < last == pytest.approx(when)


def test_one_person_is_a_person_and_the_rule_is_explained(panel):
    assert panel._captions[0].text() == "different people"
    assert "seen twice" in panel._people.toolTip()
    panel.show_statistics(replace(STATISTICS, people=1))
    assert panel._captions[0].text() == "person"


@pytest.mark.parametrize("highest", [1, 7, 42, 87, 99, 100, 101, 999, 12_345])
def test_an_axis_of_counts_always_has_ticks_beside_zero(highest):
    ticks = count_ticks(max(1.2, highest * 1.15))
    assert 2 <= len(ticks) <= 6
    assert ticks[0] == 0


@pytest.mark.parametrize(("share", "words"), [(0, "0%"), (0.3, "<1%"), (0.6, "1%"), (100, "100%")])
def test_a_bar_that_is_seen_is_not_said_to_be_nothing(share, words):
    assert percentage(share) == words


def test_charts_have_gaps_where_nothing_was_analysed():
    session = Session()
    info = SourceInfo("a.mp4", SourceKind.VIDEO, fps=25.0, duration_s=1800.0)
    for start in (0, 600, 1200):
        for index in range(25):
            session.add(info, FrameResult(25 * start + index, start + index / 25, "a.mp4"))
    statistics = session.statistics()
    known = statistics.times_s[np.isfinite(statistics.people_over_time)]
    assert known.tolist() == [0.0, 600.0, 1200.0]
    assert np.isnan(statistics.people_over_time).sum() == 2


# --- files -------------------------------------------------------------------------------------


def rows_of(hidden: frozenset[str] = frozenset()) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(charts_file(".csv", STATISTICS, hidden, ORIGIN).decode())))


def test_the_numbers_of_the_charts_as_a_table(qapp):
    rows = rows_of()
    assert {"chart": "ages", "group": "20-29", "series": "female", "value": "1"} in rows
    assert {"chart": "total", "group": "all", "series": "people", "value": "3"} in rows
    in_view = {row["group"]: row["value"] for row in rows if row["chart"] == "people_in_view"}
    assert (in_view["time_s=10"], in_view["time_s=70"]) == ("2.0", "")
    hidden = rows_of(frozenset({"age", "ethnicity"}))
    assert {row["chart"] for row in hidden} == {"total", "people_in_view"}


def test_the_charts_as_an_image_are_light(qapp):
    data = charts_file(".png", STATISTICS, frozenset(), ORIGIN)
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert image.shape[1] >= 1200
    assert np.median(image) > 240
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 20


def test_the_charts_as_a_drawing_and_as_a_page(qapp):
    drawing = charts_file(".svg", STATISTICS, frozenset(), ORIGIN)
    assert QSvgRenderer(drawing).isValid()
    page = charts_file(".html", STATISTICS, frozenset(), ORIGIN).decode()
    assert "<svg" in page
    for words in ("a &lt;b&gt;.mp4", "Counted: seen twice.", "FaceLens 9.9", "for counting crowds"):
        assert words in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_other_endings_have_no_format(qapp):
    assert charts_file(".xyz", STATISTICS, frozenset(), ORIGIN) == b""


def test_shares_and_the_mean_age_say_how_far_they_may_be_off(qtbot):
    from dataclasses import replace

    from app.gui.playback.film_statistics import shares_of, totals_of
    from app.gui.playback.statistics import NOTHING
    from inference.people import PersonEstimate

    known = [PersonEstimate(30.0 + number, number % 2, number % 3) for number in range(12)]
    mean_age, ages, ethnicities = totals_of(known)
    statistics = replace(
        NOTHING, people=12, frames=9, mean_age=mean_age, ages_by_gender=ages, ethnicities=ethnicities,
        shares=shares_of(tuple(known)),
    )  # fmt: skip
    panel = ChartsPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.show_statistics(statistics)
    low, high = re.match(r"(\d+) to (\d+) in 95", panel._mean_age.toolTip()).groups()
    assert int(low) < 35 < int(high)
    assert re.search(r"White: 4 of 12\nlikely \d+ to \d+ %", panel._ethnicities.words(1.0, 0.0))
