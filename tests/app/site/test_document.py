"""A site file that is changed by hand: what is said changes, comments and order stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.site.document import SiteDocument, source_name
from app.site.reading import read_site
from inference.errors import SinkError, UsageError
from inference.scenes import Line, Zone
from inference.settings import AnalysisSettings, ModelChoice

TEXT = """\
# the museum
[site]
name = "museum"  # as the sign says

[[source]]
name = "door"
url = "rtsp://192.0.2.7/door"
[[source.line]]
name = "entrance"  # where the mat lies
points = [[0.1, 0.6], [0.9, 0.6]]

[[source]]
name = "hall"
url = "demo"
# what happens
[[event]]
on = "line_crossed"
line = "entrance"
webhook = "http://127.0.0.1:9000/hook"
"""
SQUARE = Zone("shelf", ((0.2, 0.2), (0.6, 0.2), (0.6, 0.8)), dwell_s=10.0)
ENTRANCE = Line("entrance", ((0.1, 0.6), (0.9, 0.6)))
MASK = ((0.0, 0.0), (0.3, 0.0), (0.3, 0.2))
COMMENTS = ("# the museum", "# as the sign says", "# where the mat lies", "# what happens")


def test_shapes_are_added_to_their_source_alone_and_comments_stay():
    document = SiteDocument(TEXT)
    exit_ = Line("exit", ((0.12345678, 0.5), (0.9, 0.5)))
    changed = document.with_scene("hall", [exit_], [SQUARE], [MASK]).with_scene("door", [ENTRANCE, exit_], [], [])
    door, hall = changed.configuration.sources
    assert door.lines == (ENTRANCE, Line("exit", ((0.1235, 0.5), (0.9, 0.5))))
    assert (door.zones, door.masks) == ((), ())
    assert ([line.name for line in hall.lines], hall.zones, hall.masks) == (["exit"], (SQUARE,), (MASK,))
    assert changed.configuration.rules == document.configuration.rules
    assert all(comment in changed.text for comment in COMMENTS)
    # and back again
    back = changed.with_scene("hall", [], [], []).with_scene("door", [ENTRANCE], [], [])
    assert back.configuration == document.configuration
    assert all(comment in back.text for comment in COMMENTS)


def test_a_renamed_line_is_renamed_where_events_name_it():
    renamed = SiteDocument(TEXT).with_scene(
        "door", [Line("gate", ENTRANCE.points)], [], [], renamed=("line", "entrance", "gate")
    )
    assert renamed.configuration.rules[0].lines == ("gate",)
    assert renamed.configuration.sources[0].lines[0].name == "gate"
    assert "# where the mat lies" in renamed.text


def test_what_an_event_needs_can_not_be_deleted():
    with pytest.raises(UsageError, match="names no line: 'entrance'"):
        SiteDocument(TEXT).with_scene("door", [], [], [])


def test_sources_come_and_go():
    document = SiteDocument(TEXT).with_sources(["demo", "/videos/a b.mp4"]).without_source("hall")
    assert document.names == ("door", "demo", "a b")
    assert document.configuration.rules
    with pytest.raises(UsageError, match="has at least one"):
        SiteDocument.of_sources(["demo"], "one", AnalysisSettings()).without_source("demo")


def test_a_site_of_several_files_says_how_they_are_analysed(tmp_path):
    settings = AnalysisSettings(model=ModelChoice.SMALL, min_face_px=30.0)
    document = SiteDocument.of_sources(["demo", "demo", "camera:0"], "several", settings)
    saved = document.saved(tmp_path / "several.toml")
    read = read_site(tmp_path / "several.toml")
    assert saved.configuration == read
    assert [source.name for source in read.sources] == ["demo", "demo 2", "camera:0"]
    assert (read.analysis.model, read.analysis.min_face_px) == (ModelChoice.SMALL, 30.0)


def test_a_file_that_can_not_be_written_is_told_and_the_old_one_stays(tmp_path):
    document = SiteDocument(TEXT)
    with pytest.raises(SinkError, match="can't be written"):
        document.saved(tmp_path / "nowhere" / "site.toml")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("rtsp://user:secret@192.0.2.7:554/door?token=1", "192.0.2.7:554 door"),
        ("/videos/film.mp4", "film"),
        ("camera:0", "camera:0"),
        ("C:\\videos\\#1+2.mkv", None),
        ("/" + 200 * "x", None),
    ],
)
def test_sources_are_named_so_that_a_file_may_say_it(url, expected):
    name = source_name(url, [])
    assert expected is None or name == expected
    assert "secret" not in name
    SiteDocument.of_sources([url], Path("site").stem, AnalysisSettings())
