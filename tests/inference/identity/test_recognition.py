"""People told apart and known again, on clips made of two photographs, with the shipped model of identity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from simplejpeg import decode_jpeg

from benchmarks.made_clips import MadeClip, MadeSource, Placed, album, crossings, slideshow, time_lapse
from inference.identity import recognition
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings
from inference.types import Detection, Frame, FrameResult, ImageArray, RunFacts
from tests.photos import eileen_collins, grace_hopper

GRACE, EILEEN = 0, 1


@pytest.fixture(scope="module")
def photographs() -> list[list[ImageArray]]:
    """Two of each: as they are, and darker and a little turned."""
    squares = [grace_hopper()[20:460, 46:486], eileen_collins()[0:250, 100:350]]
    both = []
    for square in squares:
        one = cv2.resize(square, (250, 250), interpolation=cv2.INTER_AREA)
        turned = cv2.warpAffine(one, cv2.getRotationMatrix2D((125, 125), 5, 1.03), (250, 250))
        both.append([one, (turned * 0.8).astype(np.uint8)])
    return both


@pytest.fixture(scope="module")
def pipeline(tiny_network: Path) -> Iterator[Pipeline]:
    with Pipeline(AnalysisSettings(), tiny_network) as opened:
        yield opened


Change = Callable[[Frame], ImageArray]


class Changed(MadeSource):
    """A made clip whose images are changed once more."""

    def __init__(self, clip: MadeClip, photographs: Sequence[Sequence[ImageArray]], change: Change) -> None:
        super().__init__(clip, photographs)
        self._change = change

    def __iter__(self) -> Iterator[Frame]:
        for frame in super().__iter__():
            image = self._change(frame)
            yield Frame(image, frame.index, frame.timestamp_s, frame.source, frame.is_still)


def run(pipeline: Pipeline, source: MadeSource) -> tuple[list[FrameResult], RunFacts]:
    results: list[FrameResult] = []
    pipeline.run(source, [], on_result=results.append)
    return results, pipeline.facts()


def numbers(results: Sequence[FrameResult], facts: RunFacts) -> list[list[int | None]]:
    """The final number of each face that was seen, by frame."""
    assert facts.people is not None
    people = facts.people.person_of_track
    return [[people.get(face.visit_id or 0) for face in result.faces if not face.coasted] for result in results]


def test_who_is_cut_hard_in_one_place_is_another_from_that_very_frame(pipeline, photographs):
    clip = slideshow("cuts", [(GRACE, 0), (EILEEN, 0), (GRACE, 1), (EILEEN, 1)], frames=16)
    results, facts = run(pipeline, MadeSource(clip, photographs))
    assert numbers(results, facts) == [[1]] * 16 + [[2]] * 16 + [[1]] * 16 + [[2]] * 16
    assert len(facts.people.persons) == 2
    assert [len(person.visits) for person in facts.people.persons] == [2, 2]
    # nothing of the other's prediction is left in what is said of who comes after
    for index in (16, 32, 48):
        (face,) = results[index].faces
        assert face.observations == 1
        assert face.attributes.age == pytest.approx(face.frame_attributes.age, abs=1e-3)


def test_who_comes_back_after_a_while_is_known_again(pipeline, photographs):
    clip = slideshow("gaps", [(GRACE, 0), (EILEEN, 0), (GRACE, 1)], frames=16, gap=40)
    results, facts = run(pipeline, MadeSource(clip, photographs))
    assert [len(person.visits) for person in facts.people.persons] == [2, 1]
    assert facts.people.tracks == 3
    # and is so while the run goes on, from the first look
    assert {face.person_id for face in results[-41].faces} == {1}


@pytest.mark.parametrize("what", ["a lamp goes off", "a slow dissolve", "a head turned to its side"])
def test_what_happens_to_one_person_splits_nobody(pipeline, photographs, what):
    clip = slideshow(what, [(GRACE, 0)], frames=50)
    other = photographs[GRACE][1]

    def change(frame: Frame) -> ImageArray:
        if what == "a lamp goes off":
            return (frame.image_bgr * (0.45 if frame.index >= 25 else 1.0)).astype(np.uint8)
        if what == "a slow dissolve":
            second = next(iter(MadeSource(slideshow("", [(0, 0)], frames=1), [[other]]))).image_bgr
            return cv2.addWeighted(frame.image_bgr, 1 - frame.index / 49, second, frame.index / 49, 0)
        angle = 25 * np.sin(frame.index / 8)
        return cv2.warpAffine(
            frame.image_bgr, cv2.getRotationMatrix2D((320, 240), angle, 1), (640, 480), borderMode=cv2.BORDER_REPLICATE
        )

    results, facts = run(pipeline, Changed(clip, photographs, change))
    assert {face.track_id for result in results for face in result.faces} == {results[0].faces[0].track_id}
    assert len(facts.people.persons) == 1


def test_two_who_walk_across_each_other_stay_themselves(pipeline, photographs):
    results, facts = run(pipeline, MadeSource(crossings("crossing", [(GRACE, EILEEN)]), photographs))
    assert len(facts.people.persons) == 2
    first, last = results[5].faces, results[-3].faces
    people = facts.people.person_of_track
    left = {people[min(faces, key=lambda face: face.detection.xyxy[0]).visit_id] for faces in (first, last)}
    assert len(left) == 2, "who was left is right in the end"


def test_of_frames_that_are_seconds_apart_everybody_counts(pipeline, photographs):
    _, facts = run(pipeline, MadeSource(time_lapse("time-lapse", [GRACE, EILEEN], frames=8), photographs))
    assert len(facts.people.persons) == 2


def test_an_album_says_how_many_people_are_in_it(pipeline, photographs):
    clip = album("album", [(GRACE, 0), (EILEEN, 0), (GRACE, 1), (EILEEN, 1)])
    results, facts = run(pipeline, MadeSource(clip, photographs))
    assert numbers(results, facts) == [[1], [2], [1], [2]]
    assert all(face.track_id is None for result in results for face in result.faces)
    assert facts.people.rule == "people of all images, each once"


def test_one_image_costs_no_look(pipeline, photographs, monkeypatch):
    monkeypatch.setattr(recognition.IdentityEmbedder, "embed", lambda *_: pytest.fail("somebody looked"))
    clip = MadeClip("one", 2, [[Placed(GRACE, 0, 160, 240), Placed(EILEEN, 0, 480, 240)]], 0.0)
    _, facts = run(pipeline, MadeSource(clip, photographs))
    assert len(facts.people.persons) == 2


def test_who_stays_is_looked_at_a_few_times_only(pipeline, photographs, monkeypatch):
    looks = []
    embed = recognition.IdentityEmbedder.embed
    monkeypatch.setattr(
        recognition.IdentityEmbedder, "embed", lambda self, crops: looks.append(len(crops)) or embed(self, crops)
    )
    run(pipeline, MadeSource(slideshow("stays", [(GRACE, 0)], frames=150), photographs))
    assert 2 <= sum(looks) <= 6


def test_without_identity_each_track_stands_for_itself(tiny_network, photographs):
    clip = slideshow("gaps", [(GRACE, 0), (GRACE, 0)], frames=16, gap=40)
    with Pipeline(AnalysisSettings(identity=False), tiny_network) as pipeline:
        _, facts = run(pipeline, MadeSource(clip, photographs))
    assert (len(facts.people.persons), facts.people.identity, facts.notes) == (2, "off", ())


def test_a_model_that_is_missing_is_told_and_the_run_goes_on(tiny_network, photographs, monkeypatch, tmp_path):
    missing = tmp_path / "identity.onnx"
    embedder = recognition.IdentityEmbedder
    monkeypatch.setattr(recognition, "IdentityEmbedder", lambda: embedder(missing))
    with Pipeline(AnalysisSettings(), tiny_network) as pipeline:
        _, facts = run(pipeline, MadeSource(slideshow("one", [(GRACE, 0)], frames=16), photographs))
    assert len(facts.people.persons) == 1
    assert "identity" in facts.people.identity
    assert any("nobody is recognised" in note for note in facts.notes)


def test_the_best_look_is_kept_where_it_is_wanted(tiny_network, photographs):
    clip = slideshow("one", [(GRACE, 0)], frames=16)
    with Pipeline(AnalysisSettings(keep_best_looks=True), tiny_network) as pipeline:
        _, facts = run(pipeline, MadeSource(clip, photographs))
    (person,) = facts.people.persons
    assert max(decode_jpeg(person.best.jpeg).shape[:2]) == 160
    assert person.best.source == "one"


def told(monkeypatch: pytest.MonkeyPatch, *people: int) -> None:
    """Let the model's looks, one after the other, show these people; the last one goes on."""
    left = list(people)

    def embed(_: object, crops: ImageArray) -> np.ndarray:
        shown = [left.pop(0) if len(left) > 1 else left[0] for _ in crops]
        return np.eye(512, dtype=np.float32)[shown]

    monkeypatch.setattr(recognition.IdentityEmbedder, "embed", embed)


