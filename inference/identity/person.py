"""What is known of the people of a run. Conventions are those of `inference/types.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..types import Attributes, FloatArray

IDENTITY_ON = "on"
IDENTITY_OFF = "off"


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """One unbroken time in view: that of one track.

    Attributes:
        track_id: number of the track, from 1; for the face of a still image, which has none, a number of its own. As
            `TrackedFace.visit_id`.
        source: as in `Frame.source`.
        first_s, last_s: times of the first and the last frame that show the person, seconds.
        in_view_s: seconds in which the person was seen; 0 in a still image.
        frames: number of frames in which the detector saw the face.
        first_frame, last_frame: numbers of these frames in their source.
    """

    track_id: int
    source: str
    first_s: float
    last_s: float
    in_view_s: float
    frames: int
    first_frame: int
    last_frame: int


@dataclass(frozen=True, slots=True, eq=False)
class BestLook:
    """Where a person was seen best.

    Attributes:
        source: as in `Frame.source`.
        frame_index: number of the frame in its source.
        time_s: the frame's time, seconds.
        xyxy: (4,) float32 pixels of the frame.
        quality: how well the face is shown, 0..1.
        jpeg: head and shoulders as a JPEG file, 160 px a side at most; None where nobody wants it.
    """

    source: str
    frame_index: int
    time_s: float
    xyxy: FloatArray
    quality: float
    jpeg: bytes | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One person of a run.

    Attributes:
        person_id: number of the person, from 1, by first appearance.
        visits: by time, at least one.
        attributes: averaged over all visits, by quality.
        quality: how well the best look shows the face, 0..1.
        best: where the person was seen best; None where there is no look.
        is_certain: False where no look was good enough to tell who it is, or a link between visits is doubtful.
        corrections: what somebody corrected by hand: `merged`, `split`, or an attribute's name.
    """

    person_id: int
    visits: tuple[Visit, ...]
    attributes: Attributes
    quality: float
    best: BestLook | None
    is_certain: bool
    corrections: tuple[str, ...] = ()

    @property
    def first_seen_s(self) -> float:
        return self.visits[0].first_s

    @property
    def last_seen_s(self) -> float:
        return self.visits[-1].last_s

    @property
    def in_view_s(self) -> float:
        """Seconds in which the person was seen, over all visits."""
        return sum(visit.in_view_s for visit in self.visits)

    @property
    def frames(self) -> int:
        """Number of frames in which the detector saw the person."""
        return sum(visit.frames for visit in self.visits)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The people of a run.

    Attributes:
        persons: those who count, by number.
        person_of_track: number of the person by `TrackedFace.visit_id`, also of tracks too short to count.
        count_range: how many people there are at least and at most, as the doubtful links allow.
        tracks: number of tracks that count.
        rule: who counts, in words.
        identity: `on`; else why people were not recognised on coming back: `off`, or what is missing.
    """

    persons: tuple[Person, ...] = ()
    person_of_track: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    count_range: tuple[int, int] = (0, 0)
    tracks: int = 0
    rule: str = ""
    identity: str = IDENTITY_ON
