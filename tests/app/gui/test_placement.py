"""Windows fit their screen and don't cover each other."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QRect, QSize

from app.gui.main_window import _FIRST_SIZE
from app.gui.placement import WindowPlace, fitting_size


@pytest.mark.parametrize("screen", [(800, 600), (1366, 768), (1920, 1080), (3840, 2160)])
def test_the_first_window_fits_the_screen(window, screen):
    width, height = screen
    size = fitting_size(_FIRST_SIZE, QRect(0, 0, width, height - 32))
    assert size.width() <= width
    assert size.height() <= height - 32
    window.resize(size)
    assert window.size() == size  # its parts need no more


def test_a_second_window_stands_beside_the_first(make_window, store):
    first = make_window()
    first.move(100, 100)
    first.close()
    first, second = make_window(), make_window()
    assert (first.pos() - second.pos()).manhattanLength() >= 32
    assert first.geometry().size() == second.geometry().size()


def test_numbers_are_given_again_once_their_window_is_gone(tmp_path):
    first, second = WindowPlace(tmp_path), WindowPlace(tmp_path)
    assert (first.number, second.number) == (0, 1)
    first.leave()
    assert WindowPlace(tmp_path).number == 0


def test_a_window_that_is_moved_aside_stays_on_the_screen(window):
    place = WindowPlace(window._store.folder)
    place.number = 19
    screen = QRect(0, 0, 1366, 768)
    window.resize(QSize(1200, 700))
    place.shift(window, screen)
    assert screen.contains(window.geometry())
