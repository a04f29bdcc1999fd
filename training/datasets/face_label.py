"""Labels of one image of a face."""

from __future__ import annotations

from dataclasses import dataclass

MAX_AGE = 100


@dataclass(frozen=True, slots=True)
class FaceLabel:
    """Labels of one image. Any of age, gender and ethnicity may be `UNKNOWN` (-1), which is stored as it is.

    Attributes:
        file: name of the image inside its folder or archive.
        age: completed years, 0..100 (older is reported as 100).
        gender: index into `GENDERS`.
        ethnicity: index into `ETHNICITIES`.
        fold: `train`, `val`, `test`, or any other word for images to be left out; empty where not yet split.
        group: images of one group are near duplicates and stay on one side of a split; None where unknown.
        person: who it is, by any name; images of one person stay on one side of a split. Empty where unknown.
        age_lo, age_hi: years 0..100 between which the age lies, both included; -1 where the age is all that is known.
    """

    file: str
    age: int
    gender: int
    ethnicity: int
    fold: str = ""
    group: int | None = None
    person: str = ""
    age_lo: int = -1
    age_hi: int = -1
