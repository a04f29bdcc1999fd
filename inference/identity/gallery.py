"""The people of a run in memory: what was seen of each track, and whose tracks they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from types import MappingProxyType
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from simplejpeg import encode_jpeg

from ..attributes import NUM_CLASSES
from ..people import CountingRule
from ..types import Attributes, Detection, FloatArray, Frame, ImageArray
from .linking import DOUBT, NEVER, clusters, deviations, least_deviations, link
from .looks import LEAST_QUALITY
from .person import IDENTITY_ON, BestLook, People, Person, Visit

# so many records are compared with each other; when there are more, those of one person become one, and then those out
# of sight longest are let go until there are so many
MOST_REMEMBERED, FEWEST_REMEMBERED = 2000, 1500
# two faces in one frame may be one that was found twice; in so many frames they are two people
TOGETHER = 3
# a link found while the run goes on takes more than the last one, which knows more; and ends where so much is lost
_SURER, _LOST = 0.4, 1.5
# a track whose looks come to less than one good one has to be more alike by this, at most: small, hidden and turned
# faces of strangers are more alike than good ones
_POOR = 1.5
# a look counts in full where it is as like the others of its track as this, and by this at least
_ALIKE, _LEAST_SHARE = 0.5, 0.2
# a better look replaces the best where it is better by this
_BETTER = 1.1
# of so many people, those with the highest scores, it is found out whether somebody is one of them
_NEAREST = 32
_CUTS = np.cumsum(list(NUM_CLASSES.values()))[:-1]
# what is assumed of somebody of whom nothing is known yet
_ANYBODY = Attributes(*(np.full(classes, 1 / classes, dtype=np.float32) for classes in NUM_CLASSES.values()))
# strangers of one run may be more alike than those of the card, since one camera blurs them all: how much is taken from
# people who are seen at once, where there are many more pairs of them than this
_PAIRS = 10
_LOOK_PX, _LOOK_QUALITY = 160, 90
LET_GO = "more people were seen than are remembered; who was out of sight longest may be counted again"


@dataclass(slots=True)
class Span:
    """A visit while it goes on; as `Visit`, with the times on the run's clock beside it."""

    track_id: int
    source: str
    first_s: float
    last_s: float
    first_frame: int
    last_frame: int
    first_clock_s: float
    frames: int = 0

    def visit(self) -> Visit:
        return Visit(
            self.track_id,
            self.source,
            self.first_s,
            self.last_s,
            self.last_s - self.first_s,
            self.frames,
            self.first_frame,
            self.last_frame,
        )


