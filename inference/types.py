"""The values that travel between the stages: frozen and slotted.

Conventions, everywhere in FaceLens:

- images are `numpy.uint8` arrays of shape (H, W, 3), channel order BGR, unless a name says `rgb`;
- boxes are `xyxy` in pixels of the frame, float32, x to the right, y down; they may reach past the border;
- landmarks are (6, 2) float32 pixels in MediaPipe's order (see `LANDMARK_NAMES`);
- times are seconds from the start of the source;
- arrays inside these values are shared, not copied: nobody writes into them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .attributes import ETHNICITIES, GENDERS, NUM_CLASSES, NUM_YEARS, UNSURE_BELOW
from .settings import AnalysisSettings

if TYPE_CHECKING:
    from .identity.person import People
    from .model_card import CardFacts
    from .sound import SoundTap

FloatArray = NDArray[np.float32]
ImageArray = NDArray[np.uint8]

LANDMARK_NAMES = ("right_eye", "left_eye", "nose_tip", "mouth_center", "right_ear", "left_ear")
AGES = np.arange(NUM_YEARS, dtype=np.float32)
INTERVAL = (0.1, 0.9)
# of sources that do not tell their frame rate
_ASSUMED_FPS = 25.0


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One image of a source.

    Attributes:
        image_bgr: (H, W, 3) uint8, upright (rotation metadata already applied).
        index: number of the frame in its source, from 0, counted over the frames of the source
            (of every fifth frame the indices are 0, 5, 10, ...). For stills the number of the file.
        timestamp_s: presentation time in seconds from the start of the source; 0 for stills.
        source: what the table's `source` column says: a path, a URL, `camera:0`, `demo`.
        is_still: True where neighbouring frames have nothing to do with each other.
    """

    image_bgr: ImageArray
    index: int
    timestamp_s: float
    source: str
    is_still: bool = False


class SkippedFile(NamedTuple):
    """An image file that was not read or a folder that was not searched, and why."""

    path: str
    reason: str


class Gap(NamedTuple):
    """A time without images: a live source broke off and came back. Seconds from the start of the source, and why."""

    from_s: float
    to_s: float
    reason: str


