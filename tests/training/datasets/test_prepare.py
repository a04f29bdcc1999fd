from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import cv2
import h5py
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.detection.chips import ChipDetector
from inference.types import Frame
from training.datasets.detectors import open_detector
from training.datasets.face_table import load_faces
from training.datasets.prepare import STORED_CROP_SIZE, prepare
from training.datasets.sources import Dataset
from training.datasets.splits import Split


def test_faces_are_aligned_and_the_rest_is_reported(
    chips: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    output = tmp_path / "faces.h5"
    report = prepare(Dataset([chips, chips / "more.zip"]), output, Split(val_share=0.3, seed=1))
    assert report.stored == 13
    assert report.faceless == ["30_0_0_20170101000000777.jpg.chip.jpg"]
    assert report.unreadable == ["31_0_0_20170101000000888.jpg.chip.jpg"]
    assert report.unlabelled == ["61_1_20170101000000999.jpg.chip.jpg"]
    assert "'44_1_3_20170101000001234.jpg .chip.jpg': a blank in the name" in caplog.text
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


def test_a_table_s_missing_images_are_reported(chips: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    first = sorted(chips.glob("5_*"))[0].name
    table.write_text(f"file,age,gender,race,fold\n{first},6,0,0,train\ngone.jpg,8,1,1,val\n", encoding="utf-8")
    report = prepare(Dataset([chips], table), tmp_path / "faces.h5")
    assert (report.stored, report.missing) == (1, ["gone.jpg"])
    with pytest.raises(ValueError, match="no face of the fold 'val'"):
        load_faces(tmp_path / "faces.h5", "val")


def test_near_duplicates_stay_together_and_what_they_disagree_on_is_left_out(
    chips: Path, chip: NDArray[np.uint8], tmp_path: Path
) -> None:
    folder = tmp_path / "set"
    shutil.copytree(chips, folder)
    first = sorted(folder.glob("5_*"))[0]
    image = cv2.imread(str(first))
    cv2.imwrite(str(folder / "6_0_0_20180101000000000.jpg"), image, [cv2.IMWRITE_JPEG_QUALITY, 40])
    second = cv2.imread(str(sorted(folder.glob("82_*"))[0]))
    cv2.imwrite(str(folder / "82_0_1_20180101000000001.jpg"), second[:, ::-1])
    output = tmp_path / "faces.h5"
    report = prepare(Dataset([folder]), output, Split(val_share=0.5, seed=4))
    assert (report.stored, report.duplicates, report.conflicts) == (14, 2, 2)
    with h5py.File(output) as file:
        rows = {name: i for i, name in enumerate(file["files"].asstr()[:])}
        groups, folds = file["groups"][:], file["folds"].asstr()[:]
    copies = [rows[first.name], rows["6_0_0_20180101000000000.jpg"]]
    assert len(set(groups[copies])) == 1
    assert len(set(folds[copies])) == 1
    assert len(set(groups)) == 12
    conflict = load_faces(output, "conflict")
    assert [name.split("_")[:2] for name in sorted(conflict.files)] == [["82", "0"], ["82", "1"]]
    assert conflict.groups is not None
    assert len(set(conflict.groups)) == 1
    with (tmp_path / "faces.conflicts.csv").open(newline="") as lines:
        assert [row["differs"] for row in csv.DictReader(lines)] == ["gender", "gender"]


def test_what_is_left_out_is_written_down_with_the_reason(chips: Path, tmp_path: Path) -> None:
    prepare(Dataset([chips]), tmp_path / "faces.h5")
    with (tmp_path / "faces.left-out.csv").open(newline="") as lines:
        assert {row["file"][:4]: row["why"] for row in csv.DictReader(lines)} == {
            "30_0": "no face",
            "31_0": "unreadable",
            "61_1": "a field is missing or out of range",
        }


def test_a_class_that_a_side_lacks_is_warned_of(chips: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    table = tmp_path / "labels.csv"
    names = [sorted(chips.glob(f"{age}_*"))[0].name for age in (12, 19)]
    table.write_text(f"file,age,gender,fold\n{names[0]},5,m,train\n{names[1]},5,f,val\n", encoding="utf-8")
    report = prepare(Dataset([chips], table), tmp_path / "faces.h5")
    assert report.warnings == [
        "no face has a known ethnicity: other sets have to teach it",
        "absent from train: gender female",
        "absent from val: gender male",
    ]
    assert "absent from train: gender female" in caplog.text


def test_a_folder_with_a_table_keeps_what_is_unknown_as_minus_one(chip: NDArray[np.uint8], tmp_path: Path) -> None:
    for i, folder in enumerate(("x", "y")):
        (tmp_path / "set" / folder).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / "set" / folder / "1.png"), chip if i == 0 else chip[:, :, ::-1] // 3)
    (tmp_path / "set" / "labels.csv").write_text(
        "file,age,gender,ethnicity,fold\nx/1.png,31,,Asian,train\ny/1.png,,female,unknown,train\n", encoding="utf-8"
    )
    prepare(Dataset([tmp_path / "set"]), tmp_path / "faces.h5")
    faces = load_faces(tmp_path / "faces.h5", "train")
    rows = list(zip(faces.files, faces.ages, faces.genders, faces.ethnicities, strict=True))
    assert rows == [("x/1.png", 31, -1, 2), ("y/1.png", -1, 1, -1)]
    assert faces.crops[0].mean() > 2 * faces.crops[1].mean()


def test_images_without_any_face_are_refused(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "30_0_0_20170101000000777.jpg"), np.full((200, 200, 3), 90, np.uint8))
    with pytest.raises(ValueError, match="no face in any of 1 images"):
        prepare(Dataset([tmp_path]), tmp_path / "out" / "faces.h5")


class Looks:
    """Counts the looks of the detector, and ends them as told."""

    def __init__(self, patch: pytest.MonkeyPatch, end: BaseException | None = None, after: int = -1) -> None:
        self.count = 0
        look = ChipDetector.detect

        def counted(detector: ChipDetector, frame: Frame) -> object:
            if self.count == after:
                raise end  # type: ignore[misc]
            self.count += 1
            return look(detector, frame)

        patch.setattr(ChipDetector, "detect", counted)


def test_an_interrupted_preparation_goes_on_and_ends_the_same(chips: Path, tmp_path: Path) -> None:
    whole, output = tmp_path / "whole.h5", tmp_path / "faces.h5"
    report = prepare(Dataset([chips]), whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.datasets.prepare._BLOCK", 2)
        Looks(patch, KeyboardInterrupt(), after=5)
        with pytest.raises(KeyboardInterrupt):
            prepare(Dataset([chips]), output)
    assert not output.exists()
    with pytest.MonkeyPatch.context() as patch:
        looks = Looks(patch)
        assert str(prepare(Dataset([chips]), output)) == str(report)
    assert looks.count == 13 - 5  # of the fourteen images one is broken and not looked at
    with h5py.File(whole) as one, h5py.File(output) as other:
        assert sorted(one) == sorted(other)
        for name in one:
            assert (one[name][:] == other[name][:]).all()


def test_another_choice_of_images_begins_anew(chips: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    output = tmp_path / "faces.h5"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.datasets.prepare._BLOCK", 2)
        Looks(patch, KeyboardInterrupt(), after=5)
        with pytest.raises(KeyboardInterrupt):
            prepare(Dataset([chips]), output)
    assert prepare(Dataset([chips, chips / "more.zip"]), output).stored == 13
    assert "another preparation: starting over" in caplog.text


def test_an_absent_mtcnn_is_asked_for_before_the_work(
    chips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mtcnn", None)
    with pytest.raises(ValueError, match="pip install"):
        prepare(Dataset([chips]), tmp_path / "faces.h5", detector="mtcnn")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="mediapipe, mtcnn"):
        open_detector("haar")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no images"):
        prepare(Dataset([tmp_path]), tmp_path / "faces.h5")
    assert list(tmp_path.iterdir()) == []


def test_images_of_one_person_stay_on_one_side_and_contradictions_are_told_of(chips: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    lines = ["file,age,age_lo,age_hi,gender"]
    for i, chip in enumerate(sorted(path for path in chips.glob("*.jpg") if path.stat().st_size > 1000)[:10]):
        name = f"{'abcde'[i // 2]}_{i}.jpg"
        shutil.copy(chip, folder / name)
        lines.append(f"{name},{20 + 9 * (i % 2)},18,33,{'m' if i == 1 else 'f'}")
    (folder / "labels.csv").write_text("\n".join(lines), encoding="utf-8")
    dataset = Dataset([folder], person_pattern=r"(.)_\d+\.jpg", title="Us (2026)", licence="ours alone")
    report = prepare(dataset, tmp_path / "faces.h5", Split(val_share=0.5, seed=2))
    assert report.persons == 5
    assert any("1 people are labelled with more than one gender, such as a" in warning for warning in report.warnings)
    # people are no near duplicates: an age years later contradicts nothing
    assert report.conflicts == 0
    train, val = load_faces(tmp_path / "faces.h5", "train"), load_faces(tmp_path / "faces.h5", "val")
    assert {name[0] for name in train.files}.isdisjoint(name[0] for name in val.files)
    assert len(train) > 0
    assert train.age_bounds[0].tolist() == [18, 33]
    assert (train.provenance["title"], train.provenance["licence"]) == ("Us (2026)", "ours alone")
    assert train.groups is not None
    assert len(set(train.groups)) == len({name[0] for name in train.files})


def test_people_that_given_folds_have_on_both_sides_are_warned_of(chips: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    names = [sorted(chips.glob(f"{age}_*"))[0].name for age in (12, 19)]
    rows = [f"{name},5,m,{fold},Ann" for name, fold in zip(names, ("train", "val"), strict=True)]
    table.write_text("\n".join(["file,age,gender,fold,person", *rows]), encoding="utf-8")
    report = prepare(Dataset([chips], table), tmp_path / "faces.h5")
    assert "the given folds have 1 people on more than one side, such as Ann" in report.warnings


def test_a_file_that_is_labelled_twice_and_not_alike_is_refused(chips: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    name = sorted(chips.glob("12_*"))[0].name
    table.write_text(f"file,age,gender\n{name},5,m\n{name},5,m\n", encoding="utf-8")
    assert prepare(Dataset([chips], table), tmp_path / "faces.h5").stored == 1
    table.write_text(f"file,age,gender\n{name},5,m\n{name},5,f\n", encoding="utf-8")
    with pytest.raises(ValueError, match="is labelled twice, and not alike"):
        prepare(Dataset([chips], table), tmp_path / "faces.h5")


@pytest.mark.parametrize(
    ("pattern", "message"), [("(", "no regular expression"), ("x", "no group in brackets"), ("(zzz)", "fits no file")]
)
def test_a_pattern_of_persons_that_finds_nobody_is_refused(
    chips: Path, tmp_path: Path, pattern: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        prepare(Dataset([chips], person_pattern=pattern), tmp_path / "faces.h5")


def test_faces_without_any_label_are_refused(chips: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_text(f"file,age\n{sorted(chips.glob('12_*'))[0].name},\n", encoding="utf-8")
    with pytest.raises(ValueError, match="nothing can be learnt"):
        prepare(Dataset([chips], table), tmp_path / "faces.h5")