def test_who_looks_strange_for_a_moment_stays_who_it_is(pipeline, photographs, monkeypatch):
    told(monkeypatch, 1, 1, 2, 1)
    results, facts = run(pipeline, MadeSource(slideshow("one", [(GRACE, 0)], frames=60), photographs))
    assert numbers(results, facts) == [[1]] * 60
    (person,) = facts.people.persons
    assert [(visit.frames, visit.last_frame) for visit in person.visits] == [(60, 59)]
    assert results[59].faces[0].track_id == results[0].faces[0].track_id
    assert results[59].faces[0].observations == 60
    # while it is not known whose face it is, nobody is named
    strange = [result.frame_index for result in results if result.faces[0].person_id is None]
    assert 1 <= len(strange) <= 3


def test_who_stays_strange_is_another_from_the_first_strange_look_on(pipeline, photographs, monkeypatch):
    told(monkeypatch, 1, 1, 2)
    results, facts = run(pipeline, MadeSource(slideshow("two", [(GRACE, 0)], frames=60), photographs))
    (begun,) = {result.frame_index for result in results if result.faces[0].observations == 1} - {0}
    assert numbers(results, facts) == [[1]] * begun + [[2]] * (60 - begun)


def test_looks_that_agree_with_nothing_leave_a_track_as_it_is(pipeline, photographs, monkeypatch):
    told(monkeypatch, 1, 1, *range(2, 200))
    results, facts = run(pipeline, MadeSource(slideshow("one", [(GRACE, 0)], frames=80), photographs))
    assert numbers(results, facts) == [[1]] * 80


