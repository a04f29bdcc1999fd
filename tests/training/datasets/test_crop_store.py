from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from numpy.typing import NDArray

from training.datasets.crop_store import CropStore, State

SIZE = 16


def crop(i: int) -> NDArray[np.uint8]:
    return np.full((SIZE, SIZE, 3), i % 256, np.uint8)


def fill(store: CropStore, numbers: range) -> None:
    """Every third image has no face."""
    for i in numbers:
        if i % 3 == 2:
            store.append([State.FACELESS], [])
        else:
            store.append([State.STORED], [crop(i)])


def levels(path: Path) -> list[int]:
    with h5py.File(path) as file:
        return [int(one[0, 0, 0]) for one in file["crops"]]


def test_what_is_stored_is_complete_and_nothing_else_is_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.datasets.crop_store._BLOCK", 4)
    with CropStore(tmp_path / "sub" / "faces.h5", 10, SIZE, "key") as store:
        fill(store, range(10))
        assert [int(one[0, 0, 0]) for one in store.crops()] == [0, 1, 3, 4, 6, 7, 9]
        store.finish({"ages": np.arange(7), "files": list("abcdefg")}, {"seed": 3})
    with h5py.File(tmp_path / "sub" / "faces.h5") as file:
        assert sorted(file) == ["ages", "crops", "files"]
        assert dict(file.attrs) == {"seed": 3}
        assert file["crops"].shape == (7, SIZE, SIZE, 3)
    assert levels(tmp_path / "sub" / "faces.h5") == [0, 1, 3, 4, 6, 7, 9]
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["faces.h5"]


def test_a_killed_process_leaves_what_it_wrote(tmp_path: Path) -> None:
    code = """
import os, signal, sys
from pathlib import Path
from tests.training.datasets.test_crop_store import fill
from training.datasets.crop_store import CropStore
store = CropStore(Path(sys.argv[1]), 300, 16, "key")
fill(store, range(200))
os.kill(os.getpid(), signal.SIGKILL)
"""
    root = Path(__file__).parents[3]
    ended = subprocess.run([sys.executable, "-c", code, tmp_path / "faces.h5"], cwd=root, check=False)
    assert ended.returncode == -9
    with CropStore(tmp_path / "faces.h5", 300, SIZE, "key") as store:
        assert store.done == 200
        fill(store, range(200, 300))
        store.finish({}, {})
    assert levels(tmp_path / "faces.h5") == [i % 256 for i in range(300) if i % 3 != 2]


def test_a_crop_that_did_not_reach_the_disk_is_done_again_with_all_after_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with CropStore(tmp_path / "faces.h5", 10, SIZE, "key") as store:
        fill(store, range(8))
    with h5py.File(tmp_path / "faces.h5.part", "r+") as file:
        file["crops"][3] = 0
    with CropStore(tmp_path / "faces.h5", 10, SIZE, "key") as store:
        assert (store.done, store.stored) == (4, 3)
        assert "crop 3 is damaged" in caplog.text
        fill(store, range(4, 10))
        store.finish({}, {})
    assert levels(tmp_path / "faces.h5") == [0, 1, 3, 4, 6, 7, 9]


@pytest.mark.parametrize("harm", ["garbage", "truncated", "empty", "other key", "other count"])
def test_a_part_that_is_of_no_use_is_begun_anew_with_a_note(
    tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    with CropStore(tmp_path / "faces.h5", 10, SIZE, "other" if harm == "other key" else "key") as store:
        fill(store, range(8))
    part = tmp_path / "faces.h5.part"
    data = part.read_bytes()
    if harm in ("garbage", "truncated", "empty"):
        part.write_bytes({"garbage": b"no HDF5", "truncated": data[: len(data) // 2], "empty": b""}[harm])
    with CropStore(tmp_path / "faces.h5", 11 if harm == "other count" else 10, SIZE, "key") as store:
        assert store.done == 0
        assert "starting over" in caplog.text


def test_a_disk_without_room_is_refused_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**6, 10**6 - 5000, 5000))
    with pytest.raises(OSError, match=r"needs 128,000 bytes, 5,000 are free") as caught:
        CropStore(tmp_path / "faces.h5", 100, SIZE, "key")
    assert caught.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_is_told_of_and_the_work_goes_on_later(tmp_path: Path) -> None:
    with CropStore(tmp_path / "faces.h5", 10, SIZE, "key") as store:
        fill(store, range(4))
        flush = h5py.File.flush
        with pytest.MonkeyPatch.context() as patch:

            def full(file: h5py.File) -> None:
                raise OSError(errno.ENOSPC, "No space left on device")

            patch.setattr(h5py.File, "flush", full)
            with pytest.raises(OSError, match=r"needs 12,800 bytes.*run the same command again") as caught:
                store.append([State.STORED], [crop(4)])
        assert caught.value.errno == errno.ENOSPC
        assert h5py.File.flush is flush
    with CropStore(tmp_path / "faces.h5", 10, SIZE, "key") as store:
        assert store.done == 4


def test_a_limit_on_the_file_s_size_is_a_full_disk(tmp_path: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from tests.training.datasets.test_crop_store import fill
from training.datasets.crop_store import CropStore
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
try:
    with CropStore(Path(sys.argv[1]), 100, 16, "key") as store:
        fill(store, range(100))
except OSError as error:
    print(error.errno, error)
"""
    root = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "faces.h5"], cwd=root, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(f"{errno.ENOSPC} ")
    assert "it needs 128,000 bytes" in ended.stdout
    with CropStore(tmp_path / "faces.h5", 100, SIZE, "key") as store:
        fill(store, range(store.done, 100))
        store.finish({}, {})
    assert len(levels(tmp_path / "faces.h5")) == 67
