"""What the mouse does to lines, zones and masks, without a window."""

from __future__ import annotations

import pytest

from app.gui.site.editor import Dragged, Drawn, Editor
from app.gui.site.shapes import Kind, Shape
from inference.errors import UsageError

LINE = Shape(Kind.LINE, "door", ((0.2, 0.5), (0.8, 0.5)))
ZONE = Shape(Kind.ZONE, "shelf", ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)))


@pytest.fixture
def editor() -> Editor:
    made = Editor()
    made.set_scale(1000, 500, 8)
    made.shapes = [ZONE, LINE]
    return made


def click(editor: Editor, *at: float):
    return editor.press(at) or editor.release(at)


def drag(editor: Editor, start, end):
    editor.press(start)
    editor.move(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    editor.move(end)
    return editor.release(end)


def test_a_line_is_drawn_by_two_clicks_or_by_dragging(editor):
    editor.choose(Kind.LINE)
    assert click(editor, 0.1, 0.2) is None
    assert click(editor, 0.1, 0.2) is None  # twice in one place is no line
    assert click(editor, 0.6, 0.2) == Drawn(Kind.LINE, ((0.1, 0.2), (0.6, 0.2)))
    assert drag(editor, (0.3, 0.3), (1.4, -0.2)) == Drawn(Kind.LINE, ((0.3, 0.3), (1.0, 0.0)))
    assert not editor.is_drawing


def test_a_zone_is_closed_by_its_first_corner_or_by_a_key_and_loses_its_last_one(editor):
    editor.choose(Kind.ZONE)
    for corner in ((0.1, 0.1), (0.5, 0.1), (0.5, 0.5)):
        assert click(editor, *corner) is None
    assert click(editor, 0.104, 0.104) == Drawn(Kind.ZONE, ((0.1, 0.1), (0.5, 0.1), (0.5, 0.5)))
    for corner in ((0.1, 0.1), (0.5, 0.1), (0.7, 0.7), (0.5, 0.5)):
        click(editor, *corner)
    assert editor.take_back()
    assert editor.finish() == Drawn(Kind.ZONE, ((0.1, 0.1), (0.5, 0.1), (0.7, 0.7)))
    click(editor, 0.1, 0.1)
    assert editor.finish() is None


def test_escape_drops_the_drawing_then_the_tool_then_the_mark(editor):
    click(editor, 0.5, 0.5)
    editor.choose(Kind.MASK)
    click(editor, 0.2, 0.2)
    assert editor.cancel()
    assert (editor.is_drawing, editor.tool) == (False, Kind.MASK)
    assert editor.cancel()
    assert (editor.tool, editor.selected) == (None, LINE.key)
    assert editor.cancel()
    assert editor.selected is None
    assert not editor.cancel()


def test_corners_and_edges_are_dragged_and_what_lies_on_top_comes_first(editor):
    assert drag(editor, (0.8, 0.5), (0.85, 0.7)) == Dragged(LINE, Shape(Kind.LINE, "door", ((0.2, 0.5), (0.85, 0.7))))
    moved = drag(editor, (0.5, 0.1), (0.5, 0.05)).after
    assert moved.points == tuple((x, pytest.approx(y - 0.05)) for x, y in ZONE.points)
    # as far as the frame reaches, in one piece
    moved = drag(editor, (0.5, 0.5), (5.0, 0.5)).after
    assert moved.points == ((pytest.approx(0.4), 0.5), (pytest.approx(1.0), 0.5))


def test_inside_of_a_zone_selects_it_and_moves_nothing(editor):
    assert drag(editor, (0.3, 0.3), (0.6, 0.3)) is None
    assert editor.selected == ZONE.key
    assert click(editor, 0.97, 0.97) is None
    assert editor.selected is None


def test_what_trembles_under_the_mouse_stays_where_it_is(editor):
    editor.press((0.2, 0.5))
    editor.move((0.201, 0.501))
    assert editor.release((0.201, 0.501)) is None


def test_a_zone_that_crosses_itself_is_none():
    with pytest.raises(UsageError, match="crosses itself"):
        Shape(Kind.ZONE, "eight", ((0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9))).check()
