"""Crops: where the landmarks land, at every size, angle and border."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inference.alignment import (
    CROP_SIZE,
    TEMPLATE,
    align_faces,
    similarity_from_box,
    similarity_to_template,
    template_name,
    warp,
    zoomed_template,
)
from inference.types import Detection, FloatArray

EARS = np.array([[0.1, 0.4], [0.9, 0.4]], dtype=np.float32)


def landmarks(scale: float, angle_deg: float, shift: tuple[float, float]) -> FloatArray:
    """The template itself, seen through a similarity: (6, 2) pixels."""
    angle = np.deg2rad(angle_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (np.concatenate((TEMPLATE, EARS)) * scale @ turn.T + shift).astype(np.float32)


def face(points: FloatArray) -> Detection:
    low, high = points.min(axis=0), points.max(axis=0)
    return Detection(np.concatenate((low, high)), 0.9, points)


def test_eyes_are_43_pixels_apart_in_112() -> None:
    assert CROP_SIZE == 112
    assert (TEMPLATE[1, 0] - TEMPLATE[0, 0]) * CROP_SIZE == pytest.approx(43, abs=0.2)


@pytest.mark.parametrize("scale", [20.0, 112.0, 900.0])
@pytest.mark.parametrize("angle", [0.0, -35.0, 90.0, 180.0])
def test_landmarks_land_on_the_template(scale: float, angle: float) -> None:
    points = landmarks(scale, angle, (321.0, 123.0))
    matrix = similarity_to_template(points, 128)
    assert matrix is not None
    landed = points[:4] @ matrix[:, :2].T + matrix[:, 2]
    np.testing.assert_allclose(landed, TEMPLATE * 128, atol=0.05)


def test_the_transform_keeps_angles_where_the_face_does_not_fit_the_template() -> None:
    points = landmarks(100, 10, (0, 0))
    points[:4, 0] *= 0.6  # a turned head
    matrix = similarity_to_template(points)
    assert matrix is not None
    assert matrix[0, 0] == pytest.approx(matrix[1, 1])
    assert matrix[0, 1] == pytest.approx(-matrix[1, 0])
    assert np.linalg.det(matrix[:, :2]) > 0


@pytest.mark.parametrize("bad", [np.full((6, 2), 50.0), np.full((6, 2), np.nan), np.full((6, 2), np.inf)])
def test_degenerate_landmarks_fall_back_to_the_box(bad: FloatArray) -> None:
    assert similarity_to_template(bad.astype(np.float32)) is None
    image = np.zeros((200, 300, 3), dtype=np.uint8)
    image[60:140, 110:190] = (255, 0, 0)  # blue in BGR
    detection = Detection(np.array([110, 60, 190, 140], dtype=np.float32), 0.9, bad.astype(np.float32))
    (crop,) = align_faces(image, [detection])
    assert crop[56, 56].tolist() == [0, 0, 255]
    inside = (crop[..., 2] > 128).mean()
    assert inside == pytest.approx(1 / 1.15**2, abs=0.03)


def test_a_box_outside_the_image_still_gives_a_crop() -> None:
    image = np.full((40, 40, 3), 77, dtype=np.uint8)
    matrix = similarity_from_box(np.array([-500, -500, -400, -380], dtype=np.float32))
    assert warp(image, matrix).tolist() == np.full((112, 112, 3), 77).tolist()


def test_pixels_past_the_border_repeat_it() -> None:
    image = np.full((100, 100, 3), (10, 20, 30), dtype=np.uint8)
    points = landmarks(120, 0, (-60, -60))  # three quarters of the crop lie outside
    (crop,) = align_faces(image, [face(points)])
    assert (crop == (30, 20, 10)).all()


def test_no_faces_give_an_empty_batch() -> None:
    crops = align_faces(np.zeros((10, 10, 3), dtype=np.uint8), [])
    assert crops.shape == (0, 112, 112, 3)
    assert crops.dtype == np.uint8


@pytest.mark.parametrize("zoom", [2.0, 5.3, 9.0])
def test_large_faces_are_averaged_down_in_place(zoom: float) -> None:
    """A crop of an enlarged picture equals that of the picture itself: neither shifted nor aliased."""
    rng = np.random.default_rng(3)
    small = cv2.GaussianBlur(rng.integers(0, 256, (160, 160, 3), dtype=np.uint8), (0, 0), 3)
    size = round(160 * zoom)
    large = cv2.resize(small, (size, size), interpolation=cv2.INTER_LINEAR)
    points = landmarks(112, 0, (22, 25))
    factor = size / 160
    (from_small,) = align_faces(small, [face(points)])
    (from_large,) = align_faces(large, [face((points + 0.5) * factor - 0.5)])
    assert np.abs(from_small.astype(int) - from_large).mean() < 1.0


def test_fine_stripes_turn_grey_instead_of_aliasing() -> None:
    image = np.zeros((1200, 1200, 3), dtype=np.uint8)
    image[:, ::2] = 255
    (crop,) = align_faces(image, [face(landmarks(1120, 0, (40, 40)))])
    assert crop.std() < 12
    assert crop.mean() == pytest.approx(127.5, abs=3)


def test_crops_are_rgb_and_the_frame_is_left_alone() -> None:
    image = np.full((150, 150, 3), (200, 100, 50), dtype=np.uint8)
    before = image.copy()
    (crop,) = align_faces(image, [face(landmarks(112, 0, (10, 10)))])
    assert crop[50, 50].tolist() == [50, 100, 200]
    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize("zoom", [0.7, 0.85, 1.0, 1.2])
def test_a_zoomed_template_shows_the_same_face_smaller_about_the_middle(zoom: float) -> None:
    template = zoomed_template(zoom)
    points = landmarks(90, 20, (50, 60))
    matrix, tight = similarity_to_template(points, 112, template), similarity_to_template(points, 112)
    assert matrix is not None
    assert tight is not None
    np.testing.assert_allclose(points[:4] @ matrix[:, :2].T + matrix[:, 2], template * 112, atol=0.05)
    middle = np.linalg.solve(tight[:, :2], 56 - tight[:, 2])  # of the tight crop, in the image
    np.testing.assert_allclose(matrix[:, :2] @ middle + matrix[:, 2], [56, 56], atol=0.05)
    box = np.array([10, 20, 60, 90], dtype=np.float32)
    assert similarity_from_box(box, 112, template)[0, 0] == pytest.approx(
        zoom * similarity_from_box(box)[0, 0], rel=1e-4
    )


def test_a_template_s_name_tells_how_far_apart_the_eyes_are() -> None:
    assert (template_name(1.0), template_name(0.85)) == ("mediapipe-utkface-0.385", "mediapipe-utkface-0.327")
    np.testing.assert_array_equal(zoomed_template(1.0), TEMPLATE)
