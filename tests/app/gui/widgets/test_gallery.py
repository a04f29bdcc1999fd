"""Everybody in a film: sorted, searched, corrected."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMenu
from simplejpeg import encode_jpeg

from app.gui.widgets.gallery import Gallery
from app.gui.widgets.theme import LIGHT
from inference.film import Merge, Relabel, Remove, SplitOff
from inference.settings import Privacy
from tests.inference.film.made_films import made_film, people

LOOK = np.full((160, 160, 3), 40, np.uint8)
cv2.circle(LOOK, (80, 80), 30, (250, 250, 250), -1)


@pytest.fixture
def gallery(qtbot):
    widget = Gallery(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(320, 400)
    widget.show()
    widget.show_people(people("clip.mp4", encode_jpeg(LOOK, 95, "BGR")), frozenset(), Privacy.NONE)
    return widget


def numbers(gallery: Gallery) -> list[int]:
    return [person.person_id for person in gallery.model.persons]


def search(gallery: Gallery, text: str) -> list[int]:
    gallery.search.setText(text)
    gallery._fill()
    return numbers(gallery)


def entries(menu: QMenu) -> dict[str, QMenu | None]:
    return {action.text(): action.menu() for action in menu.actions() if action.text()}


def trigger(menu: QMenu | None, text: str) -> None:
    assert menu is not None
    (action,) = (action for action in menu.actions() if action.text() == text)
    action.trigger()


def test_everybody_is_sorted_as_wanted(gallery):
    assert numbers(gallery) == [1, 2]
    gallery.order.setCurrentIndex(3)
    assert numbers(gallery) == [2, 1]
    gallery.order.setCurrentIndex(2)
    assert numbers(gallery) == [1, 2]


def test_a_search_lists_who_fits_and_says_what_it_does_not_understand(gallery):
    assert search(gallery, "women 20-40") == [1]
    assert gallery.count.text() == "1 of 2"
    assert search(gallery, "seen at least 2 visits") == [1]
    assert search(gallery, "women over 80") == []
    assert not gallery.empty.isHidden()
    assert search(gallery, "wimmen") == [1, 2]
    assert "wimmen" in gallery.problem.text()
    assert search(gallery, "") == [1, 2]
    assert gallery.problem.isHidden()


def test_what_is_hidden_can_be_neither_read_nor_searched_for(gallery):
    gallery.show_people(people("clip.mp4"), frozenset({"age", "gender"}), Privacy.NONE)
    words = " ".join(" ".join(gallery.words_of(person)) for person in gallery.model.persons)
    assert "34" not in words
    assert "emale" not in words
    assert search(gallery, "women") == []


def test_a_click_goes_to_the_first_appearance_and_the_keys_through_all(gallery, qtbot):
    jumps: list[float] = []
    gallery.jump_asked.connect(jumps.append)
    gallery.choose({1})
    gallery._jump_to_visit(0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(gallery.list, key)
    assert jumps == [0.0, 2.8, 0.0, 2.8]


def test_looks_are_covered_where_faces_are_protected(gallery):
    (first, _) = gallery.model.persons
    centre = gallery.look(first).toImage().pixelColor(80, 80)
    assert centre.red() > 200
    gallery.show_people(people("clip.mp4", encode_jpeg(LOOK, 95, "BGR")), frozenset(), Privacy.PIXELATE)
    image = gallery.look(gallery.model.persons[0]).toImage()
    values = {image.pixelColor(x, 80).red() for x in range(160)}
    assert len(values) <= 10


def test_two_who_are_selected_can_be_said_to_be_one(gallery):
    said = []
    gallery.corrected.connect(said.append)
    gallery.choose({1, 2})
    trigger(gallery.build_menu(), "#1, #2 are the same person")
    assert said == [Merge(1, 2)]


def test_one_can_be_relabelled_split_and_deleted(gallery, qtbot):
    said = []
    gallery.corrected.connect(said.append)
    gallery.choose({1})
    menu = gallery.build_menu()
    assert menu is not None
    inner = entries(menu)
    trigger(inner["Gender is"], "Male")
    trigger(inner["Age is about"], "60")
    trigger(inner["Somebody else was there at"], "0:02")
    trigger(menu, "This is no face: delete")
    assert said == [Relabel(1, "gender", 0), Relabel(1, "age", 60), SplitOff(3), Remove(1)]


def test_the_selection_and_the_corrected_stay_through_an_update(gallery):
    gallery.choose({2})
    film = made_film()
    film.correct(Relabel(2, "age", 70))
    gallery.show_people(film.people, frozenset(), Privacy.NONE)
    assert [person.person_id for person in gallery.chosen] == [2]
    assert gallery.words_of(gallery.chosen[0])[0].startswith("#2  ✎   70")


def test_nobody_is_listed_of_no_film(gallery):
    gallery.show_people(None, frozenset(), Privacy.NONE)
    assert numbers(gallery) == []
    assert gallery.build_menu() is None
    assert gallery.count.text() == ""
