"""Which faces of a frame the model is run on: in a file by a pace, in live video by what there is time for.

Where the model runs on a GPU, and where every frame is asked for (`AnalysisSettings.exhaustive`), nobody asks here:
every face is estimated in every frame.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .tracking.smoothing import face_quality
from .types import TrackedFace

if TYPE_CHECKING:
    from .tracking import TrackedDetection

# live frames are to be analysed this often; what the other stages leave of a frame's time is the model's
FRAME_S = 1 / 25
# everybody is estimated anew within this time, whatever it costs
REFRESH_S = 0.5
# a person not seen for this long is forgotten here; the number may come back and then counts as new
_FORGET_S = 2.0
# weight of the newest measurement
_FOLLOW = 0.2
# the pace in files: so many frames in a row, then pauses that grow from frame to frame up to about three looks a
# second. On five clips with 17 people it takes a fifth of the looks; the ages at the end differ from those of every
# frame by 1.4 years on average (median 0.7), as they do with four looks a second (1.4 and 1.0) or two and a half (1.4
# and 1.1), and hardly more than with every fourth frame alone (1.1, 0.8): which few crops are seen is chance.
_FIRST_LOOKS = 3
_PAUSE_GROWS = 1.6
_LONGEST_PAUSE_S = 0.32
# a face that is shown so much better than ever before is looked at at once, though not in every frame
_BETTER = 1.25
_BETTER_PAUSE_S = 0.08
# frames' times are rounded, to a millisecond in some containers
_SLACK_S = 0.002


@dataclass(slots=True)
class _Person:
    """State of one person.

    Attributes:
        waits_since_s: time of the frame that was estimated last; of the first frame until one was.
        seen_s: time of the frame in which the person was last.
        estimates: how often the person was estimated.
        doubt: 0 (certain) to 1, from what is shown of the person.
    """

    waits_since_s: float
    seen_s: float
    estimates: int = 0
    doubt: float = 1.0


@dataclass(slots=True)
class _Pace:
    """When a person of a file is due.

    Attributes:
        seen_s: time of the frame in which the person was last.
        looked_s: time of the frame that was estimated last.
        pause_s: how long to wait after it.
        looks: how often the person was estimated.
        quality: the best that was estimated, 0..1.
    """

    seen_s: float
    looked_s: float = -math.inf
    pause_s: float = 0.0
    looks: int = 0
    quality: float = 0.0

    def is_due(self, quality: float, now_s: float) -> bool:
        """Tell whether another look is worth its time: in the frame that is nearest to the end of the pause."""
        waited_s = now_s - self.looked_s + max(_SLACK_S, (now_s - self.seen_s) / 2)
        return waited_s >= self.pause_s or (quality >= _BETTER * self.quality and waited_s >= _BETTER_PAUSE_S)

    def look(self, quality: float, now_s: float) -> None:
        """Note a look and choose the pause after it."""
        self.looks += 1
        grown_s = FRAME_S * _PAUSE_GROWS ** max(1, min(self.looks - _FIRST_LOOKS + 1, 8))
        self.pause_s = 0.0 if self.looks < _FIRST_LOOKS else min(grown_s, _LONGEST_PAUSE_S)
        self.looked_s = now_s
        self.quality = max(self.quality, quality)


class EstimationPace:
    """Chooses whom to estimate in the frames of a file. Not thread-safe; memory is bounded.

    It depends on the frames alone, never on how fast the machine is: the same file gives the same table.
    """

    def __init__(self) -> None:
        self._people: dict[int, _Pace] = {}

    def choose(self, tracked: Sequence[TrackedDetection], now_s: float) -> list[int]:
        """Return the faces to estimate in this frame, and count them as estimated.

        Args:
            tracked: all faces of the frame, coasted ones included.
            now_s: the frame's time, seconds.

        Returns:
            Indices into `tracked`, ascending.
        """
        chosen = []
        for index, face in enumerate(tracked):
            if face.coasted:
                continue
            pace = self._people.setdefault(face.track_id, _Pace(now_s))
            quality = face_quality(face.detection)
            if pace.is_due(quality, now_s):
                pace.look(quality, now_s)
                chosen.append(index)
            pace.seen_s = now_s
        self._people = {number: pace for number, pace in self._people.items() if now_s - pace.seen_s <= _FORGET_S}
        return chosen

    def reset(self) -> None:
        """Forget everybody."""
        self._people.clear()


class EstimationSchedule:
    """Shares out the model's time among the people of a live video. Not thread-safe; memory is bounded.

    New people come first, then those most in need: the longer ago the last estimate, and the less certain it was.
    The number of faces per frame follows what a face was measured to cost.
    """

    def __init__(self) -> None:
        self._people: dict[int, _Person] = {}
        self._face_s: float | None = None
        self._interval_s = FRAME_S
        self._last_s: float | None = None

    def choose(self, tracked: Sequence[TrackedDetection], now_s: float, budget_s: float = FRAME_S) -> list[int]:
        """Return the faces to estimate in this frame.

        Args:
            tracked: all faces of the frame, coasted ones included.
            now_s: the frame's time, seconds.
            budget_s: what estimating may cost, seconds.

        Returns:
            Indices into `tracked`, ascending.
        """
        self._follow_time(now_s)
        seen = [index for index, face in enumerate(tracked) if not face.coasted]
        for index in seen:
            self._people.setdefault(tracked[index].track_id, _Person(now_s, now_s)).seen_s = now_s
        people = {index: self._people[tracked[index].track_id] for index in seen}
        chosen = {index for index in seen if self._overdue(people[index], now_s)}
        anybody_new = any(person.estimates == 0 for person in people.values())
        # the pace at which everybody's turn comes in time; not even the overdue may keep new people from theirs
        pace = math.ceil(len(seen) * self._interval_s / REFRESH_S)
        most = max(self._affordable(budget_s), pace, len(chosen) + anybody_new)
        for index in sorted(seen, key=lambda index: self._need(people[index], now_s), reverse=True):
            if len(chosen) >= most:
                break
            chosen.add(index)
        return sorted(chosen)

    def update(self, faces: Sequence[TrackedFace], now_s: float, spent_s: float) -> None:
        """Update with what was estimated in a frame.

        Args:
            faces: the faces shown; those that were estimated have `frame_attributes`.
            now_s: the frame's time, seconds.
            spent_s: what aligning and estimating these faces cost.
        """
        estimated = [face for face in faces if face.frame_attributes is not None and face.track_id is not None]
        for face in estimated:
            person = self._people.setdefault(face.track_id or 0, _Person(now_s, now_s))
            person.waits_since_s = now_s
            person.estimates += 1
            certain = min(face.attributes.gender_score, face.attributes.ethnicity_score)
            person.doubt = max(1.0 - certain, 1.0 / (person.estimates + 1))
        if estimated:
            self._face_s = _moving_average(self._face_s, spent_s / len(estimated))
        self._forget(now_s)

    def reset(self) -> None:
        """Forget everybody; what a face costs stays known."""
        self._people.clear()
        self._last_s = None

    def _affordable(self, budget_s: float) -> int:
        """Return how many faces fit into the budget. The first frame measures, with few of them."""
        return 2 if self._face_s is None else int(budget_s / max(self._face_s, 1e-6))

    def _need(self, person: _Person, now_s: float) -> float:
        """Return how urgently a person is to be estimated: new people before all others."""
        return math.inf if person.estimates == 0 else (now_s - person.waits_since_s) / REFRESH_S + person.doubt

    def _overdue(self, person: _Person, now_s: float) -> bool:
        """Tell whether it would be too late in the next frame."""
        return now_s + self._interval_s - person.waits_since_s > REFRESH_S

    def _follow_time(self, now_s: float) -> None:
        """Keep up with the time between analysed frames."""
        if self._last_s is not None and 0.0 < now_s - self._last_s < REFRESH_S:
            self._interval_s = _moving_average(self._interval_s, now_s - self._last_s)
        self._last_s = now_s

    def _forget(self, now_s: float) -> None:
        self._people = {
            track_id: person for track_id, person in self._people.items() if abs(now_s - person.seen_s) <= _FORGET_S
        }


def _moving_average(average: float | None, newest: float) -> float:
    return newest if average is None else average + _FOLLOW * (newest - average)
