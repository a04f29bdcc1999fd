"""What the window remembers, also out of damaged files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtCore import QByteArray, QSettings

from app.gui.preferences import Preferences, PreferencesStore, ThemeChoice
from inference.settings import AnalysisSettings, DetectorRange, DisplaySettings, EngineChoice, ModelChoice, Privacy

ALL_DIFFERENT = Preferences(
    analysis=AnalysisSettings(
        engine=EngineChoice.CPU,
        model=ModelChoice.LARGE,
        detector=DetectorRange.WIDE,
        min_face_px=33.0,
        min_detection_score=0.7,
        tracking=False,
    ),
    display=DisplaySettings(privacy=Privacy.PIXELATE, hide=frozenset({"age", "ethnicity"})),
    is_overlay_shown=False,
    is_interval_shown=False,
    is_panel_shown=False,
    theme=ThemeChoice.DARK,
    loop=True,
    recent=("/films/a, b.mp4", "rtsp://192.0.2.7/door"),
    save_folder="/home/me/results",
    has_read_notice=True,
)


def store_at(path: Path) -> PreferencesStore:
    return PreferencesStore(QSettings(str(path), QSettings.Format.IniFormat))


@pytest.mark.parametrize("preferences", [Preferences(), ALL_DIFFERENT, replace(ALL_DIFFERENT, recent=("one.mp4",))])
def test_everything_comes_back(tmp_path, preferences):
    store_at(tmp_path / "a.ini").save(preferences)
    assert store_at(tmp_path / "a.ini").load() == preferences


def test_an_empty_list_replaces_a_full_one(tmp_path):
    store_at(tmp_path / "a.ini").save(ALL_DIFFERENT)
    store_at(tmp_path / "a.ini").save(Preferences())
    assert store_at(tmp_path / "a.ini").load() == Preferences()


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("engine=steam", "engine"),
        ("min_face_px=large", "min_face_px"),
        ("min_face_px=-5", "min_face_px"),
        ("min_detection_score=7", "min_detection_score"),
        ("tracking=perhaps", "tracking"),
        ("privacy=@Invalid()", "privacy"),
    ],
)
def test_a_damaged_value_counts_as_absent_and_the_others_stay(tmp_path, line, key):
    path = tmp_path / "a.ini"
    path.write_text(f"[analysis]\ndetector=far\n{line}\n\n[view]\ntheme=dark\n")
    loaded = store_at(path).load()
    settings = loaded.display if key in ("privacy", "hide") else loaded.analysis
    assert getattr(settings, key) == getattr(type(settings)(), key)
    assert loaded.analysis.detector is DetectorRange.FAR
    assert loaded.theme is ThemeChoice.DARK


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe garbage \x80" * 50, b"[analysis\nengine", b"{}"])
def test_a_file_of_garbage_gives_the_defaults(tmp_path, content):
    path = tmp_path / "a.ini"
    path.write_bytes(content)
    assert store_at(path).load() == Preferences()
    store_at(path).save(ALL_DIFFERENT)
    assert store_at(path).load() == ALL_DIFFERENT


def test_unknown_attributes_are_not_hidden(tmp_path):
    path = tmp_path / "a.ini"
    path.write_text("[analysis]\nhide=age, height\n")
    assert store_at(path).load().display.hide == {"age"}


def test_sizes_of_windows_are_kept_and_forgotten(tmp_path):
    store = store_at(tmp_path / "a.ini")
    assert store.load_bytes("geometry").isEmpty()
    store.save_bytes("geometry", QByteArray(b"\x01\x02"))
    assert store.load_bytes("geometry") == QByteArray(b"\x01\x02")
    store.forget_layout()
    assert store.load_bytes("geometry").isEmpty()


def test_the_list_of_recent_files_is_short_and_without_repetition():
    preferences = Preferences()
    for name in [*"abcdefghij", "c"]:
        preferences = preferences.with_recent(name)
    assert preferences.recent == ("c", "j", "i", "h", "g", "f", "e", "d")


@pytest.mark.parametrize("target", ["rtsp://me:secret@192.0.2.7/door", "http://192.0.2.7/door?user=me&pwd=secret"])
def test_passwords_are_not_remembered(tmp_path, target):
    assert Preferences().with_recent(target) == Preferences()
    # one that an earlier version kept is forgotten
    store_at(tmp_path / "a.ini").save(Preferences(recent=("a.mp4", target)))
    assert store_at(tmp_path / "a.ini").load().recent == ("a.mp4",)


def test_a_reset_forgets_everything_but_the_notice():
    assert ALL_DIFFERENT.reset() == Preferences(has_read_notice=True)


def test_two_windows_keep_each_others_changes(tmp_path):
    first, second = store_at(tmp_path / "a.ini"), store_at(tmp_path / "a.ini")
    first.save(Preferences(recent=("old.mp4",)))
    mine, others = first.load(), second.load()
    second.save(replace(others, theme=ThemeChoice.LIGHT).with_recent("theirs.mp4"))
    first.save(replace(mine, loop=True).with_recent("mine.mp4"))
    first.save(replace(mine, loop=True, is_panel_shown=False).with_recent("mine.mp4"))
    kept = store_at(tmp_path / "a.ini").load()
    assert (kept.theme, kept.loop, kept.is_panel_shown) == (ThemeChoice.LIGHT, True, False)
    assert kept.recent == ("mine.mp4", "theirs.mp4", "old.mp4")


def test_a_cleared_list_stays_empty_whatever_the_other_window_opened(tmp_path):
    first, second = store_at(tmp_path / "a.ini"), store_at(tmp_path / "a.ini")
    first.save(Preferences(recent=("old.mp4",)))
    mine = first.load()
    second.load()
    second.save(Preferences(recent=("theirs.mp4", "old.mp4")))
    first.save(replace(mine, recent=()))
    assert store_at(tmp_path / "a.ini").load().recent == ()
