"""An output has its name when it is complete; nobody's file is touched before, and others' never."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from inference.errors import SinkError
from inference.files import OutputFile, WrittenFile, is_unfinished, shortened


def write(path: Path, text: str, *, is_whole: bool = True) -> WrittenFile:
    output = OutputFile(path)
    output.fill(text.encode())
    output.finish(is_whole=is_whole)
    assert output.written is not None
    return output.written


def texts_of(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_the_temporary_file_is_nobody_else_s(tmp_path):
    """Not that of a stranger who calls his files as FaceLens once did, and not that of another output."""
    for name in ("people.part.csv", ".people.part.csv", "people.csv.part"):
        (tmp_path / name).write_text(f"a stranger's {name}")
    before = texts_of(tmp_path)
    output = OutputFile(tmp_path / "people.csv")
    assert is_unfinished(output.part)
    assert output.part.name.endswith("people.csv")
    output.fill(b"rows")
    assert {name: text for name, text in texts_of(tmp_path).items() if name in before} == before
    output.finish()
    assert texts_of(tmp_path) == before | {"people.csv": "rows"}


def test_what_stood_there_stays_until_the_new_one_is_complete(tmp_path):
    path = tmp_path / "t.csv"
    assert write(path, "yesterday") == (str(path), str(path), False)
    output = OutputFile(path)
    output.fill(b"today")
    assert path.read_text() == "yesterday"
    output.finish()
    assert texts_of(tmp_path) == {"t.csv": "today"}
    assert output.written == (str(path), str(path), True)


def test_a_file_that_is_not_whole_replaces_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    path = Path("out") / "t.csv"
    assert write(path, "first", is_whole=False).path == os.path.join("out", "t.csv"), "a free name is taken"
    second = write(path, "second", is_whole=False)
    assert second == (os.path.join("out", "t (incomplete).csv"), str(path), False)
    assert write(path, "third", is_whole=False).path == os.path.join("out", "t (incomplete 2).csv")
    assert texts_of(tmp_path / "out") == {
        "t.csv": "first",
        "t (incomplete).csv": "second",
        "t (incomplete 2).csv": "third",
    }


def test_of_a_link_the_incomplete_file_lies_where_it_points_to(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.csv").write_text("old")
    (tmp_path / "t.csv").symlink_to(tmp_path / "real" / "x.csv")
    assert write(tmp_path / "t.csv", "new", is_whole=False).path == str(tmp_path / "real" / "x (incomplete).csv")
    assert (tmp_path / "t.csv").read_text() == "old"


def test_two_writers_of_one_file(tmp_path):
    (tmp_path / "link.csv").symlink_to("t.csv")
    first = OutputFile(tmp_path / "t.csv")
    for name in ("t.csv", "./t.csv", "link.csv"):
        with pytest.raises(SinkError, match=r"another run is writing it; wait for its end or choose another name"):
            OutputFile(tmp_path / name)
    OutputFile(tmp_path / "other.csv").discard()
    first.fill(b"first")
    first.finish()
    write(tmp_path / "t.csv", "second")
    assert texts_of(tmp_path) == {"t.csv": "second", "link.csv": "second"}


@pytest.mark.parametrize("end", [OutputFile.discard, OutputFile.leave, OutputFile.finish])
def test_however_it_ends_the_name_is_free_again(tmp_path, end):
    end(OutputFile(tmp_path / "t.csv"))
    write(tmp_path / "t.csv", "next")
    assert not list(tmp_path.glob("*.lock"))


def test_what_could_not_be_opened_bars_nobody(tmp_path, monkeypatch):
    def refuse(*args: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("inference.files._create_part", refuse)
    with pytest.raises(SinkError, match="the disk is full"):
        OutputFile(tmp_path / "t.csv")
    monkeypatch.undo()
    write(tmp_path / "t.csv", "next")


@pytest.mark.skipif(os.name == "nt", reason="permissions work otherwise here")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_stay_and_nobody_reads_the_temporary_file_who_may_not_read_the_old_one(tmp_path, mode):
    path = tmp_path / "t.csv"
    path.touch()
    path.chmod(mode)
    output = OutputFile(path)
    assert stat.S_IMODE(output.part.stat().st_mode) == mode
    output.finish()
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays(tmp_path):
    path = tmp_path / "t.csv"
    path.touch()
    os.chown(path, 1234, 2345)
    write(path, "new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_protected_file_is_not_replaced(tmp_path, mode):
    path = tmp_path / "t.csv"
    path.write_text("keep me")
    path.chmod(mode)
    with pytest.raises(SinkError, match=r"t\.csv.*write-protected; choose another name, or allow writing to it"):
        OutputFile(path)
    path.chmod(0o644)
    output = OutputFile(path)
    output.fill(b"new")
    path.chmod(mode)
    with pytest.raises(SinkError, match=r"write-protected.*What was written is in .*\.part\.t\.csv"):
        output.finish()
    assert path.read_text() == "keep me"
    assert output.part.read_text() == "new"
    assert output.written is None


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_folder_that_vanishes_is_said(tmp_path, is_whole):
    folder = tmp_path / "stick"
    folder.mkdir()
    output = OutputFile(folder / "t.csv")
    folder.rename(tmp_path / "gone")
    with pytest.raises(SinkError, match=r"folder .*(create it first|is gone)$"):
        output.finish(is_whole=is_whole)
    output.discard()


@pytest.mark.parametrize("name", ["x" * 251 + ".csv", "é" * 125 + ".csv", "😀" * 62 + ".csv"])
def test_the_longest_names_can_be_written_and_kept_beside_another(tmp_path, name):
    write(tmp_path / name, "old")
    beside = Path(write(tmp_path / name, "new", is_whole=False).path)
    assert beside.name.endswith(" (incomplete).csv")
    assert texts_of(tmp_path) == {name: "old", beside.name: "new"}


def test_a_shortened_name_keeps_its_ending_and_stays_apart_from_others():
    assert shortened("short.csv", 20) == "short.csv"
    names = [shortened(f"{'a' * 300}{number}.csv", 100) for number in range(50)]
    assert len(set(names)) == 50
    assert {len(name) for name in names} == {100}
    assert all(name.endswith(".csv") for name in names)
    assert len(shortened("é" * 300, 101).encode()) <= 101
    assert len(shortened("a." + "b" * 300, 100)) == 100
    assert shortened("\udc80" * 300, 100) == shortened("\udc80" * 300, 100)


@pytest.mark.skipif(not hasattr(os, "pread"), reason="there is no pread here")
def test_what_is_replaced_stays_until_the_new_file_is_on_the_disk(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text("old")
    seen = []
    monkeypatch.setattr("os.fsync", lambda descriptor: seen.append((path.read_text(), os.pread(descriptor, 99, 0))))
    for text in ("new", "newer"):
        write(path, text)
    assert seen == [("old", b"new"), ("new", b"newer")]
    output = OutputFile(path)
    output.finish(waits_for_disk=False)
    OutputFile(tmp_path / "other.csv").finish()
    assert len(seen) == 2, "nothing to lose, or nobody who would wait for it"
