"""Faces that nobody can recognise."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inference.overlay import Overlay
from inference.overlay.palette import swatch_of
from inference.overlay.privacy import covered_region
from inference.settings import DisplaySettings, Privacy
from inference.types import ImageArray
from tests.inference.made_faces import face, frame, result

from .conftest import ASTRONAUT_BOX


def steepest(image: ImageArray, step: int) -> float:
    """Grey levels over `step` pixels from left to right where that is almost (95 %) the most."""
    grey_levels = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(float)
    return float(np.quantile(np.abs(grey_levels[:, step:] - grey_levels[:, :-step]), 0.95))


def drawn_quietly(picture: ImageArray, box: tuple[float, ...], privacy: Privacy, coasted: bool = False) -> ImageArray:
    """The covered face inside its outline, without a label."""
    given = frame(picture)
    settings = DisplaySettings(privacy=privacy, hide=frozenset({"age", "gender", "ethnicity"}))
    drawn = Overlay(settings).draw(given, result(given, face(*box, track_id=None, coasted=coasted)))
    x1, y1, x2, y2 = box
    margin = 2 + round(0.02 * (x2 - x1))
    return drawn[round(y1) + margin : round(y2) - margin, round(x1) + margin : round(x2) - margin]


@pytest.mark.parametrize("privacy", [Privacy.BLUR, Privacy.PIXELATE])
@pytest.mark.parametrize("side", [24, 60, 104, 260])
@pytest.mark.parametrize("coasted", [False, True])
def test_fine_detail_of_a_face_leaves_no_trace(portrait, privacy, side, coasted):
    """Two pictures that differ in every pixel of the face, but hardly on average, come out the same."""
    scale = side / 104
    picture = 60 + cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) // 2
    box = tuple(scale * value for value in ASTRONAUT_BOX)
    # stripes an eighth of the face wide: coarser than what makes a face known
    stripe = max(1, side // 16)
    stripes = 40 * (1 - 2 * (np.arange(picture.shape[1]) // stripe % 2))
    other = (picture + stripes[None, :, None]).astype(np.uint8)
    before = np.abs(picture.astype(int) - other).mean()
    one, two = (drawn_quietly(image, box, privacy, coasted).astype(int) for image in (picture, other))
    assert before == pytest.approx(40)
    assert np.abs(one - two).mean() < 8


@pytest.mark.parametrize("side", [60, 104, 260])
def test_a_face_is_left_with_few_tiles(portrait, side):
    scale = side / 104
    picture = cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    shown = drawn_quietly(picture, tuple(scale * value for value in ASTRONAUT_BOX), Privacy.PIXELATE)
    colours = shown.astype(int) @ [1, 256, 65536]
    assert 9 < len(np.unique(colours)) <= 49


@pytest.mark.parametrize("side", [24, 60, 104, 260])
def test_a_blurred_face_has_no_edges(portrait, side):
    scale = side / 104
    picture = cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    box = tuple(scale * value for value in ASTRONAUT_BOX)
    # within a twelfth of the face's width: an eyelid, a lip
    plain, blurred = (steepest(drawn_quietly(picture, box, how), side // 12) for how in (Privacy.NONE, Privacy.BLUR))
    assert plain > 55
    assert blurred < 30


@pytest.mark.parametrize("privacy", [Privacy.BLUR, Privacy.PIXELATE])
def test_the_rest_of_the_image_is_untouched(portrait, privacy):
    given = frame(portrait)
    hidden = frozenset({"age", "gender", "ethnicity"})
    drawn = Overlay(DisplaySettings(privacy=privacy, hide=hidden)).draw(
        given, result(given, face(*ASTRONAUT_BOX, track_id=None))
    )
    x1, y1, x2, y2 = covered_region(np.array(ASTRONAUT_BOX, np.float32))
    outside = np.ones(portrait.shape[:2], dtype=bool)
    outside[int(max(y1, 0)) : int(y2) + 1, int(x1) : int(x2) + 1] = False
    assert np.array_equal(drawn[outside], portrait[outside])


def test_forehead_chin_and_ears_are_covered_with_the_face():
    x1, y1, x2, y2 = covered_region(np.array([100, 100, 200, 200], np.float32))
    assert x1 <= 80
    assert x2 >= 220
    assert y1 <= 60
    assert y2 >= 215


def test_the_label_is_drawn_over_the_cover(portrait):
    given = frame(portrait)
    someone = result(given, face(*ASTRONAUT_BOX, track_id=6))
    drawn = Overlay(DisplaySettings(privacy=Privacy.PIXELATE)).draw(given, someone)
    plain = Overlay(DisplaySettings()).draw(given, someone)
    fill = np.array(swatch_of(6).fill)
    of_label = [(np.abs(image.astype(int) - fill).max(axis=2) <= 24).sum() for image in (drawn, plain)]
    assert of_label[0] == pytest.approx(of_label[1], rel=0.1)
    assert of_label[0] > 1500


@pytest.mark.parametrize("annotate", [True, False])
def test_faces_of_which_nothing_is_said_are_covered_without_box_or_label(portrait, annotate):
    given = frame(portrait)
    someone = face(*ASTRONAUT_BOX)
    ignored = replace(result(given), ignored=(someone.detection,))
    hidden = DisplaySettings(privacy=Privacy.BLUR, hide=frozenset({"age", "gender", "ethnicity"}))
    covered = Overlay(hidden, annotate=False).draw(given, result(given, someone))
    assert np.array_equal(
        Overlay(DisplaySettings(privacy=Privacy.BLUR), annotate=annotate).draw(given, ignored), covered
    )
    assert not np.array_equal(covered, portrait)
    assert np.array_equal(Overlay(DisplaySettings(), annotate=annotate).draw(given, ignored), portrait)
