"""Tables of predictions and of labels: what is read, what is joined, and what is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path

import h5py
import numpy as np
import pytest

from inference.settings import DisplaySettings
from inference.sinks.table import csv_table, json_lines
from inference.types import Attributes, Detection, Frame, FrameResult, RunFacts, TrackedFace
from training.evaluation.inputs import load_inputs
from training.evaluation.labels import base_name, labels_of_table, read_groups
from training.evaluation.prediction_files import read_predictions
from training.evaluation.predictions import join

LABELS = "file,age,gender,race,fold,dup_group\na.jpg,30,0,0,val,5\nb.jpg,40,1,2,val,5\nc.jpg,50,1,1,train,\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def attributes(year: int, gender: int, ethnicity: int) -> Attributes:
    age = np.zeros(101, dtype=np.float32)
    age[year] = 1
    return Attributes(
        age, np.array([0.3, 0.7], dtype=np.float32)[:: 1 if gender else -1], np.eye(5, dtype=np.float32)[ethnicity]
    )


def results() -> list[FrameResult]:
    """Two pictures; in the first a small face before a large one."""

    def face(side: float, said: Attributes) -> TrackedFace:
        landmarks = np.zeros((6, 2), dtype=np.float32)
        return TrackedFace(Detection(np.array([0, 0, side, side], dtype=np.float32), 0.9, landmarks), said, said)

    return [
        FrameResult(0, 0.0, "some/where/a.jpg", (face(20, attributes(5, 1, 4)), face(90, attributes(33, 0, 0)))),
        FrameResult(1, 0.0, "C:\\else\\b.jpg", (face(50, attributes(41, 1, 2)),)),
    ]


def test_paths_of_any_system_end_in_the_same_name() -> None:
    assert {base_name(path) for path in ("x/ä ö.jpg", "C:\\x\\ä ö.jpg", "ä ö.jpg")} == {"ä ö.jpg"}


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_what_main_py_exports_is_read_and_the_largest_face_counts(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"faces.{suffix}"
    sink = (csv_table if suffix == "csv" else json_lines)(str(path), DisplaySettings())
    for result in results():
        sink.write(Frame(np.zeros((2, 2, 3), np.uint8), result.frame_index, 0.0, result.source), result)
    sink.close(RunFacts())
    labels = labels_of_table(write(tmp_path / "labels.csv", LABELS))
    predictions = join("x", "faces", read_predictions(path), labels)
    assert predictions.predicted.tolist() == [True, True, False]
    assert predictions.age[:2] == pytest.approx([33, 41])
    assert predictions.classes["gender"].tolist() == [0, 1, -1]
    assert predictions.classes["ethnicity"].tolist() == [0, 2, -1]
    assert predictions.probs.gender[:2] == pytest.approx(np.array([[0.7, 0.3], [0.3, 0.7]]))
    assert np.isnan(predictions.probs.age).all() == (suffix == "csv")
    assert predictions.boxes[0].tolist() == [0, 0, 90, 90]
    assert any("1 further faces" in note for note in predictions.notes)


def test_other_tools_columns_and_strangers(tmp_path: Path) -> None:
    table = write(
        tmp_path / "other.csv",
        "img_path,Dominant_Gender,dominant_race,age\nx/b.jpg,Woman,middle eastern,38\nx/z.jpg,Man,white,20\n",
    )
    predictions = join("x", "other", read_predictions(table), labels_of_table(write(tmp_path / "labels.csv", LABELS)))
    assert (predictions.classes["gender"][1], predictions.classes["ethnicity"][1], predictions.age[1]) == (1, 4, 38)
    assert predictions.predicted.tolist() == [False, True, False]
    assert predictions.notes == ("1 files of the table have no label and were left out: z.jpg",)


@pytest.mark.parametrize("suffix", ["npz", "h5"])
def test_full_distributions_as_arrays(tmp_path: Path, suffix: str) -> None:
    age = np.full((2, 101), 1 / 101)
    arrays = {"age": age, "gender": np.array([[0.2, 0.8]] * 2), "ethnicity": np.full((2, 5), 0.2)}
    path = tmp_path / f"all.{suffix}"
    if suffix == "npz":
        np.savez(path, files=np.array(["b.jpg", "ü.jpg"]), **arrays)
    else:
        with h5py.File(path, "w") as file:
            for name, values in arrays.items():
                file[name] = values
            file.create_dataset("files", data=["b.jpg", "ü.jpg"], dtype=h5py.string_dtype())
    first, second = read_predictions(path)
    assert (first.file, second.file) == ("b.jpg", "ü.jpg")
    assert (first.age, first.gender) == (pytest.approx(50), 1)
    assert first.age_p10 == pytest.approx(-0.5 + 10.1, abs=1e-3)


LINE = '{"file": "a.jpg", "age": 30}\n'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.csv", "", "no column names the file"),
        ("x.csv", "file,age\n", "holds no row"),
        ("x.csv", "age,gender\n3,1\n", "no column names the file; expected one of source, file"),
        ("x.csv", "file,colour\na.jpg,red\n", "expected some of the columns age, gender, ethnicity"),
        ("x.csv", "file,age\na.jpg,30\nb.jpg,nan\n", "line 3: age is nan"),
        ("x.csv", "file,age\na.jpg,-3\n", "line 2: age is -3; expected 0 to 150"),
        ("x.csv", "file,age\na.jpg,old\n", "line 2: age 'old' is no number"),
        ("x.csv", "file,gender\na.jpg,robot\n", "line 2: no gender is called 'robot'"),
        ("x.csv", "file,age,gender\na.jpg,30,m\nb.jpg,4\n", "line 3: 3 cells are expected"),
        ("x.csv", "file,age\na.jpg,30\na.jpg,40\n", "line 3: a.jpg comes a second time"),
        ("x.csv", "file,age,gender,gender_score\na.jpg,3,m,97.2\n", "line 2: gender_score is 97.2; expected 0 to 1"),
        ("x.csv", "file,age\nq.jpg,30\nr.jpg,30\n", "have no file in common: the one has q.jpg, r.jpg"),
        ("x.csv", "file,age\n,30\n", "line 2: names no file"),
        ("x.jsonl", LINE + '{"file": "b.jpg", "ag', "line 2: not JSON .*cut short"),
        ("x.jsonl", LINE + "[1, 2]\n", "line 2: expected an object"),
        ("x.jsonl", '{"file": "a.jpg", "age": NaN}\n', "line 1: age is nan"),
        ("x.jsonl", '{"file": "a.jpg", "age": 3, "age_probs": [0.5, 0.5]}\n', "line 1: age_probs must be 101 numbers"),
        (
            "x.jsonl",
            '{"file": "a.jpg", "gender": "m", "gender_probs": {"male": 0.5, "female": 0.1}}\n',
            "line 1: gender_probs add up to 0.600",
        ),
        ("x.jsonl", "", "holds no row"),
    ],
)
def test_a_bad_table_is_refused_with_the_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    table = write(tmp_path / name, text)
    with pytest.raises(ValueError, match=message):
        load_inputs([table], write(tmp_path / "labels.csv", LABELS))


def test_damaged_arrays_are_refused(tmp_path: Path) -> None:
    labels = write(tmp_path / "labels.csv", LABELS)
    good = {"files": np.array(["a.jpg"]), "gender": np.array([[0.5, 0.5]]), "ethnicity": np.full((1, 5), 0.2)}
    for age, message in (
        (np.full((1, 100), 0.01), r"age has the shape \(1, 100\)"),
        (np.full((1, 101), np.nan), "age, row 0: the probabilities don't add up"),
    ):
        np.savez(tmp_path / "x.npz", age=age, **good)
        with pytest.raises(ValueError, match=message):
            load_inputs([tmp_path / "x.npz"], labels)
    np.savez(tmp_path / "x.npz", age=np.zeros((1, 101)))
    with pytest.raises(ValueError, match="lacks the arrays files, gender, ethnicity"):
        load_inputs([tmp_path / "x.npz"], labels)
    (tmp_path / "x.npz").write_bytes((tmp_path / "x.npz").read_bytes()[:200])
    with pytest.raises((ValueError, OSError)):
        load_inputs([tmp_path / "x.npz"], labels)
    write(tmp_path / "x.h5", "no HDF5")
    with pytest.raises(ValueError, match="can't be read as HDF5"):
        load_inputs([tmp_path / "x.h5"], labels)


def test_labels_as_words_unknown_ones_folds_and_groups(tmp_path: Path) -> None:
    table = write(
        tmp_path / "labels.csv",
        "file,age,gender,ethnicity,fold,dup_group\na.jpg,120,Male,White,val,3\nb.jpg,-1,f,,val,\nc.jpg,,unknown,4,x,3\n",
    )
    labels = labels_of_table(table)
    assert labels.ages.tolist() == [100, -1, -1]
    assert labels.genders.tolist() == [0, 1, -1]
    assert labels.ethnicities.tolist() == [0, -1, 4]
    assert labels.groups is not None
    assert labels.groups[0] == labels.groups[2] != labels.groups[1]
    assert read_groups(table) == {"a.jpg": 3, "c.jpg": 3}
    assert list(labels_of_table(table, fold="x").files) == ["c.jpg"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("age,gender\n3,1\n", "expected a column `file`"),
        ("file,name\na.jpg,x\n", "at least one of age, gender, ethnicity"),
        ("file,age\n", "labels no image"),
        ("file,age\na.jpg,3 or 4\n", "line 2, column age: '3 or 4' is no age"),
        ("file,age\na.jpg,-4\n", "line 2, column age: '-4' is no age; expected years from 0"),
        ("file,gender\na.jpg,m\nb.jpg,it\n", "line 3, column gender: no gender is called 'it'"),
        ("file,age\nx/a.jpg,3\ny/a.jpg,4\n", "line 3: y/a.jpg is labelled in line 2 already"),
    ],
)
def test_bad_labels_are_refused_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        labels_of_table(write(tmp_path / "labels.csv", text))


def test_combinations_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    labels = write(tmp_path / "labels.csv", LABELS)
    table = write(tmp_path / "x.csv", "file,age\na.jpg,30\n")
    network = write(tmp_path / "net.onnx", "")
    with pytest.raises(ValueError, match="need labels to be judged by"):
        load_inputs([table])
    with pytest.raises(ValueError, match="needs faces to look at"):
        load_inputs([table], labels, models=[network])
    with pytest.raises(ValueError, match="a model goes after --model"):
        load_inputs([network], labels)
    with pytest.raises(FileNotFoundError, match="does not exist"):
        load_inputs([tmp_path / "gone.csv"], labels)
    with pytest.raises(ValueError, match="named twice"):
        load_inputs([table, table], labels)
    with pytest.raises(ValueError, match="no column fold"):
        load_inputs([table], write(tmp_path / "plain.csv", "file,age\na.jpg,3\n"), fold="val")


def test_systems_of_one_name_are_told_apart(tmp_path: Path) -> None:
    tables = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        tables.append(write(tmp_path / folder / "x.jsonl", json.dumps({"file": "a.jpg", "age": 3})))
    inputs = load_inputs(tables, write(tmp_path / "labels.csv", LABELS))
    assert [system.name for system in inputs.systems] == ["one/x.jsonl", "two/x.jsonl"]
