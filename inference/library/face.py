"""A face as the library shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..attributes import UNSURE_BELOW
from ..types import FloatArray, TrackedFace


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A face in an image or in a frame of a video, and what the model says of it.

    Attributes:
        box: x1, y1, x2, y2 in pixels of the upright image.
        landmarks: (6, 2) float32 pixels, in the order of `inference.types.LANDMARK_NAMES`.
        score: probability that it is a face, 0..1.
        age: expected age, years.
        age_p10, age_p90: years between which the age lies in 8 of 10 cases, by the model's own reckoning.
        gender: `male` or `female`.
        gender_score: its probability, 0..1.
        ethnicity: `White`, `Black`, `Asian`, `Indian` or `Other`.
        ethnicity_score: its probability, 0..1.
        age_probs: (101,) float32, probabilities of the years 0 to 100.
        gender_probs: (2,) float32, in the order of `inference.attributes.GENDERS`.
        ethnicity_probs: (5,) float32, in the order of `inference.attributes.ETHNICITIES`.
        track_id: number of the track in a video, from 1; None in images.
        person_id: number of the person in a video as far as known in this frame, from 1; None in images.
        basis: `estimated` where the model was run on this very face, `detected` where its attributes are those of the
            frames before, `coasted` where its place is predicted as well.
    """

    box: tuple[float, float, float, float]
    landmarks: FloatArray = field(repr=False)
    score: float
    age: float
    age_p10: float
    age_p90: float
    gender: str
    gender_score: float
    ethnicity: str
    ethnicity_score: float
    age_probs: FloatArray = field(repr=False)
    gender_probs: FloatArray = field(repr=False)
    ethnicity_probs: FloatArray = field(repr=False)
    track_id: int | None = None
    person_id: int | None = None
    basis: str = "estimated"

    @property
    def is_gender_sure(self) -> bool:
        """False where the gender is as good as guessed, most often of small children."""
        return self.gender_score >= UNSURE_BELOW["gender"]

    @property
    def is_ethnicity_sure(self) -> bool:
        """False where the ethnicity is as good as guessed."""
        return self.ethnicity_score >= UNSURE_BELOW["ethnicity"]


def face_of(face: TrackedFace) -> Face:
    """Return a face as the library shows it."""
    said = face.attributes
    low, high = said.age_interval
    x1, y1, x2, y2 = map(float, face.detection.xyxy)
    return Face(
        box=(x1, y1, x2, y2),
        landmarks=face.detection.landmarks_px,
        score=face.detection.score,
        age=said.age,
        age_p10=low,
        age_p90=high,
        gender=said.gender,
        gender_score=said.gender_score,
        ethnicity=said.ethnicity,
        ethnicity_score=said.ethnicity_score,
        age_probs=said.age_probs,
        gender_probs=said.gender_probs,
        ethnicity_probs=said.ethnicity_probs,
        track_id=face.track_id,
        person_id=face.person_id,
        basis=face.basis,
    )
