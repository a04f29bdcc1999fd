"""Menus and the tool bar: where the actions stand, which cameras there are, what was open last."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import QCoreApplication, Qt, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QMenuBar, QSizePolicy, QToolBar, QToolButton, QWidget

from .actions import Actions
from .playback.cameras import Cameras
from .toggles import ToggleGroup, Toggles
from .widgets import icons
from .widgets.empty_state import listed_names
from .widgets.theme import Colors

# cameras that a key opens: Ctrl+Shift+1 to 9
_SHORTCUTS = 9
_LONGEST_NAME = 60


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


def fill_menu_bar(bar: QMenuBar, a: Actions, toggles: Toggles, cameras: QMenu, recent: QMenu) -> None:
    """Fill the menu bar with everything there is, by subject."""
    menus: dict[str, list[QAction | QMenu | None]] = {
        _tr("&File"): [
            *(a.open_file, a.open_folder, cameras, a.open_address, a.paste, a.open_demo, recent, None),
            *(a.open_several, a.open_site, None),
            *(a.snapshot, a.copy_image, a.record, a.export_table, a.export_people, a.export_charts, None),
            *(a.analyse_file, a.jobs, a.open_analysis, a.save_analysis, None),
            *(a.close_source, a.quit),
        ],
        _tr("&Edit"): [a.undo, a.redo, None, a.mark_start, a.mark_end, a.mark_nothing],
        _tr("&Playback"): [
            *(a.play, a.step_back, a.step_forward, a.skip_back, a.skip_forward, None),
            *(a.to_start, a.to_end, a.jump_to, None, a.shuttle_back, a.shuttle_stop, a.shuttle_on, None),
            *(a.slower, a.faster, *toggles.of(ToggleGroup.PLAYBACK), None, a.new_session),
        ],
        _tr("&View"): [
            *(*toggles.of(ToggleGroup.DRAWING), None),
            *(a.fullscreen, a.zoom_in, a.zoom_out, a.zoom_reset, None),
            *(*toggles.of(ToggleGroup.PANELS), a.people, a.everybody, a.charts, None),
            a.preferences,
        ],
        _tr("&Help"): [a.shortcuts, a.about],
    }
    for title, entries in menus.items():
        menu = bar.addMenu(title)
        assert menu is not None
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, QMenu):
                menu.addMenu(entry)
            else:
                menu.addAction(entry)


class CameraMenu(QMenu):
    """Lists the cameras that are plugged in, or says that there is none.

    Signals:
        chosen(int): number of a camera.
    """

    chosen = pyqtSignal(int)

    def __init__(self, cameras: Cameras, parent: QWidget) -> None:
        super().__init__(_tr("&Camera"), parent)
        self._cameras = cameras
        cameras.changed.connect(self._fill)
        self._fill()

    def pop_up(self, beside: QWidget) -> None:
        """Open the menu below a widget."""
        self.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def _fill(self) -> None:
        self.clear()
        found = self._cameras.available()
        for place, camera in enumerate(found):
            text = f"{camera.name}  ({camera.detail})" if camera.detail else camera.name
            action = self.addAction(_plain(text), partial(self.chosen.emit, camera.number))
            if action is not None and place < _SHORTCUTS:
                action.setShortcut(f"Ctrl+Shift+{place + 1}")
        if not found:
            nothing = self.addAction(_tr("No camera found; plug one in"))
            if nothing is not None:
                nothing.setEnabled(False)


class RecentMenu(QMenu):
    """Lists what was open last; disabled while there is nothing.

    Signals:
        chosen(str): a file or an address.
        clear_asked(): the list is to be forgotten.
    """

    chosen = pyqtSignal(str)
    clear_asked = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_tr("Open &recent"), parent)
        self.setToolTipsVisible(True)

    def show_recent(self, targets: Sequence[str]) -> None:
        """List these, newest first."""
        self.clear()
        for target, name in zip(targets, listed_names(targets, _LONGEST_NAME), strict=True):
            action = self.addAction(_plain(name), partial(self.chosen.emit, target))
            if action is not None:
                action.setToolTip(target)
        self.addSeparator()
        self.addAction(_tr("C&lear the list"), self.clear_asked.emit)
        self.setEnabled(bool(targets))


def _plain(text: str) -> str:
    """Return a text that shows its `&` in a menu."""
    return text.replace("&", "&&")


class ToolBar(QToolBar):
    """Buttons for what is wanted most; they take the keyboard only from those who tab to them."""

    def __init__(self, a: Actions, toggles: Toggles, cameras: QMenu) -> None:
        super().__init__(_tr("Tools"))
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._camera = QToolButton()
        self._camera.setMenu(cameras)
        self._camera.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._camera.setToolTip(_tr("Choose a camera"))
        self._camera.setAccessibleName(_tr("Choose a camera"))
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addAction(a.open_file)
        self.addWidget(self._camera)
        self.addSeparator()
        self.addActions([a.snapshot, a.record, a.export_table, a.analyse_file])
        self.addSeparator()
        self.addActions(toggles.of(ToggleGroup.DRAWING, tool_bar=True))
        self.addWidget(space)
        self.addActions([*toggles.of(ToggleGroup.PANELS, tool_bar=True), a.preferences, a.about])
        for action in self.actions():
            widget = self.widgetForAction(action)
            if isinstance(widget, QToolButton):
                widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme; the actions bring their own icons."""
        self._camera.setIcon(icons.icon("camera", colors))
