"""Model files that FaceLens ships, read only where they are what was shipped."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..errors import ModelError


def read_model(path: Path, sha256: str) -> bytes:
    """Return the content of a model file.

    Args:
        path: of the file.
        sha256: of its content, in hexadecimal.

    Raises:
        ModelError: it is missing or altered.
    """
    try:
        model = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the face detector's model {path} can't be read ({error}); reinstall FaceLens") from error
    if hashlib.sha256(model).hexdigest() != sha256:
        raise ModelError(f"the face detector's model {path} is damaged; reinstall FaceLens")
    return model
