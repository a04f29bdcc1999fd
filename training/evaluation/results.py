"""What an evaluation gives, as values; JSON is made of them at the edge, by `to_json`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from .bootstrap import Interval

# keys of the JSON that are called otherwise in the code; files of earlier versions have these, so they stay
_JSON_KEYS = {
    "origin": "labels",
    "source": "what",
    "predicted": "answered",
    "disparities": "gaps",
    "examples": "extremes",
    "dimensions": "ways",
    "metric": "figure",
    "metrics": "figures",
    "from_year": "from",
    "to_year": "to",
    "class_name": "class",
    "class_names": "labels",
    "prediction": "said",
}


@dataclass(frozen=True, slots=True)
class CumulativeScore(Interval):
    """Share of ages that are off by so many years or less."""

    years: int


@dataclass(frozen=True, slots=True)
class Coverage(Interval):
    """Share of labelled ages inside a central interval that promises to hold a nominal share."""

    nominal: float


@dataclass(frozen=True, slots=True)
class AgeErrorBin:
    """Errors of the age of faces whose labels lie from one year to another.

    Attributes:
        from_year, to_year: labels, both included.
        faces: their number.
        bias, mae: mean and mean size of predicted minus labelled age, years.
        p10, p90: between which eight in ten errors lie, years.
    """

    from_year: int
    to_year: int
    faces: int
    bias: float
    mae: float
    p10: float
    p90: float


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Faces of similar score: their number, mean score, and share of right predictions."""

    faces: int
    score: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class ClassMetrics:
    """Metrics of one class against the rest; None where they are not defined.

    Attributes:
        class_name: name of the class.
        faces: how many are labelled so.
        precision, recall, f1: 0..1.
        auc: area under the ROC curve.
        roc: points of that curve: false positive rate, true positive rate.
    """

    class_name: str
    faces: int
    precision: float
    recall: float | None
    f1: float | None
    auc: float | None
    roc: tuple[tuple[float, float], ...] | None


@dataclass(frozen=True, slots=True)
class Averages:
    """Means over the classes that have labels."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassReport:
    """Metrics of an attribute with classes.

    Attributes:
        faces: labelled and predicted.
        accuracy: share predicted as labelled.
        balanced_accuracy: mean recall of the classes that have labels.
        macro, weighted: means over classes that count alike, and by their faces.
        absent: names of the classes that have no label.
        classes: each class against the rest.
        class_names: names of the classes.
        confusion: number of faces by label (rows) and prediction (columns).
    """

    faces: int
    accuracy: float
    balanced_accuracy: float
    macro: Averages
    weighted: Averages
    absent: tuple[str, ...]
    classes: tuple[ClassMetrics, ...]
    class_names: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeClassReport(ClassReport):
    """Metrics of the classes of an age scheme.

    Attributes:
        scheme: name of the age scheme.
        by: `distribution` where the class of the largest share counts, `age` where it is the one the age falls into.
        one_off: share predicted as labelled or as a neighbouring class.
    """

    scheme: str
    by: str
    one_off: float


@dataclass(frozen=True, slots=True)
class SubgroupMetrics:
    """Metrics of one subgroup.

    Attributes:
        dimensions, values: as in `Subgroup`.
        faces: number of those with a prediction.
        missing: number of those without.
        too_small: no metric is known of enough faces.
        metrics: by key of `SUBGROUP_METRICS`, those that are known of enough faces.
    """

    dimensions: tuple[str, ...]
    values: tuple[str, ...]
    faces: int
    missing: int
    too_small: bool
    metrics: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class GroupValue:
    """A metric's value in one subgroup, and the number of its faces."""

    group: str
    faces: int
    value: float


@dataclass(frozen=True, slots=True)
class Disparity:
    """The worst and the best subgroup of some dimensions by one metric, and the gap between them."""

    metric: str
    dimensions: tuple[str, ...]
    groups: int
    worst: GroupValue
    best: GroupValue
    gap: Interval


@dataclass(frozen=True, slots=True)
class Evenness:
    """How even the accuracy of the gender is over groups that are large enough to tell.

    Attributes:
        dimensions: what the groups are alike in.
        groups: how many there are.
        mean: accuracy over all faces.
        worst: the group of the lowest accuracy.
    """

    dimensions: tuple[str, ...]
    groups: int
    mean: float
    worst: GroupValue


