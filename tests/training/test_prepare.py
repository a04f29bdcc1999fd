from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest

from training.datasets.archive import PictureArchive
from training.datasets.cache import load_faces
from training.datasets.prepare import STORED_CROP_SIZE, prepare


def test_faces_are_aligned_and_the_rest_is_reported(chips: Path, tmp_path: Path) -> None:
    output = tmp_path / "faces.h5"
    report = prepare([chips, chips / "more.zip"], output, val_share=0.3, seed=1)
    assert report.stored == 13
    assert report.faceless == ["30_0_0_20170101000000777.jpg.chip.jpg"]
    assert report.unreadable == ["31_0_0_20170101000000888.jpg.chip.jpg"]
    assert report.unlabelled == ["61_1_20170101000000999.jpg.chip.jpg"]
    train, val = load_faces(output, "train"), load_faces(output, "val")
    assert len(train) + len(val) == 13
    assert train.crops.shape[1:] == (STORED_CROP_SIZE, STORED_CROP_SIZE, 3)
    assert set(train.files).isdisjoint(val.files)
    ages = dict(zip(train.files + val.files, [*train.ages, *val.ages], strict=True))
    assert ages["44_1_3_20170101000001234.jpg .chip.jpg"] == 44
    # brightness rises with the age in the made chips: rows and labels still belong together
    order = np.argsort(train.ages)
    known = [i for i in order if not train.files[i].startswith("44_")]
    levels = train.crops[known].mean(axis=(1, 2, 3))
    assert (np.diff(levels) > 0).all()
    assert not list(tmp_path.glob("*.part"))


def test_a_table_s_missing_pictures_are_reported(chips: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    first = sorted(chips.glob("5_*"))[0].name
    table.write_text(f"file,age,gender,race,fold\n{first},6,0,0,train\ngone.jpg,8,1,1,val\n", encoding="utf-8")
    report = prepare([chips], tmp_path / "faces.h5", table)
    assert (report.stored, report.missing) == (1, ["gone.jpg"])
    with pytest.raises(ValueError, match="no face of the fold 'val'"):
        load_faces(tmp_path / "faces.h5", "val")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no pictures"):
        prepare([tmp_path], tmp_path / "faces.h5")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["crops"] = np.zeros(3)
    with pytest.raises(ValueError, match="lacks ages"):
        load_faces(tmp_path / "other.h5", "train")
    with pytest.raises(FileNotFoundError, match="training prepare"):
        load_faces(tmp_path / "absent.h5", "train")


def test_a_picture_is_found_by_its_bare_name_in_folder_and_zip(chips: Path) -> None:
    with PictureArchive([chips / "more.zip"]) as archive:
        assert archive.names == ["44_1_3_20170101000001234.jpg .chip.jpg"]
        assert archive.read(archive.names[0]).startswith(b"\xff\xd8")
