"""Training, validation and test sides that share no face."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from inference.attributes import ETHNICITIES, GENDERS

from .class_names import UNKNOWN
from .face_label import FaceLabel

TRAIN = "train"
VAL = "val"
TEST = "test"
# pictures whose near duplicates say something else
CONFLICT = "conflict"
SIDES = (TRAIN, VAL, TEST)


def split_by_group(
    labels: Sequence[FaceLabel], val_share: float, seed: int, test_share: float = 0.0
) -> list[FaceLabel]:
    """Give every label without a fold one; labels that have a fold keep it.

    The side is drawn from a hash of seed and group (its first file name), so that it depends neither on the
    order of the files nor on which others there are. A group in which one side is given goes there.

    Args:
        val_share, test_share: shares of the groups that go to `val` and `test`, 0..1.

    Raises:
        ValueError: the shares are not between 0 and 1, or leave nothing to train on.
    """
    if not (0 <= val_share < 1 and 0 <= test_share < 1 and val_share + test_share < 1):
        raise ValueError(
            f"the shares of validation ({val_share}) and test ({test_share}) must lie between 0 and 1 and leave some"
        )
    side_of_group = {
        group: _given_side(members) or _draw(min(label.file for label in members), val_share, test_share, seed)
        for group, members in _by_group(labels).items()
    }
    return [
        label
        if label.fold
        else replace(
            label,
            fold=_draw(label.file, val_share, test_share, seed) if label.group is None else side_of_group[label.group],
        )
        for label in labels
    ]


def torn_groups(labels: Sequence[FaceLabel]) -> list[int]:
    """Groups with members on more than one side; only folds that were given can do that."""
    sides = {
        group: {label.fold for label in members if label.fold in SIDES} for group, members in _by_group(labels).items()
    }
    return [group for group, folds in sides.items() if len(folds) > 1]


def absent_classes(labels: Sequence[FaceLabel]) -> list[str]:
    """What some side lacks although another has it: `val: gender female, ages 90-99`; empty where all is well."""
    classes = {side: _classes(label for label in labels if label.fold == side) for side in SIDES}
    present = {side: found for side, found in classes.items() if found}
    everything = set().union(*present.values())
    return [
        f"{side}: {', '.join(name for _, name in sorted(everything - found))}"
        for side, found in present.items()
        if everything - found
    ]


def _classes(labels: Iterable[FaceLabel]) -> set[tuple[int, str]]:
    """Classes that occur, each with a number to sort by."""
    found = set()
    for label in labels:
        if label.age != UNKNOWN:
            decade = label.age // 10 * 10
            found.add((decade, f"ages {decade}-{decade + 9}"))
        if label.gender != UNKNOWN:
            found.add((200 + label.gender, f"gender {GENDERS[label.gender]}"))
        if label.ethnicity != UNKNOWN:
            found.add((300 + label.ethnicity, f"ethnicity {ETHNICITIES[label.ethnicity]}"))
    return found


def _by_group(labels: Iterable[FaceLabel]) -> dict[int, list[FaceLabel]]:
    groups: dict[int, list[FaceLabel]] = {}
    for label in labels:
        if label.group is not None:
            groups.setdefault(label.group, []).append(label)
    return groups


def _given_side(members: Sequence[FaceLabel]) -> str:
    given = sorted({label.fold for label in members if label.fold in SIDES})
    return given[0] if len(given) == 1 else ""


def _draw(key: str, val_share: float, test_share: float, seed: int) -> str:
    draw = int.from_bytes(hashlib.sha256(f"{seed}:{key}".encode()).digest()[:8], "big") / 2**64
    if draw < val_share:
        return VAL
    return TEST if draw < val_share + test_share else TRAIN
