"""What the estimates are worth and what happens to the images: the words of the page About."""

from __future__ import annotations

from typing import Any

from inference.model_card import DEFAULT_MODEL, CardFacts, GroupMetrics, read_facts

from ... import __version__

_OWN_LICENCE = (
    "FaceLens: Apache License 2.0. Face detection: YuNet and MediaPipe, Apache License 2.0. The models of age, gender "
    "and ethnicity: for non-commercial research only."
)


def about_values(kept: str) -> dict[str, Any]:
    """Return what the page says.

    Args:
        kept: a sentence on how long uploads and results are kept.
    """
    facts = read_facts(DEFAULT_MODEL)
    groups = [*filter(None, (facts.overall,)), *facts.groups_of_one_attribute]
    return {
        "version": __version__,
        "statements": _statements(facts, kept),
        "groups": [_row(group) for group in groups],
        "data": facts.data,
        "licences": [_OWN_LICENCE, *(f"{of.capitalize()}: {text}" if of else text for of, text in facts.licences)],
    }


def _statements(facts: CardFacts, kept: str) -> list[tuple[str, str]]:
    return [
        (
            "Estimates, not facts",
            "FaceLens says how a face looks to a model. That may be far from a person's age, and it is never a "
            "person's identity. Two genders and five ethnicities are all that the training data knows.",
        ),
        ("More wrong for some than for others", _error_words(facts)),
        (
            "Images go to this server, and no further",
            "What you upload and what your camera shows is analysed by the server that this page comes from. It opens "
            "no connection to another for that.",
        ),
        (
            "Nothing is kept",
            f"{kept} The camera's frames are forgotten at once too. No image, no name of a file and no result is "
            "written into a log.",
        ),
        (
            "People are followed, and recognised in one video alone",
            "Before a camera people keep a number while they are in view. In a video whoever comes back keeps the "
            "number; what faces look like is held in memory until the video is analysed.",
        ),
        (
            "For research, not for decisions",
            "The models may be used for non-commercial research only. Faces are biometric data: in many countries "
            "analysing them needs a legal ground or the consent of those who are seen.",
        ),
    ]


def _error_words(facts: CardFacts) -> str:
    advice = "Do not use it to decide about people."
    if facts.overall is None or facts.overall.age_mae is None:
        return f"Errors differ between groups of people. {advice}"
    measured = [(group.age_mae, _named(group)) for group in facts.groups_of_one_attribute if group.age_mae is not None]
    text = f"On average the age is off by {facts.overall.age_mae:.1f} years"
    if measured:
        (least, best), (most, worst) = min(measured), max(measured)
        text += f": by {least:.1f} for {best}, by {most:.1f} for {worst}"
    accuracy = facts.overall.gender_accuracy
    if accuracy is not None:
        text += f"; the gender is wrong for {(1 - accuracy) * 100:.0f} in 100 faces"
    return f"{text}. {advice}"


def _named(group: GroupMetrics) -> str:
    """Name a group of people in a sentence."""
    name = group.value.replace("-", "\N{EN DASH}")
    return f"people aged {name}" if group.attributes == ("age",) else f"{name} people"


def _row(group: GroupMetrics) -> dict[str, str]:
    name = group.value.replace("-", "\N{EN DASH}") or "everybody"
    name = f"ages {name}" if group.attributes == ("age",) else name
    return {
        "name": name[:1].upper() + name[1:],
        "faces": f"{group.faces:,}",
        "age": "\N{EN DASH}" if group.age_mae is None else f"{group.age_mae:.1f}",
        "gender": _share_wrong(group.gender_accuracy),
        "ethnicity": _share_wrong(group.ethnicity_accuracy),
    }


def _share_wrong(accuracy: float | None) -> str:
    return "\N{EN DASH}" if accuracy is None else f"{1 - accuracy:.1%}"
