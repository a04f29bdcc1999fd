"""All about one person, reached from gallery and cards by mouse and keys, in the window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from app.gui.widgets.age_course import AgeCourseChart
from app.gui.widgets.person_page import PersonPage
from app.gui.widgets.theme import LIGHT
from inference.film import AgeCourse, SplitOff
from inference.settings import DisplaySettings, Privacy

from .conftest import faces_of, press


def page_of(window) -> PersonPage:
    return window.panel.people.page


def double_click(widget, place: QPoint) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=place)


def open_first(window) -> PersonPage:
    gallery = window.panel.people.gallery
    place = gallery.list.visualRect(gallery.model.index(0)).center()
    double_click(gallery.list.viewport(), place)
    return page_of(window)


def shown(page: PersonPage) -> str:
    return " ".join(page.texts)


def test_a_double_click_opens_the_page_and_keys_go_on_and_back(with_two):
    skips = []
    with_two.actions_.skip_forward.triggered.connect(lambda: skips.append(1))
    page = open_first(with_two)
    assert with_two.panel.people.is_page_shown
    assert "#1" in shown(page)
    assert "34 years" in shown(page)
    assert "Appearances: 2" in shown(page)
    assert "1 of 2" in shown(page)
    press(with_two, "Right", page.visits)
    assert "#2" in shown(page)
    assert "61 years" in shown(page)
    press(with_two, "Right", page.visits)
    assert page.person.person_id == 1
    press(with_two, "Left", page.visits)
    assert page.person.person_id == 2
    press(with_two, "Esc", page.visits)
    assert not with_two.panel.people.is_page_shown
    assert [one.person_id for one in with_two.panel.people.gallery.chosen] == [2]
    assert skips == []
    press(with_two, "Return", with_two.panel.people.gallery.list)
    assert with_two.panel.people.is_page_shown
    assert page.person.person_id == 2


def test_in_the_list_of_everybody_arrow_keys_go_through_appearances_instead_of_the_film(with_two):
    jumps, skips = [], []
    gallery = with_two.panel.people.gallery
    gallery.jump_asked.connect(jumps.append)
    for action in (with_two.actions_.skip_forward, with_two.actions_.skip_back):
        action.triggered.connect(lambda: skips.append(1))
    gallery.choose({1})
    gallery._jump_to_visit(0)
    for key in ("Right", "Left"):
        press(with_two, key, gallery.list)
    assert (jumps, skips) == ([0.0, 2.8, 0.0], [])


def test_an_appearance_is_gone_to_by_click_and_by_return(with_two):
    page = open_first(with_two)
    jumps = []
    page.jump_asked.connect(jumps.append)
    second = page.visits.visualItemRect(page.visits.item(1)).center()
    QTest.mouseClick(page.visits.viewport(), Qt.MouseButton.LeftButton, pos=second)
    press(with_two, "Up", page.visits)
    press(with_two, "Return", page.visits)
    assert jumps == [2.8, 0.0]


def test_all_probabilities_are_told_and_what_is_hidden_is_not(with_two):
    page = open_first(with_two)
    person = page.person
    shares = [share.text() for _, _, share in page._shares["ethnicity"]]
    assert shares == [f"{prob:.0%}" for prob in person.attributes.ethnicity_probs]
    assert page._shares["gender"][1][1].value() == round(100 * person.attributes.gender_probs[1])
    with_two.set_preferences(replace(with_two.preferences, display=DisplaySettings(hide=frozenset({"age", "gender"}))))
    with_two.films.update()
    assert "34" not in shown(page)
    assert "emale" not in shown(page)
    assert not page.course.isVisible()
    assert "White" in shown(page)


def test_a_correction_is_marked_undone_by_its_button_and_kept_on_the_page(with_two):
    page = open_first(with_two)
    page._fill_menu()
    (gender,) = [action.menu() for action in page._menu.actions() if action.text() == "Gender is"]
    gender.actions()[0].trigger()
    assert "corrected" in shown(page)
    assert page._shares["gender"][0][2].text() == "100%"
    page.undo.click()
    assert "corrected" not in shown(page)
    page.corrected.emit(SplitOff(page.person.visits[1].track_id))
    assert "Appearances: 1" in shown(page)
    assert "of 3" in shown(page)


def test_two_are_made_one_on_the_page_and_whoever_is_deleted_is_left(with_two):
    page = open_first(with_two)
    press(with_two, "Right", page.visits)
    page._fill_menu()
    (same,) = [action.menu() for action in page._menu.actions() if action.text() == "This is the same person as"]
    assert [action.text() for action in same.actions()] == ["#1"]
    same.actions()[0].trigger()
    assert page.person.person_id == 1
    assert "Appearances: 3" in shown(page)
    page._fill_menu()
    page._menu.actions()[-1].trigger()
    assert not with_two.panel.people.is_page_shown
    assert with_two.panel.people.gallery.model.persons == []


def test_protected_faces_are_covered_on_the_page(with_two):
    page = open_first(with_two)
    side = page._look.pixmap().width()
    assert page._look.pixmap().toImage().pixelColor(side // 2, side // 2).red() > 200
    page.show_person(page.person, [page.person], AgeCourse.nothing(), frozenset(), Privacy.PIXELATE)
    image = page._look.pixmap().toImage()
    assert len({image.pixelColor(x, side // 2).red() // 4 for x in range(side)}) <= 14


def test_a_card_leads_to_the_page_and_keeps_its_highlight(known, until):
    until(lambda: faces_of(known) == 1 and bool(known.panel.people.cards))
    known.films.update()
    (card,) = known.panel.people.cards
    until(lambda: card.is_known)
    double_click(card, card.rect().center())
    assert known.panel.people.is_page_shown
    assert page_of(known).person.person_id == 1
    assert known.controller.render_options.highlight is not None
    press(known, "Esc", page_of(known).visits)
    known._show_people()
    known.panel.people.show_in_view()
    press(known, "Return", card)
    assert known.panel.people.is_page_shown


def test_a_closed_file_leaves_no_page(with_two):
    page = open_first(with_two)
    with_two.actions_.close_source.trigger()
    assert not with_two.panel.people.is_page_shown
    assert page.person is None


# --- the course of the age -------------------------------------------------------------------------


@pytest.fixture
def chart(qtbot):
    widget = AgeCourseChart(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(300, widget.sizeHint().height())
    times = np.array([0.0, 0.5, 1.0, 9.0, 9.5, 10.0])
    age = np.array([30, 31, 32, 40, 41, 42], dtype=np.float32)
    widget.show_course(AgeCourse(times, age, age - 5, age + 6))
    widget.show()
    return widget


def test_the_course_says_age_and_interval_under_the_pointer_and_goes_there(chart):
    assert chart.words_at(chart.x_of(0.5)) == "0:00.5: 31 years (26–37)"
    jumps = []
    chart.jump_asked.connect(jumps.append)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(chart.x_of(9.5)), 20))
    assert jumps == [9.5]


def test_nothing_is_drawn_while_the_person_was_away(chart):
    image = chart.grab().toImage()

    def inked(time_s: float) -> int:
        x = round(chart.x_of(time_s))
        return len({image.pixelColor(x, y).name() for y in range(8, 95)})

    assert inked(0.5) > inked(5.0)
    accents = [image.pixelColor(round(chart.x_of(9.5)), y).name() for y in range(8, 95)]
    assert LIGHT.accent in accents
    assert LIGHT.accent not in [image.pixelColor(round(chart.x_of(5.0)), y).name() for y in range(8, 95)]
