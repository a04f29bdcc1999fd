"""What a person can do in the window of a site: names, keys, menus, tool bar."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import partial

from PyQt6.QtCore import QCoreApplication, Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenuBar, QToolBar, QToolButton, QWidget

from ..actions import build_action, set_icons
from ..toggles import TOGGLES, ToggleGroup, Toggles
from ..widgets.theme import Colors

# 1 to 9 make a source large here
_KEYS = {"age": "Alt+1", "gender": "Alt+2", "ethnicity": "Alt+3", "interval": "Alt+4"}
SITE_TOGGLES = tuple(
    replace(toggle, shortcut=_KEYS.get(toggle.name, toggle.shortcut))
    for toggle in TOGGLES
    if toggle.group is ToggleGroup.DRAWING
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SiteMenus", text)


@dataclass(frozen=True, slots=True)
class SiteActions:
    """One `QAction` each."""

    open_several: QAction
    open_site: QAction
    add_files: QAction
    add_address: QAction
    remove_source: QAction
    begin_again: QAction
    save: QAction
    save_as: QAction
    close: QAction
    draw_line: QAction
    draw_zone: QAction
    draw_mask: QAction
    rename: QAction
    turn: QAction
    delete: QAction
    undo: QAction
    redo: QAction
    grid: QAction
    panel: QAction
    fullscreen: QAction
    shortcuts: QAction

    def all(self) -> list[QAction]:
        """Return them in the order in which they are defined."""
        return [getattr(self, one.name) for one in fields(self)]

    def set_colors(self, colors: Colors) -> None:
        """Draw the icons for a theme."""
        set_icons(self.all(), colors)


def build_site_actions(window: QWidget) -> SiteActions:
    """Build all actions, not connected yet; their keys work in the whole of the window."""
    make = partial(build_action, window)
    return SiteActions(
        open_several=make("Open se&veral…", "Ctrl+M", "Watch files, cameras and addresses side by side"),
        open_site=make("Open s&ite…", "Ctrl+Shift+M", "Watch what a site file names"),
        add_files=make("&Add files…", "Ctrl+O", "Watch further files beside these", "open"),
        add_address=make("Add a&ddress…", "Ctrl+L", "Watch a stream or a camera beside these", "stream"),
        remove_source=make("&Remove source", "Ctrl+Backspace", "Stop watching the source that is marked"),
        begin_again=make("&Begin again", "Ctrl+R", "Open the source that is marked again; a file from its start"),
        save=make("&Save site", "Ctrl+S", "Write sources, lines and zones into the site file", "save"),
        save_as=make("Save site &as…", "Ctrl+Shift+S", "Write them into another site file"),
        close=make("&Close", "Ctrl+W", "Stop watching and close this window", "close"),
        draw_line=make(
            "&Line", "L", "Draw a line that people cross: click twice, or drag", "line", checkable=True
        ),
        draw_zone=make(
            "&Zone", "Z", "Draw an area that people are in: click its corners", "zone", checkable=True
        ),
        draw_mask=make(
            "&Mask", "M", "Black an area out: click its corners", "mask", checkable=True
        ),
        rename=make("&Rename", "F2", "Give the line or zone another name"),
        turn=make("&Turn round", "T", "Let the line count the other way as in"),
        delete=make("&Delete", "Del", "Delete the line, zone or mask that is marked"),
        undo=make("&Undo", "Ctrl+Z", "Take back the last change to the site", "undo"),
        redo=make("R&edo", "Ctrl+Shift+Z", "Make the change to the site again"),
        grid=make("All a&like", "G", "Show all sources in the same size; 1 to 9 make one large, Esc goes back"),
        panel=make("Side &list", "Ctrl+B", "Show lines and zones with their counts beside the images", "panel",
                   checkable=True),
        fullscreen=make("F&ull screen", "F", "Fill the screen with the images; Esc leaves", "fullscreen",
                        checkable=True, also=("F11",)),
        shortcuts=make("&Keys", "?", "Show what the keys do"),
    )  # fmt: skip


def fill_site_menus(bar: QMenuBar, a: SiteActions, toggles: Toggles) -> None:
    """Fill the menu bar, by subject."""
    menus: dict[str, list[QAction | None]] = {
        _tr("&File"): [a.open_several, a.open_site, None, a.save, a.save_as, None, a.close],
        _tr("&Sources"): [a.add_files, a.add_address, None, a.begin_again, a.remove_source],
        _tr("&Draw"): [
            *(a.draw_line, a.draw_zone, a.draw_mask, None),
            *(a.rename, a.turn, a.delete, None, a.undo, a.redo),
        ],
        _tr("&View"): [*toggles.of(ToggleGroup.DRAWING), None, a.grid, a.panel, a.fullscreen],
        _tr("&Help"): [a.shortcuts],
    }
    for title, entries in menus.items():
        menu = bar.addMenu(title)
        assert menu is not None
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(entry)


class SiteToolBar(QToolBar):
    """Buttons for what is wanted most."""

    def __init__(self, a: SiteActions, toggles: Toggles) -> None:
        super().__init__(_tr("Tools"))
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        space = QWidget()
        space.setSizePolicy(space.sizePolicy().Policy.Expanding, space.sizePolicy().Policy.Preferred)
        self.addActions([a.add_files, a.add_address])
        self.addSeparator()
        self.addActions([a.draw_line, a.draw_zone, a.draw_mask, a.undo])
        self.addSeparator()
        self.addActions([*toggles.of(ToggleGroup.DRAWING, tool_bar=True), a.save])
        self.addWidget(space)
        self.addActions([a.panel, a.fullscreen])
        for action in self.actions():
            widget = self.widgetForAction(action)
            if isinstance(widget, QToolButton):
                widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for action in (a.draw_line, a.draw_zone, a.draw_mask):
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
