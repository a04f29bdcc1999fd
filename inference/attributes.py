"""The attributes that the model estimates: the one table of their names, classes and columns.

Model outputs, the check of the card, the columns of tables, what can be hidden, smoothing and the heads that are
trained follow from it; CONTRIBUTING lists what does not. It needs nothing but the standard library, so that the
command line can use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AttributeKind(StrEnum):
    """How the classes of an attribute relate to each other.

    Attributes:
        ORDINAL: classes are the years 0, 1, 2, ...; the estimate is an expectation with an interval.
        CATEGORICAL: classes have no order; the estimate is the most probable one with its score.
    """

    ORDINAL = "ordinal"
    CATEGORICAL = "categorical"


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """One attribute.

    Attributes:
        name: of the model's output, of the card's entry, and what `hide` takes.
        kind: whether the classes are years or names.
        classes: names of the classes, in the order of the model's output.
        columns: what the frame table says about it, in the table's order.
        unsure_below: score under which a class is as good as guessed: of those said so, every fourth gender and every
            second ethnicity is wrong.
    """

    name: str
    kind: AttributeKind
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    unsure_below: float = 0.0

    @property
    def is_categorical(self) -> bool:
        return self.kind is AttributeKind.CATEGORICAL


GENDERS = ("male", "female")
ETHNICITIES = ("White", "Black", "Asian", "Indian", "Other")
NUM_YEARS = 101
# ages in whole years, both ends included: what shares are given for, and what models are measured by
AGE_BANDS = ((0, 4), (5, 12), (13, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, 100))
AGE_BAND_NAMES = tuple(f"{first}-{last}" for first, last in AGE_BANDS)

ATTRIBUTES = (
    AttributeSpec(
        "age",
        AttributeKind.ORDINAL,
        tuple(str(year) for year in range(NUM_YEARS)),
        ("age", "age_p10", "age_p90"),
    ),
    AttributeSpec("gender", AttributeKind.CATEGORICAL, GENDERS, ("gender", "gender_score"), unsure_below=0.75),
    AttributeSpec(
        "ethnicity", AttributeKind.CATEGORICAL, ETHNICITIES, ("ethnicity", "ethnicity_score"), unsure_below=0.5
    ),
)
ATTRIBUTE_NAMES = tuple(spec.name for spec in ATTRIBUTES)
# number of classes by name, in the order of the model's outputs
NUM_CLASSES = {spec.name: len(spec.classes) for spec in ATTRIBUTES}
# names of the classes of those that have any, by attribute
CLASS_NAMES = {spec.name: spec.classes for spec in ATTRIBUTES if spec.is_categorical}
# scores under which nothing is said, by attribute
UNSURE_BELOW = {spec.name: spec.unsure_below for spec in ATTRIBUTES if spec.is_categorical}
