"""Every error that FaceLens raises on purpose, on one screen.

Each message says what happened, what was expected and what to do next. The command line maps the
classes to exit codes (`app/headless.py`), the window shows the message in a banner.
"""


class FaceLensError(Exception):
    """Base of all errors a person can act on."""


class UsageError(FaceLensError):
    """A setting or a combination of options makes no sense (exit code 2)."""


class SourceError(FaceLensError):
    """A video, camera, stream or still can't be opened or read (exit code 3)."""


class SourceBrokenError(SourceError):
    """A source broke off after it had delivered frames; what was read is kept (exit code 3)."""


class SinkError(FaceLensError):
    """An output can't be written: folder absent, no permission, disk full (exit code 3)."""


class ReaderGoneError(SinkError):
    """Whoever read stdout has stopped (`| head`): the run is ended quietly and finalised (exit code 0)."""


class ModelError(FaceLensError):
    """A model file is missing, altered or of the wrong contract (exit code 4)."""


class EngineError(FaceLensError):
    """An engine was asked for that can't run here (exit code 4)."""
