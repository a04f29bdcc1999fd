"""What is drawn: boxes, labels, covered faces."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inference.overlay import Overlay, drawing
from inference.overlay.labels import Run as TextRun
from inference.overlay.labels import face_labels, measure, render
from inference.overlay.palette import contrast, swatch_of
from inference.overlay.placement import best_place
from inference.overlay.privacy import covered_region
from inference.settings import DisplaySettings, Privacy
from inference.types import Frame, ImageArray, TrackedFace
from tests.inference.made_faces import attributes, face, frame, result
from tests.photos import eileen_collins

# the astronaut's face, as a detector would mark it
ASTRONAUT_BOX = (172.0, 68.0, 276.0, 186.0)


@pytest.fixture(scope="module")
def portrait() -> ImageArray:
    """The astronaut, 512x512 px."""
    return eileen_collins()


def grey(width: int, height: int) -> Frame:
    return frame(np.full((height, width, 3), 90, dtype=np.uint8))


def crowd(width: int, height: int, columns: int, rows: int, side: float) -> list[TrackedFace]:
    """Faces on a grid, each a little off it, as reproducible as people in a hall are not."""
    rng = np.random.default_rng(5)
    faces = []
    for number in range(columns * rows):
        x = (number % columns + 0.5) * width / columns + rng.uniform(-0.2, 0.2) * side - side / 2
        y = (number // columns + 0.5) * height / rows + rng.uniform(-0.2, 0.2) * side - side / 2
        faces.append(face(x, y, x + side, y + side, track_id=number + 1, said=attributes(20 + number)))
    return faces


def label_boxes(monkeypatch: pytest.MonkeyPatch, of: Frame, faces: list[TrackedFace]) -> list[tuple[int, ...]]:
    """Where the labels of a drawn frame are: x1, y1, x2, y2."""
    boxes = []

    def record(image, sprite, place):
        height, width = sprite.opacity.shape
        boxes.append((place.x, place.y, place.x + width, place.y + height))

    monkeypatch.setattr(drawing, "_blit", record)
    Overlay(DisplaySettings()).draw(of, result(of, *faces))
    return boxes


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def steepest(image: ImageArray, step: int) -> float:
    """Grey levels over `step` pixels from left to right where that is almost (95 %) the most."""
    grey_levels = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(float)
    return float(np.quantile(np.abs(grey_levels[:, step:] - grey_levels[:, :-step]), 0.95))


# --- the picture -------------------------------------------------------------------------------


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


# --- labels ------------------------------------------------------------------------------------


def said_in(label) -> str:
    return " | ".join(" ".join(run.text for run in row) for row in label)


def test_age_comes_with_its_interval_at_every_length():
    full, medium, short = face_labels(face(0, 0, 9, 9, track_id=7, said=attributes(34, 4)), frozenset())
    assert said_in(full) == "#7 34 (29\N{EN DASH}39) | female 90% · Asian 60%"
    assert said_in(medium) == "#7 34 (29\N{EN DASH}39) | female · Asian"
    assert said_in(short) == "34 (29\N{EN DASH}39) F"


@pytest.mark.parametrize(
    ("hidden", "track_id", "expected"),
    [
        ({"age"}, 2, ["#2 | male 90% · Black 60%", "#2 | male · Black", "M"]),
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


@pytest.mark.parametrize("track_id", [None, *range(1, 15)])
def test_text_is_readable_on_every_plate(track_id):
    swatch = swatch_of(track_id)
    assert contrast(swatch.fill, swatch.text) >= 4.5


def test_colours_tell_fourteen_people_apart():
    assert len({swatch_of(number).fill for number in range(1, 15)}) == 14
    assert swatch_of(1) == swatch_of(15)


def test_contrast_is_that_of_wcag():
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    # #777777 on white: 4.48, the textbook's nearly
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


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


# --- where labels go ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "columns", "rows", "side"),
    [((854, 480), 5, 4, 34), ((1280, 720), 5, 2, 90), ((1920, 1080), 5, 4, 90), ((3840, 2160), 10, 2, 150)],
)
def test_labels_of_a_crowd_cover_neither_each_other_nor_faces_and_stay_inside(monkeypatch, size, columns, rows, side):
    faces = crowd(*size, columns, rows, side)
    boxes = label_boxes(monkeypatch, grey(*size), faces)
    assert len(boxes) == columns * rows
    for number, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= size[0]
        assert box[3] <= size[1]
        assert all(overlap(box, other) == 0 for other in boxes[:number])
        assert all(overlap(box, tuple(someone.detection.xyxy)) == 0 for someone in faces)


def test_two_faces_cheek_by_cheek_keep_their_labels_apart(monkeypatch):
    faces = [face(400, 300, 520, 450, track_id=1), face(530, 300, 650, 450, track_id=2)]
    one, other = label_boxes(monkeypatch, grey(1280, 720), faces)
    assert overlap(one, other) == 0
    assert all(overlap(box, tuple(someone.detection.xyxy)) == 0 for box in (one, other) for someone in faces)


@pytest.mark.parametrize("own", [(0, 0, 80, 80), (1200, 0, 1280, 80), (0, 640, 80, 720), (1200, 640, 1280, 720)])
def test_a_label_in_a_corner_stays_inside_and_off_the_face(monkeypatch, own):
    (box,) = label_boxes(monkeypatch, grey(1280, 720), [face(*own)])
    assert overlap(box, own) == 0
    assert overlap(box, (0, 0, 1280, 720)) == (box[2] - box[0]) * (box[3] - box[1])


def test_a_face_that_fills_the_image_is_labelled_at_its_edge(monkeypatch):
    (box,) = label_boxes(monkeypatch, grey(200, 200), [face(-5, -5, 205, 205)])
    assert overlap(box, (0, 0, 200, 200)) == (box[2] - box[0]) * (box[3] - box[1])
    # not across the eyes and the nose
    assert overlap(box, (0, 50, 200, 150)) == 0


def test_a_face_that_has_left_the_image_has_no_label(monkeypatch):
    assert label_boxes(monkeypatch, grey(640, 480), [face(-90, 100, -10, 180, coasted=True)]) == []


def test_a_label_keeps_its_side_while_its_face_trembles():
    """A face at the top, where the label is forced from above to below the face and back."""
    labels, faces = np.empty((0, 4), np.float32), np.empty((0, 4), np.float32)

    def place(top: float, habit: int | None):
        own = np.array([300, top, 400, top + 120], dtype=np.float32)
        return best_place(own, (150, 40), 4, (1280, 720), faces, labels, habit)

    far, near = place(44.0, None), place(43.0, None)
    assert far.y < 10
    slot = far.slot
    for top in (43.0, 42.0, 41.0, 42.0, 44.0):
        slot = place(top, slot).slot
        assert slot == far.slot
    assert near.slot in (far.slot, place(0.0, None).slot)
    # but not when it would lie on the face
    assert place(0.0, slot).slot != far.slot


def test_a_label_larger_than_the_image_has_no_place():
    nobody = np.empty((0, 4), np.float32)
    own = np.array([0, 0, 20, 20], np.float32)
    assert best_place(own, (101, 20), 2, (100, 100), nobody, nobody) is None
    assert best_place(own, (100, 20), 2, (100, 100), nobody, nobody) is not None


def test_a_label_has_the_size_it_said_it_would_have():
    label = face_labels(face(0, 0, 9, 9), frozenset())[0]
    sprite = render(label, 22, swatch_of(1), 0.9)
    assert sprite.bgr.shape[1::-1] == measure(label, 22)
    # the text ends before the plate does
    ink = np.abs(sprite.bgr.astype(int) - swatch_of(1).fill).max(axis=2) > 60
    assert ink.any()
    assert not ink[:, :4].any()
    assert not ink[:, -4:].any()
    assert not ink[:2].any()
    assert not ink[-2:].any()


# --- privacy -----------------------------------------------------------------------------------


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
