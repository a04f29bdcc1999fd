"""A film that was saved is the same when it is opened again, and nothing else is taken for one."""

from __future__ import annotations

import contextlib
import json
import shutil
import zipfile

import numpy as np
import pytest

from inference.errors import SourceError, UsageError
from inference.film import FilmHeader, Merge, Relabel, open_film, read_header, save_film

from .made_films import made_film


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "a video.mp4"
    path.write_bytes(np.random.default_rng(1).integers(0, 256, 5 << 20, dtype=np.uint8).tobytes())
    return path


@pytest.fixture
def stored(video, tmp_path):
    film = made_film(str(video))
    film.correct(Merge(1, 2))
    film.correct(Relabel(1, "gender", 0))
    film.undo()
    path = tmp_path / "a.facelens"
    save_film(film, str(path))
    return path


def test_everything_comes_back(stored, video):
    film, again = made_film(str(video)), open_film(stored)
    film.correct(Merge(1, 2))
    assert again.is_whole
    assert again.settings == film.settings
    for name, array in film.arrays().items():
        assert np.array_equal(array, again.arrays()[name])
    before, after = film.people.persons, again.people.persons
    assert [(one.visits[0].first_s, one.corrections, one.best.jpeg) for one in after] == [
        (one.visits[0].first_s, one.corrections, one.best.jpeg) for one in before
    ]
    assert after[0].attributes.age == pytest.approx(before[0].attributes.age)
    assert again.facts.engine == "cpu"
    again.redo()
    assert again.people.persons[0].attributes.gender == "male"
    again.undo()
    again.undo()
    assert len(again.people.persons) == 2


def test_looks_are_left_out_where_faces_are_protected(video, tmp_path):
    path = str(tmp_path / "b.facelens")
    save_film(made_film(str(video)), path, keep_looks=False)
    assert {person.best.jpeg for person in open_film(path).people.persons} == {None}
    with zipfile.ZipFile(path) as archive:
        assert b"\xff\xd8 look" not in archive.read("looks.npy")


def test_a_video_is_known_by_its_content_wherever_it_lies(stored, video, tmp_path):
    header = read_header(stored)
    assert header.video(stored) == str(video)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = shutil.move(video, elsewhere / "renamed.mp4")
    assert header.video(stored) is None
    assert header.is_of(moved)
    assert header.video(elsewhere / "a.facelens") == str(moved)
    changed = bytearray(moved.read_bytes())
    changed[len(changed) // 2 + 10] ^= 1
    moved.write_bytes(changed)
    assert not header.is_of(moved)


def test_a_file_that_is_hurt_anywhere_is_refused_or_read_as_it_was(stored):
    whole, right = stored.read_bytes(), list(open_film(stored).arrays().values())
    for place in range(0, len(whole), len(whole) // 60):
        hurt = bytearray(whole)
        hurt[place] ^= 0xFF
        stored.write_bytes(hurt)
        # what lies between the members of an archive, and times of theirs, carry nothing
        with contextlib.suppress(SourceError):
            assert all(map(np.array_equal, open_film(stored).arrays().values(), right))
    stored.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="damaged"):
        open_film(stored)


def rewritten(path, change) -> None:
    """Change the description of a stored film."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    description = json.loads(members["film.json"])
    change(description)
    members["film.json"] = json.dumps(description).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_another_version_is_said_to_be_one(stored):
    rewritten(stored, lambda description: description.update(version=2))
    with pytest.raises(SourceError, match="another version"):
        open_film(stored)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.update(format="something"),
        lambda one: one["sha256"].update(frames="0" * 64),
        lambda one: one.update(sources=[]),
        lambda one: one.pop("analysis"),
        lambda one: one["people"]["persons"].pop(),
        lambda one: one["corrections"]["made"].append({"kind": "relabel", "visit": 1, "attribute": "x", "value": 1}),
    ],
)
def test_a_description_that_does_not_fit_is_refused(stored, change):
    rewritten(stored, change)
    with pytest.raises(SourceError, match="damaged or no saved analysis"):
        open_film(stored)


def test_what_is_no_film_is_refused(tmp_path, video):
    with pytest.raises(SourceError, match="no saved analysis"):
        open_film(video)
    with pytest.raises(SourceError, match="no such file"):
        open_film(tmp_path / "nothing.facelens")


def test_only_video_files_are_saved_under_the_right_ending(video, tmp_path):
    with pytest.raises(UsageError, match=r"NAME\.facelens"):
        save_film(made_film(str(video)), str(tmp_path / "a.zip"))
    with pytest.raises(UsageError, match="only the analysis of a video file"):
        save_film(made_film("demo"), str(tmp_path / "a.facelens"))


def test_a_film_that_can_not_be_written_leaves_the_old_one(stored, video, tmp_path, monkeypatch):
    before = stored.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(Exception, match="can't write"):
        save_film(made_film(str(video)), str(stored))
    assert stored.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir() if "part" in one.name) == []


def test_the_header_of_a_video_that_is_gone_says_so(tmp_path):
    with pytest.raises(SourceError, match="can't be read"):
        FilmHeader.of_video(tmp_path / "gone.mp4")
