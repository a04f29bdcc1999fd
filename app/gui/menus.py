"""Where the actions stand: the menu bar and the tool bar."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QMenuBar, QSizePolicy, QToolBar, QToolButton, QWidget

from .actions import Actions
from .widgets import icons
from .widgets.theme import Colors


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


def fill_menu_bar(bar: QMenuBar, a: Actions, cameras: QMenu, recent: QMenu) -> None:
    """Everything there is, by subject."""
    menus: dict[str, list[QAction | QMenu | None]] = {
        _tr("&File"): [
            *(a.open_file, a.open_folder, cameras, a.open_address, a.open_demo, recent, None),
            *(a.snapshot, a.record, a.export_table, a.export_charts, None, a.analyse_file, None),
            *(a.close_source, a.quit),
        ],
        _tr("&Playback"): [
            *(a.play, a.step_back, a.step_forward, a.skip_back, a.skip_forward, None),
            *(a.slower, a.faster, a.loop, None, a.new_session),
        ],
        _tr("&View"): [
            *(a.overlay, a.age, a.gender, a.ethnicity, a.interval, a.privacy, None),
            *(a.fullscreen, a.zoom_in, a.zoom_out, a.zoom_reset, None, a.panel, a.people, a.charts, None),
            a.preferences,
        ],
        _tr("&Help"): [a.about],
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


class ToolBar(QToolBar):
    """What is wanted most; buttons take the keyboard only from those who tab to them."""

    def __init__(self, a: Actions, cameras: QMenu) -> None:
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
        self.addActions([a.overlay, a.privacy])
        self.addWidget(space)
        self.addActions([a.panel, a.preferences, a.about])
        for action in self.actions():
            widget = self.widgetForAction(action)
            if isinstance(widget, QToolButton):
                widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme; the actions bring their own icons."""
        self._camera.setIcon(icons.icon("camera", colors))
