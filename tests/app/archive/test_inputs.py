"""What an archive's inputs mean."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.archive.inputs import Input, find_inputs
from app.archive.planning import key_of
from inference.errors import SourceError, UsageError


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in ("a.mp4", "b.MKV", "c.txt.bak", ".hidden.mp4", "deep/d.avi", "deep/er/e.mp4"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def names(inputs: list[Input], folder: Path) -> list[str]:
    return [os.path.relpath(one.path, folder) for one in inputs]


def test_a_folder_is_its_videos_and_those_of_its_folders(folder):
    assert names(find_inputs([str(folder)]), folder) == ["a.mp4", "b.MKV", "deep/d.avi", "deep/er/e.mp4"]


def test_patterns_files_and_what_is_named_twice(folder):
    found = find_inputs([f"{folder}/**/*.mp4", f"{folder}/a.mp4", f"{folder}/c.txt.bak"])
    assert names(found, folder) == ["a.mp4", "deep/er/e.mp4", "c.txt.bak"]


def test_lists_and_tables_count_from_their_folder(folder):
    (folder / "list.txt").write_text("deep/d.avi\n\na.mp4\n")
    (folder / "deep" / "jobs.csv").write_text("path,every\n../b.MKV,5\nd.avi,\n")
    assert names(find_inputs([str(folder / "list.txt")]), folder) == ["deep/d.avi", "a.mp4"]
    assert [one.options for one in find_inputs([str(folder / "deep" / "jobs.csv")])] == [{"every": "5"}, {}]


@pytest.mark.parametrize(
    ("name", "text", "kind", "words"),
    [
        ("list.txt", "a.mp4\nx.mp4\n", SourceError, r"list\.txt, line 2: there is no file 'x\.mp4'"),
        ("jobs.csv", "path,every\nx.mp4,1\n", SourceError, r"jobs\.csv, line 2"),
        ("jobs.csv", "path,colour\na.mp4,red\n", UsageError, "unknown: colour"),
        ("jobs.csv", "every\n1\n", UsageError, "`path` is missing"),
        ("list.txt", "\n", SourceError, "holds no video"),
    ],
)
def test_lists_that_are_wrong_are_told_with_their_line(folder, name, text, kind, words):
    (folder / name).write_text(text)
    with pytest.raises(kind, match=words):
        find_inputs([str(folder / name)])


@pytest.mark.parametrize("name", ["away.mp4", "away/", "nothing-*.mp4"])
def test_what_is_not_there_is_told(folder, name):
    with pytest.raises(SourceError, match=r"no such file|no video"):
        find_inputs([str(folder / name)])


def test_files_of_one_name_have_keys_of_their_own():
    assert key_of("/a/film 1.mp4") != key_of("/b/film 1.mp4")
    assert key_of("/a/film 1.mp4").startswith("film_1-")
    assert len(key_of("/a/" + 300 * "x" + ".mp4")) < 100
