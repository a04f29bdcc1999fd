"""How right people are counted and followed, on clips made of photographs of known people, and what that costs."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from inference.boxes import iou
from inference.detection import open_detector
from inference.detection.base import Detector
from inference.detection.turned import detect_in_still
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings
from inference.sources import open_source
from inference.types import FloatArray, Frame, FrameResult, ImageArray
from training.datasets.images import decode_image
from training.datasets.sources import Dataset, read_dataset_labels

from .made_clips import FACE_SHARE, MadeClip, MadeSource, Placed, face_box, in_view, made_clips

_SAME_IOU = 0.3


class Counted(NamedTuple):
    """How a clip was counted and followed.

    Attributes:
        name: of the clip.
        people: that there are.
        counted: that were counted.
        count_range: as in `inference.identity.person.People`.
        wrong_links: pairs of people who were taken for one.
        wrong_splits: people more than one number was given to, by the numbers too many.
        id_switches: as `motmetrics` counts them, by the final numbers.
        idf1: likewise, 0..1.
        identity_share: part of the processor time that went into telling people apart, 0..1.
    """

    name: str
    people: int
    counted: int
    count_range: tuple[int, int]
    wrong_links: int
    wrong_splits: int
    id_switches: int
    idf1: float
    identity_share: float


def count_people(clip: MadeClip, photographs: Sequence[Sequence[ImageArray]], pipeline: Pipeline) -> Counted:
    """Analyse a made clip and compare with what is in it."""
    results: list[FrameResult] = []
    started = time.process_time()
    pipeline.run(MadeSource(clip, photographs), [], on_result=results.append)
    spent_s = time.process_time() - started
    people = pipeline.facts().people
    assert people is not None
    frames = [
        _matched(result, placed, people.person_of_track) for result, placed in zip(results, clip.frames, strict=True)
    ]
    truths: dict[int, set[int]] = {}
    for frame in frames:
        for truth, number in frame.pairs:
            truths.setdefault(number, set()).add(truth)
    numbers: dict[int, set[int]] = {}
    for number, ones in truths.items():
        for one in ones:
            numbers.setdefault(one, set()).add(number)
    switches, idf1 = _followed(frames)
    return Counted(
        clip.name,
        clip.people,
        len(people.persons),
        people.count_range,
        sum(len(ones) - 1 for ones in truths.values()),
        sum(len(ones) - 1 for ones in numbers.values()),
        switches,
        idf1,
        sum(result.timings_s.get("identify", 0.0) for result in results) / spent_s,
    )


class _Matched(NamedTuple):
    """A frame: true people and numbers given, (N, M) overlap of theirs, and the pairs that lie in one place."""

    truths: list[int]
    numbers: list[int]
    overlap: FloatArray
    pairs: list[tuple[int, int]]


def _matched(result: FrameResult, placed: Sequence[Placed], person_of_track: Mapping[int, int]) -> _Matched:
    faces = [
        (person_of_track[face.visit_id], face.detection.xyxy)
        for face in result.faces
        if not face.coasted and face.visit_id is not None and face.visit_id in person_of_track
    ]
    shown = in_view(placed)
    overlap = _overlap(shown, [xyxy for _, xyxy in faces])
    pairs, free = _pair_up(overlap)
    # who is half hidden may be found or not
    hidden = [one for one in placed if one not in shown]
    found, _ = _pair_up(_overlap(hidden, [faces[column][1] for column in free]))
    left = sorted({column for _, column in pairs} | set(free) - {free[column] for _, column in found})
    return _Matched(
        [one.person for one in shown],
        [faces[column][0] for column in left],
        overlap[:, left],
        [(shown[row].person, faces[column][0]) for row, column in pairs],
    )


def _overlap(placed: Sequence[Placed], found_xyxy: Sequence[FloatArray]) -> FloatArray:
    true_boxes = np.array([face_box(one) for one in placed], dtype=np.float32).reshape(-1, 4)
    return iou(true_boxes, np.array(found_xyxy, dtype=np.float32).reshape(-1, 4))


def _pair_up(overlap: FloatArray) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the rows and columns of boxes that lie in one place, the nearest first, and the columns left over."""
    left = overlap.copy()
    pairs = []
    while left.size and left.max() >= _SAME_IOU:
        row, column = (int(place) for place in np.unravel_index(int(left.argmax()), left.shape))
        pairs.append((row, column))
        left[row], left[:, column] = 0, 0
    return pairs, [column for column in range(overlap.shape[1]) if column not in {taken for _, taken in pairs}]


