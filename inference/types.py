"""What travels between the stages: frozen, slotted values.

Conventions, everywhere in FaceLens:

- images are `numpy.uint8` arrays of shape (H, W, 3), channel order BGR, unless a name says `rgb`;
- boxes are `xyxy` in pixels of the frame, float32, x to the right, y down; they may reach past the border;
- landmarks are (6, 2) float32 pixels in MediaPipe's order (see `LANDMARK_NAMES`);
- times are seconds from the start of the source;
- arrays inside these values are shared, not copied: nobody writes into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
ImageArray = NDArray[np.uint8]

LANDMARK_NAMES = ("right_eye", "left_eye", "nose_tip", "mouth_center", "right_ear", "left_ear")
GENDERS = ("male", "female")
ETHNICITIES = ("White", "Black", "Asian", "Indian", "Other")
AGES = np.arange(101, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a source.

    Attributes:
        image_bgr: (H, W, 3) uint8, upright (rotation metadata already applied).
        index: number of the frame in its source, from 0, counted over the frames of the source
            (with `--every 5` the indices are 0, 5, 10, ...). For stills the number of the file.
        timestamp_s: presentation time in seconds from the start of the source; 0 for stills.
        source: what the table's `source` column says: a path, a URL, `camera:0`, `demo`.
        is_still: True where neighbouring frames have nothing to do with each other.
    """

    image_bgr: ImageArray
    index: int
    timestamp_s: float
    source: str
    is_still: bool = False


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
        has_audio: True where an audio stream can be copied along.
        path: the file behind it, None for cameras and streams.
    """

    name: str
    kind: SourceKind
    width: int = 0
    height: int = 0
    fps: float | None = None
    frame_count: int | None = None
    duration_s: float | None = None
    has_audio: bool = False
    path: str | None = None

    @property
    def is_live(self) -> bool:
        """True where frames arrive at their own pace and can't be asked for again."""
        return self.kind in (SourceKind.CAMERA, SourceKind.STREAM)


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """One face found in one frame.

    Attributes:
        xyxy: (4,) float32 pixels.
        score: detector's confidence, 0..1.
        landmarks_px: (6, 2) float32 pixels, order `LANDMARK_NAMES`.
    """

    xyxy: FloatArray
    score: float
    landmarks_px: FloatArray

    @property
    def width(self) -> float:
        return float(self.xyxy[2] - self.xyxy[0])

    @property
    def height(self) -> float:
        return float(self.xyxy[3] - self.xyxy[1])


@dataclass(frozen=True, slots=True, eq=False)
class Attributes:
    """What the network says of a face: three probability distributions.

    Attributes:
        age_probs: (101,) float32 over the years 0..100, sums to 1.
        gender_probs: (2,) float32, order `GENDERS`.
        ethnicity_probs: (5,) float32, order `ETHNICITIES`.
    """

    age_probs: FloatArray
    gender_probs: FloatArray
    ethnicity_probs: FloatArray

    @property
    def age(self) -> float:
        """Expectation of the age distribution, years."""
        return float(self.age_probs @ AGES)

    def age_percentile(self, q: float) -> float:
        """Age in years below which the share `q` (0..1) of the distribution lies.

        Year k stands for the interval [k - 0.5, k + 0.5); the cumulative distribution is
        interpolated linearly inside it and the result clipped to 0..100.
        """
        edges = np.concatenate(([0.0], np.cumsum(self.age_probs, dtype=np.float64)))
        edges /= edges[-1]
        # np.interp takes the last of equal x values, the first is wanted where a year has no mass
        age = float(np.interp(q, edges, np.arange(102) - 0.5))
        return min(max(age, 0.0), 100.0)

    @property
    def age_p10(self) -> float:
        return self.age_percentile(0.1)

    @property
    def age_p90(self) -> float:
        return self.age_percentile(0.9)

    @property
    def gender(self) -> str:
        return GENDERS[int(self.gender_probs.argmax())]

    @property
    def gender_score(self) -> float:
        return float(self.gender_probs.max())

    @property
    def ethnicity(self) -> str:
        return ETHNICITIES[int(self.ethnicity_probs.argmax())]

    @property
    def ethnicity_score(self) -> float:
        return float(self.ethnicity_probs.max())


@dataclass(frozen=True, slots=True, eq=False)
class TrackedFace:
    """A face in a frame together with what is said about the person.

    Attributes:
        detection: where it is in this frame.
        attributes: what to show: smoothed over the track, or the frame's own without tracking.
        frame_attributes: the network's answer for this very frame; None where the face was carried
            over from its track (no detection in this frame) or not estimated in this frame.
        track_id: number of the person, from 1; None without tracking.
        carried: True where the detector did not see the face in this frame and the position is the
            tracker's prediction.
        age_frames: number of frames in which this track was observed, this one included.
    """

    detection: Detection
    attributes: Attributes
    frame_attributes: Attributes | None = None
    track_id: int | None = None
    carried: bool = False
    age_frames: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class FrameResult:
    """All that the pipeline found in one frame.

    Attributes:
        frame_index, timestamp_s, source: as in `Frame`.
        faces: left to right is not promised; order is the tracker's.
        timings_s: seconds spent by stage in this frame (`detect`, `align`, `estimate`, `track`).
        unnamed: faces of which nothing is said: narrower than `Settings.min_face_px`, or so new that the network
            has not looked at them. They are neither drawn nor written; privacy covers them like the others.
    """

    frame_index: int
    timestamp_s: float
    source: str
    faces: tuple[TrackedFace, ...] = ()
    timings_s: Mapping[str, float] = field(default_factory=dict)
    unnamed: tuple[Detection, ...] = ()
