"""The switches of the window: a table, and the actions made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from PyQt6.QtCore import QObject, QSignalBlocker, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from inference.settings import Privacy

from .actions import build_action, set_icons
from .preferences import Preferences
from .widgets.theme import Colors


class ToggleGroup(StrEnum):
    """The place of a toggle in menus and tool bar."""

    PLAYBACK = "playback"
    DRAWING = "drawing"
    PANELS = "panels"


class Switched(NamedTuple):
    """What of the preferences a toggle switches.

    Attributes:
        is_on: reads it.
        switch: returns the preferences with it on or off.
    """

    is_on: Callable[[Preferences], bool]
    switch: Callable[[Preferences, bool], Preferences]


@dataclass(frozen=True, slots=True)
class Toggle:
    """One switch; actions, menus and buttons follow from its row in `TOGGLES`, its value is kept in `Preferences`.

    Attributes:
        name: tells it from the others.
        group: where it stands in the menus.
        label, shortcut, tip, icon: as for `build_action`.
        preference: what it switches.
        in_tool_bar: it has a button there too.
    """

    name: str
    group: ToggleGroup
    label: str
    shortcut: str
    tip: str
    preference: Switched
    icon: str = ""
    in_tool_bar: bool = False


def _flag(name: str) -> Switched:
    """Return the switch of a field of `Preferences` that is True or False."""
    return Switched(attrgetter(name), lambda preferences, is_on: preferences.with_value(name, is_on))


def _attribute(name: str) -> Switched:
    """Return the switch that shows an attribute, or hides it."""

    def switch(preferences: Preferences, is_on: bool) -> Preferences:
        hide = preferences.display.hide - {name} if is_on else preferences.display.hide | {name}
        return preferences.with_value("display.hide", hide)

    return Switched(lambda preferences: name not in preferences.display.hide, switch)


def _privacy() -> Switched:
    """Return the switch that protects faces: by blurring, unless they are protected in another way already."""

    def is_on(preferences: Preferences) -> bool:
        return preferences.display.privacy is not Privacy.NONE

    def switch(preferences: Preferences, on: bool) -> Preferences:
        if on == is_on(preferences):
            return preferences
        return preferences.with_value("display.privacy", Privacy.BLUR if on else Privacy.NONE)

    return Switched(is_on, switch)


_P, _D, _S = ToggleGroup.PLAYBACK, ToggleGroup.DRAWING, ToggleGroup.PANELS
# fmt: off
TOGGLES = (
    Toggle("loop", _P, "&Loop", "Shift+L", "Begin anew at the end", _flag("loop"), "loop"),
    Toggle("film", _P, "&Analyse in the background", "B", "Analyse all of a file while it is watched",
           _flag("is_film_analysed")),
    Toggle("muted", _P, "&Mute", "M", "Switch the sound off; at other speeds than 1× there is none", _flag("is_muted"),
           "sound"),
    Toggle("overlay", _D, "&Overlay", "O", "Draw boxes and labels on the image", _flag("is_overlay_shown"), "overlay",
           in_tool_bar=True),
    Toggle("age", _D, "&Age", "1", "Show the age", _attribute("age")),
    Toggle("gender", _D, "&Gender", "2", "Show the gender", _attribute("gender")),
    Toggle("ethnicity", _D, "&Ethnicity", "3", "Show the ethnicity", _attribute("ethnicity")),
    Toggle("interval", _D, "Age &interval", "4", "Show how far the age may be off", _flag("is_interval_shown")),
    Toggle("privacy", _D, "&Protect faces", "P", "Blur the faces in image, snapshot and recording", _privacy(),
           "privacy", in_tool_bar=True),
    Toggle("panel", _S, "Side &panel", "Ctrl+B", "Show people and charts beside the image", _flag("is_panel_shown"),
           "panel", in_tool_bar=True),
)
# fmt: on


class Toggles(QObject):
    """One action for each of `TOGGLES`, in step with the preferences; `toggles["loop"]` is an action.

    Args:
        window: the shortcuts work in all of it.
        rows: which there are.

    Signals:
        changed(Preferences): the preferences after somebody used a switch.
    """

    changed = pyqtSignal(object)

    def __init__(self, window: QWidget, rows: Sequence[Toggle] = TOGGLES) -> None:
        super().__init__(window)
        self._rows = rows
        self._preferences = Preferences()
        self._actions: dict[str, QAction] = {}
        for toggle in rows:
            action = build_action(window, toggle.label, toggle.shortcut, toggle.tip, toggle.icon, checkable=True)
            action.toggled.connect(partial(self._switch, toggle))
            self._actions[toggle.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> list[QAction]:
        """Return all actions, in the order of the table."""
        return list(self._actions.values())

    def of(self, group: ToggleGroup, *, tool_bar: bool = False) -> list[QAction]:
        """Return the actions of a group; only those with a button where they are for the tool bar."""
        return [self[one.name] for one in self._rows if one.group is group and (one.in_tool_bar or not tool_bar)]

    def show_preferences(self, preferences: Preferences) -> None:
        """Check what is on, without telling of a change."""
        self._preferences = preferences
        for toggle in self._rows:
            action = self[toggle.name]
            with QSignalBlocker(action):
                action.setChecked(toggle.preference.is_on(preferences))
            action.changed.emit()  # menus and buttons follow

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        set_icons(self.all(), colors)

    def _switch(self, toggle: Toggle, is_on: bool) -> None:
        self.changed.emit(toggle.preference.switch(self._preferences, is_on))
