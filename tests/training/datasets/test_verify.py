from __future__ import annotations

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.__main__ import main
from training.datasets.sources import Dataset
from training.datasets.verify import verify


def test_what_is_wrong_with_utkface_is_named(chips: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "chips"
    shutil.copytree(chips, folder)
    first = sorted(folder.glob("5_*"))[0]
    (folder / "again").mkdir()
    shutil.copy(first, folder / "again")
    second = sorted(folder.glob("12_*"))[0]
    second.write_bytes(second.read_bytes()[:-2000])
    found = verify(Dataset([folder, folder / "more.zip"]))
    assert (found.dataset, found.images, found.labelled) == ("utkface", 16, 15)
    assert set(found.damaged) == {second.name, "31_0_0_20170101000000888.jpg.chip.jpg"}
    assert "end is missing" in found.damaged[second.name]
    assert found.unlabelled == ["61_1_20170101000000999.jpg.chip.jpg"]
    assert list(found.repeated) == [first.name]
    assert list(found.odd_names) == ["44_1_3_20170101000001234.jpg .chip.jpg"]
    assert main(["verify", str(folder)]) == 1
    assert f"{second.name}: " in capsys.readouterr().out


def test_a_table_tells_what_is_missing(
    chip: NDArray[np.uint8], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    for name in ("a.jpg", "b.png"):
        cv2.imwrite(str(folder / name), chip)
    table = tmp_path / "table.csv"
    table.write_text("file,age\na.jpg,30\nb.png,31\n", encoding="utf-8")
    command = ["verify", str(folder), "--labels", str(table), "--json"]
    assert main(command) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["whole"], report["pictures"]) == (True, 2)
    table.write_text("file,age\na.jpg,30\nc.jpg,31\n", encoding="utf-8")
    assert main(command) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["dataset"], said["missing"], said["unlabelled"]) == ("folder", ["c.jpg"], ["b.png"])


def test_an_unknown_kind_is_asked_for(
    chip: NDArray[np.uint8], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "holiday.jpg"), chip)
    assert main(["verify", str(tmp_path)]) == 1
    assert "--dataset" in capsys.readouterr().err
    (tmp_path / "labels.csv").write_text("file,gender\nholiday.jpg,male\n", encoding="utf-8")
    assert main(["verify", str(tmp_path)]) == 0
