"""The whole way from a frame to people, with the real detector and a model whose predictions are easily computed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.alignment import align_faces, zoomed_template
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, EngineChoice
from inference.sources import Source
from inference.types import Frame, ImageArray, SourceInfo, SourceKind
from tests.photos import grace_hopper

SETTINGS = AnalysisSettings(engine=EngineChoice.CPU)


@pytest.fixture(scope="module")
def portrait() -> ImageArray:
    """Grace Hopper, 512x600 px: one frontal face."""
    return grace_hopper()


@pytest.fixture(scope="module")
def pipeline(tiny_network) -> Iterator[Pipeline]:
    with Pipeline(SETTINGS, tiny_network) as pipeline:
        yield pipeline


def still(image: ImageArray, index: int = 0) -> Frame:
    return Frame(image, index, 0.0, f"{index}.jpg", is_still=True)


def video(image: ImageArray, count: int) -> Iterator[Frame]:
    return (Frame(image, index, index / 25, "clip.mp4") for index in range(count))


def test_the_models_prediction_for_the_aligned_face_is_what_comes_out(pipeline, portrait):
    result = pipeline.process(still(portrait))
    (face,) = result.faces
    brightness = align_faces(portrait, [face.detection])[0].mean() / 255
    assert face.attributes.age == pytest.approx(100 * brightness, abs=0.5)
    assert face.attributes.gender_probs[0] == pytest.approx(1 / (1 + np.exp(10 - 20 * brightness)), abs=1e-3)
    assert face.attributes.ethnicity == "White"
    assert face.frame_attributes is face.attributes
    assert face.track_id is None
    assert set(result.timings_s) == {"detect", "align", "estimate", "identify"}
    assert all(seconds > 0 for seconds in result.timings_s.values())


def test_a_model_sees_as_much_of_the_head_as_its_card_says(tiny_network, portrait, tmp_path):
    card = json.loads(tiny_network.with_suffix(".json").read_text(encoding="utf-8"))
    card["input"]["alignment"] = {"points": zoomed_template(0.6).tolist()}
    (tmp_path / "m.json").write_text(json.dumps(card), encoding="utf-8")
    shutil.copy(tiny_network, tmp_path / "m.onnx")
    with Pipeline(SETTINGS, tmp_path / "m.onnx") as looser:
        (face,) = looser.process(still(portrait)).faces
    tight, loose = (
        100 * align_faces(portrait, [face.detection], 112, zoomed_template(zoom))[0].mean() / 255 for zoom in (1.0, 0.6)
    )
    assert abs(tight - loose) > 2
    assert face.attributes.age == pytest.approx(loose, abs=0.5)


def test_the_box_holds_the_face_and_the_result_names_its_frame(pipeline, portrait):
    result = pipeline.process(replace(still(portrait, 7), timestamp_s=1.5))
    x1, y1, x2, y2 = result.faces[0].detection.xyxy
    # the face as a person would mark it on the photograph, 25 px of tolerance
    assert np.allclose([x1, y1, x2, y2], [170, 130, 360, 325], atol=25)
    assert (result.frame_index, result.timestamp_s, result.source) == (7, 1.5, "7.jpg")


def test_two_faces_are_answered_for_each(pipeline, portrait):
    dark = (portrait // 2).astype(np.uint8)
    result = pipeline.process(still(np.hstack([portrait, dark])))
    left, right = sorted(result.faces, key=lambda face: face.detection.xyxy[0])
    assert right.attributes.age == pytest.approx(left.attributes.age / 2, abs=3)


def test_no_face_is_an_empty_result(pipeline):
    result = pipeline.process(still(np.full((240, 320, 3), 127, np.uint8)))
    assert result.faces == ()


def test_a_person_keeps_a_number_through_a_video(pipeline, portrait):
    pipeline.reset()
    results = [pipeline.process(frame) for frame in video(portrait, 10)]
    numbers = {face.track_id for result in results for face in result.faces}
    assert len(numbers) == 1
    assert None not in numbers
    assert all(len(result.faces) == 1 for result in results[3:])
    assert "track" in results[-1].timings_s


def test_without_tracking_nobody_has_a_number(tiny_network, portrait):
    with Pipeline(replace(SETTINGS, tracking=False), tiny_network) as pipeline:
        results = [pipeline.process(frame) for frame in video(portrait, 2)]
    assert [len(result.faces) for result in results] == [1, 1]
    assert results[0].faces[0].track_id is None


class Once(Source):
    """One still."""

    info = SourceInfo("once", SourceKind.STILLS)

    def __init__(self, image: ImageArray) -> None:
        self._image = image

    def __iter__(self) -> Iterator[Frame]:
        yield still(self._image)

    def close(self) -> None:
        pass


def test_facts_name_engine_and_detector(pipeline, portrait):
    pipeline.run(Once(portrait), [])
    assert pipeline.facts().engine == "onnxruntime-cpu"
    assert pipeline.facts().detector == "auto"
    assert pipeline.facts().wall_s > 0


def test_a_live_frame_shows_what_is_known_of_a_face_whose_turn_it_is_not(pipeline, portrait, monkeypatch):
    pipeline.reset()
    first, second = video(portrait, 2)
    (face,) = pipeline.process(first, live=True).faces
    assert face.frame_attributes is not None
    monkeypatch.setattr("inference.scheduling.EstimationSchedule.choose", lambda *_: [])
    (again,) = pipeline.process(second, live=True).faces
    assert again.frame_attributes is None
    assert not again.coasted
    assert again.track_id == face.track_id
    assert np.array_equal(again.attributes.age_probs, face.attributes.age_probs)
    pipeline.reset()


def test_in_a_file_a_person_is_estimated_a_few_times_a_second_and_always_labelled(tiny_network, portrait):
    with Pipeline(replace(SETTINGS, exhaustive=False), tiny_network) as pipeline:
        faces = [face for frame in video(portrait, 50) for face in pipeline.process(frame).faces]
    with Pipeline(replace(SETTINGS, exhaustive=True), tiny_network) as pipeline:
        every = [face for frame in video(portrait, 50) for face in pipeline.process(frame).faces]
    assert len(faces) == len(every) == 50
    assert all(face.is_estimated for face in every if not face.coasted)
    assert 8 <= sum(face.is_estimated for face in faces) <= 16
    assert faces[-1].attributes.age == pytest.approx(every[-1].attributes.age, abs=0.5)


def test_a_gpu_estimates_every_face_of_every_frame(tiny_network, portrait, monkeypatch):
    with Pipeline(SETTINGS, tiny_network) as pipeline:
        monkeypatch.setattr("inference.estimation.Estimator.is_accelerated", True)
        faces = [face for frame in video(portrait, 20) for face in pipeline.process(frame).faces]
    assert all(face.is_estimated for face in faces if not face.coasted)


def test_a_face_left_out_as_too_small_is_told_to_those_who_protect(tiny_network, portrait):
    with Pipeline(replace(SETTINGS, min_face_px=400), tiny_network) as pipeline:
        results = [pipeline.process(still(portrait)), *map(pipeline.process, video(portrait, 3))]
    for result in results:
        assert result.faces == ()
        (small,) = result.ignored
        assert np.allclose(small.xyxy, [170, 130, 360, 325], atol=25)


def test_so_is_a_live_face_that_the_model_has_not_seen_yet(pipeline, portrait, monkeypatch):
    pipeline.reset()
    monkeypatch.setattr("inference.scheduling.EstimationSchedule.choose", lambda *_: [])
    result = pipeline.process(next(video(portrait, 1)), live=True)
    assert result.faces == ()
    assert len(result.ignored) == 1
    pipeline.reset()


def test_loading_the_detector_leaves_matplotlib_as_it_is():
    """MediaPipe is kept from importing pyplot; who wants it afterwards gets the real one."""
    code = (
        "import sys; from inference.detection import open_detector; from inference.settings import AnalysisSettings\n"
        "with open_detector('auto', AnalysisSettings()): pass\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "import matplotlib.pyplot as plt; assert plt.figure().axes == []"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, env={**os.environ, "MPLBACKEND": "Agg"})


def test_a_frame_is_compared_with_the_one_before_only_once(tiny_network, portrait, monkeypatch):
    compared = []
    monkeypatch.setattr("inference.frame_clock.is_cut", lambda before, after: compared.append(after) or False)
    with Pipeline(SETTINGS, tiny_network) as pipeline:
        for index in range(3):
            pipeline.process(Frame(portrait, index, index / 25, "clip.mp4"), live=True)
    assert len(compared) == 2
