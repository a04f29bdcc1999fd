"""What the figures say, in plain words, and what they don't."""

from __future__ import annotations

from typing import Any

from ..metrics import FIGURES, INTERVAL_SHARE
from ..text import shown


def summary(judgement: dict[str, Any]) -> list[str]:
    """Sentences for the top of the page: each system's main figures, then its widest gaps, then who is better."""
    sentences = []
    for system in judgement["systems"]:
        sentences += _figures(system)
        if gaps := _gaps(system):
            sentences.append(" ".join(gaps))
    sentences += [_verdict(comparison) for comparison in judgement["comparisons"]]
    return sentences


def range_of(name: str, figure: dict[str, float | None]) -> str:
    """An interval as people say it, such as `4.49 to 4.96`; empty where there is none."""
    if figure["low"] is None or figure["high"] is None:
        return ""
    return f"{shown(name, figure['low'])} to {shown(name, figure['high'])}"


def _figures(system: dict[str, Any]) -> list[str]:
    overall, name = system["overall"], system["name"]
    sentences = []
    if overall["age_mae"]["value"] is not None:
        sentences.append(
            f"{name} is off by {shown('age_mae', overall['age_mae']['value'])} years of age on average "
            f"(95 % interval {range_of('age_mae', overall['age_mae'])}); half of the ages are off by less than "
            f"{shown('age_median', overall['age_median']['value'])} years, "
            f"{shown('age_cs5', overall['age_cs5']['value'])} % by five or less. {_lean(overall['age_bias'])}"
        )
    named = [
        f"{attribute} as labelled in {shown(key, overall[key]['value'])} % of faces ({range_of(key, overall[key])})"
        for attribute in ("gender", "ethnicity")
        if overall[key := f"{attribute}_accuracy"]["value"] is not None
    ]
    classes = [f"It names {' and '.join(named)}."] if named else []
    if overall["age_coverage"]["value"] is not None:
        classes.append(
            f"Its 10–90 % age interval holds {shown('age_coverage', overall['age_coverage']['value'])} % of the "
            f"labelled ages; {100 * INTERVAL_SHARE:.0f} % would be exactly as promised."
        )
    if classes:
        sentences.append(" ".join(classes))
    if system["missing"]:
        sentences.append(f"For {system['missing']} labelled faces it has no answer; they count in no other figure.")
    return sentences


def _lean(bias: dict[str, float | None]) -> str:
    value, low, high = bias["value"], bias["low"], bias["high"]
    if value is None or low is None or high is None or low <= 0 <= high:
        return "Over all it leans neither to younger nor to older ages clearly."
    return f"Over all it takes people for {abs(value):.1f} years {'older' if value > 0 else 'younger'} than labelled."


def _gaps(system: dict[str, Any]) -> list[str]:
    """The widest one-way gap of the age, the gender and the ethnicity."""
    sentences = []
    for figure, what in (
        ("age_mae", "Age error"),
        ("gender_accuracy", "Gender accuracy"),
        ("ethnicity_accuracy", "Ethnicity accuracy"),
    ):
        gaps = [gap for gap in system["gaps"] if gap["figure"] == figure and len(gap["ways"]) == 1]
        if gaps:
            widest = max(gaps, key=lambda gap: abs(gap["gap"]["value"]))
            unit = "years" if FIGURES[figure].unit == "years" else "%"
            sentences.append(
                f"{what} differs most by {widest['ways'][0]}: {shown(figure, widest['worst']['value'])} {unit} for "
                f"{widest['worst']['group']}, {shown(figure, widest['best']['value'])} {unit} for "
                f"{widest['best']['group']}."
            )
    return sentences


def _verdict(comparison: dict[str, Any]) -> str:
    by_verdict: dict[str, list[str]] = {"better": [], "worse": []}
    for name in ("age_mae", "gender_accuracy", "ethnicity_accuracy"):
        difference = comparison["differences"][name]
        if difference["verdict"] in by_verdict:
            by_verdict[difference["verdict"]].append(name.split("_")[0])
    said = [f"{verdict} in {' and '.join(names)}" for verdict, names in by_verdict.items() if names]
    found = " and ".join(said) if said else "neither clearly better nor clearly worse in age, gender or ethnicity"
    return f"{comparison['other']} is {found} than {comparison['first']} on the {comparison['faces']} faces of both."


LIMITS = (
    "The labels are estimates themselves: ages, genders and ethnicities were given by annotators and algorithms who "
    "looked at pictures. A figure says how well a network agrees with them, not how well it knows people.",
    "Gender is read as two classes and ethnicity as five because the data has no others. Neither is a person's "
    "identity, and a face does not tell it.",
    "The faces are web photographs, mostly frontal and in good light. On other cameras, poses, light, "
    "make-up or ages the errors are larger, and not by the same amount for everybody.",
    "Where the faces were looked at while a network was built, to choose it, to stop training or to set its interval, "
    "its figures here are too good.",
    "Intervals tell how far chance in the choice of these faces goes. They don't tell of other faces, and "
    "the best and the worst of many subgroups lie apart by chance alone.",
    "Not for decisions about people: access, hiring, policing, insurance, age checks.",
)