def _followed(frames: Sequence[_Matched]) -> tuple[int, float]:
    """Return identity switches and IDF1, as `motmetrics` has them."""
    import motmetrics

    events = motmetrics.MOTAccumulator(auto_id=True)
    for frame in frames:
        distance = np.where(frame.overlap >= _SAME_IOU, 1.0 - frame.overlap, np.nan)
        events.update(frame.truths, frame.numbers, distance)
    measured = motmetrics.metrics.create().compute(events, metrics=["num_switches", "idf1"], return_dataframe=False)
    return int(measured["num_switches"]), float(measured["idf1"])


def read_photographs(dataset: Dataset, people: int, seed: int) -> list[list[ImageArray]]:
    """Read two photographs of each of so many people, drawn by a seed, (H, W, 3) uint8 BGR with the face in the middle.

    Raises:
        FileNotFoundError: images or labels are not there.
        ValueError: the labels are bad, or there are too few people with two photographs.
    """
    with dataset.open_images() as archive:
        files: dict[str, list[str]] = {}
        for label in read_dataset_labels(dataset, archive).labels:
            if label.person:
                files.setdefault(label.person, []).append(label.file)
        pairs = [sorted(files[person])[:2] for person in sorted(files) if len(files[person]) >= 2]
        if len(pairs) < people:
            raise ValueError(f"{dataset}: {len(pairs)} people have two photographs; {people} are wanted")
        random.Random(seed).shuffle(pairs)
        images = [[decode_image(archive.read(file)) for file in pair] for pair in pairs[:people]]
    settings = AnalysisSettings()
    with open_detector(settings.detector, settings) as detector:
        return [[centred(image, detector) for image in pair] for pair in images]


def centred(image_bgr: ImageArray, detector: Detector) -> ImageArray:
    """Return the square around the face that is nearest to the middle, which its box fills to `FACE_SHARE`.

    Raises:
        ValueError: there is no face.
    """
    faces = detect_in_still(detector, Frame(image_bgr, 0, 0.0, "photograph", is_still=True))[0].faces
    middle = np.array(image_bgr.shape[1::-1]) / 2
    centres = [face.xyxy.reshape(2, 2).mean(axis=0) for face in faces]
    if not centres:
        raise ValueError("a photograph shows no face")
    nearest = int(np.argmin([np.linalg.norm(centre - middle) for centre in centres]))
    size = round(faces[nearest].width / FACE_SHARE)
    return cv2.getRectSubPix(  # type: ignore[return-value]
        image_bgr, (size, size), (float(centres[nearest][0]), float(centres[nearest][1]))
    )


def counting_table(photographs: Sequence[Sequence[ImageArray]], pipeline: Pipeline, only: str = "") -> Iterator[str]:
    """Write how the people of made clips are counted and followed.

    Args:
        photographs: two of each person.
        pipeline: with identity.
        only: a part of the names of the clips that are wanted.
    """
    yield "| clip | people | counted | range | wrong links | wrong splits | ID switches | IDF1 | cost |"
    yield "|---" * 9 + "|"
    for clip in made_clips(len(photographs)):
        if only in clip.name:
            row = count_people(clip, photographs, pipeline)
            low, high = row.count_range
            yield (
                f"| {row.name} | {row.people} | {row.counted} | {low}-{high} | {row.wrong_links} | {row.wrong_splits} "
                f"| {row.id_switches} | {row.idf1:.3f} | {row.identity_share:.1%} |"
            )


def cost_table(videos: Sequence[Path], repeats: int = 3) -> Iterator[str]:
    """Write what telling people apart costs in videos: medians of the processor time, with and without in turn."""
    yield "| video | people | processor time without, s | with, s | more |"
    yield "|---" * 5 + "|"
    pipelines = [Pipeline(AnalysisSettings(identity=identity)) for identity in (False, True)]
    with pipelines[0], pipelines[1]:
        for video in videos:
            spent_s: list[list[float]] = [[], []]
            for _ in range(repeats):
                for pipeline, times in zip(pipelines, spent_s, strict=True):
                    times.append(_processor_time_s(video, pipeline))
            without, with_identity = map(statistics.median, spent_s)
            people = pipelines[1].facts().people
            counted = 0 if people is None else len(people.persons)
            more = with_identity / without - 1
            yield f"| {video.name} | {counted} | {without:.2f} | {with_identity:.2f} | {more:.1%} |"


def _processor_time_s(video: Path, pipeline: Pipeline) -> float:
    started = time.process_time()
    with open_source(str(video)) as source:
        pipeline.run(source, [])
    return time.process_time() - started