class SourceKind(StrEnum):
    VIDEO = "video"
    STREAM = "stream"
    STILLS = "stills"
    CAMERA = "camera"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of a source once it is open; estimates are None where unknown.

    Attributes:
        name: as in `Frame.source`; for a folder of stills the folder.
        kind: what sort of source it is.
        width, height: pixels of an upright frame; 0 where frames differ (stills).
        fps: average frame rate, None where it has none.
        frame_count: number of frames to expect (an estimate: never a loop's bound).
        duration_s: length in seconds.
        sound: the sound beside the images, None where there is none.
        path: the file behind it, None for cameras and streams.
        is_seekable: True for a `inference.sources.SeekableSource`: any of its frames can be asked for at any time.
        time_base: seconds; the unit of which the presentation times of the file at `path` are multiples.
        start_s: seconds; the time on the clock of the file at `path` that `Frame.timestamp_s` counts from.
    """

    name: str
    kind: SourceKind
    width: int = 0
    height: int = 0
    fps: float | None = None
    frame_count: int | None = None
    duration_s: float | None = None
    sound: SoundTap | None = field(default=None, compare=False, repr=False)
    path: str | None = None
    is_seekable: bool = False
    time_base: Fraction | None = None
    start_s: Fraction | None = None

    @property
    def is_live(self) -> bool:
        """True where frames arrive at their own pace and can't be asked for again."""
        return self.kind in (SourceKind.CAMERA, SourceKind.STREAM)

    @property
    def has_time(self) -> bool:
        """True where frames follow each other in time; False for still images, which go by their number."""
        return self.kind is not SourceKind.STILLS

    @property
    def frame_interval_s(self) -> float:
        """Average time between two frames in seconds; that of 25 frames per second where `fps` is unknown."""
        return 1.0 / (self.fps or _ASSUMED_FPS)


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """One face found in one frame.

    Attributes:
        xyxy: (4,) float32 pixels.
        score: detector's confidence, 0..1.
        landmarks_px: (6, 2) float32 pixels, order `LANDMARK_NAMES`.
        is_confirmed: True where a close look has shown the face; else only the search saw it (in profile, masked,
            blurred, dark), its landmarks are less exact, and what is predicted from them counts less.
    """

    xyxy: FloatArray
    score: float
    landmarks_px: FloatArray
    is_confirmed: bool = True

    @property
    def width(self) -> float:
        return float(self.xyxy[2] - self.xyxy[0])

    @property
    def height(self) -> float:
        return float(self.xyxy[3] - self.xyxy[1])

    def mapped(self, scale: ArrayLike, shift: ArrayLike) -> Detection:
        """Return the same face in an image that is resized, then shifted.

        Args:
            scale: how many times as large the image becomes: one number, or one each for x and y.
            shift: pixels that are added to x and y afterwards; one number, or one each.
        """
        scale_xy, shift_xy = np.asarray(scale, dtype=np.float32), np.asarray(shift, dtype=np.float32)
        xyxy = (self.xyxy.reshape(2, 2) * scale_xy + shift_xy).ravel()
        return replace(self, xyxy=xyxy, landmarks_px=self.landmarks_px * scale_xy + shift_xy)


@dataclass(frozen=True, slots=True, eq=False)
class Attributes:
    """The model's prediction for one face: three probability distributions.

    Attributes:
        age_probs: (101,) float32 over the years 0..100, sums to 1.
        gender_probs: (2,) float32, order `GENDERS`.
        ethnicity_probs: (5,) float32, order `ETHNICITIES`.
    """

    age_probs: FloatArray
    gender_probs: FloatArray
    ethnicity_probs: FloatArray

    @property
    def probs(self) -> tuple[FloatArray, ...]:
        """All distributions, in the order of `inference.attributes.ATTRIBUTES`."""
        return self.age_probs, self.gender_probs, self.ethnicity_probs

    @property
    def age(self) -> float:
        """Expectation of the age distribution, years."""
        return float(self.age_probs @ AGES)

    @property
    def age_interval(self) -> tuple[float, float]:
        """Ages in years between which the middle four fifths of the distribution lie; see `age_percentiles`."""
        low, high = age_percentiles(self.age_probs[None], INTERVAL)[0]
        return float(low), float(high)

    @property
    def age_p10(self) -> float:
        return self.age_interval[0]

    @property
    def age_p90(self) -> float:
        return self.age_interval[1]

    @property
    def gender(self) -> str:
        return GENDERS[int(self.gender_probs.argmax())]

    @property
    def gender_score(self) -> float:
        return float(self.gender_probs.max())

    @property
    def is_gender_sure(self) -> bool:
        """False where the gender is as good as guessed, most often of small children."""
        return self.gender_score >= UNSURE_BELOW["gender"]

    @property
    def ethnicity(self) -> str:
        return ETHNICITIES[int(self.ethnicity_probs.argmax())]

    @property
    def ethnicity_score(self) -> float:
        return float(self.ethnicity_probs.max())

    @property
    def is_ethnicity_sure(self) -> bool:
        """False where the ethnicity is as good as guessed."""
        return self.ethnicity_score >= UNSURE_BELOW["ethnicity"]


class Predictions(NamedTuple):
    """The model's predictions for N faces: probabilities, each row summing to 1.

    Attributes:
        age: (N, 101) float32 over the years 0..100.
        gender: (N, 2) float32, order `inference.attributes.GENDERS`.
        ethnicity: (N, 5) float32, order `inference.attributes.ETHNICITIES`.
    """

    age: FloatArray
    gender: FloatArray
    ethnicity: FloatArray

    @classmethod
    def empty(cls) -> Self:
        """Return the predictions of no faces."""
        return cls(*(np.empty((0, classes), dtype=np.float32) for classes in NUM_CLASSES.values()))

    @classmethod
    def concatenate(cls, parts: Sequence[Self]) -> Self:
        """Join the predictions of several batches, in their order; `parts` may be empty."""
        if len(parts) == 1:
            return parts[0]
        return cls(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True))) if parts else cls.empty()

    @property
    def num_faces(self) -> int:
        # `len` of a named tuple is the number of its fields
        return len(self.age)

    def faces(self) -> list[Attributes]:
        """Split into one `Attributes` per face."""
        return [Attributes(*row) for row in zip(*self, strict=True)]


