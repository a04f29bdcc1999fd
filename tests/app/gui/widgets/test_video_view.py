"""Zoom, clicks and paint."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from ..conftest import pixels


def test_a_click_on_a_card_highlights_the_person_and_a_second_one_ends_it(paused, until, qtbot):
    until(lambda: len(paused.panel.people.cards) == 1)
    before = pixels(paused).copy()
    card = paused.panel.people.cards[0]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    until(lambda: not np.array_equal(pixels(paused), before))
    assert card.property("selected") is True
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    until(lambda: np.array_equal(pixels(paused), before))


def test_a_card_is_a_button_to_screen_readers_and_space_plays_all_the_same(paused, until, qtbot):
    until(lambda: len(paused.panel.people.cards) == 1)
    card = paused.panel.people.cards[0]
    assert card.inherits("QAbstractButton")  # what Qt tells of it
    card.click()
    until(lambda: card.property("selected") is True)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert card.property("selected") is False
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Space)
    assert paused.sources.is_playing


def test_a_click_on_a_face_selects_its_card(paused, until, qtbot):
    until(lambda: len(paused.panel.people.cards) == 1)
    face = paused.view.rendered.result.faces[0]
    scale, dx, dy = paused.view.viewport.transform(paused.view.rendered.frame_wh)
    x, y = (face.detection.xyxy[:2] + face.detection.xyxy[2:]) / 2 * scale + (dx, dy)
    qtbot.mouseClick(paused.view, Qt.MouseButton.LeftButton, pos=QPoint(int(x), int(y)))
    assert paused.panel.people.cards[0].property("selected") is True
    qtbot.mouseClick(paused.view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert paused.panel.people.cards[0].property("selected") is False


def test_zooming_shows_a_part_at_full_sharpness(paused, until):
    paused.actions_.zoom_in.trigger()
    paused.actions_.zoom_in.trigger()
    until(lambda: paused.view.rendered.region.x1 > 0)
    image, ratio = paused.view.rendered.image, paused.view.devicePixelRatioF()
    assert abs(image.shape[0] - paused.view.height() * ratio) <= 8
    paused.actions_.zoom_reset.trigger()
    until(lambda: paused.view.rendered.region[:2] == (0, 0))


def test_paint_copies_pixels_one_to_one(paused, until):
    """What was made for the view is put there pixel by pixel: crisp, and cheap."""
    view = paused.view
    until(lambda: view.rendered.image.shape[1] in range(view.width() - 1, view.width() + 2))
    QTest.qWait(50)
    grabbed = view.grab().toImage()
    image = view.rendered.image
    places = [(20, 30), (image.shape[0] // 2, image.shape[1] // 2), (image.shape[0] - 9, 100)]
    # where half a row is left over, the image stands on either whole one
    tops = {math.floor((view.height() - image.shape[0]) / 2), math.ceil((view.height() - image.shape[0]) / 2)}
    shown = [[grabbed.pixelColor(x, top + y) for y, x in places] for top in tops]
    expected = [tuple(image[y, x, :3]) for y, x in places]
    assert expected in [[(color.blue(), color.green(), color.red()) for color in colors] for colors in shown]
