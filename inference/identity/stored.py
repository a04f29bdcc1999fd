"""What is known of tracks or people, in a file: embeddings are as private as images of faces.

Only arrays of plain numbers are written and read.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..attributes import NUM_CLASSES
from ..errors import SourceError
from .gallery import Record, Span
from .person import BestLook

_RECORD = np.dtype(
    [
        ("seen_s", np.float64), ("weight", np.float64), ("attributes_weight", np.float64), ("spans", np.int32),
        ("is_known", np.bool_), ("is_forgotten", np.bool_), ("has_best", np.bool_), ("best_frame", np.int32),
        ("best_time_s", np.float64), ("best_xyxy", np.float32, 4), ("best_quality", np.float64),
    ]
)  # fmt: skip
_SPAN = np.dtype(
    [
        ("track_id", np.int64), ("first_s", np.float64), ("last_s", np.float64), ("first_frame", np.int32),
        ("last_frame", np.int32), ("first_clock_s", np.float64), ("frames", np.int32),
    ]
)  # fmt: skip


def save_records(path: Path, records: Sequence[Record]) -> None:
    """Write records of one source, for the owner's eyes only; images of faces are left out.

    Raises:
        OSError: the file can't be written.
    """
    rows = np.zeros(len(records), _RECORD)
    spans: list[tuple[Any, ...]] = []
    pairs: list[tuple[int, int, int]] = []
    rejoined: list[tuple[int, int]] = []
    for index, record in enumerate(records):
        best = record.best
        rows[index] = (
            record.seen_s, record.weight, record.attributes_weight, len(record.spans), record.embedding is not None,
            record.is_forgotten, best is not None,
            *((0, 0.0, np.zeros(4), 0.0) if best is None else (best.frame_index, best.time_s, best.xyxy, best.quality)),
        )  # fmt: skip
        spans += [
            (s.track_id, s.first_s, s.last_s, s.first_frame, s.last_frame, s.first_clock_s, s.frames)
            for s in record.spans
        ]
        pairs += [(index, other, frames) for other, frames in record.together.items()]
        rejoined += [(index, track_id) for track_id in record.rejoined]
    known = [record.embedding for record in records if record.embedding is not None]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        np.savez(
            file,
            records=rows,
            spans=np.array(spans, _SPAN),
            together=np.array(pairs, np.int64).reshape(-1, 3),
            rejoined=np.array(rejoined, np.int64).reshape(-1, 2),
            totals=np.array([one.totals for one in records], np.float32).reshape(-1, sum(NUM_CLASSES.values())),
            embeddings=np.array(known, np.float32),
        )


def open_records(path: Path, source: str) -> list[Record]:
    """Read what `save_records` has written.

    Args:
        path: of the file.
        source: what `Frame.source` was.

    Raises:
        SourceError: it is not there, or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return _records({name: arrays[name] for name in arrays.files}, source)
    except (OSError, ValueError, KeyError, IndexError, StopIteration, zipfile.BadZipFile) as error:
        raise SourceError(f"{path} is absent or damaged: {error}") from error


def _records(arrays: dict[str, NDArray[Any]], source: str) -> list[Record]:
    spans = iter(arrays["spans"].tolist())
    embeddings = iter(arrays["embeddings"])
    records = []
    for row, totals in zip(arrays["records"], arrays["totals"], strict=True):
        best = None
        if row["has_best"]:
            place = row["best_xyxy"].copy()
            best = BestLook(
                source, int(row["best_frame"]), float(row["best_time_s"]), place, float(row["best_quality"])
            )
        records.append(
            Record(
                [_span(next(spans), source) for _ in range(row["spans"])],
                float(row["seen_s"]),
                next(embeddings) if row["is_known"] else None,
                float(row["weight"]),
                best=best,
                is_forgotten=bool(row["is_forgotten"]),
                totals=totals,
                attributes_weight=float(row["attributes_weight"]),
            )
        )
    for index, other, frames in arrays["together"].tolist():
        records[index].together[other] = frames
    for index, track_id in arrays["rejoined"].tolist():
        records[index].rejoined.append(track_id)
    return records


def _span(row: tuple[Any, ...], source: str) -> Span:
    track_id, first_s, last_s, first_frame, last_frame, first_clock_s, frames = row
    return Span(track_id, source, first_s, last_s, first_frame, last_frame, first_clock_s, frames)
