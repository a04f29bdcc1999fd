"""What the metrics say, in plain words, and what they don't."""

from __future__ import annotations

from inference.attributes import CLASS_NAMES

from ..bootstrap import Interval
from ..metrics import INTERVAL_SHARE, attribute_of
from ..results import Comparison, EvaluationResult, SystemResult
from ..text import GAP_METRICS, shown, unit


def summary(result: EvaluationResult) -> list[str]:
    """Return sentences for the top of the page: each system's main metrics, its widest gaps, then which is better."""
    sentences = []
    for system in result.systems:
        sentences += _metrics(system)
        if gaps := _gaps(system):
            sentences.append(" ".join(gaps))
    sentences += [_verdict(comparison) for comparison in result.comparisons]
    return sentences


def range_of(name: str, metric: Interval) -> str:
    """Return an interval as people say it, such as `4.49 to 4.96`; empty where there is none."""
    if metric.low is None or metric.high is None:
        return ""
    return f"{shown(name, metric.low)} to {shown(name, metric.high)}"


def _metrics(system: SystemResult) -> list[str]:
    overall = system.overall
    sentences = []
    if overall["age_mae"].value is not None:
        sentences.append(
            f"{system.name} is off by {shown('age_mae', overall['age_mae'].value)} years of age on average "
            f"(95 % interval {range_of('age_mae', overall['age_mae'])}); half of the ages are off by less than "
            f"{shown('age_median', overall['age_median'].value)} years, "
            f"{shown('age_cs5', overall['age_cs5'].value)} % by five or less. {_lean(overall['age_bias'])}"
        )
    right = [
        f"{attribute} as labelled in {shown(key, overall[key].value)} % of faces ({range_of(key, overall[key])})"
        for attribute in CLASS_NAMES
        if overall[key := f"{attribute}_accuracy"].value is not None
    ]
    further = [f"It predicts {' and '.join(right)}."] if right else []
    coverage = overall["age_interval_coverage"].value
    if coverage is not None:
        further.append(
            f"Its 10–90 % age interval holds {shown('age_interval_coverage', coverage)} % of the "
            f"labelled ages; {100 * INTERVAL_SHARE:.0f} % would be exactly as promised."
        )
    if further:
        sentences.append(" ".join(further))
    if system.missing:
        sentences.append(f"For {system.missing} labelled faces it has no prediction; they count in no other metric.")
    return sentences


def _lean(bias: Interval) -> str:
    if bias.value is None or bias.low is None or bias.high is None or bias.low <= 0 <= bias.high:
        return "Over all it leans neither to younger nor to older ages clearly."
    direction = "older" if bias.value > 0 else "younger"
    return f"Over all it takes people for {abs(bias.value):.1f} years {direction} than labelled."


def _gaps(system: SystemResult) -> list[str]:
    """Return the widest gap in one dimension of the age, the gender and the ethnicity."""
    sentences = []
    for metric, title in zip(GAP_METRICS, ("Age error", "Gender accuracy", "Ethnicity accuracy"), strict=True):
        found = [each for each in system.disparities if each.metric == metric and len(each.dimensions) == 1]
        if found:
            widest = max(found, key=lambda each: abs(each.gap.value or 0.0))
            worst, best = (f"{shown(metric, end.value)} {unit(metric)}" for end in (widest.worst, widest.best))
            sentences.append(
                f"{title} differs most by {widest.dimensions[0]}: {worst} for {widest.worst.group}, {best} for "
                f"{widest.best.group}."
            )
    return sentences


def _verdict(comparison: Comparison) -> str:
    by_verdict: dict[str, list[str]] = {"better": [], "worse": []}
    for name in GAP_METRICS:
        verdict = comparison.differences[name].verdict
        if verdict in by_verdict:
            by_verdict[verdict].append(attribute_of(name))
    parts = [f"{verdict} in {' and '.join(names)}" for verdict, names in by_verdict.items() if names]
    found = " and ".join(parts) if parts else "neither clearly better nor clearly worse in age, gender or ethnicity"
    return f"{comparison.other} is {found} than {comparison.first} on the {comparison.faces} faces of both."


LIMITS = (
    "The labels are estimates themselves: ages, genders and ethnicities were given by annotators and algorithms who "
    "looked at images. A metric says how well a model agrees with them, not how well it knows people.",
    "Gender is read as two classes and ethnicity as five because the data has no others. Neither is a person's "
    "identity, and a face does not tell it.",
    "The faces are web photographs, mostly frontal and in good light. On other cameras, poses, light, "
    "make-up or ages the errors are larger, and not by the same amount for everybody.",
    "Where the faces were looked at while a model was built, to choose it, to stop training or to set its interval, "
    "its metrics here are too good.",
    "Intervals tell how far chance in the choice of these faces goes. They don't tell of other faces, and "
    "the best and the worst of many subgroups lie apart by chance alone.",
    "Not for decisions about people: access, hiring, policing, insurance, age checks.",
)
