"""The measure of how right people are told apart and counted, on photographs of two women."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from tqdm import tqdm

from benchmarks.identity import main
from tests.photos import eileen_collins, grace_hopper


@pytest.fixture(autouse=True)
def no_monitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread that watches over slow bars: it would outlive the test."""
    monkeypatch.setattr(tqdm, "monitor_interval", 0)


@pytest.fixture
def faces(tmp_path: Path) -> list[str]:
    """Two images of each of two women, and what is known of them, as arguments."""
    for name, image in (
        ("Grace_Hopper", grace_hopper()[20:460, 46:486]),
        ("Eileen_Collins", eileen_collins()[0:250, 100:350]),
    ):
        half = cv2.resize(image, (250, 250), interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(tmp_path / f"{name}_0001.png"), half)
        cv2.imwrite(str(tmp_path / f"{name}_0002.png"), (half[:, ::-1] * 0.6).astype(np.uint8))
    rows = [f"{file.name},female,White" for file in sorted(tmp_path.glob("*.png"))]
    labels = tmp_path / "known.csv"
    labels.write_text("\n".join(["file,gender,ethnicity", *rows]), encoding="utf-8")
    return [str(tmp_path), str(labels)]


def test_images_of_two_women_are_told_apart(faces: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main([*faces, "--only", "verification"])
    said = capsys.readouterr().out
    assert "4 faces of 2 people, 2 pairs of one person and 4 of strangers" in said
    assert "| true accept rate | 1.000 | 1.000 |" in said
    assert "| White female | 4 | 2 | 0 | 1.000 | 0 | 1.0 | 1.000 |" in said
    assert "| 60 px wide |" in said
    assert "| 0 | 1.000 |" in next(line for line in said.splitlines() if line.startswith("| as they are"))


def test_the_people_of_made_clips_are_counted(faces: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main([*faces, "--only", "counting", "--people", "2", "--clip", "album"])
    (row,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("| album"))
    assert row.startswith("| album | 2 | 2 | 2-2 | 0 | 0 | 0 | 1.000 |")


def test_more_people_than_there_are_are_refused(faces: list[str]) -> None:
    with pytest.raises(ValueError, match="2 people have two photographs; 3 are wanted"):
        main([*faces, "--only", "counting", "--people", "3"])
