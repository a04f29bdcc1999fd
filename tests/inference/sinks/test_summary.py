"""Totals of a run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inference.outputs import Outputs
from inference.settings import AnalysisSettings, DisplaySettings, Privacy
from inference.sinks import RunFacts, close_sinks, open_sinks
from inference.sources import Selection
from inference.types import FrameResult, SkippedFile, SourceInfo, SourceKind
from tests.inference.made_faces import attributes, face, frame, result

VIDEO = SourceInfo("clip.mp4", SourceKind.VIDEO, 640, 480, fps=25.0, duration_s=4.0)
STILLS = SourceInfo("photos", SourceKind.STILLS)
BLACK = np.zeros((4, 4, 3), dtype=np.uint8)


def summary(
    path: Path,
    results: list[FrameResult],
    info=VIDEO,
    settings: DisplaySettings | None = None,
    facts: RunFacts | None = None,
    **options,
) -> dict:
    sinks = open_sinks(info, settings or DisplaySettings(), Outputs(summary=str(path / "s.json")), **options)
    for one in results:
        sinks[0].write(frame(BLACK), one)
    close_sinks(sinks, facts)
    assert [file.name for file in path.iterdir()] == ["s.json"]
    return json.loads((path / "s.json").read_text(encoding="utf-8"))


def at(time_s: float, *faces, **more) -> FrameResult:
    return result(frame(BLACK, round(time_s * 25), time_s), *faces, **more)


def person(track_id: int | None, age: float = 34, gender="female", ethnicity="Asian", coasted=False):
    return face(0, 0, 9, 9, track_id=track_id, said=attributes(age, 1, gender, ethnicity), coasted=coasted)


def test_each_person_counts_once_as_they_were_described_last(tmp_path):
    results = [at(number * 0.1, person(1, 20 + number, "male", "White"), person(2, 61)) for number in range(20)]
    people = summary(tmp_path, results)["people"]
    assert people["count"] == 2
    assert people["age"]["mean"] == 50.0
    assert people["age"]["median"] == 50.0
    assert {decade: count for decade, count in people["age"]["histogram"].items() if count} == {"30-39": 1, "60-69": 1}
    assert people["gender"] == {"male": {"count": 1, "share": 0.5}, "female": {"count": 1, "share": 0.5}}
    assert people["ethnicity"]["White"] == {"count": 1, "share": 0.5}
    assert people["ethnicity"]["Black"] == {"count": 0, "share": 0.0}
    assert people["counted"] == "tracks seen in at least 3 frames over at least 0.5 s"


@pytest.mark.parametrize(
    ("seen_at", "carried_at", "counts"),
    [
        ([0.0, 0.3, 0.5], [], True),
        ([0.0, 0.1, 0.2, 0.3, 0.4], [], False),
        ([0.0, 1.0], [], False),
        ([0.0, 0.1, 0.2], [0.3, 0.4, 0.5, 0.6], False),
        ([0.0, 0.3], [0.1, 0.2], False),
    ],
)
def test_what_flashes_up_is_nobody(tmp_path, seen_at, carried_at, counts):
    """The rule: detected, not just carried over, in three frames and over half a second."""
    times = [number / 10 for number in range(51)]
    somebody = [
        [person(1, coasted=time_s in carried_at)] if time_s in (*seen_at, *carried_at) else [] for time_s in times
    ]
    results = [at(time_s, *faces, person(2)) for time_s, faces in zip(times, somebody, strict=True)]
    assert summary(tmp_path, results)["people"]["count"] == 1 + counts


@pytest.mark.parametrize(("seen_at", "counts"), [([0.0, 2.5], True), ([2.5], False)])
def test_in_a_time_lapse_two_frames_are_enough(tmp_path, seen_at, counts):
    """Where frames are seconds apart, nobody is seen in three within half a second."""
    times = [2.5 * number for number in range(8)]
    results = [at(time_s, *([person(1)] if time_s in seen_at else []), person(2)) for time_s in times]
    people = summary(tmp_path, results)["people"]
    assert people["count"] == 1 + counts
    assert people["counted"] == "tracks seen in at least 2 frames over at least 0.5 s"


def test_a_clip_shorter_than_the_rule_still_has_people_in_it(tmp_path):
    people = summary(tmp_path, [at(0.0, person(1)), at(0.04, person(1), person(2))])["people"]
    assert people["count"] == 1
    assert people["counted"] == "tracks seen in at least 2 frames over at least 0.02 s"


@pytest.mark.parametrize(
    ("info", "analysis"), [(STILLS, AnalysisSettings()), (VIDEO, AnalysisSettings(tracking=False))]
)
def test_without_identities_every_face_counts(tmp_path, info, analysis):
    results = [at(0.0, person(None, 5), person(None, 25)), at(0.0), at(0.0, person(None, 25))]
    totals = summary(tmp_path, results, info, facts=RunFacts(analysis=analysis))
    assert totals["people"]["count"] == 3
    assert totals["people"]["counted"] == "every face of every picture"
    assert totals["people"]["age"]["median"] == 25.0
    assert totals["frames"]["without_faces"] == 1


def test_frames_and_faces_are_counted(tmp_path):
    results = [at(0.0, person(1), person(2)), at(0.1), at(0.2, person(1, coasted=True)), at(0.3)]
    totals = summary(tmp_path, results, facts=RunFacts(decode_errors=7, broken_stills=4))
    assert totals["frames"] == {
        "read": 4,
        "with_faces": 2,
        "without_faces": 2,
        "decode_errors": 7,
        "broken_stills": 4,
    }
    assert totals["faces"] == {"rows": 3, "carried_over": 1, "most_in_one_frame": 2}


def test_what_is_missing_and_what_to_know_is_said(tmp_path):
    facts = RunFacts(skipped=(SkippedFile("a.cr2", "camera RAW"),), notes=("b.jpg is incomplete",))
    totals = summary(tmp_path, [], facts=facts)
    assert totals["skipped"] == [{"path": "a.cr2", "reason": "camera RAW"}]
    assert totals["notes"] == ["b.jpg is incomplete"]


def test_what_ran_and_how_is_said(tmp_path):
    settings = DisplaySettings(privacy=Privacy.BLUR, hide=frozenset({"ethnicity"}))
    facts = RunFacts(
        "onnxruntime-cpu",
        "cuda: no GPU",
        "attributes.onnx",
        "wide",
        "libx264",
        "h264_nvenc: no GPU",
        wall_s=2.0,
        interrupted=True,
        analysis=AnalysisSettings(min_face_px=33),
    )
    timings = [{"detect": 0.010, "estimate": 0.002}, {"detect": 0.020}]
    results = [at(number / 25, timings_s=timing) for number, timing in enumerate(timings)]
    totals = summary(
        tmp_path, results, settings=settings, facts=facts, selection=Selection(1.0, 3.0, 2), version="1.2.3"
    )
    assert totals["facelens"] == "1.2.3"
    assert totals["source"] == {
        "name": "clip.mp4",
        "kind": "video",
        "width": 640,
        "height": 480,
        "fps": 25.0,
        "duration_s": 4.0,
    }
    assert totals["settings"] == {
        "engine": "onnxruntime-cpu",
        "engine_reason": "cuda: no GPU",
        "model": "attributes.onnx",
        "detector": "wide",
        "video_encoder": "libx264",
        "video_encoder_reason": "h264_nvenc: no GPU",
        "tracking": True,
        "min_face_px": 33,
        "privacy": "blur",
        "hidden": ["ethnicity"],
        "start_s": 1.0,
        "end_s": 3.0,
        "every": 2,
    }
    assert totals["speed"] == {"wall_s": 2.0, "fps": 1.0, "stage_ms_per_frame": {"detect": 15.0, "estimate": 1.0}}
    assert totals["interrupted"] is True
    assert totals["error"] is None
    assert "never for deciding about a person" in totals["limits"]


def test_facts_are_those_of_the_end(tmp_path):
    sinks = open_sinks(VIDEO, DisplaySettings(), Outputs(summary=str(tmp_path / "s.json")))
    sinks[0].write(frame(BLACK), at(0.0))
    close_sinks(sinks, RunFacts(error="the source broke off"))
    assert json.loads((tmp_path / "s.json").read_text())["error"] == "the source broke off"


@pytest.mark.parametrize("hidden", ["age", "gender", "ethnicity"])
def test_hidden_attributes_are_left_out(tmp_path, hidden):
    results = [at(number / 2, person(1)) for number in range(4)]
    people = summary(tmp_path, results, settings=DisplaySettings(hide=frozenset({hidden})))["people"]
    assert set(people) == {"counted", "count", "age", "gender", "ethnicity"} - {hidden}


def test_of_nothing_there_is_a_summary_as_well(tmp_path):
    totals = summary(tmp_path, [])
    assert totals["frames"]["read"] == totals["people"]["count"] == 0
    assert totals["people"]["age"]["mean"] is None
    assert totals["people"]["age"]["median"] is None
    assert totals["speed"] == {"wall_s": None, "fps": None, "stage_ms_per_frame": {}}


@pytest.mark.parametrize("ages", [[3], [10, 20], [10, 11, 60], [1, 2, 30, 99], list(range(1, 100))])
def test_median_and_mean_are_those_of_the_list(tmp_path, ages):
    results = [at(0.0, *(person(None, age) for age in ages))]
    shown = [attributes(age, 1).age for age in ages]
    totals = summary(tmp_path, results, STILLS)["people"]["age"]
    assert totals["median"] == pytest.approx(np.median(shown), abs=0.1)
    assert totals["mean"] == pytest.approx(np.mean(shown), abs=0.06)
    assert sum(totals["histogram"].values()) == len(ages)


def test_the_memory_of_a_long_run_does_not_grow(tmp_path):
    """Ten times the frames with the same people: no more is kept."""
    import tracemalloc

    sinks = open_sinks(VIDEO, DisplaySettings(), Outputs(summary=str(tmp_path / "s.json")))
    one = at(0.0, person(1), person(2), person(3))

    def grown(frames: int) -> int:
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(frames):
            sinks[0].write(frame(BLACK), one)
        return tracemalloc.get_traced_memory()[0] - before

    tracemalloc.start()
    try:
        grown(10)
        assert grown(500) < 2000
    finally:
        tracemalloc.stop()
    close_sinks(sinks)
