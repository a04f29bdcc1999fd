"""Several prepared files at once."""

from __future__ import annotations

from pathlib import Path

import cv2
import h5py
import numpy as np
import pytest
from numpy.typing import NDArray

from training.datasets.face_sets import check_sets, face_factors, load_sets, separated
from training.datasets.face_table import FaceTable

Row = tuple[int, str, int, int, int]


def image(number: int) -> NDArray[np.uint8]:
    """A (64, 64, 3) crop that resembles no other number's."""
    noise = np.random.default_rng(number).normal(128, 60, (12, 12))
    return (
        np.repeat(cv2.resize(noise, (64, 64), interpolation=cv2.INTER_CUBIC)[..., None], 3, 2).clip(0, 255).astype("u1")
    )


def write_set(path: Path, rows: list[Row], zoom: float = 1.0, side: int = 64) -> Path:
    """Write a prepared file of rows (number of the image, fold, age, gender, group)."""
    with h5py.File(path, "w") as file:
        file["crops"] = np.stack([cv2.resize(image(number), (side, side)) for number, *_ in rows])
        for column, name in ((2, "ages"), (3, "genders"), (4, "groups")):
            file[name] = np.array([row[column] for row in rows], dtype=np.int32)
        file["ethnicities"] = np.full(len(rows), -1, dtype=np.int32)
        text = h5py.string_dtype()
        file.create_dataset("files", data=[f"{path.stem}-{row[0]}.jpg" for row in rows], dtype=text)
        file.create_dataset("folds", data=[row[1] for row in rows], dtype=text)
        file.attrs["zoom"] = zoom
    return path


def both(paths: list[Path]) -> tuple[FaceTable, FaceTable]:
    return load_sets(paths, "train"), load_sets(paths, "val")


def test_two_files_are_one_table_that_tells_them_apart(tmp_path: Path) -> None:
    a = write_set(tmp_path / "a.h5", [(1, "train", 20, 0, 0), (2, "val", 30, 1, 1), (3, "train", 40, -1, 2)])
    b = write_set(tmp_path / "b.h5", [(4, "train", -1, 1, 0), (5, "train", 50, 1, 0)])
    with h5py.File(b, "r+") as file:
        file["age_ranges"] = np.array([[-1, -1], [47, 53]], dtype=np.int32)
    for stream in (False, True):
        faces = load_sets([a, b], "train", stream)
        assert faces.files == ["a-1.jpg", "a-3.jpg", "b-4.jpg", "b-5.jpg"]
        assert faces.age_bounds.tolist() == [[20, 20], [40, 40], [-1, -1], [47, 53]]
        assert faces.sets is not None
        assert faces.sets.rows("b").tolist() == [2, 3]
        assert faces.groups is not None
        assert faces.groups[2] == faces.groups[3]
        assert len(set(faces.groups[:3])) == 3
        expected = np.stack([image(number) for number in (1, 3, 4, 5)])
        np.testing.assert_array_equal(faces.crops[:], expected)
        np.testing.assert_array_equal(faces.crops[np.array([3, 0])], expected[[3, 0]])
        np.testing.assert_array_equal(faces.crops[2], expected[2])
        assert face_factors(faces, {"a": 2.0, "b": 0.5}).tolist() == [2.0, 2.0, 0.5, 0.5]  # type: ignore[union-attr]


def test_a_face_of_another_set_s_validation_part_is_not_trained_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    a = write_set(tmp_path / "a.h5", [(1, "train", 20, 0, 0), (2, "val", 30, 1, 1)])
    # 2 again, a face that b itself knows to be its copy, and an own pair that given folds tear apart
    rows = [(2, "train", 30, 1, 0), (3, "train", 30, 1, 0), (4, "val", 9, 0, 1), (5, "train", 9, 0, 1)]
    b = write_set(tmp_path / "b.h5", [*rows, (6, "train", 70, 0, 2)])
    training, validation = both([a, b])
    left, overlap = separated(training, validation)
    assert left.files == ["a-1.jpg", "b-6.jpg"]
    np.testing.assert_array_equal(left.crops[1], image(6))
    assert (overlap.in_validation, overlap.contradicting) == (3, 0)
    assert "3 training faces are in a validation part too and left out, such as b: b-2.jpg" in caplog.text


def test_copies_that_two_sets_label_otherwise_are_not_trained_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = [(1, "train", 20, 0, 0), (2, "train", 30, 1, 1), (3, "train", 44, 1, 2), (4, "val", 30, 1, 3)]
    a = write_set(tmp_path / "a.h5", rows)
    b = write_set(tmp_path / "b.h5", [(1, "train", 20, 1, 0), (2, "train", 35, -1, 1), (3, "train", 50, 1, 2)])
    left, overlap = separated(*both([a, b]))
    # of image 1 the gender differs, of 3 the age by six years
    assert left.files == ["a-2.jpg", "b-2.jpg"]
    assert overlap.contradicting == 4
    assert "labelled otherwise in another set" in caplog.text
    with h5py.File(b, "r+") as file:
        file["age_ranges"] = np.array([[-1, -1], [-1, -1], [48, 52]], dtype=np.int32)
    assert separated(*both([a, b]))[0].files == ["a-2.jpg", "a-3.jpg", "b-2.jpg", "b-3.jpg"]


def test_a_set_without_a_validation_part_is_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    a = write_set(tmp_path / "a.h5", [(1, "train", 20, 0, 0), (2, "val", 30, 1, 1)])
    b = write_set(tmp_path / "b.h5", [(3, "train", 20, 0, 0)])
    assert load_sets([a, b], "val").files == ["a-2.jpg"]
    assert "b.h5 holds no face of the fold 'val'" in caplog.text
    with pytest.raises(ValueError, match="holds no face of the fold 'test'"):
        load_sets([a, b], "test")


@pytest.mark.parametrize(
    ("change", "message"),
    [({"zoom": 0.7}, r"different zooms \(a 1, b 0\.7\)"), ({"side": 48}, r"different sizes \(48 px, 64 px\)")],
)
def test_files_that_were_prepared_otherwise_are_refused(tmp_path: Path, change: dict[str, float], message: str) -> None:
    a = write_set(tmp_path / "a.h5", [(1, "train", 20, 0, 0)])
    b = write_set(tmp_path / "b.h5", [(3, "train", 20, 0, 0)], **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=message):
        load_sets([a, b], "train")


def test_other_files_than_the_recipe_s_are_refused(tmp_path: Path) -> None:
    paths = [tmp_path / "a.h5", tmp_path / "b.h5"]
    check_sets(paths, (("a", 1.0), ("b", 0.5)))
    with pytest.raises(ValueError, match="the recipe is of the sets b, a, given are"):
        check_sets(paths, (("b", 1.0), ("a", 0.5)))
    with pytest.raises(ValueError, match="the recipe is of one prepared file, given are"):
        check_sets(paths, ())
    with pytest.raises(ValueError, match="two sets are called a"):
        check_sets([tmp_path / "a.h5", tmp_path / "x" / "a.h5"], (("a", 1.0), ("a", 1.0)))
