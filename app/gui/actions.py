"""Everything a person can do in the window besides switching: names, shortcuts, tooltips, icons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import partial

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QWidget

from .labels import label_of
from .widgets import icons
from .widgets.theme import Colors


@dataclass(frozen=True, slots=True)
class Actions:
    """One `QAction` each."""

    open_file: QAction
    open_folder: QAction
    open_address: QAction
    open_demo: QAction
    open_several: QAction
    open_site: QAction
    close_source: QAction
    quit: QAction
    play: QAction
    step_back: QAction
    step_forward: QAction
    skip_back: QAction
    skip_forward: QAction
    to_start: QAction
    to_end: QAction
    jump_to: QAction
    shuttle_back: QAction
    shuttle_stop: QAction
    shuttle_on: QAction
    slower: QAction
    faster: QAction
    paste: QAction
    snapshot: QAction
    copy_image: QAction
    record: QAction
    export_table: QAction
    export_charts: QAction
    export_people: QAction
    analyse_file: QAction
    jobs: QAction
    new_session: QAction
    fullscreen: QAction
    zoom_in: QAction
    zoom_out: QAction
    zoom_reset: QAction
    people: QAction
    everybody: QAction
    charts: QAction
    save_analysis: QAction
    open_analysis: QAction
    undo: QAction
    redo: QAction
    mark_start: QAction
    mark_end: QAction
    mark_nothing: QAction
    preferences: QAction
    shortcuts: QAction
    about: QAction

    def all(self) -> list[QAction]:
        """Return them in the order in which they are defined."""
        return [getattr(self, one.name) for one in fields(self)]

    def set_colors(self, colors: Colors) -> None:
        """Draw the icons for a theme."""
        set_icons(self.all(), colors)


def set_icons(actions: Iterable[QAction], colors: Colors) -> None:
    """Draw the icons of actions for a theme."""
    for action in actions:
        name = action.property("iconName")
        if name:
            action.setIcon(icons.icon(name, colors))


def set_icon(action: QAction, name: str, colors: Colors) -> None:
    """Give an action another icon."""
    action.setProperty("iconName", name)
    set_icons([action], colors)


def connect(*pairs: tuple[QAction, Callable[[], object]]) -> None:
    """Connect actions to functions without an argument."""
    for action, act in pairs:
        action.triggered.connect(partial(_call, act))


def _call(act: Callable[[], object], _checked: bool = False) -> None:
    """Drop what the signal carries: whether the action is checked."""
    act()


def build_action(
    window: QWidget,
    label: str,
    shortcut: str,
    tip: str,
    icon: str = "",
    *,
    checkable: bool = False,
    also: tuple[str, ...] = (),
) -> QAction:
    """Build an action whose shortcut works in the whole of a window.

    Args:
        window: its owner.
        label: as it stands in a menu; `&` before the letter that picks it.
        shortcut: keys, such as `Ctrl+O`.
        tip: what it does, in a few words.
        icon: name of a file of `widgets/icons`; empty for none.
        checkable: it is on or off.
        also: other keys that do the same.
    """

    def tr(text: str) -> str:
        return QCoreApplication.translate("Actions", text)

    action = QAction(tr(label), window)
    action.setShortcuts([QKeySequence(keys) for keys in (shortcut, *also)])
    shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tr(tip)} ({shown})")
    action.setStatusTip(tr(tip))
    action.setCheckable(checkable)
    # a menu shows either an icon or a tick
    action.setIconVisibleInMenu(not checkable)
    action.setProperty("iconName", icon)
    window.addAction(action)
    return action


def build_actions(parent: QWidget) -> Actions:
    """Build all actions, not connected yet; their shortcuts work in the whole of `parent`."""
    make = partial(build_action, parent)
    return Actions(
        open_file=make("&Open file…", "Ctrl+O", "Open a video or images", "open"),
        open_folder=make(label_of("open_folder"), "Ctrl+Shift+O", "Look through the images of a folder", "open"),
        open_address=make("Open &address…", "Ctrl+L", "Open a stream or a video on a server", "stream"),
        open_demo=make("Play the &demo", "Ctrl+D", "Play the built-in clip", "play"),
        open_several=make("Open se&veral…", "Ctrl+M", "Watch files, cameras and addresses side by side"),
        open_site=make("Open s&ite…", "Ctrl+Shift+M", "Watch what a site file names"),
        close_source=make("&Close", "Ctrl+W", "Close what is playing", "close"),
        quit=make("&Quit", "Ctrl+Q", "Close the window", "quit"),
        play=make("&Play", "Space", "Play or pause", "play"),
        step_back=make("Frame &back", ",", "Show the frame before", "step-back"),
        step_forward=make("Frame &forward", ".", "Show the next frame", "step-forward"),
        skip_back=make("5 seconds back", "Left", "Go back 5 seconds; with images, to the one before"),
        skip_forward=make("5 seconds on", "Right", "Go on 5 seconds; with images, to the next one"),
        to_start=make("To the &start", "Home", "Go to the first frame"),
        to_end=make("To the &end", "End", "Go to the last frame"),
        jump_to=make("&Jump to…", "Ctrl+G", "Go to a time, a frame or a share of the whole"),
        shuttle_back=make("1 second back", "J", "Go back 1 second"),
        shuttle_stop=make("S&top", "K", "Stop; the next start is at normal speed"),
        shuttle_on=make("Play, then faster", "L", "Play; again for twice and four times the speed"),
        slower=make("&Slower", "[", "Play slower"),
        faster=make("F&aster", "]", "Play faster"),
        paste=make("Open what was c&opied", "Ctrl+V", "Open the files or the address on the clipboard"),
        snapshot=make("&Snapshot…", "Ctrl+S", "Save the image as it is shown", "snapshot"),
        copy_image=make("Co&py image", "Ctrl+C", "Copy the image as it is shown"),
        record=make("&Record", "Ctrl+R", "Record the annotated video, at once", "record", checkable=True),
        export_table=make("&Export table…", "Ctrl+E", "Save one row for each face of each frame", "export"),
        export_people=make(
            "Export peo&ple…", "Ctrl+Alt+E", "Save who is listed: contact sheet, table, subtitles", "save"
        ),
        export_charts=make("Export &charts…", "Ctrl+Shift+E", "Save the charts as an image"),
        analyse_file=make(
            "&Analyse whole files…", "Ctrl+Shift+A", "Analyse files at full speed, in the background", "analyse"
        ),
        jobs=make("&Whole files", "Ctrl+J", "Show the files that are analysed, wait for it, or are done"),
        new_session=make("Clear the &session", "Ctrl+Shift+N", "Begin counting and charts anew", "clear"),
        fullscreen=make(
            "&Full screen",
            "F",
            "Fill the screen with the image; Esc leaves",
            "fullscreen",
            checkable=True,
            also=("F11",),
        ),
        zoom_in=make("Zoom &in", "Ctrl++", "Enlarge the image (also the mouse wheel)", also=("Ctrl+=",)),
        zoom_out=make("Zoom o&ut", "Ctrl+-", "Make the image smaller"),
        zoom_reset=make("Whole i&mage", "Ctrl+0", "Show the whole image"),
        people=make("P&eople", "Ctrl+1", "Show the people in view"),
        charts=make("&Charts", "Ctrl+2", "Show the session's charts", "charts"),
        everybody=make("E&verybody", "Ctrl+3", "Show everybody in the film"),
        save_analysis=make("Save ana&lysis…", "Ctrl+Shift+S", "Save what is known of the file, with your corrections"),
        open_analysis=make("Open analysi&s…", "Ctrl+Shift+L", "Open a saved analysis with its video"),
        undo=make("&Undo correction", "Ctrl+Z", "Take back the last correction"),
        redo=make("&Redo correction", "Ctrl+Shift+Z", "Make the correction again"),
        mark_start=make("Part &begins here", "I", "Let the chosen part of the file begin here"),
        mark_end=make("Part &ends here", "Shift+I", "Let the chosen part of the file end here"),
        mark_nothing=make("All of the &file", "Ctrl+Shift+I", "Choose no part of the file any more"),
        preferences=make("&Settings…", "Ctrl+,", "Engine, detector, smoothing, theme", "settings"),
        shortcuts=make("&Keys", "?", "Show what the keys do"),
        about=make("&About FaceLens", "F1", "What the estimates are worth, and what happens to your images", "about"),
    )
