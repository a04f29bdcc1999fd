from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import savemat

from training.datasets.face_label import FaceLabel
from training.datasets.face_table import load_faces
from training.datasets.imdb_wiki import age_in_years, read_metadata
from training.datasets.prepare import prepare, write_labels
from training.datasets.sources import Dataset
from training.datasets.splits import Split


def datenum(year: int, month: int, day: int) -> int:
    """As Matlab's own: datenum(2000, 1, 1) is 730486."""
    return 730486 + (date(year, month, day) - date(2000, 1, 1)).days


def save(path: Path, rows: list[tuple[float, int, str, float, float, float]], struct: str = "imdb") -> Path:
    born, taken, paths, gender, score, second = zip(*rows, strict=True)
    cells = np.empty(len(rows), dtype=object)
    cells[:] = paths
    columns = {
        "dob": np.array(born, dtype=np.float64),
        "photo_taken": np.array(taken, dtype=np.uint16),
        "full_path": cells,
        "gender": np.array(gender),
        "face_score": np.array(score),
        "second_face_score": np.array(second),
    }
    savemat(path, {struct: columns})
    return path


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("born", "taken", "age"),
    [
        ((1970, 6, 30), 2000, 30),
        ((1970, 7, 1), 2000, 30),
        ((1970, 7, 2), 2000, 29),
        ((2004, 2, 29), 2005, 1),
        ((2010, 1, 1), 2009, -1),
    ],
)
def test_the_age_is_that_in_the_middle_of_the_year(born: tuple[int, int, int], taken: int, age: int) -> None:
    assert age_in_years(datenum(*born), taken) == age


@pytest.mark.parametrize(("born", "taken"), [(0, 2000), (NAN, 2000), (1e12, 2000), (730486, 0)])
def test_a_date_without_sense_gives_no_age(born: float, taken: int) -> None:
    assert age_in_years(born, taken) is None


def test_labels_pass_the_filters_and_what_does_not_is_counted(tmp_path: Path) -> None:
    born = datenum(1960, 1, 1)
    path = save(
        tmp_path / "imdb.mat",
        [
            (born, 2000, "01/man.jpg", 1.0, 3.2, NAN),
            (born, 2001, "02/woman.jpg", 0.0, 1.0, NAN),
            (born, 2000, "03/faint.jpg", 1.0, 0.9, NAN),
            (born, 2000, "03/faceless.jpg", 1.0, -INF, NAN),
            (born, 2000, "04/two.jpg", 1.0, 4.0, 2.0),
            (born, 2000, "05/nobody.jpg", NAN, 4.0, NAN),
            (born, 2061, "06/old.jpg", 1.0, 4.0, NAN),
            (born, 1950, "07/unborn.jpg", 1.0, 4.0, NAN),
            (born, 2060, "08/hundred.jpg", 0.0, 4.0, NAN),
        ],
    )
    found = read_metadata(path.read_bytes(), path.name)
    assert found.labels == [
        FaceLabel("01/man.jpg", 40, 0, -1),
        FaceLabel("02/woman.jpg", 41, 1, -1),
        FaceLabel("08/hundred.jpg", 100, 1, -1),
    ]
    assert sum(found.dropped.values()) == 6
    assert found.dropped["with an age outside 0..100"] == 2
    assert "1 with a second face" in str(found)
    assert len(read_metadata(path.read_bytes(), path.name, min_face_score=3.0).labels) == 2


def test_a_file_of_one_image_is_read(tmp_path: Path) -> None:
    path = save(tmp_path / "wiki.mat", [(datenum(1980, 1, 1), 2010, "17/a.jpg", 1.0, 3.0, NAN)], "wiki")
    assert read_metadata(path.read_bytes(), "wiki.mat").labels == [FaceLabel("17/a.jpg", 30, 0, -1)]


def test_another_or_a_damaged_file_is_refused(tmp_path: Path) -> None:
    savemat(tmp_path / "other.mat", {"imdb": {"dob": np.zeros(3)}})
    with pytest.raises(ValueError, match="with photo_taken"):
        read_metadata((tmp_path / "other.mat").read_bytes(), "other.mat")
    whole = save(tmp_path / "imdb.mat", [(datenum(1980, 1, 1), 2010, "17/a.jpg", 1.0, 3.0, NAN)] * 50).read_bytes()
    for data in (b"", b"nothing of Matlab's" * 20, whole[: len(whole) // 2]):
        with pytest.raises(ValueError, match=r"imdb\.mat"):
            read_metadata(data, "imdb.mat")


def test_labels_come_without_the_pictures(tmp_path: Path) -> None:
    path = save(tmp_path / "imdb.mat", [(datenum(1980, 1, 1), 2010, "17/a.jpg", 1.0, 3.0, NAN)])
    assert write_labels(Dataset([path]), tmp_path / "imdb.csv") == 1
    with (tmp_path / "imdb.csv").open(newline="") as lines:
        assert list(csv.reader(lines)) == [["file", "age", "gender", "ethnicity"], ["17/a.jpg", "30", "male", ""]]


def test_its_images_are_prepared_with_unknown_ethnicity(tmp_path: Path, chip: NDArray[np.uint8]) -> None:
    folder = tmp_path / "imdb_crop"
    (folder / "17").mkdir(parents=True)
    cv2.imwrite(str(folder / "17" / "a.jpg"), chip)
    cv2.imwrite(str(folder / "17" / "left out.jpg"), chip)
    born = datenum(1980, 1, 1)
    save(
        folder / "imdb.mat",
        [
            (born, 2010, "17/a.jpg", 0.0, 3.0, NAN),
            (born, 2010, "17/gone.jpg", 0.0, 3.0, NAN),
            (born, 2010, "17/left out.jpg", 0.0, 0.1, NAN),
        ],
    )
    report = prepare(Dataset([folder]), tmp_path / "faces.h5", Split(val_share=0.0))
    assert (report.stored, report.missing, report.unlabelled) == (1, ["17/gone.jpg"], [])
    faces = load_faces(tmp_path / "faces.h5", "train")
    assert (faces.ages[0], faces.genders[0], faces.ethnicities[0], faces.files) == (30, 1, -1, ["17/a.jpg"])
    assert faces.provenance["dataset"] == "imdb-wiki"
