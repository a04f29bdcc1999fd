"""The built-in clip: what it shows, and how it is kept."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from inference.detection.search_detector import SearchDetector
from inference.errors import SourceError
from inference.files import sha256_of
from inference.settings import AnalysisSettings
from inference.sources import demo, demo_scene, open_source, open_video
from inference.sources.demo_scene import DURATION_S, HEIGHT, WIDTH, DemoScene
from inference.types import Frame, SourceKind


@pytest.fixture(scope="module")
def scene() -> DemoScene:
    return DemoScene()


@pytest.fixture
def cache(tmp_path, monkeypatch, scene):
    """An empty cache folder, and a clip of a fifth of a second."""
    monkeypatch.setattr(demo, "DemoScene", lambda: scene)
    folder = tmp_path / "cache"
    monkeypatch.setattr(demo, "_cache_folder", lambda: folder)
    monkeypatch.setattr(demo, "DURATION_S", 0.2)
    return folder


def test_both_persons_are_found_move_grow_and_leave(scene):
    def faces_at(time_s):
        """Centre and width of every face, from left to right, as shares of the image."""
        found = detector.detect(Frame(scene.image(time_s), 0, 0.0, "demo", is_still=True)).faces
        boxes = sorted(tuple(face.xyxy / WIDTH) for face in found)
        return [((x1 + x2) / 2, x2 - x1) for x1, _, x2, _ in boxes]

    with SearchDetector(AnalysisSettings(min_detection_score=0.7)) as detector:
        alone, grown, together, small, left_alone = (faces_at(time_s) for time_s in (0.0, 2.2, 4.6, 6.8, 9.3))
    assert [len(faces) for faces in (alone, grown, together, small, left_alone)] == [1, 1, 2, 2, 1]
    assert grown[0][1] > 1.3 * alone[0][1]
    assert alone[0][0] > together[0][0] + 0.15
    assert together[0][0] < 0.5 < together[1][0]
    assert small[0][1] < 0.8 * together[0][1]
    assert left_alone[0][1] > 1.5 * together[1][1]


def test_the_clip_is_rendered_once(cache):
    path = demo.demo_clip_path()
    assert path.parent == cache
    written = path.stat().st_mtime_ns
    assert demo.demo_clip_path() == path
    assert path.stat().st_mtime_ns == written
    assert sorted(file.name for file in cache.iterdir()) == [
        path.with_suffix(suffix).name for suffix in (".mp4", ".sha256")
    ]
    with open_source("demo") as source:
        info = source.info
        assert (info.name, info.kind, info.path) == ("demo", SourceKind.DEMO, str(path))
        assert (info.width, info.height, info.fps, info.frame_count) == (1280, 720, 25.0, 5)
        assert info.sound is not None
        assert not info.is_live
        assert [(frame.source, frame.index) for frame in source] == [("demo", number) for number in range(5)]


def test_a_damaged_clip_is_rendered_again(cache):
    path = demo.demo_clip_path()
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    assert demo.demo_clip_path().read_bytes()[-100:] == whole[-100:]
    path.unlink()
    assert demo.demo_clip_path().is_file()


def test_a_new_recipe_makes_a_new_clip(cache, monkeypatch):
    old = demo.demo_clip_path()
    monkeypatch.setattr(demo, "_RECIPE", demo._RECIPE + 1)
    assert demo.demo_clip_path() != old


def test_an_interrupted_rendering_leaves_nothing(cache, monkeypatch):
    def give_up(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_write_sound", give_up)
    with pytest.raises(KeyboardInterrupt):
        demo.demo_clip_path()
    assert list(cache.iterdir()) == []


def test_a_cache_folder_that_cannot_be_made(cache):
    cache.write_text("a file where the folder should be")
    with pytest.raises(SourceError, match="can't write the demo clip"):
        demo.demo_clip_path()


@pytest.mark.parametrize(("content", "message"), [(None, "needs the photograph"), (b"cut short", "is damaged")])
def test_a_missing_or_damaged_photograph(monkeypatch, tmp_path, content, message):
    monkeypatch.setattr(demo_scene, "EILEEN_COLLINS", tmp_path / "photo.png")
    if content is not None:
        (tmp_path / "photo.png").write_bytes(content)
    with pytest.raises(SourceError, match=rf"{message}.*install FaceLens again"):
        demo_scene.DemoScene()


def test_the_photographs_are_the_ones_that_the_notice_names():
    notice = (demo_scene.GRACE_HOPPER.parent / "NOTICE.md").read_text(encoding="utf-8")
    for path in (demo_scene.GRACE_HOPPER, demo_scene.EILEEN_COLLINS):
        assert f"`{path.name}`" in notice
        assert sha256_of(path) in notice


def test_the_clip_shows_what_was_drawn(cache, scene):
    with open_video(demo.demo_clip_path()) as source:
        for frame in source:
            drawn = scene.image(frame.timestamp_s)
            assert np.abs(frame.image_bgr.astype(int) - drawn).mean() < 2.5


def test_motion_is_smooth(scene):
    """A card never jumps and never stands still, and comes and goes where it can't be seen."""
    times_s = np.arange(0, DURATION_S, 1 / 25)
    for poses in zip(*(scene.poses(time_s) for time_s in times_s), strict=True):
        for before, after in itertools.pairwise(poses):
            if before is not None and after is not None:
                step = np.hypot(after.x - before.x, after.y - before.y)
                assert 1e-5 < step < 0.025
                assert abs(np.log(after.height / before.height)) < 0.03
                assert abs(after.angle - before.angle) < 0.5
            elif before is not after:
                there = before or after
                # the card is 0.85 times as wide as high, its shadow reaches a fifth further
                assert abs(there.x - 0.5) > 0.5 + there.height * 0.85 * 1.2 * HEIGHT / WIDTH / 2