@dataclass(frozen=True, slots=True)
class AgeBandScores:
    """Genders of the faces of an age band: their number, the share that is right, the mean score, the ECE."""

    band: str
    faces: int
    accuracy: float
    score: float
    ece: float


@dataclass(frozen=True, slots=True)
class SetMetrics:
    """Metrics of one data set.

    Attributes:
        name: of the set; empty where there is but one.
        faces: number of those with a prediction.
        metrics: by key of `per_set.SET_METRICS`.
        evenness: None where no two groups are large enough.
        gender_by_age: by age band.
    """

    name: str
    faces: int
    metrics: Mapping[str, Interval]
    evenness: Evenness | None
    gender_by_age: tuple[AgeBandScores, ...]


@dataclass(frozen=True, slots=True)
class AgeExample:
    """A face whose age is shown: row in the labels, file, label and prediction in years."""

    row: int
    file: str
    labelled: int
    prediction: float


@dataclass(frozen=True, slots=True)
class ClassExample:
    """A face whose class is shown: row in the labels, file, names of label and prediction, score or None."""

    row: int
    file: str
    labelled: str
    prediction: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Examples:
    """The faces with the largest and smallest errors of the age, and with the surest wrong classes."""

    age_worst: tuple[AgeExample, ...]
    age_best: tuple[AgeExample, ...]
    gender_wrong: tuple[ClassExample, ...]
    ethnicity_wrong: tuple[ClassExample, ...]


@dataclass(frozen=True, slots=True)
class SystemResult:
    """All metrics of one system.

    Attributes:
        name, source, notes: as in `PredictionTable`; the notes with what the metrics show.
        predicted, missing: number of labelled faces with and without a prediction.
        overall: by key of `METRICS`.
        cs_curve: for 0 to 20 years; empty where no age is known.
        age_reliability: of central intervals; empty where none is known.
        error_by_age: in steps of labelled years.
        age_classes: a report for each age scheme.
        gender, ethnicity: None where no face is both labelled and predicted.
        score_reliability: by attribute with classes.
        subgroups, disparities, sets, examples: see there.
    """

    name: str
    source: str
    predicted: int
    missing: int
    notes: tuple[str, ...]
    overall: Mapping[str, Interval]
    cs_curve: tuple[CumulativeScore, ...]
    age_reliability: tuple[Coverage, ...]
    error_by_age: tuple[AgeErrorBin, ...]
    age_classes: tuple[AgeClassReport, ...]
    gender: ClassReport | None
    ethnicity: ClassReport | None
    score_reliability: Mapping[str, tuple[ScoreBin, ...]]
    subgroups: tuple[SubgroupMetrics, ...]
    disparities: tuple[Disparity, ...]
    sets: tuple[SetMetrics, ...]
    examples: Examples


@dataclass(frozen=True, slots=True)
class Difference(Interval):
    """Other minus first system, and whether the other is `better`, `worse`, that is `unclear`, or `unknown`."""

    verdict: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on the faces for which both have a prediction: their names, the number of faces, differences."""

    first: str
    other: str
    faces: int
    differences: Mapping[str, Difference]


@dataclass(frozen=True, slots=True)
class FaceCounts:
    """Number of labelled faces, and of their groups of near duplicates (None where no group is known)."""

    labelled: int
    groups: int | None


@dataclass(frozen=True, slots=True)
class BootstrapSettings:
    """How the intervals came about."""

    resamples: int
    seed: int
    level: float


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """All metrics of one or more systems over the same faces.

    Attributes:
        origin: where the labels come from, in words.
        notes: what a reader has to know of the labels.
        faces: how many there are.
        bootstrap: how the intervals came about.
        systems: the first is what the others are compared with.
        comparisons: of every further system with the first.
    """

    origin: str
    notes: tuple[str, ...]
    faces: FaceCounts
    bootstrap: BootstrapSettings
    systems: tuple[SystemResult, ...]
    comparisons: tuple[Comparison, ...]


def to_json(value: Any) -> Any:
    """Return what JSON can hold, numbers rounded to six places, and None for those that are not finite."""
    if is_dataclass(value):
        return {_JSON_KEYS.get(field.name, field.name): to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_json(item) for item in value]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
