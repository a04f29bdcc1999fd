"""Distances and the style of the controls, in the colours of `app/colors.py`."""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication

from ...colors import DARK as DARK
from ...colors import LIGHT as LIGHT
from ...colors import Colors as Colors
from ..preferences import ThemeChoice

if TYPE_CHECKING:
    from pathlib import Path

# distances are multiples of this many pixels
GRID = 8


_STYLE = Template("""
QWidget { color: $text; }
QMainWindow, QDialog { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px; }

#stage { background: $stage; }
#panel, #transport { background: $surface; }
#panel { border-left: 1px solid $line; }
#transport { border-top: 1px solid $line; }
#toolbar { background: $surface; border-bottom: 1px solid $line; }
QStatusBar { background: $surface; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QMenuBar { background: $surface; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

*[role="title"] { font-size: 22px; font-weight: 600; }
*[role="heading"] { font-size: 15px; font-weight: 600; }
*[role="total"] { font-size: 22px; font-weight: 600; }
*[role="strong"] { font-weight: 600; }
*[role="muted"] { color: $muted; }
*[role="small"] { color: $muted; font-size: 12px; }
QStatusBar QLabel { color: $muted; font-size: 12px; padding: 0 4px; }
QStatusBar QLabel[state="warning"] { color: $warning; font-weight: 600; }

QPushButton, QToolButton, QComboBox, QAbstractSpinBox {
    background: $raised; border: 1px solid $edge; border-radius: 6px; padding: 6px 12px; min-height: 18px;
}
QPushButton:hover, QToolButton:hover, QComboBox:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QAbstractSpinBox:focus, QLineEdit:focus {
    border: 2px solid $accent; padding: 5px 11px;
}
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled { color: $muted; background: transparent; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton[kind="link"] {
    background: transparent; border: 2px solid transparent; color: $accent; padding: 4px 6px; text-align: left;
}
QPushButton[kind="link"]:hover { color: $accent_hover; background: $hover; }
QPushButton[kind="link"]:focus { border-color: $accent; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QToolButton { background: transparent; border: 2px solid transparent; padding: 5px; }
QToolButton:focus { padding: 5px; }
QToolButton:checked { background: $hover; color: $accent; }
QToolButton[kind="text"] { padding: 5px 8px; }
QToolButton[kind="status"], QToolButton[kind="status"]:focus {
    color: $warning; font-size: 12px; font-weight: 600; min-height: 0; padding: 0 4px; border: 1px solid transparent;
}
QToolButton[kind="status"]:focus { border-color: $accent; }
QToolButton[kind="jobs"], QToolButton[kind="jobs"]:focus {
    color: $accent; font-size: 12px; font-weight: 600; min-height: 0; padding: 0 4px; border: 1px solid transparent;
}
QToolButton[kind="jobs"]:focus { border-color: $accent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($icons/chevron-down-$name.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; selection-background-color: $hover;
    selection-color: $text; outline: none; padding: 4px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 24px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url($icons/chevron-up-$name.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url($icons/chevron-down-$name.svg); width: 10px; height: 10px; }
QLineEdit { background: $raised; border: 1px solid $edge; border-radius: 6px; padding: 6px 12px; min-height: 18px;
    selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { background: $raised; border: 1px solid $edge; border-radius: 6px; padding: 4px; }

QListWidget { background: $raised; border: 1px solid $edge; border-radius: 6px; padding: 4px; outline: none; }
QListWidget::item { padding: 4px 8px; border-radius: 4px; }
QListWidget::item:selected { background: $hover; color: $text; }
QListWidget:focus { border: 2px solid $accent; padding: 3px; }
QTreeWidget { background: $surface; border: none; border-top: 1px solid $line; border-bottom: 1px solid $line;
    outline: none; }
QTreeWidget::item { padding: 5px 4px; }
QTreeWidget::item:hover { background: $window; }
QTreeWidget::item:selected { background: $hover; color: $text; }
QTreeWidget QLineEdit { padding: 0 4px; min-height: 0; border-radius: 4px; }
QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }
QRadioButton:focus { border-color: $accent; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $edge; border-radius: 8px;
    background: $raised; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $edge; border-radius: 4px; background: $raised; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
    image: url($icons/check-$name.svg); }

QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: $accent; }
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider::handle:horizontal:focus { border: 2px solid $text; width: 10px; height: 10px; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: $line; }

QTabBar { background: $surface; border: none; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 12px; border: none; font-weight: 600;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar { outline: none; }
QTabBar:focus { border: 2px solid $accent; border-radius: 6px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; background: $surface; }
QTabWidget > QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget { background: $surface; border: none; }
QDialog QScrollArea, QDialog QScrollArea > QWidget > QWidget { background: $window; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $edge; border-radius: 4px; min-height: 32px; margin: 1px; }
QScrollBar::handle:vertical:hover { background: $muted; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $edge; border-radius: 4px; min-width: 32px; margin: 1px; }
QScrollBar::handle:horizontal:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: none; height: 0; width: 0; }
QProgressBar { background: $line; border: none; border-radius: 4px; height: 8px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QSplitter::handle { background: $line; }

#banner[level="error"] { background: $error_ground; border-bottom: 1px solid $line; }
#banner[level="error"] QLabel { color: $error; }
#banner[level="warning"] { background: $warning_ground; border-bottom: 1px solid $line; }
#banner[level="warning"] QLabel { color: $warning; }
#banner[level="done"] { background: $success_ground; border-bottom: 1px solid $line; }
#banner[level="done"] QLabel { color: $success; }
#banner QPushButton { background: transparent; }

#dropZone { border: 2px dashed $edge; border-radius: 16px; background: $surface; }
#dropZone[dragging="true"] { border-color: $accent; background: $hover; }
#preview { background: $raised; border: 1px solid $edge; border-radius: 8px; }
#job { background: $surface; border: 1px solid $line; border-radius: 8px; }
#dropHint { border: 3px dashed $accent; background: $surface; color: $text; font-size: 22px; font-weight: 600; }
#card { background: transparent; border: 2px solid transparent; border-radius: 8px; }
#card:hover { background: $hover; }
#card[selected="true"] { background: $hover; border-left: 6px solid $accent; }
#card:focus { border: 2px solid $text; }
""")

