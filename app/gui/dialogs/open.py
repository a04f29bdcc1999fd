"""What can be opened, from what a person drops, picks or types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QCoreApplication, QMimeData
from PyQt6.QtWidgets import QFileDialog, QInputDialog, QWidget

from inference.sources import IMAGE_EXTENSIONS, VIDEO_EXTENSIONS

from ..playback.player import Target

# a camera's address with its path and options is long
_ADDRESS_WIDTH = 560


def _tr(text: str) -> str:
    return QCoreApplication.translate("Opening", text)


def target_of(names: Sequence[str]) -> Target | None:
    """Return what to open of several names: images together, else the first; None where there is none."""
    if not names:
        return None
    images = [name for name in names if Path(name).suffix.lower() in IMAGE_EXTENSIONS]
    return tuple(images) if len(images) > 1 and len(images) == len(names) else names[0]


def dropped_names(data: QMimeData | None) -> list[str]:
    """Return the files and addresses of a drop, or a single line of text that is an address."""
    if data is None:
        return []
    if data.hasUrls():
        return [url.toLocalFile() if url.isLocalFile() else url.toString() for url in data.urls()]
    text = data.text().strip()
    return [text] if "://" in text and "\n" not in text else []


def ask_files(window: QWidget) -> list[str]:
    """Let a person pick a video or images."""
    videos, images = (" ".join(f"*{ending}" for ending in endings) for endings in (VIDEO_EXTENSIONS, IMAGE_EXTENSIONS))
    kinds = ";;".join(
        [
            f"{_tr('Videos and images')} ({videos} {images})",
            f"{_tr('Videos')} ({videos})",
            f"{_tr('Images')} ({images})",
            f"{_tr('All files')} (*)",
        ]
    )
    names, _ = QFileDialog.getOpenFileNames(window, _tr("Open a video or images"), "", kinds)
    return list(names)


def ask_folder(window: QWidget) -> str:
    """Let a person pick a folder of images; empty where none was picked."""
    return str(QFileDialog.getExistingDirectory(window, _tr("Open a folder of images")))


def ask_address(window: QWidget) -> str:
    """Let a person type an address; empty where none was typed."""
    dialog = QInputDialog(window)
    dialog.setWindowTitle(_tr("Open address"))
    dialog.setLabelText(_tr("Address of a stream or video (rtsp://, http://, …)"))
    dialog.setOkButtonText(_tr("Open"))
    dialog.setCancelButtonText(_tr("Cancel"))
    dialog.resize(_ADDRESS_WIDTH, dialog.sizeHint().height())
    return dialog.textValue().strip() if dialog.exec() else ""
