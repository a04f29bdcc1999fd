"""What the window remembers between two starts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from PyQt6.QtCore import QByteArray, QSettings

from inference.attributes import ATTRIBUTE_NAMES
from inference.errors import UsageError
from inference.settings import AnalysisSettings, DetectorRange, DisplaySettings, EngineChoice, Privacy

_MAX_RECENT = 8
S = TypeVar("S", AnalysisSettings, DisplaySettings)


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything that a person can set, besides the window's size.

    Attributes:
        analysis: how frames are analysed.
        display: what is shown of the faces.
        is_overlay_shown: draw boxes and labels on the image.
        is_interval_shown: say how far an age may be off.
        is_panel_shown: show people and charts beside the image.
        theme: light, dark, or as the system.
        loop: begin anew at the end of a file.
        recent: files and addresses opened last, newest first.
        has_read_notice: the notice of the first start was closed.
    """

    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    is_overlay_shown: bool = True
    is_interval_shown: bool = True
    is_panel_shown: bool = True
    theme: ThemeChoice = ThemeChoice.SYSTEM
    loop: bool = False
    recent: tuple[str, ...] = ()
    has_read_notice: bool = False

    def with_recent(self, target: str) -> Preferences:
        """The same with a file or address at the head of those opened last; addresses with a password are not kept."""
        if "@" in urlsplit(target).netloc:
            return self
        others = [one for one in self.recent if one != target]
        return replace(self, recent=(target, *others)[:_MAX_RECENT])

    def reset(self) -> Preferences:
        """The defaults; what was opened and read stays."""
        return Preferences(recent=self.recent, has_read_notice=self.has_read_notice)


class PreferencesStore:
    """Reads and writes preferences; a value that makes no sense counts as absent.

    Args:
        backend: where they are kept; the user's configuration folder by default.
    """

    def __init__(self, backend: QSettings | None = None) -> None:
        self._backend = backend or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "FaceLens", "FaceLens"
        )

    def load(self) -> Preferences:
        """What was saved; the default for everything that is missing or damaged."""
        defaults = Preferences()
        return Preferences(
            analysis=self._load_settings(AnalysisSettings()),
            display=self._load_settings(DisplaySettings()),
            is_overlay_shown=self._read("view/overlay", _as_bool, defaults.is_overlay_shown),
            is_interval_shown=self._read("view/interval", _as_bool, defaults.is_interval_shown),
            is_panel_shown=self._read("view/panel", _as_bool, defaults.is_panel_shown),
            theme=self._read("view/theme", ThemeChoice, defaults.theme),
            loop=self._read("player/loop", _as_bool, defaults.loop),
            recent=self._read("player/recent", _as_names, defaults.recent),
            has_read_notice=self._read("notice/read", _as_bool, defaults.has_read_notice),
        )

    def _load_settings(self, settings: S) -> S:
        for name, convert in _CONVERTERS[type(settings)].items():
            value = self._read(f"analysis/{name}", convert, getattr(settings, name))
            with contextlib.suppress(UsageError):
                settings = replace(settings, **{name: value})
        return settings

    def save(self, preferences: Preferences) -> None:
        """Write all of them."""
        for settings in (preferences.analysis, preferences.display):
            for name in _CONVERTERS[type(settings)]:
                self._write(f"analysis/{name}", getattr(settings, name))
        self._write("view/overlay", preferences.is_overlay_shown)
        self._write("view/interval", preferences.is_interval_shown)
        self._write("view/panel", preferences.is_panel_shown)
        self._write("view/theme", preferences.theme)
        self._write("player/loop", preferences.loop)
        self._write("player/recent", preferences.recent)
        self._write("notice/read", preferences.has_read_notice)
        self._backend.sync()

    def load_bytes(self, name: str) -> QByteArray:
        """A window's or a splitter's own state; empty where there is none."""
        value = self._backend.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def save_bytes(self, name: str, state: QByteArray) -> None:
        self._backend.setValue(f"window/{name}", state)

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


def _as_bool(value: object) -> bool:
    text = str(value).lower()
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _as_names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise ValueError(value)


_CONVERTERS: dict[type, dict[str, Callable[[Any], Any]]] = {
    AnalysisSettings: {
        "engine": EngineChoice,
        "detector": DetectorRange,
        "min_face_px": float,
        "min_detection_score": float,
        "tracking": _as_bool,
    },
    DisplaySettings: {
        "privacy": Privacy,
        "hide": lambda value: frozenset(_as_names(value)) & set(ATTRIBUTE_NAMES),
    },
}
