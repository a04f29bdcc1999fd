from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h5py
import numpy as np
import pytest

from tests.training.made_faces import numbered_faces, write_faces
from training.datasets.face_table import StreamedCrops, at_most, load_faces, select


def test_streamed_crops_are_those_in_memory(tmp_path: Path) -> None:
    output = write_faces(tmp_path / "faces.h5", train=9)
    memory, streamed = load_faces(output, "train"), load_faces(output, "train", stream=True)
    crops = streamed.crops
    assert isinstance(crops, StreamedCrops)
    assert (crops.shape, crops.dtype, len(crops)) == (memory.crops.shape, np.uint8, len(memory))
    assert (crops[2] == memory.crops[2]).all()
    assert (crops[np.int64(-1)] == memory.crops[-1]).all()
    assert (crops[[3, 0, 3]] == memory.crops[[3, 0, 3]]).all()
    assert (crops[1:4] == memory.crops[1:4]).all()
    assert (np.stack(list(crops)) == memory.crops).all()
    with pytest.raises(IndexError):
        crops[len(memory)]
    again = pickle.loads(pickle.dumps(crops))
    assert (again[1] == memory.crops[1]).all()
    with ThreadPoolExecutor(8) as pool:
        rows = [i % len(memory) for i in range(400)]
        assert all(pool.map(lambda row: (crops[row] == memory.crops[row]).all(), rows))
    for open_one in (crops, again):
        open_one.close()


def test_a_file_made_before_there_were_groups_loads(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "old.h5", "w") as file:
        file.create_dataset("crops", data=np.arange(4 * 27, dtype=np.uint8).reshape(4, 3, 3, 3), chunks=(2, 3, 3, 3))
        for name in ("ages", "genders", "ethnicities"):
            file[name] = np.arange(4, dtype=np.int32)
        file["files"], file["folds"] = list("abcd"), ["val", "train", "val", "train"]
    for stream in (False, True):
        faces = load_faces(tmp_path / "old.h5", "train", stream)
        assert faces.groups is None
        assert faces.ages.tolist() == [1, 3]
        assert faces.crops[1][0, 0, 0] == 81
        if isinstance(faces.crops, StreamedCrops):
            faces.crops.close()
    (tmp_path / "cut.h5").write_bytes((tmp_path / "old.h5").read_bytes()[:1000])
    with pytest.raises(ValueError, match="damaged"):
        load_faces(tmp_path / "cut.h5", "train")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["crops"] = np.zeros(3)
    with pytest.raises(ValueError, match="lacks ages"):
        load_faces(tmp_path / "other.h5", "train")
    with pytest.raises(FileNotFoundError, match="training prepare"):
        load_faces(tmp_path / "absent.h5", "train")


def test_a_subset_keeps_rows_together_and_grows() -> None:
    table = numbered_faces(40)
    few, more = at_most(table, 5, seed=3), at_most(table, 12, seed=3)
    assert len(few) == 5
    assert set(few.files) <= set(more.files)
    assert few.files == sorted(few.files, key=int)
    for i, name in enumerate(few.files):
        number = int(name)
        assert few.crops[i, 0, 0, 0] == number
        assert (few.ages[i], few.genders[i], few.ethnicities[i]) == (number, number % 2, number % 5)
        assert few.groups is not None
        assert few.groups[i] == number * 10
    assert at_most(table, None) is table
    assert at_most(table, 40) is table
    assert len(select(table, np.empty(0, dtype=np.intp))) == 0