# each system's own typeface; on Linux, where there is no such thing, one that is drawn for screens
_LINUX_FONTS = ("Inter", "Cantarell", "Ubuntu", "Noto Sans")


class Theme:
    """The style of the application; `colors` are those in use."""

    def __init__(self, application: QApplication, icons: Path) -> None:
        self._application, self._icons = application, icons
        self.colors = LIGHT
        application.setStyle("Fusion")
        application.setFont(_font())

    def apply(self, choice: ThemeChoice) -> Colors:
        """Use a theme from now on."""
        hints = QGuiApplication.styleHints()
        if choice is ThemeChoice.SYSTEM:
            is_dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
        else:
            is_dark = choice is ThemeChoice.DARK
        self.colors = DARK if is_dark else LIGHT
        self._application.setPalette(_palette(self.colors))
        self._application.setStyleSheet(style_sheet(self.colors, self._icons))
        return self.colors


def style_sheet(colors: Colors, icons: Path) -> str:
    """Return the style of all controls in a theme's colours; `icons` is the folder of their images."""
    name = "dark" if colors is DARK else "light"
    return _STYLE.substitute(asdict(colors) | {"icons": icons.as_posix(), "name": name})


def _font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if QGuiApplication.platformName() in ("xcb", "wayland", "offscreen"):
        installed = set(QFontDatabase.families())
        family = next((name for name in _LINUX_FONTS if name in installed), None)
        if family is not None:
            font.setFamily(family)
    font.setPixelSize(13)
    return font


def _palette(colors: Colors) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for roles, color in (
        ((role.Window,), colors.window),
        ((role.Base, role.AlternateBase), colors.surface),
        ((role.Button, role.ToolTipBase), colors.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), colors.text),
        ((role.PlaceholderText,), colors.muted),
        ((role.Highlight, role.Link, role.Accent), colors.accent),
        ((role.HighlightedText,), colors.on_accent),
        ((role.Light, role.Midlight), colors.hover),
        ((role.Mid, role.Dark, role.Shadow), colors.line),
    ):
        for one in roles:
            palette.setColor(one, QColor(color))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(colors.muted))
    return palette
