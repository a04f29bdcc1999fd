"""Several sources side by side, with their real threads and models, used as a person would."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QPushButton

from app.gui.dialogs.several import SeveralDialog
from app.gui.widgets.banner import Level
from app.site.reading import read_site
from app.site.states import Activity
from inference.settings import Privacy
from tests.conftest import SHARED_THREADS

from .conftest import click, drag

TEXT = """\
# in front of the shop
[site]
name = "shop"
[analysis]
engine = "cpu"
[[source]]
name = "street"
url = {clip!r}
[[source.line]]
name = "door"  # the mat
points = [[0.5, 1.0], [0.5, 0.0]]
[[event]]
on = "line_crossed"
line = "door"
webhook = "http://127.0.0.1:9/hook"
"""


def detail(tile) -> float:
    """How much detail the face in the middle of a tile's image has."""
    image = tile.rendered.image
    height, width = image.shape[:2]
    face = image[height // 3 : height * 3 // 4, width * 2 // 5 : width * 3 // 5, :3].astype(np.float32)
    return float(np.abs(np.diff(face, axis=1)).mean())


def is_analysed(tile) -> bool:
    return tile.rendered is not None and bool(tile.rendered.result.faces)


def press(widget, text: str) -> None:
    (button,) = [one for one in widget.findChildren(QPushButton) if one.text() == text]
    button.click()


def key(qtbot, window, code) -> None:
    qtbot.keyClick(window, code)


def test_sources_run_side_by_side_and_one_that_fails_says_so(open_site, until, standing, walking, qtbot):
    window = open_site(standing, walking, "/nowhere.mp4")
    tiles = window.wall.tiles
    assert list(tiles) == ["standing", "walking", "nowhere"]
    until(lambda: is_analysed(tiles["standing"]) and is_analysed(tiles["walking"]))
    until(lambda: "no such file" in tiles["nowhere"].message)
    assert tiles["standing"].state.activity is Activity.RUNNING
    until(lambda: tiles["standing"].facts.startswith("1 p"))
    until(lambda: tiles["walking"].state.activity is Activity.ENDED)
    assert tiles["walking"].message
    # a recording runs by the clock, the others go on, and what has ended can be played again
    tiles["walking"].again_asked.emit()
    until(lambda: tiles["walking"].state.activity is Activity.RUNNING and tiles["walking"].state.frames < 30)
    assert tiles["standing"].state.activity is Activity.RUNNING


def test_numbers_and_clicks_make_one_large_and_escape_leads_back(open_site, standing, qtbot):
    window = open_site(standing, standing, standing)
    first, second, third = window.wall.tiles.values()
    key(qtbot, window, Qt.Key.Key_2)
    assert second.width() > 2 * first.width()
    key(qtbot, window, Qt.Key.Key_9)  # there is none
    assert window.wall.large == second.name
    key(qtbot, window, Qt.Key.Key_Right)
    assert window.wall.large == third.name
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert window.wall.large == first.name
    key(qtbot, window, Qt.Key.Key_Escape)
    assert window.wall.large is None
    assert abs(first.width() - second.width()) <= 1


def test_faces_are_protected_in_every_tile_from_the_first_frame_on(sites, open_site, until, standing):
    protected = replace(sites.preferences, display=replace(sites.preferences.display, privacy=Privacy.BLUR))
    sites.set_preferences(protected)
    window = open_site(standing, standing)
    tiles = list(window.wall.tiles.values())
    until(lambda: all(is_analysed(tile) for tile in tiles))
    covered = [detail(tile) for tile in tiles]
    assert not any(tile.rendered.is_covered for tile in tiles)
    window.toggles["privacy"].trigger()
    assert sites.preferences.display.privacy is Privacy.NONE
    until(lambda: all(detail(tile) > 3 * before for tile, before in zip(tiles, covered, strict=True)))


def test_protection_that_is_switched_on_holds_for_the_images_that_are_shown(open_site, until, standing):
    window = open_site(standing)
    (tile,) = window.wall.tiles.values()
    until(lambda: is_analysed(tile))
    bare = detail(tile)
    shown = []
    window.renderer.show_before = window.renderer.take

    def take():
        ready = window.renderer.show_before()
        shown.extend(ready.values())
        return ready

    window.renderer.take = take
    window.toggles["privacy"].trigger()
    until(lambda: len(shown) > 3 and not shown[-1].is_covered)
    # covered as a whole until all of a frame was searched, then the face alone; never bare
    for rendered in shown:
        tile.show_rendered(rendered)
        assert detail(tile) < bare / 3


def test_a_line_is_drawn_counts_at_once_and_is_saved_when_asked(
    open_site, until, walking, qtbot, tmp_path, monkeypatch
):
    window = open_site(walking)
    (tile,) = window.wall.tiles.values()
    until(lambda: is_analysed(tile))
    key(qtbot, window, Qt.Key.Key_L)
    drag(qtbot, tile, (0.6, 0.95), (0.6, 0.05))
    assert window.wall.tool is None
    ((name, _), (line, _)) = window.panel.rows()
    assert (name, line) == ("walking", "Line 1")
    until(lambda: tile.state is not None and tile.state.activity is Activity.ENDED)
    until(lambda: window.panel.rows()[1][1].startswith("in 1"))
    assert window.isWindowModified()
    path = tmp_path / "made.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.actions_.save.trigger()
    (source,) = read_site(path).sources
    assert source.lines[0].points == (pytest.approx((0.6, 0.95), abs=0.01), pytest.approx((0.6, 0.05), abs=0.01))
    assert not window.isWindowModified()


def test_zones_and_masks_are_drawn_moved_renamed_deleted_and_undone(open_site, until, standing, qtbot):
    window = open_site(standing)
    (tile,) = window.wall.tiles.values()
    until(lambda: is_analysed(tile))
    key(qtbot, window, Qt.Key.Key_Z)
    click(qtbot, tile, (0.1, 0.2), (0.9, 0.2), (0.9, 0.9), (0.1, 0.9))
    qtbot.keyClick(tile, Qt.Key.Key_Return)
    until(lambda: window.panel.rows()[1] == ("Zone 1", "1 now"))
    # a corner
    drag(qtbot, tile, (0.1, 0.2), (0.2, 0.3))
    (zone,) = window.edits.shapes("standing")
    assert zone.points[0] == pytest.approx((0.2, 0.3), abs=0.01)
    # a name
    window.panel.renamed.emit("standing", zone, "shelf")
    assert [one.name for one in window.edits.document.source("standing").zones] == ["shelf"]
    # a mask over all of it: the image is black there
    key(qtbot, window, Qt.Key.Key_M)
    click(qtbot, tile, (0.05, 0.05), (0.95, 0.05), (0.95, 0.95))
    key(qtbot, window, Qt.Key.Key_Escape)  # the drawing
    click(qtbot, tile, (0.05, 0.05), (0.95, 0.05), (0.95, 0.95), (0.05, 0.95), (0.05, 0.05))
    height, width = tile.rendered.image.shape[:2]
    until(lambda: tile.rendered.image[height // 2, width // 2, :3].max() < 20)
    qtbot.keyClick(window, Qt.Key.Key_Delete)
    until(lambda: tile.rendered.image[height // 2, width // 2, :3].max() > 20)
    for _ in range(5):
        window.actions_.undo.trigger()
    assert window.edits.shapes("standing") == []
    assert not window.actions_.undo.isEnabled()
    window.actions_.redo.trigger()
    assert [shape.name for shape in window.edits.shapes("standing")] == ["Zone 1"]
    assert tile.state.activity is Activity.RUNNING


def test_what_can_not_be_is_refused_in_words(open_site, until, standing, qtbot, tmp_path):
    path = tmp_path / "shop.toml"
    path.write_text(TEXT.format(clip=str(standing)), encoding="utf-8")
    window = open_site(text=path.read_text(), path=path)
    (tile,) = window.wall.tiles.values()
    key(qtbot, window, Qt.Key.Key_Z)
    click(qtbot, tile, (0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9))
    qtbot.keyClick(tile, Qt.Key.Key_Return)
    assert "crosses itself" in window.banner.text
    key(qtbot, window, Qt.Key.Key_Escape)
    click(qtbot, tile, (0.5, 0.5))
    assert tile.editor.selected[1] == "door"
    window.actions_.delete.trigger()  # an event needs it
    assert "have no line" in window.banner.text
    assert [shape.name for shape in window.edits.shapes("street")] == ["door"]
    (line,) = window.edits.shapes("street")
    window.panel.renamed.emit("street", line, "gate")
    assert window.edits.document.configuration.rules[0].lines == ("gate",)
    window.panel.renamed.emit("street", window.edits.shapes("street")[0], "a/b")
    assert "takes a name" in window.banner.text
    assert window.panel.rows()[1][0] == "gate"


def test_a_file_that_somebody_else_changes_is_followed_unless_that_loses_something(
    open_site, until, standing, qtbot, tmp_path
):
    path = tmp_path / "shop.toml"
    path.write_text(TEXT.format(clip=str(standing)), encoding="utf-8")
    window = open_site(text=path.read_text(), path=path)
    path.write_text(path.read_text().replace("0.5, 1.0", "0.7, 1.0"), encoding="utf-8")
    until(lambda: window.edits.shapes("street")[0].points[0] == (0.7, 1.0))
    assert not window.isWindowModified()
    window.actions_.save.trigger()
    key(qtbot, window, Qt.Key.Key_L)
    drag(qtbot, window.wall.tiles["street"], (0.2, 0.8), (0.2, 0.2))
    path.write_text(path.read_text().replace("0.7, 1.0", "0.3, 1.0"), encoding="utf-8")
    until(lambda: window.banner.level is Level.WARNING and bool(window.banner.text))
    assert window.edits.shapes("street")[0].points[0] == (0.7, 1.0)
    window.edits.read_again()
    assert [shape.points[0] for shape in window.edits.shapes("street")] == [(0.3, 1.0)]
    assert "# the mat" in window.edits.document.text


def test_closing_asks_where_something_is_unsaved_and_ends_all_threads(open_site, until, standing, answers, qtbot):
    window = open_site(standing)
    (tile,) = window.wall.tiles.values()
    key(qtbot, window, Qt.Key.Key_L)
    drag(qtbot, tile, (0.6, 0.9), (0.6, 0.1))
    questions = answers(False)
    window.close()
    assert window.isVisible()
    assert "without saving" in questions[0]
    answers(True)
    window.close()
    window.join()
    until(lambda: not _threads_of_the_window())


def _threads_of_the_window() -> list[str]:
    """Name what runs for a site; the pools of models that the tests share stay."""
    names = [one.name for one in threading.enumerate()]
    return [name for name in names if name.startswith("facelens-") and not name.startswith(SHARED_THREADS)]


def test_without_its_packages_the_window_says_what_to_install(sites, monkeypatch):
    said = []
    sites.failed.connect(said.append)
    monkeypatch.delitem(sys.modules, "app.site.document", raising=False)
    monkeypatch.setitem(sys.modules, "tomlkit", None)
    sites.open_several(["demo"])
    assert "pip install -r requirements-site.txt" in said[0]
    assert sites.windows == []


def test_a_site_file_that_is_wrong_is_told(sites, tmp_path):
    said = []
    sites.failed.connect(said.append)
    path = tmp_path / "wrong.toml"
    path.write_text('[site]\nname = "x"\n', encoding="utf-8")
    sites.open_site(path)
    assert "source" in said[0]


def test_several_dropped_videos_may_be_shown_side_by_side(window, clip, qtbot, tmp_path):
    other = tmp_path / "other.mp4"
    other.write_bytes(Path(clip).read_bytes())
    window.open_dropped([clip, str(other)])
    press(window.banner, "Side by side…")
    (dialog,) = window.findChildren(SeveralDialog)
    assert dialog.targets == [clip, str(other)]
    dialog.reject()


def test_nine_at_most_are_opened_side_by_side(qtbot):
    dialog = SeveralDialog([f"/videos/{number}.mp4" for number in range(10)], [])
    qtbot.addWidget(dialog)
    asked = []
    dialog.asked.connect(asked.append)
    press(dialog, "Open")
    assert asked == []
    dialog.sources.setCurrentRow(0)
    press(dialog, "Remove")
    press(dialog, "Open")
    assert asked == [[f"/videos/{number}.mp4" for number in range(1, 10)]]
