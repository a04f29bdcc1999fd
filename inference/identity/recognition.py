"""Follows the people of a run: splits tracks that run on to another face, and recognises those who come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from ..alignment import align_faces
from ..closeable import Closeable
from ..errors import ModelError
from ..frame_clock import FrameTime
from ..settings import AnalysisSettings
from ..tracking import TrackedDetection, face_quality
from ..types import Detection, FloatArray, Frame, ImageArray, TrackedFace
from .gallery import LET_GO, Gallery, Record, Strangers, note_look
from .identity_model import IdentityEmbedder
from .looks import LEAST_QUALITY, Doubt, LookSchedule, qualities
from .person import IDENTITY_OFF, IDENTITY_ON, People
from .witness import Known, Witness

if TYPE_CHECKING:
    from .shared import SharedIdentity

# A face that changed suddenly and is less like those that were seen in its track before than this is somebody else's:
# one person's scores in a row of frames are 0.6 and more, strangers' below 0.3, few up to 0.4
_CONTRADICTS = 0.28
# One that is just a little more alike, or did not change suddenly, may have turned or passed behind another. It stands
# for itself until another look, so much later, agrees with it by this, or with those before
_UNLIKE_SUDDENLY, _UNLIKE, _AGREE, _APART_S = 0.4, 0.25, 0.4, 0.07
# a trial that no look has ended for so long has found nobody else
_TRIAL_S = 1.5
# a look of lesser quality contradicts nothing, and a track that is known no better can't be contradicted
_TELLING, _LEAST_WEIGHT = 0.3, 0.15
# somebody whose face was not seen well for so long gets a number all the same
_WAIT_S = 1.0
# images have no time; on the run's clock, which says who is out of sight for how long, they come this far apart
_IMAGE_S = 10.0
# in live video no more faces are looked at in a frame
_LIVE_LOOKS = 2


class _Verdict(Enum):
    """What a look at a track has shown."""

    SAME = "same"
    ANOTHER = "another"
    UNLIKE = "unlike"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class _Trial:
    """A track that may have run on to another face, which stands for itself until that is settled.

    Attributes:
        before: number of the track that it may belong to after all.
        seen_before: what `_seen_before` was for that one.
        embedding: (D,) float32, of the look that was unlike those before.
        begun_s: time of that look.
        least: the score with the track before from which on a face is that one's.
    """

    before: int
    seen_before: int
    embedding: FloatArray
    begun_s: float
    least: float


class Recogniser(Closeable):
    """Tells the people of a run apart and knows them again. Not thread-safe.

    Its calls for a frame of a video: `tell_apart`, after the tracker and before anything is estimated, and `follow`
    afterwards; for a still image `follow_still`. In the end, and at any time before, `people` says who was there.

    Args:
        settings: whether people are recognised, and for how long they are remembered.
        shared: with the recognisers of other sources; it stays open. None for a run by itself.
        first_track: number of the first track; those of sources that share must never meet.
    """

    def __init__(self, settings: AnalysisSettings, shared: SharedIdentity | None = None, first_track: int = 1) -> None:
        self._settings = settings
        self._shared = shared
        self._embedder, self._reason = open_embedder(settings) if shared is None else (shared.embedder, shared.reason)
        self._next_track = self._first_track = first_track
        self._begin()

    def _begin(self) -> None:
        strangers = None if self._embedder is None else self._embedder.thresholds
        own = Gallery(strangers, self._settings.forget_after_s)
        self._gallery = own if self._shared is None else self._shared.gallery
        self._schedule = LookSchedule()
        self._numbers: dict[int, int] = {}
        self._seen_before: dict[int, int] = {}
        self._pending: dict[int, tuple[FloatArray, float]] = {}
        self._trials: dict[int, _Trial] = {}
        self._images = 0
        self._first_image: tuple[list[Record], ImageArray, FloatArray] | None = None

    @property
    def is_on(self) -> bool:
        """True where people are recognised; False where each track stands for itself."""
        return self._embedder is not None

    # --- videos ---------------------------------------------------------------------------------

    def tell_apart(
        self, frame: Frame, time: FrameTime, tracked: Sequence[TrackedDetection], *, is_live: bool = False
    ) -> list[TrackedDetection]:
        """Look at some of a frame's faces, and begin a new track where one shows somebody else than before.

        Args:
            frame: the next frame.
            time: of the frame.
            tracked: its faces as the tracker follows them.
            is_live: frames wait for nobody.

        Returns:
            The same faces with the numbers of their tracks here, which are the tracker's until a track is split.
        """
        self._gallery.begin_frame(frame, time.step_s or 0.0)
        self._end_trials(tracked, time)
        if time.is_new_scene:
            self._numbers, self._seen_before = {}, {}
            self._schedule.reset()
        faces = [self._renumbered(face) for face in tracked]
        self._pending = {}
        if self._embedder is None:
            return faces
        most = _LIVE_LOOKS if is_live else None
        chosen = self._schedule.choose(frame.image_bgr, faces, time.now_s, time.step_s, most)
        if chosen:
            crops, worth = self._crops(frame, [faces[index].detection for index in chosen])
            embeddings = self._embedder.embed(crops[worth >= LEAST_QUALITY])
            rows = iter(embeddings)
            for index, quality in zip(chosen, worth.tolist(), strict=True):
                embedding = next(rows) if quality >= LEAST_QUALITY else None
                faces[index] = self._take_look(tracked[index], faces[index], embedding, quality, time.now_s)
        return faces

    def _renumbered(self, face: TrackedDetection) -> TrackedDetection:
        number = self._numbers.get(face.track_id)
        if number is None:
            number = self._numbers[face.track_id] = self._next_track
            self._next_track += 1
        before = self._seen_before.get(face.track_id, 0)
        return replace(face, track_id=number, observations=face.observations - before)

    def _take_look(
        self,
        tracked: TrackedDetection,
        face: TrackedDetection,
        embedding: FloatArray | None,
        quality: float,
        now_s: float,
    ) -> TrackedDetection:
        """Take in a look at a face, and return the face, with another number where it is somebody else's."""
        verdict = _Verdict.NOTHING if embedding is None else self._judge(tracked, face, embedding, quality, now_s)
        if embedding is None or verdict is _Verdict.NOTHING:
            self._schedule.looked(face, quality, now_s, is_settled=False)
            return face
        trial = self._trials.get(tracked.track_id)
        if trial is not None and verdict is _Verdict.SAME:
            self._end_trial(tracked.track_id, trial)
            face = self._renumbered(tracked)
        elif trial is None and verdict is not _Verdict.SAME:
            face = self._begin_track(tracked, face, embedding, now_s, is_trial=verdict is _Verdict.UNLIKE)
        elif verdict is _Verdict.ANOTHER:
            del self._trials[tracked.track_id]
        self._schedule.looked(face, quality, now_s, is_settled=verdict is not _Verdict.UNLIKE)
        if verdict is _Verdict.UNLIKE:
            self._schedule.doubt(face.track_id, now_s)
        self._pending[face.track_id] = embedding, quality
        return face

    def _judge(
        self, tracked: TrackedDetection, face: TrackedDetection, embedding: FloatArray, quality: float, now_s: float
    ) -> _Verdict:
        """Tell whether a look at a track shows the one who was seen in it before, and before a trial."""
        trial = self._trials.get(tracked.track_id)
        record = self._gallery.get(face.track_id if trial is None else trial.before)
        if record is None or record.embedding is None or record.weight < _LEAST_WEIGHT:
            return _Verdict.SAME
        score = float(record.mean @ embedding)
        is_sudden = self._schedule.doubt_of(face.track_id) is Doubt.SUDDEN
        least = trial.least if trial is not None else _UNLIKE_SUDDENLY if is_sudden else _UNLIKE
        if score >= least:
            return _Verdict.SAME
        if quality < _TELLING:
            return _Verdict.NOTHING
        if trial is None and self._schedule.is_new(face.track_id, now_s):
            # somebody steps out from behind another: the look before was the strange one
            record.forget_looks()
            return _Verdict.SAME
        if trial is None:
            return _Verdict.ANOTHER if is_sudden and score < _CONTRADICTS else _Verdict.UNLIKE
        agrees = now_s - trial.begun_s >= _APART_S and float(trial.embedding @ embedding) >= max(_AGREE, score)
        return _Verdict.ANOTHER if agrees else _Verdict.UNLIKE

    def _begin_track(
        self, tracked: TrackedDetection, face: TrackedDetection, embedding: FloatArray, now_s: float, *, is_trial: bool
    ) -> TrackedDetection:
        """Let a face have a new number from this frame on, for good or until a trial ends."""
        if is_trial:
            seen_before = self._seen_before.get(tracked.track_id, 0)
            is_sudden = self._schedule.doubt_of(face.track_id) is Doubt.SUDDEN
            least = _UNLIKE_SUDDENLY if is_sudden else _UNLIKE
            self._trials[tracked.track_id] = _Trial(face.track_id, seen_before, embedding, now_s, least)
        self._numbers[tracked.track_id] = self._next_track
        self._next_track += 1
        self._seen_before[tracked.track_id] = tracked.observations - 1
        begun = self._renumbered(tracked)
        self._schedule.split(face.track_id, begun.track_id)
        return begun

    def _end_trials(self, tracked: Sequence[TrackedDetection], time: FrameTime) -> None:
        """Give faces back to their tracks where a trial took too long, or its face is gone."""
        there = set() if time.is_new_scene else {face.track_id for face in tracked}
        for track_id, trial in list(self._trials.items()):
            if track_id not in there or time.now_s - trial.begun_s > _TRIAL_S:
                self._end_trial(track_id, trial)

    def _end_trial(self, track_id: int, trial: _Trial) -> None:
        """Give a face back to the track before."""
        del self._trials[track_id]
        number = self._numbers[track_id]
        self._numbers[track_id], self._seen_before[track_id] = trial.before, trial.seen_before
        self._gallery.rejoin(number, trial.before)
        self._schedule.rejoin(number, trial.before)

    def follow(self, frame: Frame, faces: Sequence[TrackedFace]) -> list[TrackedFace]:
        """Note who is in a frame, and return its faces with the numbers of the people, as far as they are known.

        Args:
            frame: as in `tell_apart`.
            faces: its faces, with what was estimated of them.
        """
        seen = [face for face in faces if not face.coasted and face.track_id is not None]
        records = self._gallery.see(frame, [face.track_id for face in seen if face.track_id is not None])
        for face, record in zip(seen, records, strict=True):
            self._note(frame, face, record)
        on_trial = {self._numbers[track_id] for track_id in self._trials}
        for face, record in zip(seen, records, strict=True):
            look = self._pending.pop(face.track_id or 0, None)
            if look is not None:
                record.add_look(*look)
            is_late = record.person_id is None and record.spans[-1].last_s - record.spans[-1].first_s >= _WAIT_S
            if self.is_on and (look is not None or is_late) and face.track_id not in on_trial:
                self._gallery.recognise(record, records)
        return [self._named(face) for face in faces]

    def _note(self, frame: Frame, face: TrackedFace, record: Record) -> None:
        if face.frame_attributes is not None:
            quality = face_quality(face.detection)
            record.add_attributes(face.frame_attributes, quality)
            note_look(record, frame, face.detection, quality, keep_image=self._settings.keep_best_looks)

    def _named(self, face: TrackedFace) -> TrackedFace:
        record = None if face.track_id is None else self._gallery.get(face.track_id)
        person_id = None if record is None else record.person_id
        if not self.is_on:
            person_id = face.track_id
        return replace(
            face,
            person_id=person_id,
            visit_id=face.track_id,
            is_doubtful=face.track_id is not None and self._schedule.doubt_of(face.track_id) is not Doubt.NONE,
        )

    def _crops(self, frame: Frame, detections: Sequence[Detection]) -> tuple[ImageArray, FloatArray]:
        assert self._embedder is not None
        crops = align_faces(frame.image_bgr, detections, self._embedder.input_size, self._embedder.template)
        return crops, qualities(frame.image_bgr, detections, crops)

    # --- still images ---------------------------------------------------------------------------

    def follow_still(self, frame: Frame, faces: Sequence[TrackedFace]) -> list[TrackedFace]:
        """Note who is in a still image, and return its faces with the numbers of the people.

        The faces of a first image are compared with nobody: they are looked at once there is a second.
        """
        self._gallery.begin_frame(frame, _IMAGE_S)
        self._images += 1
        first = self._next_track
        self._next_track += len(faces)
        records = self._gallery.see(frame, range(first, self._next_track))
        self._gallery.keep_apart(records)
        for face, record in zip(faces, records, strict=True):
            self._note(frame, face, record)
        if self._embedder is not None and faces:
            detections = [face.detection for face in faces]
            crops, worth = self._crops(frame, detections)
            if self._images == 1:
                self._first_image = records, crops, worth
            else:
                if self._first_image is not None:
                    self._look_at_still(*self._first_image)
                    self._first_image = None
                self._look_at_still(records, crops, worth)
        for record in records:
            self._gallery.recognise(record, records)
        return [
            replace(face, person_id=record.person_id, visit_id=record.spans[0].track_id)
            for face, record in zip(faces, records, strict=True)
        ]

    def _look_at_still(self, records: Sequence[Record], crops_rgb: ImageArray, worth: FloatArray) -> None:
        assert self._embedder is not None
        good = np.flatnonzero(worth >= LEAST_QUALITY)
        for index, embedding in zip(good.tolist(), self._embedder.embed(crops_rgb[good]), strict=True):
            records[index].add_look(embedding, float(worth[index]))

    # --- all --------------------------------------------------------------------------------------

    def people(self) -> People | None:
        """Return who was there, with all that is known now; None where nobody was followed."""
        if not self._gallery.has_begun:
            return None
        on_trial = {self._numbers[track_id]: trial.before for track_id, trial in self._trials.items()}
        return replace(self._gallery.people(on_trial), identity=self._reason)

    def strangers(self) -> tuple[Strangers | None, str]:
        """Return how alike strangers are, None where nobody is recognised, and `People.identity`."""
        return None if self._embedder is None else self._embedder.thresholds, self._reason

    def forget_counts(self) -> None:
        """Count nothing of what was seen so far; who is in view stays known."""
        self._gallery.forget_counts()

    def records(self) -> list[Record]:
        """Return what is known of each track; what is still unsettled counts as part of the track before."""
        for track_id, trial in list(self._trials.items()):
            self._end_trial(track_id, trial)
        return self._gallery.counted()

    def witness(self) -> Witness | None:
        """Return what says, from all that is known now, whether a face is the one whom it is counted to.

        None where people are not told apart.
        """
        people = self.people()
        if self._embedder is None or people is None:
            return None
        looks: dict[int, list[Record]] = {}
        for track_id, person_id in people.person_of_track.items():
            record = self._gallery.get(track_id)
            if record is not None and record.embedding is not None:
                looks.setdefault(person_id, []).append(record)
        attributes = {person.person_id: person.attributes for person in people.persons}
        known = {}
        for person_id in looks.keys() & attributes.keys():
            # the records of tracks that were made one stand under each of them
            unique = {id(one): one.embedding for one in looks[person_id]}.values()
            total = np.sum([embedding for embedding in unique if embedding is not None], axis=0)
            (least,) = self._embedder.thresholds.of_faces([attributes[person_id]])
            known[person_id] = Known(total / max(float(np.linalg.norm(total)), 1e-6), float(least))
        of_visit = people.person_of_track.items()
        return Witness(self._embedder, {visit: known[person] for visit, person in of_visit if person in known})

    @property
    def notes(self) -> list[str]:
        """Sentences on what whoever uses the results should know."""
        notes = []
        if self._reason not in (IDENTITY_ON, IDENTITY_OFF):
            notes.append(f"nobody is recognised on coming back, each track counts as a person: {self._reason}")
        if self._gallery.has_let_go:
            notes.append(LET_GO)
        return notes

    def reset(self) -> None:
        """Forget everybody: another run begins, whose tracks are numbered anew unless the gallery is shared."""
        self._begin()
        if self._shared is None:
            self._next_track = self._first_track

    def close(self) -> None:
        """Release the model."""
        if self._embedder is not None and self._shared is None:
            self._embedder.close()


def open_embedder(settings: AnalysisSettings) -> tuple[IdentityEmbedder | None, str]:
    """Open the model, or say why there is none."""
    if not settings.identity:
        return None, IDENTITY_OFF
    try:
        return IdentityEmbedder(), IDENTITY_ON
    except ModelError as error:
        return None, str(error)
