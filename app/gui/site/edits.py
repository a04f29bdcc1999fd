"""What a person has changed of a site: its document, step by step, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from app.site.document import SiteDocument
from inference.errors import FaceLensError

from ..labels import message_of, sentence
from .shapes import Shape, scene_of, shapes_of

_MOST_STEPS = 200


class Edits(QObject):
    """Holds the document of a site and its earlier states.

    Args:
        document: to begin with.

    Attributes:
        document: as it is now.

    Signals:
        changed(): `document` is another one.
        refused(str): something can't be done, with the reason.
    """

    changed = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self, document: SiteDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._saved = document.text
        self._before: list[SiteDocument] = []
        self._after: list[SiteDocument] = []

    @property
    def is_unsaved(self) -> bool:
        """Whether there is something that no file holds."""
        return self.document.text != self._saved

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def shapes(self, source: str) -> list[Shape]:
        """Return what is drawn on a source."""
        return shapes_of(self.document.source(source))

    def put_shapes(self, source: str, shapes: Sequence[Shape], renamed: tuple[str, str, str] | None = None) -> bool:
        """Draw this on a source instead; see `SiteDocument.with_scene`. Return whether that could be done."""
        return self.change(lambda document: document.with_scene(source, *scene_of(shapes), renamed=renamed))

    def change(self, change: Callable[[SiteDocument], SiteDocument]) -> bool:
        """Change the document, and return whether that could be done; what can't be is told."""
        try:
            changed = change(self.document)
        except FaceLensError as error:
            self.refused.emit(_plain(error))
            return False
        if changed.text != self.document.text:
            self._before = [*self._before, self.document][-_MOST_STEPS:]
            self._after = []
            self.document = changed
            self.changed.emit()
        return True

    def undo(self) -> None:
        """Go back one step."""
        if self._before:
            self._after.append(self.document)
            self.document = self._before.pop()
            self.changed.emit()

    def redo(self) -> None:
        """Go one step on again."""
        if self._after:
            self._before.append(self.document)
            self.document = self._after.pop()
            self.changed.emit()

    def save(self, path: Path) -> None:
        """Write the document to a file.

        Raises:
            SinkError: it can't be written.
            UsageError: it makes no sense there.
        """
        self.document = self.document.saved(path)
        self._saved = self.document.text
        self._before = [SiteDocument(one.text, path) for one in self._before]
        self._after = [SiteDocument(one.text, path) for one in self._after]
        self.changed.emit()

    def read_again(self) -> None:
        """Take what the file says now; what was changed here can be taken back to."""
        path = self.document.path
        if path is not None and self.change(lambda _: SiteDocument.read(path)):
            self._saved = self.document.text
            self.changed.emit()


def _plain(error: FaceLensError) -> str:
    """Return a message without the head that names a file: of several mistakes the first."""
    lines = [line.strip() for line in message_of(error).splitlines()]
    text = lines[1] if len(lines) > 1 and " has " in lines[0] and "mistake" in lines[0] else lines[0]
    return sentence(text.partition(": ")[2] if text.startswith("line ") else text)
