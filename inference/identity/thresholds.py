"""From which score on two faces count as one person, alike for everybody.

How much strangers look alike to a model depends on who they are: at one threshold for all, Asian women were taken for
each other five times as often as White men (docs/identity.md). The scores of strangers of a group are nearly normal, so
that a threshold is as far above their mean, in their standard deviations, as the wanted rate of false matches asks for.
Whose group a face is of nobody knows: it is a mixture, by the probabilities that the model of attributes gives. Small
children look so much alike that their mean is higher in every group, by a sum that follows the predicted age.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from ..attributes import ETHNICITIES, GENDERS
from ..types import AGES, Attributes, FloatArray

# share of the pairs of strangers of one group that are taken for one person where nothing else is asked for
DEFAULT_FAR = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Thresholds:
    """Scores of strangers, and what follows for a wanted rate of false matches.

    Attributes:
        means, deviations: (2, 5) float32, mean and standard deviation of the scores of strangers of one group, in the
            order of `GENDERS` and `ETHNICITIES`.
        fars: (K,) rates of false matches, falling.
        limits: (K,) how many standard deviations above the mean a threshold lies for each of them, rising.
        ages: (A,) float32 years, rising; none where ages make no difference.
        added: (A,) float32, by how much the means of such faces lie above those of their groups; between the ages it
            is interpolated, beyond them the nearest counts.
    """

    means: FloatArray
    deviations: FloatArray
    fars: FloatArray
    limits: FloatArray
    ages: FloatArray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    added: FloatArray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    def __post_init__(self) -> None:
        shape = (len(GENDERS), len(ETHNICITIES))
        for name, values in (("means", self.means), ("deviations", self.deviations)):
            if values.shape != shape or not np.isfinite(values).all():
                raise ValueError(
                    f"thresholds: {name} are of shape {values.shape}; expected finite numbers of shape {shape}"
                )
        if self.deviations.min() <= 0:
            raise ValueError("thresholds: a standard deviation is not above 0")
        has_rates = len(self.fars) >= 2 and self.fars.min() > 0 and self.fars.max() < 1
        if not has_rates or len(self.fars) != len(self.limits):
            raise ValueError("thresholds: expected two rates between 0 and 1 or more, with a limit for each")
        if np.diff(self.fars).max() >= 0 or np.diff(self.limits).min() <= 0:
            raise ValueError("thresholds: the limits don't rise while the rates fall")
        if len(self.ages) != len(self.added) or not np.isfinite(self.added).all() or (np.diff(self.ages) <= 0).any():
            raise ValueError("thresholds: expected ages that rise, with a finite number for each")

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Self:
        """Read what a card says under `thresholds`.

        Raises:
            KeyError, TypeError, ValueError: something is missing or no threshold.
        """
        groups = {(group["gender"], group["ethnicity"]): group for group in content["groups"]}
        means, deviations = (
            np.array([[float(groups[g, e][key]) for e in ETHNICITIES] for g in GENDERS], dtype=np.float32)
            for key in ("mean", "sd")
        )
        rates = sorted(((float(far), float(limit)) for far, limit in content["limits"].items()), reverse=True)
        fars, limits = np.array(rates, dtype=np.float32).reshape(-1, 2).T
        ages, added = np.array(content.get("ages", []), dtype=np.float32).reshape(-1, 2).T
        return cls(means, deviations, fars, limits, ages, added)

    def written(self) -> dict[str, Any]:
        """Return what `parse` reads, as JSON."""
        return {
            "limits": {f"{far:.0e}": round(float(limit), 3) for far, limit in zip(self.fars, self.limits, strict=True)},
            "groups": [
                {
                    "gender": gender,
                    "ethnicity": ethnicity,
                    "mean": round(float(self.means[row, column]), 4),
                    "sd": round(float(self.deviations[row, column]), 4),
                }
                for row, gender in enumerate(GENDERS)
                for column, ethnicity in enumerate(ETHNICITIES)
            ],
            "ages": [
                [round(float(age), 1), round(float(added), 4)] for age, added in zip(self.ages, self.added, strict=True)
            ],
        }

    def limit(self, far: float = DEFAULT_FAR) -> float:
        """Return how many standard deviations above the mean of strangers the threshold lies.

        Args:
            far: wanted rate of false matches among strangers of one group; beyond those of the card the nearest counts.
        """
        return float(np.interp(-np.log10(far), -np.log10(self.fars), self.limits))

    def of_faces(self, faces: Sequence[Attributes], far: float = DEFAULT_FAR) -> FloatArray:
        """Return the thresholds of faces, each to be compared with others of its own group.

        Args:
            faces: N predictions, best averaged over the person's looks.
            far: as in `limit`.

        Returns:
            (N,) float32 scores.
        """
        means, deviations = self.strangers(faces)
        return means + self.limit(far) * deviations

    def of_pairs(
        self, first: Sequence[Attributes], second: Sequence[Attributes], far: float = DEFAULT_FAR
    ) -> FloatArray:
        """Return the thresholds of all pairs: each is the higher one of the two faces'.

        Args:
            first, second: N and M predictions.
            far: as in `limit`.

        Returns:
            (N, M) float32 scores; from there on a pair is one person.
        """
        return np.maximum.outer(self.of_faces(first, far), self.of_faces(second, far))

    def deviations_above(
        self, scores: FloatArray, first: Sequence[Attributes], second: Sequence[Attributes]
    ) -> FloatArray:
        """Return how far scores lie above those of strangers, in standard deviations: comparable between all groups.

        Args:
            scores: (N, M) of pairs.
            first, second: N and M predictions.

        Returns:
            (N, M) float32, the lower one of what the two faces' groups give: one person from `limit` on.
        """
        (mean_a, deviation_a), (mean_b, deviation_b) = self.strangers(first), self.strangers(second)
        above_a = (scores - mean_a[:, None]) / deviation_a[:, None]
        lower: FloatArray = np.minimum(above_a, (scores - mean_b) / deviation_b)
        return lower

    def strangers(self, faces: Sequence[Attributes]) -> tuple[FloatArray, FloatArray]:
        """Return mean and standard deviation of the scores of strangers of the same group and age as a face.

        Args:
            faces: N predictions.

        Returns:
            (N,) float32 means and (N,) float32 standard deviations.
        """
        genders = np.array([face.gender_probs for face in faces], dtype=np.float32).reshape(-1, len(GENDERS))
        ethnicities = np.array([face.ethnicity_probs for face in faces], dtype=np.float32).reshape(-1, len(ETHNICITIES))
        means, deviations = (
            np.einsum("ng,ne,ge->n", genders, ethnicities, values) for values in (self.means, self.deviations)
        )
        if len(self.ages) and len(faces):
            curve = np.interp(AGES, self.ages, self.added).astype(np.float32)
            means = means + np.array([face.age_probs @ curve for face in faces], dtype=np.float32)
        return means, deviations