def age_percentiles(age_probs: ArrayLike, shares: ArrayLike) -> NDArray[np.float64]:
    """Compute the ages below which given shares of age distributions lie.

    Year k stands for the interval [k - 0.5, k + 0.5); the cumulative distribution is interpolated linearly inside it
    and the result clipped to 0..100.

    Args:
        age_probs: (N, 101) distributions over the years 0..100; rows are scaled to sum to 1.
        shares: (Q,) shares, 0..1.

    Returns:
        (N, Q) float64 years; NaN for rows that hold a NaN.
    """
    probs, wanted = np.asarray(age_probs, dtype=np.float64), np.asarray(shares, dtype=np.float64)
    num_faces, num_years = probs.shape
    edges = np.zeros((num_faces, num_years + 1))
    np.cumsum(probs, axis=1, out=edges[:, 1:])
    edges /= edges[:, -1:]
    # the last of equal edges, so that years without any mass are passed over
    reached = (edges[:, None, :] <= wanted[None, :, None]).sum(axis=2) - 1
    year = reached.clip(0, num_years - 1)
    low, high = np.take_along_axis(edges, year, axis=1), np.take_along_axis(edges, year + 1, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ages = np.where(reached < num_years, 1.0 / (high - low) * (wanted - low) + (year - 0.5), num_years - 0.5)
    clipped: NDArray[np.float64] = np.clip(ages, 0.0, num_years - 1.0)
    return clipped


@dataclass(frozen=True, slots=True, eq=False)
class TrackedFace:
    """A face in a frame together with the person's attributes.

    Attributes:
        detection: where it is in this frame.
        attributes: what to show: smoothed over the track, or the frame's own without tracking.
        frame_attributes: the prediction for this very frame; None where the face was coasted (no detection in
            this frame) or not estimated in this frame, and where it was let go to save memory.
        track_id: number of the track, from 1; None without tracking.
        coasted: True where the detector did not see the face in this frame and the position is the
            tracker's prediction.
        observations: number of frames in which this track was observed, this one included.
        is_estimated: True where the model was run on the face in this frame.
        person_id: number of the person, from 1, as far as known when the frame was analysed (what is found out later
            stands in `RunFacts.people`); None where people are not told apart, and before a face was seen well enough.
        visit_id: key of `People.person_of_track`: the track's number; for the face of a still image, which has none,
            a number of its own. None where people are not told apart.
        is_doubtful: True where somebody else may have taken the person's place, which the next looks will show.
        is_open: True where privacy leaves the face as it is.
        is_corrected: True where somebody corrected by hand who this is, or what is said of the person.
    """

    detection: Detection
    attributes: Attributes
    frame_attributes: Attributes | None = None
    track_id: int | None = None
    coasted: bool = False
    observations: int = 1
    is_estimated: bool = True
    person_id: int | None = None
    visit_id: int | None = None
    is_doubtful: bool = False
    is_open: bool = False
    is_corrected: bool = False

    @property
    def number(self) -> int | None:
        """What is shown beside a face that is followed: the person, where people are told apart; else the track."""
        return self.track_id if self.track_id is None or self.visit_id is None else self.person_id

    @property
    def basis(self) -> str:
        """What is said of the face stands on, as the table calls it."""
        if self.is_corrected:
            return "corrected"
        if self.coasted:
            return "coasted"
        return "estimated" if self.is_estimated else "detected"

    def mapped(self, scale: ArrayLike, shift: ArrayLike) -> TrackedFace:
        """Return the same face in an image that is resized, then shifted; see `Detection.mapped`."""
        return replace(self, detection=self.detection.mapped(scale, shift))


@dataclass(frozen=True, slots=True, eq=False)
class Protection:
    """What privacy has to know of a frame besides its faces.

    Attributes:
        held: places that are covered though no face was found there: somebody was there a moment ago, or will be
            soon.
        appeared: faces of this frame that were not in the one before, or much smaller.
        is_fresh_start: this frame does not follow the one before.
    """

    held: tuple[Detection, ...] = ()
    appeared: tuple[Detection, ...] = ()
    is_fresh_start: bool = False

    def mapped(self, scale: ArrayLike, shift: ArrayLike) -> Protection:
        """Return the same for an image that is resized, then shifted; see `Detection.mapped`."""
        held, appeared = (
            tuple(place.mapped(scale, shift) for place in places) for places in (self.held, self.appeared)
        )
        return replace(self, held=held, appeared=appeared)


NO_PROTECTION = Protection()


@dataclass(frozen=True, slots=True, eq=False)
class FrameResult:
    """All that the pipeline found in one frame.

    Attributes:
        frame_index, timestamp_s, source: as in `Frame`.
        faces: left to right is not promised; order is the tracker's.
        timings_s: seconds spent by stage in this frame (`detect`, `track`, `identify`, `align`, `estimate`).
        ignored: faces without attributes: narrower than `AnalysisSettings.min_face_px`, or so new that
            the model has not looked at them. They are neither drawn nor written; privacy covers them like the others.
        turned_deg: by how many degrees a still image had to be turned clockwise for its faces to be found: 0, 90,
            180 or 270. Boxes and landmarks are those in the image as it is.
        protection: what else privacy covers; nothing where faces are not protected.
    """

    frame_index: int
    timestamp_s: float
    source: str
    faces: tuple[TrackedFace, ...] = ()
    timings_s: Mapping[str, float] = field(default_factory=dict)
    ignored: tuple[Detection, ...] = ()
    turned_deg: int = 0
    protection: Protection = NO_PROTECTION

    @property
    def covered(self) -> tuple[Detection, ...]:
        """All that privacy has to cover: faces that were found, ignored ones first, and places that are held."""
        faces = (face.detection for face in self.faces if not face.is_open)
        return (*self.ignored, *faces, *self.protection.held)

    def mapped(self, scale: ArrayLike, shift: ArrayLike) -> FrameResult:
        """Return the result for an image that is resized, then shifted; see `Detection.mapped`."""
        return replace(
            self,
            faces=tuple(face.mapped(scale, shift) for face in self.faces),
            ignored=tuple(detection.mapped(scale, shift) for detection in self.ignored),
            protection=self.protection.mapped(scale, shift),
        )


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Facts about a whole run: what the summary says and no frame tells.

    Attributes:
        engine, model, detector: names of what ran, None where nothing did.
        engine_reason: why no faster engine ran, None where there is nothing to say.
        video_encoder: what encoded the annotated copy at its end, None where there is none.
        video_encoder_reason: why no faster encoder did, None where there is nothing to say.
        wall_s: seconds from the first frame asked for to the last result.
        decode_errors: damaged packets or frames that were skipped.
        broken_stills: images of a folder that could not be read.
        skipped: these images, and folders that could not be searched, with the reasons.
        gaps: when a live source gave no images and was opened again; of very many the first.
        gap_count: how many there were.
        notes: sentences on what whoever uses the results should know, such as that a file is incomplete.
        interrupted: the run was stopped before the source's end.
        error: message of what ended the run early, None where nothing did.
        analysis: how frames were analysed.
        people: who was seen; None where nobody was followed.
        model_card: what the model's card says of its errors; None where no model ran.
    """

    engine: str | None = None
    engine_reason: str | None = None
    model: str | None = None
    detector: str | None = None
    video_encoder: str | None = None
    video_encoder_reason: str | None = None
    wall_s: float | None = None
    decode_errors: int = 0
    broken_stills: int = 0
    skipped: tuple[SkippedFile, ...] = ()
    gaps: tuple[Gap, ...] = ()
    gap_count: int = 0
    notes: tuple[str, ...] = ()
    interrupted: bool = False
    error: str | None = None
    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    people: People | None = None
    model_card: CardFacts | None = None

    @property
    def is_whole(self) -> bool:
        """True where everything that was asked for has been analysed; only then are older outputs replaced."""
        return not self.interrupted and self.error is None
