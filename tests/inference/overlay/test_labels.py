"""The text of labels, and its pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.overlay import Overlay, drawing
from inference.overlay.labels import Run as TextRun
from inference.overlay.labels import face_labels, render
from inference.overlay.palette import swatch_of
from inference.settings import DisplaySettings
from tests.inference.made_faces import attributes, face, result

from .conftest import grey, label_boxes, overlap


def said_in(label) -> str:
    return " | ".join(" ".join(run.text for run in row) for row in label)


def test_age_comes_with_its_interval_at_every_length():
    full, medium, short, bare = face_labels(face(0, 0, 9, 9, track_id=7, said=attributes(34, 4)), frozenset())
    assert said_in(full) == "#7 34 (29\N{EN DASH}39) | female 90% · Asian 60%"
    assert said_in(medium) == "#7 34 (29\N{EN DASH}39) | female · Asian"
    assert said_in(short) == "#7 34 (29\N{EN DASH}39) F"
    assert said_in(bare) == "34 (29\N{EN DASH}39) F"


def test_what_would_be_a_guess_is_unsure():
    """The class is not named at any length, however short."""
    sure = attributes(3, 1)
    guess = replace(
        sure,
        gender_probs=np.array([0.7, 0.3], np.float32),
        ethnicity_probs=np.array([0.45, 0.2, 0.15, 0.1, 0.1], np.float32),
    )
    full, short = face_labels(face(0, 0, 9, 9, track_id=None, said=guess), frozenset())
    assert said_in(full).endswith("gender unsure · ethnicity unsure")
    assert said_in(short).endswith(" ?")
    labels = " ".join(said_in(label) for label in (full, short))
    assert "male" not in labels
    assert "White" not in labels


@pytest.mark.parametrize(
    ("hidden", "track_id", "expected"),
    [
        ({"age"}, 2, ["#2 | male 90% · Black 60%", "#2 | male · Black", "#2 M", "M"]),
        (
            {"gender"},
            None,
            ["50 (45\N{EN DASH}55) | Black 60%", "50 (45\N{EN DASH}55) | Black", "50 (45\N{EN DASH}55)"],
        ),
        ({"ethnicity", "age"}, None, ["male 90%", "male", "M"]),
        ({"age", "gender"}, None, ["Black 60%", "Black"]),
        ({"age", "gender", "ethnicity"}, 2, ["#2"]),
        ({"age", "gender", "ethnicity"}, None, []),
    ],
)
def test_hidden_attributes_are_not_said(hidden, track_id, expected):
    someone = face(0, 0, 9, 9, track_id=track_id, said=attributes(50, 4, "male", "Black"))
    assert [said_in(label) for label in face_labels(someone, frozenset(hidden))] == expected


def test_nothing_to_say_means_no_label(monkeypatch):
    given = grey(640, 480)
    someone = face(200, 200, 300, 300, track_id=None)
    settings = DisplaySettings(hide=frozenset({"age", "gender", "ethnicity"}))
    monkeypatch.setattr(drawing, "_blit", lambda *_: pytest.fail("a label was drawn"))
    Overlay(settings).draw(given, result(given, someone))


def test_the_font_has_the_signs_that_labels_need():
    def ink(sign: str) -> np.ndarray:
        sprite = render(((TextRun(sign),),), 40, swatch_of(1), 0.0)
        return np.ascontiguousarray(sprite.opacity > 0.5)

    # what a font lacks is drawn as a question mark
    missing = ink("?")
    for sign in ("\N{EN DASH}", "·", "#", "%"):
        assert 0 < ink(sign).sum() < missing.size
        assert ink(sign).shape != missing.shape or not np.array_equal(ink(sign), missing)


def test_text_grows_with_the_image(monkeypatch):
    heights = []
    for width, height in ((1920, 1080), (3840, 2160)):
        side = height / 3
        (box,) = label_boxes(monkeypatch, grey(width, height), [face(side, side, 2 * side, 2 * side)])
        heights.append(box[3] - box[1])
    assert heights[1] == pytest.approx(2 * heights[0], abs=3)


def test_a_small_face_gets_a_short_label_that_leaves_it_visible(monkeypatch):
    own = (900.0, 500.0, 920.0, 520.0)
    (box,) = label_boxes(monkeypatch, grey(1920, 1080), [face(*own)])
    assert overlap(box, own) == 0
    assert box[3] - box[1] <= 34
    # near enough to belong to it
    assert abs(box[3] - own[1]) < 10


@pytest.mark.parametrize("hidden", [set(), {"age"}, {"ethnicity"}, {"gender", "ethnicity"}])
def test_a_small_face_carries_its_number_and_a_crowded_one_at_least_what_is_said_of_it(monkeypatch, hidden):
    said: list[str] = []
    monkeypatch.setattr(drawing, "render", lambda label, *rest: said.append(said_in(label)) or render(label, *rest))
    overlay = Overlay(DisplaySettings(hide=frozenset(hidden)))
    given = grey(1920, 1080)
    overlay.draw(given, result(given, face(900, 500, 920, 520, track_id=7)))
    assert said[0].startswith("#7 ")
    said.clear()
    places = [(x, y) for x in range(860, 1000, 40) for y in range(480, 600, 40)]
    crowd = [face(x, y, x + 24, y + 24, track_id=1 + number) for number, (x, y) in enumerate(places)]
    overlay = Overlay(DisplaySettings(hide=frozenset(hidden)))
    overlay.draw(given, result(given, *crowd))
    assert len(said) == len(crowd)
