"""Training and validation sides that share no face."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from .labels import FaceLabel

TRAIN = "train"
VAL = "val"


def split_by_group(labels: Sequence[FaceLabel], val_share: float, seed: int) -> list[FaceLabel]:
    """Give every label without a fold one; labels that have a fold keep it.

    The side is drawn from a hash of seed and group (the file's name where no group is known), so that it
    depends neither on the order of the files nor on which others there are.

    Args:
        val_share: share of the groups that goes to `val`, 0..1.
    """
    return [label if label.fold else replace(label, fold=_side(label, val_share, seed)) for label in labels]


def _side(label: FaceLabel, val_share: float, seed: int) -> str:
    key = f"{seed}:{label.file if label.group is None else label.group}"
    draw = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64
    return VAL if draw < val_share else TRAIN
