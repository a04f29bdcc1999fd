"""The measure of detectors, on faces that are known."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.detection import as_markdown, match, measure, read_boxes, read_frames
from benchmarks.report import replace_section, section_of
from inference.types import Detection, FloatArray
from tests.inference.detection.faces import made_face
from tests.photos import grace_hopper

LABELS: dict[str, FloatArray] = {
    "a.png": np.array([[0, 0, 100, 100], [200, 0, 240, 40]], np.float32),
    "b.png": np.array([[0, 0, 30, 30], [100, 100, 110, 110]], np.float32),
}
FOUND: dict[str, list[Detection]] = {
    "a.png": [
        made_face(5, 0, 105, 100, score=0.9),
        made_face(25, 0, 125, 100, score=0.8),  # the same face once more: neither right nor wrong
        made_face(400, 400, 500, 500, score=0.7),
    ],
    "b.png": [made_face(0, 0, 30, 30, score=0.6), made_face(100, 100, 110, 110, score=0.95)],
}


def test_precision_recall_and_average_precision() -> None:
    matches = match(FOUND, LABELS)
    assert matches.precision() == pytest.approx(3 / 4)
    assert (matches.recall(64), matches.recall(32, 64), matches.recall(20, 32)) == (1.0, 0.0, 1.0)
    recall, precision = matches.curve()
    assert recall == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3, 2 / 3])
    assert precision == pytest.approx([1, 1, 1, 2 / 3, 3 / 4])
    assert matches.average_precision() == pytest.approx(1 / 3 + 1 / 3 * 3 / 4)


def test_nothing_found() -> None:
    matches = match({"a.png": [], "b.png": []}, LABELS)
    assert (matches.precision(), matches.recall(64), matches.average_precision()) == (1.0, 0.0, 0.0)
    assert np.isnan(matches.recall(500))


def test_a_set_of_images(tmp_path: Path) -> None:
    """Two portraits of which the labels are known, and one of a wall, labelled by mistake."""
    hopper = cv2.resize(grace_hopper(), (256, 300), interpolation=cv2.INTER_AREA)
    (tmp_path / "images" / "more").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "images" / "a.png"), hopper)
    cv2.imwrite(str(tmp_path / "images" / "more" / "b.png"), hopper[:, ::-1])
    cv2.imwrite(str(tmp_path / "images" / "c.png"), np.full((200, 200, 3), 120, np.uint8))
    with (tmp_path / "boxes.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "x1", "y1", "x2", "y2"])
        rows.writerows([["a.png", 84, 60, 183, 175], ["b.png", 73, 60, 172, 175], ["c.png", 10, 10, 60, 60]])
    labels = read_boxes(tmp_path / "boxes.csv")
    result = measure("auto", read_frames(tmp_path / "images", list(labels)), labels)
    assert (result.chosen.precision(), result.chosen.recall(64), result.chosen.recall(32, 64)) == (1.0, 1.0, 0.0)
    assert result.ms > 0
    assert "| auto | 1.000 | 1.000 | 0.000 | nan | " in as_markdown([result])


def test_a_section_of_a_report_is_replaced_and_found(tmp_path: Path) -> None:
    page = tmp_path / "results.md"
    page.write_text("# Speed\n\n## Memory\n\nsmall\n")
    assert section_of(page, "Finding faces") == ""
    replace_section(page, "Finding faces", "many")
    replace_section(page, "Memory", "large")
    replace_section(page, "Finding faces", "all")
    assert page.read_text() == "# Speed\n\n## Memory\n\nlarge\n\n## Finding faces\n\nall\n"
    assert section_of(page, "Finding faces") == "## Finding faces\n\nall"
