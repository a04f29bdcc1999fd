"""TensorRT engines on disk; what is in them is made up here."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from inference.engines.plan_cache import MOST_KEPT, PlanCache

KEY = {"network": "abc", "gpu": "Stand-in 1000", "driver": "580.1", "tensorrt": "11.4"}


def build(folder: Path) -> None:
    (folder / "network.engine").write_bytes(b"engine")
    (folder / "sm86.timing").write_bytes(b"timing")


@pytest.fixture
def cache(tmp_path: Path) -> PlanCache:
    cache = PlanCache(KEY, tmp_path)
    cache.fill(build)
    return cache


def test_an_engine_that_was_built_is_found_again(cache: PlanCache, tmp_path: Path) -> None:
    assert PlanCache(dict(reversed(KEY.items())), tmp_path).problem() is None
    assert [path.name for path in tmp_path.iterdir()] == [cache.folder.name]


@pytest.mark.parametrize("field", KEY)
def test_whatever_the_engine_depends_on_asks_for_another_one(cache: PlanCache, tmp_path: Path, field: str) -> None:
    other = PlanCache(KEY | {field: "something else"}, tmp_path)
    assert other.folder != cache.folder
    assert "there is none" in str(other.problem())


def test_an_engine_brought_from_another_machine_is_noticed(cache: PlanCache, tmp_path: Path) -> None:
    here = PlanCache(KEY | {"gpu": "Stand-in 2000"}, tmp_path)
    cache.folder.rename(here.folder)
    assert "built elsewhere" in str(here.problem())
    here.fill(build)
    assert here.problem() is None


@pytest.mark.parametrize("damage", ["truncated", "missing", "added", "no manifest", "empty manifest"])
def test_a_damaged_engine_is_noticed_and_built_again(cache: PlanCache, damage: str) -> None:
    engine, manifest = cache.folder / "network.engine", cache.folder / "manifest.json"
    match damage:
        case "truncated":
            engine.write_bytes(b"eng")
        case "missing":
            engine.unlink()
        case "added":
            (cache.folder / "other.engine").write_bytes(b"engine")
        case "no manifest":
            manifest.unlink()
        case "empty manifest":
            manifest.write_text("[]", encoding="utf-8")
    assert "damaged" in str(cache.problem())
    cache.fill(build)
    assert cache.problem() is None


def test_a_new_timing_cache_is_no_damage(cache: PlanCache) -> None:
    (cache.folder / "sm86.timing").write_bytes(b"more timings")
    assert cache.problem() is None


def test_a_build_that_fails_leaves_nothing_behind_and_the_old_engine_in_place(cache: PlanCache) -> None:
    def fail(folder: Path) -> None:
        (folder / "half.engine").write_bytes(b"ha")
        raise RuntimeError("no kernel fits")

    with pytest.raises(RuntimeError, match="no kernel fits"):
        cache.fill(fail)
    assert cache.problem() is None
    assert [path.name for path in cache.folder.parent.iterdir()] == [cache.folder.name]
    with pytest.raises(RuntimeError, match="no engine was written"):
        cache.fill(lambda folder: None)


def test_two_processes_that_build_at_once_end_with_one_engine(cache: PlanCache, tmp_path: Path) -> None:
    other = PlanCache(KEY | {"driver": "600.0"}, tmp_path)

    def while_another_finishes(folder: Path) -> None:
        build(folder)
        PlanCache(other._key, tmp_path).fill(build)

    other.fill(while_another_finishes)
    assert other.problem() is None
    assert len(list(tmp_path.iterdir())) == 2


def test_a_failure_is_remembered_until_a_build_succeeds(tmp_path: Path) -> None:
    cache = PlanCache(KEY, tmp_path / "new")
    assert cache.failure is None
    cache.note_failure("no kernel fits")
    assert PlanCache(KEY, tmp_path / "new").failure == "no kernel fits"
    cache.fill(build)
    assert cache.failure is None


def test_engines_used_long_ago_and_abandoned_builds_are_removed(tmp_path: Path) -> None:
    caches = [PlanCache(KEY | {"driver": str(number)}, tmp_path) for number in range(MOST_KEPT + 2)]
    for age, cache in enumerate(reversed(caches[:-1])):
        cache.fill(build)
        os.utime(cache.folder, (1e9 - age, 1e9 - age))
    abandoned, running = tmp_path / "building-old", tmp_path / "building-new"
    abandoned.mkdir()
    running.mkdir()
    os.utime(abandoned, (1e9, 1e9))
    assert caches[0].problem() is None  # looked up: the oldest has become the newest
    caches[-1].fill(build)
    kept = {path.name for path in tmp_path.iterdir()}
    assert {caches[0].folder.name, caches[-1].folder.name, running.name} <= kept
    assert len(kept) == MOST_KEPT + 1
    assert json.loads((caches[-1].folder / "manifest.json").read_text(encoding="utf-8"))["key"] == caches[-1]._key