@dataclass(slots=True, eq=False)
class Record:
    """What is known of a track, or of several of one person.

    Attributes:
        spans: its visits; one each for the tracks.
        seen_s: when the detector saw the face last, on the run's clock.
        embedding: (D,) float32, the sum of the embeddings of its looks, by quality; None before the first, and after
            it was let go.
        weight: the sum of the qualities.
        together: how many frames show these other tracks as well, up to `TOGETHER`.
        person_id: whom it was taken for last; None before that.
        is_forgotten: it was let go.
        rejoined: numbers that some of its frames have, which were thought to show another for a moment.
        totals: (108,) float32, the sum of its predictions, by quality: age, gender, ethnicity.
        attributes_weight: the sum of these qualities.
        earlier: `embedding` and `weight` when counts were forgotten last.
    """

    spans: list[Span]
    seen_s: float
    embedding: FloatArray | None = None
    weight: float = 0.0
    together: dict[int, int] = field(default_factory=dict)
    person_id: int | None = None
    best: BestLook | None = None
    is_forgotten: bool = False
    rejoined: list[int] = field(default_factory=list)
    totals: FloatArray = field(default_factory=lambda: np.zeros(sum(NUM_CLASSES.values()), dtype=np.float32))
    attributes_weight: float = 0.0
    earlier: tuple[FloatArray | None, float] = (None, 0.0)

    @property
    def is_known(self) -> bool:
        """True where the face was seen so well that it would be known again, or would have been."""
        return self.weight > 0

    @property
    def frames(self) -> int:
        return sum(span.frames for span in self.spans)

    @property
    def track_ids(self) -> list[int]:
        return [*(span.track_id for span in self.spans), *self.rejoined]

    @property
    def mean(self) -> FloatArray:
        """The weighted mean of the embeddings, (D,) float32."""
        assert self.embedding is not None
        return self.embedding / np.float32(self.weight)

    def add_look(self, embedding: FloatArray, quality: float) -> None:
        """Add a look: (D,) float32 of length 1, and what it is worth, 0..1; less where it is unlike those before."""
        if self.embedding is not None:
            score = float(self.mean @ embedding) / max(float(np.linalg.norm(self.mean)), 1e-6)
            quality *= min(1.0, max(_LEAST_SHARE, score / _ALIKE))
        weighted = embedding * np.float32(quality)
        self.embedding = weighted if self.embedding is None else self.embedding + weighted
        self.weight += quality

    def forget_looks(self) -> None:
        """Forget the looks: they showed somebody else."""
        self.embedding, self.weight = None, 0.0
        self.earlier = None, 0.0

    def leave_out_earlier_looks(self) -> None:
        """Leave the looks out that there were when counts were forgotten: whoever joins the parts has them."""
        before, weight = self.earlier
        if before is not None and self.embedding is not None:
            self.embedding, self.weight = self.embedding - before, self.weight - weight
            if self.weight < LEAST_QUALITY / 2:
                self.embedding, self.weight = None, 0.0

    def forget_counts(self) -> None:
        """Forget when it was seen, and what was estimated; what it looks like stays."""
        self.earlier = self.embedding, self.weight
        for span in self.spans:
            span.frames = 0
        self.rejoined, self.best = [], None
        self.totals = np.zeros_like(self.totals)
        self.attributes_weight = 0.0

    def add_attributes(self, attributes: Attributes, quality: float) -> None:
        """Add a prediction for one frame, by the quality with which that shows the face."""
        self.totals += np.float32(quality) * np.concatenate(attributes.probs)
        self.attributes_weight += quality

    def attributes(self) -> Attributes | None:
        """Return the average of the predictions, by quality; None where there is none."""
        if not self.attributes_weight:
            return None
        return Attributes(*np.split(self.totals / np.float32(self.attributes_weight), _CUTS))

    def absorb(self, other: Record) -> None:
        """Take in what is known of another record of the same person."""
        self.spans += other.spans
        self.rejoined += other.rejoined
        self.seen_s = max(self.seen_s, other.seen_s)
        if other.embedding is not None:
            self.embedding = other.embedding if self.embedding is None else self.embedding + other.embedding
        self.weight += other.weight
        for track_id, frames in other.together.items():
            self.together[track_id] = max(frames, self.together.get(track_id, 0))
        if self.best is None or (other.best is not None and other.best.quality > self.best.quality):
            self.best = other.best
        self.totals += other.totals
        self.attributes_weight += other.attributes_weight

    def let_go(self) -> None:
        """Forget what the face looks like; what was counted stays."""
        self.embedding, self.together, self.is_forgotten = None, {}, True


class Strangers(Protocol):
    """How alike strangers' faces are; what `Gallery` needs of a model's card."""

    def strangers(self, faces: Sequence[Attributes]) -> tuple[FloatArray, FloatArray]:
        """Return mean and standard deviation of the scores of strangers like N faces, (N,) float32 each."""
        ...