def test_who_steps_half_into_the_image_is_looked_at_when_all_of_the_face_is_there(pipeline, photographs, monkeypatch):
    looked = []
    qualities = recognition.qualities

    def noting(image_bgr: ImageArray, detections: Sequence[Detection], crops: ImageArray) -> np.ndarray:
        looked.extend(detection.xyxy[0] for detection in detections)
        return qualities(image_bgr, detections, crops)

    monkeypatch.setattr(recognition, "qualities", noting)
    half = [[Placed(GRACE, 0, 30.0, 240.0)]] * 12
    whole = [[Placed(GRACE, 0, 30.0 + 10 * number, 240.0)] for number in range(30)]
    run(pipeline, MadeSource(MadeClip("steps in", 1, [*half, *whole]), photographs))
    assert looked
    assert min(looked) > -25


def test_a_face_turned_aside_is_known_again(pipeline, photographs, monkeypatch):
    monkeypatch.setattr("inference.identity.looks.frontality", lambda _: 0.0)
    clip = album("album", [(GRACE, 0), (EILEEN, 0), (GRACE, 1), (EILEEN, 1)])
    _, facts = run(pipeline, MadeSource(clip, photographs))
    assert len(facts.people.persons) == 2


def test_a_mirror_image_beside_somebody_is_another_person(pipeline, photographs):
    mirrored = [photographs[GRACE][0][:, ::-1].copy()] * 2
    both = [Placed(GRACE, 0, 170, 240), Placed(2, 0, 470, 240)]
    _, facts = run(pipeline, MadeSource(MadeClip("mirror", 2, [both] * 20), [*photographs, mirrored]))
    assert len(facts.people.persons) == 2


def test_who_steps_out_from_behind_another_is_known_by_the_own_face(pipeline, photographs):
    shown = [(EILEEN, 0)] * 3 + [(GRACE, 0)] * 30 + [None] * 40 + [(EILEEN, 0)] * 20 + [None] * 40 + [(GRACE, 1)] * 20
    frames = [[] if one is None else [Placed(*one, 320, 240)] for one in shown]
    results, facts = run(pipeline, MadeSource(MadeClip("steps out", 2, frames), photographs))
    seen = [number for number in numbers(results, facts) if number]
    assert seen == [[1]] * 33 + [[2]] * 20 + [[1]] * 20
