"""Files that are written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import stat

import pytest

from inference.files import atomic_path, is_unfinished, sha256_of, write_json, write_text


def test_a_file_takes_its_name_when_it_is_whole(tmp_path):
    path = tmp_path / "a.tar.gz"
    with atomic_path(path) as part:
        assert part.parent == tmp_path
        assert part.name.endswith("a.tar.gz")
        part.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == ["a.tar.gz"]


def test_a_failure_leaves_what_stood_there_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "a" * 10_000 + "\udc80")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_two_writers_of_one_file_don_t_meet(tmp_path):
    path = tmp_path / "a.txt"
    with atomic_path(path) as one, atomic_path(path) as other:
        assert one != other
        one.write_text("one")
        other.write_text("other")
    assert path.read_text() in ("one", "other")
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_what_stood_there_is_kept_under_another_name(tmp_path):
    path = tmp_path / "a.txt"
    for text in ("first", "second"):
        with atomic_path(path, keep_as=tmp_path / "before.txt") as part:
            part.write_text(text)
    assert path.read_text() == "second"
    assert (tmp_path / "before.txt").read_text() == "first"


@pytest.mark.parametrize("name", ["x" * 251 + ".txt", "é" * 125 + ".txt", "😀" * 62 + ".txt"])
def test_the_longest_names_can_be_written(tmp_path, name):
    write_text(tmp_path / name, "new")
    assert os.listdir(tmp_path) == [name]


def test_the_file_has_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / "plain.txt").write_text("")
    write_text(tmp_path / "whole.txt", "")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain.txt", "whole.txt")}
    assert len(modes) == 1


@pytest.mark.skipif(os.name == "nt", reason="permissions work otherwise here")
def test_the_permissions_of_what_is_replaced_stay(tmp_path):
    path = tmp_path / "a.txt"
    path.touch()
    path.chmod(0o640)
    write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_what_a_killed_process_leaves_is_told_from_other_files(tmp_path):
    with atomic_path(tmp_path / "recipe.json") as part:
        assert is_unfinished(part)
        part.write_text("{}")
    assert not is_unfinished(tmp_path / "recipe.json")
    assert not is_unfinished(tmp_path / "film.part.mp4")
    assert not is_unfinished(tmp_path / ".hidden.part.mp4")


def test_json_is_readable_as_it_is(tmp_path):
    write_json(tmp_path / "a.json", {"name": "Zoë"})
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == '{\n  "name": "Zoë"\n}\n'
    with pytest.raises(TypeError):
        write_json(tmp_path / "a.json", {"name": object()})
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"name": "Zoë"}


def test_the_hash_of_a_file(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"abc" * 100_000)
    assert sha256_of(tmp_path / "a.bin") == hashlib.sha256(b"abc" * 100_000).hexdigest()
