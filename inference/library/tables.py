"""Faces to tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .face import Face
from .videos import AnalyzedFrame

if TYPE_CHECKING:
    import pandas

_SAID = ("age", "age_p10", "age_p90", "gender", "gender_score", "ethnicity", "ethnicity_score", "basis")


def to_dataframe(
    found: Iterable[Face | AnalyzedFrame | list[Face]],
) -> pandas.DataFrame:
    """Put faces into a table of pandas, a row each, with the columns of a run's table as far as they make sense.

    Args:
        found: what `analyze` returned, of one image or of several, or the frames of a video.

    Returns:
        The table. `image` is the number of the image where there were several; frames have `source`, `frame`, `time_s`.

    Raises:
        ImportError: pandas is not installed.
    """
    import pandas

    rows = []
    for number, one in enumerate(found):
        if isinstance(one, Face):
            rows.append(_row(one))
        elif isinstance(one, AnalyzedFrame):
            where = {"source": one.source, "frame": one.index, "time_s": one.time_s}
            rows += [where | _row(face) for face in one.faces]
        else:
            rows += [{"image": number} | _row(face) for face in one]
    table = pandas.DataFrame(rows)
    numbers = [name for name in ("track_id", "person_id") if name in table]
    return table.astype(dict.fromkeys(numbers, "Int64"))  # whole, also where some are missing


def _row(face: Face) -> dict[str, Any]:
    return {
        "track_id": face.track_id,
        **dict(zip(("x1", "y1", "x2", "y2"), face.box, strict=True)),
        "detection_score": face.score,
        **{name: getattr(face, name) for name in _SAID},
        "person_id": face.person_id,
    }
