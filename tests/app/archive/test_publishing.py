"""Results reach their places, whatever interrupts that."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from app.archive.publishing import clear, forget, publish, ready
from app.archive.task import READY, RESULTS, WORK, Outcome


class KilledError(Exception):
    """The process ends here."""


def results(folder: Path, text: str, day: str = "2026-05-01") -> Path:
    waiting = folder / WORK / f"film-1{READY}"
    (waiting / RESULTS).mkdir(parents=True)
    (waiting / RESULTS / "faces.csv").write_text(text)
    for table in ("faces", "people"):
        (waiting / f"{table}.parquet").write_text(text)
    Outcome("film-1", has_results=True, frames=3, day=day).written_to(waiting)
    return waiting


def seen(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and WORK not in path.parts
    }


@pytest.mark.parametrize("steps", range(9))
def test_a_kill_after_any_step_is_made_good_by_publishing_once_more(tmp_path, monkeypatch, steps):
    publish(tmp_path, results(tmp_path, "old", "2026-04-30"))
    forget(tmp_path / WORK / f"film-1{READY}")
    waiting = results(tmp_path, "new")
    left = steps
    calls = {name: getattr(Path, name) for name in ("replace", "rename", "unlink", "mkdir")}

    def counted(name):
        def call(self, *values, **more):
            nonlocal left
            if left == 0:
                raise KilledError
            left -= 1
            return calls[name](self, *values, **more)

        return call

    with monkeypatch.context() as patched:
        for name in calls:
            patched.setattr(Path, name, counted(name))
        with contextlib.suppress(KilledError):
            publish(tmp_path, waiting)
    clear(tmp_path)
    assert ready(tmp_path) == [waiting]
    assert publish(tmp_path, waiting).frames == 3
    forget(waiting)
    assert seen(tmp_path) == {
        "faces/day=2026-05-01/film-1.parquet": "new",
        "people/day=2026-05-01/film-1.parquet": "new",
        "files/film-1/faces.csv": "new",
    }
    assert ready(tmp_path) == []
