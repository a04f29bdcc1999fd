"""Annotated stills."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.errors import SinkError, UsageError
from inference.outputs import Outputs
from inference.overlay import Overlay
from inference.settings import DisplaySettings
from inference.sinks import close_sinks, open_sinks
from inference.sources import open_images
from inference.types import Frame, RunFacts, SourceInfo, SourceKind
from tests.inference.made_faces import face, frame, result
from tests.photos import eileen_collins

ONE = SourceInfo("photo.jpg", SourceKind.STILLS, frame_count=1)
SEVERAL = SourceInfo("a.jpg and 2 more", SourceKind.STILLS, frame_count=3)
GREY = np.full((120, 160, 3), 90, np.uint8)


def written_names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def write_images(info: SourceInfo, output: Path, *sources: str) -> None:
    sinks = open_sinks(info, DisplaySettings(), Outputs(output=str(output)))
    for number, source in enumerate(sources):
        still = frame(np.full((20, 30, 3), 40 * number, np.uint8), number, 0.0, source)
        sinks[0].write(still, result(still))
    close_sinks(sinks)


def test_one_still_is_what_the_overlay_drew(tmp_path):
    portrait = eileen_collins()
    still = frame(portrait)
    seen = result(still, face(172, 68, 276, 186))
    drawn = Overlay(DisplaySettings()).draw(still, seen)
    for name, tolerance in (("a.png", 0.0), ("a.jpg", 3.0), ("b.JPEG", 3.0)):
        sinks = open_sinks(ONE, DisplaySettings(), Outputs(output=str(tmp_path / name)))
        sinks[0].write(still, seen)
        close_sinks(sinks)
        read = cv2.imread(str(tmp_path / name))
        assert np.abs(read.astype(int) - drawn).mean() <= tolerance
    assert written_names(tmp_path) == ["a.jpg", "a.png", "b.JPEG"]
    assert (tmp_path / "b.JPEG").read_bytes().startswith(b"\xff\xd8\xff")


def test_without_a_readable_still_there_is_no_file(tmp_path):
    close_sinks(open_sinks(ONE, DisplaySettings(), Outputs(output=str(tmp_path / "a.jpg"))))
    assert written_names(tmp_path) == []


def test_several_stills_do_not_fit_into_one_file(tmp_path):
    with pytest.raises(UsageError, match="there are 3; give a folder"):
        open_sinks(SEVERAL, DisplaySettings(), Outputs(output=str(tmp_path / "a.jpg")))
    unknown = SourceInfo("photos", SourceKind.STILLS)
    with pytest.raises(SinkError, match="give a folder"):
        write_images(unknown, tmp_path / "a.jpg", "one.jpg", "two.jpg")


def test_names_and_formats_are_kept(tmp_path):
    write_images(SEVERAL, tmp_path / "out", "x/a.jpg", "x/b.PNG", "x/c.jpeg", "x/d.webp", "x/no-ending", "x/v1.2.bmp")
    assert written_names(tmp_path / "out") == ["a.jpg", "b.PNG", "c.jpeg", "d.jpg", "no-ending.jpg", "v1.2.jpg"]
    assert (tmp_path / "out" / "b.PNG").read_bytes().startswith(b"\x89PNG")


def test_equal_names_are_numbered(tmp_path):
    write_images(SEVERAL, tmp_path / "out", "x/a.jpg", "y/a.jpg", "y/A.JPG", "y/a.bmp", "y/a-2.jpg")
    assert written_names(tmp_path / "out") == ["A-3.JPG", "a-2-2.jpg", "a-2.jpg", "a-4.jpg", "a.jpg"]
    # each is its own image
    for name, level in (("a.jpg", 0), ("a-2.jpg", 40), ("A-3.JPG", 80), ("a-4.jpg", 120), ("a-2-2.jpg", 160)):
        assert abs(cv2.imread(str(tmp_path / "out" / name)).mean() - level) < 3


def test_subfolders_are_kept(tmp_path):
    for name in ("a.jpg", "deep/a.jpg", "deep/er/b.jpg"):
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), GREY)
    with open_images([tmp_path / "photos"]) as source:
        sinks = open_sinks(source.info, DisplaySettings(), Outputs(output=str(tmp_path / "out")))
        for still in source:
            sinks[0].write(still, result(still))
        close_sinks(sinks)
    assert written_names(tmp_path / "out") == ["a.jpg", "deep/a.jpg", "deep/er/b.jpg"]


def test_a_second_run_replaces_the_first(tmp_path):
    for level in (30, 200):
        sinks = open_sinks(SEVERAL, DisplaySettings(), Outputs(output=str(tmp_path / "out")))
        still = frame(np.full((20, 30, 3), level, np.uint8), source="x/a.png")
        sinks[0].write(still, result(still))
        close_sinks(sinks)
    assert written_names(tmp_path / "out") == ["a.png"]
    assert cv2.imread(str(tmp_path / "out" / "a.png")).mean() == 200


def test_originals_are_never_replaced(tmp_path):
    original = tmp_path / "a.jpg"
    cv2.imwrite(str(original), GREY)
    before = original.read_bytes()
    folder = SourceInfo(str(tmp_path), SourceKind.STILLS, path=str(tmp_path))
    with pytest.raises(UsageError, match="folder of the originals"):
        open_sinks(folder, DisplaySettings(), Outputs(output=str(tmp_path)))
    single = SourceInfo(str(original), SourceKind.STILLS, frame_count=1, path=str(original))
    with pytest.raises(UsageError, match="is the input"):
        open_sinks(single, DisplaySettings(), Outputs(output=str(original)))
    with pytest.raises(UsageError, match="folder of the originals"):
        open_sinks(SEVERAL, DisplaySettings(), Outputs(output=str(tmp_path)), inputs=["elsewhere/b.jpg", str(original)])
    # where nobody said what is read
    with pytest.raises(SinkError, match="would be replaced"):
        write_images(SEVERAL, tmp_path, str(original))
    assert original.read_bytes() == before


def write_frames(info: SourceInfo, output: Path, *frames: Frame) -> RunFacts:
    sinks = open_sinks(info, DisplaySettings(), Outputs(output=str(output)))
    for still in frames:
        sinks[0].write(still, result(still))
    return close_sinks(sinks)


def test_an_image_that_jpeg_can_not_hold_becomes_a_png(tmp_path, capfd):
    wide = np.full((2, 70_000, 3), 50, np.uint8)
    facts = write_frames(
        SEVERAL,
        tmp_path / "out",
        frame(GREY, source="x/a.jpg"),
        frame(wide, source="x/b.tif"),
        frame(GREY, source="x/b.png"),
        frame(GREY, source="x/c.jpg"),
    )
    assert written_names(tmp_path / "out") == ["a.jpg", "b-2.png", "b.png", "c.jpg"]
    assert (cv2.imread(str(tmp_path / "out" / "b.png")) == wide).all()
    assert facts.notes == ("x/b.tif: too large for JPEG, so its annotated copy is a PNG",)
    assert capfd.readouterr() == ("", ""), "a library speaks"


def test_one_image_too_large_for_its_format_is_said(tmp_path, capfd):
    still = frame(np.zeros((1, 70_000, 3), np.uint8), source="x/wide.tif")
    sinks = open_sinks(ONE, DisplaySettings(), Outputs(output=str(tmp_path / "a.jpg")))
    with pytest.raises(SinkError, match=r"a\.jpg.*70000x1 is too large.*as \.png it would fit"):
        sinks[0].write(still, result(still))
    close_sinks(sinks)
    assert written_names(tmp_path) == []
    assert capfd.readouterr() == ("", ""), "a library speaks"


def test_an_image_that_can_not_be_written_leaves_the_others_alone(tmp_path):
    (tmp_path / "out" / "b.jpg").mkdir(parents=True)
    (tmp_path / "out" / "deep").write_bytes(b"somebody's")
    for name in ("a.jpg", "b.jpg", "deep/c.jpg", "d.jpg"):
        (tmp_path / "photos" / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(tmp_path / "photos" / name), GREY)
    with open_images([tmp_path / "photos"]) as source:
        sinks = open_sinks(source.info, DisplaySettings(), Outputs(output=str(tmp_path / "out")))
        for still in source:
            sinks[0].write(still, result(still))
    with pytest.raises(SinkError, match=r"b\.jpg: it is a folder.*; .*deep"):
        close_sinks(sinks)
    assert written_names(tmp_path / "out") == ["a.jpg", "d.jpg", "deep"]
    notes = sinks[0].add_facts(RunFacts()).notes
    assert ["b.jpg" in notes[0], "deep" in notes[1], len(notes)] == [True, True, 2]


def test_a_disk_that_takes_no_more_ends_the_copies(tmp_path, monkeypatch):
    sinks = open_sinks(SEVERAL, DisplaySettings(), Outputs(output=str(tmp_path / "out")))

    def write_bytes(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    still = frame(GREY, source="x/a.jpg")
    with pytest.raises(SinkError, match="the disk is full"):
        sinks[0].write(still, result(still))
    close_sinks(sinks)
    assert written_names(tmp_path) == []


@pytest.mark.parametrize("letter", ["a", "ä"])
def test_names_that_are_too_long_are_cut_and_stay_apart(tmp_path, letter):
    stem = letter * (251 // len(letter.encode()))
    write_images(SEVERAL, tmp_path / "out", f"x/{stem}", f"y/{stem}", f"x/{stem}.bmp", "x/b.jpg")
    names = written_names(tmp_path / "out")
    assert len(names) == 4
    assert all(len(name.encode()) <= 255 and name.endswith(".jpg") for name in names)


def test_a_folder_for_stills_is_made_but_not_the_one_above_it(tmp_path):
    with pytest.raises(SinkError, match=r"no folder .*absent; create it first"):
        open_sinks(SEVERAL, DisplaySettings(), Outputs(output=str(tmp_path / "absent" / "out")))
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SinkError, match="it is a file"):
        open_sinks(SEVERAL, DisplaySettings(), Outputs(output=str(tmp_path / "file")))
    assert written_names(tmp_path) == ["file"]


def test_two_runs_do_not_write_into_one_folder(tmp_path):
    for is_new in (True, False):
        outputs = Outputs(output=str(tmp_path / "out"))
        first = open_sinks(SEVERAL, DisplaySettings(), outputs)
        with pytest.raises(SinkError, match="another run is writing there; wait for its end or choose another folder"):
            open_sinks(SEVERAL, DisplaySettings(), outputs)
        assert (tmp_path / "out").exists() is True
        if is_new:
            first[0].discard()
            assert not (tmp_path / "out").exists()
        else:
            close_sinks(first)
    assert list((tmp_path / "out").iterdir()) == []


def test_what_is_in_the_folder_stays(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("b.jpg", "a.part.jpg", "facelens-test", "facelens-test.part", "notes.txt"):
        (folder / name).write_text(f"a stranger's {name}")
    before = {path.name: path.read_text() for path in folder.iterdir()}
    write_images(SEVERAL, folder, "x/a.jpg")
    open_sinks(SEVERAL, DisplaySettings(), Outputs(output=str(folder)))[0].discard()
    assert written_names(folder) == sorted([*before, "a.jpg"])
    assert {name: (folder / name).read_text() for name in before} == before
