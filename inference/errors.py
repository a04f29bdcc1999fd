"""Every error that FaceLens raises on purpose, on one screen.

Each message says what happened, what was expected and what to do next. The command line maps the
classes to exit codes (`app/headless.py`), the window shows the message in a banner.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# what settings and commands are called in messages by a front end that has no name of its own for them
FIELD_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "images": "the input for images",
        "output": "the annotated copy",
        "export": "the table",
        "summary": "the summary",
        "engine": "the engine",
        "model": "the model",
        "min_face_px": "the smallest face",
        "min_detection_score": "the detection score",
        "hide": "the list of hidden attributes",
        "start_s": "the start time",
        "end_s": "the end time",
        "every": "the step between frames",
        "find": "the description of people",
        "keep_persons": "the list of people who are left open",
        "hide_persons": "the list of people who are covered",
        "people": "the people file",
        "subtitles": "the subtitles",
        "forget_after_s": "the time after which somebody is forgotten",
        "build_engine": "a new build of the TensorRT engine",
        "export_model": "the trainer",
    }
)


class FaceLensError(Exception):
    """Base of all errors a person can act on.

    The same setting is a flag on the command line and a field in the window, so a message leaves open what settings
    are called: `UsageError("{min_face_px} must be 0 or more, got {value:g}", field="min_face_px", value=-1)`.

    Args:
        message: the text; where a field is given, a template for `str.format`.
        field: the setting or command that the message is about, a key of `FIELD_NAMES`; None for a plain text.
        values: what else stands in the template; errors among them are put into words in the same way.
    """

    def __init__(self, message: object = "", *, field: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.field = field
        self._values = values

    def __str__(self) -> str:
        return self.worded({})

    def worded(self, names: Mapping[str, str]) -> str:
        """Return the message with a front end's own names of settings; `FIELD_NAMES` has the others."""
        if self.field is None:
            return super().__str__()
        values = {
            name: value.worded(names) if isinstance(value, FaceLensError) else value
            for name, value in self._values.items()
        }
        return str(self.args[0]).format(**{**FIELD_NAMES, **names, **values})


class UsageError(FaceLensError):
    """A setting or a combination of options makes no sense (exit code 2)."""


class SourceError(FaceLensError):
    """A video, camera, stream or image can't be opened or read (exit code 3)."""


class SourceBrokenError(SourceError):
    """A source broke off after it had delivered frames; what was read is kept (exit code 3)."""


class SinkError(FaceLensError):
    """An output can't be written: folder absent, no permission, disk full (exit code 3)."""


class ReaderGoneError(SinkError):
    """The reader of stdout has stopped (`| head`): the run is ended quietly and finalised (exit code 0)."""


class ModelError(FaceLensError):
    """A model file is missing, altered or of the wrong contract (exit code 4)."""


class EngineError(FaceLensError):
    """An engine was asked for that can't run here (exit code 4)."""
