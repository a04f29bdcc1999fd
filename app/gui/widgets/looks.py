"""Small images of people, covered where faces are protected."""

from __future__ import annotations

import numpy as np
from PyQt6.QtGui import QImage, QPixmap
from simplejpeg import decode_jpeg

from inference.overlay.privacy import CELLS, obscure_whole
from inference.settings import Privacy


def look_of(jpeg: bytes, privacy: Privacy) -> QPixmap | None:
    """Return an image of head and shoulders, covered as a whole where faces are protected.

    Args:
        jpeg: a JPEG file.
        privacy: how faces are protected.

    Returns:
        None where it can't be read.
    """
    try:
        image = np.ascontiguousarray(decode_jpeg(jpeg, "BGR"))
    except ValueError:
        return None
    if privacy is not Privacy.NONE:
        obscure_whole(image, CELLS, privacy)
    height, width = image.shape[:2]
    return QPixmap.fromImage(QImage(image.tobytes(), width, height, 3 * width, QImage.Format.Format_BGR888))
