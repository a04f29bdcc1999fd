"""The preferences, and the file that keeps them between two starts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QByteArray, QSettings

from inference.attributes import ATTRIBUTE_NAMES
from inference.errors import UsageError
from inference.settings import AnalysisSettings, DetectorRange, DisplaySettings, EngineChoice, ModelChoice, Privacy
from inference.sources import without_credentials

from .languages import Language

_MAX_RECENT = 8


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def _as_bool(value: object) -> bool:
    text = str(value).lower()
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _as_share(value: object) -> float:
    share = float(str(value))
    if not 0.0 <= share <= 1.0:
        raise ValueError(value)
    return share


def _as_names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise ValueError(value)


def _as_targets(value: object) -> tuple[str, ...]:
    return tuple(name for name in _as_names(value) if _may_be_kept(name))


def _may_be_kept(target: str) -> bool:
    return without_credentials(target) == target


def _as_attributes(value: object) -> frozenset[str]:
    return frozenset(_as_names(value)) & set(ATTRIBUTE_NAMES)


def _stored(key: str, convert: Callable[[Any], Any]) -> dict[str, Any]:
    """Declare the key of a field in the settings file, and what makes the value of the text there.

    `convert` raises ValueError or TypeError for text that makes no sense.
    """
    return {"key": key, "convert": convert}


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything that a person can set, besides the window's size.

    Attributes:
        analysis: how frames are analysed.
        display: what is shown of the faces.
        is_overlay_shown: draw boxes and labels on the image.
        is_interval_shown: show how far an age may be off.
        is_panel_shown: show people and charts beside the image.
        language: of menus and messages, from the next start on.
        theme: light, dark, or as the system.
        volume: of the sound of files, 0 to 1.
        is_muted: the sound is off.
        loop: begin anew at the end of a file.
        is_film_analysed: analyse files in the background as they are opened.
        recent: files and addresses opened last, newest first.
        save_folder: where something was saved last; empty for nowhere yet.
        has_read_notice: the notice of the first start was closed.
    """

    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    is_overlay_shown: bool = field(default=True, metadata=_stored("view/overlay", _as_bool))
    is_interval_shown: bool = field(default=True, metadata=_stored("view/interval", _as_bool))
    is_panel_shown: bool = field(default=True, metadata=_stored("view/panel", _as_bool))
    language: Language = field(default=Language.SYSTEM, metadata=_stored("view/language", Language))
    theme: ThemeChoice = field(default=ThemeChoice.SYSTEM, metadata=_stored("view/theme", ThemeChoice))
    volume: float = field(default=0.8, metadata=_stored("player/volume", _as_share))
    is_muted: bool = field(default=False, metadata=_stored("player/muted", _as_bool))
    loop: bool = field(default=False, metadata=_stored("player/loop", _as_bool))
    is_film_analysed: bool = field(default=True, metadata=_stored("player/film", _as_bool))
    recent: tuple[str, ...] = field(default=(), metadata=_stored("player/recent", _as_targets))
    save_folder: str = field(default="", metadata=_stored("saving/folder", str))
    has_read_notice: bool = field(default=False, metadata=_stored("notice/read", _as_bool))

    def value(self, name: str) -> Any:
        """Return a preference by its name, such as `loop` or `analysis.engine`."""
        return attrgetter(name)(self)

    def with_value(self, name: str, value: Any) -> Preferences:
        """Return these preferences with another value for one, by its name, such as `loop` or `analysis.engine`.

        Raises:
            UsageError: the value is out of its range.
        """
        owner, _, inner = name.partition(".")
        if inner:
            value = replace(getattr(self, owner), **{inner: value})
        return replace(self, **{owner: value})

    def with_recent(self, target: str) -> Preferences:
        """Return the same with a target at the head of those opened last; an address with a password is not kept."""
        if not _may_be_kept(target):
            return self
        others = [one for one in self.recent if one != target]
        return replace(self, recent=(target, *others)[:_MAX_RECENT])

    def reset(self) -> Preferences:
        """Return the defaults, without what was opened last; the notice counts as read."""
        return Preferences(has_read_notice=self.has_read_notice)


# name, key in the settings file, and what makes the value of the text there
_STORED: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("analysis.engine", "analysis/engine", EngineChoice),
    ("analysis.model", "analysis/model", ModelChoice),
    ("analysis.detector", "analysis/detector", DetectorRange),
    ("analysis.min_face_px", "analysis/min_face_px", float),
    ("analysis.min_detection_score", "analysis/min_probability", float),
    ("analysis.tracking", "analysis/tracking", _as_bool),
    ("analysis.identity", "analysis/identity", _as_bool),
    ("display.privacy", "analysis/privacy", Privacy),
    ("display.hide", "analysis/hide", _as_attributes),
    *((one.name, one.metadata["key"], one.metadata["convert"]) for one in fields(Preferences) if one.metadata),
)


class PreferencesStore:
    """Reads and writes preferences; a value that makes no sense counts as absent.

    Args:
        backend: where they are kept; the user's configuration folder by default.
    """

    def __init__(self, backend: QSettings | None = None) -> None:
        self._backend = backend or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "FaceLens", "FaceLens"
        )
        self._known: Preferences | None = None

    @property
    def folder(self) -> Path:
        """The folder of the settings file."""
        return Path(self._backend.fileName()).parent

    def load(self) -> Preferences:
        """Read what was saved; the default stays for everything that is missing or damaged."""
        preferences = Preferences()
        for name, key, convert in _STORED:
            with contextlib.suppress(UsageError):
                preferences = preferences.with_value(name, self._read(key, convert, preferences.value(name)))
        self._known = preferences
        return preferences

    def save(self, preferences: Preferences) -> None:
        """Write those that have changed since they were read or written here; others may have changed the rest."""
        self._backend.sync()
        for name, key, _ in _STORED:
            value = preferences.value(name)
            if self._known is None or value != self._known.value(name) or not self._backend.contains(key):
                self._write(key, self._with_others(value) if name == "recent" else value)
        self._known = preferences
        self._backend.sync()

    def _with_others(self, recent: tuple[str, ...]) -> tuple[str, ...]:
        """Add what another window has opened meanwhile; a list that was cleared stays empty."""
        if not recent:
            return ()
        others = self._read("player/recent", _as_targets, ())
        return tuple(dict.fromkeys((recent[0], *others, *recent)))[:_MAX_RECENT]

    def load_bytes(self, name: str) -> QByteArray:
        """Read a window's or a splitter's own state; empty where there is none."""
        value = self._backend.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def save_bytes(self, name: str, state: QByteArray) -> None:
        self._backend.setValue(f"window/{name}", state)
        self._backend.sync()

    def forget_layout(self) -> None:
        """Drop sizes and places of windows."""
        self._backend.remove("window")

    def _read(self, key: str, convert: Callable[[Any], Any], default: Any) -> Any:
        value = self._backend.value(key)
        if value is None:
            return default
        try:
            return convert(value)
        except (ValueError, TypeError):
            return default

    def _write(self, key: str, value: object) -> None:
        if isinstance(value, (frozenset, tuple)):
            self._backend.setValue(key, sorted(value) if isinstance(value, frozenset) else list(value))
        else:
            self._backend.setValue(key, value if isinstance(value, float) else str(value).lower())