class Gallery:
    """Keeps the tracks of a run and links them to people. Not thread-safe.

    Memory is bounded for what faces look like; what is counted grows with the number of visits.

    Args:
        strangers: how alike strangers' faces are; None where nobody is recognised: each track is a person.
        forget_after_s: for how long somebody out of sight is remembered; None for the whole run.
    """

    def __init__(self, strangers: Strangers | None, forget_after_s: float | None = None) -> None:
        self._strangers = strangers
        self._forget_after_s = forget_after_s
        self._records: dict[int, Record] = {}  # by track; those of several tracks stand under each
        self._rule = CountingRule()
        self._next_person = 1
        self._clock_s = self._checked_s = 0.0
        self._is_stills = False
        self.has_begun = self.has_let_go = False

    # --- while the run goes on ------------------------------------------------------------------

    def begin_frame(self, frame: Frame, step_s: float) -> None:
        """Go on to the next frame, which comes so many seconds after the one before."""
        self._rule.add(frame.source, frame.timestamp_s)
        self._is_stills, self.has_begun = frame.is_still, True
        self._clock_s += step_s
        if self._clock_s - self._checked_s > 1.0:
            self._checked_s = self._clock_s
            self._forget()

    def see(self, frame: Frame, track_ids: Sequence[int]) -> list[Record]:
        """Note which tracks a frame shows, and return their records."""
        records = []
        for track_id in track_ids:
            record = self._records.get(track_id)
            if record is None:
                span = Span(
                    track_id,
                    frame.source,
                    frame.timestamp_s,
                    frame.timestamp_s,
                    frame.index,
                    frame.index,
                    self._clock_s,
                )
                record = self._records[track_id] = Record([span], self._clock_s)
            span = record.spans[-1]
            if span.frames == 0:  # what was counted before was forgotten
                span.first_s, span.first_frame, span.first_clock_s = frame.timestamp_s, frame.index, self._clock_s
            span.last_s, span.last_frame = frame.timestamp_s, frame.index
            span.frames += 1
            record.seen_s = self._clock_s
            records.append(record)
        for one, other in combinations(records, 2):
            first, second = one.spans[-1].track_id, other.spans[-1].track_id
            if one.together.get(second, 0) < TOGETHER:
                one.together[second] = other.together[first] = one.together.get(second, 0) + 1
        return records

    def keep_apart(self, records: Sequence[Record]) -> None:
        """Note that records are of different people, without waiting for more frames."""
        for one, other in combinations(records, 2):
            one.together[other.spans[-1].track_id] = other.together[one.spans[-1].track_id] = TOGETHER

    def rejoin(self, track_id: int, before: int) -> None:
        """Give the frames of a track to the one before it: it showed nobody else after all."""
        record, earlier = self._records.get(track_id), self._records.get(before)
        if record is None or earlier is None or record is earlier:
            return
        span, own = record.spans[-1], earlier.spans[-1]
        own.last_s, own.last_frame, own.frames = span.last_s, span.last_frame, own.frames + span.frames
        for other, frames in record.together.items():
            earlier.together[other] = max(frames, earlier.together.get(other, 0))
        earlier.seen_s = record.seen_s
        earlier.rejoined.append(track_id)
        self._records[track_id] = earlier

    def forget_counts(self) -> None:
        """Count nothing of what was seen so far; what faces look like stays known."""
        self._rule = CountingRule()
        for record in self._unique():
            record.forget_counts()

    def counted(self) -> list[Record]:
        """Return each record of which a frame was counted, by first appearance, with the looks since `forget_counts`.

        It ends the run: nobody is recognised by them any more.
        """
        records = [record for record in self._unique() if record.frames]
        for record in records:
            record.leave_out_earlier_looks()
        return records

    def get(self, track_id: int) -> Record | None:
        """Return what is known of a track."""
        return self._records.get(track_id)

    def recognise(self, record: Record, in_view: Iterable[Record]) -> None:
        """Tell whose track a record is, as far as is known now; a person not seen before gets a new number.

        Args:
            record: with a look more than when it was asked last.
            in_view: the records of the frame, each of somebody else.
        """
        if self._strangers is None or record.embedding is None:
            if record.person_id is None:
                record.person_id = self._new_person()
            return
        taken = {other.person_id for other in in_view if other is not record}
        scores = self._scores_of_people(record)
        allowed = {person_id: score for person_id, score in scores.items() if person_id not in taken}
        needed = least_deviations(len(self._records)) + _SURER
        own = allowed.pop(record.person_id, None) if record.person_id is not None else None
        nearest = max(allowed, key=lambda person_id: allowed[person_id], default=None)
        if nearest is not None and allowed[nearest] >= needed and (own is None or allowed[nearest] > own):
            record.person_id = nearest
        elif record.person_id is None or (own is not None and own < needed - _LOST):
            record.person_id = self._new_person()

    def _scores_of_people(self, record: Record) -> dict[int, float]:
        """Return how well a record fits the other records of its own person and of the nearest ones.

        As `linking.deviations` has it.
        """
        groups: dict[int, list[Record]] = {}
        for other in self._unique():
            if other is not record and other.embedding is not None and other.person_id is not None:
                groups.setdefault(other.person_id, []).append(other)
        apart = {track_id for track_id, frames in record.together.items() if frames >= TOGETHER}
        possible = {
            person_id: others
            for person_id, others in groups.items()
            if not apart or all(apart.isdisjoint(other.track_ids) for other in others)
        }
        if not possible:
            return {}
        means = np.array([_mean(others) for others in possible.values()], dtype=np.float32)
        numbers = list(possible)
        # what is usual among strangers like them is asked for those alone who may be the one
        near = np.argsort(-(means @ record.mean))[:_NEAREST]
        if record.person_id in possible:
            near = np.union1d(near, [numbers.index(record.person_id)])
        firsts = [possible[numbers[index]][0] for index in near]
        scores = deviations(record.mean[None], self._strangers_of([record]), means[near], self._strangers_of(firsts))[0]
        weights = np.array([sum(other.weight for other in possible[numbers[index]]) for index in near])
        scores -= np.maximum(_poorness(np.array([record.weight])), _poorness(weights))
        return {numbers[index]: score for index, score in zip(near.tolist(), scores.tolist(), strict=True)}

    def _new_person(self) -> int:
        self._next_person += 1
        return self._next_person - 1

    def _strangers_of(self, records: Sequence[Record]) -> FloatArray:
        """Return mean and standard deviation of strangers' scores for N records, (N, 2) float32."""
        assert self._strangers is not None
        faces = [record.attributes() or _ANYBODY for record in records]
        return np.stack(self._strangers.strangers(faces), axis=1).astype(np.float32)

    # --- memory ---------------------------------------------------------------------------------

    def _unique(self) -> Iterator[Record]:
        """Yield each record once, by first appearance."""
        for track_id, record in self._records.items():
            if record.spans[0].track_id == track_id:
                yield record

    def _forget(self) -> None:
        """Let go of people who are out of sight for too long, and of some where there are too many."""
        remembered = [record for record in self._unique() if record.embedding is not None]
        if self._forget_after_s is not None and not self._is_stills:
            seen_s: dict[int | None, float] = {}
            for record in remembered:
                seen_s[record.person_id] = max(record.seen_s, seen_s.get(record.person_id, 0.0))
            gone = [
                record
                for record in remembered
                if self._clock_s - seen_s[record.person_id] > self._forget_after_s and self._is_out_of_sight(record)
            ]
            self._fold(_by_person(gone))
            for record in gone:
                record.let_go()
            remembered = [record for record in remembered if record.embedding is not None]
        if len(remembered) > MOST_REMEMBERED:
            self._make_room([record for record in remembered if self._is_out_of_sight(record)])

    def _is_out_of_sight(self, record: Record) -> bool:
        return self._clock_s - record.seen_s > 5.0

    def _make_room(self, records: list[Record]) -> None:
        """Make one of the records of each person, and let go of those out of sight longest where that is not enough."""
        labels, _, _ = self._partitions(records)
        groups: dict[int, list[Record]] = {}
        for record, label in zip(records, labels.tolist(), strict=True):
            groups.setdefault(label, []).append(record)
        self._fold(groups.values())
        left = sorted((group[0] for group in groups.values()), key=lambda record: record.seen_s)
        for record in left[: max(0, len(left) - FEWEST_REMEMBERED)]:
            record.let_go()
            self.has_let_go = True

    def _fold(self, groups: Iterable[list[Record]]) -> None:
        for first, *others in groups:
            for other in others:
                first.absorb(other)
                for track_id in other.track_ids:
                    self._records[track_id] = first
                other.embedding = None

    # --- the end --------------------------------------------------------------------------------

    def _partitions(self, records: Sequence[Record]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Link records anew: return the person of each, then as it would be if all doubtful links held, and if none."""
        means = np.array([record.mean for record in records], dtype=np.float32)
        strangers = self._strangers_of(records)
        scores = deviations(means, strangers, means, strangers)
        apart = _pairs_apart(records)
        scores -= self._likeness_here(scores[apart])
        weights = np.array([record.weight for record in records])
        scores -= np.maximum.outer(_poorness(weights), _poorness(weights))
        scores[apart] = NEVER
        least = least_deviations(len(records))
        merges = link(scores, weights, least - DOUBT)
        last, loose, strict = (clusters(merges, len(records), cut) for cut in (least, least - DOUBT, least + DOUBT))
        return last, loose, strict

    @staticmethod
    def _likeness_here(scores: FloatArray) -> np.float32:
        """Return how much more alike strangers of this run are, from those of pairs that are seen at once."""
        pairs = len(scores) / 2
        return np.float32(max(0.0, float(scores.sum()) / 2 / (pairs + _PAIRS)))

    def people(self, on_trial: Mapping[int, int] = MappingProxyType({})) -> People:
        """Return the people of the run: all tracks are linked anew, now that everything is known of them.

        Args:
            on_trial: tracks that are taken to be part of others as long as nothing else is known, and which.
        """
        found = self._people([record for record in self._unique() if record.spans[0].track_id not in on_trial])
        of_track = dict(found.person_of_track)
        of_track |= {track: of_track[before] for track, before in on_trial.items() if before in of_track}
        return replace(found, person_of_track=of_track)

    def _people(self, records: list[Record]) -> People:
        known = [record for record in records if record.embedding is not None]
        if self._strangers is None or not known:
            own = np.arange(len(records))
            return self._as_people(records, own, own, own)
        partitions = self._partitions(known)
        places = {id(record): index for index, record in enumerate(known)}
        # those that can't be compared each stand for themselves
        rest = {id(record): len(known) + index for index, record in enumerate(records)}
        labels = [
            np.array([part[places[id(r)]] if id(r) in places else rest[id(r)] for r in records], dtype=np.intp)
            for part in partitions
        ]
        return self._as_people(records, *labels)

    def _as_people(
        self,
        records: list[Record],
        last: NDArray[np.intp],
        loose: NDArray[np.intp],
        strict: NDArray[np.intp],
    ) -> People:

        def first_visit(index: int) -> int:
            return min(records[index].track_ids)

        persons: list[Person] = []
        person_of_track: dict[int, int] = {}
        loose_groups, strict_groups = _groups(loose), _groups(strict)
        # by first visit: tables rely on it that no person's number is higher than that of a visit
        for members in sorted(_groups(last).values(), key=lambda members: min(map(first_visit, members))):
            group = [records[index] for index in members]
            if not self._counts(group):
                continue
            number = len(persons) + 1
            is_certain = (
                all(record.is_known for record in group)
                and loose_groups[int(loose[members[0]])] == members
                and strict_groups[int(strict[members[0]])] == members
            )
            persons.append(_person(number, group, is_certain=is_certain))
            person_of_track |= dict.fromkeys((t for record in group for t in record.track_ids), number)
        return People(
            tuple(persons),
            person_of_track,
            self._count_range(records, len(persons), loose_groups.values(), strict_groups.values()),
            sum(self._counts([record], span) for record in records for span in record.spans),
            self.rule,
            IDENTITY_ON,
        )

    def _count_range(
        self,
        records: list[Record],
        count: int,
        loose: Iterable[list[int]],
        strict: Iterable[list[int]],
    ) -> tuple[int, int]:
        """Return how many people there are at least and at most, as doubtful links and unknown faces allow."""
        if self._strangers is None:
            return count, count
        groups = [[records[index] for index in members] for members in loose]
        least = sum(self._counts(group) and any(record.is_known for record in group) for group in groups)
        most = sum(self._counts([records[index] for index in members]) for members in strict)
        return min(count, max(least, min(1, count))), max(count, most)

    def _counts(self, group: Sequence[Record], only: Span | None = None) -> bool:
        """Tell whether the records of a person, or one visit of them, are enough to count."""
        if self._is_stills:
            return True
        spans = [only] if only else [span for record in group for span in record.spans]
        first_s = min(span.first_clock_s for span in spans)
        last_s = max(span.first_clock_s + span.last_s - span.first_s for span in spans)
        is_known = any(record.is_known for record in group)
        return self._rule.is_met(sum(span.frames for span in spans), last_s - first_s, is_known=is_known)

    @property
    def rule(self) -> str:
        """The counting rule, in words."""
        if self._is_stills:
            return "people of all images, each once" if self._strangers else "every face of every image"
        return f"{'people' if self._strangers else 'tracks'} {self._rule.words}"


def _poorness(weights: FloatArray) -> FloatArray:
    """Return by how many deviations tracks have to be more alike, from the sums of their looks' qualities, (N,)."""
    return (_POOR * np.maximum(0.0, 1.0 - weights)).astype(np.float32)  # type: ignore[no-any-return]


def _pairs_apart(records: Sequence[Record]) -> NDArray[np.bool_]:
    """Return which records are of different people for certain, since both are seen in the same frames, as (N, N)."""
    apart = np.zeros((len(records), len(records)), dtype=bool)
    places = {track_id: index for index, record in enumerate(records) for track_id in record.track_ids}
    for index, record in enumerate(records):
        others = [places[track] for track, frames in record.together.items() if frames >= TOGETHER and track in places]
        apart[index, others] = apart[others, index] = True
    return apart


def _mean(records: Sequence[Record]) -> FloatArray:
    """Return the weighted mean of the embeddings of all looks at some records, (D,) float32."""
    first, *others = records
    total, weight = first.embedding, first.weight
    for other in others:
        total, weight = total + other.embedding, weight + other.weight  # type: ignore[operator]
    return total / np.float32(weight)  # type: ignore[operator]


def _by_person(records: Iterable[Record]) -> list[list[Record]]:
    groups: dict[int | None, list[Record]] = {}
    for record in records:
        groups.setdefault(record.person_id, []).append(record)
    return list(groups.values())


def _groups(labels: NDArray[np.intp]) -> dict[int, list[int]]:
    """Return the members of each cluster, by first appearance."""
    groups: dict[int, list[int]] = {}
    for index, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(index)
    return groups


def _person(number: int, group: Sequence[Record], *, is_certain: bool) -> Person:
    everything = Record([], 0.0)
    for record in group:
        everything.absorb(record)
    spans = sorted(everything.spans, key=lambda span: (span.first_clock_s, span.track_id))
    attributes = everything.attributes()
    assert attributes is not None
    best = everything.best
    return Person(
        number,
        tuple(span.visit() for span in spans),
        attributes,
        0.0 if best is None else best.quality,
        best,
        is_certain,
    )


def note_look(record: Record, frame: Frame, detection: Detection, quality: float, *, keep_image: bool) -> None:
    """Let a face be a record's best look, where it is better seen than before."""
    if record.best is not None and quality < _BETTER * record.best.quality:
        return
    jpeg = (
        encode_jpeg(head_and_shoulders(frame.image_bgr, detection.xyxy), _LOOK_QUALITY, "BGR") if keep_image else None
    )
    record.best = BestLook(frame.source, frame.index, frame.timestamp_s, detection.xyxy, quality, jpeg)


def head_and_shoulders(image_bgr: ImageArray, xyxy: FloatArray) -> ImageArray:
    """Return a copy of what surrounds a face, (H, W, 3) uint8 BGR of at most 160 px a side."""
    height, width = image_bgr.shape[:2]
    side = max(float(xyxy[2] - xyxy[0]), float(xyxy[3] - xyxy[1]), 1.0)
    x, y = float(xyxy[0] + xyxy[2]) / 2, float(xyxy[1] + xyxy[3]) / 2
    x1, x2 = int(np.clip(x - side, 0, width - 1)), int(np.clip(x + side, 1, width))
    y1, y2 = int(np.clip(y - side, 0, height - 1)), int(np.clip(y + side, 1, height))
    cut = image_bgr[y1 : max(y2, y1 + 1), x1 : max(x2, x1 + 1)]
    scale = min(1.0, _LOOK_PX / max(cut.shape[:2]))
    size = max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale))
    return cv2.resize(cut, size, interpolation=cv2.INTER_AREA) if scale < 1 else cut.copy()  # type: ignore[return-value]
