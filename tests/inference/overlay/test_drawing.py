"""Boxes and labels on a copy of a frame."""

from __future__ import annotations

import numpy as np
import pytest

from inference.overlay import Overlay
from inference.overlay.palette import swatch_of
from inference.settings import DisplaySettings, Privacy
from inference.types import ImageArray
from tests.inference.made_faces import face, frame, result

from .conftest import ASTRONAUT_BOX, grey


@pytest.mark.parametrize("privacy", list(Privacy))
def test_the_frame_is_left_as_it_is(portrait, privacy):
    given = frame(portrait.copy())
    drawn = Overlay(DisplaySettings(privacy=privacy)).draw(given, result(given, face(*ASTRONAUT_BOX)))
    assert np.array_equal(given.image_bgr, portrait)
    assert drawn.shape == portrait.shape
    assert drawn.dtype == np.uint8
    assert not np.array_equal(drawn, portrait)


def test_without_faces_the_image_is_an_equal_copy(portrait):
    given = frame(portrait)
    drawn = Overlay(DisplaySettings(privacy=Privacy.BLUR)).draw(given, result(given))
    assert np.array_equal(drawn, portrait)
    assert not np.shares_memory(drawn, portrait)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (30, 20), (64, 64), (500, 8)])
@pytest.mark.parametrize("privacy", list(Privacy))
def test_tiny_images_are_drawn_on(size, privacy):
    given = grey(*size)
    drawn = Overlay(DisplaySettings(privacy=privacy)).draw(given, result(given, face(-5, -5, 40, 50), face(0, 0, 1, 1)))
    assert drawn.shape == given.image_bgr.shape


def test_a_box_has_the_colour_of_its_person_and_a_dark_rim():
    given = grey(1920, 1080)
    drawn = Overlay(DisplaySettings()).draw(given, result(given, face(800, 400, 1000, 640, track_id=3)))
    assert np.abs(drawn[520, 800].astype(int) - swatch_of(3).fill).max() <= 3
    assert drawn[520, 797:799].min() < 40
    assert (drawn[520, 803:990] == 90).all()


def test_a_coasted_box_is_dashed_and_paler():
    given = grey(1920, 1080)

    def right_edge(coasted: bool) -> ImageArray:
        seen = face(800, 400, 1000, 640, track_id=1, coasted=coasted)
        return Overlay(DisplaySettings()).draw(given, result(given, seen))[430:610, 1000].astype(int)

    full, dashed = right_edge(False), right_edge(True)
    colour = np.array(swatch_of(1).fill)
    assert (np.abs(full - colour).max(axis=1) <= 3).all()
    untouched = (dashed == 90).all(axis=1).mean()
    assert 0.2 < untouched < 0.7
    assert dashed.sum(axis=1).max() > colour.sum() + 60


def test_the_highlighted_person_stands_out():
    given = grey(1280, 720)
    faces = (face(100, 200, 250, 400, track_id=1), face(700, 200, 850, 400, track_id=2))

    def coloured(highlight: int | None) -> list[int]:
        drawn = Overlay(DisplaySettings()).draw(given, result(given, *faces), highlight)
        # a row through the boxes, below the labels
        row = drawn[380].astype(int)
        return [int((np.abs(row - swatch_of(number).fill).max(axis=1) <= 3).sum()) for number in (1, 2)]

    plain = coloured(None)
    assert plain[0] == plain[1]
    assert coloured(1) == [pytest.approx(2 * plain[0], abs=4), plain[1]]
    assert coloured(1)[0] > plain[0]
    assert coloured(99) == plain
