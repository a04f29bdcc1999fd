"""Training, validation and test sides that share no face."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inference.attributes import ETHNICITIES, GENDERS

from .class_names import UNKNOWN
from .face_label import FaceLabel

TRAIN = "train"
VAL = "val"
TEST = "test"
# images whose near duplicates have other labels
CONFLICT = "conflict"
SIDES = (TRAIN, VAL, TEST)


@dataclass(frozen=True, slots=True)
class Split:
    """How a data set is divided into training, validation and test.

    Attributes:
        val_share, test_share: shares of the groups that go to `val` and `test`, 0..1.
        seed: of the draw.

    Raises:
        ValueError: the shares are not between 0 and 1, or leave nothing to train on.
    """

    val_share: float = 0.1
    test_share: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        val, test = self.val_share, self.test_share
        if not (0 <= val < 1 and 0 <= test < 1 and val + test < 1):
            raise ValueError(
                f"the shares of validation ({val}) and test ({test}) must lie between 0 and 1 and leave some"
            )

    def draw(self, key: str) -> str:
        """Draw `train`, `val` or `test` from a hash of the seed and a name."""
        number = int.from_bytes(hashlib.sha256(f"{self.seed}:{key}".encode()).digest()[:8], "big") / 2**64
        if number < self.val_share:
            return VAL
        return TEST if number < self.val_share + self.test_share else TRAIN


def split_by_group(labels: Sequence[FaceLabel], split: Split) -> list[FaceLabel]:
    """Give every label without a fold one; labels that have a fold keep it.

    The side is drawn from the seed and the group (its first file name), so that it depends neither on the order of
    the files nor on which others there are. A group in which one side is given goes there.
    """
    side_of_group = {
        group: _given_side(members) or split.draw(min(label.file for label in members))
        for group, members in group_labels(labels).items()
    }
    return [
        label
        if label.fold
        else replace(label, fold=split.draw(label.file) if label.group is None else side_of_group[label.group])
        for label in labels
    ]


def torn_groups(labels: Sequence[FaceLabel]) -> list[int]:
    """Return the groups with members on more than one side; only folds that were given can do that."""
    sides = {group: {label.fold for label in members} & set(SIDES) for group, members in group_labels(labels).items()}
    return [group for group, folds in sides.items() if len(folds) > 1]


def absent_classes(labels: Sequence[FaceLabel]) -> list[str]:
    """Return what one side lacks and another has, such as `val: gender female, ages 90-99`; empty where nothing is."""
    classes = {side: _classes(label for label in labels if label.fold == side) for side in SIDES}
    present = {side: found for side, found in classes.items() if found}
    everything = set().union(*present.values())
    return [
        f"{side}: {', '.join(name for _, name in sorted(everything - found))}"
        for side, found in present.items()
        if everything - found
    ]


def _classes(labels: Iterable[FaceLabel]) -> set[tuple[int, str]]:
    """Return the classes that occur, each with a number to sort by."""
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


def group_labels(labels: Iterable[FaceLabel]) -> dict[int, list[FaceLabel]]:
    """Return the members of each group of near duplicates by its number; labels without a group are left out."""
    groups: dict[int, list[FaceLabel]] = {}
    for label in labels:
        if label.group is not None:
            groups.setdefault(label.group, []).append(label)
    return groups


def group_persons(labels: Iterable[FaceLabel]) -> dict[str, list[FaceLabel]]:
    """Return the images of each person by their name; labels without a person are left out."""
    persons: dict[str, list[FaceLabel]] = {}
    for label in labels:
        if label.person:
            persons.setdefault(label.person, []).append(label)
    return persons


def with_persons_in_groups(labels: Sequence[FaceLabel]) -> list[FaceLabel]:
    """Return the labels with groups that hold all images of a person beside the near duplicates.

    Args:
        labels: every one with a group.
    """
    joined: dict[int, int] = {}

    def root(group: int) -> int:
        while joined.get(group, group) != group:
            group = joined[group]
        return group

    first_group: dict[str, int] = {}
    for label in labels:
        if label.person and label.group is not None:
            ends = sorted((root(label.group), root(first_group.setdefault(label.person, label.group))))
            joined[ends[1]] = ends[0]
    return [label if label.group is None else replace(label, group=root(label.group)) for label in labels]


def _given_side(members: Sequence[FaceLabel]) -> str:
    given = sorted({label.fold for label in members if label.fold in SIDES})
    return given[0] if len(given) == 1 else ""
